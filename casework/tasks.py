"""Which work of the engine is done by a worker, on beat's timetable or as promised?"""

from __future__ import annotations

from celery import current_app, shared_task
from django.utils import timezone

from casework import holds, mail, resent
from casework.api import once
from casework.deadlines import respite, warnings
from casework.deadlines import sweep as sweeping
from casework.work import jobs, outbox


@shared_task(name="casework.drain", ignore_result=True)
def drain() -> int:
    """Send what the outbox holds, until it is empty."""
    sent = 0
    while rows := outbox.drain(lambda task, args: current_app.send_task(task, args), timezone.now()):
        sent += rows
    return sent


@shared_task(name="casework.sweep", ignore_result=True)
def sweep() -> int:
    """Lift the holds whose day is over; let the clocks go on whose time to stand still is over; mark those
    that have run out, or for so long that somebody is to be told."""
    now = timezone.now()
    return holds.release_ended(now) + respite.end_respites(now) + sweeping.sweep(now)


@shared_task(name="casework.digest", ignore_result=True)
def digest() -> int:
    """Promise the daily e-mails."""
    return mail.promise_digests(timezone.now())


@shared_task(name="casework.forget_answers", ignore_result=True)
def forget_answers() -> int:
    """Forget what programs were answered more than thirty days ago, and which forms were sent yesterday."""
    return once.forget(timezone.now()) + resent.forget(timezone.now())


mail_task = shared_task(name="casework.mail", ignore_result=True)(outbox.once(mail.one))
digest_task = shared_task(name="casework.digest_of", ignore_result=True)(outbox.once(mail.digest_of))
warn_task = shared_task(name="casework.warn", ignore_result=True)(outbox.once(warnings.warn))
job_task = shared_task(name=jobs.TASK, ignore_result=True)(outbox.once(jobs.carry_out, ahead=jobs.ahead))
