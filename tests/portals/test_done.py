"""Does a person find again what they did, and nothing that is not theirs to know?"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from accounts.roles import Role
from casework.models import Record
from tests.cast import Cast, person
from tests.conftest import NOW
from tests.monitoring import given
from trail.models import Event


@pytest.fixture(autouse=True)
def _on_the_day() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def listed(client: Any, **asked: str) -> str:
    return str(client.get(reverse("done"), asked).text.partition("<main")[2])


def test_what_somebody_did_is_listed_with_where_it_is_now(cast: Cast, now: Any, at_desk: Any) -> None:
    plan = given.submitted_plan(cast, now)
    client = at_desk(cast.planner)
    assert reverse("done") in client.get("/").text
    rows = listed(client)
    assert rows.index("Submit for approval") < rows.index("Open a work plan")
    assert plan.number in rows and "Submitted" in rows and "Approver" in rows


def test_nobody_finds_what_another_did(cast: Cast, now: Any, at_desk: Any) -> None:
    plan = given.submitted_plan(cast, now)
    other = person("second_planner", cast.province, Role.PLANNER)
    assert plan.number not in listed(at_desk(other))


def test_what_somebody_may_see_no_longer_is_left_out(cast: Cast, now: Any, at_desk: Any) -> None:
    """Who works for another organisation now, or whose record went elsewhere, keeps no window on it."""
    plan = given.submitted_plan(cast, now)
    Record.objects.filter(pk=plan.pk).update(province=cast.other_province.region)
    assert plan.number not in listed(at_desk(cast.planner))


def test_what_was_done_for_another_organisation_stays_there(cast: Cast, now: Any, at_desk: Any) -> None:
    given.submitted_plan(cast, now)
    Event.objects.filter(actor_id=cast.planner.user.pk).update(organisation_id=cast.center.pk)
    assert "Submit for approval" not in listed(at_desk(cast.planner))


def test_older_steps_are_on_the_next_page_and_words_narrow_them(
    cast: Cast, now: Any, at_desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("portals.views.done"), "SIZE", 2)
    first, second = given.submitted_plan(cast, now), given.submitted_plan(cast, now)
    client = at_desk(cast.planner)
    newest = listed(client)
    assert second.number in newest and first.number not in newest
    older = newest.partition('rel="next"')[0].rpartition('href="?before=')[2].partition('"')[0]
    assert first.number in listed(client, before=older)
    assert first.number in listed(client, q=first.number) and second.number not in listed(
        client, q=first.number
    )
