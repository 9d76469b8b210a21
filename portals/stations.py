"""Where do the boxes and arrows of figure 1 stand, and what is written in each box?

The river runs along one line: boxes of a column in the row 0 hang on it, those of the row -1 stand above it,
those of the row 1 below. What is drawn is in units of the drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from casework.pages.navigation import Station

WIDTH, GAP = 120, 22
# Left of the first box stand the channels: so much room for them, and so much from one to the next.
CHANNELS, EVERY = 144, 32
TITLE, LINE, LATE, FOOT, PAD, APART = 42, 20, 15, 18, 8, 14
# Above all boxes stands what leads back over them; under them what leads back, and the bar of what is shared.
HEAD, LOOP, BAR, INDENT = 24, 28, 30, 23
# A label of more letters than this stands above its number, not beside it.
LONG = 8


class Number(NamedTuple):
    """What is counted at a station. url: its list, "" where it is no list of the viewer's. open: None where
    the viewer is told of none."""

    label: str
    url: str
    open: int | None
    late: int


class Line(NamedTuple):
    """A number where it stands; y: the line under its label, below: that under its number, which is another
    one where the label is long."""

    label: str
    url: str
    open: int | None
    late: int
    y: int
    below: int
    height: int


class Box(NamedTuple):
    """A station. foot: how many the viewer can move, or who does it. known: whether they may look at it; own:
    whether they have a step there."""

    station: Station
    x: int
    y: int
    height: int
    lines: list[Line]
    foot: str
    known: bool
    own: bool

    @property
    def title(self) -> str:
        return str(self.station.title)

    @property
    def clause(self) -> str:
        return self.station.clause

    @property
    def axis(self) -> int:
        """Where the river comes in and goes out."""
        return self.y + TITLE // 2

    @property
    def middle(self) -> int:
        return self.x + WIDTH // 2

    @property
    def foot_y(self) -> int:
        return self.y + self.height - 9


class Back(NamedTuple):
    """An arrow that leads back or out, and on it, on a ground that hides it, what it is and how many go that
    way; x: the middle of these words."""

    path: str
    number: Number
    x: int
    y: int


class Source(NamedTuple):
    """A channel with what came over it, and the line that leads from it to the first box."""

    letter: str
    number: Number
    y: int
    path: str


class Fork(NamedTuple):
    letter: str
    x: int
    y: int


class Content(NamedTuple):
    """What is written in the box of a station; see Box."""

    station: Station
    numbers: list[Number]
    foot: str
    known: bool
    own: bool


def boxes(contents: Iterable[Content]) -> dict[Station, Box]:
    """The boxes of all stations, by the rows in which they stand."""
    by_row = sorted(contents, key=lambda content: content.station.row)
    above = [_height(_lines(each.numbers)) for each in by_row if each.station.row < 0]
    axis = HEAD + max(above, default=0) + APART
    found: dict[Station, Box] = {}
    ends: dict[int, int] = {}
    for station, numbers, foot, known, own in by_row:
        lines = _lines(numbers)
        height = _height(lines)
        tops = {-1: axis - APART - height, 0: axis, 1: ends.get(station.column, axis) + APART}
        y = tops[station.row]
        ends[station.column] = y + height
        moved = [line._replace(y=line.y + y, below=line.below + y) for line in lines]
        x = CHANNELS + station.column * (WIDTH + GAP)
        found[station] = Box(station, x, y, height, moved, foot, known, own)
    return found


def _lines(numbers: Sequence[Number]) -> list[Line]:
    """Lines below each other, from the top of their box."""
    found, y = [], TITLE
    for number in numbers:
        long = len(number.label) > LONG
        below = y + 15 + (LINE if long else 0)
        height = LINE * (2 if long else 1) + (LATE if number.late and not long else 0)
        found.append(Line(*number, y + 15, below, height))
        y += height
    return found


def _height(lines: list[Line]) -> int:
    return TITLE + sum(line.height for line in lines) + FOOT + PAD


def path(above: Box, below: Box) -> str:
    """From the right of one box to the left of another."""
    bend = below.x - GAP // 2
    start = f"M{above.x + WIDTH} {above.axis}"
    return f"{start}H{bend}V{below.axis}H{below.x}" if above.axis != below.axis else f"{start}H{below.x}"


def over(above: Box, below: Box, number: Number) -> Back:
    """Back to an earlier box, over all that stand between."""
    y = HEAD // 2
    middle = (above.middle + below.middle) // 2
    return Back(f"M{above.middle} {above.y}V{y}H{below.middle}V{below.y}", number, middle, y)


def under(above: Box, below: Box, depth: int, number: Number) -> Back:
    """Back to an earlier box, or to where one came from, under them; depth: how many lie above it."""
    y = max(above.y + above.height, below.y + below.height) + LOOP * (depth + 1) - 6
    start = above.middle + (INDENT * 2 if above is below else 0)
    end = below.middle - INDENT * (1 + depth)
    foot, other = above.y + above.height, below.y + below.height
    return Back(f"M{start} {foot}V{y}H{end}V{other}", number, (start + end) // 2, y)


def down(box: Box, bar: int, number: Number) -> Back:
    """Into the bar of what is shared."""
    foot = box.y + box.height
    return Back(f"M{box.middle} {foot}V{bar}", number, box.middle, (foot + bar) // 2)


def sources(channels: Sequence[tuple[str, Number]], first: Box) -> list[Source]:
    """The channels above each other, the middle one beside where the river begins."""
    top, bend, found = first.axis - EVERY * (len(channels) // 2), first.x - GAP, []
    for place, (letter, number) in enumerate(channels):
        y = top + place * EVERY
        found.append(Source(letter, number, y, f"M{bend - 10} {y}H{bend}V{first.axis}H{first.x}"))
    return found


def forks(ways: Sequence[tuple[str, Box]]) -> list[Fork]:
    """The letters by which ways part, each before the box it leads to."""
    return [Fork(letter, box.x - GAP // 2, box.axis) for letter, box in ways]
