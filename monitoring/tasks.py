"""Which work of this stage is done by a worker? Feeds and new standards are read, long files voided."""

from __future__ import annotations

from datetime import datetime
from random import SystemRandom

from celery import shared_task
from django.utils import timezone

from casework.work.outbox import once
from monitoring.feeds.actions import editions, readings
from monitoring.feeds.actions.feeds import READ
from monitoring.feeds.actions.readings import Fetched
from monitoring.origins.models.origins import Voiding
from monitoring.risks.actions import matters, voidings

CHANCE = SystemRandom()


@shared_task(name="monitoring.begin_readings", ignore_result=True)
def begin_readings() -> int:
    """Begin a reading of every feed that is due."""
    return readings.begin_readings(timezone.now())


@shared_task(name="monitoring.look_for_editions", ignore_result=True)
def look_for_editions() -> int:
    """Take new editions of standards down as risk information."""
    return editions.look_for_editions(timezone.now())


def fetch_feed(now: datetime, run: int) -> Fetched | None:
    """Read one feed, as promised; nothing is kept yet."""
    return readings.fetch_feed(run, now)


def take_feed(now: datetime, run: int, brought: Fetched) -> None:
    """Take in what one feed brought."""
    readings.take_feed(run, brought, now, CHANCE.random)


def void_rest(now: datetime, voiding: int) -> None:
    """Void what waits of a long file."""
    voidings.void_rest(Voiding.objects.get(pk=voiding), now)


def catch_up(now: datetime, center: int, first: int, last: int) -> None:
    """Make a part of a long file findable by what its signals say."""
    matters.catch_up(center, first, last)


read_task = shared_task(name=READ, ignore_result=True)(once(take_feed, ahead=fetch_feed))
void_rest_task = shared_task(name="monitoring.void_rest", ignore_result=True)(once(void_rest))
catch_up_task = shared_task(name="monitoring.catch_up", ignore_result=True)(once(catch_up))
