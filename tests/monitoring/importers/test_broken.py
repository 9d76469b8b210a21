"""Does what fails follow from value and limit, exactly, and from nothing that is not certain?"""

from __future__ import annotations

import pytest

from monitoring.importers.broken import breaks
from monitoring.importers.notice_reader import Rejected, Row
from tests.monitoring.notice_samples import TITLE, taken, workbook


@pytest.mark.parametrize(
    ("value", "limit", "broken"),
    [
        *[
            ("0.14", "≤0.10", True),
            ("0.10", "≤0.10", False),
            ("0.10", "<0.10", True),
            ("6.71mg/kg", "≤5mg/kg", True),
        ],
        *[("71.1µg/kg", "≤0.02mg/kg", True), ("19µg/kg", "≤0.02mg/kg", False), ("1.77×10³", "≤100", True)],
        *[("45.0%vol", "41.0%vol～43.0%vol", True), ("11;16", "8~15", True), ("11;12", "8~15", False)],
        *[("未检出", "≤20", False), ("0.03mg/100cm²", "不得检出", True), ("检出/25g", "不得检出", True)],
        *[("＜0.1", "≤0.2", False), ("＞600", "≥450", False), ("＞600", "≤450", True), ("<5", "≥3", None)],
        ("1.4×10⁵,90,4.0×10⁶,110,90CFU/g", "n=5,c=2,m=3×10⁴,M=10⁵CFU/g", True),
        ("56000;42000;49000;20;64000CFU/g", "n=5,c=4,m=30000,M=100000CFU/g", False),
        ("未检出;未检出;20;未检出;未检出CFU/250mL", "n=5,c=0,m=0CFU/250mL", True),
        *[("1.4×102CFU/g", "≤100CFU/g", None), ("4-5", "≥3", None), ("变色4沾色4", "变色≥3沾色≥3", None)],
        *[("无脱落", "应无脱落", None), ("5", "", None), ("", "≤5", None), ("5mg", "≤3级", None)],
    ],
)
def test_a_value_is_held_against_its_limit(value: str, limit: str, broken: bool | None) -> None:
    assert breaks(value, limit) is broken


HEADER = ["产品名称", "企业名称", "检验结果", "甲醛", "", "铅", ""]
BELOW = ["", "", "", "标准值", "实测值", "标准值", "实测值"]
MERGED = ["A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:G2"]


def line(*cells: str) -> Row | Rejected:
    [row] = taken(workbook([[TITLE], HEADER, BELOW, cells], merged=MERGED))
    assert isinstance(row, Row | Rejected)
    return row


def test_a_failure_that_no_cell_names_is_found_by_its_value() -> None:
    row = line("童车", "甲厂", "不合格", "≤75", "120", "≤90", "20")
    assert isinstance(row, Row) and row.failing == ("甲醛",) and "hazard_item" not in row.derived


def test_a_line_without_a_verdict_fails_by_its_value_and_conforms_by_none() -> None:
    row = line("童车", "甲厂", "", "≤75", "120", "≤90", "20")
    assert isinstance(row, Row) and row.failing == ("甲醛",) and "result" in row.derived
    row = line("童车", "甲厂", "", "≤75", "20", "≤90", "20")
    assert isinstance(row, Rejected) and "states no result" in row.reason


def test_what_the_notice_calls_conforming_is_so_only_by_its_figures_too() -> None:
    row = line("童车", "甲厂", "合格", "≤75", "120", "≤90", "20")
    assert isinstance(row, Rejected) and "甲醛" in row.reason
    row = line("童车", "甲厂", "合格", "≤75", "20", "≤90", "20")
    assert isinstance(row, Row) and row.risk is None
