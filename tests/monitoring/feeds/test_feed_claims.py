"""Is a feed read outside of any transaction, by one worker at a time, and again where one died?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import time_machine
from django.conf import settings
from django.db import connection

from casework.models import Outbox
from monitoring.feeds.actions import readings
from monitoring.feeds.actions.feeds import READ
from monitoring.feeds.actions.readings import begin_readings, fetch_feed, take_feed
from monitoring.feeds.connectors import Brought
from monitoring.feeds.models import FeedRun
from monitoring.risks.models.signals import RiskSignal
from monitoring.tasks import read_task
from tests.monitoring.feeds.feed_samples import read, worked_off
from tests.races import runners

HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)


def begun(now: datetime) -> int:
    """The reading that is promised now."""
    begin_readings(now)
    return FeedRun.objects.get(ended_at=None).pk


def test_what_one_worker_reads_no_other_begins_to_read(feed, now, server):
    run = begun(now)
    assert fetch_feed(run, now) is not None
    assert fetch_feed(run, now + timedelta(seconds=1)) is None
    [row] = Outbox.objects.filter(task=READ)
    FeedRun.objects.update(claimed_at=datetime.now(UTC))
    assert read_task(row.pk) is False
    row.refresh_from_db()
    assert row.done_at is None and len(server.asked) == 1


def test_a_reading_that_died_is_read_again_once_its_claim_has_run_out(feed, now, server):
    run = begun(now)
    fetch_feed(run, now)
    later = now + timedelta(seconds=settings.FEED_SECONDS + settings.OUTBOX_LEASE_SECONDS + 1)
    assert fetch_feed(run, later) is not None
    assert len(server.asked) == 2 and not RiskSignal.objects.exists()


def test_what_two_workers_have_read_is_taken_in_once(feed, now):
    run = begun(now)
    brought = fetch_feed(run, now)
    assert brought is not None
    take_feed(run, brought, now, lambda: 0.0)
    first = FeedRun.objects.get(pk=run)
    take_feed(run, brought, now + HOUR, lambda: 0.0)
    assert FeedRun.objects.get(pk=run).ended_at == first.ended_at == now
    assert RiskSignal.objects.count() == first.signals == 2


@pytest.mark.django_db(transaction=True)
def test_an_address_is_read_outside_of_any_transaction_and_without_a_connection(feed, monkeypatch):
    seen = []

    def look(*args):
        seen.append((connection.in_atomic_block, connection.connection))
        return Brought()

    monkeypatch.setattr(readings, "bring", look)
    begin_readings(datetime.now(UTC))
    worked_off()
    assert seen == [(False, None)]


@pytest.mark.django_db(transaction=True)
def test_of_four_workers_that_get_the_same_promise_one_reads(feed, server):
    begin_readings(datetime.now(UTC))
    [row] = Outbox.objects.filter(task=READ)
    with runners(4) as at_once:
        done = at_once([lambda: read_task(row.pk)] * 4)
    assert sorted(done) == [False, False, False, True]
    assert len(server.asked) == 1 and RiskSignal.objects.count() == 2


@pytest.mark.parametrize(
    ("status", "told", "rest"),
    [
        (503, "36000", timedelta(hours=10)),
        (429, "36000", timedelta(hours=10)),
        (503, "60", 2 * HOUR),
        (503, "9" * 30, WEEK),
        (503, "soon", 2 * HOUR),
        (503, "-5", 2 * HOUR),
        (500, "36000", 2 * HOUR),
    ],
)
def test_an_address_that_asks_to_be_left_alone_is(feed, server, now, status, told, rest):
    server.status["/feed"] = (status, {"Retry-After": told})
    run = read(feed, now)
    assert run.ended == "failed" and str(status) in run.error
    assert feed.next_at == now + rest


def test_until_when_it_is_left_alone_may_be_told_as_a_date(feed, server, now):
    until = now + timedelta(hours=10)
    server.status["/feed"] = (503, {"Retry-After": format_datetime(until.astimezone(UTC), usegmt=True)})
    with time_machine.travel(now, tick=False):
        brought = fetch_feed(begun(now), now)
    assert brought is not None and brought.rest == 36_000
