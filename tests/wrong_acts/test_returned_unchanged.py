"""Can what was sent back be handed in again as it was, by one press and unseen?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from monitoring.plans.actions import versions
from monitoring.plans.models.plans import WorkPlan
from tests.cast import Cast
from tests.monitoring import given


def test_a_plan_that_was_returned_is_not_handed_in_again_from_the_list(
    cast: Cast, now: datetime, at_desk: Any
) -> None:
    plan = given.submitted_plan(cast, now)
    versions.return_plan(plan, note="The range is too wide.", by=cast.approver, now=now)
    home = at_desk(cast.planner).get("/").text
    submit = reverse("workplan-step", args=[plan.number, "submit"])
    assert "The range is too wide." in home and f'action="{submit}' not in home
    for _each in range(2):
        other = given.submitted_plan(cast, now)
        versions.return_plan(other, note="Too few.", by=cast.approver, now=now)
    assert 'value="submit"' not in at_desk(cast.planner).get("/").text  # nor as one of many


def test_of_chosen_rows_those_that_were_returned_are_left_out(
    cast: Cast, now: datetime, at_desk: Any
) -> None:
    returned, draft = given.submitted_plan(cast, now), given.draft_plan(cast, now)
    versions.return_plan(returned, note="The range is too wide.", by=cast.approver, now=now)
    client, listed = at_desk(cast.planner), reverse("workplan-list")
    shown = client.get(listed).text
    assert f'value="{draft.number}"' in shown and f'value="{returned.number}"' not in shown
    chosen = {"step": "submit", "number": [returned.number, draft.number]}
    said = client.post(reverse("workplan-several"), chosen, follow=True).text
    assert "The range is too wide." in said
    states = dict(WorkPlan.objects.values_list("number", "state"))
    assert states == {returned.number: "draft", draft.number: "submitted"}


def test_who_approves_reads_that_nothing_was_changed_since_it_was_returned(
    cast: Cast, now: datetime, at_desk: Any
) -> None:
    plan = given.submitted_plan(cast, now)
    page = reverse("workplan-step", args=[plan.number, "approve"])
    assert "was returned" not in at_desk(cast.approver).get(page).text
    versions.return_plan(plan, note="The range is too wide.", by=cast.approver, now=now)
    versions.submit_plan(plan, by=cast.planner, now=now)
    said = at_desk(cast.approver).get(page).text
    assert "(“The range is too wide.”) and submitted again without a word being changed" in said
    versions.return_plan(plan, note="Still too wide.", by=cast.approver, now=now)
    plan.price_range = "up to 100 yuan"
    plan.save(update_fields=["price_range"])
    versions.submit_plan(plan, by=cast.planner, now=now)
    said = at_desk(cast.approver).get(page).text
    assert "(“Still too wide.”) and changed since." in said and "without a word" not in said
    assert f'href="{reverse("workplan-versions", args=[plan.number])}"' in said
