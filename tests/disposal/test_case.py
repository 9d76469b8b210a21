"""Does the regulator of the place inspect, decide and report, in time? (6.4-3, 6.4-5)"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine

from casework.count import SHANGHAI
from casework.flow import Refused
from casework.models import Notification
from disposal import actions
from tests.conftest import NOW
from tests.disposal import given
from tests.disposal.walks import not_file_form, report_form
from tests.swept import swept

TODAY = NOW.date()


@pytest.mark.clause("6.4-3", "6.4-5", "4.2.1-d")
def test_a_regulator_handles_a_case_by_http(cast, at_desk, now):
    case = given.referred(cast, now)
    with time_machine.travel(NOW, tick=False):
        officer = at_desk(cast.county_officer)
        for step, entered in given.STEPS.items():
            answer = given.press(officer, case, step, entered(TODAY))
            assert answer.status_code == 302, (step, answer.content.decode())
        assert given.press(officer, case, "feed_back", report_form(case, cast)).status_code == 302
        page = at_desk(cast.compiler).get(case.get_absolute_url()).content.decode()
        assert "Weak thread." in page and "5000.00" in page
        assert given.press(at_desk(cast.compiler), case, "verify").status_code == 302
    case.refresh_from_db()
    assert (case.state, case.fed_back_on) == ("verified", TODAY)
    met = dict(case.deadlines.values_list("term", "met_at"))
    assert met == {"W-17": NOW, "DL-04": NOW, "DL-24": NOW, "DL-02": NOW}


@pytest.mark.parametrize(
    ("closed", "end"),
    [("2026-09-21", "2026-09-28"), ("2026-05-04", "2026-05-09"), ("2026-04-28", "2026-05-06")],
)
def test_the_five_days_are_calendar_days_from_the_day_of_closing(cast, closed, end):
    on = date.fromisoformat(closed)
    case = given.case_at("close", cast, datetime(on.year, on.month, on.day, 9, tzinfo=SHANGHAI))
    clock = case.deadlines.get(term="DL-02")
    assert (clock.count, clock.unit, clock.end.isoformat()) == (5, "calendar", end)


def test_the_inspection_and_the_decision_have_their_terms(cast, now):
    case = given.case_at("file", cast, now)
    clocks_of = {clock.term: (clock.count, clock.unit) for clock in case.deadlines.all()}
    assert clocks_of == {"W-17": (2, "working"), "DL-04": (15, "working"), "DL-24": (90, "calendar")}


def test_a_case_reported_late_is_escalated_and_met_late(cast, at_desk, now):
    case = given.case_at("close", cast, now)
    later = NOW + timedelta(days=8)
    swept(later)
    told = Notification.objects.filter(record=case.pk, event__verb="overdue").values_list("user", flat=True)
    assert set(told) == {viewer.user.pk for viewer in (cast.county_officer, cast.city_officer, cast.compiler)}
    with time_machine.travel(later, tick=False):
        answer = given.press(at_desk(cast.county_officer), case, "feed_back", report_form(case, cast))
        assert answer.status_code == 302
        assert "met late" in at_desk(cast.compiler).get(case.get_absolute_url()).content.decode()


@pytest.mark.parametrize("step", list(given.STEPS))
@pytest.mark.parametrize(
    ("days", "sentence"),
    [(1, "This lies in the future"), (-1, "This lies before the step that precedes it")],
)
def test_the_days_of_a_case_follow_one_another(cast, at_desk, now, step, days, sentence):
    steps = ["receive", *given.STEPS]
    case = given.case_at(steps[steps.index(step) - 1], cast, now)
    with time_machine.travel(NOW, tick=False):
        form = given.STEPS[step](TODAY + timedelta(days=days))
        answer = given.press(at_desk(cast.county_officer), case, step, form)
    assert answer.status_code == 422 and sentence in answer.content.decode()
    entered = given.STEPS[step](TODAY + timedelta(days=days))
    with pytest.raises(Refused, match=sentence):
        actions.take_dated(step)(case, by=cast.county_officer, now=now, **entered)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"penalties": [], "amount": ""}, "Choose the penalties, or say why there is none."),
        ({"amount": ""}, "Enter the amount of the fine"),
        ({"penalties": ["warning"]}, "Only a fine or a confiscation of gains has an amount."),
        ({"amount": "-5"}, "greater than or equal to 0"),
        ({"decision_number": ""}, "This field is required."),
    ],
)
def test_a_decision_is_refused_beside_the_field(cast, at_desk, now, changes, sentence):
    case = given.case_at("file", cast, now)
    with time_machine.travel(NOW, tick=False):
        form = given.STEPS["decide"](TODAY) | changes
        answer = given.press(at_desk(cast.county_officer), case, "decide", form)
    assert answer.status_code == 422 and sentence in answer.content.decode()


def test_a_decision_without_a_penalty_says_why(cast, at_desk, now):
    case = given.case_at("file", cast, now)
    form = {
        "decided_on": TODAY,
        "decision_number": "2026-17-D",
        "not_penalised_why": "A first, slight offence.",
    }
    with time_machine.travel(NOW, tick=False):
        assert given.press(at_desk(cast.county_officer), case, "decide", form).status_code == 302


@pytest.mark.parametrize("name", ["not_filed_why", "control", "cause", "cause_detail"])
def test_to_file_no_case_needs_its_reasons(cast, at_desk, now, name):
    case = given.case_at("inspect", cast, now)
    form = {key: value for key, value in not_file_form(case, cast).items() if key != name}
    assert given.press(at_desk(cast.county_officer), case, "not_file", form).status_code == 422


@pytest.mark.parametrize(
    "stranger", ["other_county_officer", "other_case_officer", "quality_officer", "tester", "other_compiler"]
)
def test_strangers_do_not_see_the_case(cast, at_desk, now, stranger):
    case = given.referred(cast, now)
    client = at_desk(getattr(cast, stranger))
    assert client.get(case.get_absolute_url()).status_code == 404
    assert given.press(client, case, "receive").status_code == 404


def test_the_regulators_above_see_the_case_but_do_not_take_its_steps(cast, at_desk, now):
    case = given.referred(cast, now)
    for above in (cast.city_officer, cast.case_officer, cast.nation_officer):
        client = at_desk(above)
        assert client.get(case.get_absolute_url()).status_code == 200
        assert given.press(client, case, "receive", {"received_on": TODAY}).status_code == 403


def test_the_county_reads_its_version_of_the_report_on_the_page(cast, at_desk, now):
    case = given.referred(cast, now)
    page = at_desk(cast.county_officer).get(case.get_absolute_url()).content.decode()
    # Among the papers, and with its service.
    assert page.count("Report on the results of risk monitoring") == 2
    assert at_desk(cast.county_officer).get("/received-reports/").content.decode().count("being made") == 1
