"""How is long work done in a test that has no worker?"""

from __future__ import annotations

from django.db.models import QuerySet

from casework.models import Job, Outbox
from casework.tasks import job_task
from casework.work import jobs


def promised(kind: type[Job] | Job) -> QuerySet[Outbox]:
    """What of a kind of job waits for a worker."""
    waits = Outbox.objects.filter(task=jobs.TASK, done_at=None, payload__kind=kind._meta.label_lower)
    return waits.order_by("pk")


def worked(kind: type[Job] | Job) -> int:
    """Do what waits of a kind, as a worker would, until nothing is left. Returns how many tasks that were."""
    done = 0
    while row := promised(kind).first():
        assert job_task(row.pk)
        done += 1
    return done
