"""Is each warning and each breach told once by sweeps that run side by side and are killed in their midst?"""

from __future__ import annotations

import os
import random
import time
from collections import Counter

import pytest
from django.db import connection

from casework.deadlines.sweep import sweep
from casework.models import Deadline, Outbox
from config.celery import app
from tests.disposal import given_letters
from tests.races import runners
from tests.workers.conftest import until
from trail.models import Event

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]

# Each takes two seconds: among the other tests a few, all twenty by the variable.
KILLS = int(os.environ.get("WANGJIAN_KILLS", "3"))
CLOCKS_A_KILL, BATCH = 150, 10

MANY = """
    INSERT INTO casework_deadline (record_id, term, rule_version, count, unit, roll, opens, started_by_id,
        started_at, raw_end, "end", roll_reason, calendar_version, provisional, due_at, suspended_for,
        suspensions, postponed, warn_at, tells, told, next_tell_at)
    SELECT record_id, 'X-' || n, 0, count, unit, roll, 0, started_by_id, started_at, raw_end, "end", '',
        calendar_version, false, due_at, '', '[]', 0, warn_at, tells, 0, next_tell_at
    FROM casework_deadline, generate_series(1, %s) AS n WHERE id = %s
"""


def told() -> Counter[tuple[int, int]]:
    """How often each instant of each clock was told of, by (clock, which of its instants)."""
    lines = Event.objects.filter(verb__in=["warn", "overdue"]).values_list("detail", flat=True)
    return Counter((line["clock"], line["nth"]) for line in lines)


def until_more_is_told(before: int) -> None:
    until(lambda: told().total() > before, seconds=60)


def test_kills_and_eight_sweeps_at_once_tell_of_each_instant_once(cast, now, start_worker):
    first = given_letters.letter(cast, now).deadlines.get(term="W-13")
    with connection.cursor() as cursor:
        cursor.execute(MANY, [KILLS * CLOCKS_A_KILL, first.pk])
    chance, at = random.Random(20261125), first.due_at
    for _ in range(KILLS):
        before = told().total()
        worker = start_worker()
        app.send_task("tests.sweep", [at.isoformat(), BATCH])
        until_more_is_told(before)
        time.sleep(chance.uniform(0, 0.1))
        worker.kill()
    due = Deadline.objects.running().filter(term__startswith="X-")
    left = due.filter(breached_at=None).count()
    assert 0 < left < KILLS * CLOCKS_A_KILL, "the kills hit nothing: make the batches smaller"
    with runners(8) as at_once:
        at_once([lambda: sweep(at, batch=BATCH)] * 8)
    # What a killed worker had claimed is free again when the database notices that it is gone.
    until(lambda: sweep(at) == 0 and not due.filter(breached_at=None).exists(), seconds=30)
    clocks = set(due.values_list("pk", flat=True))
    of_these = {key: times for key, times in told().items() if key[0] in clocks}
    assert of_these == {(pk, nth): 1 for pk in clocks for nth in (1, 2, 3)}
    promised = Outbox.objects.filter(task="casework.warn").values_list("payload", flat=True)
    lines = Event.objects.filter(verb__in=["warn", "overdue"]).values_list("pk", flat=True)
    assert Counter(pk for payload in promised for pk in payload["events"]) == Counter(lines)
