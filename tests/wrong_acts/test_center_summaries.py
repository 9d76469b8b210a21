"""Can a compiled report claim what its test reports contradict, and be approved by who did not read it?"""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.flow import Refused
from disposal.actions import compilations
from disposal.grading import Grader, asked_of
from disposal.models.compilations import Compilation
from tests.conftest import NOW
from tests.disposal import given
from tests.inspection import given as testing


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def compiles(client, report, **said):
    form = given.texts(NOW) | {"reports": [report]} | said
    return client.post(reverse("compilation-open"), form)


ALL_CONFORM = ("本次监测全部符合标准。", "各批次均合格，未发现不合格。", "All batches conform.")


@pytest.mark.parametrize("summary", ALL_CONFORM)
def test_no_summary_says_that_all_conform_beside_a_report_that_failed(cast, at_desk, now, summary):
    report = given.failed_report(cast, now)
    answer = compiles(at_desk(cast.compiler), report, summary=summary)
    assert answer.status_code == 422 and not Compilation.objects.exists()
    assert "but these reports found non-conformity" in answer.text and report.number in answer.text


@pytest.mark.parametrize(
    "field", ["task", "summary", "analysis", "advice", "platform_advice", "least_reason"]
)
def test_no_text_of_a_compiled_report_says_so(cast, at_desk, now, field):
    report = given.failed_report(cast, now)
    said = {"least": "warn", "least_reason": "Asked for before.", field: "所检产品合格率100%，均达标。"}
    answer = compiles(at_desk(cast.compiler), report, **said)
    assert answer.status_code == 422 and not Compilation.objects.exists()
    assert "but these reports found non-conformity" in answer.text and report.number in answer.text


TRUE = ("1批次不合格，其余全部符合。", "抽查的样品未全部符合要求。", "One batch failed, all others conform.")


@pytest.mark.parametrize("summary", TRUE)
def test_a_summary_that_tells_of_the_failure_may_say_that_the_others_conform(cast, at_desk, now, summary):
    report = given.failed_report(cast, now)
    assert compiles(at_desk(cast.compiler), report, summary=summary).status_code == 302


def test_where_all_conform_the_summary_may_say_so(cast, at_desk, now):
    report = testing.delivered(cast, now, values=testing.GOOD)
    said = {"summary": "全部符合。", "platform_advice": "无需处理。"}
    assert compiles(at_desk(cast.compiler), report, **said).status_code == 302


def test_advice_that_nothing_is_to_be_done_contradicts_the_least_measure(cast, at_desk, now):
    report = given.failed_report(cast, now)
    answer = compiles(at_desk(cast.compiler), report, platform_advice="平台无需处理。")
    assert answer.status_code == 422 and not Compilation.objects.exists()
    assert "contradicts the least measure" in answer.text


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("summary", "质量总体过关，一项属正常波动。"),
        ("analysis", "视同合格，均可放心销售。"),
        ("advice", "不必立案，不必下架。"),
        ("platform_advice", "所售商品可继续销售，无须下架。"),
    ],
)
def test_no_text_plays_down_what_failed_or_what_is_asked_for(cast, at_desk, now, field, text):
    report = given.failed_report(cast, now)
    answer = compiles(at_desk(cast.compiler), report, **{field: text})
    assert answer.status_code == 422 and not Compilation.objects.exists() and report.number in answer.text


def test_what_was_drafted_untrue_is_neither_submitted_nor_approved_nor_sent(cast, at_desk, now):
    for made, viewer, step in (
        (given.drafted, cast.compiler, "submit"),
        (given.submitted, cast.leader, "approve"),
        (given.approved, cast.compiler, "send"),
    ):
        compilation = made(cast, now)
        for field in ("summary", "analysis"):
            untrue = dict.fromkeys(("summary", "analysis"), "一批次。") | {field: "未发现不合格。"}
            Compilation.objects.filter(pk=compilation.pk).update(**untrue)
            answer = given.press(at_desk(viewer), compilation, step, given.HASTY)
            assert answer.status_code == 409 and "but these reports found" in answer.text, step


def test_the_deed_itself_refuses_an_untrue_summary(cast, now):
    with pytest.raises(Refused, match="found non-conformity"):
        given.drafted(cast, now, summary="All conform.")
    compilation = given.drafted(cast, now)
    with pytest.raises(Refused, match="contradicts the least measure"):
        reports = list(compilation.reports.all())
        said = given.texts(now) | {"platform_advice": "无需处理"}
        compilations.change(compilation, reports=reports, by=cast.compiler, now=now, **said)


@pytest.mark.parametrize(
    ("made", "who", "step"), [("submitted", "leader", "approve"), ("approved", "compiler", "send")]
)
def test_what_goes_out_and_to_whom_stands_beside_the_form(cast, at_desk, now, made, who, step):
    compilation = getattr(given, made)(cast, now)
    page = at_desk(getattr(cast, who)).get(f"{compilation.get_absolute_url()}{step}/").text
    for text in (
        given.TEXTS["task"],
        given.TEXTS["summary"],
        given.TEXTS["platform_advice"],
        given.TEXTS["advice"],
    ):
        assert text in page
    shown = page.partition("What goes out")[2].partition("<form")[0]
    for recipient in compilations.recipients(compilation):
        assert str(recipient) in shown
    assert str(cast.platform) in shown and "Non-conforming" in shown


@pytest.mark.parametrize(
    ("made", "who", "step"), [("submitted", "leader", "approve"), ("approved", "compiler", "send")]
)
def test_what_failed_and_what_is_asked_for_stand_beside_the_texts(cast, at_desk, now, made, who, step):
    compilation = getattr(given, made)(cast, now)
    page = at_desk(getattr(cast, who)).get(f"{compilation.get_absolute_url()}{step}/").text
    shown = page.partition("What failed, and what is asked for")[2].partition("<form")[0]
    [report] = compilation.compiled()
    for result in report.failing:
        assert (
            f"non-conforming, {result.value} {result.unit}".strip() + f" against {result.limit_shown}"
            in shown
        )
    assert report.number in shown and all(str(graded) in shown for graded in Grader([report]).graded(report))
    [asked] = asked_of(compilation).values()
    assert asked.asked and asked.requires() in shown and f"Asked for at least: {asked.asked.label}" in shown


def test_a_leader_who_approves_is_not_told_that_all_is_well(cast, at_desk, now):
    compilation = given.submitted(cast, now)
    page = at_desk(cast.leader).get(f"{compilation.get_absolute_url()}approve/").text
    assert "Whoever approves answers for what is printed" in page and "no product less" not in page


def test_what_was_written_before_a_correction_goes_no_further_until_it_is_written_anew(cast, at_desk, now):
    compilation = given.drafted(cast, now)
    report = compilation.reports.get()
    later = now + timedelta(hours=1)
    testing.applied(cast, later, report, new_value="92")
    compiler = at_desk(cast.compiler)
    with time_machine.travel(now + timedelta(hours=2), tick=False):
        refused = given.press(compiler, compilation, "submit")
        assert refused.status_code == 409 and "amended after the text was written" in refused.text
        assert report.number in refused.text
        form = given.texts(NOW) | {"reports": [report], "summary": "Lead: 92 mg/kg."}
        assert given.press(compiler, compilation, "edit", form).status_code == 302
        assert given.press(compiler, compilation, "submit").status_code == 302
