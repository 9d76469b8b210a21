"""What does the nation learn of a period, and is it true? (6.4-6)"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.flow import Refused
from catalogue.models import Category
from disposal import figures
from disposal.actions import consequences
from disposal.actions.national import quarter_before
from disposal.models.cases import EnforcementCase
from disposal.models.disposals import PlatformDisposal
from documents.models import Document
from tests.conftest import NOW
from tests.disposal import given, given_again
from tests.inspection.given import GOOD, delivered
from tests.monitoring.given import assessed_case, submitted_signal

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
AFTER = NOW + timedelta(days=8)


def of(cast, first: date = FIRST, last: date = LAST) -> dict:
    return figures.of(cast.center.pk, first, last)


@pytest.mark.clause("6.4-6")
def test_a_period_is_compiled_reviewed_approved_sent_and_acknowledged_by_http(cast, at_desk):
    quarter = {"period_from": "2026-07-01", "period_to": "2026-09-30", "regulator": cast.nation}
    with time_machine.travel(NOW, tick=False):
        compiler = at_desk(cast.compiler)
        answer = compiler.post(reverse("nationalreport-open"), quarter)
        assert answer.status_code == 302
        report = type(
            given.begun(cast, NOW, period_from=date(2026, 4, 1), period_to=date(2026, 6, 30))
        ).objects
        found = report.get(period_from=date(2026, 7, 1))
        assert found.deadlines.get(term="DL-08").end == date(2026, 10, 20)
        assert given.press(compiler, found, "compile").status_code == 302
        assert given.press(compiler, found, "write", {"summary": "A calm quarter."}).status_code == 302
        for person, step in (("chair", "review"), ("leader", "approve"), ("compiler", "send")):
            noticed = given.NOTICED if step != "send" else {}
            assert given.press(at_desk(getattr(cast, person)), found, step, noticed).status_code == 302
        assert given.press(at_desk(cast.nation_officer), found, "acknowledge").status_code == 302
        page = at_desk(cast.nation_officer).get(found.get_absolute_url()).content.decode()
    assert "A calm quarter." in page and "Signals received" in page
    paper = Document.objects.get(paper="national_report")
    assert (paper.addressee, paper.content["signals"]) == (cast.nation, 0)


@pytest.mark.clause("6.4-6")
def test_record_and_paper_are_called_by_the_name_of_their_period(cast):
    report = given.handed_in(cast, NOW)
    called = "Report on the monitoring of product quality online, the third quarter of 2026"
    assert (report.title, report.documents.get().title) == (called, called)


def test_whoever_receives_the_report_finds_it_among_the_reports_received(cast, at_desk):
    pages = at_desk(cast.nation_officer), at_desk(cast.other_planner)
    assert all("No report has been sent to you yet." in each.get("/received-reports/").text for each in pages)
    paper = given.handed_in(cast, NOW).documents.get(paper="national_report")
    nation, other = (each.get("/received-reports/").text for each in pages)
    assert paper.file_number in nation and paper.file_number not in other
    assert "No report has been sent to you yet." in other and "No report has been" not in nation


def test_signals_and_outcomes_of_the_period_are_counted(cast, now):
    for outcome in ("exclude", "notify", "sample"):
        assessed_case(cast, now, outcome)
    submitted_signal(cast, now, collected_at=now - timedelta(days=60))
    counted = of(cast)
    assert [counted[name] for name in ("signals", "excluded", "notified", "to_sample")] == [3, 1, 1, 1]
    assert of(cast, date(2026, 9, 1), date(2026, 9, 30))["signals"] == 1


def test_samples_tests_and_findings_are_counted_by_category(cast, now):
    given.failed_report(cast, now)
    delivered(cast, now, values=GOOD)
    counted = of(cast)
    assert [counted[name] for name in ("bought", "tested", "failed")] == [2, 2, 1]
    assert counted["by_category"] == [["Children's products", 2, 1]]


def test_what_was_tested_of_a_class_that_ended_counts_where_it_goes_on(cast, now, at_desk):
    given.failed_report(cast, now)
    old = Category.objects.get(name="Children's products")
    old.continued_as = Category.objects.create(code="N1", name="Goods for children")
    old.ended_on = LAST
    old.save()
    counted = of(cast)
    assert counted["by_category"] == [["Goods for children", 1, 1]]
    assert of(cast, FIRST, LAST - timedelta(days=1))["by_category"] == [["Children's products", 1, 1]]
    report = given.begun(cast, AFTER, period_from=FIRST, period_to=LAST)
    with time_machine.travel(AFTER, tick=False):
        assert given.press(at_desk(cast.compiler), report, "compile").status_code == 302
        page = at_desk(cast.compiler).get(report.get_absolute_url()).text
    assert "Children&#39;s products → Goods for children" in page


def test_disposals_and_cases_done_are_counted(cast, now):
    given.fed_back(cast, now)
    case = given.reported(cast, now, EnforcementCase.objects.get())
    counted = of(cast)
    done = (
        "disposals_asked",
        "disposals_done",
        "feedback_in_time",
        "cases_referred",
        "cases_filed",
        "cases_decided",
        "cases_closed",
        "reports_in_time",
    )
    assert [counted[name] for name in done] == [1] * 8
    late = ("disposals_late", "feedback_late", "cases_late", "reports_late")
    assert [counted[name] for name in late] == [0] * 4
    assert counted["cases"] == [
        {
            "number": "2026-17",
            "enterprise": case.party_concerned,
            "region": "Eastgate",
            "product": case.product,
            "penalties": ["fine"],
            "state": "fed_back",
            "amount": "5000.00",
            "closed_on": "2026-11-25",
            "reported_on": "2026-11-25",
        }
    ]


def test_late_feedback_is_counted_as_late_whether_or_not_the_sweep_has_run(cast, now):
    found = given.done(cast, now)
    consequences.feed_back(found, by=cast.quality_officer, now=AFTER, contact="Li", contact_phone="0571-3")
    counted = of(cast, date(2026, 12, 1), date(2026, 12, 31))
    assert (counted["feedback_in_time"], counted["feedback_late"]) == (0, 1)


@pytest.mark.clause("6.4-6")
def test_what_is_overdue_at_the_end_of_the_period_is_listed_in_the_report(cast, at_desk, now):
    found = given.done(cast, now)
    with time_machine.travel(AFTER, tick=False):
        period = {"period_from": date(2026, 11, 1), "period_to": date(2026, 12, 2)}
        report = given.agreed(cast, AFTER, **period)
        assert given.press(at_desk(cast.compiler), report, "send").status_code == 302
        page = at_desk(cast.compiler).get(report.get_absolute_url()).content.decode()
    assert found.number in page and "Report the handling" in page
    overdue = Document.objects.get(paper="national_report").content["overdue"]
    assert overdue == [
        {
            "number": found.number,
            "duty": "Report the handling",
            "holder": "First Platform",
            "due_on": "2026-11-30",
            "days_late": 2,
            "reason": "",
        }
    ]


def test_what_was_done_later_was_still_overdue_at_the_end_of_the_period(cast, now):
    found = given.done(cast, now)
    consequences.feed_back(found, by=cast.quality_officer, now=AFTER, contact="Li", contact_phone="0571-3")
    assert [row["number"] for row in of(cast, FIRST, date(2026, 12, 2))["overdue"]] == [found.number]
    overdue = of(cast, FIRST, date(2026, 12, 31))["overdue"]
    assert found.number not in [row["number"] for row in overdue]


def test_a_case_not_begun_in_time_is_late_and_its_regulator_named(cast, now):
    case = given.case_at("receive", cast, now)
    counted = of(cast, FIRST, date(2026, 12, 31))
    assert counted["cases_late"] == 1
    late = [(row["number"], row["holder"]) for row in counted["overdue"]]
    assert (case.number, "Eastgate Regulator") in late


def test_a_case_is_printed_with_its_penalties_or_with_how_far_it_has_come(cast, at_desk, now):
    given.case_at("decide", cast, now)
    given.case_at("file", cast, now)
    report = given.handed_in(cast, AFTER, period_from=FIRST, period_to=LAST)
    printed = Document.objects.get(paper="national_report").content["cases"]
    assert [(row["decision"], row["amount"]) for row in printed] == [
        ("Fine", "5000.00"),
        ("Case filed", None),
    ]
    page = at_desk(cast.nation_officer).get(report.get_absolute_url()).content.decode()
    assert "Case filed" in page and "Fine" in page


def test_the_last_day_of_the_period_counts_and_the_day_after_does_not(cast, now):
    given.sent(cast, now)
    assert of(cast, FIRST, now.date())["disposals_asked"] == 1
    assert of(cast, now.date(), LAST)["disposals_asked"] == 1
    assert of(cast, FIRST, now.date() - timedelta(days=1))["disposals_asked"] == 0
    assert of(cast, now.date() + timedelta(days=1), LAST)["disposals_asked"] == 0


def test_another_center_and_voided_records_count_for_nothing(cast, now):
    found = given.disposal(cast, now)
    assert figures.of(cast.other_center.pk, FIRST, LAST)["disposals_asked"] == 0
    given_again.void(found, cast, now)
    assert of(cast)["disposals_asked"] == 0


def test_the_figures_are_frozen_when_the_report_is_compiled(cast, now):
    given.sent(cast, now)
    report = given.compiled(cast, AFTER, period_from=FIRST, period_to=LAST)
    given_again.void(PlatformDisposal.objects.get(), cast, AFTER)
    report.refresh_from_db()
    assert report.figures["disposals_asked"] == 1


def test_a_period_that_has_not_ended_has_no_figures(cast, at_desk, now):
    report = given.begun(cast, now, period_from=FIRST, period_to=LAST)
    with time_machine.travel(NOW, tick=False):
        answer = given.press(at_desk(cast.compiler), report, "compile")
        early = given.press(at_desk(cast.compiler), report, "write", {"summary": "Too soon."})
    assert answer.status_code == 409 and "compile the figures after 2026-11-30" in answer.content.decode()
    assert early.status_code == 409


def test_nobody_sums_up_figures_that_are_not_there_yet(cast, at_desk, now):
    report = given.begun(cast, now)
    with time_machine.travel(NOW, tick=False):
        compiler = at_desk(cast.compiler)
        early = given.press(compiler, report, "write", {"summary": "A calm quarter."})
        assert early.status_code == 409
        assert given.press(compiler, report, "compile").status_code == 302
        page = compiler.get(report.get_absolute_url()).content.decode()
    assert "Signals received" in page and "Write the text on the figures" in page


def test_two_reports_do_not_cover_the_same_day(cast, at_desk, now):
    given.begun(cast, now)
    with pytest.raises(Refused, match="a report on this period"):
        given.begun(cast, now, period_from=date(2026, 9, 30), period_to=date(2026, 12, 31))
    form = {"period_from": "2026-09-01", "period_to": "2026-09-30", "regulator": cast.nation}
    with time_machine.travel(NOW, tick=False):
        assert at_desk(cast.compiler).post(reverse("nationalreport-open"), form).status_code == 409


def test_nobody_confirms_their_own_report(cast, at_desk, now):
    report = given.compiled(cast, now)
    person = cast.compiler
    person.user.memberships.update(roles=["compiler", "chair", "leader"])
    answer = given.press(at_desk(person), report, "review")
    assert answer.status_code == 409 and "somebody else must do this" in answer.content.decode()


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 11, 25), date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 1, 1), date(2025, 10, 1), date(2025, 12, 31)),
        (date(2026, 6, 30), date(2026, 1, 1), date(2026, 3, 31)),
    ],
)
def test_the_last_quarter_that_has_ended_is_proposed(today, first, last):
    assert quarter_before(today) == (first, last)


def test_only_the_nation_acknowledges(cast, at_desk, now):
    report = given.handed_in(cast, now)
    assert given.press(at_desk(cast.approver), report, "acknowledge").status_code == 403
    assert given.press(at_desk(cast.other_approver), report, "acknowledge").status_code == 404
