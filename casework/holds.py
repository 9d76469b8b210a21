"""What forbids the steps that heed it, for a time and with a reason?"""

from __future__ import annotations

from datetime import date, datetime

from casework.deadlines import clocks
from casework.models import Hold, Record


def hold(record: Record, code: str, reason: str, now: datetime, until: date | None = None) -> Hold:
    """Forbid the steps that heed holds until `release`; a second hold of the same code changes nothing.

    until: the last day on which it stands, where that is known.
    """
    found, _created = Hold.objects.get_or_create(
        record_id=record.pk,
        code=code,
        released_at=None,
        defaults={"reason": reason, "since": now, "until": until},
    )
    return found


def release(record: Record, code: str, now: datetime) -> None:
    """Lift a hold."""
    Hold.objects.filter(record_id=record.pk, code=code, released_at=None).update(released_at=now)


def release_ended(now: datetime) -> int:
    """Lift the holds whose last day is over; returns how many."""
    over = Hold.objects.filter(released_at=None, until__lt=clocks.local_day(now))
    return over.update(released_at=now)


def on(record: Record, now: datetime) -> list[str]:
    """The reasons of the holds that stand on a record, the oldest first."""
    standing = Hold.objects.standing(clocks.local_day(now)).filter(record_id=record.pk)
    return list(standing.order_by("pk").values_list("reason", flat=True))
