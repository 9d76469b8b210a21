"""Is a feed read once by workers of which one is killed in the midst of the reading?"""

from __future__ import annotations

from threading import Event as Gate

import pytest

from config.celery import app
from monitoring.feeds.models import Feed, FeedRun
from monitoring.risks.models.signals import RiskSignal
from tests.monitoring.feeds.feed_samples import RSS, kept, serving
from tests.workers.conftest import until
from trail.models import Event

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]


def test_a_reading_whose_worker_is_killed_is_done_by_another_and_once(cast, now, start_worker, monkeypatch):
    monkeypatch.setenv("FEED_PRIVATE_NETWORKS", "127.0.0.0/8")
    monkeypatch.setenv("FEED_SECONDS", "3")
    with serving() as server:
        server.pages["/feed"], server.held["/feed"] = RSS, Gate()
        feed = kept(cast, now, server.address("/feed"))
        first = start_worker()
        app.send_task("monitoring.begin_readings")
        until(lambda: len(server.asked) == 1, seconds=60)
        first.kill()
        server.held["/feed"].set()
        start_worker()
        until(lambda: FeedRun.objects.filter(ended="new").exists(), seconds=60)
    run = FeedRun.objects.get()
    assert (run.signals, run.error, RiskSignal.objects.count()) == (2, "", 2)
    assert Event.objects.filter(verb="import signals").count() == 1
    assert Feed.objects.get(pk=feed.pk).failures == 0
