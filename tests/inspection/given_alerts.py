"""What is a grave finding, told, acknowledged or passed on? And how is each of its edges walked by HTTP?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.addresses import code_of
from casework.actions import take
from catalogue.models import TestItem
from inspection.alerts.models import GraveFinding
from inspection.reports.actions import testing
from inspection.reports.models.edited import as_shown
from inspection.reports.models.reports import Report
from tests.cast import Cast
from tests.inspection import given
from tests.inspection.walks import results_form
from tests.photos import photographed
from tests.walks import Walk

ANSWER = {"answer": "The shop is asked to take it off sale today."}
ASKED = {"asked": "Please see whether the shop is to be visited."}


def graded(severity: str = "serious") -> None:
    """How grave it is if an item fails; nobody of the cast has set another grade."""
    TestItem.objects.update(severity=severity)


@photographed
def told(cast: Cast, now: datetime) -> GraveFinding:
    """Lead was entered as 91 where 90 is allowed, and is graded serious."""
    report = given.begun(cast, now)
    graded()
    testing.enter(report, rows=given.rows(report, given.BAD), by=cast.tester, now=now)
    return GraveFinding.objects.get(report=report)


@photographed
def acknowledged(cast: Cast, now: datetime) -> GraveFinding:
    alert = told(cast, now)
    take("acknowledge", alert, by=cast.compiler, now=now, **ANSWER)
    return alert


@photographed
def passed_on(cast: Cast, now: datetime) -> GraveFinding:
    alert = told(cast, now)
    take("pass_on", alert, by=cast.compiler, now=now, **ASKED)
    return alert


def its_report(alert: Any) -> Report:
    return Report.objects.get(pk=alert.report_id)


def another_value(report: Report, cast: Cast) -> dict[str, Any]:
    """A value within the limit in place of the one that failed, as its tester posts it, with the reason."""
    lead = given.result_of(report)
    said = {f"seen_{code_of(lead)}": as_shown(lead), f"overrule_{code_of(lead)}": "The flask was mixed up."}
    return results_form(report, given.GOOD, **said)


WALKS = [
    Walk("gravefinding", "acknowledge", "told", "compiler", told, lambda record, cast: ANSWER),
    Walk("gravefinding", "pass_on", "told", "compiler", told, lambda record, cast: ASKED),
    Walk("gravefinding", "pass_on", "acknowledged", "compiler", acknowledged, lambda record, cast: ASKED),
    Walk("gravefinding", "void", "told", "leader", told, lambda record, cast: {"note": "For a good reason."}),
    *(
        Walk("gravefinding", "lapse", state, "tester", alert, another_value, cause=("enter", its_report))
        for state, alert in (("told", told), ("acknowledged", acknowledged), ("passed_on", passed_on))
    ),
]
