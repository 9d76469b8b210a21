"""How is long work begun, followed, stopped and done, whatever it is?

A kind of job says in its actions what is done (`does`). A worker does it in one transaction, whole or not at
all, or in parts of which each stands; what is waited for long is done ahead, outside of any. The way to the
page that shows how far it is, and from there to stop it, goes through the cache: a transaction of its own is
seen by nobody, and its connection is at work.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import By, Viewer
from casework.flow import Refused
from casework.models import UNDER_WAY, Job
from casework.work import charge
from casework.work.outbox import promise

TASK = "casework.job"
# How long what is said on the way is kept, in seconds.
KEPT = 24 * 3600


class Stopped(Exception):
    """Whoever asked for it does not want it any more."""


@dataclass(frozen=True)
class Reached:
    """How far a job is. total: None where only doing it would tell. stage: in which part of it."""

    done: int = 0
    total: int | None = None
    stage: str = ""


@dataclass(frozen=True)
class Brought:
    """What was done ahead. failure: why it came to nothing."""

    content: Any = None
    failure: str = ""


Do = TypeVar("Do", bound=Callable[..., Any])


@dataclass(frozen=True)
class Work:
    """What is done for a kind of job, and what ahead of it."""

    do: Callable[..., Any]
    ahead: Callable[..., Any] | None


WORKS: dict[type[Job], Work] = {}


def does(model: type[Job], ahead: Callable[..., Any] | None = None) -> Callable[[Do], Do]:
    """Let a function do a kind of job, in a transaction, as do(job, say, now), and return whether a part is
    left, which is promised then.

    say(done, total, stage) tells how far it is, and raises Stopped. ahead: as ahead(job, say, now), outside
    of any transaction; do gets what it brought in the place of `say`. Where a worker dies it is done again.
    None: another worker is at it. What raises Refused comes to nothing, for the reason that it gives.
    """

    def mark(do: Do) -> Do:
        WORKS[model] = Work(do, ahead)
        return do

    return mark


def begin(job: Job, *, by: By, now: datetime, at_once: bool = False) -> None:
    """Ask a worker for a job that is ready, new or begun again, in the transaction that makes it so.

    at_once: whoever calls does it themselves, after that transaction (`here`).
    """
    job.begun_at, job.finished_at, job.cancelled_at, job.failure = now, None, None, ""
    job.save()
    charge.begun(job, by, now)
    cache.delete_many([_reached(job), _stop(job)])
    if not at_once:
        promise(TASK, now, kind=job._meta.label_lower, job=job.pk)


def here(job: Job, now: datetime) -> None:
    """Do what is short, instead of a worker; the job then says what came of it."""
    named = {"kind": job._meta.label_lower, "job": job.pk}
    brought = ahead(now, **named)
    if brought is not None:
        carry_out(now, **named, brought=brought)
    job.refresh_from_db()


def stop(job: Job, *, by: Viewer, now: datetime) -> None:
    """Stop what is under way. What is done in parts stays as far as it is; of anything else nothing is kept.

    Raises Forbidden where somebody else answers for it, and Refused where it is not under way.
    """
    with transaction.atomic():
        current = charge.locked(job)
        charge.owned(current, by)
        if current.finished_at:
            raise Refused(_("It had ended before it could be stopped: its page says what came of it."))
        if not current.under_way:
            raise Refused(_("This is not under way any more: load the page again."))
        job.cancelled_at = current.cancelled_at = now
        current.save(update_fields=["cancelled_at"])
        charge.tell(charge.STOP, job, by, now)
    cache.set(_stop(job), True, KEPT)


def reached(job: Job) -> Reached:
    """How far it is, as far as it was said on the way, or its row says."""
    done, total, stage = cache.get(_reached(job), (*job.counted, ""))
    return Reached(done, total and max(done, total), stage)


def _reached(job: Job) -> str:
    return f"job:{job._meta.label_lower}:{job.pk}:reached"


def _stop(job: Job) -> str:
    return f"job:{job._meta.label_lower}:{job.pk}:stop"


@dataclass(frozen=True)
class Saying:
    """Tells how far a job is, and hears whether it is to stop: then it raises Stopped."""

    job: Job

    def __call__(self, done: int, total: int | None = None, stage: str = "") -> None:
        cache.set(_reached(self.job), (done, total, stage), KEPT)
        if cache.get(_stop(self.job)):
            raise Stopped


def _found(kind: str, pk: int) -> Job:
    model = apps.get_model(kind)
    found: Job = model._base_manager.get(pk=pk)
    return found


def _in_their_language(job: Job) -> override:
    """What is refused is said in the language of whoever answers for it."""
    person = job.responsible
    return override((person and person.language) or settings.LANGUAGE_CODE)


def ahead(now: datetime, kind: str, job: int) -> Brought | None:
    """Do what is done ahead of a job; nothing of it is kept yet. None: another worker is at it."""
    found = _found(kind, job)
    work = WORKS[type(found)]
    if work.ahead is None or not found.under_way:
        return Brought()
    with _in_their_language(found):
        try:
            content = work.ahead(found, Saying(found), now)
        except Refused as refused:
            return Brought(failure=str(refused))
        except Stopped:
            return Brought()
    return None if content is None else Brought(content)


def carry_out(now: datetime, kind: str, job: int, brought: Brought) -> None:
    """Do a job as it was asked for, unless it was stopped, and say what came of it."""
    found = _found(kind, job)
    if not found.under_way:
        return
    work = WORKS[type(found)]
    with _in_their_language(found):
        try:
            if brought.failure:
                raise Refused(brought.failure)
            with transaction.atomic():
                left = work.do(found, brought.content if work.ahead else Saying(found), now)
                if left:
                    promise(TASK, now, kind=kind, job=job)
                elif not found.finished_at:
                    end(found, now)
        except Stopped:
            return
        except Refused as refused:
            waits = type(found)._base_manager.filter(UNDER_WAY, pk=job)
            waits.update(finished_at=now, failure=str(refused))


def end(job: Job, now: datetime) -> None:
    """Count a job as done from here on, at the end of its transaction or before a step that waits for it.

    Whoever stops it in this moment is first, and Stopped is raised, or too late.
    """
    waits = type(job)._base_manager.filter(UNDER_WAY, pk=job.pk)
    if not waits.select_for_update().exists():
        raise Stopped
    job.finished_at = now
    job.save(update_fields=["finished_at"])
