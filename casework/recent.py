"""What may be some minutes old? What is found among so much that looking for it would hold up each page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache

from accounts.models import Viewer

# So many are found anew each time.
MANY = 1_000
SECONDS = 60

V = TypeVar("V")


def of_person(viewer: Viewer) -> str:
    """Who asks, as far as an answer may depend on them, for the name under which it is kept."""
    roles = "+".join(sorted(viewer.roles))
    lent = "+".join(f"{role}-{absent.pk}" for role in sorted(viewer.lent) for absent in viewer.lenders(role))
    return f"{viewer.user.pk}:{viewer.organisation.pk}:{roles}:{lent}"


def kept(name: str, find: Callable[[], V], *, among: int, seconds: int = SECONDS) -> V:
    """What is found among so many; if these are MANY, or what was found among as many so many seconds ago at
    most: one more or less, and it is looked for anew. name: of the answer, whoever it is for included."""
    if among <= MANY:
        return find()
    return cache.get_or_set(f"recent:{name}:{among}", find, seconds)  # type: ignore[return-value]


def counted_lately(name: str, count: Callable[[], V], many: Callable[[V], int]) -> V:
    """The same where only the answer says among how many it was found."""
    known: V | None = cache.get(f"recent:{name}")
    if known is None:
        known = count()
        if many(known) > MANY:
            cache.set(f"recent:{name}", known, SECONDS)
    return known
