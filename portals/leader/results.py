"""What did the tests of a month find: by class of products, by region, month by month?

What was drawn at random and what was aimed at are never added up (X.6): each is counted for itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import BooleanField, Case, Count, F, Value, When
from django.db.models.functions import ExtractDay, TruncMonth

from casework.deadlines.clocks import local_day
from casework.terms.calendar import DAY
from catalogue.series import Names
from portals.dashboards.chart import Asked
from portals.dashboards.rates import AT_RANDOM, FAILED
from portals.deadlines.due import following
from portals.leader.counted import issued, key
from portals.leader.months import DRAWN, Days, Period
from portals.leader.shares import Change, Share

COUNTED = {"n": Count("pk"), "bad": Count("pk", filter=FAILED)}


class Row(NamedTuple):
    """What was tested of one class, in the days of the month and in the equal days. name: "" = of none, or
    of all together."""

    name: str
    now: Share = Share()
    before: Share = Share()
    year: Share = Share()

    @property
    def since_before(self) -> Change | None:
        return self.now.since(self.before)

    @property
    def since_year(self) -> Change | None:
        return self.now.since(self.year)


class Tested(NamedTuple):
    """A line of what was counted. month: its first day. within: whether in the equal days of the month."""

    month: date
    within: bool
    category: str | None
    random: bool
    tested: int
    failed: int


def tested(asked: Asked, period: Period) -> list[Tested]:
    """The batches of the months that are drawn, whole but for the last. The last is counted by itself: those
    before hardly change, and are kept for as long as counting so many takes."""
    last = period.now
    before = Days(period.drawn_from, last.first - DAY)
    rows = [*_counted(asked, before, last.last.day), *_counted(asked, last, last.last.day)]
    return [Tested(local_day(month), *rest) for month, *rest in rows]


def _counted(asked: Asked, days: Days, until: int) -> list[tuple[Any, ...]]:
    """(month, whether up to this day of it, class, whether at random, tested, failed)"""
    early = When(day__lte=until, then=Value(True))
    within = Case(early, default=Value(False), output_field=BooleanField())

    def counted() -> list[tuple[Any, ...]]:
        seen = issued(asked.viewer).filter(days.hold("issued_at")).alias(day=ExtractDay("issued_at"))
        by = seen.values_list(TruncMonth("issued_at"), within, F("category__name"), AT_RANDOM)
        return list(by.annotate(**COUNTED))

    return asked.counted(key(asked, f"tested-{days.first}-{days.last}-{until}"), counted)


def all_of(rows: Iterable[Tested], period: Period) -> Row:
    """What was tested in the days of the month, and in the equal days."""
    found = Row("")
    for row in rows:
        found = _added(found, row, period)
    return found


def by_category(rows: Iterable[Tested], names: Names, period: Period) -> list[Row]:
    """By class of products, the highest rate first, then those of too few batches. names: the later ones,
    under which what ended goes on."""
    found: dict[str, Row] = {}
    for row in rows:
        name = names.get(row.category or "", row.category or "")
        found[name] = _added(found.get(name, Row(name)), row, period)
    told = [row for row in found.values() if row.now.tested]
    return sorted(told, key=lambda row: (not row.now.enough, -(row.now.rate or 0), -row.now.tested, row.name))


def _added(found: Row, row: Tested, period: Period) -> Row:
    """With a line, if it is of the days of one of the three times."""
    if not row.within:
        return found
    for when, days in zip(("now", "before", "year"), period.all, strict=True):
        if row.month == days.first:
            return found._replace(**{when: getattr(found, when).plus(row.failed, row.tested)})
    return found


def by_month(rows: Iterable[Tested], period: Period) -> list[tuple[date, Share]]:
    """The months that are drawn, in their order."""
    found: dict[date, Share] = {}
    month = period.drawn_from
    for _place in range(DRAWN):
        found[month] = Share()
        month = following(month)
    for row in rows:
        if row.month in found:
            found[row.month] = found[row.month].plus(row.failed, row.tested)
    return list(found.items())
