"""Which listings do a few words mean? Those whose product, shop, brand or enterprise is called so."""

from __future__ import annotations

from django.db.models import Q

from catalogue.models import Brand, Enterprise, Shop
from catalogue.pairs import holding

# Of so many names each is looked for by its key; where more bear the words, so much is listed under them that
# a page is full after a few rows.
FEW = 500
NAMED = {"shop": Shop, "brand": Brand, "enterprise": Enterprise}


def sought(words: str) -> Q:
    """The condition on listings; a product ID means the one."""
    meant = holding("product", words) | Q(item_id=words)
    for name, model in NAMED.items():
        named = list(
            model._default_manager.filter(holding("name", words)).values_list("pk", flat=True)[: FEW + 1]
        )
        few = len(named) <= FEW
        meant |= Q(**{f"{name}__in": named}) if few else Q(**{f"{name}__name__icontains": words})
    return meant
