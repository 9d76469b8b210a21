"""Under which categories of products does a category fall?"""

from __future__ import annotations

from collections.abc import Mapping

from catalogue.models import Category


def lineages() -> dict[int, frozenset[int]]:
    """By the key of each category, its own key and those of all above it; in one question."""
    parents = dict(Category.objects.values_list("id", "parent_id"))
    return {category: _upwards(category, parents) for category in parents}


def _upwards(category: int, parents: Mapping[int, int | None]) -> frozenset[int]:
    found: set[int] = set()
    above: int | None = category
    while above is not None and above not in found:
        found.add(above)
        above = parents.get(above)
    return frozenset(found)
