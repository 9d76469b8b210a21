"""Who answers for a shop or enterprise by its link, in what capacity, and what was shown of that?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from accounts.models import Viewer
from casework.flow import Refused
from disposal.flow.notices import Capacity
from disposal.models.notices import Denial, ResultNotice
from documents.actions import attach
from documents.models import Relation


def relation(signed_as: str) -> Relation:
    """What whoever signed is to the addressee, by what was shown: a name typed by a link shows nothing."""
    return Relation.AGENT if signed_as == Capacity.AGENT else Relation.STATED


def keep_authorisation(
    record: ResultNotice | Denial,
    signed_as: str,
    authorisation: UploadedFile[Any] | None,
    by: Viewer,
    now: datetime,
) -> None:
    """Keep by what an agent may sign. Refused where an agent shows nothing."""
    if signed_as == Capacity.AGENT and authorisation is None:
        raise Refused(_("Attach the authorisation: without it nobody is taken for the agent."))
    if authorisation is not None:
        attach(record, authorisation, "authorisation", by=by, now=now)
