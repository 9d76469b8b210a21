"""What do races of purchases begin from, and what must hold after them? For the tests and for the bench."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.models import System
from casework.actions import take
from catalogue.models import Shop
from sampling.listings.actions.identities import LINKS
from sampling.purchases.actions.targets import confirm
from sampling.purchases.models.purchases import Purchase
from sampling.schemes.actions import seeds
from sampling.schemes.actions.schemes import approve, submit
from sampling.schemes.models import Scheme
from tests.cast import Cast
from tests.sampling import given

# What two listings of a race have in common.
COMMON: dict[str, Callable[[int], dict[str, str]]] = {
    "shop": lambda race: {"shop": f"Shop {race} of two", "shop_id": f"S-{race}-both"},
    "brand": lambda race: {"brand": f"Brand {race} of two"},
    "enterprise": lambda race: {"enterprise": f"Maker {race} of two"},
    "operator": lambda race: {"shop": f"Operator {race}'s"},  # two shops of one operator, see operated()
}


def pairs(races: int, sorts: tuple[str, ...] = tuple(COMMON)) -> list[dict[str, str]]:
    """Two listings for each race, which may not both be bought."""
    rows = []
    for race in range(1, races + 1):
        same = COMMON[sorts[race % len(sorts)]](race)
        rows += [given.row(10 * race + side, **same) for side in (1, 2)]
    return rows


def operated() -> None:
    """Shops of one name are two shops of one operator, by its credit code."""
    for shop in Shop.objects.filter(name__startswith="Operator "):
        shop.credit_code = f"91330100MA{shop.name.split()[1][:-2]:0>8}"
        shop.save(update_fields=["credit_code"])


def market(cast: Cast, now: Any, races: int, *sorts: str, **plan: Any) -> Scheme:
    """A scheme under way with pairs of listings of which nothing is bought yet but one other thing."""
    rows = [given.row(1), *pairs(races, sorts or tuple(COMMON))]
    scheme = given.draft_scheme(cast, now, rows=rows, batches=races + 1, cases=[], **plan)
    operated()
    return scheme


def proposed(scheme: Scheme, cast: Cast, now: Any, chosen: int = 1) -> Scheme:
    """Its first lines are the targets, whatever the engine would have chosen."""
    seeds.commit(scheme, by=cast.organiser, now=now)
    submit(scheme, by=cast.organiser, now=now)
    approve(scheme, by=cast.leader, now=now)
    scheme.listings.filter(line__lte=chosen).update(chosen=True)
    take("select", scheme, by=System(), now=now, selected_at=now)
    return scheme


def buying(scheme: Scheme, cast: Cast, now: Any) -> Scheme:
    confirm(proposed(scheme, cast, now), by=cast.organiser, now=now)
    return scheme


def of_one_shop(cast: Cast, now: Any, name: str) -> list[Purchase]:
    """Two purchases of one shop, planned, each in a scheme of its own."""
    row = {**given.row(1), "shop_id": name}
    schemes = [given.draft_scheme(cast, now, rows=[row], cases=[]) for _ in range(2)]
    return [buying(scheme, cast, now).purchases.get() for scheme in schemes]


def twice(scheme: Scheme) -> list[str]:
    """Of what the scheme has two purchases that count: there must be nothing."""
    bought = Purchase.objects.filter(scheme=scheme, counts=True)
    found = []
    for name in (*LINKS, "listing", "shop__credit_code"):
        there = [each for each in bought.values_list(name, flat=True) if each]
        found += [name] if len(there) != len(set(there)) else []
    return found
