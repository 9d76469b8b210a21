"""Which listings do a few words mean? Each word stands in the name of their product, shop, brand
or enterprise, in any order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

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
    """Of a scheme's listings those that the words mean, all of them; a product ID means the one.

    What the index tells of the first word that not too many bear is then looked at for the others.
    """
    each = words.split()
    meant = reduce(and_, map(_meant, each))
    for word in each:
        if len(word) > 1 and len(lines := _by_index(listings, _ways(word))) <= MANY:
            left = listings.filter(meant, line__in=lines) if len(each) > 1 else None
            lines = lines if left is None else set(left.order_by().values_list("line", flat=True))
            return Sought(listings, sorted(lines))
    return Sought(listings.filter(meant), many=len(each) == 1 and len(words) > 1)


def _meant(word: str) -> Q:
    """What a word means, as each row is looked at."""
    return reduce(or_, _named(word), Q(product__icontains=word))


def _ways(word: str) -> list[Q]:
    """The same as the index leads there, in ways of which each is asked by itself."""
    return [holding("product", word), *_named(word)]


def _named(word: str) -> list[Q]:
    ways = [Q(item_id=word)]
    for name, model in NAMED.items():
        called = model._default_manager.filter(holding("name", word)).values("pk")
        ways.append(Q(**{f"{name}__in": called}))
    return ways


def _by_index(listings: QuerySet[Listing], ways: Iterable[Q]) -> set[int]:
    """The lines of those that one of the ways leads to, or more than MANY of them."""
    found = [listings.filter(way).order_by().values_list("line", flat=True)[: MANY + 1] for way in ways]
    return set(found[0].union(*found[1:])[: MANY + 1])
