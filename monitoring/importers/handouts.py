"""Which workbooks are handed out: templates to fill in, and refused lines to put right?"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from documents.incoming.grids import EXPLANATION
from monitoring.importers import SPELLINGS, Column
from monitoring.importers.channels import NOTICES, of_channel
from monitoring.importers.layouts import FIELDS
from monitoring.importers.words import CHOICES
from monitoring.importers.workbook import EXAMPLE

REASON = "退回原因"
SEQUENCE = "序号"
# How many refused lines of a long list are handed back at once.
MOST_RETURNED = 50_000
_HEAD = PatternFill("solid", fgColor="E8EEF5")
_PALE = Font(italic=True, color="808080")
# A notice's own sheet: its columns in the usual order, with an example.
NOTICE_SHEET = "监督抽查"
NOTICE_TITLE = "产品质量监督抽查结果（请写明年份、产品和组织单位）"
NOTICE: dict[Column, str] = {
    Column.PRODUCT: "学步车",
    Column.BRAND: "甲牌",
    Column.MODEL: "T-1",
    Column.BATCH: "2026-06-01",
    Column.PRODUCER: "甲童车有限公司",
    Column.PLACE: "某省",
    Column.PLATFORM: "某平台",
    Column.SHOP: "甲牌旗舰店",
    Column.PRICE: "259",
    Column.SAMPLED: "2026-10-08",
    Column.RESULT: "不合格",
    Column.FAILING: "小零件",
    Column.DEGREE: "严重",
    Column.STANDARD: "GB 14749-2006",
    Column.LABORATORY: "某检验院",
    Column.REPORT: "JY-2026-0001",
}


@dataclass(frozen=True, slots=True)
class Returned:
    """The refused lines of a sheet. title: what stood above its header. lines: reason and cells of each."""

    sheet: str
    title: str
    header: Sequence[str]
    lines: Sequence[tuple[str, Sequence[str]]]


def template(channel: str) -> bytes:
    """An XLSX workbook for a channel: a sheet a layout with a line as example, and one that explains."""
    book = Workbook()
    book.remove(book.worksheets[0])
    told: list[tuple[str, str, bool, str, str]] = []
    if channel == NOTICES:
        heads = {column: SPELLINGS[column].split() for column in NOTICE}
        _sheet(
            book,
            NOTICE_SHEET,
            NOTICE_TITLE,
            [SEQUENCE, *(words[0] for words in heads.values())],
            [EXAMPLE, *NOTICE.values()],
        )
        must = {Column.PRODUCT, Column.RESULT}
        told += [
            (NOTICE_SHEET, words[0], column in must, "、".join(words[1:]), "")
            for column, words in heads.items()
        ]
    for layout in of_channel(channel):
        if not layout.sheet:
            continue
        heading = {name: layout.heading(name) for name in layout.shown}
        _sheet(
            book,
            layout.sheet,
            "",
            [SEQUENCE, *heading.values()],
            [EXAMPLE, *(layout.example.get(name, "") for name in layout.shown)],
        )
        for name, head in heading.items():
            words = (layout.columns.get(name) or FIELDS[name]).split()
            choices = "、".join(_firsts(CHOICES[name])) if name in CHOICES else ""
            told.append((layout.sheet, head.rstrip("*"), head.endswith("*"), "、".join(words[1:]), choices))
    _explain(book, told)
    return _bytes(book)


def _firsts(words: Mapping[str, str]) -> list[str]:
    """The first spelling of each choice."""
    found: dict[str, str] = {}
    for spelling, value in words.items():
        found.setdefault(value, spelling)
    return list(found.values())


def returned(sheets: Iterable[Returned]) -> bytes:
    """The refused lines as an XLSX workbook: put right, it is loaded like the file they came from."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for place, one in enumerate(sheets, start=1):
        sheet = book.create_sheet(_name(f"{place} {one.sheet}"))
        if one.title:
            _write(sheet, [one.title])
        _write(sheet, [REASON, *one.header], head=True)
        for reason, cells in one.lines:
            _write(sheet, [reason, *cells])
        sheet.column_dimensions["A"].width = 50
    return _bytes(book)


def listed(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows of texts, the header first, as an XLSX workbook of one sheet."""
    book = Workbook()
    for place, texts in enumerate(rows):
        _write(book.worksheets[0], texts, head=not place)
    return _bytes(book)


class Returning:
    """The refused lines of a long list, written as they come: the same workbook, of the first so many."""

    def __init__(self) -> None:
        self.book, self.sheets, self.lines = Workbook(write_only=True), dict[str, Any](), 0

    def add(self, name: str, header: Sequence[str], reason: str, cells: Sequence[str]) -> None:
        self.lines += 1
        if self.lines > MOST_RETURNED:
            return
        if name not in self.sheets:
            self.sheets[name] = self.book.create_sheet(_name(f"{len(self.sheets) + 1} {name}"))
            self.sheets[name].append(self._row(name, [REASON, *header]))
        self.sheets[name].append(self._row(name, [reason, *cells]))

    def _row(self, name: str, texts: Sequence[str]) -> list[Any]:
        cells = [WriteOnlyCell(self.sheets[name], ILLEGAL_CHARACTERS_RE.sub("", text)) for text in texts]
        for cell in cells:
            cell.data_type = "s"
        return cells

    def content(self) -> bytes:
        return _bytes(self.book)


def _name(text: str) -> str:
    """A name that a spreadsheet takes for a sheet."""
    return "".join(sign for sign in text if sign not in r"[]:*?/\\'" and sign.isprintable())[:31]


def _sheet(book: Any, name: str, title: str, header: list[str], example: list[str]) -> None:
    sheet = book.create_sheet(name)
    if title:
        _write(sheet, [title])
    _write(sheet, header, head=True)
    sheet.freeze_panes = f"A{sheet.max_row + 1}"
    _write(sheet, example)
    for cell in sheet[sheet.max_row]:
        cell.font = _PALE
    for place, (head, text) in enumerate(zip(header, example, strict=True), start=1):
        width = max(len(head), len(text)) * 2 + 2
        sheet.column_dimensions[get_column_letter(place)].width = min(max(width, 10), 44)


def _explain(book: Any, told: list[tuple[str, str, bool, str, str]]) -> None:
    sheet = book.create_sheet(EXPLANATION)
    _write(
        sheet,
        [
            _("One line for each piece of risk information. Lines marked %(mark)s are not read.")
            % {"mark": EXAMPLE}
        ],
    )
    _write(sheet, [_("Do not enter the names, telephones or addresses of complainants.")])
    head = [_("Sheet"), _("Column"), _("Mandatory"), _("Also understood as"), _("Choices")]
    _write(sheet, head, head=True)
    for name, column, must, others, choices in told:
        _write(sheet, [name, column, _("yes") if must else "", others, choices])
    for letter, width in zip("ABCDE", (14, 16, 10, 70, 60), strict=True):
        sheet.column_dimensions[letter].width = width


def _write(sheet: Any, texts: Sequence[str], head: bool = False) -> None:
    """A row of plain texts: nothing in it is a formula, whatever it begins with."""
    row = sheet.max_row + (1 if sheet.max_row > 1 or sheet.cell(1, 1).value is not None else 0)
    for place, text in enumerate(texts, start=1):
        cell = sheet.cell(row, place)
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
        cell.data_type = "s"
        if head:
            cell.font, cell.fill = Font(bold=True), _HEAD
            cell.alignment = Alignment(wrap_text=True, vertical="center")


def _bytes(book: Any) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
