"""Where do the points, lines and bars of the page stand? In units of their drawings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from math import ceil
from typing import NamedTuple

from portals.leader.money import Money
from portals.leader.parties import Reply
from portals.leader.results import Row
from portals.leader.shares import Share

# The rows of intervals, the months, the replies, the money.
WIDE, EDGE = 240, 6
LONG = 150
LEFT, RIGHT, TOP, BOTTOM = 42, 364, 18, 160
BAR = 670


class Axis(NamedTuple):
    """most: per cent at its end. ticks: (where, per cent)."""

    most: int
    ticks: list[tuple[float, int]]


class Interval(NamedTuple):
    """A rate with its interval, and the rate before; None = none is told."""

    low: float
    high: float
    at: float
    before: float | None


def axis_of(rows: Sequence[Row]) -> Axis:
    """As far as the highest of what is drawn, and 20 % at least."""
    highest = max((row.now.bounds[1] for row in rows if row.now.bounds), default=0.0)
    most = max(20, min(100, 10 * ceil(highest / 10)))
    step = 10 if most <= 50 else 25
    return Axis(most, [(_across(tick, most), tick) for tick in range(0, most + 1, step)])


def interval(row: Row, axis: Axis) -> Interval | None:
    """Where the rate of a row stands; None where there is none."""
    if row.now.bounds is None or row.now.rate is None:
        return None
    low, high = row.now.bounds
    before = row.before.rate
    seen = None if before is None or before > axis.most else _across(before, axis.most)
    ends = _across(low, axis.most), _across(min(high, axis.most), axis.most)
    return Interval(*ends, _across(row.now.rate, axis.most), seen)


def _across(rate: float, most: int) -> float:
    return round(EDGE + (WIDE - 2 * EDGE) * rate / most, 1)


class Month(NamedTuple):
    """x, y: of its point; y: None where no rate is told. named: whether it stands under the drawing. key:
    whether its rate stands beside its point: of the first and of the last of which one is told."""

    first: date
    share: Share
    x: float
    y: float | None
    named: bool
    key: bool = False


class Months(NamedTuple):
    """lines, bands: paths, one for each run of months of which a rate is told. ticks: (y, per cent)."""

    months: list[Month]
    lines: list[str]
    bands: list[str]
    ticks: list[tuple[float, int]]


def months_of(found: Sequence[tuple[date, Share]]) -> Months:
    """The rates month by month with the band of their intervals."""
    highest = max((share.bounds[1] for _month, share in found if share.bounds), default=0.0)
    most = max(10, 5 * ceil(min(highest, 100) / 5))
    step = 5 if most <= 25 else 25 if most > 50 else 10
    apart = (RIGHT - LEFT) / max(len(found) - 1, 1)
    drawn = [
        Month(
            first,
            share,
            round(LEFT + place * apart, 1),
            None if share.rate is None else _up(share.rate, most),
            (len(found) - 1 - place) % 3 == 0,
        )
        for place, (first, share) in enumerate(found)
    ]
    told = [place for place, month in enumerate(drawn) if month.y is not None]
    for place in {*told[:1], *told[-1:]}:
        drawn[place] = drawn[place]._replace(key=True)
    runs = [
        list(run) for drawn_there, run in groupby(drawn, key=lambda month: month.y is not None) if drawn_there
    ]
    ticks = [(_up(tick, most), tick) for tick in range(0, most + 1, step)]
    return Months(drawn, [_line(run) for run in runs], [_band(run, most) for run in runs], ticks)


def _up(rate: float, most: int) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * rate / most, 1)


def _line(run: list[Month]) -> str:
    return "M" + "L".join(f"{month.x} {month.y}" for month in run)


def _band(run: list[Month], most: int) -> str:
    bounds = [(month.x, *(month.share.bounds or (0.0, 0.0))) for month in run]
    upper = [f"{x} {_up(high, most)}" for x, _low, high in bounds]
    lower = [f"{x} {_up(low, most)}" for x, low, _high in reversed(bounds)]
    return "M" + "L".join([*upper, *lower]) + "Z"


class Answers(NamedTuple):
    """A bar up to the median, a thin one up to the ninth of ten."""

    reply: Reply
    middle: float
    most: float


def answers_of(found: Sequence[Reply]) -> list[Answers]:
    """The bars of some, to one scale."""
    longest = max((reply.most for reply in found), default=0) or 1
    scaled = [(LONG * reply.middle / longest, LONG * reply.most / longest) for reply in found]
    return [
        Answers(reply, round(middle, 1), round(most, 1))
        for reply, (middle, most) in zip(found, scaled, strict=True)
    ]


class MoneyBar(NamedTuple):
    """Ends of what is spent, what is expected besides, and the budget; and where in it the year stands. The
    whole is the budget, or what goes beyond it."""

    spent: float
    expected: float
    limit: float
    today: float

    @property
    def over(self) -> float:
        """How much lies beyond the budget."""
        return round(max(self.expected - self.limit, 0.0), 1)


def bar_of(money: Money) -> MoneyBar:
    budget = money.budget
    limit, spent = budget.limit or Decimal(0), max(budget.spent, Decimal(0))
    whole = max(limit, spent + budget.expected) or Decimal(1)
    parts = spent, spent + budget.expected, limit
    paid, expected, end = (round(float(BAR * part / whole), 1) for part in parts)
    return MoneyBar(paid, expected, end, round(end * money.year, 1))
