"""Which goals are there, and is one met?"""

from __future__ import annotations

from dataclasses import dataclass

SLACK = 1.1  # what two runs of the same may differ by


@dataclass(frozen=True)
class Outcome:
    """A goal beside what was measured. most: measured must not exceed the goal, else not fall below it."""

    row: str
    what: str
    measured: float
    goal: float
    most: bool
    unit: str = "×"
    spread: str = ""

    @property
    def met(self) -> bool:
        if self.most:
            return self.measured <= self.goal * SLACK
        return self.measured * SLACK >= self.goal

    @property
    def verdict(self) -> str:
        """ "met", or by how much it is missed."""
        if self.met:
            return "met"
        return f"missed by {self.short:.1f} ×" if self.goal else "missed"

    @property
    def short(self) -> float:
        """How many times the goal was measured, or would have to be."""
        if self.most:
            return self.measured / self.goal if self.goal else float("inf")
        return self.goal / max(self.measured, 1e-9)


def at_most(row: str, what: str, measured: float, goal: float, unit: str = "×", spread: str = "") -> Outcome:
    return Outcome(row, what, measured, goal, True, unit, spread)


def at_least(row: str, what: str, measured: float, goal: float, unit: str = "×", spread: str = "") -> Outcome:
    return Outcome(row, what, measured, goal, False, unit, spread)
