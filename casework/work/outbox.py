"""What work was promised in a transaction, and how is it done exactly once?

An action writes an Outbox row in its own transaction. The drain sends each row's task by name; a row that was
sent and not done within the lease is sent again (a worker killed, a broker wiped), each time after twice as
long, so that a queue that is merely long is not flooded. The task claims its row and marks it done in one
transaction with its effect, so that sending twice does nothing twice. What was begun five times and is not
done waits for an administrator.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import DurationField, Expression, ExpressionWrapper, F, Q, QuerySet, Value
from django.db.models.functions import Least, Power
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Viewer
from accounts.roles import Role
from casework.flow import Refused
from casework.models import MOST_TRIES, Outbox
from trail import verbs
from trail.cause import cause
from trail.models import write

verbs.register("retry work", gettext_lazy("Retry work"))

MOST_ATTEMPTS = 32_767  # what the column holds: beyond, a row that always fails is not counted on
MOST_DOUBLINGS = 5
Handler = Callable[..., None]


def promise(task: str, now: datetime, **payload: Any) -> Outbox:
    """Write down work for a worker. Call it inside the transaction of the action. payload: JSON values."""
    return Outbox.objects.create(task=task, payload=payload, created_at=now, request_id=cause.get())


def drain(send: Callable[[str, list[int]], object], now: datetime, batch: int = 200) -> int:
    """Send the tasks of rows never sent, or sent longer ago than their lease and not done. Returns how many.

    Rows are claimed with SKIP LOCKED and the claim is committed before anything is sent; should the
    process die in between, the lease runs out and the rows are sent again.
    """
    with transaction.atomic():
        expired = Q(sent_at__lt=Value(now) - _lease())
        waiting = Outbox.objects.filter(Q(sent_at=None) | expired, done_at=None, tries__lt=MOST_TRIES)
        rows = list(waiting.order_by("id").select_for_update(skip_locked=True)[:batch])
        claimed = Outbox.objects.filter(pk__in=[row.pk for row in rows])
        claimed.update(sent_at=now, attempts=Least(F("attempts") + 1, MOST_ATTEMPTS))
    for row in rows:
        send(row.task, [row.pk])
    return len(rows)


def _lease() -> Expression:
    """How long a row that was sent is waited for: the lease, doubled with each attempt up to 32 leases."""
    lease = Value(timedelta(seconds=settings.OUTBOX_LEASE_SECONDS))
    doubled = Power(2, Least(F("attempts") - 1, MOST_DOUBLINGS))
    return ExpressionWrapper(lease * doubled, output_field=DurationField())


def once(handler: Handler, ahead: Callable[..., object] | None = None) -> Callable[[int], bool]:
    """Turn a handler of a payload into a task of an outbox row: its effect happens once.

    The handler is called as handler(now=…, **payload) inside the transaction that marks the row done;
    what it raises leaves the row waiting, with the error noted, to be sent again after the lease.

    ahead: what is long waited for, done before and outside of any transaction, as ahead(now=…, **payload);
    the handler gets what it brought as `brought`. Where a worker dies it is done again, so that it changes
    nothing but its own claim. None: another worker is at it, and the row waits.
    """

    def task(pk: int) -> bool:
        now, before = timezone.now(), cause.set("")
        try:
            payload = _begin(pk)
            if payload is None:
                return False
            if ahead is not None:
                brought = ahead(now=now, **payload)
                if brought is None:
                    Outbox.objects.filter(pk=pk, done_at=None).update(tries=F("tries") - 1)
                    return False
                now, payload = timezone.now(), {**payload, "brought": brought}
            return _do(handler, pk, now, payload)
        except Exception as error:
            Outbox.objects.filter(pk=pk, done_at=None).update(error=f"{type(error).__name__}: {error}"[:2000])
            raise
        finally:
            cause.reset(before)

    task.__name__ = handler.__name__
    task.__doc__ = handler.__doc__
    return task


@transaction.atomic
def _begin(pk: int) -> dict[str, Any] | None:
    """Count that it is begun, which stays counted where the worker is killed; what it is about, or None where
    it is done, was begun too often, or another worker is at it."""
    row = Outbox.objects.select_for_update(skip_locked=True)
    found = row.filter(pk=pk, done_at=None, tries__lt=MOST_TRIES).first()
    if found is None:
        return None
    Outbox.objects.filter(pk=pk).update(tries=F("tries") + 1)
    cause.set(found.request_id)
    payload: dict[str, Any] = found.payload
    return payload


def given_up(now: datetime) -> QuerySet[Outbox]:
    """The work that failed as often as it is tried, oldest first."""
    return Outbox.objects.given_up(now - timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT))


@transaction.atomic
def retry(row: Outbox, *, by: Viewer, now: datetime) -> None:
    """Let failed work be tried anew, as often as new work is. Refused where it waits for no such thing."""
    if not given_up(now).select_for_update().filter(pk=row.pk).exists():
        raise Refused(_("This work is done or under way already."))
    Outbox.objects.filter(pk=row.pk).update(tries=0, attempts=0, sent_at=None, error="")
    subject = ("organisation", by.organisation.pk)
    detail = {"task": row.task, "error": row.error.partition(":")[0]}
    write("retry work", subject, actor=by.actor(Role.ADMINISTRATOR), at=now, detail=detail)


@transaction.atomic
def _do(handler: Handler, pk: int, now: datetime, payload: dict[str, Any]) -> bool:
    """Call the handler and mark the row done, unless another worker does so or has done so."""
    # Long work is sent again while it is being done: whoever comes second does not wait for it.
    row = Outbox.objects.select_for_update(skip_locked=True).filter(pk=pk, done_at=None)
    if not row.exists():
        return False
    handler(now=now, **payload)
    Outbox.objects.filter(pk=pk).update(done_at=now, error="")
    return True
