"""Who comes to the addresses that are no list, record or step? Each tests/<stage>/walls.py lists its own.

Written by hand, by the names that people have in the cast: what the rules of the code say is held against it.
A stranger of another organisation (other_<name>) passes where <name> does, as far as no object is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from accounts.roles import Kind, Role
from casework.models import Filed
from tests.cast import Cast


def people(*kinds: Kind) -> frozenset[str]:
    """Everybody who works in organisations of these kinds, as the cast names them."""
    held = {str(role) for role in Role if role.kind in kinds}
    shared = {f"{kind}_{role}" for kind in kinds for role in (Role.SHARING_OFFICER, Role.ADMINISTRATOR)}
    return frozenset(held | shared | (BELOW_AND_ABOVE if Kind.REGULATOR in kinds else set()))


# Regulators' people beside those of the province.
BELOW_AND_ABOVE = {
    "nation_officer", "city_officer", "county_officer", "county_second", "county_third", "county_reviewer",
    "county_head",
}  # fmt: skip
CENTER, LABORATORY = people(Kind.CENTER), people(Kind.LABORATORY)
REGULATOR, PLATFORM = people(Kind.REGULATOR), people(Kind.PLATFORM)
PROVINCE = REGULATOR - BELOW_AND_ABOVE
SHOP = people(Kind.MERCHANT)
STAFFED = CENTER | LABORATORY | REGULATOR | PLATFORM
EVERYBODY = STAFFED | SHOP
OFFICERS = frozenset(name for name in STAFFED if name.endswith("_sharing_officer"))
ADMINISTRATORS = frozenset(name for name in STAFFED if name.endswith("_administrator"))
# Those of the center who may know what is to be bought: a buyer knows what is theirs to buy.
KNOWING = CENTER - {"buyer"}


class Found(NamedTuple):
    """An object for a wall. names: the arguments of its address. record: the record that it goes with, where
    who sees it sees the object. data: what is posted."""

    names: tuple[Any, ...]
    record: Filed | None = None
    data: dict[str, Any] = {}  # a tuple's default is never written to


@dataclass(frozen=True)
class Wall:
    """One address, asked by `method` as everybody.

    who: who passes at all. given: brings the object. sees: who finds it: all of `who` at home unless told
    otherwise; of an object with a record, who sees the record. open_to_all: strangers find it as well. may:
    of those who find it, who is let in. posts: who of these may post, where more look than act. closed: the
    answer to who does not pass: but whoever came by a link finds none of what is not for them (404).
    """

    name: str
    who: Iterable[str]
    given: Callable[[Cast, datetime], Found] | None = None
    sees: Iterable[str] | None = None
    may: Iterable[str] | None = None
    posts: Iterable[str] | None = None
    method: str = "GET"
    names: tuple[Any, ...] = ()
    open_to_all: bool = False
    closed: int = 403
    case: str = ""

    @property
    def id(self) -> str:
        return f"{self.name} {self.case}".strip()

    def shut(self, name: str) -> int:
        """How somebody who does not pass is answered."""
        return 404 if name in SHOP else self.closed


Walls = Sequence[Wall]
