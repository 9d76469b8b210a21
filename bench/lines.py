"""Which lines does a platform send by the million? Invented spot checks, as CSV and XLSX, always the same."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from monitoring.importers.spot_checks import CHECKS

_FIRST = date(2025, 1, 1)
_MAKES = [
    f"{place}{trade}"
    for place in "甲乙丙丁戊己庚辛壬癸"
    for trade in ("童车", "电器", "玩具", "家居", "服饰")
]
_PRODUCTS = (
    *("电热水壶", "儿童推车", "毛绒玩具", "充电宝", "电动自行车充电器", "羽绒服", "安全座椅", "儿童书包"),
    *("插线板", "电吹风", "婴儿床", "运动鞋", "头盔", "烟花", "灯串", "空气炸锅"),
)
_ITEMS = (
    *("小零件", "绝缘电阻", "甲醛含量", "泄漏电流和电气强度", "邻苯二甲酸酯", "色牢度", "过充电", "制动性能"),
    *("输入功率", "纤维含量", "绳带", "阻燃性能", "接地措施", "锐利尖端", "可迁移元素", "标识"),
)
_DEGREES = ("严重", "一般", "轻微", "")
_HEADS = (
    *("report", "reported_on", "product", "brand", "model", "item_id", "platform", "shop", "enterprise"),
    *("result", "hazard_item", "degree", "standard_ref"),
)


def header() -> list[str]:
    """The header of the template, as far as the lines fill it in."""
    return [CHECKS.heading(name).rstrip("*") for name in _HEADS]


def lines(count: int) -> Iterator[list[str]]:
    """So many lines, each of a sample of its own, none conforming."""
    random = Random(4)  # noqa: S311 (nothing secret)
    for number in range(count):
        make = random.choice(_MAKES)
        product = random.choice(_PRODUCTS)
        yield [
            f"CJ-2026-{number:07d}",
            (_FIRST + timedelta(days=random.randrange(600))).isoformat(),
            f"{make[0]}牌{product}",
            f"{make[0]}牌",
            f"{chr(65 + random.randrange(26))}{random.randrange(400)}",
            str(600_000_000_000 + number * 7),
            "某平台",
            f"{make[0]}牌{random.randrange(2000)}号专卖店",
            f"{make}{random.randrange(500)}有限公司",
            "不合格",
            "、".join(random.sample(_ITEMS, random.choice((1, 1, 1, 2)))),
            random.choice(_DEGREES),
            f"GB {4706 + random.randrange(60)}-2024",
        ]


def write_csv(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(chain([header()], lines(count)))


def write_xlsx(path: Path, count: int) -> None:
    """As a spreadsheet writes it: texts shared, the number of a product as a number."""
    shared: dict[str, int] = {}
    letters = "ABCDEFGHIJKLM"
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as book:
        for name, content in _PARTS.items():
            book.writestr(name, content)
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'{_SHEET}<dimension ref="A1:M{count + 1}"/><sheetData>'.encode())
            for row, texts in enumerate(chain([header()], lines(count)), 1):
                cells = "".join(
                    f'<c r="{letter}{row}"><v>{text}</v></c>'
                    if text.isdigit()
                    else f'<c r="{letter}{row}" t="s"><v>{shared.setdefault(text, len(shared))}</v></c>'
                    for letter, text in zip(letters, texts, strict=True)
                    if text
                )
                sheet.write(f'<row r="{row}">{cells}</row>'.encode())
            sheet.write(b"</sheetData></worksheet>")
        with book.open("xl/sharedStrings.xml", "w", force_zip64=True) as strings:
            strings.write(f'{_XML}<sst xmlns="{_MAIN}" uniqueCount="{len(shared)}">'.encode())
            for text in shared:
                strings.write(f"<si><t>{escape(text)}</t></si>".encode())
            strings.write(b"</sst>")


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = f'{_XML}<worksheet xmlns="{_MAIN}">'
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/></Types>',
    "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="平台抽检" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
}
