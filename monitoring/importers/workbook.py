"""What does a notice's workbook say: which title, which columns, which lines?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from django.utils.translation import gettext as _
from rapidfuzz.fuzz import ratio

from documents.incoming.grids import LIMIT, Grid, Unknown, Unreadable, grids, is_json, of_json, sound
from documents.incoming.headers import Own, plain
from monitoring.importers import Column
from monitoring.importers.cells import convicts, is_verdict, said
from monitoring.importers.followups import declines, follows_up
from monitoring.importers.measurements import Measured, Role, is_combined, of_cell, of_columns
from monitoring.importers.notice_heads import (
    Head,
    Known,
    Reading,
    doubled,
    head_of,
    header_rows,
    misread,
    of_verdict,
    product_of,
    reading_of,
    title_of,
    unknown_verdicts,
    year_in,
    year_of,
)

__all__ = ["Book", "Line", "Sheet", "Skipped", "Unreadable", "read"]

# What stands before the line that a template gives as an example; it is never read.
EXAMPLE = "示例"
# How alike two sheets' titles must be, of 100, to belong to one notice.
ALIKE = 80

_VERDICT = re.compile(r"\s{0,9}(?:不合格|不符合|合格|符合)(?:要求)?\s{0,9}")
_ITEM_FAILS = re.compile(r"不(?:合格|符合)(?:(?:标准)?要求)?|未通过")
# What a header over a single item says beside the item's name.
_NO_ITEM = re.compile(
    r"(?:^|(?<= / ))(?:检验结果|检测结果|实测值?|技术要求|标准值|单项判定|项目[①-⑳\d]{1,9}[:：]_{0,40})"
    r"(?:\(.{0,60}?\)|（.{0,60}?）)?(?: / |$)?"
)
# What could name an item: words, more than a unit, a code or a day.
_WORDS = re.compile(r"[\u4e00-\u9fff]{2}")
_FOOTNOTE = re.compile(r"^[*※]?\s{0,9}(?:注|备注|说明|附注|另|合计|共计)(?:\s{0,9}\d{0,9}\s{0,9}[:：、.]|$)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the body: its number as the spreadsheet shows it, and its text by column.

    `failed` are the single items, under headers of their own, whose cell says outright that they fail;
    `measured` those with a value; `more` the numbers of the lines below that go on with this product; `raw`
    are the cells as they lie; `left` the headers that nobody knows over words of this line.
    """

    number: int
    cells: dict[Column, str]
    failed: tuple[str, ...] = ()
    measured: tuple[Measured, ...] = ()
    more: tuple[int, ...] = ()
    raw: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet that was understood. `unmapped` are headers that nothing here knows; `idle` the numbers of
    lines that hold text under those headers alone; `notes` the footnotes. `product` is what the whole notice
    is about, where no column names it: as its title or a person says. `by_person`: so somebody read its
    header."""

    name: str
    title: str
    year: int | None
    columns: frozenset[Column]
    unmapped: tuple[str, ...]
    lines: tuple[Line, ...]
    idle: tuple[int, ...]
    notes: tuple[str, ...]
    header: tuple[str, ...] = ()
    product: str = ""
    by_person: bool = False


@dataclass(frozen=True, slots=True)
class Skipped:
    """A sheet that was left out, and the sentence that says why. strange: its headers that nothing knows."""

    name: str
    reason: str
    strange: tuple[str, ...] = ()


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
    for grid in sheets_of(content):
        found = _of_grid(grid, filename, own)
        if isinstance(found, Sheet) and sheets:
            found = _same_notice(sheets[0], found)
        if isinstance(found, Sheet):
            sheets.append(found)
        else:
            skipped.append(found)
    if not sheets:
        reasons = " ".join(f"{one.name}: {one.reason}" for one in skipped)
        strange = tuple(dict.fromkeys(header for one in skipped for header in one.strange))
        raise Unknown(
            _("No sheet of the file can be read as a notice. %(reasons)s") % {"reasons": reasons},
            strange,
            tuple(skipped),
        )
    return Book(filename, tuple(sheets), tuple(skipped))


def _of_grid(grid: Grid, filename: str, own: Sequence[Own]) -> Sheet | Skipped:
    if grid.refusal:
        return Skipped(grid.name, grid.refusal)
    return _sheet(grid, filename, reading_of(grid, own))


def sheets_of(content: bytes) -> Iterator[Grid]:
    """The sheets of a notice as they lie; JSON is one, under its keys. Raises Unreadable."""
    return of_json(content) if is_json(content) else grids(content)


def _sheet(grid: Grid, filename: str, reading: Reading) -> Sheet | Skipped:
    column_of = reading.column_of
    block = header_rows(grid, column_of)
    if block is None:
        return Skipped(grid.name, _("None of its first rows names a product or a producer as a header."))
    top, bottom = block
    title = title_of(grid, top) or Path(filename).stem
    head = head_of(grid, top, bottom, column_of)
    known = frozenset(head.columns.values())
    unmapped = tuple(
        dict.fromkeys(label for label in head.labels.values() if plain(label) not in reading.read_over)
    )
    product = reading.product or ("" if unmapped else product_of(title))
    limited = any(item.limit or item.role in (Role.LIMIT, Role.BOTH) for item in head.items.values())
    reason = _why_not(known, unmapped, title, product, limited)
    if reason:
        return Skipped(grid.name, reason, unmapped)
    if asked := _to_be_asked(grid, bottom, head, reading):
        return Skipped(grid.name, *asked)
    lines, idle, notes = _body(grid, bottom, head, column_of)
    return Sheet(
        name=grid.name,
        title=title,
        year=year_of(title, grid.name, filename),
        columns=known,
        unmapped=unmapped,
        lines=lines,
        idle=idle,
        notes=notes,
        header=tuple(grid.text(bottom, place) for place in range(len(grid.cells[bottom]))),
        product="" if Column.PRODUCT in known else product,
        by_person=reading.by_person,
    )


def _why_not(
    known: frozenset[Column], unmapped: tuple[str, ...], title: str, product: str, limited: bool
) -> str:
    """Why a sheet is not read although it has a header, "" where it can be. limited: limits stand there."""
    if Column.PRODUCT not in known and not product:
        if unmapped:
            return _("No known column names the product: say which of these does: %(columns)s.") % {
                "columns": "、".join(unmapped)
            }
        return _("No column names the product, and the title names none: say what product it is.")
    stated = known & {Column.RESULT, Column.ITEM_RESULT, Column.FAILING, Column.MEASURED}
    if stated or limited or convicts(title) or follows_up(known, title) or declines(title):
        return ""
    if "不合格" in title:
        return _("The title does not say of each line that it failed: add a column of results that does.")
    return _("No column states a result, and the title does not either.")


def _to_be_asked(grid: Grid, bottom: int, head: Head, reading: Reading) -> tuple[str, tuple[str, ...]] | None:
    """What only a person can say of the columns, with the headers concerned; None where all is clear."""
    if not reading.by_person and (failing := misread(grid, bottom, head)):
        return _(
            "These columns speak of what failed, but it is not known how to read them: %(columns)s. Say what"
            " they hold."
        ) % {"columns": "、".join(failing)}, failing
    if twice := doubled(grid, bottom, head):
        return _(
            "These columns are about the same and differ: %(columns)s. Say which of them is to be read."
        ) % {"columns": "、".join(twice)}, twice
    found = unknown_verdicts(grid, bottom, head)
    if unknown := tuple(label for label in found if plain(label) not in reading.read_over):
        return _(
            "These columns hold verdicts, but of what is not known: %(columns)s. Say what they hold."
        ) % {"columns": "、".join(unknown)}, unknown
    return None


# Columns that a line may fill which only goes on with the product above it.
_GOES_ON = frozenset(
    {
        Column.FAILING,
        Column.ITEM,
        Column.ITEM_RESULT,
        Column.UNIT,
        Column.LIMIT,
        Column.MEASURED,
        Column.STANDARD,
        Column.REMARK,
    }
)


def _body(
    grid: Grid, bottom: int, head: Head, column_of: Known
) -> tuple[tuple[Line, ...], tuple[int, ...], tuple[str, ...]]:
    """The lines below a header, the numbers of those that say nothing known, and the footnotes."""
    lines: list[Line] = []
    idle: list[int] = []
    notes: list[str] = []
    for row in range(bottom + 1, len(grid.cells)):
        filled = [text for text in grid.cells[row] if text]
        own = {number: column for number, column in head.columns.items() if grid.own(row, number)}
        of_items = any(grid.own(row, number) for number in head.items)
        if len(filled) == 1 and _FOOTNOTE.match(filled[0]):
            notes.append(filled[0])
        elif lines and set(own.values()) <= _GOES_ON and (own or of_items):
            lines[-1] = _with(lines[-1], _line(grid, row, head))
        elif not set(own.values()) - {Column.SEQUENCE}:
            idle.extend([row + 1] if set(filled) - {grid.own(row, number) for number in own} else [])
        elif not all(column_of(grid.own(row, number)) == column for number, column in own.items()):
            line = _line(grid, row, head)
            if line.cells.get(Column.SEQUENCE) != EXAMPLE:
                lines.append(line)
    return tuple(lines), tuple(idle), tuple(notes)


def _line(grid: Grid, row: int, head: Head) -> Line:
    cells = _cells(grid, row, head.columns)
    raw = tuple(grid.text(row, place) for place in range(len(grid.cells[row])))
    under = {number: grid.own(row, number) for number in head.items}
    whole = of_cell(cells.get(Column.FAILING, ""), head.order) if head.order else ()
    if whole:
        cells[Column.FAILING] = "\n".join(one.item for one in whole)
    measured = (*whole, *of_columns(head.items, under), *_of_line(cells))
    return Line(row + 1, cells, _failed(grid, row, head, cells), measured, (), raw, _left(grid, row, head))


def _left(grid: Grid, row: int, head: Head) -> tuple[str, ...]:
    """The headers that nobody knows over words of this line."""
    texts = {label: said(grid.own(row, number)) for number, label in head.labels.items()}
    return tuple(label for label, text in texts.items() if _WORDS.search(text) and not is_verdict(text))


def _of_line(cells: dict[Column, str]) -> tuple[Measured, ...]:
    """The item of a line that has columns for item, value and limit."""
    item = cells.get(Column.ITEM) or cells.get(Column.FAILING, "")
    value = cells.get(Column.MEASURED) or cells.get(Column.ITEM_RESULT, "")
    if not item or not value or is_combined(item) or "\n" in item or _VERDICT.fullmatch(value):
        return ()
    return (Measured(item, value, cells.get(Column.LIMIT, "")),)


def _with(line: Line, more: Line) -> Line:
    """A line and the one below it that goes on with its product."""
    cells = dict(line.cells)
    for column in _GOES_ON & set(more.cells):
        texts = dict.fromkeys([*cells.get(column, "").split("\n"), *more.cells[column].split("\n")])
        cells[column] = "\n".join(text for text in texts if text)
    return replace(
        line,
        cells=cells,
        failed=tuple(dict.fromkeys((*line.failed, *more.failed))),
        measured=(*line.measured, *more.measured),
        more=(*line.more, more.number),
    )


def _cells(grid: Grid, row: int, columns: dict[int, Column]) -> dict[Column, str]:
    """The line's text by column; a cell merged downwards counts for each line; several of a kind stack up."""
    values: dict[Column, dict[str, None]] = {}
    for number, column in columns.items():
        if text := grid.text(row, number):
            values.setdefault(column, {})[text] = None
    return {column: "\n".join(texts) for column, texts in values.items()}


def _failed(grid: Grid, row: int, head: Head, cells: dict[Column, str]) -> tuple[str, ...]:
    """The items that the line itself calls failing: under their own header, beside them, or in their line."""
    of_items = {number: label for number, label in head.labels.items() if not of_verdict(label)}
    labels = {number: _NO_ITEM.sub("", label).strip(" /_") for number, label in of_items.items()}
    names = {number: [label] for number, label in labels.items()}
    names |= {number: [item.item] for number, item in head.items.items()}
    if len(head.judged) > 1:
        names |= head.judged
    of_line = cells.get(Column.ITEM, "")
    if of_line:
        names |= {number: [of_line] for number in head.judged}
    failing = (names[number] for number in sorted(names) if _ITEM_FAILS.fullmatch(grid.own(row, number)))
    return tuple(dict.fromkeys(item for items in failing for item in items if item))


def _same_notice(first: Sheet, other: Sheet) -> Sheet | Skipped:
    years = {year for sheet in (first, other) if (year := year_in(sheet.title))}
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
