"""Which shops, makers and products are the same, and what did anybody sample already? (6.2-3, O18-02)"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from casework.clauses import carries
from casework.deadlines.clocks import local_day
from catalogue.models import Enterprise, Finding, Shop, six_months_before
from catalogue.names import folded, key

LINKS = ("shop", "brand", "enterprise")
# With so many producers in question, the findings of six months are looked through rather than looked up.
FEW = 1_000

# What lists say again and again is looked at once.
same = lru_cache(100_000)(key)

Mark = tuple[str, str]
Product = tuple[str, str, str]  # producer's key, brand and model as they are compared


# --- who is who --------------------------------------------------------------------------------------------


def marks(of: Shop | Enterprise | Any | None) -> set[Mark]:
    """By what one is known: shops that share a credit code or an operator's name are one operator's.

    A natural person's name is no mark, for many have it. What there is none of, or is unknown, has no marks.
    """
    if of is None:
        return set()
    found = {("row", str(of.pk))}
    if code := getattr(of, "credit_code", ""):
        found.add(("code", code.upper()))
    if isinstance(of, Shop) and of.operator and not of.natural_person:
        found.add(("operator", key(of.operator)))
    return found


def joined(each: Iterable[set[Mark]]) -> list[int]:
    """A number for each, the same for those that a chain of shared marks joins; -1 for who has none.

    Numbers go by who comes first.
    """
    parent: dict[Mark, Mark] = {}

    def head(mark: Mark) -> Mark:
        while parent.setdefault(mark, mark) != mark:
            parent[mark] = mark = parent[parent[mark]]
        return mark

    firsts: list[Mark | None] = []
    for some in each:
        first = min(some, default=None)
        firsts.append(first)
        if first is not None:
            for mark in some:
                parent[head(mark)] = head(first)
    numbers: dict[Mark, int] = {}
    return [-1 if mark is None else numbers.setdefault(head(mark), len(numbers)) for mark in firsts]


# --- what was sampled already ------------------------------------------------------------------------------


def product_of(producer: str, brand: str, model: str) -> Product:
    """A product as the rule of six months compares it."""
    return same(producer), folded(brand), folded(model)


@dataclass(frozen=True)
class Sampled:
    """What anybody sampled since a day: of each product, the standards named ("" where none was)."""

    products: Mapping[Product, set[str]]

    def has(self, product: Product, standard: str) -> bool:
        """Whether the same producer, standard, brand and model was sampled.

        A standard that one side does not name tells nothing apart. A product of which neither producer nor
        brand is known is like no other.
        """
        if not any(product[:2]) or product not in self.products:
            return False
        known, mine = self.products[product], same(standard)
        return not mine or "" in known or mine in known


@carries("O18-02")
def sampled(producers: Collection[str], now: datetime) -> Sampled:
    """What of these producers (by key, "" where none is named) anybody sampled in the last six months."""
    found = Finding.objects.filter(on__gte=six_months_before(local_day(now)))
    if len(producers) <= FEW:
        found = found.filter(producer_key__in=producers)
    products: dict[Product, set[str]] = {}
    rows = found.values_list("producer_key", "brand", "model", "standard")
    for producer, brand, model, standard in rows.iterator():
        if producer in producers:
            product = producer, folded(brand), folded(model)
            products.setdefault(product, set()).add(same(standard))
    return Sampled(products)
