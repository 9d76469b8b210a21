"""Which listings do a few words mean? Those whose product, shop, brand or enterprise is called so."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from catalogue.models import Brand, Enterprise, Shop
from catalogue.pairs import holding
from sampling.schemes.models import Listing

# Where more are meant, they lie so close together that a page is full after a few rows.
MANY = 10_000
NAMED = {"shop": Shop, "brand": Brand, "enterprise": Enterprise}


def sought(listings: QuerySet[Listing], words: str) -> tuple[QuerySet[Listing], bool]:
    """Of a scheme's listings those that words mean; a product ID means the one. And whether they are more
    than MANY, so that nobody need count them."""
    if len(words) > 1:
        lines = _by_index(listings, words)
        if len(lines) <= MANY:
            return listings.filter(line__in=lines), False
    called = Q(product__icontains=words) | Q(item_id=words)
    for name in NAMED:
        called |= Q(**{f"{name}__name__icontains": words})
    return listings.filter(called), len(words) > 1


def _by_index(listings: QuerySet[Listing], words: str) -> set[int]:
    """Their lines, or more than MANY of them."""
    ways = [holding("product", words), Q(item_id=words)]
    for name, model in NAMED.items():
        ways.append(Q(**{f"{name}__in": model._default_manager.filter(holding("name", words)).values("pk")}))
    found = [listings.filter(way).order_by().values_list("line", flat=True)[: MANY + 1] for way in ways]
    return set(found[0].union(*found[1:])[: MANY + 1])
