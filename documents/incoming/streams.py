"""Which rows lie in a file that is kept? CSV and XLSX are read from the disk, a row at a time, however large.

They are read in quarantine. An XLS is no longer than 65,536 rows: it is opened as a whole, as `grids` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from django.utils.translation import gettext as _

from documents.incoming.grids import (
    EXPLANATION,
    LIMIT,
    OLE,
    ZIP,
    Grid,
    Unreadable,
    grids,
    read_apart,
    sound,
)
from documents.quarantine import MEGABYTE, Limits

LARGEST = 500 * MEGABYTE
# What the reader of a long file may use: its shared texts lie on the disk.
LONG = Limits(seconds=600, memory=768 * MEGABYTE, written=1100 * MEGABYTE, output=8192 * MEGABYTE)
# The same where somebody waits for the first lines.
LOOK = replace(LONG, seconds=10)
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,99}[\[{](?!\\)")


class Roll(Protocol):
    """A sheet that is read anew each time it is gone through. height: about how many rows it has, or None."""

    @property
    def name(self) -> str: ...

    @property
    def height(self) -> int | None: ...

    def __iter__(self) -> Iterator[list[str]]: ...


def streams(path: Path) -> bool:
    """Whether a file is of a kind that can be read a row at a time: text in columns, or XLSX."""
    with path.open("rb") as file:
        begin = file.read(64)
    return not begin.startswith(OLE) and not _JSON.match(begin)


def rolls(path: Path, limits: Limits = LONG) -> Iterable[Roll]:
    """The sheets of a workbook that are shown, or the one table of a text file; raises Unreadable.

    limits: what each reading of it may use.
    """
    with path.open("rb") as file:
        begin = file.read(8)
    if begin == OLE:
        content = path.read_bytes()
        sound(content, LIMIT)
        return [Held(grid) for grid in grids(content) if not grid.refusal]
    if begin.startswith(ZIP):
        found = read_apart("packages:sheets", path, limits=limits)
        return [
            Apart(path, name, height, "packages:rows", (part,), limits)
            for name, part, height in found
            if name != EXPLANATION
        ]
    [(encoding, separator, height)] = read_apart("texts:table", path, limits=limits)
    return [Apart(path, _("text"), height, "texts:rows", (encoding, separator), limits)]


def table(path: Path, limits: Limits = LONG) -> Iterator[list[str]]:
    """All rows that say anything, of a text or of the workbook's only sheet that is not empty; raises
    Unreadable."""
    found = 0
    for roll in rolls(path, limits):
        rows = (row for row in roll if any(row))
        first = next(rows, None)
        if first is None:
            continue
        found += 1
        if found > 1:
            raise Unreadable(_("The file must hold exactly one table: load its sheets one by one."))
        yield first
        yield from rows


def height(path: Path) -> int | None:
    """About how many rows a file has; None where only reading it would tell."""
    heights = [roll.height for roll in rolls(path)]
    return None if None in heights else sum(height for height in heights if height)


@dataclass(frozen=True)
class Held:
    """A sheet that is held as a whole, each merged cell with what a reader sees in it."""

    grid: Grid

    @property
    def name(self) -> str:
        return self.grid.name

    @property
    def height(self) -> int | None:
        return len(self.grid.cells)

    def __iter__(self) -> Iterator[list[str]]:
        for row, cells in enumerate(self.grid.cells):
            yield [self.grid.text(row, place) for place in range(len(cells))]


@dataclass(frozen=True)
class Apart:
    """A sheet whose rows are read in quarantine, anew each time. given: what its reader asks for."""

    path: Path
    name: str
    height: int | None
    reader: str
    given: tuple[str, ...]
    limits: Limits

    def __iter__(self) -> Iterator[list[str]]:
        for part in read_apart(self.reader, self.path, *self.given, limits=self.limits):
            yield from part
