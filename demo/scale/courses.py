"""Which way does a record go, and what does the flow table leave behind after each step?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.roles import Role
from casework.flow import Step
from casework.models import Filed
from casework.terms.table import Term

# Papers to shops and enterprises, whom a letter reaches; all others accept service through the portal.
ON_PAPER = ("result_notice", "penalty_notice", "penalty_decision")


@dataclass(frozen=True)
class Clock:
    """A clock as it stands after some steps: the places of the steps that started and ended it."""

    term: Term
    started: int
    ended: int | None = None
    met: bool = True


@dataclass(frozen=True)
class Stage:
    """What a record is after a step. hands: the attribute of the party that holds it; admits: who was
    admitted, each by which step."""

    state: str
    turn: str
    hands: str
    admits: tuple[tuple[str, int], ...]
    clocks: tuple[Clock, ...]


class Course:
    """Steps of a flow one after the other, by name, with what stands after each. No step is skipped.

    Raises ValueError where a step does not lead on from the state before it.
    """

    def __init__(self, model: type[Filed], *names: str) -> None:
        self.model, self.flow = model, model.flow
        self.kind = str(model._meta.model_name)
        self.steps = [self.flow[name] for name in names]
        if self.steps[0] is not self.flow.opening:
            raise ValueError(f"{self.kind}: {names[0]} opens nothing")
        self.takers = [_taker(step, self.steps) for step in self.steps]
        # What a line of the trail says of each step: verb, clause, both states, and no particulars.
        self.told: list[str] = []
        self.stages: list[Stage] = []
        self._admits: dict[str, int] = {}
        self._clocks: list[Clock] = []
        state = ""
        for place, step in enumerate(self.steps):
            if place and state not in step.sources:
                raise ValueError(f"{self.kind}: {step.name} does not lead on from {state}")
            self.told.append(f"{step.name}\t{step.clause}\t{state}\t{step.target}\t{{}}")
            state = str(step.target)
            self.stages.append(self._after(place, step))

    def _after(self, place: int, step: Step) -> Stage:
        """What the engine does after a step: casework.actions._settle, in its order."""
        if step.suspends or step.resumes or step.prompt:
            raise ValueError(f"{self.kind}: {step.name} lets a clock stand still, which is not made here")
        turn = self.flow.turn(step.target)
        starts = step.starting(self.model())
        self._end({term.code for term in step.drops}, place, met=False)
        self._end({term.code for term in step.meets}, place, met=True)
        self._end({term.code for term in starts}, place, met=False)
        self._clocks += [Clock(term, place) for term in starts]
        if not turn:
            self._end({clock.term.code for clock in self._clocks}, place, met=False)
        for party in step.admits:
            self._admits.setdefault(party, place)
        hands = self.flow.hands(step.target)
        return Stage(str(step.target), str(turn), hands, tuple(self._admits.items()), tuple(self._clocks))

    def _end(self, codes: set[str], place: int, *, met: bool) -> None:
        self._clocks = [
            Clock(clock.term, clock.started, place, met)
            if clock.ended is None and clock.term.code in codes
            else clock
            for clock in self._clocks
        ]


def _taker(step: Step, steps: Sequence[Step]) -> tuple[str, str]:
    """(party, role) that takes a step; ("", "") where it is the system's. Who must be another person than
    somebody in the same role is the second of it."""
    role = next((role for role in step.by if role is not Role.SYSTEM), None)
    served_at_once = step.follows and Role.SYSTEM in step.by and step.follows not in ON_PAPER
    if role is None or served_at_once:
        return "", ""
    same = any(other.name in step.differs and role in other.by for other in steps)
    return step.party(role), second(role) if same else str(role)


def second(role: Role) -> str:
    """Under what the second person of a role is found in an office."""
    return f"{role} 2"
