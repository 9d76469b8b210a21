"""Which field does a column hold whose header no layout knows? Proposed by likeness, decided by a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from documents.incoming.digits import cut_off
from documents.incoming.grids import Grid
from documents.incoming.headers import NOTICE, plain
from documents.incoming.streams import LOOK, rolls, streams
from monitoring.importers import SPELLINGS, Column
from monitoring.importers.channels import NOTICES, of_channel
from monitoring.importers.layouts import FIELDS, Layout
from monitoring.importers.list_heads import HEADER_WITHIN, shown
from monitoring.importers.list_reader import sheets

# How many lines of a file a person is shown, and how alike a header must be to a spelling, of 100.
SHOWN = 12
ALIKE = 60


@dataclass(frozen=True)
class Target:
    """What the columns of a kind of list may hold. fields: label by name. needs: as in Layout. spellings: by
    header, as `plain` leaves it, the field."""

    name: str
    label: str | Promise
    fields: Mapping[str, str]
    needs: tuple[str, ...]
    spellings: Mapping[str, str]

    def lacking(self, names: set[str]) -> list[str]:
        """What these fields leave open, each with what would do: "商品名称", "问题描述 / 隐患项目"."""
        open_needs = [need.split("|") for need in self.needs if not names & set(need.split("|"))]
        return [" / ".join(self.fields[name] for name in need) for need in open_needs]


@dataclass(frozen=True)
class Proposal:
    """A column: its header, the field it is likely to hold ("" for none), how likely of 100, first texts."""

    place: int
    header: str
    field: str
    likeness: int
    examples: tuple[str, ...]

    @property
    def cut(self) -> bool:
        """Whether a spreadsheet has cut digits off a number of it."""
        return any(cut_off(text) for text in self.examples)


@cache
def targets(channel: str) -> tuple[Target, ...]:
    """The kinds of list that come over a channel."""
    if channel == NOTICES:
        return (_notice(),)
    return tuple(_target(layout) for layout in of_channel(channel) if layout.since is None)


def _notice() -> Target:
    fields = {str(column): words.split()[0] for column, words in SPELLINGS.items() if column != Column.UNUSED}
    spelled = {
        plain(word): str(column) if column != Column.UNUSED else ""
        for column, words in SPELLINGS.items()
        for word in words.split()
    }
    needs = (str(Column.PRODUCT), f"{Column.RESULT}|{Column.ITEM_RESULT}|{Column.FAILING}")
    return Target(NOTICE, _("Notice of spot check results"), fields, needs, spelled)


def _target(layout: Layout) -> Target:
    names = [*layout.shown, *(name for name in (*layout.columns, *FIELDS) if name not in layout.shown)]
    labels = {name: layout.heading(name).rstrip("*") for name in dict.fromkeys(names)}
    return Target(layout.name, layout.label, labels, layout.needs, layout.spellings())


def look(path: Path, channel: str) -> list[Grid]:
    """The first lines of each sheet of a file that can be read; raises Unreadable."""
    first = SHOWN + HEADER_WITHIN
    if channel != NOTICES and streams(path):
        return [Grid(roll.name, list(islice(roll, first)), {}) for roll in rolls(path, LOOK)]
    found = (grid for grid in sheets(path.read_bytes()) if not grid.refusal)
    return [replace(grid, cells=grid.cells[:first]) for grid in found]


def likely(grid: Grid, kinds: Sequence[Target]) -> tuple[Target, int]:
    """Which kind of list a sheet is most likely, and which of its first rows its header."""
    rows = range(min(HEADER_WITHIN, len(grid.cells)))
    best = max(
        ((_sureness(grid, row, kind), -row, place) for row in rows for place, kind in enumerate(kinds)),
        default=(0, 0, 0),
    )
    return kinds[best[2]], -best[1]


def _sureness(grid: Grid, row: int, kind: Target) -> int:
    return sum(one.likeness for one in propose(grid, row, kind))


def propose(
    grid: Grid, row: int, kind: Target, remembered: Mapping[str, str] | None = None
) -> list[Proposal]:
    """Every column under a header, with the field it is likely to hold; no field twice, the likeliest first.

    remembered: fields by header of a mapping that is followed where it knows a header.
    """
    header = shown(grid, row)
    ranked = []
    for place, text in enumerate(header):
        if text:
            ranked += [(score, -place, name) for name, score in _ranked(text, kind, remembered or {})]
    fields: dict[int, tuple[str, int]] = {}
    for score, at, name in sorted(ranked, reverse=True):
        taken = {field for field, _score in fields.values()}
        if -at not in fields and (name not in taken or not name):
            fields[-at] = (name, score)
    body = [shown(grid, line) for line in range(row + 1, min(row + 1 + SHOWN, len(grid.cells)))]
    return [
        Proposal(
            place,
            text,
            *fields.get(place, ("", 0)),
            tuple(line[place] for line in body if place < len(line) and line[place])[:3],
        )
        for place, text in enumerate(header)
        if text
    ]


def _ranked(header: str, kind: Target, remembered: Mapping[str, str]) -> list[tuple[str, int]]:
    """Fields that a header may mean, with their likeness."""
    bare = plain(header)
    if bare in remembered:
        return [(remembered[bare], 101)]
    if bare in kind.spellings:
        return [(kind.spellings[bare], 100)]
    found = process.extract(bare, kind.spellings.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=5)
    inside = process.extract(
        bare, kind.spellings.keys(), scorer=fuzz.partial_ratio, score_cutoff=100, limit=3
    )
    alike = [(kind.spellings[word], int(score)) for word, score, _place in found]
    # With what a header begins is what its column holds; what it adds stands in its cells as well.
    return alike + [
        (kind.spellings[word], ALIKE + bare.startswith(word))
        for word, _score, _place in inside
        if len(word) > 1
    ]
