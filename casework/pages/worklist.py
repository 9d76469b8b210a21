"""What waits for this person, nearest clock first?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet, Value

from accounts.models import Level, Viewer
from accounts.prepared import Now, Prepared
from casework.deadlines.chips import is_pressing
from casework.deadlines.duty import due, veiled
from casework.deadlines.respite import to_decide
from casework.idle import besides, folded, in_hand, unmovable
from casework.models import Record, RecordQuerySet, kinds
from casework.pages.search import meant
from casework.recent import MANY, kept, of_person
from casework.separation import States
from casework.work.notifications import unread

SHOWN = 100
# Who has much in hand has much that rests: which of it does is looked for anew after so many seconds.
RESTS = 300
# In an address: whoever comes there came from their worklist, and goes back to it.
WORKLIST = "worklist"
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
    states = tuple(sorted({(record.kind, record.state) for record in those}))
    return {pk for (pk,) in _stuck(viewer, Now(now), [record.pk for record in those], states=states)}


@Prepared
def _stuck(viewer: Viewer, now: datetime, pks: list[int], *, states: States) -> QuerySet[Any, Any]:
    stuck = unmovable(states, viewer, now) & ~besides(viewer, now)
    return Record.objects.filter(stuck, pk__in=pks).values_list("pk")


@Prepared
def _in_hand(viewer: Viewer) -> QuerySet[Any, Any]:
    own = Record.objects.awaiting(viewer).order_by()
    return own.values_list("kind", "state").annotate(n=Count("id"))


def _of_states(lines: Iterable[tuple[Any, ...]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((kind, state) for kind, state, *_numbers in lines if state))


def waiting(viewer: Viewer, now: datetime, words: str = "") -> list[Record]:
    """The first hundred of what is to be done; of that what is `meant` by words."""
    if not words:
        return veiled(_waiting(viewer, Now(now), states=_of_states(_in_hand(viewer))), viewer)
    found = to_do(viewer, now)
    shown = found.filter(meant(found, words, viewer)).select_related("category", "platform")[:SHOWN]
    return veiled(shown, viewer)


@Prepared
def _waiting(viewer: Viewer, now: datetime, *, states: States) -> QuerySet[Record]:
    own = Record.objects.awaiting(viewer).filter(~folded(states, viewer, now))
    return _nearest(viewer, [*_by_turn(own, viewer), Record.objects.filter(besides(viewer, now))])


def running(viewer: Viewer, now: datetime) -> list[Record]:
    """The first hundred of what goes on elsewhere meanwhile, or waits for a day: whose turn is this viewer's
    all the same."""
    lines = list(_in_hand(viewer))
    states, among = _of_states(lines), sum(number for _kind, _state, number in lines)
    if among <= MANY:
        return veiled(_running(viewer, Now(now), states=states), viewer)
    known = kept(
        f"running:{of_person(viewer)}",
        lambda: [record.pk for record in _running(viewer, Now(now), states=states)],
        among=among,
        seconds=RESTS,
    )
    return veiled(_still(viewer, Now(now), known, states=states), viewer)


@Prepared
def _still(viewer: Viewer, now: datetime, pks: list[int], *, states: States) -> QuerySet[Record]:
    """Of these those that rest still."""
    resting = Record.objects.awaiting(viewer).filter(folded(states, viewer, now), pk__in=pks)
    return resting.select_related("category", "platform")


@Prepared
def _running(viewer: Viewer, now: datetime, *, states: States) -> QuerySet[Record]:
    return _nearest(
        viewer, _by_turn(Record.objects.awaiting(viewer).filter(folded(states, viewer, now)), viewer)
    )


def _by_turn(records: QuerySet[Record], viewer: Viewer) -> list[QuerySet[Record]]:
    """Apart by whose move it is; none for who has a place without a role."""
    return [records.filter(turn=role) for role in sorted(viewer.roles)] or [records.none()]


def _nearest(viewer: Viewer, parts: list[QuerySet[Record]]) -> QuerySet[Record]:
    """The first hundred of all parts: of each, the first hundred stand at the front of an index."""
    order = due(viewer).asc(nulls_last=True), "id"
    first = [part.order_by(*order).values("pk")[:SHOWN] for part in parts]
    found = Record.objects.filter(pk__in=first[0].union(*first[1:])).order_by(*order)
    return found.select_related("category", "platform")[:SHOWN]


def elsewhere(viewer: Viewer, shown: int = 10) -> list[Record]:
    """What this viewer's organisation takes part in and waits for others to move, nearest clock first."""
    return _elsewhere(viewer, shown=shown)


@Prepared
def _elsewhere(viewer: Viewer, *, shown: int) -> QuerySet[Record]:
    joint = [name for name, model in kinds().items() if model.joint]
    seen = Record.objects.within(viewer).exclude(kind__in=joint)
    seen = seen.exclude(turn="").exclude(holder=viewer.organisation)
    dated = seen.filter(next_due_at__isnull=False).order_by("next_due_at", "id")
    if viewer.organisation.level == Level.NATION:
        # All that is open stands in no index, nearest clock first; of each turn it does.
        nearest = [dated.filter(turn=role).values("pk")[:shown] for role in sorted(turns())]
        dated = Record.objects.filter(pk__in=nearest[0].union(*nearest[1:])).order_by("next_due_at", "id")
    return dated.select_related("category", "platform", "holder")[:shown]


def turns() -> set[str]:
    """The roles whose move it can be."""
    return {str(role) for model in kinds().values() for role in model.flow.turns.values()}


def waiting_by_kind(viewer: Viewer, now: datetime) -> dict[str, tuple[int, int]]:
    """How many records of each kind wait for this viewer, and how many of them are overdue."""
    return _counts(viewer, now, more=False)


def at_a_glance(viewer: Viewer, now: datetime) -> Glance:
    """What the head of every page counts, asked for at once."""
    found = _counts(viewer, now, more=True)
    unread_notes, _late = found.pop(TOLD, (0, 0))
    decisions, _none = found.pop(DECISIONS, (0, 0))
    return Glance(found, decisions, unread_notes)


def _counted(rows: QuerySet[Any], name: str) -> QuerySet[Any, Any]:
    """How many rows there are, as a line of `_counts`: (name, "", how many, 0)."""
    named: QuerySet[Any, Any] = rows.order_by().values_list(Value(name), Value(""))
    found: QuerySet[Any, Any] = named.annotate(n=Count("id"), late=Value(0))
    return found


@Prepared
def _lines(viewer: Viewer, now: datetime, *, more: bool) -> QuerySet[Any, Any]:
    own, overdue = Record.objects.awaiting(viewer).order_by(), Count("id", filter=Q(due__lte=now))
    theirs = (own | Record.objects.filter(besides(viewer, now))).alias(due=due(viewer))
    lines = theirs.values_list("kind", "state").annotate(n=Count("id"), late=overdue)
    beside = [_counted(unread(viewer), TOLD), _counted(to_decide(viewer), DECISIONS)] if more else []
    return lines.union(*beside, all=True)


@Prepared
def _folded(viewer: Viewer, now: datetime, *, states: States) -> QuerySet[Any, Any]:
    own = Record.objects.awaiting(viewer).order_by()
    hidden = own.filter(folded(states, viewer, now) & ~besides(viewer, now))
    return hidden.values_list("kind").annotate(n=Count("id"))


def _counts(viewer: Viewer, now: datetime, *, more: bool) -> dict[str, tuple[int, int]]:
    """Kind → (how many, how many of them overdue). What is folded is taken off, and is never overdue; most
    people have nothing of the kind, and then it is not asked for. more: whether what is told and what is to
    be decided is counted with the same statement."""
    lines = _lines(viewer, Now(now), more=more)
    folded_now = kept(
        f"folded:{of_person(viewer)}",
        lambda: dict(_folded(viewer, Now(now), states=_of_states(lines))),
        among=sum(number for _kind, state, number, _late in lines if state),
        seconds=RESTS,
    )
    found: dict[str, tuple[int, int]] = {}
    for kind, _state, number, late in lines:
        before = found.get(kind, (-folded_now.get(kind, 0), 0))
        found[kind] = (before[0] + number, before[1] + late)
    return {kind: numbers for kind, numbers in found.items() if numbers[0]}
