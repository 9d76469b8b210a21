"""Does a product of a plan that names monitoring rules follow them? (4.2.1-c, 6.3-4)"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from casework.flow import Refused
from catalogue.models import Category
from catalogue.monitoring_rules import MonitoringRules
from monitoring.plans.actions.versions import submit_plan
from monitoring.plans.models.plans import PlanItem, WorkPlan
from monitoring.plans.models.versions import content_of
from tests.cast import Cast
from tests.monitoring import given, walks

LEFT = ("category", "test_items", "basis", "grounds", "test_quantity")
PAGE = "/work-plans/new/"


@pytest.fixture
def rules(cast: Cast) -> MonitoringRules:
    return given.monitoring_rules(cast)


@pytest.fixture
def post(cast: Cast, at_desk: Any, rules: MonitoringRules) -> Callable[..., Any]:
    """Post a plan whose only product says its rules, its name and its batches, and what is told besides."""

    def do(**said: Any) -> Any:
        form = walks.plan_form(cast, [])
        for name in (*LEFT, "backup_quantity", "unit"):
            form.pop(f"item0_{name}")
        more = {f"item0_{name}": value for name, value in said.items()}
        named = {"item0_rules": rules, "backup_required": "on"}
        return at_desk(cast.planner).post(PAGE, {**form, **named, **more})

    return do


def test_what_is_left_empty_is_taken_from_the_rules(post: Any, rules: MonitoringRules) -> None:
    assert post().status_code == 302
    item = PlanItem.objects.get()
    assert item.rules == rules and item.category == rules.category and item.grounds == rules.grounds
    assert (item.test_quantity, item.backup_quantity, item.unit) == (3, 2, "pcs")
    assert list(item.test_items.all()) == list(rules.items.all())


def test_nothing_that_rules_give_is_demanded_by_the_browser(cast: Cast, at_desk: Any, post: Any) -> None:
    page = at_desk(cast.planner).get(PAGE).content.decode()
    product = page[page.index('name="item0_product"') :][:300]
    grounds = page[page.index('name="item0_grounds"') :][:300]
    assert "required" in product.split(">")[0] and "required" not in grounds.split(">")[0]


def test_more_may_be_bought_than_the_rules_ask_for(post: Any) -> None:
    assert post(test_quantity="9").status_code == 302
    assert PlanItem.objects.get().test_quantity == 9


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("test_quantity", "2", "ask for at least 3"),
        ("backup_quantity", "1", "ask for at least 2"),
        ("grounds", "Whatever suits us", "lay down Product Quality Law"),
        ("unit", "boxes", "lay down pcs"),
        ("basis", "rules", "lay down Detailed rules for this product"),
    ],
)
def test_what_the_rules_lay_down_cannot_be_planned_otherwise(
    post: Any, field: str, value: str, said: str
) -> None:
    answer = post(**{field: value})
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not WorkPlan.objects.exists()


def test_neither_can_another_item_or_category(cast: Cast, post: Any) -> None:
    strange = given.test_item(cast, "Colour fastness")
    food = Category.objects.create(code="06", name="Food contact")
    assert post(test_items=[strange]).status_code == 422
    answer = post(category=food)
    assert answer.status_code == 422 and "are for another category" in answer.content.decode()
    assert not WorkPlan.objects.exists()


def test_fewer_items_are_planned_for_a_reason_that_approvers_read(
    cast: Cast, at_desk: Any, now: Any, post: Any, rules: MonitoringRules
) -> None:
    rules.items.add(given.test_item(cast, "Colour fastness"))
    less = {"test_items": [given.test_item(cast)]}
    refused = post(**less)
    assert refused.status_code == 422 and "have these tested too: Colour fastness" in refused.text
    assert post(**less, why_fewer="The dye is not in dispute this year.").status_code == 302
    plan = WorkPlan.objects.get()
    submit_plan(plan, by=cast.planner, now=now)
    page = at_desk(cast.approver).get(plan.get_absolute_url()).text
    assert "Not tested of the rules: Colour fastness (The dye is not in dispute this year.)" in page


def test_a_reason_without_anything_left_out_is_refused(cast: Cast, at_desk: Any, post: Any) -> None:
    said = "The dye is not in dispute this year."
    assert post(why_fewer=said).status_code == 422
    form = {**walks.plan_form(cast, []), "item0_why_fewer": said}
    assert at_desk(cast.planner).post(PAGE, form).status_code == 422


def test_an_item_that_rules_got_since_the_draft_is_not_left_out_unsaid(
    cast: Cast, now: Any, post: Any, rules: MonitoringRules
) -> None:
    post()
    rules.items.add(given.test_item(cast, "Colour fastness"))
    with pytest.raises(Refused, match="Say why fewer items"):
        submit_plan(WorkPlan.objects.get(), by=cast.planner, now=now)


@pytest.mark.parametrize(("required", "quantity"), [("on", "0"), ("", "1")])
def test_buyers_read_one_thing_of_backup_samples(
    cast: Cast, at_desk: Any, required: str, quantity: str
) -> None:
    form = {
        **walks.plan_form(cast, []),
        "backup_required": required,
        "item0_backup_quantity": quantity,
    }
    assert at_desk(cast.planner).post(PAGE, form).status_code == 422
    assert not WorkPlan.objects.exists()


def test_rules_bring_no_category_back_that_has_ended(cast: Cast, now: Any, post: Any) -> None:
    Category.objects.filter(pk=cast.category.pk).update(ended_on=now.date())
    answer = post()
    assert answer.status_code == 422 and "has ended: choose the category that goes on" in answer.text
    assert not WorkPlan.objects.exists()


def test_a_plan_by_no_rules_keeps_the_digest_that_it_had(cast: Cast, now: Any) -> None:
    plan = given.draft_plan(cast, now)
    assert "rules" not in content_of(plan)["products"][0]


def test_a_version_says_by_which_rules(cast: Cast, now: Any, post: Any, rules: MonitoringRules) -> None:
    post()
    plan = WorkPlan.objects.get()
    version = submit_plan(plan, by=cast.planner, now=now)
    assert version.content["products"][0]["rules"] == str(rules)


def test_the_page_says_when_what_rules_give_is_mandatory(cast: Cast, at_desk: Any) -> None:
    assert "mandatory without monitoring rules" in at_desk(cast.planner).get(PAGE).content.decode()
