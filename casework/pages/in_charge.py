"""What does the page of what somebody began say of who answers for it, and of what was done with it?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User, Viewer
from casework.models import Begun
from casework.pages.contents import Line
from casework.work.charge import BEGIN, DISCARD, HAND_OVER, STOP, TAKE_OVER, answers_for
from trail.models import Event
from trail.verbs import VERBS

# What is done with everything that somebody began.
ACTIONS = (BEGIN, STOP, TAKE_OVER, HAND_OVER, DISCARD)
# How many lines of the trail a page shows.
LINES = 100


def lines(subject: str, pk: int, actions: Iterable[str] = ACTIONS) -> list[Line]:
    """What was done with it by whom, newest first: these actions alone."""
    events = list(Event.objects.of(subject, pk).filter(verb__in=tuple(actions))[:LINES])
    people = User.objects.in_bulk({event.actor_id for event in events if event.actor_kind == "user"})
    return [
        Line(
            label=str(VERBS[event.verb].label),
            who=str(people.get(event.actor_id) or _("The system")),
            role="",
            at=event.at,
            clause="",
            note=event.detail.get("reason", ""),
        )
        for event in events
    ]


def shown(
    work: Begun, viewer: Viewer, *, may: object, actions: Iterable[str] = ACTIONS, action: str = ""
) -> dict[str, Any]:
    """What templates/parts/charge.html shows. may: whether the viewer has the role for it. action: where the
    button to take it over posts to; "" = to the page itself."""
    own = work.home == viewer.organisation.pk
    return {
        "person": work.responsible,
        "mine": answers_for(work, viewer),
        "takes": bool(may) and own and work.open and not answers_for(work, viewer),
        "action": action,
        "lines": lines(work.subject, work.pk, actions) if own else [],
    }
