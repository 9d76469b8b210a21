"""Which way has a record come, where does it stand, and what lies ahead? The bar of steps on its page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from casework.flow import NOTHING, Flow
from casework.models import Filed
from trail.models import Event


@dataclass(frozen=True)
class Stage:
    """One state in the step bar. when: done, now, ahead, final: its end is reached, or end: it was voided,
    and goes nowhere."""

    label: str
    when: str


def stages(record: Filed, told: Sequence[Event] = ()) -> list[Stage]:
    """The states that it came through, the one in which it stands, and those of its path that lie ahead.
    told: all its trail, where that is at hand."""
    come = _come(record, told)
    labels = record.flow.states
    standing = "end" if record.state in NOTHING else "now" if record.turn else "final"
    return [
        *(Stage(_happened(str(labels(state).label)), "done") for state in come),
        Stage(str(labels(record.state).label), standing),
        *(Stage(str(labels(state).label), "ahead") for state in _ahead(record, come)),
    ]


def _happened(label: str) -> str:
    """The name of a state that has passed: what stands after the comma was still to come, "Sent, not
    delivered yet"."""
    return re.split("[,，]", label)[0]


def _come(record: Filed, told: Sequence[Event]) -> list[str]:
    """The states that its trail says it was in, in their order, without what it went back behind."""
    moves = told or Event.objects.of("record", record.pk).exclude(moved_to="")
    come = [event.moved_to for event in sorted(moves, key=attrgetter("pk")) if event.moved_to]
    way: list[str] = []
    for state in (*come, record.state):
        way = [*way[: way.index(state)], state] if state in way else [*way, state]
    return way[:-1]


def _ahead(record: Filed, come: Sequence[str]) -> Sequence[str]:
    """The rest of its path from where it stands, or from where its next steps bring it back to the path."""
    main = record.path()
    if not record.turn:
        return ()
    if record.state in main:
        return main[main.index(record.state) + 1 :]
    passed = max((main.index(state) for state in come if state in main), default=-1)
    return main[max(passed + 1, _joins(record.flow, record.state, main)) :]


def _joins(flow: Flow, state: str, main: Sequence[str]) -> int:
    """The place on the path that a state beside it leads to in the fewest steps, as the work goes on."""
    seen, states = {state}, {state}
    while states:
        found = [main.index(each) for each in states if each in main]
        if found:
            return min(found)
        states = {step.target for each in states for step in flow.leaving(each) if step.primary} - seen
        seen |= states
    return len(main)
