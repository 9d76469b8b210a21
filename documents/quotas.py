"""How much may an organisation send in, of files that are kept, and what is said when it is too much?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, Sum
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from accounts.models import Organisation, Viewer
from casework.flow import Refused

# Files that steps bring are not counted: none of them is held up by what else was sent in.
# Of an organisation, the rows that tell of one file each (with its `size`) sent in since an instant.
Sent = Callable[[Organisation, datetime], QuerySet[Any]]
COUNTED: list[Sent] = []


def counted(sent: Sent) -> Sent:
    """Let these files count against what an organisation may send in. A stage names its own."""
    COUNTED.append(sent)
    return sent


def sent_in(organisation: Organisation, since: datetime) -> int:
    """How many bytes of it are kept that came since."""
    return sum(sent(organisation, since).aggregate(all=Sum("size"))["all"] or 0 for sent in COUNTED)


def make_room(size: int, *, by: Viewer, now: datetime) -> None:
    """Raises Refused where a file of so many bytes is more than the viewer's organisation may send in.

    Call it in the transaction that keeps the file: two at once do not both find the last room.
    """
    locked = Organisation.objects.select_for_update(no_key=True).filter(pk=by.organisation.pk)
    list(locked.values_list("pk"))
    before = sent_in(by.organisation, now - timedelta(days=settings.KEPT_DAYS))
    if before + size > settings.KEPT_QUOTA:
        said = {
            "kept": filesizeformat(before),
            "days": settings.KEPT_DAYS,
            "limit": filesizeformat(settings.KEPT_QUOTA),
        }
        raise Refused(
            _(
                "Your organisation sent in %(kept)s within %(days)d days, and may send in %(limit)s: leave "
                "out what is not needed, wait until the oldest no longer counts, or ask whoever runs this "
                "installation for more room."
            )
            % said
        )
