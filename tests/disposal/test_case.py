"""Does the regulator of the place inspect, decide and report, in time? (6.4-3, 6.4-5)"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine

from casework.actions import take
from casework.flow import Refused
from casework.models import Notification
from casework.terms.count import SHANGHAI
from documents.models import Document
from documents.papers import PAPERS
from documents.render import render
from tests.conftest import NOW
from tests.disposal import given
from tests.disposal.walks import not_file_form, verify_case_form
from tests.swept import swept

TODAY = NOW.date()


@pytest.mark.clause("6.4-3", "6.4-5", "4.2.1-d")
def test_a_regulator_handles_a_case_by_http(cast, at_desk, now):
    case = given.referred(cast, now)
    given.party_told(case, cast, now)
    with time_machine.travel(NOW, tick=False):
        for step, entered in given.STEPS.items():
            answer = given.press(at_desk(given.takes(step, cast)), case, step, entered(TODAY))
            assert answer.status_code == 302, (step, answer.content.decode())
        assert given.press(at_desk(cast.county_head), case, "feed_back").status_code == 302
        page = at_desk(cast.compiler).get(case.get_absolute_url()).content.decode()
        assert "Weak thread." in page and "5,000.00" in page
        form = verify_case_form(case, cast)
        assert given.press(at_desk(cast.compiler), case, "verify", form).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.fed_back_on) == ("verified", TODAY)
    assert (case.reported_by, case.confirmed_by) == ("County_Officer", "County_Head")
    met = dict(case.deadlines.values_list("term", "met_at"))
    terms = ("W-17", "DL-04", "DL-24", "DL-27", "DL-25", "W-18", "W-19", "DL-02", "W-20")
    assert met == dict.fromkeys(terms, NOW)


def test_the_five_days_are_calendar_days_from_the_day_of_closing(cast):
    case = given.case_at("close", cast, datetime(2026, 4, 28, 9, tzinfo=SHANGHAI))
    clock = case.deadlines.get(term="DL-02")
    assert (clock.count, clock.unit, clock.end) == (5, "calendar", date(2026, 5, 6))


def test_the_inspection_and_the_decision_have_their_terms(cast, now):
    case = given.case_at("file", cast, now)
    clocks_of = {clock.term: (clock.count, clock.unit) for clock in case.deadlines.all()}
    assert clocks_of == {"W-17": (2, "working"), "DL-04": (15, "working"), "DL-24": (90, "calendar")}


def test_a_case_reported_late_is_escalated_and_met_late(cast, at_desk, now):
    case = given.case_at("close", cast, now)
    later = NOW + timedelta(days=8)
    swept(later)
    told = Notification.objects.filter(record=case.pk, event__verb="overdue").values_list("user", flat=True)
    late = (cast.county_officer, cast.county_head, cast.city_officer, cast.compiler)
    assert set(told) == {viewer.user.pk for viewer in late}
    with time_machine.travel(later, tick=False):
        answer = given.press(at_desk(cast.county_head), case, "feed_back")
        assert answer.status_code == 302
        assert "met late" in at_desk(cast.compiler).get(case.get_absolute_url()).content.decode()


DATED = ("inspect", "file", "decide", "execute", "close")


@pytest.mark.parametrize("step", DATED)
@pytest.mark.parametrize(
    ("days", "sentence"),
    [(1, "This lies in the future"), (-1, "This lies before the step that precedes it")],
)
def test_the_days_of_a_case_follow_one_another(cast, at_desk, now, step, days, sentence):
    steps = ["receive", *given.STEPS]
    case = given.case_at(steps[steps.index(step) - 1], cast, now)
    with time_machine.travel(NOW, tick=False):
        form = given.STEPS[step](TODAY + timedelta(days=days))
        answer = given.press(at_desk(given.takes(step, cast)), case, step, form)
    assert answer.status_code == 422 and sentence in answer.content.decode()
    with pytest.raises(Refused, match=sentence):
        given.case_step(step, case, cast, now, **given.STEPS[step](TODAY + timedelta(days=days)))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"penalties": [], "amount": ""}, "Choose the penalties, or say why there is none."),
        ({"amount": ""}, "Enter the amount of the fine"),
        ({"penalties": ["warning"]}, "Only a fine or a confiscation of gains has an amount."),
        ({"amount": "-5"}, "greater than or equal to 0"),
        ({"pay_to": ""}, "The notice and the decision say this to the party"),
        ({"provision": ""}, "The notice and the decision say this to the party"),
        ({"court": ""}, "The notice and the decision say this to the party"),
    ],
)
def test_a_decision_is_refused_beside_the_field(cast, at_desk, now, changes, sentence):
    case = given.case_at("file", cast, now)
    with time_machine.travel(NOW, tick=False):
        form = given.STEPS["propose_decision"](TODAY) | changes
        answer = given.press(at_desk(cast.county_officer), case, "propose_decision", form)
    assert answer.status_code == 422 and sentence in answer.content.decode()


def test_a_decision_without_a_penalty_says_why(cast, at_desk, now):
    case = given.unpunished(cast, now)
    with time_machine.travel(NOW, tick=False):
        assert given.press(at_desk(cast.county_officer), case, "submit").status_code == 302
        form = given.STEPS["decide"](TODAY)
        assert given.press(at_desk(cast.county_head), case, "decide", form).status_code == 302
    assert "A first, slight offence." in str(Document.objects.get(paper="penalty_decision").content)


def test_who_is_to_be_punished_reads_notice_and_decision(cast, now):
    case = given.case_at("serve_decision", cast, now)
    papers = {paper.paper: paper for paper in case.documents.all()}
    notice, decision = papers["penalty_notice"], papers["penalty_decision"]
    number = case.report.documents.get(paper="test_report").file_number
    assert case.enterprise is not None
    for paper in (notice, decision):
        assert paper.content["report_number"] == number != case.report.number
        assert paper.content["evidence"][0]["kind"] == f"Test report {number}"
        assert paper.content["address"] == case.enterprise.address
    assert notice.content["days"] == 5 and notice.content["penalties"] == decision.content["penalties"]
    assert {notice.services.get().name, decision.services.get().name} == {case.party_concerned}
    assert render(PAPERS["penalty_notice"].template, {"paper": notice.content}, language="en")


def test_a_decision_that_the_head_returns_is_told_anew(cast, now):
    case = given.case_at("hear", cast, now)
    take("reject_decision", case, by=cast.county_head, now=now, note="Too low.")
    given.case_step("propose_decision", case, cast, now)
    case.refresh_from_db()
    assert (case.told_on, case.statement, case.review_opinion) == (None, "", "")


def test_a_returned_report_is_amended_and_sent_again(cast, at_desk, now):
    case = given.returned(cast, now)
    with time_machine.travel(NOW, tick=False):
        form = {"account": "Fined; 12 pieces recalled.", "under_control": "on"}
        assert given.press(at_desk(cast.county_officer), case, "amend", form).status_code == 302
        assert given.press(at_desk(cast.county_head), case, "feed_back").status_code == 302
    case.refresh_from_db()
    assert (case.state, case.account) == ("fed_back", "Fined; 12 pieces recalled.")
    assert case.deadlines.filter(term="DL-02", met_at__isnull=False).count() == 2


@pytest.mark.parametrize("name", ["not_filed_why", "control", "cause", "cause_detail"])
def test_to_file_no_case_needs_its_reasons(cast, at_desk, now, name):
    case = given.case_at("evidence", cast, now)
    form = {key: value for key, value in not_file_form(case, cast).items() if key != name}
    assert given.press(at_desk(cast.county_officer), case, "propose_no_filing", form).status_code == 422


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
