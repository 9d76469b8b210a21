"""When is nobody disturbed by an e-mail? At night and on rest days, unless something ends by the morning."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db.models import Q

from casework.deadlines.clocks import calendar, local

# Shanghai time. The digest of the day goes out in the morning (config.celery).
MORNING, EVENING = time(8), time(21)


def is_quiet(now: datetime) -> bool:
    """Whether it is night, or a day on which nobody works."""
    here = local(now)
    return not MORNING <= here.time() < EVENING or calendar().is_rest(here.date())


def next_morning(now: datetime) -> datetime:
    """The next morning of a working day."""
    here, over = local(now), calendar()
    day = here.date() if here.time() < MORNING else here.date() + timedelta(days=1)
    while over.is_rest(day):
        day += timedelta(days=1)
    return datetime.combine(day, MORNING, here.tzinfo)


def urgent(now: datetime) -> Q:
    """Notifications of what runs out before the next working morning: held until then they would be late."""
    return Q(record__next_due_at__gt=now, record__next_due_at__lte=next_morning(now))
