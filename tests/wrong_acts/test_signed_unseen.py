"""Can a stranger at an open session sign, or somebody bring a thing about who only looks at it?"""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.urls import reverse

from casework.models import Notification, Outbox
from documents.models import Document
from tests.conftest import NOW
from tests.documents.test_foreseen import page_of, seen
from tests.monitoring import given
from trail.models import Event

PASSWORD = "a long password of her own"


@pytest.fixture(autouse=True)
def _on_the_day() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def test_to_look_changes_nothing(cast, now, at_desk):
    plan = given.submitted_plan(cast, now)
    before = [model.objects.count() for model in (Event, Document, Notification, Outbox)]
    seen(at_desk(cast.approver), plan, "approve")
    plan.refresh_from_db()
    assert plan.state == "submitted"
    assert [model.objects.count() for model in (Event, Document, Notification, Outbox)] == before


def test_nobody_looks_at_what_is_not_theirs_to_do(cast, now, at_desk):
    plan = given.submitted_plan(cast, now)
    url = reverse("workplan-foreseen", args=[plan.number, "approve"])
    assert at_desk(cast.planner).post(url).status_code == 403
    assert at_desk(cast.organiser).post(url).status_code == 404
    assert at_desk(cast.approver).get(url).status_code == 405
    assert at_desk(cast.approver).post(url.replace("approve", "return")).status_code == 404


def test_a_signature_asks_for_the_password_again(cast, now, at_desk):
    """Whoever finds a session open signs nothing."""
    plan = given.submitted_plan(cast, now)
    cast.approver.user.set_password(PASSWORD)
    cast.approver.user.save()
    client = at_desk(cast.approver)
    for typed in ({}, {"own_password": "guessed"}):
        answer = client.post(page_of(plan, "approve"), typed)
        plan.refresh_from_db()
        assert (answer.status_code, plan.state) == (422, "submitted")
    assert client.post(page_of(plan, "approve"), {"own_password": PASSWORD}).status_code == 302


def test_the_password_of_a_signature_is_not_guessed_without_end(cast, now, at_desk):
    plan = given.submitted_plan(cast, now)
    cast.approver.user.set_password(PASSWORD)
    cast.approver.user.save()
    client = at_desk(cast.approver)
    for _each in range(9):
        client.post(page_of(plan, "approve"), {"own_password": "guessed"})
    answer = client.post(page_of(plan, "approve"), {"own_password": PASSWORD})
    assert answer.status_code == 422 and "Too many wrong passwords" in answer.text
