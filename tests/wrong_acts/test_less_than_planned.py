"""Who has less tested than the approved plan says, or has it judged in other words, and unseen?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from casework.models import Notification
from catalogue.monitoring_rules import MonitoringRules
from inspection.commissions.actions import commissions
from inspection.commissions.models.commissions import Entrustment
from monitoring.plans.models.plans import PlanItem
from sampling.samples.models.samples import Sample
from tests.cast import Cast
from tests.conftest import NOW
from tests.inspection import given
from tests.inspection.walks import commission_form
from tests.monitoring import given as monitoring
from tests.sampling import given as sampling

WHY = "No laboratory of the province is qualified for it."


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def sample(cast: Cast) -> Sample:
    """In store; its plan has it tested for colours too."""
    found = sampling.stored_sample(cast, NOW)
    found.purchase.plan_item.test_items.add(monitoring.test_item(cast, "Colours"))
    return found


@pytest.fixture
def commission(at_desk: Any, cast: Cast, sample: Sample) -> Callable[..., Any]:
    def do(**changes: Any) -> Any:
        given.qualified(cast, NOW)
        form = commission_form([sample], cast) | changes
        return at_desk(cast.organiser).post(reverse("entrustment-open"), form)

    return do


@pytest.mark.parametrize("reason", ["", "无", "按规定"])
def test_an_item_of_the_plan_is_not_left_out_without_a_reason(commission: Any, reason: str) -> None:
    answer = commission(left_out=reason)
    assert answer.status_code == 422 and not Entrustment.objects.exists()


def test_what_is_left_out_is_named(commission: Any) -> None:
    assert "say why not: Colours" in commission().content.decode()


def test_nor_by_a_program(commission: Any, cast: Cast, program: Any, sample: Sample) -> None:
    given.qualified(cast, NOW)
    answer = program(cast.organiser).post("/api/v1/entrustments/", commission_form([sample], cast))
    assert answer.status_code == 422 and not Entrustment.objects.exists()


def test_who_planned_it_reads_why(commission: Any, cast: Cast, at_desk: Any) -> None:
    assert commission(left_out=WHY).status_code == 302
    entrustment = Entrustment.objects.get()
    commissions.send(entrustment, by=cast.organiser, now=NOW)
    told = Notification.objects.filter(record=entrustment, user=cast.planner.user)
    assert told.count() == 1
    assert WHY in at_desk(cast.planner).get(reverse("notifications")).content.decode()
    assert WHY in at_desk(cast.planner).get(entrustment.get_absolute_url()).content.decode()


def test_a_reason_for_nothing_is_not_kept(commission: Any, cast: Cast) -> None:
    items = [*given.items(cast), monitoring.test_item(cast, "Colours")]
    assert commission(items=items, left_out=WHY).status_code == 302
    assert Entrustment.objects.get().left_out == ""


def test_rules_watered_down_later_change_no_approved_plan(cast: Cast) -> None:
    rules = monitoring.monitoring_rules(cast)
    item = monitoring.draft_plan(cast, NOW).items.get()
    PlanItem.objects.update(rules=rules)
    before = list(item.test_items.all())
    rules.items.clear()
    MonitoringRules.objects.update(test_quantity=1)
    item.refresh_from_db()
    assert list(item.test_items.all()) == before and item.test_quantity == 3
