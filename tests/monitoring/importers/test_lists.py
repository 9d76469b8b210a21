"""Is every line of a list understood, refused with a sentence, or nothing to take down?"""

from __future__ import annotations

import json

import pytest

from monitoring.importers.channels import LAYOUTS
from monitoring.importers.list_reader import Entry, Passed, read
from monitoring.importers.notice_reader import Rejected
from monitoring.importers.workbook import Unreadable
from tests.monitoring.list_samples import CHECKS, COMPLAINTS, HEADLINES, STANDARDS, lines, one, refused
from tests.monitoring.notice_samples import text, workbook

HEAD = ["产品名称", "问题描述"]


# --- complaints ---------------------------------------------------------------------------------------------


def test_a_complaint_says_what_is_hazardous_and_how() -> None:
    entry = one("a", COMPLAINTS[0], COMPLAINTS[1])
    assert entry.values["hazard_type"] == "electrical" and "hazard_type" in entry.derived
    assert (entry.source, str(entry.reported_on)) == ("hotline_12365", "2026-11-20")
    assert (entry.values["shop"], entry.values["brand"]) == ("甲店", "甲牌")


def test_nothing_of_the_complainant_is_kept() -> None:
    entry = one("a", COMPLAINTS[0], COMPLAINTS[1])
    kept = json.dumps(entry.values, ensure_ascii=False)
    assert "13800001111" not in kept and "赵某" not in kept and "***" in kept


@pytest.mark.parametrize("number", ["13800001111", "138 0000 1111", "11010119900307123X", "0571-87654321"])
def test_numbers_of_persons_are_struck_out_of_what_was_said(number: str) -> None:
    assert one("a", HEAD, ["水壶", f"漏电，{number}"]).values["hazard_item"] == "漏电，***"


def test_a_complaint_about_delivery_is_no_risk_information() -> None:
    assert "物流问题" in refused("a", COMPLAINTS[0], COMPLAINTS[2])


def test_a_complaint_called_a_refund_that_tells_of_a_fire_is_one() -> None:
    assert (
        one("a", [*HEAD, "问题类别"], ["充电宝", "充电时起火", "退款纠纷"]).values["trigger"]
        == "health_safety"
    )


def test_a_long_complaint_is_kept_whole_and_its_words_of_hazard_are_the_item() -> None:
    story = "起火，" + "说明" * 200
    entry = one("a", HEAD, ["充电宝", story])
    assert entry.values["hazard_item"] == "起火" and "hazard_item" in entry.derived
    assert len(entry.values["injury"]) > 400
    assert "names no hazard" in refused("a", HEAD, ["充电宝", "说明" * 300])


def test_what_the_line_grades_itself_is_not_assumed() -> None:
    header = [*HEAD, "危害类型", "涉及的范围", "隐患程度", "触发类型"]
    entry = one("a", header, ["水壶", "漏电", "热", "多店", "轻微", "共性问题"])
    values = [entry.values[name] for name in ("hazard_type", "scope", "degree", "trigger")]
    assert values == ["thermal", "several_shops", "low", "common_problem"] and not entry.derived


def test_a_choice_that_the_form_does_not_have_is_refused_with_those_it_has() -> None:
    assert "单个商品" in refused("a", [*HEAD, "涉及的范围"], ["水壶", "漏电", "全球"])


@pytest.mark.parametrize(
    ("line", "sentence"),
    [(["", "漏电"], "name is missing"), (["水壶", ""], "what is wrong"), (["水壶", "/"], "what is wrong")],
)
def test_a_line_without_product_or_hazard_is_refused(line: list[str], sentence: str) -> None:
    assert sentence in refused("a", HEAD, line)


def test_a_date_that_is_none_is_refused_with_how_to_write_it() -> None:
    assert "2026-11-25" in refused("a", [*HEAD, "登记时间"], ["水壶", "漏电", "上周"])


# --- platforms ----------------------------------------------------------------------------------------------


def test_a_check_that_fails_is_risk_information_and_one_that_passes_is_nothing() -> None:
    bad, good = lines("c", workbook(CHECKS))
    assert isinstance(bad, Entry) and isinstance(good, Passed)
    assert (bad.values["hazard_item"], bad.values["hazard_type"]) == ("小零件", "mechanical")


@pytest.mark.parametrize(
    ("result", "items", "sentence"),
    [("合格", "小零件", "called conforming"), ("待定", "", "neither"), ("", "", "states no result")],
)
def test_a_check_without_a_plain_result_is_refused(result: str, items: str, sentence: str) -> None:
    assert sentence in refused("c", ["商品名称", "抽检结果", "不合格项目"], ["积木", result, items])


def test_two_platforms_may_give_the_same_number() -> None:
    header = ["工单编号", "商品名称", "平台", "投诉内容"]
    first, second = lines("c", workbook([header, ["1", "水壶", "甲", "漏电"], ["1", "水壶", "乙", "漏电"]]))
    assert isinstance(first, Entry) and isinstance(second, Entry)
    assert first.fingerprint != second.fingerprint


# --- media --------------------------------------------------------------------------------------------------


def test_headlines_without_a_header_are_recognised_by_their_shape() -> None:
    first, second, third = lines("d", text(*HEADLINES).encode())
    assert isinstance(first, Entry) and isinstance(third, Entry)
    assert (first.values["product"], first.values["hazard_item"]) == ("充电宝、电池", "起火、爆炸")
    assert isinstance(second, Rejected) and first.fingerprint == third.fingerprint


def test_a_line_of_another_shape_in_a_headerless_file_is_refused_and_not_misread() -> None:
    found = lines("d", text(*[HEADLINES[0]] * 5, ["广告", "请致电"]).encode())
    assert isinstance(found[5], Rejected) and "name is missing" in found[5].reason


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("https://weibo.com/1", "social_media"),
        ("https://www.cqn.com.cn/1", "quality_website"),
        ("https://news.example.org/1", "main_media"),
    ],
)
def test_an_address_tells_the_source(address: str, source: str) -> None:
    assert one("d", ["产品名称", "标题", "网址"], ["充电宝", "充电宝起火", address]).source == source


def test_a_headline_without_a_word_of_hazard_is_refused() -> None:
    assert "word of hazard" in refused("d", ["产品名称", "标题"], ["充电宝", "新品上市"])


# --- standards ----------------------------------------------------------------------------------------------


def test_a_standard_without_products_names_them_in_its_title() -> None:
    entry = one("e", STANDARDS[0], [*STANDARDS[1][:4], "", ""])
    assert entry.values["product"] == "儿童推车" and "product" in entry.derived
    assert "number is missing" in refused("e", STANDARDS[0], ["", *STANDARDS[1][1:]])


# --- files --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_any_usual_encoding(encoding: str) -> None:
    assert len(lines("a", text(*COMPLAINTS).encode(encoding))) == 2


def test_a_title_above_the_header_and_a_footnote_below_are_no_lines() -> None:
    book = workbook([["某市投诉举报汇总"], COMPLAINTS[0], COMPLAINTS[1], ["注：内部资料"]])
    (entry,) = lines("a", book)
    assert isinstance(entry, Entry) and entry.number == 3


def test_a_second_sheet_of_another_layout_is_read_by_its_own() -> None:
    assert [line.sheet for line in lines("c", workbook(CHECKS, [HEAD, ["水壶", "漏电"]]))] == [
        "Sheet",
        "Sheet",
        "Sheet1",
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"[{]", "no sound JSON"),
        (b"[" * 100_000, "no sound JSON"),
        (b"[1, 2]", "cannot be|can be read"),
        (text(COMPLAINTS[0]).encode(), "no lines"),
        ("甲,乙\n1,2".encode(), "template of this channel"),
        (b"PK\x03\x04", "damaged"),
    ],
)
def test_what_is_no_list_is_refused_whole(content: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        lines("a", content)


def test_the_names_of_layouts_are_their_own() -> None:
    assert len({layout.name for layout in LAYOUTS}) == len(LAYOUTS)
    for layout in LAYOUTS:
        header = [layout.heading(name) for name in layout.shown]
        if header:
            found = read(
                workbook([header, ["x"] * len(header)]),
                [one for one in LAYOUTS if one.channel == layout.channel],
            )
            assert found.tables[0].layout is layout
