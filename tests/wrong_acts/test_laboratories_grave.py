"""Can what is grave wait for a report, vanish, or be acknowledged without a word? (W-26)"""

from __future__ import annotations

from typing import Any

import pytest
import time_machine

from accounts.addresses import code_of
from casework.actions import take
from casework.models import Deadline, Notification
from inspection.alerts.models import GraveFinding
from inspection.reports.actions import signing
from inspection.reports.models.edited import as_shown
from inspection.reports.models.reports import Report
from tests.conftest import NOW
from tests.inspection import given
from tests.inspection.given_alerts import ANSWER, ASKED, acknowledged, another_value, graded, passed_on, told
from tests.inspection.walks import results_form
from trail.models import Event


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def page(see, viewer, record):
    return see(viewer, record.get_absolute_url()).content.decode()


def enter(cast, post, values=given.BAD, severity="serious"):
    """The answer to a tester who enters results of a new report."""
    report = given.begun(cast, NOW)
    graded(severity)
    assert post(cast.tester, report, "enter", results_form(report, values)).status_code == 302
    return report


def test_what_fails_gravely_is_before_the_center_while_the_report_is_being_entered(cast, post, see):
    report = enter(cast, post)
    alert = GraveFinding.objects.get()
    assert (alert.state, alert.holder, report.state) == ("told", cast.compiler.organisation, "entering")
    assert "Lead: 91 (limit: ≤ 90 mg/kg)" in page(see, cast.compiler, alert)
    assert alert.number in see(cast.compiler, "/").content.decode()
    assert Deadline.objects.filter(record=alert, term="W-26").running().exists()


@pytest.mark.parametrize(
    ("values", "severity"), [(given.GOOD, "serious"), (given.BAD, "ordinary"), (given.BAD, "")]
)
def test_what_passes_or_nobody_graded_serious_alarms_nobody(cast, post, values, severity):
    enter(cast, post, values, severity)
    assert not GraveFinding.objects.exists()


def test_the_same_failure_is_told_once_and_another_one_anew(cast, post):
    report = enter(cast, post, {**given.GOOD, "Small parts": "3"})
    first = GraveFinding.objects.get()
    assert (
        post(
            cast.tester, report, "enter", results_form(report, {**given.GOOD, "Small parts": "3"})
        ).status_code
        == 302
    )
    assert GraveFinding.objects.get() == first
    assert (
        post(
            cast.tester, report, "enter", results_form(report, {"Small parts": "3", "Lead": "91"})
        ).status_code
        == 302
    )
    assert GraveFinding.objects.exclude(pk=first.pk).get().found == "Lead: 91 (limit: ≤ 90 mg/kg)"


def test_what_was_graded_meanwhile_is_told_when_the_report_is_submitted(cast, post):
    report = given.entered(cast, NOW, values=given.BAD)
    assert not GraveFinding.objects.exists()
    graded()
    assert post(cast.tester, report, "submit").status_code == 302
    assert GraveFinding.objects.get().report == report


def test_it_is_not_acknowledged_without_a_word(cast, post):
    alert = told(cast, NOW)
    assert post(cast.compiler, alert, "acknowledge", {"answer": ""}).status_code == 422
    assert post(cast.compiler, alert, "acknowledge", {"answer": "–"}).status_code == 422
    alert.refresh_from_db()
    assert alert.state == "told"


def test_a_laboratory_that_overwrites_it_takes_it_back_in_sight_of_who_acted_on_it(cast, post, see):
    alert = acknowledged(cast, NOW)
    report = Report.objects.get()
    assert post(cast.tester, report, "enter", another_value(report, cast)).status_code == 302
    alert.refresh_from_db()
    assert alert.state == "lapsed"
    shown = page(see, cast.compiler, alert)
    assert "Lead: 91 (limit: ≤ 90 mg/kg)" in shown
    assert "The flask was mixed up." in shown
    lapsed = Event.objects.of("record", alert.pk).filter(verb="lapse").get()
    assert Notification.objects.filter(event=lapsed.pk, user=cast.compiler.user).exists()


def test_no_report_is_voided_over_it_before_the_center_has_acknowledged_it(cast, post):
    alert = told(cast, NOW)
    report, why = Report.objects.get(), {"note": "The wrong sample was opened."}
    refused = post(cast.signatory, report, "void", why)
    assert refused.status_code == 409 and alert.number in refused.content.decode()
    take("acknowledge", alert, by=cast.compiler, now=NOW, **ANSWER)
    assert post(cast.signatory, report, "void", why).status_code == 302
    alert.refresh_from_db()
    assert alert.state == "acknowledged"


def test_who_takes_it_back_without_a_word_is_shown_where_to_say_why(cast, post):
    told(cast, NOW)
    report = Report.objects.get()
    lead = given.result_of(report)
    silent = another_value(report, cast) | {f"overrule_{code_of(lead)}": ""}
    refused = post(cast.tester, report, "enter", silent)
    assert refused.status_code == 422
    row = refused.content.decode().split(f'name="value_{code_of(lead)}"')[1]
    assert "<details open>" in row.split("</details>")[0]


def test_a_department_to_which_it_was_passed_on_is_told_that_it_was_taken_back_and_why(cast, post):
    alert = passed_on(cast, NOW)
    report = Report.objects.get()
    assert post(cast.tester, report, "enter", another_value(report, cast)).status_code == 302
    lapsed = Event.objects.of("record", alert.pk).filter(verb="lapse").get()
    assert Notification.objects.filter(event=lapsed.pk, user=cast.planner.user).exists()
    assert "The flask was mixed up." in lapsed.detail["note"]


def test_what_was_acknowledged_stays_beside_what_is_asked_afterwards(cast, post, see):
    alert = acknowledged(cast, NOW)
    assert post(cast.compiler, alert, "pass_on", ASKED).status_code == 302
    shown = page(see, cast.leader, alert)
    assert ANSWER["answer"] in shown and ASKED["asked"] in shown


def test_voiding_it_silences_that_value_and_no_other(cast, post):
    alert = told(cast, NOW)
    report, why = Report.objects.get(), {"note": "The laboratory says that it is a slip of the pen."}
    assert post(cast.leader, alert, "void", why).status_code == 302
    assert post(cast.tester, report, "enter", results_form(report, given.BAD)).status_code == 302
    assert GraveFinding.objects.count() == 1
    lead = given.result_of(report)
    worse = results_form(report, {**given.BAD, "Lead": "890"})
    seen = {f"seen_{code_of(lead)}": as_shown(lead), f"overrule_{code_of(lead)}": "A digit was lacking."}
    assert post(cast.tester, report, "enter", worse | seen).status_code == 302
    assert GraveFinding.objects.exclude(pk=alert.pk).get().found == "Lead: 890 (limit: ≤ 90 mg/kg)"


def test_no_commission_is_ended_over_it_either(cast, post):
    alert = told(cast, NOW)
    commission, why = Report.objects.get().entrustment, {"note": "It costs too much."}
    refused = post(cast.organiser, commission, "cancel", why)
    assert refused.status_code == 409 and alert.number in refused.content.decode()
    commission.refresh_from_db()
    assert commission.state == "in_progress" and Report.objects.get().state == "entering"


def test_a_correction_by_which_an_item_fails_gravely_is_told_too(cast):
    report = given.submitted(cast, NOW)
    graded()
    given.applied(cast, NOW, report)
    assert GraveFinding.objects.get().found == "Lead: 91 (limit: ≤ 90 mg/kg)"


@pytest.mark.parametrize("who", ["buyer", "quality_officer", "other_compiler", "other_tester"])
def test_nobody_else_reads_of_it(cast, see, who):
    alert = told(cast, NOW)
    assert see(getattr(cast, who), alert.get_absolute_url()).status_code == 404


def test_the_department_that_set_the_task_is_told_once_it_is_passed_on(cast, post, see):
    alert = told(cast, NOW)
    assert post(cast.compiler, alert, "pass_on", ASKED).status_code == 302
    passed = Event.objects.of("record", alert.pk).filter(verb="pass_on").get()
    assert Notification.objects.filter(event=passed.pk, user=cast.planner.user).exists()
    assert ASKED["asked"] in page(see, cast.planner, alert)


@pytest.mark.parametrize("who", ["tester", "signatory", "organiser", "leader"])
def test_nobody_but_the_compiler_acknowledges_it(cast, post, who):
    alert = told(cast, NOW)
    assert post(getattr(cast, who), alert, "acknowledge", ANSWER).status_code == 403


def test_the_laboratory_reads_on_its_report_that_the_center_knows(cast, see):
    alert = told(cast, NOW)
    shown = page(see, cast.tester, Report.objects.get())
    assert "Told to the center at once" in shown and alert.number in shown


def test_it_is_acknowledged_though_the_report_went_on(cast, post):
    alert = told(cast, NOW)
    report = Report.objects.get()
    given.raw_record(cast, NOW, report)
    days: dict[str, Any] = {"tested_from": NOW.date(), "tested_to": NOW.date(), "tested_at": "1 Test Road"}
    take("enter", report, by=cast.tester, now=NOW, **days)
    signing.submit(report, by=cast.tester, now=NOW)
    assert post(cast.compiler, alert, "acknowledge", ANSWER).status_code == 302
