"""What is due on which day of a month, and whose move is it?

A clock that stands still is not due. What has run out stands apart from the days: it is due now.
"""

from __future__ import annotations

from calendar import Calendar as Weeks
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Case, QuerySet, TextChoices, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Level, Viewer
from casework.deadlines.clocks import due_day, instant
from casework.models import Deadline, Record, RecordQuerySet, kinds
from casework.pages.worklist import turns
from casework.terms.calendar import FIRST_YEAR, LAST_YEAR, Calendar, Rest
from casework.terms.table import TERMS

# So many clocks of a month are counted, and so many of them shown; of each day so many in the grid.
COUNTED, SHOWN, CHIPS = 1001, 200, 3
# So many of those that have run out are shown.
LATE = 20
SPINE = [f"record__{name}" for name in ("kind", "number", "title", "turn", "holder")]


class Whose(TextChoices):
    """Whose moves are shown."""

    MINE = "mine", _("My moves")
    OURS = "ours", _("My organisation")
    ALL = "all", _("All in my scope")


class Mover(TextChoices):
    """Whose move it is, as the viewer sees it; in the order of the page."""

    ME = "me", _("Your move")
    COLLEAGUE = "colleague", _("A colleague's move")
    OTHER = "other", _("Another organisation's move")


ORDER = list(Mover)


@dataclass(frozen=True)
class Due:
    """A running clock: of which record, which term, the last day, and whose move it is."""

    day: date
    term: str
    number: str
    title: str
    mover: Mover
    provisional: bool
    due_at: datetime
    record: Record

    @property
    def label(self) -> str | Promise:
        return TERMS[self.term].label if self.term in TERMS else self.term

    @property
    def url(self) -> str:
        return self.record.get_absolute_url()


@dataclass
class Day:
    """A day of the grid. rest: why it is no ordinary working day; worked: it makes up for another."""

    date: date
    within: bool
    today: bool
    rest: Rest | None
    worked: bool
    number: int = 0
    shown: list[Due] = field(default_factory=list)

    @property
    def chips(self) -> list[Due]:
        return self.shown[:CHIPS]

    @property
    def more(self) -> int:
        """How many do not stand in the grid."""
        return self.number - len(self.chips)


class Found(NamedTuple):
    """Clocks that are shown, and how many there are; beyond a thousand they are not counted."""

    shown: list[Due]
    number: int


def scope(viewer: Viewer, whose: Whose) -> RecordQuerySet[Record]:
    """The open records in question; what is joint is of nobody's scope, but may be one's own to move."""
    if whose == Whose.MINE:
        return Record.objects.awaiting(viewer).order_by()
    if whose == Whose.OURS:
        ours = Record.objects.visible_to(viewer).filter(holder=viewer.organisation)
        return ours.exclude(turn="").order_by()
    joint = [name for name, model in kinds().items() if model.joint]
    return Record.objects.within(viewer).exclude(kind__in=joint).exclude(turn="").order_by()


def of_month(viewer: Viewer, whose: Whose, first: date, now: datetime) -> tuple[dict[date, int], Found]:
    """How many clocks end on each day of a month, and those that are shown: some of every day before all
    of one."""
    begins, ends = instant(first), instant(following(first))
    clocks = _running(scope(viewer, whose).values("pk")).filter(due_at__gt=max(begins, now), due_at__lte=ends)
    found = _read(viewer, clocks.order_by("due_at", "id")[:COUNTED])
    counted: dict[date, int] = {}
    placed = []
    for day, dues in groupby(found, key=lambda due: due.day):
        own_first = sorted(dues, key=lambda due: ORDER.index(due.mover))
        counted[day] = len(own_first)
        placed += [(place >= CHIPS, day, place, due) for place, due in enumerate(own_first)]
    first_of_all = sorted(placed, key=lambda each: each[:3])[:SHOWN]
    shown = [due for *_place, due in sorted(first_of_all, key=lambda each: each[1:3])]
    return counted, Found(shown, len(found))


def run_out(viewer: Viewer, whose: Whose, now: datetime) -> Found:
    """The clocks that have run out and still run: own moves first, the oldest first."""
    late = scope(viewer, whose).filter(next_due_at__lte=now)
    clocks = _running(_oldest(late, viewer, whose)).filter(due_at__lte=now)
    mine = When(record__holder=viewer.organisation, record__turn__in=sorted(viewer.roles), then=Value(0))
    own = Case(mine, When(record__holder=viewer.organisation, then=Value(1)), default=Value(2))
    ordered = clocks.annotate(rank=own).order_by("rank", "due_at", "id")
    number = _running(late.values("pk")).filter(due_at__lte=now).values("pk")[:COUNTED].count()
    return Found(_read(viewer, ordered[:LATE]), number)


def _oldest(late: RecordQuerySet[Record], viewer: Viewer, whose: Whose) -> QuerySet[Record, Any]:
    """The records in question; of all in a scope the oldest, which stand at the front of an index; of a whole
    nation the oldest of each turn."""
    if whose != Whose.ALL:
        return late.values("pk")
    oldest = late.order_by("next_due_at", "id").values("pk")
    if viewer.organisation.level != Level.NATION:
        return oldest[:LATE]
    first, *others = (oldest.filter(turn=role)[:LATE] for role in sorted(turns()))
    return first.union(*others, all=True)


def _running(records: QuerySet[Record, Any]) -> QuerySet[Deadline]:
    return Deadline.objects.running().filter(suspended_at=None, record__in=records)


def _read(viewer: Viewer, clocks: QuerySet[Deadline]) -> list[Due]:
    found = clocks.select_related("record").only("due_at", "term", "provisional", *SPINE)
    return [_due(clock, viewer) for clock in found]


def _due(clock: Deadline, viewer: Viewer) -> Due:
    record = clock.record
    return Due(
        day=due_day(clock.due_at),
        term=clock.term,
        number=record.number,
        title=record.title,
        mover=_mover(record, viewer),
        provisional=clock.provisional,
        due_at=clock.due_at,
        record=record,
    )


def _mover(record: Record, viewer: Viewer) -> Mover:
    if record.holder_id != viewer.organisation.pk:
        return Mover.OTHER
    return Mover.ME if record.turn in viewer.roles else Mover.COLLEAGUE


def grid(
    first: date, today: date, calendar: Calendar, counted: dict[date, int], shown: Sequence[Due]
) -> list[list[Day]]:
    """The weeks of a month, from Monday to Sunday, with what is due on each day."""
    by_day: dict[date, list[Due]] = {}
    for due in shown:
        by_day.setdefault(due.day, []).append(due)
    weeks = Weeks(firstweekday=0).monthdatescalendar(first.year, first.month)
    return [
        [
            Day(
                date=day,
                within=day.month == first.month,
                today=day == today,
                rest=calendar.reason(day),
                worked=day.weekday() >= 5 and calendar.is_working(day),
                number=counted.get(day, 0),
                shown=by_day.get(day, []),
            )
            for day in week
        ]
        for week in weeks
    ]


def following(first: date) -> date:
    """The first day of the month after."""
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def before(first: date) -> date:
    """The first day of the month before."""
    return (first - timedelta(days=1)).replace(day=1)


def known(first: date) -> bool:
    """Whether a month is within the years that the calendar knows."""
    return FIRST_YEAR <= first.year <= LAST_YEAR
