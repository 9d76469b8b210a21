"""What do the lines of a list say? One reader for every layout of every channel, by header or by shape."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from json.encoder import encode_basestring as _quoted
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from catalogue.names import key, on_one_line
from catalogue.platforms import PUBLIC, Names
from documents.incoming.digits import first_cut, lost
from documents.incoming.grids import LIMIT, Grid, Unknown, Unreadable, grids, is_json, of_json, sound
from documents.incoming.headers import Own, plain
from documents.incoming.streams import Roll, rolls
from monitoring.importers.cells import AT_LENGTH, REMEMBERED, by_word, day, said, said_at_length
from monitoring.importers.layouts import FIELDS, GAPS, SEQUENCE, Layout
from monitoring.importers.list_heads import HEADER_WITHIN, head, heads, shown
from monitoring.importers.notice_reader import Rejected
from monitoring.importers.words import CHOICES, stated_choices
from monitoring.importers.workbook import EXAMPLE, Skipped
from monitoring.vocabulary import Channel
from trail.enumerations import enumerated

# How many lines of a file without header must be of one shape to be recognised by it.
ENOUGH = 5
# How many headers of a layout a row must have to be told what it lacks.
ALMOST = 3
# How many lines are looked at to tell what a file is.
LOOKED_AT = 60
_key = lru_cache(1_000)(key)
_NOTE = re.compile(r"^[*※]?\s{0,9}(?:注|备注|说明|附注|合计|共计|共\d{1,40}条)")
# Fields of a line that are about it and not of a signal, or that are looked up.
ABOUT = frozenset({SEQUENCE, "reported_on", "category"})
# Where a long number says nothing that is kept.
UNCOUNTED = frozenset({SEQUENCE, "reported_on"})
KEPT = frozenset(FIELDS) - ABOUT
Line = tuple[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet whose layout was recognised. columns: place and field. lines: number and cells, as they lie;
    of a large file they are read anew each time. strange: the headers that nothing here knows. mapping: the
    primary key of the remembered mapping it was read by."""

    layout: Layout
    sheet: str
    header: tuple[str, ...]
    columns: tuple[tuple[int, str], ...]
    lines: Iterable[Line]
    strange: tuple[str, ...] = ()
    mapping: int | None = None


@dataclass(frozen=True, slots=True)
class Lists:
    """What one file holds: the tables that were recognised, and the sheets left out. height: about how many
    lines there are, None where only reading would tell."""

    tables: tuple[Table, ...]
    skipped: tuple[Skipped, ...]
    height: int | None = None


class Entry(NamedTuple):
    """A line as risk information. values: of the signal's text fields. derived: those that were assumed."""

    sheet: str
    number: int
    source: str
    values: dict[str, str]
    category: str
    reported_on: date | None
    derived: tuple[str, ...]
    fingerprint: str


class Passed(NamedTuple):
    """A line on a product without a fault."""

    sheet: str
    number: int


def read(
    content: bytes, layouts: Sequence[Layout], others: Sequence[Layout] = (), own: Sequence[Own] = ()
) -> Lists:
    """The lists in an XLS, XLSX, CSV or JSON file; raises Unreadable.

    layouts: which are looked for. others: those of other channels, only to say which one it looks like.
    own: the remembered mappings of the source.
    """
    tables: list[Table] = []
    skipped: list[Skipped] = []
    unknown = False
    for grid in sheets(content):
        table = None if grid.refusal else _table(grid, layouts, own)
        if table:
            tables.append(table)
        else:
            unknown = unknown or not (grid.refusal or _table(grid, others))
            skipped.append(Skipped(grid.name, grid.refusal or _why_not(grid, layouts, others)))
    return _lists(tables, skipped, unknown)


def sheets(content: bytes) -> list[Grid]:
    """The sheets of a file as they lie; raises Unreadable."""
    sound(content, LIMIT)
    return list(of_json(content) if is_json(content) else grids(content))


def stream(
    path: Path, layouts: Sequence[Layout], others: Sequence[Layout] = (), own: Sequence[Own] = ()
) -> Lists:
    """The lists in a CSV or XLSX file of any length, whose lines are read when they are asked for.

    Merged cells below the header are read as they lie: empty but for the first. Raises Unreadable.
    """
    tables: list[Table] = []
    skipped: list[Skipped] = []
    height: int | None = 0
    unknown = False
    for roll in rolls(path):
        grid = Grid(roll.name, list(islice(roll, LOOKED_AT)), {})
        table = _table(grid, layouts, own)
        if table is None:
            unknown = unknown or not _table(grid, others)
            skipped.append(Skipped(roll.name, _why_not(grid, layouts, others)))
            continue
        tables.append(_unrolled(table, roll, grid))
        height = None if height is None or roll.height is None else height + roll.height
    return _lists(tables, skipped, unknown, height)


def _lists(tables: list[Table], skipped: list[Skipped], unknown: bool, height: int | None = None) -> Lists:
    if not tables:
        reasons = " ".join(f"{one.name}: {one.reason}" for one in skipped)
        kind = Unknown if unknown else Unreadable
        raise kind(_("No sheet of the file can be read. %(reasons)s") % {"reasons": reasons})
    if not any(True for table in tables for _line in table.lines):
        raise Unreadable(_("The file has a header and no lines: fill it in and load it again."))
    return Lists(tuple(tables), tuple(skipped), height)


def _why_not(grid: Grid, layouts: Sequence[Layout], others: Sequence[Layout]) -> str:
    other = _table(grid, others)
    if other:
        return _("This looks like: %(layout)s. Choose that channel.") % {"layout": other.layout.label}
    near = max(heads(grid, layouts), key=lambda found: found.known, default=None)
    if near and near.known >= ALMOST:
        lacking = near.layout.lacking(set(near.columns.values()))
        return _(
            "Row %(row)d is almost the header of: %(layout)s. It lacks: %(columns)s. Add what is missing, "
            "or say what the columns hold."
        ) % {"row": near.row + 1, "layout": near.layout.label, "columns": "、".join(lacking)}
    return _("None of its first rows is the header of: %(layouts)s. Take the template of this channel.") % {
        "layouts": enumerated(str(layout.label) for layout in layouts)
    }


# --- tables ------------------------------------------------------------------------------------------------


def _table(grid: Grid, layouts: Sequence[Layout], own: Sequence[Own] = ()) -> Table | None:
    """The grid by its header, or by the shape of its lines."""
    found = head(grid, layouts, own)
    if found is None:
        return _bare(grid, layouts)
    header = shown(grid, found.row)
    strange = tuple(
        text
        for place, text in enumerate(header)
        if text and place not in found.columns and found.mapping is None
        if plain(text) not in found.layout.unread
    )
    lines = tuple(_lines(enumerate((shown(grid, row) for row in range(len(grid.cells))), 1), found.row + 1))
    columns = tuple(found.columns.items())
    return Table(found.layout, grid.name, header, columns, lines, strange, found.mapping)


def _lines(rows: Iterable[Line], after: int) -> Iterator[Line]:
    """The filled lines below a header, without footnotes and without a template's example."""
    for number, cells in rows:
        if number <= after:
            continue
        filled = [text for text in cells if text]
        note = len(filled) == 1 and _NOTE.match(filled[0])
        if filled and not note and filled[0] != EXAMPLE:
            yield number, cells


def _bare(grid: Grid, layouts: Sequence[Layout]) -> Table | None:
    """A file without header, recognised by the shape of its first lines."""
    rows = enumerate((shown(grid, row) for row in range(len(grid.cells))), 1)
    lines = list(_lines(rows, 0))
    for layout in layouts:
        shapes = [layout.bare(list(cells)) for _number, cells in lines[:ENOUGH]]
        shape = next((one for one in shapes if one), None)
        if shape and all(shapes):
            names = tuple(shape)
            header = tuple(layout.heading(name) for name in names)
            taken = tuple(_shaped(layout, lines, len(names)))
            return Table(layout, grid.name, header, tuple(enumerate(names)), taken)
    return None


def _shaped(layout: Layout, lines: Iterable[Line], width: int) -> Iterator[Line]:
    """Lines without header by their shape; what has another stands beside the columns, refused and seen."""
    for number, cells in lines:
        of_line = layout.bare(list(cells))
        yield number, tuple(of_line.values()) if of_line else (*("",) * width, *cells)


@dataclass(frozen=True)
class Unrolled:
    """The lines of a roll below its header, or shaped where it has none; read anew each time."""

    roll: Roll
    after: int
    shape: Layout | None
    width: int

    def __iter__(self) -> Iterator[Line]:
        rows = ((number, tuple(cells)) for number, cells in enumerate(self.roll, 1))
        lines = _lines(rows, self.after)
        return _shaped(self.shape, lines, self.width) if self.shape else lines


def _unrolled(table: Table, roll: Roll, grid: Grid) -> Table:
    """The same table with all the lines of its roll."""
    rows = [shown(grid, row) for row in range(min(HEADER_WITHIN, len(grid.cells)))]
    shape = None if table.header in rows else table.layout
    after = 0 if shape else rows.index(table.header) + 1
    lines = Unrolled(roll, after, shape, len(table.columns))
    return Table(table.layout, table.sheet, table.header, table.columns, lines, table.strange, table.mapping)


# --- lines -------------------------------------------------------------------------------------------------


def entries(table: Table, platform: str = "", names: Names = PUBLIC) -> Iterator[Entry | Rejected | Passed]:
    """Every line of a table. platform: on which the products are sold where a line does not say so. names: of
    platforms."""
    return (found for _cells, found in understood(table, platform, names))


def understood(
    table: Table, platform: str = "", platforms: Names = PUBLIC
) -> Iterator[tuple[tuple[str, ...], Entry | Rejected | Passed]]:
    """Every line of a table: its cells as they lie, and what it says."""
    plan = Plan.of(table, platform, platforms)
    places, names = zip(*table.columns, strict=True)
    several = {place for place, name in table.columns if name in table.layout.several}
    width = max(places) + 1
    readers = [(said_at_length if name in AT_LENGTH else said, place) for place, name in table.columns]
    for number, cells in table.lines:
        row: Sequence[str] = cells if len(cells) >= width else (*cells, *("",) * (width - len(cells)))
        if several:
            row = ["、".join(text.split()) if place in several else text for place, text in enumerate(row)]
        texts = zip(names, (reads(row[place]) for reads, place in readers), strict=True)
        yield cells, _entry(plan, number, {name: text for name, text in texts if text})


@dataclass(frozen=True, slots=True)
class Plan:
    """What all lines of a table have in common. headings: of its columns, by field. about: its fields that
    are no signal's. choices: of form 4.1 that it has a column for. platform: where a line names none. begins:
    how a fingerprint does. told_apart: shop and platform, as the register names them and as all do."""

    layout: Layout
    sheet: str
    headings: Mapping[str, str]
    about: tuple[str, ...]
    choices: tuple[tuple[str, dict[str, str]], ...]
    gaps: tuple[tuple[str, str], ...]
    platform: str
    begins: str
    told_apart: tuple[Callable[[str, str, str], tuple[str, str]], ...]

    @classmethod
    def of(cls, table: Table, platform: str, platforms: Names) -> Plan:
        names, layout = [name for _place, name in table.columns], table.layout
        gaps = GAPS | dict(layout.defaults)
        return cls(
            layout,
            table.sheet,
            {name: table.header[place] for place, name in table.columns},
            tuple(name for name in names if name not in KEPT),
            tuple((name, words) for name, words in CHOICES.items() if name in names),
            tuple((name, default.value) for name, default in gaps.items()),
            platform,
            f"[{_quoted(str(layout.channel))}, {_quoted(layout.source)}",
            tuple(lru_cache(REMEMBERED)(known.told_apart) for known in (platforms, PUBLIC)),
        )


def _entry(plan: Plan, number: int, texts: dict[str, str]) -> Entry | Rejected | Passed:
    if cut := first_cut(texts.items(), but=UNCOUNTED):
        return Rejected(plan.sheet, number, lost(plan.headings[cut]))
    found = plan.layout.read(texts)
    if isinstance(found, str):
        return Rejected(plan.sheet, number, found)
    if isinstance(found, type):
        return Passed(plan.sheet, number)
    values = texts.copy()
    for name in plan.about:
        values.pop(name, None)
    values |= {name: text if name in AT_LENGTH else on_one_line(text) for name, text in found.values.items()}
    stated, strange = stated_choices(texts, plan.choices)
    if strange:
        return Rejected(plan.sheet, number, strange)
    values |= stated
    here, public = (
        apart(values.get("shop", ""), values.get("platform", ""), "") for apart in plan.told_apart
    )
    values["shop"], values["platform"] = here[0], here[1] or plan.platform
    derived = [name for name in found.guessed if name not in stated]
    for name, default in plan.gaps:
        if not values.get(name):
            values[name] = default
            derived.append(name)
    when = values.pop("reported_on", texts.get("reported_on", ""))
    reported_on = day(when)
    reason = _unless_whole(values, when, reported_on)
    if reason:
        return Rejected(plan.sheet, number, reason)
    source = values.pop("sub_channel", plan.layout.source)
    about = texts.get("category", ""), reported_on, tuple(dict.fromkeys(derived))
    # What the register calls a platform may change; what makes the line the same line does not.
    lasting = values | {"shop": public[0], "platform": public[1] or plan.platform}
    return Entry(plan.sheet, number, source, values, *about, _fingerprint(plan, found.key, lasting))


def _unless_whole(values: dict[str, str], when: str, reported_on: date | None) -> str:
    if not values.get("product"):
        return _("The product's name is missing.")
    if not values.get("hazard_item"):
        return _("The line does not say what is hazardous.")
    if when and reported_on is None:
        return _("The date cannot be read: %(text)s. Write it as 2026-11-25.") % {"text": when}
    return ""


def _fingerprint(plan: Plan, identity: str, values: dict[str, str]) -> str:
    """SHA-256 over what makes the line the same line, under whatever file name it comes again: a list in JSON
    of channel, source and what the line says."""
    parts = [by_word(identity)] if identity else [key(text) for _name, text in sorted(values.items())]
    if plan.layout.channel == Channel.PLATFORMS:
        # Two platforms may give the same number to two complaints.
        parts.append(_key(values["platform"]))
    content = ", ".join([plan.begins, *map(_quoted, parts)])
    return sha256(f"{content}]".encode()).hexdigest()
