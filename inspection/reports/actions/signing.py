"""Who stands for a report: how is it submitted, confirmed, signed, and received knowingly?"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Viewer
from casework.actions import lock, take
from casework.clauses import carries
from casework.flow import Refused
from inspection.flow.reports import REPORT_FLOW
from inspection.reports.actions.testing import looked_at
from inspection.reports.models.reports import Report


@REPORT_FLOW.handles("submit")
@transaction.atomic
@carries("LB-11")
def submit(report: Report, *, by: Viewer, now: datetime) -> None:
    """Submit for review: verdict and conclusion follow from the results (6.3-6)."""
    lock(report)
    concluded = report.concluded()
    event = take("submit", report, by=by, now=now, tester=by.user, **concluded)
    if not concluded["outcome"]:
        raise Refused(_("No item was judged: a report needs at least one verdict."))
    looked_at(report, event, now)


def _noticed(report: Report, noticed: bool) -> str:
    """What was found and counts no more, for the trail; Refused where whoever goes on has not seen it."""
    said = report.seen_in_words()
    if said and not noticed:
        raise Refused(_("Say first that you have seen this: %(erased)s") % {"erased": said})
    return said


@REPORT_FLOW.handles("review")
@transaction.atomic
def review(report: Report, *, noticed: bool = False, by: Viewer, now: datetime) -> None:
    """A second person confirms the results; what was found and counts no more, they have noticed."""
    take("review", report, by=by, now=now, reviewer=by.user, note=_noticed(report, noticed))


@REPORT_FLOW.handles("sign")
@transaction.atomic
def sign(report: Report, *, noticed: bool = False, note: str = "", by: Viewer, now: datetime) -> None:
    """The authorised signatory signs, as noticing as the reviewer: nothing of the report changes any more."""
    note = " ".join(filter(None, (_noticed(report, noticed), note)))
    take("sign", report, by=by, now=now, signatory=by.user, note=note)


@REPORT_FLOW.handles("see_before")
@transaction.atomic
def see_before(report: Report, *, noticed: bool = False, by: Viewer, now: datetime) -> None:
    """The center says that it has seen what was found and counts no more."""
    take("see_before", report, by=by, now=now, note=_noticed(report, noticed))
