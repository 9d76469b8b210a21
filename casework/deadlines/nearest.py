"""Which clock of a record runs out first? The spine says it, where worklists read it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Min, Q, QuerySet

from accounts.prepared import Altered, Prepared, PreparedChange
from casework.models import Deadline, Record

# Of running clocks the instant at which the first runs out, and that since which one stands still.
NEAREST = {"due": Min("due_at", filter=Q(suspended_at=None)), "still": Min("suspended_at")}


def nearest(record: Record) -> tuple[datetime | None, datetime | None]:
    """The instant at which the first running clock of a record runs out, and that since which one stands
    still."""
    return next(iter(_nearest(record.pk)), (None, None))


@Prepared
def _nearest(record: int) -> QuerySet[Any, Any]:
    running: Any = Deadline.objects.running().filter(record_id=record).values_list("record_id").order_by()
    return running.annotate(**NEAREST).values_list("due", "still")  # type: ignore[no-any-return]


def refresh(record: Record) -> None:
    """Write the nearest running clock onto the spine, where worklists read it."""
    record.next_due_at, record.still_since = nearest(record)
    _written(record.pk, record.next_due_at, record.still_since)


@PreparedChange
def _written(record: int, due: datetime | None, still: datetime | None) -> Altered:
    return Record.objects.filter(pk=record), {"next_due_at": due, "still_since": still}
