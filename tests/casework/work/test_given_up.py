"""Does work that fails five times wait for an administrator, who lets it be tried anew?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.models import Outbox
from casework.work.outbox import drain, given_up, once, promise
from trail.models import Event

pytestmark = pytest.mark.django_db


def broken(now, **_payload: object) -> None:
    raise ValueError("the secret of 13800138000")


def failed(now, times: int = 5) -> Outbox:
    """Work that was begun so often, each time without success."""
    row = promise("documents.render", now)
    for _time in range(times):
        with pytest.raises(ValueError, match="secret"):
            once(broken)(row.pk)
    return row


def test_work_that_failed_four_times_is_sent_again_and_after_five_no_more(now):
    sent: list[list[int]] = []
    row = failed(now, 4)
    assert drain(lambda _task, args: sent.append(args), now) == 1
    with pytest.raises(ValueError, match="secret"):
        once(broken)(row.pk)
    assert drain(lambda _task, args: sent.append(args), now + timedelta(days=1)) == 0
    assert list(given_up(now)) == [row] and once(broken)(row.pk) is False


def test_a_worker_that_was_killed_five_times_over_it_is_given_up_on_once_its_time_is_over(now):
    row = promise("documents.render", now)
    Outbox.objects.filter(pk=row.pk).update(tries=5, sent_at=now)
    assert not given_up(now + timedelta(minutes=30)).exists()
    assert given_up(now + timedelta(minutes=32)).exists()


def test_what_another_worker_is_at_is_not_counted(now):
    row = promise("documents.render", now)
    assert once(broken, ahead=lambda now: None)(row.pk) is False
    row.refresh_from_db()
    assert row.tries == 0


def test_an_administrator_sees_the_kind_of_error_alone_and_lets_it_be_tried_anew(cast, at_desk, now):
    row = failed(now)
    client = at_desk(cast.regulator_administrator)
    page = client.get(reverse("failures")).content.decode()
    assert "ValueError" in page and "documents.render" in page and "13800138000" not in page
    assert client.post(reverse("failure-retry", args=[row.pk])).status_code == 302
    assert drain(lambda _task, _args: None, now) == 1
    event = Event.objects.get(verb="retry work")
    assert event.actor_id == cast.regulator_administrator.user.pk


def test_work_under_way_is_not_begun_a_second_time(cast, at_desk, now):
    row = failed(now, 2)
    at_desk(cast.regulator_administrator).post(reverse("failure-retry", args=[row.pk]))
    row.refresh_from_db()
    assert row.tries == 2 and not Event.objects.filter(verb="retry work").exists()


def test_every_task_has_a_time_limit(settings):
    assert 0 < settings.CELERY_TASK_SOFT_TIME_LIMIT < settings.CELERY_TASK_TIME_LIMIT
