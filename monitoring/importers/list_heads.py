"""Which of the first rows of a table is its header, and which layout is that of?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from documents.incoming.grids import Grid
from documents.incoming.headers import Own, outline, plain
from monitoring.importers.layouts import Layout

HEADER_WITHIN = 8


@dataclass(frozen=True, slots=True)
class Head:
    """The row of a grid that is its header, as a layout understands it. columns: field by place. known: how
    many of its headers the layout knows, those too that it does not read."""

    layout: Layout
    row: int
    columns: dict[int, str]
    mapping: int | None = None
    known: int = 0


def head(grid: Grid, layouts: Sequence[Layout], own: Sequence[Own] = ()) -> Head | None:
    """The header that is remembered, else by the layout that knows most of it; None where none does."""
    rows = range(min(HEADER_WITHIN, len(grid.cells)))
    named = {layout.name: layout for layout in layouts}
    for one in own:
        for row in rows:
            if one.layout in named and outline(shown(grid, row)) == one.outline:
                found = Head(named[one.layout], row, _columns(grid, row, one.fields), one.pk)
                if found.layout.fits(set(found.columns.values())):
                    return found
    best: Head | None = None
    for found in heads(grid, layouts):
        fits = found.layout.fits(set(found.columns.values()))
        if fits and (best is None or found.known > best.known):
            best = found
    return best


def heads(grid: Grid, layouts: Sequence[Layout]) -> Iterator[Head]:
    """Each of the first rows as each layout would understand it."""
    for layout in layouts:
        spellings = layout.spellings()
        for row in range(min(HEADER_WITHIN, len(grid.cells))):
            columns = _columns(grid, row, spellings)
            unread = sum(plain(text) in layout.unread for text in shown(grid, row)) if layout.unread else 0
            yield Head(layout, row, columns, known=len(columns) + unread)


def shown(grid: Grid, row: int) -> tuple[str, ...]:
    """A row as it is read."""
    return tuple(grid.text(row, place) for place in range(len(grid.cells[row])))


def _columns(grid: Grid, row: int, spellings: Mapping[str, str]) -> dict[int, str]:
    columns: dict[int, str] = {}
    for place in range(len(grid.cells[row])):
        name = spellings.get(plain(grid.text(row, place)), "")
        if name and name not in columns.values():
            columns[place] = name
    return columns
