"""Who waits until a long listing is read to its end? Nobody: a worker reads it, and then takes the step.

Submission freezes the listing by its digest, and confirmation compares it (6.2-1, 6.2-2).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Viewer
from casework.actions import check, lock
from casework.work import jobs
from sampling.purchases.actions.targets import confirm
from sampling.schemes.actions.schemes import submit
from sampling.schemes.flow.schemes import SCHEME_FLOW
from sampling.schemes.models import Scheme
from sampling.selection.models.perusals import Perusal

# A listing of so few lines is read at once.
AT_ONCE = 5_000
ACTIONS: dict[str, Callable[..., Any]] = {"submit": submit, "confirm": confirm}


@SCHEME_FLOW.handles("submit", "confirm")
def begin(scheme: Scheme, *, step: str, by: Viewer, now: datetime, at_once: bool | None = None) -> Any:
    """Take a step of ACTIONS at once where the listing is short; else promise that a worker does.

    Refused as the step is, and where the listing is being read already.
    """
    if at_once is None:
        at_once = scheme.listings.order_by()[: AT_ONCE + 1].count() <= AT_ONCE
    if at_once:
        return ACTIONS[step](scheme, by=by, now=now)
    with transaction.atomic():
        lock(scheme)
        check(scheme.flow[step], scheme, by, now)
        perusal = Perusal(scheme=scheme, step=step, asked_by=by.user)
        jobs.begin(perusal, by=by, now=now)
    return perusal


def read(perusal: Perusal, say: jobs.Saying, now: datetime) -> str:
    """Read the listing to its end: its digest."""
    total = perusal.scheme.listings.count()
    return perusal.scheme.digest(lambda lines: say(lines, total))


@jobs.does(Perusal, ahead=read)
def take(perusal: Perusal, digest: str, now: datetime) -> None:
    """Take the step that waited, by the digest that was read."""
    jobs.end(perusal, now)
    ACTIONS[perusal.step](perusal.scheme, by=perusal.viewer, now=now, digest=digest)
