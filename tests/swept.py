"""What does a sweep do, with the tellings that it promised?"""

from __future__ import annotations

from datetime import date, datetime

from casework.deadlines.sweep import sweep
from casework.deadlines.warnings import warn
from casework.models import AnnouncedYear, CalendarDay, Outbox
from casework.work import jobs
from casework.work.outbox import once

TASKS = {"casework.warn": once(warn), jobs.TASK: once(jobs.carry_out, ahead=jobs.ahead)}


def swept(now: datetime, **options: int) -> int:
    """Sweep, and do what was promised, as the workers would."""
    marked = sweep(now, **options)
    worked()
    return marked


def worked() -> None:
    """Do what was promised about clocks, until nothing is left."""
    while row := Outbox.objects.filter(task__in=TASKS, done_at=None).order_by("id").first():
        assert TASKS[row.task](row.pk)


def announced(cast, now: datetime, days: dict[date, bool], year: int = 2026) -> AnnouncedYear:
    """A year that an administrator has loaded, with these days: rest or not."""
    found = AnnouncedYear.objects.create(
        year=year, source="Notice 7", loaded_by=cast.approver.user, loaded_at=now
    )
    CalendarDay.objects.bulk_create(CalendarDay(announced=found, day=d, rest=r) for d, r in days.items())
    return found
