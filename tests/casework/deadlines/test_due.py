"""Does the spine always show the nearest running clock, whatever way a record takes?

A model keeps the clocks by the table alone; after every step the record is compared with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.db.models import Min
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from accounts.models import System
from accounts.roles import Role
from casework.actions import take
from casework.deadlines import clocks
from casework.flow import Step
from casework.models import Deadline, Record, TermSetting
from casework.terms.calendar import official
from casework.terms.count import Unit, count
from casework.terms.table import Term
from tests.casework.trial import FLOW, opened
from tests.cast import Cast, build
from tests.swept import swept


@dataclass
class Clock:
    started: datetime
    number: int
    unit: Unit
    due: datetime
    still_since: datetime | None = None
    pauses: list[tuple[datetime, datetime]] = field(default_factory=list)


@dataclass
class Model:
    """What the table says of a record's state and clocks."""

    state: str
    reply: tuple[int, Unit]
    clocks: dict[str, Clock] = field(default_factory=dict)

    def take(self, step: Step, now: datetime, due_on: datetime) -> None:
        for term in (*step.meets, *step.drops):
            self.clocks.pop(term.code, None)
        for term in step.suspends:
            clock = self.clocks.get(term.code)
            if clock and clock.due > now:  # what has run out stays late, and runs on
                clock.still_since = clock.still_since or now
        for term in step.resumes:
            clock = self.clocks.get(term.code)
            if clock and clock.still_since:
                clock.pauses.append((clock.still_since, now))
                clock.still_since = None
                clock.due = self._due(clock)
        for term in step.starts:
            self.clocks[term.code] = self._start(term, due_on if term.start else now)
        self.state = step.target
        if self.state not in FLOW.turns:
            self.clocks.clear()

    def _start(self, term: Term, began: datetime) -> Clock:
        number, unit = (term.number, term.unit) if term.fixed else self.reply
        clock = Clock(began, number, unit, began)
        clock.due = self._due(clock)
        return clock

    @staticmethod
    def _due(clock: Clock) -> datetime:
        pauses = clock.pauses
        return count(clock.started, clock.number, clock.unit, calendar=official(), suspended=pauses).due_at

    @property
    def next_due(self) -> datetime | None:
        return min((clock.due for clock in self.clocks.values() if not clock.still_since), default=None)


def by(cast: Cast, step: Step):
    role = step.by[0]
    return System() if role == Role.SYSTEM else getattr(cast, role)


def agrees(record, model: Model) -> None:
    stored = Record.objects.get(pk=record.pk)
    running = Deadline.objects.running().filter(record=record.pk)
    nearest = running.filter(suspended_at=None).aggregate(due=Min("due_at"))["due"]
    assert stored.next_due_at == record.next_due_at == nearest == model.next_due
    assert set(running.values_list("term", flat=True)) == set(model.clocks)
    still = {term for term, clock in model.clocks.items() if clock.still_since}
    assert set(running.exclude(suspended_at=None).values_list("term", flat=True)) == still
    assert (stored.state, stored.turn) == (model.state, FLOW.turn(model.state))


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_the_nearest_clock_on_the_spine_is_that_of_the_model_after_every_step(now, data):
    with transaction.atomic():
        cast = build()
        due_on = now.date() + timedelta(days=data.draw(st.integers(-5, 40), "due on"))
        record = opened(cast, now, due_on=due_on, sent_by=cast.tester.user)
        model = Model("draft", (5, Unit.WORKING))
        for _ in range(data.draw(st.integers(3, 14), "steps")):
            now += timedelta(hours=data.draw(st.integers(0, 150), "hours later"))
            match data.draw(st.sampled_from(["step"] * 6 + ["sweep", "set"]), "action"):
                case "sweep":
                    swept(now)
                case "set":
                    number = data.draw(st.integers(1, 30), "new number")
                    version = clocks.next_version("DL-06")
                    set_by = cast.approver.user
                    TermSetting.objects.create(
                        term="DL-06",
                        version=version,
                        count=number,
                        unit="hours",
                        since=now.date(),
                        set_by=set_by,
                        set_at=now,
                    )
                    model.reply = (number, Unit.HOURS)
                case "step":
                    ways = [step for step in FLOW.leaving(model.state) if step.name != "edit"]
                    if not ways:
                        break
                    step = data.draw(st.sampled_from(ways), "step")
                    event(step.name)
                    take(step.name, record, by=by(cast, step), now=now, note="So it is.")
                    model.take(step, now, clocks.instant(due_on))
            agrees(record, model)
        transaction.set_rollback(True)
