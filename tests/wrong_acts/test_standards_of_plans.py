"""Can goods be planned by one standard and judged by another, or by a dead one, unseen? (4.2.1-c, 6.3-4)"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from catalogue.models import Standard, TestItem
from monitoring.plans.models.plans import WorkPlan
from tests.cast import Cast
from tests.conftest import NOW
from tests.monitoring import given, walks


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def step(client: Any, plan: WorkPlan, verb: str) -> Any:
    return client.post(reverse("workplan-step", args=[plan.number, verb]), {})


def withdrawn(cast: Cast, at_desk: Any) -> None:
    at = reverse("standards-end", args=[cast.standard.pk])
    said = {"on": NOW.date().isoformat(), "reason": "A new edition is in force."}
    assert at_desk(cast.organiser).post(at, said).status_code == 302


def test_nothing_is_planned_by_a_standard_that_is_withdrawn(cast: Cast, at_desk: Any) -> None:
    form = walks.plan_form(cast, [])
    withdrawn(cast, at_desk)
    answer = at_desk(cast.planner).post("/work-plans/new/", form)
    assert answer.status_code == 422 and f"Small parts ({cast.standard.number})" in answer.text
    assert not WorkPlan.objects.exists()


def test_a_draft_whose_standard_is_withdrawn_is_not_submitted(
    cast: Cast, at_desk: Any, now: datetime
) -> None:
    plan = given.draft_plan(cast, now)
    withdrawn(cast, at_desk)
    answer = step(at_desk(cast.planner), plan, "submit")
    assert answer.status_code == 409 and f"Small parts ({cast.standard.number})" in answer.text
    plan.refresh_from_db()
    assert plan.state == "draft"


def test_a_plan_whose_standard_is_withdrawn_meanwhile_is_not_approved(
    cast: Cast, at_desk: Any, now: datetime
) -> None:
    plan = given.submitted_plan(cast, now)
    withdrawn(cast, at_desk)
    answer = step(at_desk(cast.approver), plan, "approve")
    assert answer.status_code == 409 and f"Small parts ({cast.standard.number})" in answer.text


@pytest.mark.parametrize("changed", ["limit_text", "method", "requirement"])
def test_who_changes_a_limit_or_a_standard_changes_no_submitted_plan_unseen(
    cast: Cast, at_desk: Any, now: datetime, changed: str
) -> None:
    plan = given.submitted_plan(cast, now)
    laxer = Standard.objects.create(number="T/LAX 1-2026", title="Kinder rules")
    item = TestItem.objects.get()
    setattr(item, changed, "≤ 10" if changed == "limit_text" else laxer)
    item.save()
    answer = step(at_desk(cast.approver), plan, "approve")
    assert answer.status_code == 409 and "no longer says what was submitted" in answer.text


def test_approvers_read_by_what_each_item_is_tested_and_judged(
    cast: Cast, at_desk: Any, now: datetime
) -> None:
    TestItem.objects.filter(pk=given.test_item(cast, "Lead").pk).update(limit_text="≤ 90")
    rows = [{**given.plan_rows(cast)[0], "test_items": [given.test_item(cast, "Lead")]}]
    plan = given.submitted_plan(cast, now, rows=rows)
    page = at_desk(cast.approver).get(plan.get_absolute_url()).text
    assert f"test method: {cast.standard.number} · grounds of judgement: {cast.standard.number}" in page
    assert "limit: ≤ 90 pcs" in page
