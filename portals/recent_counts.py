"""Which counts may be a minute old? Those of so many records that counting them would hold up a page."""

from __future__ import annotations

from collections.abc import Callable

from django.core.cache import cache

from accounts.models import Viewer

MANY, SECONDS = 10_000, 60

Counts = dict[str, tuple[int, int]]


def kept(name: str, viewer: Viewer, count: Callable[[], Counts]) -> Counts:
    """(open, overdue) by kind, for the viewer's organisation; counted anew as long as they are few."""
    key = f"{name}:{viewer.organisation.pk}"
    known: Counts | None = cache.get(key)
    if known is None:
        known = count()
        if sum(number for number, _late in known.values()) > MANY:
            cache.set(key, known, SECONDS)
    return known
