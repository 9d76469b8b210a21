"""Does a notice that is taken in accuse whoever it does not, or praise whom its own figures condemn?"""

from __future__ import annotations

from functools import cache

import pytest
import time_machine
from django.urls import reverse

from catalogue.models import Finding
from monitoring.risks.actions.signals import open_case
from monitoring.risks.models.signals import RiskSignal
from tests.conftest import NOW
from tests.monitoring.list_samples import upload
from tests.monitoring.notice_samples import workbook
from trail.models import Event

RESULTS = "2026年童车产品质量监督抽查结果"
FAILED = "2026年童车产品质量监督抽查不合格产品名单"


def taken_in(at_desk, cast, title: str, header: str, row: str):
    """What the collector reads after sending in a notice of one line, wherever that leads."""
    file = upload("n.xlsx", workbook([[title], header.split(), row.split()]))
    with time_machine.travel(NOW, tick=False):
        form = {"channel": "b", "file": file}
        return at_desk(cast.collector).post(reverse("signal-import"), form, follow=True)


def found() -> list[tuple[str, ...]]:
    return list(Finding.objects.values_list("product", "producer", "verdict"))


@pytest.mark.parametrize(
    "header", ["最终判定", "是否合格", "判定情况", "质量判定", "结果判定", "产品质量状况"]
)
@pytest.mark.parametrize(("said", "verdict"), [("合格", "conforming"), ("不合格", "non_conforming")])
def test_a_verdict_under_another_name_is_the_lines_verdict(cast, at_desk, header, said, verdict):
    taken_in(at_desk, cast, FAILED, f"序号 企业名称 产品名称 {header}", f"1 甲厂 童车 {said}")
    assert found() == [("童车", "甲厂", verdict)]
    assert header not in str(Finding.objects.get().failing)
    assert RiskSignal.objects.count() == (verdict == "non_conforming")


@pytest.mark.parametrize("said", ["合格", "不合格"])
@pytest.mark.parametrize("header", ["质检员意见", "综合评判结果"])
def test_verdicts_under_a_header_that_nobody_knows_are_asked_for(cast, at_desk, header, said):
    answer = taken_in(at_desk, cast, FAILED, f"序号 企业名称 产品名称 {header}", f"1 甲厂 童车 {said}")
    assert answer.redirect_chain and "What the columns hold" in answer.text and header in answer.text
    assert not Finding.objects.exists() and not RiskSignal.objects.exists()


@pytest.mark.parametrize(
    "title",
    [
        "2026年童车产品质量监督抽查未发现不合格产品名单",
        "2026年童车产品质量监督抽查合格与不合格产品名单",
        "2026年童车产品质量监督抽查不合格产品及合格产品名单",
        "2026年童车产品质量监督抽查产品名单（含部分不合格产品）",
    ],
)
def test_a_title_that_names_another_outcome_convicts_nobody(cast, at_desk, title):
    answer = taken_in(at_desk, cast, title, "序号 企业名称 产品名称 型号", "1 乙厂 童车 A")
    assert "The title does not say of each line that it failed" in answer.text
    assert not Finding.objects.exists() and not RiskSignal.objects.exists()


def test_a_title_that_names_failures_alone_still_does(cast, at_desk):
    taken_in(at_desk, cast, FAILED, "序号 企业名称 产品名称 型号", "1 乙厂 童车 A")
    assert found() == [("童车", "乙厂", "non_conforming")]


MEASURED = "序号 企业名称 产品名称 检验项目 实测值 标准要求 抽查结果"


def test_what_breaks_its_limit_is_not_taken_in_as_conforming(cast, at_desk):
    answer = taken_in(at_desk, cast, RESULTS, MEASURED, "1 丙厂 童车 铅 910mg/kg ≤90mg/kg 合格")
    assert "these figures are beyond their limits: 铅" in answer.text
    assert not Finding.objects.exists()


def test_what_keeps_its_limit_is(cast, at_desk):
    taken_in(at_desk, cast, RESULTS, MEASURED, "1 丙厂 童车 铅 9mg/kg ≤90mg/kg 合格")
    assert found() == [("童车", "丙厂", "conforming")]


@pytest.mark.parametrize(
    ("header", "row", "glued"),
    [
        ("企业名称 产品名称 商品名称", "甲厂 童车 好孩子推车", "童车好孩子推车"),
        ("企业名称 食品名称 样品名称", "甲厂 糕点 绿豆糕", "糕点绿豆糕"),
        ("企业名称 生产企业名称 产品名称", "甲厂 乙厂 童车", "甲厂乙厂"),
    ],
)
def test_two_columns_of_products_or_parties_are_not_put_together(cast, at_desk, header, row, glued):
    answer = taken_in(at_desk, cast, RESULTS, f"{header} 抽查结果", f"{row} 不合格")
    assert "These columns are about the same and differ" in answer.text
    assert "What the columns hold" in answer.text and glued not in answer.text
    assert not Finding.objects.exists()


def test_two_columns_that_say_the_same_are_one(cast, at_desk):
    taken_in(at_desk, cast, RESULTS, "企业名称 产品名称 样品名称 抽查结果", "甲厂 童车 童车 合格")
    assert found() == [("童车", "甲厂", "conforming")]


def answered(at_desk, cast, asked, **columns):
    """What a person says of the columns, by their places."""
    url = asked.redirect_chain[-1][0].partition("?")[0] + "?kind=notices&row=2"
    with time_machine.travel(NOW, tick=False):
        return at_desk(cast.collector).post(url, columns, follow=True)


@pytest.mark.parametrize(("said", "verdict"), [("合格", "conforming"), ("不合格", "non_conforming")])
def test_what_a_person_says_of_an_unknown_header_is_the_verdict(cast, at_desk, said, verdict):
    asked = taken_in(at_desk, cast, FAILED, "企业名称 产品名称 质检员意见", f"甲厂 童车 {said}")
    answered(at_desk, cast, asked, column_0="producer", column_1="product", column_2="result")
    assert found() == [("童车", "甲厂", verdict)]


def test_the_column_that_a_person_chooses_is_the_product(cast, at_desk):
    header = "企业名称 食品名称 样品名称 抽查结果"
    asked = taken_in(at_desk, cast, RESULTS, header, "甲厂 糕点 绿豆糕 不合格")
    columns = {"column_0": "producer", "column_1": "category", "column_2": "product", "column_3": "result"}
    answered(at_desk, cast, asked, **columns)
    assert found() == [("绿豆糕", "甲厂", "non_conforming")]


ODD = "不合格项目及检测值‖标准要求"


def odd(at_desk, cast, header=ODD, *, item="含绒量‖≥90%‖实测72%"):
    return taken_in(
        at_desk, cast, RESULTS, f"企业名称 产品名称 判定结果 {header}", f"甲厂 羽绒服 不合格 {item}"
    )


@pytest.mark.parametrize("header", [ODD, "标准要求‖不合格的项目", "未通过及不符合要求的项目"])
def test_a_column_that_speaks_of_what_failed_is_not_read_as_something_else(cast, at_desk, header):
    asked = odd(at_desk, cast, header)
    assert "These columns speak of what failed" in asked.text and header in asked.text
    assert not Finding.objects.exists() and not RiskSignal.objects.exists()


def test_what_it_is_most_likely_is_the_failing_items(cast, at_desk):
    choice = odd(at_desk, cast).text.partition('name="column_3"')[2].partition("</select>")[0]
    assert '<option value="failing" selected>' in choice


def test_words_that_nobody_reads_are_asked_about_where_a_failure_names_no_item(cast, at_desk):
    asked = odd(at_desk, cast, "具体问题", item="小零件脱落")
    assert "Some lines failed without naming an item" in asked.text and "具体问题" in asked.text
    assert not RiskSignal.objects.exists()


def test_what_a_person_says_of_them_is_not_asked_again(cast, at_desk):
    asked = odd(at_desk, cast, "具体问题", item="小零件脱落")
    answer = answered(at_desk, cast, asked, column_0="producer", column_1="product", column_2="result")
    assert RiskSignal.objects.get().derived.count("hazard_item") == 1
    assert "甲厂 | 羽绒服 | 不合格 | 小零件脱落" in answer.text


def test_items_under_headers_of_their_own_are_kept_beside_those_that_the_line_names(cast, at_desk):
    taken_in(
        at_desk, cast, RESULTS, "企业名称 产品名称 判定结果 不合格项目 噪声", "甲厂 童车 不合格 接地 不符合"
    )
    assert Finding.objects.get().failing == "接地、噪声"


def test_a_result_that_says_both_is_refused_as_two_results(cast, at_desk):
    header = "企业名称 产品名称 判定结果 不合格项目"
    answer = taken_in(at_desk, cast, RESULTS, header, "甲厂 童车 不合格（复检合格） 噪声")
    assert "It states two results: 不合格（复检合格）" in answer.text
    assert not Finding.objects.exists()


def test_signals_of_one_product_are_told_apart_on_the_list(cast, at_desk):
    taken_in(at_desk, cast, FAILED, "企业名称 产品名称 型号", "甲厂 童车 A-1")
    shown = at_desk(cast.collector).get(reverse("signals")).text
    assert "A-1 · n.xlsx · Sheet · 3" in shown


TWO = "企业名称 产品名称 判定结果 具体问题"


def read_twice(at_desk, cast, verdict="不合格", between=lambda: None, *, second="failing"):
    """The same file with its fourth column read over, and again with what it holds."""
    for meaning in ("", second):
        asked = checked(at_desk, cast, TWO, f"甲厂 童车 {verdict} 小零件")
        answer = answered(
            at_desk,
            cast,
            asked,
            column_0="producer",
            column_1="product",
            column_2="result",
            column_3=meaning,
        )
        between()
    return answer


@cache
def same_file(header: str, row: str) -> bytes:
    """A workbook names the moment it was made at: the same file is made once."""
    return workbook([[RESULTS], header.split(), row.split()])


def checked(at_desk, cast, header: str, row: str):
    file = upload("n.xlsx", same_file(header, row))
    with time_machine.travel(NOW, tick=False):
        form = {"channel": "b", "file": file, "check_columns": "on"}
        return at_desk(cast.collector).post(reverse("signal-import"), form, follow=True)


def test_the_same_file_with_its_columns_put_right_is_not_taken_in_twice(cast, at_desk):
    answer = read_twice(at_desk, cast)
    assert "Earlier readings of this file put right" in answer.text
    assert Finding.objects.get().failing == RiskSignal.objects.get().hazard_item == "小零件"


def test_what_the_line_was_read_as_before_stands_in_the_trail(cast, at_desk):
    read_twice(at_desk, cast)
    [event] = Event.objects.filter(verb="read a signal anew")
    assert event.detail["hazard_item"] == ["未列明的不合格项目", "小零件"]
    assert event.actor_id == cast.collector.user.pk


def test_the_columns_put_right_of_a_line_that_conforms_double_nothing(cast, at_desk):
    read_twice(at_desk, cast, "合格", second="shop")
    assert Finding.objects.get().shop == "小零件"


def attached(cast, now):
    signals = RiskSignal.objects.filter(state="submitted")
    if signals:
        open_case(by=cast.collector, now=now, signals=signals, product="童车", hazard_item="?", summary="s")


def test_a_signal_that_a_case_rests_on_is_not_read_anew(cast, at_desk, now):
    answer = read_twice(at_desk, cast, between=lambda: attached(cast, now))
    assert f"work has gone on with signal {RiskSignal.objects.get().number}" in answer.text
    assert Finding.objects.get().failing == "" and RiskSignal.objects.get().hazard_item != "小零件"


def test_a_second_reading_makes_no_failure_conform(cast, at_desk):
    meaning = {"column_0": "producer", "column_1": "product", "column_2": "result"}
    line = TWO, "甲厂 童车 不合格 合格"
    answered(at_desk, cast, checked(at_desk, cast, *line), **meaning)
    whitewash = {**meaning, "column_2": "", "column_3": "result"}
    answer = answered(at_desk, cast, checked(at_desk, cast, *line), **whitewash)
    assert "This line was taken in as failing before" in answer.text
    assert RiskSignal.objects.count() == 1 and found() == [("童车", "甲厂", "non_conforming")]


def test_another_file_of_the_same_name_puts_nothing_right(cast, at_desk):
    header = "企业名称 产品名称 判定结果 不合格项目"
    for item in ("小零件", "绳带"):
        taken_in(at_desk, cast, RESULTS, header, f"甲厂 童车 不合格 {item}")
    assert {one.failing for one in Finding.objects.all()} == {"小零件", "绳带"}
    assert RiskSignal.objects.count() == 2
