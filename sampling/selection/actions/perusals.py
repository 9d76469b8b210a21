"""Who waits until a long listing is read to its end? Nobody: a worker reads it, and then takes the step.

Submission freezes the listing by its digest, and confirmation compares it (6.2-1, 6.2-2).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import transaction

from accounts.models import Viewer
from casework.actions import check, lock
from casework.flow import Refused
from casework.work import charge
from casework.work.outbox import promise
from sampling.purchases.actions.targets import confirm
from sampling.schemes.actions.schemes import submit
from sampling.schemes.flow.schemes import SCHEME_FLOW
from sampling.schemes.models import Scheme
from sampling.selection.models.perusals import Perusal

# A listing of so few lines is read at once.
AT_ONCE = 5_000
# How long what is told on the way is kept, in seconds.
TOLD = 24 * 3600
DEEDS: dict[str, Callable[..., Any]] = {"submit": submit, "confirm": confirm}


class Stopped(Exception):
    """Whoever asked for the step does not want it any more."""


@SCHEME_FLOW.handles("submit", "confirm")
def begin(scheme: Scheme, *, step: str, by: Viewer, now: datetime, at_once: bool | None = None) -> Any:
    """Take a step of DEEDS at once where the listing is short; else promise that a worker does.

    Refused as the step is, and where the listing is being read already.
    """
    if at_once is None:
        at_once = scheme.listings.order_by()[: AT_ONCE + 1].count() <= AT_ONCE
    if at_once:
        return DEEDS[step](scheme, by=by, now=now)
    with transaction.atomic():
        lock(scheme)
        check(scheme.flow[step], scheme, by, now)
        perusal = Perusal.objects.create(scheme=scheme, step=step, asked_by=by.user, asked_at=now)
        charge.begun(perusal, by, now)
        promise("sampling.peruse", now, perusal=perusal.pk)
    return perusal


def cancel(perusal: Perusal, *, by: Viewer, now: datetime) -> None:
    """Stop it: the step is not taken. Raises as `charge.stop` does."""
    charge.stop(perusal, by=by, now=now)
    cache.set(_stop(perusal.pk), True, TOLD)


def reached(perusal: Perusal) -> int:
    """How many lines have been read."""
    lines: int = cache.get(_reached(perusal.pk), 0)
    return lines


def _reached(pk: int) -> str:
    return f"perusal:{pk}:reached"


def _stop(pk: int) -> str:
    return f"perusal:{pk}:stop"


def look(now: datetime, perusal: int) -> str:
    """Read the listing to its end: its digest, or "" where nobody waits for it any more."""

    def say(lines: int) -> None:
        cache.set(_reached(perusal), lines, TOLD)
        if cache.get(_stop(perusal)):
            raise Stopped

    found = Perusal.objects.select_related("scheme").get(pk=perusal)
    try:
        return found.scheme.digest(say) if found.under_way else ""
    except Stopped:
        return ""


@transaction.atomic
def keep(now: datetime, perusal: int, brought: str) -> None:
    """Take the step that waited, by the digest that was read; or note why it is refused."""
    seen = Perusal.objects.select_for_update(of=("self",)).select_related("scheme__center", "asked_by")
    found = seen.get(pk=perusal)
    if not found.under_way:
        return
    found.finished_at = now
    found.save(update_fields=["finished_at"])
    try:
        with transaction.atomic():
            DEEDS[found.step](found.scheme, by=found.viewer, now=now, digest=brought)
    except Refused as refused:
        found.failure = str(refused)
        found.save(update_fields=["failure"])
