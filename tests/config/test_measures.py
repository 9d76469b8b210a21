"""Is what Prometheus reads what happened?"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from redis import Redis

from casework.models import MOST_TRIES, Deadline, Outbox
from config.operation.probes import QUEUE
from tests.config.operating import TOKEN, measured
from tests.test_flows import WALKS


@pytest.fixture(autouse=True)
def _token(settings):
    settings.METRICS_TOKEN = TOKEN


def value(name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", measured().text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def test_a_request_is_counted_by_the_name_of_its_route(db):
    name = 'wangjian_request_seconds_count{method="GET",route="login",status="200"}'
    before = value(name)
    Client().get("/login/")
    assert value(name) == before + 1


def test_a_method_that_somebody_invented_is_no_label(db):
    Client().generic("INVENTED", "/login/")
    text = measured().text
    assert 'method="other"' in text and "INVENTED" not in text


def test_work_that_waits_and_work_that_failed_are_counted_apart(db):
    now = timezone.now()
    Outbox.objects.create(task="a", created_at=now - timedelta(seconds=100))
    Outbox.objects.create(task="b", created_at=now - timedelta(seconds=10))
    Outbox.objects.create(task="c", created_at=now - timedelta(days=2), done_at=now)
    Outbox.objects.create(task="d", created_at=now - timedelta(days=1), tries=MOST_TRIES, error="it failed")
    assert value("wangjian_outbox_waiting") == 2
    assert 100 <= value("wangjian_outbox_oldest_seconds") < 1000
    assert value("wangjian_outbox_failed") == 1


def test_the_sweep_lags_by_its_oldest_clock(cast):
    assert value("wangjian_sweep_lag_seconds") == 0
    walk = next(walk for walk in WALKS if walk.kind == "risk-case" or walk.kind == "riskcase")
    walk.given(cast, timezone.now())
    clock = Deadline.objects.exclude(next_tell_at=None).first()
    assert clock is not None
    Deadline.objects.filter(pk=clock.pk).update(next_tell_at=timezone.now() - timedelta(hours=1))
    assert 3600 <= value("wangjian_sweep_lag_seconds") < 4500


def test_what_no_worker_took_is_the_length_of_the_queue(db, settings):
    with Redis.from_url(settings.REDIS_URL) as server:
        server.delete(QUEUE)
        server.rpush(QUEUE, "one", "two")
        assert value("wangjian_queue_length") == 2
        server.delete(QUEUE)


def test_a_server_that_is_away_is_said_and_the_rest_is_measured(db, settings, monkeypatch):
    def away(*_args):
        raise OperationalError("gone")

    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr("config.operation.measures.given_up", away)
    text = measured().text
    assert 'wangjian_up{part="database"} 0.0' in text and 'wangjian_up{part="broker"} 0.0' in text
    assert "wangjian_request_seconds" in text and "wangjian_outbox" not in text


COUNTS = """
import sys
from config.operation.measures import ANSWERS
ANSWERS.labels(route="login", method="GET", status=200).observe(0.1)
"""
TELLS = """
import django; django.setup()
from datetime import datetime, timezone
from config.operation import measures
measures.Work.collect = lambda _work: []
print(measures.text(datetime.now(timezone.utc)).decode())
"""


def test_the_processes_of_one_server_count_together(tmp_path):
    environment = os.environ | {
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    for code in (COUNTS, COUNTS):
        command = [sys.executable, "-c", "import django; django.setup()" + code]
        subprocess.run(command, env=environment, check=True)
    told = subprocess.run([sys.executable, "-c", TELLS], env=environment, check=True, capture_output=True)
    assert b'wangjian_request_seconds_count{method="GET",route="login",status="200"} 2.0' in told.stdout
