"""How many of several portions may lie beyond a limit? Sampling plans by attributes: n, c, m, M."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from catalogue.numerals import NUMBER, Unreadable, number, plain

_GAP = r"\s{0,9}"
_NEXT = rf"{_GAP}[,;、]?{_GAP}"
_PLAN = re.compile(
    rf"n{_GAP}={_GAP}(\d{{1,3}}){_NEXT}c{_GAP}={_GAP}(\d{{1,3}}){_NEXT}"
    rf"m{_GAP}={_GAP}({NUMBER})(?:{_GAP}/{_GAP}\d{{1,4}}{_GAP}[A-Za-z]{{1,3}})?"
    rf"(?:{_NEXT}M{_GAP}={_GAP}({NUMBER}|-|/))?{_GAP}([^\d\s,;=^][^,;=]{{0,40}})?"
)
# What a sign before a plan says, the plan says better.
_BEGINS = re.compile(rf"[≤<]?{_GAP}(?=n{_GAP}=)")
HOW = _(
    "“%(text)s” is no sampling plan that can be read. Write it as n=5, c=2, m=10, M=100 or n=5, c=0, m=0/25g."
)


@dataclass(frozen=True)
class AttributePlan:
    """A plan of two or three classes (GB 29921, GB 4789.1).

    portions: how many are tested (n). allowed: how many of them may lie above m (c). m: what is good.
    M: above which no portion may lie; None in a plan of two classes.
    """

    portions: int
    allowed: int
    m: Decimal
    M: Decimal | None = None

    @property
    def absent(self) -> bool:
        """Whether what is good is that nothing is found: "m=0/25g"."""
        return self.M is None and not self.m


def read_plan(text: str) -> tuple[AttributePlan, str] | None:
    """(a plan as a standard writes it, the unit behind it); None for what is none. Raises Unreadable for one
    that nobody can follow."""
    tidy = plain(text)
    begins = _BEGINS.match(tidy)
    if begins is None:
        return None
    found = _PLAN.fullmatch(tidy, begins.end())
    if found is None:
        raise Unreadable(HOW % {"text": text.strip()})
    most = number(found[4]) if found[4] and found[4] not in "-/" else None
    plan = AttributePlan(int(found[1]), int(found[2]), number(found[3]), most)
    if not 1 < plan.portions <= 30 or plan.allowed >= plan.portions or (most is not None and most <= plan.m):
        raise Unreadable(
            _("“%(text)s”: n is 2 to 30, c is less than n, and M lies above m.") % {"text": text.strip()}
        )
    return plan, (found[5] or "").strip()
