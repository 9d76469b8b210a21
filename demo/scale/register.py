"""How is a record filed at any stage of its course? With trail, clocks and admissions, as the engine does."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.models import Permission

from accounts.numbers import number
from accounts.roles import Role
from casework.models import Admission, Deadline, Record
from demo.scale.courses import Clock, Course
from demo.scale.dates import COUNTED, HOURS, NIGHT, Dates, Due
from demo.scale.sheets import Sheets
from trail.models import Event

SYSTEM = f"system\t0\t\\N\t{Role.SYSTEM}"
NOBODY = "system\t0\t\\N\t"
OVERDUE = "overdue\t%s\t\t"


@dataclass(slots=True)
class Office:
    """An organisation as rows name it. place: the codes of its province, city and county. staff: by role,
    (user's id, how a line of the trail names them)."""

    pk: int
    group: int
    name: str
    place: tuple[str | None, str | None, str | None]
    staff: dict[str, tuple[int, str]] = field(default_factory=dict)
    short: str = ""
    credit_code: str = ""

    @property
    def known_as(self) -> str:
        return self.short or self.name

    @property
    def code(self) -> str:
        """By what a draw knows it, as `by_lot.code_of` has it."""
        return self.credit_code or self.name

    def person(self, role: Role) -> int:
        return self.staff[str(role)][0]

    def seat(self, who: str) -> str:
        """How a line of the trail names who sits there; where there is no second, the first."""
        return (self.staff.get(who) or self.staff[who.removesuffix(" 2")])[1]


class Filed(NamedTuple):
    """A record that was filed. done: how many steps of its course were taken."""

    pk: int
    number: str
    title: str
    done: int


class Register:
    """Files records into the sheets of the spine, the trail, the clocks and the admissions."""

    def __init__(self, sheets: Sheets, dates: Dates) -> None:
        self.dates = dates
        self.records = sheets.begin(
            Record,
            *("id", "kind", "number", "title", "state", "turn", "holder", "next_due_at", "opened_at"),
            *("center", "province", "city", "county", "category", "platform", "outcome"),
            *("shown_platform", "shown_laboratory"),
        )
        self.events = sheets.begin(
            Event,
            *("id", "at", "subject_id", ("actor_kind", "actor_id", "organisation_id", "role")),
            *(("verb", "clause", "moved_from", "moved_to"), "detail"),
            subject_kind="record",
        )
        self.deadlines = sheets.begin(
            Deadline,
            *("id", "record", "term", "started_by", "started_at", COUNTED),
            *("met_at", "breached_at", "dropped_at", "told", "next_tell_at"),
        )
        view = Permission.objects.get(content_type__app_label="casework", codename="view_record")
        self.admissions = sheets.begin(
            Admission, "id", "content_object", "group", "since", permission=view.pk
        )
        self.first = self.records.next

    def file(
        self,
        course: Course,
        moments: Sequence[int],
        parties: Mapping[str, Office],
        *,
        title: str,
        place: tuple[str | None, str | None, str | None],
        category: int | None = None,
        outcome: str = "",
    ) -> Filed | None:
        """File a record that has come as far as its course's moments have passed; None: not opened yet.

        moments: the minute of each step, in order. parties: by the attribute of the record that names them.
        """
        dates = self.dates
        done = bisect_right(moments, dates.now, 0, len(course.steps))
        if not done:
            return None
        after = course.stages[done - 1]
        pk = self.records.take()
        clocks = [(clock, dates.due(clock.term, moments[clock.started])) for clock in after.clocks]
        late = sorted(
            (due.minute + 1, clock.term.code, due.minute)
            for clock, due in clocks
            if due.minute < (dates.now if clock.ended is None else moments[clock.ended])
        )
        first = self._tell(course, moments[:done], parties, pk, late)
        next_due = self._count(clocks, moments, pk, first, late)
        shown: dict[str, int | None] = dict.fromkeys(("platform", "laboratory"))
        for party, step in after.admits:
            office = parties[party]
            self.admissions.row(pk, office.group, dates.stamp(moments[step]))
            if party in shown:
                shown[party] = office.pk
        named = {name: office.pk for name, office in parties.items()}
        known_as = number(course.model.prefix, pk, settings.NUMBER_KEY)
        self.records.add(
            *(pk, course.kind, known_as, title, after.state),
            *(after.turn, named.get(after.hands), next_due, dates.stamp(moments[0])),
            *(named.get("center"), *place, category, named.get("platform"), outcome),
            *(shown["platform"], shown["laboratory"]),
        )
        return Filed(pk, known_as, title, done)

    def _tell(
        self,
        course: Course,
        moments: Sequence[int],
        parties: Mapping[str, Office],
        pk: int,
        late: Sequence[tuple[int, str, int]],
    ) -> list[int]:
        """Write the trail, in the order of time; returns the id of each step's line."""
        count, rest, days = len(moments), self.events.rest, self.dates.days
        first = self.events.take(count + len(late))
        ids = (
            [
                first + place + sum(breached < minute for breached, *_on in late)
                for place, minute in enumerate(moments)
            ]
            if late
            else list(range(first, first + count))
        )
        lines = [
            f"{event}\t{days[minute // NIGHT]} {HOURS[minute % NIGHT]}\t{pk}\t"
            f"{parties[party].seat(role) if role else SYSTEM}\t{told}{rest}"
            for event, minute, (party, role), told in zip(
                ids, moments, course.takers, course.told, strict=False
            )
        ]
        self.events.block("".join(lines), count)
        for place, (breached, term, due) in enumerate(late):
            event = first + place + sum(minute <= breached for minute in moments)
            detail = f'{{"term": "{term}", "due_at": "{self.dates.stamp(due)}"}}'
            self.events.add(event, self.dates.stamp(breached), pk, NOBODY, OVERDUE % term, detail)
        return ids

    def _count(
        self,
        clocks: Sequence[tuple[Clock, Due]],
        moments: Sequence[int],
        pk: int,
        events: Sequence[int],
        late: Sequence[tuple[int, str, int]],
    ) -> str | None:
        """Write the clocks; returns the instant of the first running one."""
        stamp, running = self.dates.stamp, []
        breaches = {(term, due): breached for breached, term, due in late}
        for clock, due in clocks:
            ended = None if clock.ended is None else stamp(moments[clock.ended])
            breached = breaches.get((clock.term.code, due.minute))
            self.deadlines.row(
                *(pk, clock.term.code, events[clock.started], self._began(clock, moments), due.text),
                *(ended if clock.met else None, None if breached is None else stamp(breached)),
                None if clock.met else ended,
                *self._told(due, ended is None),
            )
            if ended is None:
                running.append(due.minute)
        return stamp(min(running)) if running else None

    def _told(self, due: Due, running: bool) -> tuple[int, str | None]:
        """How many of a clock's instants have passed, and the next one, if it runs."""
        passed = sum(minute <= self.dates.now for minute in due.tells)
        ahead = due.tells[passed:] if running else ()
        return passed, self.dates.stamp(ahead[0]) if ahead else None

    def _began(self, clock: Clock, moments: Sequence[int]) -> str:
        """A term that starts on a day the record states starts at its midnight."""
        minute = moments[clock.started]
        return self.dates.stamp(minute - minute % 1440 if clock.term.start.endswith("_on") else minute)
