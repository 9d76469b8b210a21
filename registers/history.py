"""What became of an entry or an organisation, as lines of the trail, and how is a change told?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from accounts.models import Organisation, User
from accounts.roles import Role
from casework.pages.contents import Line
from trail.models import Event

# How many lines of the trail a page shows.
LINES = 50


def lines(events: Iterable[Event], told: Callable[[Event], str], named: bool = True) -> list[Line]:
    """Events, newest first, as a page shows them. named: whether it is said which person did it."""
    found = list(events)
    homes = Organisation.objects.in_bulk({event.organisation_id for event in found if event.organisation_id})
    acted = {event.actor_id for event in found if event.actor_kind == "user"} if named else set()
    people = User.objects.in_bulk(acted)
    return [
        Line(
            label=told(event),
            who=" · ".join(
                str(each)
                for each in (people.get(event.actor_id), homes.get(event.organisation_id or 0))
                if each
            ),
            role=str(Role(event.role).label) if event.role else "",
            at=event.at,
            clause=event.clause,
            note="; ".join(str(event.detail[name]) for name in ("source", "note") if event.detail.get(name)),
        )
        for event in found
    ]


def in_words(before: Mapping[str, Any], after: Mapping[str, Any], label: Callable[[str], str]) -> str:
    """A change, field by field: what it was and what it is. label: what a field is called."""
    return "; ".join(f"{label(name)} {old or '—'} → {after[name] or '—'}" for name, old in before.items())
