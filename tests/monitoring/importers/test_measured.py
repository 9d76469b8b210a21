"""Are item, value and limit told apart, whether they stand in one cell, in a line or under headers?"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from monitoring.importers.measurements import Measured, Role, item_column, of_cell
from monitoring.importers.notice_reader import Row
from monitoring.importers.workbook import Unreadable
from tests.monitoring.notice_samples import taken, workbook

OFFICIAL = [
    *[
        "序号",
        "标称生产企业名称",
        "标称生产企业地址",
        "被抽样单位名称",
        "被抽样单位地址",
        "样品名称",
        "规格型号",
    ],
    *[
        "商标",
        "生产日期/批号",
        "不合格项目║检验结果║标准值",
        "分类",
        "公告号",
        "公告日期",
        "任务来源/项目名称",
    ],
    *["检验机构", "备注"],
]
LINE = [
    *[
        "1",
        "甲面业有限公司",
        "某市甲路1号",
        "乙超市",
        "某市乙路2号",
        "桑叶挂面",
        "500g/袋",
        "甲牌",
        "2025-08-20",
    ],
    *["柠檬黄║0.0154g/kg║不得使用", "粮食加工品", "某省-2026-12期", "2026-03-01", "某省/省抽", "丙院", ""],
]
FOOD = "食品安全监督抽检不合格产品信息"


def rows(*lines: Sequence[object]) -> list[Row]:
    found = taken(workbook([[FOOD], *lines]))
    assert all(isinstance(row, Row) for row in found), found
    return [row for row in found if isinstance(row, Row)]


@pytest.mark.parametrize("name", ["样品名称", "食品名称", "标称食品名称", "抽检食品名称"])
def test_the_official_header_of_a_food_notice_gives_the_product_and_what_fails(name: str) -> None:
    [row] = rows([text.replace("样品名称", name) for text in OFFICIAL], LINE)
    assert (row.product, row.producer, row.shop, row.brand) == (
        "桑叶挂面",
        "甲面业有限公司",
        "乙超市",
        "甲牌",
    )
    assert (row.failing, row.category, row.notice) == (("柠檬黄",), "粮食加工品", "某省-2026-12期")
    assert row.measured == (Measured("柠檬黄", "0.0154g/kg", "不得使用"),) and "product" not in row.derived
    assert str(row.sampled_on) == "2026-03-01" and "sampled_on" in row.derived


def test_a_product_is_asked_for_where_no_known_column_names_it() -> None:
    with pytest.raises(Unreadable, match="食品全名"):
        taken(workbook([[FOOD], [text.replace("样品名称", "食品全名") for text in OFFICIAL], LINE]))
    with pytest.raises(Unreadable, match="say what product"):
        taken(workbook([[FOOD], [text for text in OFFICIAL if text != "样品名称"], LINE]))


@pytest.mark.parametrize(
    "title", ["2026年电线、插座产品质量监督抽查", "2026年童车等3种产品质量监督抽查", "抽查结果"]
)
def test_a_title_of_several_products_or_of_none_names_no_product(title: str) -> None:
    with pytest.raises(Unreadable, match="names the product"):
        taken(workbook([[title], ["企业名称", "抽查结果"], ["甲厂", "合格"]]))


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("铅║1.9mg/kg║≤0.2mg/kg；镉║0.1║≤0.01", [("铅", "1.9mg/kg", "≤0.2mg/kg"), ("镉", "0.1", "≤0.01")]),
        (
            "菌落总数║1.4×10⁵,90;110CFU/g║n=5,c=2,m=3×10⁴,M=10⁵CFU/g\n霉菌║80║25",
            [("菌落总数", "1.4×10⁵,90;110CFU/g", "n=5,c=2,m=3×10⁴,M=10⁵CFU/g"), ("霉菌", "80", "25")],
        ),
        ("初检结果：酸价║3.0║≤2.5复检结果：：酸价║3.1║≤2.5", [("酸价", "3.1", "≤2.5")]),
        ("初检结果：日落黄║0.0046║不得使用\n复检结果：0.0043║不得使用", [("日落黄", "0.0043", "不得使用")]),
        ("║║", []),
        ("只有一句话", []),
    ],
)
def test_item_value_and_limit_of_one_cell_are_told_apart(cell: str, found: list[tuple[str, ...]]) -> None:
    assert [(one.item, one.value, one.limit) for one in of_cell(cell) if one.value] == found


def test_the_header_says_in_which_order_they_stand() -> None:
    [row] = rows(["食品名称", "不合格项目║标准值║检验结果"], ["花生", "黄曲霉毒素║≤20║71.1"])
    assert row.measured == (Measured("黄曲霉毒素", "71.1", "≤20"),)


@pytest.mark.parametrize(
    ("labels", "item", "role", "limit"),
    [
        (["甲醛（mg/kg）", "标准值"], "甲醛（mg/kg）", Role.LIMIT, ""),
        (["甲醛", "实测值（mg/kg）"], "甲醛", Role.VALUE, ""),
        (["项目⑸：_冰点_", "标准值/实测值（℃）"], "冰点", Role.BOTH, ""),
        (["部分实物质量项目检验结果", "偏斜/mm（要求：±2)"], "偏斜/mm", Role.VALUE, "±2"),
        (
            ["项目2：__砷（As）-红，mg/kg___", "（标准值≤25mg/kg）"],
            "砷（As）-红，mg/kg",
            Role.VALUE,
            "≤25mg/kg",
        ),
    ],
)
def test_an_item_is_named_by_the_header_over_its_columns(labels, item, role, limit) -> None:
    found = item_column(labels)
    assert found and (found.item, found.role, found.limit) == (item, role, limit)
    assert item_column(["食品全名"]) is None


def test_lines_that_go_on_with_a_product_are_counted_and_none_is_another_product() -> None:
    header = ["序号", "食品名称", "被抽样单位名称", "不合格项目", "检验结果", "标准值"]
    first, second = rows(
        header,
        ["1", "姜", "甲店", "噻虫胺", "2.3mg/kg", "≤0.2mg/kg"],
        ["", "", "", "噻虫嗪", "0.5mg/kg", "≤0.3mg/kg"],
        ["2", "龙眼", "乙店", "二氧化硫", "0.09g/kg", "≤0.05g/kg"],
    )
    assert (first.product, first.failing, first.more) == ("姜", ("噻虫胺", "噻虫嗪"), (4,))
    assert [one.limit for one in first.measured] == ["≤0.2mg/kg", "≤0.3mg/kg"]
    assert (second.failing, second.more) == (("二氧化硫",), ())


def test_a_verdict_beside_an_item_says_which_item_fails() -> None:
    book = workbook(
        [
            ["2026年壁纸产品质量监督抽查结果"],
            ["产品名称", "企业名称", "褪色性", "", "检验结果", "甲醛", "", "检验结果"],
            ["", "", "标准值", "实测值", "", "标准值", "实测值", ""],
            ["壁纸", "甲厂", "≥4", "5", "合格", "≤0.2", "0.3", "不合格"],
        ],
        merged=["A2:A3", "B2:B3", "C2:D2", "E2:E3", "F2:G2", "H2:H3"],
    )
    [row] = taken(book)
    assert isinstance(row, Row) and row.failing == ("甲醛",)
