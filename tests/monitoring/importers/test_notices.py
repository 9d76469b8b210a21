"""Does every line of a notice come out as what it says, or with a sentence on why not?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from catalogue.models import Verdict
from monitoring.importers import Column
from monitoring.importers.cells import Result
from monitoring.importers.notice_reader import DEFAULTS, Rejected, Row, rows
from monitoring.importers.workbook import Unreadable, read
from tests.monitoring.notice_samples import (
    BAD,
    GOOD,
    HEADER,
    NOTICES,
    TITLE,
    real,
    real_book,
    taken,
    workbook,
)


def one(header: Sequence[str], line: Sequence[object], title: str = TITLE) -> Row:
    (row,) = taken(workbook([[title], header, line]))
    assert isinstance(row, Row), row
    return row


def rejected(header: Sequence[str], line: Sequence[object]) -> str:
    (row,) = taken(workbook([[TITLE], header, line]))
    assert isinstance(row, Rejected), row
    return row.reason


# --- rows ---------------------------------------------------------------------------------------------------


def test_a_conforming_line_is_a_finding_without_a_risk() -> None:
    row = one(HEADER, GOOD)
    assert (row.result, row.risk, row.derived) == (Result.CONFORMING, None, ("sampled_on",))
    assert (row.producer, row.place, row.platform, row.brand) == (
        "甲乙丙童车有限公司",
        "浙江省",
        "天猫",
        "甲牌",
    )
    assert (row.year, row.category, row.sampled_on) == (2026, "童车", date(2026, 12, 31))


def test_a_failing_line_becomes_a_risk_whose_gaps_are_named_defaults() -> None:
    row = one(HEADER, BAD)
    assert row.risk and (row.producer, row.nominal, row.brand, row.batch) == ("戊己庚厂", True, "", "")
    assert (row.risk.hazard_item, row.risk.hazard_type) == ("小零件、警示标识", "mechanical")
    assert row.derived == ("sampled_on", "hazard_type", "scope", "degree", "trigger")
    assert row.risk.scope == DEFAULTS["scope"].value and all(default.reason for default in DEFAULTS.values())


@pytest.mark.parametrize("word", ["合格", " 合 格", "符合", "符合要求", "所检项目合格", "未发现问题"])
def test_the_words_for_conforming(word: str) -> None:
    assert one(["产品名称", "检验结论"], ["童车", word]).result == Result.CONFORMING


@pytest.mark.parametrize(
    "word", ["不合格", "一般不合格", "严重不合格", "标识不合格", "不符合要求", "复检仍不合格"]
)
def test_the_words_for_non_conforming(word: str) -> None:
    assert one(["产品名称", "检验结论"], ["童车", word]).result == Result.NON_CONFORMING


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("——", "states no result"),
        ("未检出（检出限5mg/kg）", "neither"),
        ("待定", "neither"),
        ("不合格率低", "neither"),
    ],
)
def test_what_is_no_verdict_is_rejected_with_a_sentence(word: str, sentence: str) -> None:
    assert sentence in rejected(["产品名称", "抽查结果"], ["童车", word])


def test_a_line_without_a_product_is_rejected() -> None:
    assert "name is missing" in rejected(["产品名称", "企业名称", "抽查结果"], ["/", "甲厂", "合格"])


def test_a_conforming_line_with_failing_items_is_rejected() -> None:
    assert "小零件" in rejected(["产品名称", "抽查结果", "不合格项目"], ["童车", "合格", "小零件"])


def test_a_failing_item_without_a_verdict_is_a_failure_and_marked_derived() -> None:
    row = one(["产品名称", "企业名称", "不合格项目"], ["童车", "甲厂", "甲醛含量"])
    assert row.risk and "result" in row.derived and row.risk.hazard_type == "chemical"


def test_a_notice_of_one_product_names_it_in_its_title_alone() -> None:
    row = one(["企业名称", "抽查结果"], ["甲厂", "合格"])
    assert row.product == "童车" and "product" in row.derived


@pytest.mark.parametrize(
    ("verdict", "grade", "degree", "stated"),
    [
        ("严重不合格", "", "high", True),
        ("不合格", "严重", "high", True),
        ("不合格", "轻", "low", True),
        ("不合格", "", "medium", False),
    ],
)
def test_the_degree_is_the_notices_own_where_it_has_one(
    verdict: str, grade: str, degree: str, stated: bool
) -> None:
    row = one(["产品名称", "抽查结果", "不合格程度"], ["童车", verdict, grade])
    assert row.risk and row.risk.degree == degree and ("degree" not in row.derived) == stated


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("甲醛；pH值,纤维含量", ("甲醛", "pH值", "纤维含量")),
        ("蒸发残渣（4%乙酸，60℃，2h）、脱色试验", ("蒸发残渣（4%乙酸，60℃，2h）", "脱色试验")),
        ("1、木工要求\n2、表面理化性能", ("木工要求", "表面理化性能")),
        ("①标识②小零件", ("标识", "小零件")),
        ("强度（3天抗折、3天抗压", ("强度（3天抗折", "3天抗压")),
        ("——", ()),
    ],
)
def test_failing_items_are_split_outside_brackets(cell: str, items: tuple[str, ...]) -> None:
    assert one(["产品名称", "抽查结果", "不合格项目"], ["童车", "不合格", cell]).failing == items


@pytest.mark.parametrize(
    ("cell", "shop", "platform"),
    [
        ("甲牌旗舰店/天猫商城", "甲牌旗舰店", "天猫"),
        ("甲牌专营店（1号店）", "甲牌专营店", "1号店"),
        ("京东/甲牌专营店", "甲牌专营店", "京东"),
        ("天猫商城", "", "天猫"),
        ("苏宁易购/苏宁", "", "苏宁易购"),
        ("甲乙丙工贸有限公司（网店）", "甲乙丙工贸有限公司（网店）", ""),
        ("—", "", ""),
    ],
)
def test_shop_and_platform_are_taken_apart(cell: str, shop: str, platform: str) -> None:
    row = one(["产品名称", "抽查结果", "销售单位/平台"], ["童车", "合格", cell])
    assert (row.shop, row.platform) == (shop, platform)


@pytest.mark.parametrize("empty", ["（图形商标）", "/", "-", "—", "——", "无", "图形商标", "（图案）", ""])
def test_what_stands_for_no_brand_is_no_brand(empty: str) -> None:
    assert one(["产品名称", "抽查结果", "商标"], ["童车", "合格", empty]).brand == ""


def test_price_and_day_are_read_and_what_is_none_is_named() -> None:
    header = ["产品名称", "抽查结果", "价格", "抽样日期"]
    row = one(header, ["童车", "合格", "¥1,299.50元", "2026年3月5日"])
    assert (row.price, row.sampled_on, row.unread) == (Decimal("1299.50"), date(2026, 3, 5), ())
    assert one(header, ["童车", "合格", 259, 46000]).sampled_on == date(2025, 12, 9)
    assert one(header, ["童车", "合格", "面议", "三月"]).unread == (Column.PRICE, Column.SAMPLED)


def test_a_second_import_has_the_fingerprints_of_the_first_however_it_is_written() -> None:
    wide = [cell.replace("有限公司", "有限责任公司 ").replace("T-1", "Ｔ－１") for cell in GOOD]
    assert one(HEADER, ["99", *GOOD[1:]]).fingerprint == one(HEADER, wide).fingerprint
    assert one(HEADER, GOOD).fingerprint != one(HEADER, [*GOOD[:7], "2026-02", *GOOD[8:]]).fingerprint


def test_two_equal_lines_of_one_notice_are_two_samples() -> None:
    first, second = taken(workbook([[TITLE], HEADER, GOOD, GOOD]))
    assert isinstance(first, Row) and isinstance(second, Row)
    assert first.fingerprint != second.fingerprint


def test_the_verdicts_are_those_of_the_findings() -> None:
    in_part = {Verdict.IN_PART}  # of items left open only our own reports tell
    assert {result.value for result in Result} == set(Verdict.values) - in_part


# --- reality ------------------------------------------------------------------------------------------------

# Counted apart from the importer: the lines whose first cell is a whole number, by the ninth column's word.
ELEVEN = {1: (53, 16), 2: (49, 10), 3: (84, 9), 4: (92, 5), 5: (13, 28), 6: (42, 8), 7: (61, 7), 8: (15, 2)}
ELEVEN |= {9: (24, 5), 10: (20, 9), 11: (19, 0)}


@real
@pytest.mark.parametrize("number", ELEVEN)
def test_the_national_e_commerce_inspection_of_2016(number: int) -> None:
    (sheet,) = real_book(f"P020161101605146754412__附件__附件{number}.xls").sheets
    results = Counter(row.result if isinstance(row, Row) else "rejected" for row in rows(sheet))
    assert (results[Result.CONFORMING], results[Result.NON_CONFORMING]) == ELEVEN[number]
    assert not results["rejected"] and sheet.unmapped == () and sheet.idle == () and sheet.year == 2016


@real
def test_the_eleven_sheets_give_571_rows_with_571_fingerprints() -> None:
    books = [real_book(f"P020161101605146754412__附件__附件{number}.xls") for number in ELEVEN]
    found = [row for book in books for sheet in book.sheets for row in rows(sheet)]
    assert len({row.fingerprint for row in found if isinstance(row, Row)}) == len(found) == 571


@real
def test_every_line_of_every_real_notice_is_a_row_or_a_sentence() -> None:
    unreadable, counts = [], Counter[str]()
    for path in sorted(NOTICES.glob("ecommerce/*.xls")):
        try:
            book = read(path, path.name)
        except Unreadable as refusal:
            unreadable.append(str(refusal))
            continue
        counts.update(
            "row" if isinstance(row, Row) else getattr(row, "reason", type(row).__name__)
            for sheet in book.sheets
            for row in rows(sheet)
        )
    # Four are called conforming against what their own line says: they wait for a person.
    assert counts.pop("row") == 2546 and counts.total() == 4
    assert all(reason.startswith("It is called conforming, yet") for reason in counts)
    assert len(unreadable) == 2 and all("No column states a result" in reason for reason in unreadable)
