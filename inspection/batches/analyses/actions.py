"""How is a batch analysed?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Viewer
from casework.actions import take
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from casework.flow import Refused
from documents.actions import issue
from documents.models import Document
from inspection.batches.analyses.batch_figures import counted
from inspection.batches.analyses.models import Analysis, unsaid
from inspection.batches.analyses.papers import AnalysedItem, Failure
from inspection.commissions.models.commissions import Entrustment
from inspection.flow.commissions import ENTRUSTMENT_FLOW
from trail.enumerations import enumerated


@ENTRUSTMENT_FLOW.handles("analyse")
@transaction.atomic
@carries("6.3-7")
def analyse(entrustment: Entrustment, *, text: str, by: Viewer, now: datetime) -> Document:
    """Submit to the center what a batch says as a whole: the figures are the reports' of this moment.

    Refused where the text passes over an item that fails.
    """
    take("analyse", entrustment, by=by, now=now)
    figures = counted(entrustment)
    if silent := unsaid(text, figures["items"]):
        said = {"items": enumerated(silent)}
        raise Refused(_("These items fail, and the analysis does not name them: %(items)s.") % said)
    before = entrustment.analyses.select_related("document").last()
    document = _print(entrustment, figures, text, before.document if before else None, by, now)
    Analysis.objects.create(
        entrustment=entrustment,
        document=document,
        figures=figures,
        text=text,
        submitted_by=by.user,
        submitted_at=now,
    )
    return document


def _print(
    entrustment: Entrustment,
    figures: dict[str, Any],
    text: str,
    before: Document | None,
    by: Viewer,
    now: datetime,
) -> Document:
    with override(settings.LANGUAGE_CODE):
        title = _("Analysis of the test results of a batch")
        content = {
            "addressee": str(entrustment.center or ""),
            "entrustment": entrustment.number,
            "goods": entrustment.title,
            **figures["samples"],
            "by_item": tuple(AnalysedItem(**row) for row in figures["items"]),
            "failures": tuple(Failure(**row) for row in figures["failures"]),
            "text": text,
            "replaces": before.file_number if before else "",
            "submitted_by": str(by.user),
            "submitted_on": local_day(now),
        }
    return issue(
        entrustment,
        paper="batch_analysis",
        title=title,
        content=content,
        by=by,
        now=now,
        office=entrustment.laboratory,
        addressee=entrustment.center,
        supersedes=before,
        language=settings.LANGUAGE_CODE,
    )
