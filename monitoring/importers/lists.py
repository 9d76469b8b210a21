"""What do the lines of a list say? One reader for every layout of every channel, by header or by shape."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from catalogue.names import key
from monitoring.flow.vocabulary import Channel
from monitoring.importers.cells import day, said, shop_and_platform
from monitoring.importers.grids import LIMIT, Grid, Unreadable, decoded, grids, sound
from monitoring.importers.layouts import FIELDS, GAPS, SEQUENCE, Layout, plain
from monitoring.importers.notices import Rejected
from monitoring.importers.words import CHOICES
from monitoring.importers.workbook import EXAMPLE, Skipped

HEADER_WITHIN = 8
# How many lines of a file without header must be of one shape to be recognised by it.
ENOUGH = 5
_NOTE = re.compile(r"^[*※]?\s*(?:注|备注|说明|附注|合计|共计|共\d+条)")
# Fields of a line that are about it and not of a signal, or that are looked up.
ABOUT = frozenset({SEQUENCE, "reported_on", "category"})


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet whose layout was recognised. columns: place and field. lines: number and cells, as they lie."""

    layout: Layout
    sheet: str
    header: tuple[str, ...]
    columns: tuple[tuple[int, str], ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Lists:
    """What one file holds: the tables that were recognised, and the sheets left out."""

    tables: tuple[Table, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line as risk information. values: of the signal's text fields. derived: those that were assumed."""

    sheet: str
    number: int
    source: str
    values: dict[str, str]
    category: str
    reported_on: date | None
    derived: tuple[str, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Passed:
    """A line on a product without a fault."""

    sheet: str
    number: int


def read(content: bytes, layouts: Sequence[Layout], others: Sequence[Layout] = ()) -> Lists:
    """The lists in an XLS, XLSX, CSV or JSON file; raises Unreadable.

    layouts: which are looked for. others: those of other channels, only to say which one it looks like.
    """
    sound(content, LIMIT)
    found = list(_of_json(content) if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in b"[{" else grids(content))
    tables: list[Table] = []
    skipped: list[Skipped] = []
    for grid in found:
        table = None if grid.refusal else _table(grid, layouts)
        if table:
            tables.append(table)
        else:
            skipped.append(Skipped(grid.name, grid.refusal or _why_not(grid, layouts, others)))
    if not tables:
        reasons = " ".join(f"{one.name}: {one.reason}" for one in skipped)
        raise Unreadable(_("No sheet of the file can be read. %(reasons)s") % {"reasons": reasons})
    if not any(table.lines for table in tables):
        raise Unreadable(_("The file has a header and no lines: fill it in and load it again."))
    return Lists(tuple(tables), tuple(skipped))


def _why_not(grid: Grid, layouts: Sequence[Layout], others: Sequence[Layout]) -> str:
    other = _table(grid, others)
    if other:
        return _("This looks like: %(layout)s. Choose that channel.") % {"layout": other.layout.label}
    return _("None of its first rows is the header of: %(layouts)s. Take the template of this channel.") % {
        "layouts": ", ".join(str(layout.label) for layout in layouts)
    }


# --- tables ------------------------------------------------------------------------------------------------


def _table(grid: Grid, layouts: Sequence[Layout]) -> Table | None:
    """The grid by the layout that knows most of its header, or by the shape of its lines."""
    best: tuple[int, int, Layout, dict[int, str]] | None = None
    for layout in layouts:
        spellings = layout.spellings()
        for row in range(min(HEADER_WITHIN, len(grid.cells))):
            columns: dict[int, str] = {}
            for place in range(len(grid.cells[row])):
                name = spellings.get(plain(grid.text(row, place)), "")
                if name and name not in columns.values():
                    columns[place] = name
            if layout.fits(set(columns.values())) and (best is None or len(columns) > best[0]):
                best = (len(columns), row, layout, columns)
    if best is None:
        return _bare(grid, layouts)
    _count, top, layout, columns = best
    header = tuple(grid.text(top, place) for place in range(len(grid.cells[top])))
    return Table(layout, grid.name, header, tuple(columns.items()), tuple(_lines(grid, top + 1)))


def _lines(grid: Grid, first: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The filled lines below a header, without footnotes and without a template's example."""
    for row in range(first, len(grid.cells)):
        cells = tuple(grid.text(row, place) for place in range(len(grid.cells[row])))
        filled = [text for text in cells if text]
        note = len(filled) == 1 and _NOTE.match(filled[0])
        if filled and not note and filled[0] != EXAMPLE:
            yield row + 1, cells


def _bare(grid: Grid, layouts: Sequence[Layout]) -> Table | None:
    """A file without header, recognised by the shape of its first lines."""
    lines = [(number, list(cells)) for number, cells in _lines(grid, 0)]
    for layout in layouts:
        shapes = [layout.bare(cells) for _number, cells in lines[:ENOUGH]]
        shape = next((one for one in shapes if one), None)
        if shape and all(shapes):
            names = tuple(shape)
            nothing = ("",) * len(names)
            header = tuple(layout.heading(name) for name in names)
            taken = tuple(
                # What has another shape stands beside the columns: it is refused, and seen.
                (number, tuple(of_line.values()) if (of_line := layout.bare(cells)) else (*nothing, *cells))
                for number, cells in lines
            )
            return Table(layout, grid.name, header, tuple(enumerate(names)), taken)
    return None


def _of_json(content: bytes) -> Iterator[Grid]:
    """JSON, or JSON by lines, as a table whose header are the keys."""
    text = decoded(content)
    try:
        try:
            records = _records(json.loads(text))
        except json.JSONDecodeError:
            records = [json.loads(line) for line in text.splitlines() if line.strip()]
        flat = [_flat(record) for record in records if isinstance(record, dict)]
    except (ValueError, RecursionError) as error:
        raise Unreadable(_("The file is no sound JSON: load it as it was given out.")) from error
    header = list(dict.fromkeys(name for record in flat for name in record))
    cells = [header, *([record.get(name, "") for name in header] for record in flat)]
    yield Grid("JSON", cells, {})


def _records(found: Any) -> list[Any]:
    """The list of records, wherever in its envelope it lies."""
    if isinstance(found, list):
        return found
    for value in found.values() if isinstance(found, dict) else ():
        inside = _records(value) if isinstance(value, dict | list) else []
        if inside and all(isinstance(one, dict) for one in inside):
            return inside
    return [found]


def _flat(record: dict[str, Any]) -> dict[str, str]:
    """A record as texts by key; lists are joined, and what lies deeper comes up under its own key."""
    texts: dict[str, str] = {}
    deeper: dict[str, list[str]] = {}
    for name, value in record.items():
        parts = value if isinstance(value, list) else [value]
        for part in parts:
            for inner, text in _flat(part).items() if isinstance(part, dict) else ():
                deeper.setdefault(inner, []).append(text)
        plain_parts = (str(part).strip() for part in parts if part is not None and not isinstance(part, dict))
        texts[name] = "、".join(dict.fromkeys(text for text in plain_parts if text))
    for inner, found in deeper.items():
        if not texts.get(inner):
            texts[inner] = "、".join(dict.fromkeys(text for text in found if text))
    return texts


# --- lines -------------------------------------------------------------------------------------------------


def entries(table: Table, platform: str = "") -> Iterator[Entry | Rejected | Passed]:
    """Every line of a table. platform: on which the products are sold where a line does not say so."""
    for number, cells in table.lines:
        several = table.layout.several
        texts = {
            name: said("、".join(cells[place].split()) if name in several else cells[place])
            for place, name in table.columns
            if place < len(cells)
        }
        yield _entry(table, number, {name: text for name, text in texts.items() if text}, platform)


def _entry(table: Table, number: int, texts: dict[str, str], platform: str) -> Entry | Rejected | Passed:
    layout = table.layout
    found = layout.read(texts)
    if isinstance(found, str):
        return Rejected(table.sheet, number, found)
    if isinstance(found, type):
        return Passed(table.sheet, number)
    values = {name: text for name, text in texts.items() if name in FIELDS and name not in ABOUT}
    values |= found.values
    stated, strange = _stated(texts)
    if strange:
        return Rejected(table.sheet, number, strange)
    values |= stated
    shop, named = shop_and_platform(values.get("shop", ""), values.get("platform", ""), "")
    values |= {"shop": shop, "platform": named or platform}
    gaps = GAPS | dict(layout.defaults)
    derived = [name for name in found.guessed if name not in stated]
    for name, default in gaps.items():
        if not values.get(name):
            values[name] = default.value
            derived.append(name)
    when = values.pop("reported_on", texts.get("reported_on", ""))
    reported_on = day(when)
    reason = _unless_whole(values, when, reported_on)
    if reason:
        return Rejected(table.sheet, number, reason)
    return Entry(
        sheet=table.sheet,
        number=number,
        source=values.pop("sub_channel", layout.source),
        values=values,
        category=texts.get("category", ""),
        reported_on=reported_on,
        derived=tuple(dict.fromkeys(derived)),
        fingerprint=_fingerprint(layout, found.key, values),
    )


def _stated(texts: dict[str, str]) -> tuple[dict[str, str], str]:
    """The choices of form 4.1 that the line makes itself, and what is wrong with one of them."""
    stated: dict[str, str] = {}
    for name, words in CHOICES.items():
        text = texts.get(name, "")
        if text and text not in words:
            first = dict.fromkeys(
                next(word for word in words if words[word] == value) for value in words.values()
            )
            return {}, _("%(word)s is none of these: %(choices)s.") % {
                "word": text,
                "choices": "、".join(first),
            }
        if text:
            stated[name] = words[text]
    return stated, ""


def _unless_whole(values: dict[str, str], when: str, reported_on: date | None) -> str:
    if not values.get("product"):
        return _("The product's name is missing.")
    if not values.get("hazard_item"):
        return _("The line does not say what is hazardous.")
    if when and reported_on is None:
        return _("The date cannot be read: %(text)s. Write it as 2026-11-25.") % {"text": when}
    return ""


def _fingerprint(layout: Layout, identity: str, values: dict[str, str]) -> str:
    """SHA-256 over what makes the line the same line, under whatever file name it comes again."""
    parts = [identity.casefold()] if identity else [key(text) for _name, text in sorted(values.items())]
    if layout.channel == Channel.PLATFORMS:
        # Two platforms may give the same number to two complaints.
        parts.append(key(values["platform"]))
    content = json.dumps([layout.channel, layout.source, *parts], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()
