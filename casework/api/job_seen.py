"""What of long work is shown to a program? How far it is, and what came of it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from casework.api import serializers as shown
from casework.models import Job
from casework.work import jobs


class JobSeen(shown.Out):
    """Long work. state: waits (for somebody to begin it), under way, stopped, failed or ended; its name is
    what people read. failure: why it came to nothing. total: null where only doing it would tell."""

    url = serializers.CharField()
    state = shown.Named()
    done = serializers.IntegerField()
    total = serializers.IntegerField(allow_null=True)
    begun = serializers.DateTimeField(allow_null=True)
    finished = serializers.DateTimeField(allow_null=True)
    failure = serializers.CharField(allow_blank=True)


def seen_job(job: Job) -> dict[str, Any]:
    """A job as a program reads of it."""
    reached = jobs.reached(job)
    return {
        "url": shown.twin(job.get_absolute_url()),
        "state": shown.named(_code(job), job.standing[0]),
        "done": reached.done,
        "total": reached.total,
        "begun": job.begun_at,
        "finished": job.finished_at,
        "failure": job.failure,
    }


def _code(job: Job) -> str:
    if job.failure:
        return "failed"
    if job.finished_at:
        return "ended"
    if job.cancelled_at:
        return "stopped"
    return "under way" if job.begun_at else "waits"
