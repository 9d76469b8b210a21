"""Can one person make a clock stand still, late, for ever, or unseen?"""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from accounts.roles import Role
from casework.models import Deadline, Notification
from casework.tasks import sweep
from portals.dashboards import Asked, charts
from tests.cast import person
from tests.conftest import NOW
from tests.disposal import given
from tests.documents.conftest import picture
from tests.swept import swept

LATER = NOW + timedelta(days=60)
UNTIL = NOW.date() + timedelta(days=20)
WHY = {"reason": "A test is under way."}
YES = {"granted": "yes", "remark": ""}


@pytest.fixture
def clock(cast, now) -> Deadline:
    found: Deadline = given.case_at("inspect", cast, now).deadlines.get(term="DL-04")
    return found


def post(client, name, clock, **said):
    return client.post(reverse(name, args=[clock.pk]), said)


def ask(client, clock, until=UNTIL):
    return post(client, "clock-still", clock, **WHY, evidence=picture(), until=until.isoformat())


@pytest.fixture
def standing(cast, at_desk, clock: Deadline) -> Deadline:
    """The head agreed to what the officer asked for."""
    with time_machine.travel(NOW, tick=False):
        assert ask(at_desk(cast.county_officer), clock).status_code == 302
        assert post(at_desk(cast.county_head), "clock-decide", clock, **YES).status_code == 302
    clock.refresh_from_db()
    return clock


def test_what_is_late_does_not_stand_still(cast, at_desk, clock):
    swept(LATER)
    with time_machine.travel(LATER, tick=False):
        answer = ask(at_desk(cast.county_officer), clock, LATER.date() + timedelta(days=9))
    assert answer.status_code == 409 and "what is late stays late" in answer.content.decode()
    assert Deadline.objects.get(pk=clock.pk).suspended_at is None


def test_who_asks_does_not_agree_and_the_clock_runs_until_somebody_does(cast, at_desk, clock):
    with time_machine.travel(NOW, tick=False):
        asked = ask(at_desk(cast.county_officer), clock)
        own = post(at_desk(cast.county_officer), "clock-decide", clock, **YES)
    assert asked.status_code == 302 and own.status_code == 403
    assert Deadline.objects.get(pk=clock.pk).suspended_at is None


def test_nobody_agrees_once_it_is_late(cast, at_desk, clock):
    with time_machine.travel(NOW, tick=False):
        ask(at_desk(cast.county_officer), clock)
    with time_machine.travel(LATER, tick=False):
        answer = post(at_desk(cast.county_head), "clock-decide", clock, **YES)
    assert answer.status_code == 409 and Deadline.objects.get(pk=clock.pk).suspended_at is None


@pytest.mark.parametrize("days", [0, 91])
def test_it_has_an_end_that_is_not_far(days, cast, at_desk, clock):
    with time_machine.travel(NOW, tick=False):
        answer = ask(at_desk(cast.county_officer), clock, NOW.date() + timedelta(days=days))
    assert answer.status_code == 409 and "at most 90 days" in answer.content.decode()


def test_it_is_known_above_and_at_the_center(cast, standing):
    told = Notification.objects.filter(record=standing.record_id, event__verb="let a clock stand still")
    assert {cast.city_officer.user.pk, cast.leader.user.pk} <= set(told.values_list("user", flat=True))


def test_those_above_see_in_the_league_how_many_stand_still(cast, standing):
    swept(LATER)
    cache.clear()
    rows = charts(cast.case_officer.kind)["kept-organisations"](Asked(cast.case_officer, LATER)).rows
    assert [row[-2] for row in rows if row[0] == cast.county.name] == [1]


def test_it_goes_on_by_itself_and_is_late_then(cast, at_desk, standing):
    with time_machine.travel(LATER + timedelta(days=60), tick=False):
        sweep()
        page = at_desk(cast.city_officer).get(standing.record.get_absolute_url()).content.decode()
    standing.refresh_from_db()
    assert standing.suspended_at is None and standing.breached_at is not None
    assert "days overdue" in page


@pytest.mark.parametrize("above", [True, False])
def test_the_office_above_and_the_leader_of_the_center_let_it_go_on(above, cast, at_desk, standing):
    viewer = person("above", cast.city, Role.APPROVER) if above else cast.leader
    with time_machine.travel(NOW, tick=False):
        answer = post(at_desk(viewer), "clock-still", standing, reason="No test is under way there.")
    standing.refresh_from_db()
    assert answer.status_code == 302 and standing.suspended_at is None


def test_nobody_else_lets_it_go_on(cast, at_desk, standing):
    with time_machine.travel(NOW, tick=False):
        answer = post(at_desk(cast.compiler), "clock-still", standing, reason="No test is under way there.")
    assert answer.status_code == 403


def test_what_waits_for_the_heads_decision_is_the_heads_work_with_its_reason(cast, at_desk, clock):
    link = reverse("clock-decide", args=[clock.pk])
    with time_machine.travel(NOW, tick=False):
        assert ask(at_desk(cast.county_officer), clock).status_code == 302
        head = at_desk(cast.county_head)
        home, page, told = (
            head.get(at).text for at in ("/", clock.record.get_absolute_url(), "/notifications/")
        )
        others = at_desk(cast.county_officer).get("/").text, at_desk(cast.leader).get("/").text
        post(head, "clock-decide", clock, **YES)
        after = at_desk(cast.county_head).get("/").text
    assert link in home and link in page and "1 matter waits for you today" in home
    assert WHY["reason"] in home and WHY["reason"] in told
    assert all(link not in other for other in (*others, after))
