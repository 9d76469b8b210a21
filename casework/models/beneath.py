"""What keeps a record from being voided: what came of it, straight or through others, and stands?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from casework.flow import NOTHING


def resting(upper: QuerySet[Any], near: bool = False) -> Any:
    """What is open of what came of these; farther down also what is at its end, if outsiders rely on it.

    What collects others, as a commission does samples, is looked at itself: what came of it came of its own
    sample.
    """
    came = list(_came_of(upper))
    for lower, _collects in came:
        relied_on = [] if near else lower.model.flow.binding
        if found := lower.filter(~Q(turn="") | Q(state__in=relied_on)).order_by("pk").first():
            return found
    deeper = (resting(lower) for lower, collects in came if not collects and lower.exists())
    return next(filter(None, deeper), None)


def _came_of(upper: QuerySet[Any]) -> Iterator[tuple[QuerySet[Any], bool]]:
    """(the records that name one of these, whether they name several), kind by kind, but for what is void."""
    for field in upper.model._meta.related_objects:
        if hasattr(field.related_model, "flow") and not field.one_to_one:
            named = Q(**{f"{field.remote_field.name}__in": upper.values("pk")})
            standing = field.related_model._default_manager.exclude(state__in=NOTHING)
            yield standing.filter(named), bool(field.many_to_many)
