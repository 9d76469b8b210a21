"""What should whoever looks at a record know before it goes on? Each package says it of what it keeps.

And where something of it is to be different: who changes it, and how does it get there?
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import Viewer
from accounts.roles import Role
from casework.actions import obstacles
from casework.flow import Step
from casework.models import Filed
from trail.enumerations import enumerated

# Sentences on what will hinder a record, for those who may read it; none where nothing does.
Says = Callable[[Any, Viewer], Iterable[str]]
CAUTIONS: dict[str, list[Says]] = {}


def cautions(kind: str) -> Callable[[Says], Says]:
    """Let a function say what will hinder a record of this kind, on its page, while it is open.

    It is no wall: what must not happen is refused by the step itself, and may come weeks later.
    """

    def mark(says: Says) -> Says:
        CAUTIONS.setdefault(kind, []).append(says)
        return says

    return mark


def hindrances(record: Filed, viewer: Viewer) -> list[str]:
    """All that is said of a record which is not at its end, each once."""
    if not record.turn:
        return []
    said = (sentence for says in CAUTIONS.get(record.kind, ()) for sentence in says(record, viewer))
    return list(dict.fromkeys(said))


class Changes(NamedTuple):
    """How what is about to be signed can still be changed. own: (label, address) of what this viewer changes
    themselves and comes straight back from. back: of what sends it to who may, whom `who` names; where it is
    others who send it back, `asked` says by which step, and `who` names them."""

    own: list[tuple[str, str]]
    back: list[tuple[str, str]]
    who: str
    asked: str = ""


def changes(step: Step, record: Filed, viewer: Viewer, now: datetime) -> Changes:
    """The ways to change it before a step. By what would keep them from the step themselves none leads."""
    offered = dict(obstacles(record, viewer, now))
    theirs = [each for each, refused in offered.items() if refused is None]
    staying = [each for each in theirs if each.target == record.state and not each.reason]
    page = _page(step, record)
    own = [
        (str(each.label), f"{_page(each, record)}?{urlencode({'back': page})}")
        for each in staying
        if each.name not in (step.name, *step.differs)
    ]
    ways = [each for each in record.flow.leaving(record.state) if _leads_back(each, record)]
    back = [each for each in ways if each in theirs]
    if back:
        who = str(Role(record.flow.turn(back[0].target)).label)
        return Changes(own, [(str(each.label), _page(each, record)) for each in back], who)
    asked = next((each for each in ways if each not in offered), None)
    if asked is None:
        return Changes(own, [], "")
    return Changes(own, [], enumerated(str(role.label) for role in asked.by), str(asked.label))


def _leads_back(step: Step, record: Filed) -> bool:
    """Whether a step puts a record into the hands of somebody who goes on with it, beside its way."""
    aside = not (step.primary or step.equal) and step.name != "void" and set(step.by) != {Role.SYSTEM}
    return aside and step.target != record.state and bool(record.flow.turn(step.target))


def _page(step: Step, record: Filed) -> str:
    return reverse(f"{record.kind}-step", args=[record.number, step.name])
