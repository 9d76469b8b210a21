"""What does a record say of the test reports it rests on: did they change, may they yet?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Viewer
from accounts.prepared import Prepared
from casework.deadlines.clocks import local_day
from casework.models.facts import Facts, Particulars, Said, Sayings
from catalogue.models import Verdict
from inspection.corrections.models.corrections import Correction
from inspection.flow.corrections import CorrectionState
from inspection.reports.models.before import awaited_of
from inspection.reports.models.reports import Report

# What else a record says that rests on reports.
OF_REPORTS_BENEATH: Sayings = {
    "now_conforming": Said(_("What it rests on"), each=True),
    "amended_since": Said(_("Amended since"), each=True),
    "corrections_open": Said(_("Correction not decided yet"), each=True),
}


def changing(reports: Iterable[Any], since: datetime, viewer: Viewer, *, waits: bool = True) -> Particulars:
    """What a page says of reports on which a record begun at `since` rests: how they changed; and may yet,
    while it waits for anything itself."""
    known = list(reports)
    told = {
        "amended_since": amended_since(known, since),
        "corrections_open": corrections_awaited(known if waits else [], viewer),
    }
    says = OF_REPORTS_BENEATH
    return [
        (says[key].label, [says[key].fact(key, value, label) for label, value in each])
        for key, each in told.items()
    ]


def amended_since(reports: Iterable[Any], since: datetime) -> Facts:
    """What of a paper rests on reports that were amended after it was begun: (label, sentence) of each."""
    return [(_("test report"), _amendment(each)) for each in _amending([each.pk for each in reports], since)]


@Prepared
def _amending(reports: Sequence[int], since: datetime) -> models.QuerySet[Correction]:
    found = Correction.objects.filter(report__in=reports, raw=None, state=CorrectionState.APPLIED)
    return found.filter(decided_at__gt=since).select_related("report").order_by("decided_at")


def corrections_awaited(reports: Iterable[Any], viewer: Viewer) -> Facts:
    """Corrections of reports that are not decided on, as awaited_of has them."""
    return awaited_of([each.pk for each in reports], viewer, model=Correction)


def now_conforming(reports: Iterable[Report]) -> Facts:
    """Of reports on which a matter about products that fail rests, those that say so no more."""
    says = gettext("The report that this rests on now says: %(verdict)s.")
    return [
        (each.number, says % {"verdict": Verdict(each.outcome).label})
        for each in reports
        if each.outcome and each.outcome != Verdict.NON_CONFORMING
    ]


def _amendment(correction: Correction) -> str:
    """That a report was amended; first of all, that its verdict turned."""
    day = local_day(correction.decided_at) if correction.decided_at else ""
    known = {"report": correction.report.number, "day": str(day)}
    if correction.turns_the_report:
        known["turned"] = correction.turned()
        return (
            gettext(
                "The verdict of test report %(report)s was changed on %(day)s: %(turned)s. "
                "What stands here rests on the former verdict."
            )
            % known
        )
    return (
        gettext("Test report %(report)s was amended on %(day)s: what is built on it may no longer hold.")
        % known
    )
