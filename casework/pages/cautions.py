"""What should whoever looks at a record know before it goes on? Each package says it of what it keeps, and
the trail why it was sent back.

And where something of it is to be different: who changes it, and how does it get there?
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import Viewer
from accounts.prepared import Prepared
from accounts.roles import Role
from casework.actions import obstacles
from casework.flow import Flow, Step
from casework.models import Filed, Record
from trail.enumerations import enumerated
from trail.models import Event

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


def sent_back(records: Iterable[Record], viewer: Viewer) -> dict[int, str]:
    """By primary key, why a record lies where it lies again: what whoever sent it back there wrote. Of their
    own organisation somebody reads it always, of another one where that owes a reason."""
    found = {record.pk: record for record in records}
    said = {
        event.subject_id: _why_back(event, found[event.subject_id], viewer) for event in _moves(list(found))
    }
    return {pk: reason for pk, reason in said.items() if reason}


def came_back(trail: Iterable[Event], record: Record, viewer: Viewer) -> str:
    """The same of one record whose trail, newest first, has been read; "" where it was not sent back."""
    moved = next((each for each in trail if each.moved_to and each.moved_from != each.moved_to), None)
    return _why_back(moved, record, viewer) if moved else ""


def _why_back(moved: Event, record: Record, viewer: Viewer) -> str:
    step = record.filed_class.flow.steps.get(moved.verb)
    if step is None or not _sends_back(step, moved, record):
        return ""
    owed = step.reason == "note" and "note" not in record.filed_class.secrets
    reads = owed or moved.organisation_id == viewer.organisation.pk
    return str(moved.detail.get("note", "")) if reads else ""


@Prepared
def _moves(pks: list[int]) -> QuerySet[Event]:
    """The last line of each record that says how it came to its state."""
    moved = Event.objects.filter(subject_kind="record", subject_id__in=pks).exclude(moved_to="")
    return moved.exclude(moved_from=F("moved_to")).order_by("subject_id", "-pk").distinct("subject_id")


def _sends_back(step: Step, event: Event, record: Record) -> bool:
    """Whether a step gave the record back to others: not one that carries it on, nor one by which whoever
    took it goes on with it, nor one that asks somebody for a decision which was not made before."""
    flow, turn = record.filed_class.flow, record.turn
    own = turn in step.by and event.organisation_id == record.holder_id
    asks = not _went_back(flow, event) and any(
        each.decides and turn in each.by for each in flow.leaving(event.moved_to) if each.name != "void"
    )
    return bool(step.sources) and not (step.primary or own or asks)


def _went_back(flow: Flow, event: Event) -> bool:
    """Whether a record was moved back along its main path."""
    order = {state: at for at, state in enumerate(flow.main)}
    return order.get(event.moved_to, len(order)) < order.get(event.moved_from, 0)


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
