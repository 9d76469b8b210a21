"""How far has the work of a plan come? The stages that carry it out register what they know of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import reduce
from itertools import islice
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext

from casework.models import Filed
from trail.enumerations import enumerated

# The records of one kind that are still open of the work of a plan, by its key or what stands for that.
Open = Callable[[Any], "QuerySet[Any]"]
NAMED = 5


class Lots(NamedTuple):
    """Of a product of a plan: lots with an issued report, and lots that ended without one for a stated
    reason and were not replaced."""

    reported: int = 0
    ended: int = 0


Counted = Callable[[Filed], dict[int, Lots]]
OPEN: list[Open] = []
COUNTED: list[Counted] = []


def part_of_a_plan(open_of: Open) -> Open:
    """Let a plan not be complete while these are open. A stage names its own."""
    OPEN.append(open_of)
    return open_of


def counts_lots(counted: Counted) -> Counted:
    """Let the products of a plan be counted by this: by the key of the product."""
    COUNTED.append(counted)
    return counted


def lots(plan: Filed) -> dict[int, Lots]:
    """What became of a plan's lots, by the key of its product; one of which nothing has come is no key."""
    found: dict[int, Lots] = {}
    for counted in COUNTED:
        for item, more in counted(plan).items():
            before = found.get(item, Lots())
            found[item] = Lots(before.reported + more.reported, before.ended + more.ended)
    return found


def still_open(plan: Filed) -> str:
    """What of a plan's work is open, kind by kind, by number: "sample SA-…, SA-…"; "" where nothing is."""
    return gettext("; ").join(_named(plan))


def some_open() -> Q:
    """Of plans, those of whose work something is not at its end."""
    return reduce(or_, (Q(Exists(open_of(OuterRef("pk")))) for open_of in OPEN))


def _named(plan: Filed) -> Iterator[str]:
    for open_of in OPEN:
        found = open_of(plan.pk).order_by("pk")
        numbers = list(islice(found.values_list("number", flat=True).distinct(), NAMED + 1))
        if numbers:
            yield f"{found.model._meta.verbose_name} {enumerated(numbers, NAMED)}"
