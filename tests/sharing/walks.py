"""Which edges does a share request have, and how is each walked by HTTP?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from casework.models import Filed
from sharing.models.requests import ShareRequest
from tests.cast import Cast
from tests.conftest import NOW
from tests.photos import photographed
from tests.sharing import given
from tests.walks import Given, Walk

ASKER, HOLDER = "platform_sharing_officer", "laboratory_sharing_officer"


def grant_form(request: Filed, cast: Cast) -> dict[str, Any]:
    """Two of the three fields, for a shorter time."""
    return {
        "fields_granted": ["product", "failed"],
        "granted_until": NOW.date() + timedelta(7),
        "method": "query",
        "reason": "The month is not needed.",
    }


def passed_form(request: Filed, cast: Cast) -> dict[str, Any]:
    """The center holds something better."""
    live = given.live(cast, NOW, "finding_figures")
    return {"resource": live, "reason": "The center holds it."}


def says(name: str) -> Any:
    return lambda request, cast: {name: "For a good reason."}


def walk(step: str, source: str, actor: str, start: Given, data: Any = None) -> Walk:
    return Walk("sharerequest", step, source, actor, start, **({"data": data} if data else {}))


@photographed
def asked(cast: Cast, now: datetime) -> ShareRequest:
    return given.asked(cast, now)


@photographed
def active(cast: Cast, now: datetime) -> ShareRequest:
    return given.active(cast, now)


@photographed
def inquired_long_ago(cast: Cast, now: datetime) -> ShareRequest:
    return given.inquired(cast, now - timedelta(days=30))


WALKS = [
    walk("grant", "submitted", HOLDER, asked, grant_form),
    walk("refuse", "submitted", HOLDER, asked, says("reason")),
    walk("ask", "submitted", HOLDER, asked, says("question")),
    walk("pass_on", "submitted", HOLDER, asked, passed_form),
    walk("withdraw", "submitted", ASKER, asked),
    walk("void", "submitted", "leader", asked, says("note")),
    walk("answer", "clarifying", ASKER, given.inquired, says("clarification")),
    walk("withdraw", "clarifying", ASKER, given.inquired),
    walk("go_on_without", "clarifying", HOLDER, inquired_long_ago),
    walk("revoke", "active", HOLDER, active, says("ended_why")),
    walk("give_back", "active", ASKER, active),
    walk("expire", "active", HOLDER, given.over),
]
