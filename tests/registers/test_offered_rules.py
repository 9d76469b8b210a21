"""Is read what monitoring rules lay down before a product is planned by them? (6.3-4)"""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.addresses import code_of
from monitoring.plans.models.plans import WorkPlan
from tests.cast import Cast
from tests.monitoring import given, walks


def told(client: Any, code: str) -> str:
    asked = {"of": "item0_rules", "item0_rules": code}
    return str(client.get(reverse("offered-rules"), asked).text)


def test_what_rules_lay_down_is_told_when_they_are_chosen(cast: Cast, at_desk: Any) -> None:
    rules = given.monitoring_rules(cast, unit="<b>pcs</b>")
    said = told(at_desk(cast.planner), code_of(rules))
    assert "tested for Small parts" in said and "2 &lt;b&gt;pcs&lt;/b&gt; as backup sample" in said


@pytest.mark.parametrize("code", ["", "nonsense", "1"])
def test_of_no_rules_nothing_is_told(cast: Cast, at_desk: Any, code: str) -> None:
    given.monitoring_rules(cast)
    assert told(at_desk(cast.planner), code) == "What is left empty below is taken from them."


def test_rules_that_ended_tell_nothing(cast: Cast, at_desk: Any, now: Any) -> None:
    rules = given.monitoring_rules(cast, ended_on=now.date())
    assert told(at_desk(cast.planner), code_of(rules)) == "What is left empty below is taken from them."


def test_a_refused_form_still_says_what_the_rules_lay_down(cast: Cast, at_desk: Any) -> None:
    rules = given.monitoring_rules(cast)
    form = {**walks.plan_form(cast, []), "item0_rules": code_of(rules), "title": ""}
    answer = at_desk(cast.planner).post(reverse("workplan-open"), form)
    assert answer.status_code == 422 and "2 pcs as backup sample" in answer.text


def test_the_backup_sample_that_rules_ask_for_need_not_be_asked_for_again(
    cast: Cast, at_desk: Any, now: Any
) -> None:
    rules = given.monitoring_rules(cast)
    form = walks.plan_form(cast, [])
    kept = {name: value for name, value in form.items() if not name.startswith("item") or "batches" in name}
    kept |= {"item0_product": "Soft toy", "item0_rules": code_of(rules)}
    answer = at_desk(cast.planner).post(reverse("workplan-open"), kept)
    assert answer.status_code == 302, answer.text
    plan = WorkPlan.objects.get()
    assert plan.backup_required and plan.items.get().backup_quantity == 2
