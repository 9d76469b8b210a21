"""Which listings do a few words mean? Those whose product, shop, brand or enterprise is called so."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from catalogue.models import Brand, Enterprise, Shop
from catalogue.pairs import holding
from sampling.schemes.models import Listing

# So many are told at most ("1,000+"). Where words mean more, these lie so close together that a page is full
# after a few rows.
MANY = 1_000
NAMED = {"shop": Shop, "brand": Brand, "enterprise": Enterprise}


@dataclass(frozen=True)
class Sought:
    """Listings of a scheme that are looked for. lines: theirs in order, where an index told them; None where
    they are met on a walk. many: whether they are known to be more than MANY."""

    listings: QuerySet[Listing]
    lines: Sequence[int] | None = None
    many: bool = False

    def page(self, after: int, size: int) -> list[Listing]:
        """The first behind a line."""
        if self.lines is None:
            return list(self.listings.filter(line__gt=after).order_by("line")[:size])
        first = bisect_right(self.lines, after)
        return list(self.listings.filter(line__in=self.lines[first : first + size]).order_by("line"))

    def count(self) -> int | None:
        """How many there are; None for more than MANY."""
        if self.lines is not None:
            return len(self.lines)
        count = MANY + 1 if self.many else self.listings.order_by()[: MANY + 1].count()
        return count if count <= MANY else None

    def all(self) -> QuerySet[Listing]:
        return self.listings if self.lines is None else self.listings.filter(line__in=self.lines)


def sought(listings: QuerySet[Listing], words: str) -> Sought:
    """Of a scheme's listings those that words mean; a product ID means the one."""
    others = [Q(item_id=words)]
    for name, model in NAMED.items():
        called = model._default_manager.filter(holding("name", words)).values("pk")
        others.append(Q(**{f"{name}__in": called}))
    if len(words) > 1:
        lines = _by_index(listings, [holding("product", words), *others])
        if len(lines) <= MANY:
            return Sought(listings, sorted(lines))
    walked = listings.filter(reduce(or_, others, Q(product__icontains=words)))
    return Sought(walked, many=len(words) > 1)


def _by_index(listings: QuerySet[Listing], ways: Iterable[Q]) -> set[int]:
    """The lines of those that one of the ways leads to, or more than MANY of them."""
    found = [listings.filter(way).order_by().values_list("line", flat=True)[: MANY + 1] for way in ways]
    return set(found[0].union(*found[1:])[: MANY + 1])
