"""What do the tests of notices read: invented notices, and the real ones where they are?"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from monitoring.importers.followups import Declined, FollowUp
from monitoring.importers.notice_reader import Rejected, Row, rows
from monitoring.importers.workbook import Book, read

REAL = Path(os.environ.get("WANGJIAN_REAL_DATA") or Path(__file__).parents[2].parent / "shared" / "data")
NOTICES = REAL / "supervision" / "notices"
real = pytest.mark.skipif(
    not NOTICES.is_dir(), reason="the real notices are not here: set WANGJIAN_REAL_DATA"
)

TITLE = "2026年电子商务童车产品质量监督抽查产品及其企业名单"
HEADER = [
    "序号",
    "企业名称",
    "所在地",
    "电商平台",
    "产品名称",
    "商标",
    "规格型号",
    "生产日期/批号",
    "抽查结果",
]
HEADER += ["不合格项目", "承检机构"]
GOOD = [
    "1",
    "甲乙丙童车有限公司",
    "浙江省",
    "天猫商城",
    "童车",
    "甲牌",
    "T-1",
    "2026-01",
    "合格",
    "",
    "丁检验院",
]
BAD = [
    "2",
    "标称：戊己庚厂",
    "广东省",
    "京东",
    "学步车",
    "（图形商标）",
    "/",
    "—",
    "不合格",
    "小零件、警示标识",
    "丁院",
]


def workbook(*sheets: Sequence[Sequence[object]], merged: Sequence[str] = ()) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for table in sheets:
        sheet = book.create_sheet()
        for line in table:
            sheet.append(list(line))
        for area in merged:
            sheet.merge_cells(area)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def text(*lines: Sequence[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream).writerows(lines)
    return stream.getvalue()


def taken(content: bytes, filename: str = "notice.xlsx") -> list[Row | Rejected | FollowUp | Declined]:
    return [row for sheet in read(content, filename).sheets for row in rows(sheet)]


def real_book(name: str) -> Book:
    return read(next(NOTICES.glob(f"*/{name}")), name)
