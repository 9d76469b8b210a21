"""How busy is it? Counted where requests are answered, and asked of the database and the broker."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from datetime import datetime

from django.db import Error
from django.db.models import Count, Min
from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from redis.exceptions import RedisError

from casework.models import MOST_TRIES, Deadline, Outbox
from casework.work.outbox import given_up
from config.operation.probes import QUEUE, broker

SEVERAL = "PROMETHEUS_MULTIPROC_DIR"  # where the processes of one server count (config/webserver.py)
logger = logging.getLogger(__name__)
ANSWERS = Histogram(
    "wangjian_request_seconds",
    "How long requests took, by the name of their route.",
    ["route", "method", "status"],
    registry=None,
)


def text(now: datetime) -> bytes:
    """All that is measured, as Prometheus reads it."""
    registry = CollectorRegistry()
    if SEVERAL in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(ANSWERS)
    registry.register(Work(now))
    return generate_latest(registry)


class Work(Collector):
    """What waits in the background. A server that is away leaves its own measures out, and says so."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        up = GaugeMetricFamily("wangjian_up", "Whether it answered this time.", labels=["part"])
        for part, measured in (("database", self.kept), ("broker", self.queued)):
            try:
                yield from measured()
                up.add_metric([part], 1)
            except (Error, RedisError) as error:
                logger.warning("Not measured: %s: %s", part, error)
                up.add_metric([part], 0)
        yield up

    def kept(self) -> list[GaugeMetricFamily]:
        waiting = Outbox.objects.filter(done_at=None, tries__lt=MOST_TRIES).aggregate(
            rows=Count("pk"), oldest=Min("created_at")
        )
        due = Deadline.objects.filter(next_tell_at__lte=self.now).aggregate(oldest=Min("next_tell_at"))
        return [
            gauge("wangjian_outbox_waiting", "Promised work that is not done.", waiting["rows"]),
            gauge("wangjian_outbox_oldest_seconds", "Age of the oldest of it.", self._age(waiting["oldest"])),
            gauge("wangjian_outbox_failed", "Work that is tried no more.", given_up(self.now).count()),
            gauge("wangjian_sweep_lag_seconds", "How long a clock has been due.", self._age(due["oldest"])),
        ]

    def queued(self) -> list[GaugeMetricFamily]:
        with broker() as server:
            return [gauge("wangjian_queue_length", "Tasks that no worker has taken.", server.llen(QUEUE))]

    def _age(self, since: datetime | None) -> float:
        return max(0.0, (self.now - since).total_seconds()) if since else 0.0


def gauge(name: str, said: str, value: object) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, said, value=float(str(value)))
