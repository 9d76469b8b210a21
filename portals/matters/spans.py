"""In whose hands was a matter, from when to when, and what ran out meanwhile?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from accounts.models import Organisation
from casework.deadlines.clocks import due_day, local_day
from casework.models import Deadline, Filed, Record, kinds
from trail.models import Event


class Span(NamedTuple):
    """A time that a record spent in somebody's hands, from its first day to its last. holder: the primary key
    of the organisation."""

    record: int
    holder: int
    first: date
    last: date


class Running(NamedTuple):
    """A clock of a record, from the day on which it began to the one on which it was met or fell away. late:
    whether it ran out before."""

    began: date
    over: date
    due: date
    late: bool


Clocks = Mapping[int, list[Running]]


def spans(records: Iterable[Record], now: datetime) -> list[Span]:
    """Of each record the times in which it was somebody's turn, oldest first."""
    known = _children(records)
    moves = Event.objects.filter(subject_kind="record", subject_id__in=known).exclude(moved_to="")
    taken = moves.order_by("subject_id", "id").values_list("subject_id", "at", "moved_to")
    found: list[Span] = []
    for pk, those in groupby(taken, key=lambda move: move[0]):
        steps = [(at, state) for _pk, at, state in those]
        ends = [*(at for at, _state in steps[1:]), now]
        for (since, state), until in zip(steps, ends, strict=True):
            hands = known[pk].flow.hands(state)
            holder = known[pk].party(hands) if hands else None
            if holder is not None:
                found.append(Span(pk, holder, local_day(since), local_day(until)))
    return found


def _children(records: Iterable[Record]) -> dict[int, Filed]:
    """The records with their particulars, which name their parties; a query a kind."""
    pks = defaultdict(list)
    for each in records:
        pks[each.kind].append(each.pk)
    found: dict[int, Filed] = {}
    for kind, those in pks.items():
        found |= kinds()[kind]._default_manager.in_bulk(those)
    return found


def running(records: Iterable[Record], now: datetime) -> Clocks:
    """The clocks of each record that may count in a figure."""
    found: dict[int, list[Running]] = defaultdict(list)
    clocks = Deadline.objects.counted().filter(record__in=[each.pk for each in records])
    for clock in clocks.order_by("id"):
        over = local_day(clock.met_at or clock.dropped_at or now)
        late = clock.breached_at is not None and clock.breached_at <= now
        found[clock.record_id].append(Running(local_day(clock.started_at), over, due_day(clock.due_at), late))
    return found


def _due(clocks: Iterable[Running], day: date) -> date:
    """Which of them ends first of those that run on a day; without one never."""
    return min((clock.due for clock in clocks if clock.began <= day <= clock.over), default=date.max)


def days_by_holder(found: Iterable[Span], clocks: Clocks, first: date, last: date) -> dict[int | None, int]:
    """How many of the days from first to last the matter lay with whom, None for with nobody: they add up to
    all of them. A day on which it lay with several counts for whose clock ends first; without a clock, for
    whose turn came last."""
    held: dict[date, tuple[date, timedelta, int]] = {}
    for span in found:
        for day in _days(max(span.first, first), min(span.last, last)):
            rank = (_due(clocks.get(span.record, ()), day), date.max - span.first, span.holder)
            held[day] = min(held.get(day, rank), rank)
    counts: Counter[int | None] = Counter()
    for day in _days(first, last):
        counts[held[day][2] if day in held else None] += 1
    return dict(counts.most_common())


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))


def days_in_hand(found: Iterable[Span]) -> dict[int, int]:
    """On how many days each of the holders had something of the matter, the longest first."""
    held: dict[int, set[date]] = defaultdict(set)
    for span in found:
        held[span.holder].update(_days(span.first, span.last))
    return dict(Counter({pk: len(days) for pk, days in held.items()}).most_common())


class Course(NamedTuple):
    """The days that a drawing shows, a unit a day. today: a unit."""

    first: date
    last: date
    today: int

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def at(self, day: date) -> int:
        return max(0, min((day - self.first).days, self.days))


def course(first: date, today: date, dues: Iterable[date]) -> Course:
    """From the first day to the last on which something is due, or today."""
    return Course(first, max([today, *dues]), (today - first).days)


class Bar(NamedTuple):
    """A stretch of a course. hue: which of the holders, from 1 on; 0 for one of the others."""

    x: int
    width: int
    hue: int


def bars(found: Iterable[Span], over: Course, hues: Mapping[int, int]) -> list[Bar]:
    """Spans as stretches, in the colour of who had it."""
    return [_stretch(span.first, span.last, over, hues.get(span.holder, 0)) for span in found]


def late(clocks: Iterable[Running], over: Course) -> list[Bar]:
    """How long what had run out was not done: from the day after each clock's last."""
    found = (clock for clock in clocks if clock.late and clock.over > clock.due)
    return [_stretch(clock.due + timedelta(days=1), clock.over, over, 0) for clock in found]


def _stretch(first: date, last: date, over: Course, hue: int) -> Bar:
    begin, end = over.at(first), over.at(last + timedelta(days=1))
    return Bar(begin, max(end - begin, 0), hue)


def names(holders: Iterable[int | None]) -> dict[int, str]:
    """How the organisations are called, by primary key."""
    found = Organisation.objects.filter(pk__in=[pk for pk in holders if pk is not None])
    return {each.pk: str(each) for each in found}
