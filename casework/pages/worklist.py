"""What waits for this person, nearest clock first?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet, Value

from accounts.models import Level, Viewer
from casework.deadlines.chips import is_pressing
from casework.deadlines.duty import due, veiled
from casework.deadlines.respite import to_decide
from casework.idle import besides, folded, in_hand, unmovable
from casework.models import Record, RecordQuerySet, kinds
from casework.pages.search import meant
from casework.work.notifications import unread

SHOWN = 100
# In an address: whoever comes there came from their worklist, and goes back to it.
WORKLIST = "worklist"
FAR = (Level.NATION, Level.PROVINCE)
# Under which names what came and what is to be decided are counted beside the kinds.
TOLD, DECISIONS = "!", "?"


class Glance(NamedTuple):
    """What the head of every page counts. waiting: as waiting_by_kind has it; to_decide: how many requests
    for more time; unread: how many notifications."""

    waiting: dict[str, tuple[int, int]]
    to_decide: int
    unread: int


def to_do(viewer: Viewer, now: datetime) -> RecordQuerySet[Record]:
    """The records whose next move is this viewer's, and can be made or presses: nearest clock first."""
    own = Record.objects.awaiting(viewer)
    found = own.filter(~folded(in_hand(own), viewer, now)) | Record.objects.filter(besides(viewer, now))
    return found.order_by(due(viewer).asc(nulls_last=True), "id")


def only_pressing(records: Iterable[Record], viewer: Viewer, now: datetime) -> set[int]:
    """Of these, which are to be done, those that can only be looked at: they press, and others are to carry
    them on."""
    those = [record for record in records if is_pressing(record.next_due_at, now)]
    stuck = unmovable({(record.kind, record.state) for record in those}, viewer, now)
    found = Record.objects.filter(stuck & ~besides(viewer, now), pk__in=[record.pk for record in those])
    return set(found.values_list("pk", flat=True))


def under_way(viewer: Viewer, now: datetime) -> RecordQuerySet[Record]:
    """The records whose turn is this viewer's, and which go on elsewhere meanwhile, or wait for a day."""
    own = Record.objects.awaiting(viewer)
    found = own.filter(folded(in_hand(own), viewer, now))
    return found.order_by(due(viewer).asc(nulls_last=True), "id")


def waiting(viewer: Viewer, now: datetime, words: str = "") -> list[Record]:
    """The first hundred of what is to be done; of that what is `meant` by words."""
    found = to_do(viewer, now)
    if words:
        found = found.filter(meant(found, words, viewer))
    return veiled(found.select_related("category", "platform")[:SHOWN], viewer)


def running(viewer: Viewer, now: datetime) -> list[Record]:
    """The first hundred of what goes on elsewhere meanwhile, or waits for a day."""
    return veiled(under_way(viewer, now).select_related("category", "platform")[:SHOWN], viewer)


def elsewhere(viewer: Viewer, shown: int = 10) -> list[Record]:
    """What this viewer's organisation takes part in and waits for others to move, nearest clock first."""
    joint = [name for name, model in kinds().items() if model.joint]
    seen = Record.objects.within(viewer).exclude(kind__in=joint)
    seen = seen.exclude(turn="").exclude(holder=viewer.organisation)
    dated = seen.filter(next_due_at__isnull=False).order_by("next_due_at", "id")
    if viewer.organisation.level in FAR:
        # Their open records are too many to be sorted: the nearest of each turn are at the front of an index.
        nearest = [dated.filter(turn=role).values("pk")[:shown] for role in sorted(turns())]
        dated = Record.objects.filter(pk__in=nearest[0].union(*nearest[1:])).order_by("next_due_at", "id")
    return list(dated.select_related("category", "platform", "holder")[:shown])


def turns() -> set[str]:
    """The roles whose move it can be."""
    return {str(role) for model in kinds().values() for role in model.flow.turns.values()}


def waiting_by_kind(viewer: Viewer, now: datetime) -> dict[str, tuple[int, int]]:
    """How many records of each kind wait for this viewer, and how many of them are overdue."""
    return _counts(viewer, now)


def at_a_glance(viewer: Viewer, now: datetime) -> Glance:
    """What the head of every page counts, asked for at once."""
    told = _counted(unread(viewer), TOLD)
    found = _counts(viewer, now, told, _counted(to_decide(viewer), DECISIONS))
    unread_notes, _late = found.pop(TOLD, (0, 0))
    decisions, _none = found.pop(DECISIONS, (0, 0))
    return Glance(found, decisions, unread_notes)


def _counted(rows: QuerySet[Any], name: str) -> QuerySet[Any, Any]:
    """How many rows there are, as a line of `_counts`: (name, "", how many, 0)."""
    named: QuerySet[Any, Any] = rows.order_by().values_list(Value(name), Value(""))
    found: QuerySet[Any, Any] = named.annotate(n=Count("id"), late=Value(0))
    return found


def _counts(viewer: Viewer, now: datetime, *more: QuerySet[Any, Any]) -> dict[str, tuple[int, int]]:
    """Kind → (how many, how many of them overdue). What is folded is taken off, and is never overdue; most
    people have nothing of the kind, and then it is not asked for. more: what else is counted with the same
    statement."""
    own, other = Record.objects.awaiting(viewer).order_by(), besides(viewer, now)
    theirs = (own | Record.objects.filter(other)).alias(due=due(viewer)).values_list("kind", "state")
    overdue = Count("id", filter=Q(due__lte=now))
    lines = list(theirs.annotate(n=Count("id"), late=overdue).union(*more, all=True))
    states = {(kind, state) for kind, state, *_numbers in lines if state}
    hidden = own.filter(folded(states, viewer, now) & ~other)
    folded_now = dict(hidden.values_list("kind").annotate(n=Count("id")))
    found: dict[str, tuple[int, int]] = {}
    for kind, _state, number, late in lines:
        before = found.get(kind, (-folded_now.get(kind, 0), 0))
        found[kind] = (before[0] + number, before[1] + late)
    return {kind: numbers for kind, numbers in found.items() if numbers[0]}
