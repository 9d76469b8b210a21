"""What does a notice's workbook say: which title, which columns, which lines?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from django.utils.translation import gettext as _
from rapidfuzz.fuzz import ratio

from monitoring.importers import HEADERS, Column
from monitoring.importers.grids import LIMIT, Grid, Unknown, Unreadable, grids, sound
from monitoring.importers.headers import NOTICE, Own, outline, plain

__all__ = ["Book", "Line", "Sheet", "Skipped", "Unreadable", "read"]

HEADER_WITHIN = 8
DEEPEST_HEADER = 6
# What stands before the line that a template gives as an example; it is never read.
EXAMPLE = "示例"
# How alike two sheets' titles must be, of 100, to belong to one notice.
ALIKE = 80

_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
_ATTACHMENT = re.compile(r"^\s*附[件表]\s*[\d一二三四五六七八九十－-]*\s*[:：]?\s*")
_ITEM_FAILS = re.compile(r"不(?:合格|符合)(?:(?:标准)?要求)?|未通过")
# What a header over a single item says beside the item's name.
_NO_ITEM = re.compile(
    r"(?:^|(?<= / ))(?:检验结果|检测结果|实测值?|技术要求|标准值|单项判定|项目[①-⑳\d]+[:：]_*)"
    r"(?:\(.*?\)|（.*?）)?(?: / |$)?"
)
_FOOTNOTE = re.compile(r"^[*※]?\s*(?:注|备注|说明|附注|另|合计|共计)(?:\s*\d*\s*[:：、.]|$)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the body: its number as the spreadsheet shows it, and its text by column.

    `failed` are the single items, under headers of their own, whose cell says outright that they fail; `raw`
    are the cells as they lie.
    """

    number: int
    cells: dict[Column, str]
    failed: tuple[str, ...] = ()
    raw: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet that was understood. `unmapped` are headers that nothing here knows; `idle` the numbers of
    lines that hold text under those headers alone; `notes` the footnotes."""

    name: str
    title: str
    year: int | None
    columns: frozenset[Column]
    unmapped: tuple[str, ...]
    lines: tuple[Line, ...]
    idle: tuple[int, ...]
    notes: tuple[str, ...]
    header: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A sheet that was left out, and the sentence that says why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Book:
    """What one file holds: the sheets that belong to its notice, and those left out."""

    filename: str
    sheets: tuple[Sheet, ...]
    skipped: tuple[Skipped, ...]


def read(source: Path | bytes, filename: str, limit: int = LIMIT, own: Sequence[Own] = ()) -> Book:
    """The notice in an XLS, XLSX or CSV file, told apart by content; raises Unreadable.

    `limit` is the largest file in bytes. The first sheet that can be understood decides which notice this is:
    old workbooks carry sheets of earlier years, and those are left out with a reason. own: headers that a
    person has read; each is understood so where it comes again whole.
    """
    content = source if isinstance(source, bytes) else source.read_bytes()
    sound(content, limit)
    sheets: list[Sheet] = []
    skipped: list[Skipped] = []
    for grid in grids(content):
        found = (
            Skipped(grid.name, grid.refusal) if grid.refusal else _sheet(grid, filename, _known(grid, own))
        )
        if isinstance(found, Sheet) and sheets:
            found = _same_notice(sheets[0], found)
        if isinstance(found, Sheet):
            sheets.append(found)
        else:
            skipped.append(found)
    if not sheets:
        reasons = " ".join(f"{one.name}: {one.reason}" for one in skipped)
        raise Unknown(_("No sheet of the file can be read as a notice. %(reasons)s") % {"reasons": reasons})
    return Book(filename, tuple(sheets), tuple(skipped))


def _spelling(header: str) -> str:
    """A header without what varies: width, spaces, brackets and their content, 标称, a trailing digit."""
    narrow = re.sub(r"\s", "", unicodedata.normalize("NFKC", header)).replace("\\", "/")
    bare = re.sub(r"\([^()]*\)?", "", narrow)
    return re.sub(r"(?<=\D)\d$", "", re.sub(r"^标[称注]", "", bare))


Known = Callable[[str], "Column | None"]


def _column(header: str) -> Column | None:
    return HEADERS.get(_spelling(header))


def _known(grid: Grid, own: Sequence[Own]) -> Known:
    """How the headers of a sheet are understood: as a person has read them, or by the vocabulary."""
    for row in range(min(HEADER_WITHIN, len(grid.cells))):
        found = outline(grid.text(row, place) for place in range(len(grid.cells[row])))
        for one in own:
            if one.layout == NOTICE and one.outline == found:
                columns = {header: Column(name) for header, name in one.fields.items() if name}
                return lambda header: columns.get(plain(header))
    return _column


def _sheet(grid: Grid, filename: str, column_of: Known) -> Sheet | Skipped:
    block = _header_rows(grid, column_of)
    if block is None:
        return Skipped(grid.name, _("None of its first rows names a product or a producer as a header."))
    top, bottom = block
    title = _title(grid, top) or Path(filename).stem
    columns, labels = _columns(grid, top, bottom, column_of)
    known = frozenset(columns.values())
    if not known & {Column.RESULT, Column.ITEM_RESULT, Column.FAILING} and "不合格" not in title:
        return Skipped(grid.name, _("No column states a result, and the title does not either."))
    lines: list[Line] = []
    idle: list[int] = []
    notes: list[str] = []
    for row in range(bottom + 1, len(grid.cells)):
        filled = [text for text in grid.cells[row] if text]
        own = {number: column for number, column in columns.items() if grid.own(row, number)}
        if len(filled) == 1 and _FOOTNOTE.match(filled[0]):
            notes.append(filled[0])
        elif not set(own.values()) - {Column.SEQUENCE}:
            idle.extend([row + 1] if set(filled) - {grid.own(row, number) for number in own} else [])
        elif not all(column_of(grid.own(row, number)) == column for number, column in own.items()):
            cells = _cells(grid, row, columns)
            raw = tuple(grid.text(row, place) for place in range(len(grid.cells[row])))
            if cells.get(Column.SEQUENCE) != EXAMPLE:
                lines.append(Line(row + 1, cells, _failed(grid, row, labels), raw))
    year = _YEAR.search(title) or _YEAR.search(grid.name) or _YEAR.search(Path(filename).stem)
    return Sheet(
        name=grid.name,
        title=title,
        year=int(year[1]) if year else None,
        columns=known,
        unmapped=tuple(dict.fromkeys(labels.values())),
        lines=tuple(lines),
        idle=tuple(idle),
        notes=tuple(notes),
        header=tuple(grid.text(bottom, place) for place in range(len(grid.cells[bottom]))),
    )


def _header_rows(grid: Grid, column_of: Known) -> tuple[int, int] | None:
    """First and last row of the header: the rows that name columns, and what merged cells add below them."""
    named = [
        {column for text in cells if text and (column := column_of(text))}
        for cells in grid.cells[:HEADER_WITHIN]
    ]
    of_products = [row for row, names in enumerate(named) if names & {Column.PRODUCT, Column.PRODUCER}]
    best = max(of_products, key=lambda row: len(named[row]), default=None)
    if best is None or len(named[best]) < 2:
        return None
    top = next(row for row in range(best + 1) if len(named[row]) >= 2)
    bottom = best
    for (row, _right), (first, _left) in sorted(grid.anchors.items()):
        if top <= first <= bottom < row < top + DEEPEST_HEADER:
            bottom = row
    columns, _labels = _columns(grid, top, bottom, column_of)
    while bottom + 1 < min(len(grid.cells), top + DEEPEST_HEADER):
        below = [number for number, text in enumerate(grid.cells[bottom + 1]) if text]
        if not below or any(number in columns for number in below):
            break
        bottom += 1
    return top, bottom


def _columns(grid: Grid, top: int, bottom: int, column_of: Known) -> tuple[dict[int, Column], dict[int, str]]:
    """Columns by number, by the lowest label over each, and the labels that nothing here knows."""
    columns: dict[int, Column] = {}
    unmapped: dict[int, str] = {}
    for number in range(max(len(cells) for cells in grid.cells[top : bottom + 1])):
        texts = [re.sub(r"\s+", "", grid.text(row, number)) for row in range(top, bottom + 1)]
        labels = list(dict.fromkeys(text for text in texts if text))
        column = column_of(labels[-1]) if labels else None
        if column:
            columns[number] = column
        elif labels:
            unmapped[number] = " / ".join(labels)
    return columns, unmapped


def _title(grid: Grid, top: int) -> str:
    texts = (_ATTACHMENT.sub("", text) for cells in grid.cells[:top] for text in cells if text)
    return max((re.sub(r"\s+", "", text) for text in texts), key=len, default="")


def _cells(grid: Grid, row: int, columns: dict[int, Column]) -> dict[Column, str]:
    """The line's text by column; a cell merged downwards counts for each line; several of a kind stack up."""
    values: dict[Column, dict[str, None]] = {}
    for number, column in columns.items():
        if text := grid.text(row, number):
            values.setdefault(column, {})[text] = None
    return {column: "\n".join(texts) for column, texts in values.items()}


def _failed(grid: Grid, row: int, labels: dict[int, str]) -> tuple[str, ...]:
    """The items that the line calls failing under headers of their own, by the name of the item alone."""
    failing = (label for number, label in labels.items() if _ITEM_FAILS.fullmatch(grid.own(row, number)))
    items = (_NO_ITEM.sub("", label).strip(" /_") for label in failing)
    return tuple(dict.fromkeys(item for item in items if item))


def _same_notice(first: Sheet, other: Sheet) -> Sheet | Skipped:
    years = {year[1] for sheet in (first, other) if (year := _YEAR.search(sheet.title))}
    if len(years) > 1:
        return Skipped(
            other.name, _("It is of another year than the first sheet: %(title)s") % {"title": other.title}
        )
    bare = [re.sub(r"不?合格", "", sheet.title) for sheet in (first, other)]
    if ratio(*bare) < ALIKE:
        return Skipped(
            other.name, _("Its title differs from the first sheet's: %(title)s") % {"title": other.title}
        )
    if first.columns != other.columns:
        return Skipped(
            other.name, _("Its columns differ from the first sheet's: load it as a file of its own.")
        )
    return replace(other, year=other.year or first.year)
