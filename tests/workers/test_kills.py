"""Is promised work done exactly once by workers that are killed in the middle of it?"""

from __future__ import annotations

import os
import random
import time
from collections import Counter

import pytest

from casework.models import Outbox
from casework.work.outbox import drain, promise
from config.celery import app
from tests.workers.conftest import until
from trail.models import Event

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]

# Each takes five seconds: among the other tests a few, all ten by the variable.
KILLS = int(os.environ.get("WANGJIAN_KILLS", "3"))
CAREFUL, CARELESS = 40 * KILLS, 20


def effects(kind: str) -> Counter[int]:
    """How often each effect happened, by its number."""
    return Counter(Event.objects.filter(subject_kind=kind).values_list("subject_id", flat=True))


def half_done() -> bool:
    """Whether a careless task has had its effect and is not marked."""
    marked = Outbox.objects.filter(task="tests.careless").exclude(done_at=None).count()
    return effects("careless").total() > marked


def done() -> int:
    return Outbox.objects.exclude(done_at=None).count()


def queued() -> int:
    with app.connection_for_read() as broker:
        return int(broker.default_channel.client.llen("celery"))  # type: ignore[attr-defined]


def until_more_is_done() -> None:
    before = done()
    until(lambda: done() > before, seconds=60)


def test_kills_in_mid_drain_neither_lose_nor_double_an_effect(start_worker, now):
    """The careless tasks are the control: a kill between their effect and its mark doubles it."""
    for number in range(CARELESS):
        promise("tests.careless", now, number=number)
    for number in range(CAREFUL):
        promise("tests.careful", now, number=number)
    while not half_done():  # after a kill nobody is left to mark it
        worker = start_worker()
        until(half_done, seconds=60)
        worker.kill()
    chance = random.Random(20261125)
    for _ in range(KILLS):
        worker = start_worker()
        until_more_is_done()
        time.sleep(chance.uniform(0, 0.15))
        worker.kill()
        assert done() < CAREFUL + CARELESS, "all was done before the last kill: make the tasks slower"
    start_worker()
    until(lambda: done() == CAREFUL + CARELESS and queued() == 0, seconds=60)
    assert effects("careful") == Counter(range(CAREFUL))
    doubled = effects("careless")
    assert set(doubled) == set(range(CARELESS)) and doubled.total() > CARELESS


def test_what_a_wiped_broker_lost_is_sent_again_and_done(start_worker, now):
    for number in range(20):
        promise("tests.careful", now, number=number)
    drain(app.send_task, now)  # long before the lease
    assert queued() == 20 and app.control.purge() == 20
    start_worker()
    until(lambda: done() == 20, seconds=60)
    assert effects("careful") == Counter(range(20))
    assert not Outbox.objects.filter(attempts=1).exists()
