"""What does a value say against a limit, judged a second time, from the words of GB/T 8170-2008 alone?

Nothing of it comes from the application, and it goes the other way: nothing is rounded and then compared.
The limit is traced back to all numbers that round into it (4.3.3), or taken as it is (4.3.2); what was
measured is the set of all numbers that it may stand for. The verdict is where the one lies to the other.
bench/trust.py compares what it says. Everything is exact: fractions.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

# Between any two numbers, and beside each: just before it, or just after it.
BEFORE, AFTER = 0, 1
Cut = tuple[Fraction | float, int]
FIRST, LAST = (-math.inf, AFTER), (math.inf, BEFORE)

CONFORMING, NON_CONFORMING, UNDECIDED = "conforming", "non_conforming", ""


@dataclass(frozen=True)
class Numbers:
    """All numbers between two cuts; none if the end does not lie after the start."""

    start: Cut = FIRST
    end: Cut = LAST

    def __and__(self, other: Numbers) -> Numbers:
        return Numbers(max(self.start, other.start), min(self.end, other.end))

    def lies_in(self, other: Numbers) -> bool:
        return other.start <= self.start and self.end <= other.end

    def misses(self, other: Numbers) -> bool:
        both = self & other
        return both.end <= both.start


def exactly(number: Fraction) -> Numbers:
    return Numbers((number, BEFORE), (number, AFTER))


def related(sign: str, number: Fraction) -> Numbers:
    """All numbers that are ≥, >, ≤ or < a number (4.2.1)."""
    match sign:
        case "≥":
            return Numbers(start=(number, BEFORE))
        case ">":
            return Numbers(start=(number, AFTER))
        case "≤":
            return Numbers(end=(number, AFTER))
        case "<":
            return Numbers(end=(number, BEFORE))
    raise ValueError(sign)


def rounded(value: Fraction, step: Fraction) -> Fraction:
    """By 3.2: below half a step dropped, above it up, just half to the even; of a negative its amount.

    step: 10ⁿ; or, by 3.3.2, half or a fifth of it. To double, round and halve is to round to half a step.
    """
    steps, rest = divmod(abs(value), step)
    if 2 * rest > step or (2 * rest == step and steps % 2):
        steps += 1
    return steps * step if value >= 0 else -steps * step


def rounding_into(limit: Numbers, step: Fraction) -> Numbers:
    """All numbers which, rounded, lie within the limit."""
    start, end = limit.start, limit.end
    if isinstance(start[0], Fraction):
        start = _reach_down(_multiple_from(start[0] / step, start[1]), step)
    if isinstance(end[0], Fraction):
        # The last multiple before a cut is the one before the first that lies after it.
        end = _reach_up(_multiple_from(end[0] / step, end[1]) - 1, step)
    return Numbers(start, end)


def _multiple_from(position: Fraction, side: int) -> int:
    """The first whole number behind a cut."""
    return math.ceil(position) if side == BEFORE else math.floor(position) + 1


def _reach_down(multiple: int, step: Fraction) -> Cut:
    """Where the numbers begin that round to a multiple: an even one draws the half to itself."""
    return (multiple - Fraction(1, 2)) * step, BEFORE if multiple % 2 == 0 else AFTER


def _reach_up(multiple: int, step: Fraction) -> Cut:
    return (multiple + Fraction(1, 2)) * step, AFTER if multiple % 2 == 0 else BEFORE


def verdict(measured: Numbers, limit: Numbers, step: Fraction | None) -> str:
    """What all numbers that were perhaps measured say alike. step: of the rounding, None for 4.3.2."""
    meets = rounding_into(limit, step) if step else limit
    if measured.lies_in(meets):
        return CONFORMING
    return NON_CONFORMING if measured.misses(meets) else UNDECIDED
