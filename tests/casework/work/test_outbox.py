"""Is promised work sent when it should be, and done once?"""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import transaction

from accounts.models import User
from casework import tasks
from casework.models import Outbox
from casework.work.outbox import MOST_ATTEMPTS, drain, once, promise
from config.celery import app
from tests.races import runners

pytestmark = pytest.mark.django_db

HALF_A_MINUTE = timedelta(seconds=30)
MOMENT = timedelta(milliseconds=1)


class Broker:
    """Remembers what was sent, and fails after as many messages as it can take."""

    def __init__(self, takes: int = 1000) -> None:
        self.sent: list[tuple[str, list[int]]] = []
        self.takes = takes

    def __call__(self, task: str, args: list[int]) -> None:
        if len(self.sent) == self.takes:
            raise ConnectionError("the broker is gone")
        self.sent.append((task, args))


@pytest.fixture
def broker() -> Broker:
    return Broker()


def make_user(now, username: str) -> None:
    """Makes a user: an effect that can be counted."""
    User.objects.create(username=username)


def fail(now, **payload: object) -> None:
    make_user(now, username="half done")
    raise ValueError("no such paper")


def test_a_promise_keeps_the_task_and_what_it_is_about(now):
    row = Outbox.objects.get(pk=promise("documents.render", now, document=7).pk)
    assert (row.task, row.payload, row.created_at) == ("documents.render", {"document": 7}, now)
    assert (row.sent_at, row.done_at, row.attempts, row.error) == (None, None, 0, "")


def test_a_promise_in_a_transaction_that_fails_leaves_nothing(now):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        promise("documents.render", now)
        _ = 1 / 0
    assert not Outbox.objects.exists()


def test_the_drain_sends_each_row_by_the_name_of_its_task(now, broker):
    first, second = promise("a", now), promise("b", now)
    assert drain(broker, now) == 2
    assert broker.sent == [("a", [first.pk]), ("b", [second.pk])]
    first.refresh_from_db()
    assert (first.sent_at, first.attempts, first.done_at) == (now, 1, None)


def test_what_was_sent_is_not_sent_again_within_the_lease(now, broker):
    promise("a", now)
    assert drain(broker, now) == 1
    assert drain(broker, now) == drain(broker, now + HALF_A_MINUTE) == 0


def test_what_is_not_done_is_sent_again_after_the_lease(now, broker):
    row = promise("a", now)
    drain(broker, now)
    assert drain(broker, now + HALF_A_MINUTE + MOMENT) == 1
    row.refresh_from_db()
    assert row.attempts == 2 and row.sent_at == now + HALF_A_MINUTE + MOMENT


def test_each_time_it_is_waited_for_twice_as_long_up_to_32_leases(now, broker, settings):
    settings.OUTBOX_LEASE_SECONDS = 1
    promise("a", now)
    sent = [second for second in range(200) if drain(broker, now + timedelta(seconds=second))]
    # A lease has passed one second after its end, as the drain runs once a second here.
    assert [later - earlier for earlier, later in pairwise(sent)] == [2, 3, 5, 9, 17, 33, 33, 33, 33][
        : len(sent) - 1
    ]
    assert len(sent) > 8


def test_what_is_done_is_never_sent_again(now, broker):
    row = promise("make", now, username="li")
    drain(broker, now)
    once(make_user)(row.pk)
    assert drain(broker, now + 10 * HALF_A_MINUTE) == 0


def test_the_lease_is_a_setting(now, broker, settings):
    settings.OUTBOX_LEASE_SECONDS = 1.5
    promise("a", now)
    assert [drain(broker, now + timedelta(seconds=at)) for at in (0, 1.5, 1.6)] == [1, 0, 1]


def test_the_drain_sends_oldest_first_and_no_more_than_a_batch(now, broker):
    rows = [promise("a", now) for _ in range(5)]
    assert [drain(broker, now, batch=2) for _ in range(4)] == [2, 2, 1, 0]
    assert [pk for _, (pk,) in broker.sent] == [row.pk for row in rows]


def test_what_the_broker_did_not_take_waits_for_the_lease(now):
    rows = [promise("a", now) for _ in range(3)]
    with pytest.raises(ConnectionError):
        drain(Broker(takes=1), now)
    broker = Broker()
    assert drain(broker, now + HALF_A_MINUTE) == 0
    assert drain(broker, now + HALF_A_MINUTE + MOMENT) == 3 == len(broker.sent) == len(rows)


def test_a_row_that_has_failed_more_often_than_can_be_counted_stops_no_other(now, broker):
    tired, fresh = promise("a", now), promise("b", now)
    Outbox.objects.filter(pk=tired.pk).update(attempts=MOST_ATTEMPTS)
    assert drain(broker, now) == 2
    assert list(Outbox.objects.order_by("id").values_list("attempts", flat=True)) == [MOST_ATTEMPTS, 1]
    assert fresh.pk > tired.pk


def test_a_task_done_twice_has_one_effect(now):
    row, task = promise("make", now, username="li"), once(make_user)
    assert [task(row.pk), task(row.pk)] == [True, False]
    assert User.objects.filter(username="li").count() == 1
    row.refresh_from_db()
    assert row.done_at is not None and row.error == ""


def test_the_task_bears_the_name_and_the_words_of_what_it_does():
    assert (once(make_user).__name__, once(make_user).__doc__) == ("make_user", make_user.__doc__)


def test_a_row_that_does_not_exist_is_nothing_to_do():
    assert once(make_user)(0) is False


def test_a_task_that_fails_leaves_its_row_waiting_with_the_error_and_no_effect(now, broker):
    row = promise("fail", now, document=7)
    drain(broker, now)
    with pytest.raises(ValueError, match="no such paper"):
        once(fail)(row.pk)
    row.refresh_from_db()
    assert (row.done_at, row.error) == (None, "ValueError: no such paper")
    assert not User.objects.exists() and drain(broker, now + HALF_A_MINUTE + MOMENT) == 1


def test_an_error_is_forgotten_when_the_task_succeeds_at_last(now):
    row = promise("make", now, username="li")
    Outbox.objects.filter(pk=row.pk).update(error="ValueError: no such paper")
    once(make_user)(row.pk)
    row.refresh_from_db()
    assert row.error == "" and row.done_at


def test_the_worker_drains_until_nothing_is_due(now, broker, monkeypatch):
    for _ in range(450):
        promise("a", now)
    monkeypatch.setattr(app, "send_task", broker)
    assert tasks.drain() == 450 == len(broker.sent) and tasks.drain() == 0


@pytest.mark.django_db(transaction=True)
def test_eight_drains_at_once_send_each_row_once(now):
    for _ in range(100):
        promise("a", now)
    broker = Broker()
    with runners(8) as at_once:
        counts = at_once([lambda: drain(broker, now, batch=15)] * 8)
    assert sum(counts) == len(broker.sent) == len({pk for _, (pk,) in broker.sent}) == 100


@pytest.mark.django_db(transaction=True)
def test_eight_workers_that_get_the_same_row_do_it_once(now):
    row = promise("make", now, username="li")
    with runners(8) as at_once:
        done = at_once([lambda: once(make_user)(row.pk)] * 8)
    assert sorted(done) == [False] * 7 + [True] and User.objects.count() == 1
