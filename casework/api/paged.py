"""How does a program read a long table of what is no record? Fifty rows, and where to go on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from casework.api.problems import Invalid
from casework.api.views import asking, known_number

LISTED = 50


def asking_before(said: Any) -> Any:
    return asking("before", {"type": "string"}, said)


def paged(request: Request, found: Any, name: str, shape: Any, key_of: Callable[[Any], str]) -> Response:
    """Fifty rows, newest first, after the one that `before` names by the field `name`."""
    before = request.query_params.get("before", "")
    if before:
        last = found.filter(**{name: known_number(before)}).values_list("pk", flat=True).first()
        if last is None:
            raise Invalid({"before": [_("No record of this number is in this list.")]})
        found = found.filter(pk__lt=last)
    rows = list(found.order_by("-pk")[: LISTED + 1])
    query = request.query_params.copy()
    query["before"] = key_of(rows[LISTED - 1]) if len(rows) > LISTED else ""
    following = f"{request.path}?{query.urlencode()}" if query["before"] else None
    return Response(shape({"results": rows[:LISTED], "next": following}).data)
