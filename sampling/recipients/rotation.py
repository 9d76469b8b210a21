"""Whose turn is it to receive a parcel? Whom the shop does not know, and of these the least exposed.

What a shop learns of a person is held by kind: the person, a telephone, an address, an account on the
platform, a payment account. Each may be used again for a shop from some day on, and is exposed to so many
shops. Pure: what the database knows comes in as rows, and chance as a function.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

T = TypeVar("T")
Draw = Callable[[Sequence[T]], T]

PERSON = "person"
# A parcel needs these. Of whoever has an account of their own, one is used; else the buyer enters theirs.
NEEDED = (PERSON, "phone", "address")
OWN = ("account", "payment")


@dataclass(frozen=True)
class Held:
    """One thing of one person.

    key: its primary key; 0 of the person as such. exposure: how many shops know it, those of one operator
    being one. free: the first day on which it may be used for the shop in question; None while that depends
    on an order that is not placed yet.
    """

    person: int
    kind: str
    key: int
    exposure: int
    free: date | None


@dataclass(frozen=True)
class Choice:
    """Who receives, by which of their things; exposure: of the most exposed of these."""

    person: int
    keys: frozenset[int]
    exposure: int


def choose(held: Iterable[Held], today: date, draw: Draw[Choice]) -> Choice | None:
    """The least exposed of those who are free today, drawn among equals; None if nobody is.

    Those with accounts of their own come first. Exposed is somebody as their most exposed thing is.
    """
    best: dict[tuple[int, int], list[Choice]] = defaultdict(list)
    for person, kinds in _by_person(held).items():
        free = {kind: [one for one in things if _is_free(one, today)] for kind, things in kinds.items()}
        if not all(free.get(kind) for kind in NEEDED) or not all(free.values()):
            continue
        used = [min(things, key=lambda one: (one.exposure, one.key)) for things in free.values()]
        keys = frozenset(one.key for one in used if one.key)
        choice = Choice(person, keys, max(one.exposure for one in used))
        best[(sum(kind not in free for kind in OWN), choice.exposure)].append(choice)
    return draw(best[min(best)]) if best else None


def next_free(held: Iterable[Held]) -> date | None:
    """The first day on which somebody is free again; None if nobody is by a day that is known."""
    days = []
    for kinds in _by_person(held).values():
        known = [[one.free for one in things if one.free is not None] for things in kinds.values()]
        if set(NEEDED) <= set(kinds) and all(known):
            days.append(max(map(min, known)))
    return min(days, default=None)


def _is_free(one: Held, today: date) -> bool:
    return one.free is not None and one.free <= today


def _by_person(held: Iterable[Held]) -> Mapping[int, Mapping[str, list[Held]]]:
    found: dict[int, dict[str, list[Held]]] = defaultdict(lambda: defaultdict(list))
    for one in held:
        found[one.person][one.kind].append(one)
    return {person: dict(kinds) for person, kinds in found.items()}
