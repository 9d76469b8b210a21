"""What waits for this person, nearest clock first?"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q, QuerySet, Value

from accounts.models import Level, Viewer
from casework.models import Record, kinds
from casework.notifications import unread

SHOWN = 100
FAR = (Level.NATION, Level.PROVINCE)


def waiting(viewer: Viewer) -> list[Record]:
    """The records whose next move is this viewer's, nearest clock first; at most a hundred."""
    return list(Record.objects.awaiting(viewer).select_related("category", "platform")[:SHOWN])


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
    return list(dated.select_related("category", "platform")[:shown])


def turns() -> set[str]:
    """The roles whose move it can be."""
    return {str(role) for model in kinds().values() for role in model.flow.turns.values()}


def waiting_by_kind(viewer: Viewer, now: datetime) -> dict[str, tuple[int, int]]:
    """How many records of each kind wait for this viewer, and how many of them are overdue."""
    return {kind: (number, late) for kind, number, late in _waiting(viewer, now)}


def at_a_glance(viewer: Viewer, now: datetime) -> tuple[dict[str, tuple[int, int]], int]:
    """What the head of every page counts, asked for at once: waiting_by_kind, and what is unread."""
    told = unread(viewer).order_by().values_list(Value("")).annotate(n=Count("id"), late=Value(0))
    found = {kind: (number, late) for kind, number, late in _waiting(viewer, now).union(told, all=True)}
    unread_notes, _late = found.pop("")
    return found, unread_notes


def _waiting(viewer: Viewer, now: datetime) -> QuerySet[Record, tuple[str, int, int]]:
    """(kind, how many, how many of them overdue)."""
    mine = Record.objects.awaiting(viewer).order_by()
    late = Count("id", filter=Q(next_due_at__lte=now))
    return mine.values_list("kind").annotate(n=Count("id"), late=late)
