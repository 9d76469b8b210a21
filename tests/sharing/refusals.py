"""To which share requests does each guard object?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from casework.asking import the_time_to_answer_is_over
from sharing.flow import safeguards_are_acknowledged, the_period_is_over, the_resource_is_shared
from sharing.models.requests import ShareRequest
from sharing.models.resources import Resource
from sharing.models.safeguards import Acknowledgement
from tests.cast import Cast
from tests.conftest import NOW
from tests.photos import photographed
from tests.refusals import Refusal
from tests.sharing import given
from tests.sharing.walks import active


def closed(request: ShareRequest, cast: Cast) -> None:
    """Its holder has closed the resource."""
    Resource.objects.filter(pk=request.resource_id).update(openness="closed")
    request.resource.refresh_from_db()


def rules_not_acknowledged(request: ShareRequest, cast: Cast) -> None:
    Acknowledgement.objects.filter(organisation=request.requester).delete()


@photographed
def about_to_ask(cast: Cast, now: datetime) -> ShareRequest:
    return ShareRequest(resource=given.table(cast, now), requester=cast.platform)


def question(request: ShareRequest, cast: Cast) -> dict[str, Any]:
    asked = {"asked_from": NOW.date(), "asked_until": NOW.date() + timedelta(30), "method": "file"}
    return {"purpose": "To look for the same goods.", "fields_asked": ["product"], "promise": "on", **asked}


def door(request: ShareRequest) -> str:
    return reverse("resource-ask", args=[request.resource.number])


ASKING: Any = {"given": about_to_ask, "actor": "platform_sharing_officer", "data": question, "door": door}

REFUSALS = [
    Refusal("sharerequest", "open", the_resource_is_shared, closed, **ASKING),
    Refusal("sharerequest", "open", safeguards_are_acknowledged, rules_not_acknowledged, **ASKING),
    Refusal("sharerequest", "grant", the_resource_is_shared, closed),
    Refusal("sharerequest", "grant", safeguards_are_acknowledged, rules_not_acknowledged),
    Refusal("sharerequest", "go_on_without", the_time_to_answer_is_over, given=given.inquired),
    Refusal("sharerequest", "expire", the_period_is_over, given=active),
]
