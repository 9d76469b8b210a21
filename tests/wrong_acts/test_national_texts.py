"""Can the report to the nation say in words what its own figures contradict, and be signed unread? (6.4-6)"""

from __future__ import annotations

from datetime import date, timedelta
from time import process_time

import pytest
import time_machine
from django.urls import reverse

from casework.flow import Refused
from disposal.actions import consequences, national
from disposal.models.compilations import NationalReport
from documents.models import Document
from tests.conftest import NOW
from tests.disposal import given, given_again
from tests.inspection import given as testing

AFTER = NOW + timedelta(days=8)
NOVEMBER = {"period_from": date(2026, 11, 1), "period_to": date(2026, 11, 30)}
ALL_WELL = "本期所检产品全部符合标准，未发现不合格，各平台和监管部门均按期完成，无逾期。"
FAILED = "but of 1 batches tested 1 had problems"
LATE = "but the figures count: Platforms · Overdue and not done 1"
STAGES = [("compiled", "chair", "review"), ("confirmed", "leader", "approve"), ("agreed", "compiler", "send")]


@pytest.fixture(autouse=True)
def _after_the_period():
    with time_machine.travel(AFTER, tick=False):
        yield


@pytest.fixture
def report(cast, now) -> NationalReport:
    """The figures of November: the one batch failed, and the platform has done nothing in time."""
    given.sent(cast, now)
    return given.counted(cast, AFTER, **NOVEMBER)


@pytest.mark.parametrize("field", ["summary", "analysis", "advice"])
@pytest.mark.parametrize(
    ("text", "why"), [(ALL_WELL, FAILED), (ALL_WELL, LATE), ("所检产品合格率100%。", FAILED)]
)
def test_no_text_says_that_all_is_well_beside_figures_that_say_otherwise(
    report, cast, at_desk, field, text, why
):
    answer = given.press(at_desk(cast.compiler), report, "write", {"summary": "见附表。", field: text})
    report.refresh_from_db()
    assert (answer.status_code, report.state) == (422, "counted")
    assert why in answer.text


def test_a_text_without_an_end_is_refused_before_it_is_looked_through(report, cast, at_desk):
    """A megabyte of claims took ten seconds to be looked through, and nobody else was answered meanwhile."""
    said = {"summary": "全部合格" * 60_000}
    begun = process_time()
    answer = given.press(at_desk(cast.compiler), report, "write", said)
    assert process_time() - begun < 2
    assert answer.status_code == 422 and "at most 50000 characters" in answer.text


def test_whoever_is_refused_reads_the_claim_from_where_its_clause_begins(report, cast, at_desk):
    said = {"summary": "见附表。", "analysis": "抽检多个品种，产品质量总体良好。"}
    answer = given.press(at_desk(cast.compiler), report, "write", said)
    assert answer.status_code == 422 and "says “产品质量总体良好”" in answer.text


def test_the_deed_itself_refuses_what_the_figures_contradict(report, cast):
    with pytest.raises(Refused, match=LATE):
        national.write_national(
            report, by=cast.compiler, now=AFTER, summary="见附表。", advice="全部按期完成。"
        )
    report.refresh_from_db()
    assert report.state == "counted"


@pytest.mark.parametrize(
    "summary",
    [
        "监测1批次，不合格1批次；平台逾期1件，其余均按期完成。",
        "应确保在售产品全部符合标准，督促各平台按期完成处置。",
        "各监管部门均按期完成。",  # none of them is late
    ],
)
def test_what_the_figures_bear_out_is_written(report, cast, at_desk, summary):
    answer = given.press(at_desk(cast.compiler), report, "write", {"summary": summary})
    assert answer.status_code == 302


def test_where_nothing_failed_and_nothing_is_late_the_report_may_say_so(cast, at_desk, now):
    testing.delivered(cast, now, values=testing.GOOD)
    quiet = given.counted(cast, AFTER, **NOVEMBER)
    answer = given.press(at_desk(cast.compiler), quiet, "write", {"summary": ALL_WELL})
    assert answer.status_code == 302


INVENTED = "本季度共检验500批次，全部合格，处罚决定3起，结案3起。"


def test_nobody_tells_the_nation_of_tests_and_penalties_that_the_figures_do_not_count(cast, at_desk):
    empty = given.counted(cast, AFTER, **NOVEMBER)
    answer = given.press(at_desk(cast.compiler), empty, "write", {"summary": INVENTED})
    empty.refresh_from_db()
    assert (answer.status_code, empty.state) == (422, "counted")
    for said in (
        "no batch was tested",
        "检验500批次”, but the figures count: Batches tested 0",
        "处罚决定3起",
    ):
        assert said in answer.text, said


VAGUE = "本季度抽到样品约百余个，问题样品占一成半，均已移送；平台已全部下架。"
NOTHING = "but every figure of this period is zero."


@pytest.mark.parametrize("text", [VAGUE, "采样一百二十批次。", "问题占百分之十二点五。", "各平台皆已处置。"])
def test_however_loosely_numbers_are_told_beside_zeros_whoever_writes_notices_it_first(cast, at_desk, text):
    empty, compiler = given.counted(cast, AFTER, **NOVEMBER), at_desk(cast.compiler)
    answer = given.press(compiler, empty, "write", {"summary": text})
    empty.refresh_from_db()
    assert (answer.status_code, empty.state) == (422, "counted") and NOTHING in answer.text
    with pytest.raises(Refused, match="every figure"):
        national.write_national(empty, by=cast.compiler, now=AFTER, summary=text)
    noticed = {"summary": text, "acknowledged": "on"}
    assert given.press(compiler, empty, "write", noticed).status_code == 302


@pytest.mark.parametrize(("made", "who", "step"), STAGES)
def test_what_is_told_beside_zeros_stands_before_whoever_answers_for_it(cast, at_desk, made, who, step):
    report = getattr(given, made)(cast, AFTER, **NOVEMBER)
    NationalReport.objects.filter(pk=report.pk).update(analysis=VAGUE)
    page = at_desk(getattr(cast, who)).get(f"{report.get_absolute_url()}{step}/").text
    beside, _form, form = page.partition("Before it is confirmed")[2].partition("<form")
    claims = "本季度抽到样品约百余个”, “问题样品占一成半”, “均已移送”, “平台已全部下架”"
    assert claims in beside and NOTHING in beside
    assert step == "send" or claims in form


@pytest.mark.parametrize(
    "text", ["本期各项数据均为零。", "本季度未开展监测，检验0批次。", "三个月内无样品。"]
)
def test_who_tells_of_nothing_beside_zeros_has_nothing_to_notice(cast, at_desk, text):
    empty = given.counted(cast, AFTER, **NOVEMBER)
    assert given.press(at_desk(cast.compiler), empty, "write", {"summary": text}).status_code == 302


def test_where_a_part_of_the_figures_is_zero_what_is_told_of_it_is_noticed(report, cast, at_desk):
    NationalReport.objects.filter(pk=report.pk).update(
        figures={
            name: 0 if name.startswith(("cases_", "reports_")) else count
            for name, count in report.figures.items()
        }
    )
    text = {"summary": "检验一批次，问题线索均已移送监管部门查处。"}
    answer = given.press(at_desk(cast.compiler), report, "write", text)
    assert answer.status_code == 422 and "but these figures are zero: Regulators." in answer.text
    assert "检验一批次”" not in answer.text.partition("but these figures are zero")[0]


@pytest.mark.parametrize(("made", "who", "step"), STAGES)
def test_a_lesser_count_stands_with_both_numbers_beside_the_form(cast, at_desk, now, made, who, step):
    given.sent(cast, now)
    report = getattr(given, made)(cast, AFTER, **NOVEMBER)
    NationalReport.objects.filter(pk=report.pk).update(summary="共检验0批次。")
    page = at_desk(getattr(cast, who)).get(f"{report.get_absolute_url()}{step}/").text
    shown = page.partition("Before it is confirmed")[2].partition("<form")[0]
    assert "检验0批次”, but the figures count: Batches tested 1" in shown


def test_what_was_noticed_and_why_it_is_right_is_read_by_who_sends_and_who_receives(cast, at_desk):
    report = given.agreed(cast, AFTER, **NOVEMBER)
    address = report.get_absolute_url()
    page = at_desk(cast.compiler).get(f"{address}send/").text.partition("What goes out")[2]
    page = page.partition("<form")[0]
    card = page.partition("Noticed before, and why the report is right")[2]
    assert "Every figure of this period is zero." in page.partition("Noticed before")[0]
    assert given.NOTICED["note"] in card
    national.send_national(report, by=cast.compiler, now=AFTER)
    received = at_desk(cast.nation_officer).get(address).text
    card = received.partition("Noticed before, and why the report is right")[2].partition("Figures of the")[0]
    assert "Every figure of this period is zero." in card and given.NOTICED["note"] in card


@pytest.mark.parametrize(("made", "who", "step"), STAGES)
@pytest.mark.parametrize("field", ["summary", "analysis", "advice"])
def test_what_was_written_untrue_is_neither_confirmed_nor_approved_nor_sent(
    cast, at_desk, now, made, who, step, field
):
    given.sent(cast, now)
    report = getattr(given, made)(cast, AFTER, **NOVEMBER)
    NationalReport.objects.filter(pk=report.pk).update(**{field: ALL_WELL})
    before = report.state
    answer = given.press(at_desk(getattr(cast, who)), report, step, given.NOTICED)
    report.refresh_from_db()
    assert (answer.status_code, report.state) == (409, before)
    assert FAILED in answer.text and LATE in answer.text


@pytest.mark.parametrize(("made", "who", "step"), STAGES)
def test_text_figures_and_doubts_stand_beside_the_form_of_whoever_answers_for_it(
    cast, at_desk, now, made, who, step
):
    disposal = given.disposal(cast, now)
    report = getattr(given, made)(cast, AFTER, **NOVEMBER)
    said = {"summary": "One batch failed.", "analysis": "All from one maker.", "advice": "Look at the eyes."}
    NationalReport.objects.filter(pk=report.pk).update(**said)
    given_again.void(disposal, cast, AFTER)
    page = at_desk(getattr(cast, who)).get(f"{report.get_absolute_url()}{step}/").text
    shown = page.partition("What goes out")[2].partition("<form")[0]
    for text in said.values():
        assert text in shown
    assert "With problems" in shown and disposal.number in shown
    assert "Disposals asked for: 1 → 0" in shown


def test_whoever_writes_the_text_has_the_figures_beside_it(report, cast, at_desk):
    page = at_desk(cast.compiler).get(f"{report.get_absolute_url()}write/").text
    shown = page.partition("<h1>")[2].partition("<form")[0]
    assert "With problems" in shown and "What goes out" not in shown
    assert "Where no unit is given, matters are counted." in shown


LATER = NOW + timedelta(days=13)
# Counted later than the others.
SINCE = ("disposals_handled_late", "feedback_overdue", "reports_overdue")
TO_DECEMBER = {"period_from": date(2026, 11, 1), "period_to": date(2026, 12, 6)}


@pytest.fixture
def late_twice(cast, now) -> None:
    """A platform handled what was due on the 26th on the 28th, and has not reported it by the 3rd."""
    found = given.measured(cast, now)
    late = now + timedelta(days=3)
    consequences.finish(found, by=cast.quality_officer, now=late, handled_on=late.date())


def test_a_platform_that_is_late_twice_does_not_vanish_from_the_figures(late_twice, cast, at_desk):
    with time_machine.travel(LATER, tick=False):
        report = given.agreed(cast, LATER, **TO_DECEMBER)
        assert given.press(at_desk(cast.compiler), report, "send", given.NOTICED).status_code == 302
        page = at_desk(cast.nation_officer).get(report.get_absolute_url()).text
    for label in ("Handled late", "Done: overdue and not reported"):
        assert page.partition(f"<dt>{label}</dt><dd>")[2][:1] == "1", label
    paper = Document.objects.get(paper="national_report").content
    assert [paper[name] for name in (*SINCE, "feedback_in_time")] == [1, 1, 0, 0]


def test_nobody_says_that_all_was_in_time_beside_a_platform_that_is_late_twice(late_twice, cast, at_desk):
    with time_machine.travel(LATER, tick=False):
        report = given.counted(cast, LATER, **TO_DECEMBER)
        answer = given.press(at_desk(cast.compiler), report, "write", {"summary": "各平台均按期完成。"})
    assert answer.status_code == 422
    assert "Platforms · Handled late 1; Platforms · Done: overdue and not reported 1" in answer.text


def test_a_report_frozen_before_the_overdue_was_counted_is_read_and_sent_as_it_is(cast, at_desk, now):
    report = given.agreed(cast, AFTER, **NOVEMBER)
    older = {name: count for name, count in report.figures.items() if name not in SINCE}
    NationalReport.objects.filter(pk=report.pk).update(figures=older)
    compiler = at_desk(cast.compiler)
    for address in (report.get_absolute_url(), f"{report.get_absolute_url()}send/"):
        assert "Handled late" in compiler.get(address).text
    assert given.press(compiler, report, "send", given.NOTICED).status_code == 302
    paper = Document.objects.get(paper="national_report").content
    assert [paper[name] for name in SINCE] == [None] * 3


def test_whoever_begins_a_second_report_on_a_day_is_told_the_number_of_the_first(cast, at_desk):
    first = given.begun(cast, AFTER, **NOVEMBER)
    form = {"period_from": "2026-11-30", "period_to": "2026-12-01", "regulator": cast.nation}
    answer = at_desk(cast.compiler).post(reverse("nationalreport-open"), form)
    assert answer.status_code == 409 and NationalReport.objects.count() == 1
    assert f"a part of it, already: {first.number}." in answer.text
