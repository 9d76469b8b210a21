"""Does a form show the test items of its category alone, and take all that are meant?"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from accounts.addresses import code_of
from catalogue.models import Category, TestItem
from monitoring.plans.models.plans import WorkPlan
from tests.cast import Cast
from tests.monitoring import given, walks

PLAN = "/work-plans/new/"


@pytest.fixture
def strange(cast: Cast) -> TestItem:
    """An item of another category."""
    food = Category.objects.create(code="06", name="Food contact")
    return TestItem.objects.create(
        category=food, name="Migration", method=cast.standard, requirement=cast.standard
    )


def boxes(page: str, name: str) -> list[str]:
    """What can be ticked in a field, by its code."""
    return re.findall(rf'type="checkbox" name="{name}" value="([^"]+)"', page)


def test_a_new_plan_shows_no_items_before_its_category_is_chosen(
    cast: Cast, at_desk: Any, strange: TestItem
) -> None:
    given.test_item(cast)
    page = at_desk(cast.planner).get(PLAN).content.decode()
    assert boxes(page, "item0_test_items") == []
    assert "Choose the product category first" in page
    assert 'hx-target="#id_item0_test_items .wj-choices"' in page


def test_what_comes_back_shows_those_of_its_category(cast: Cast, at_desk: Any, strange: TestItem) -> None:
    own = given.test_item(cast)
    form = {**walks.plan_form(cast, []), "item0_test_items": []}
    answer = at_desk(cast.planner).post(PLAN, form)
    assert answer.status_code == 422
    assert boxes(answer.content.decode(), "item0_test_items") == [code_of(own)]


def test_those_ticked_stay_though_the_category_has_changed(
    cast: Cast, at_desk: Any, strange: TestItem
) -> None:
    form = {**walks.plan_form(cast, []), "item0_category": strange.category}
    answer = at_desk(cast.planner).post(PLAN, form)
    own = given.test_item(cast)
    assert boxes(answer.content.decode(), "item0_test_items") == [code_of(own), code_of(strange)]
    assert not WorkPlan.objects.exists()


def test_the_items_of_the_class_above_hold_for_a_part_of_it(cast: Cast, at_desk: Any) -> None:
    part = Category.objects.create(code="05.1", name="Dolls", parent=cast.category)
    own = given.test_item(cast)
    asked = {"name": "item3_test_items", "of": "item3_category", "item3_category": code_of(part)}
    page = at_desk(cast.planner).get(reverse("offered-items"), asked).content.decode()
    assert boxes(page, "item3_test_items") == [code_of(own)] and "<html" not in page


@pytest.mark.parametrize("category", ["", "nonsense", "1"])
def test_a_category_that_makes_no_sense_shows_none(cast: Cast, at_desk: Any, category: str) -> None:
    given.test_item(cast)
    asked = {"name": "items", "of": "category", "category": category}
    answer = at_desk(cast.planner).get(reverse("offered-items"), asked)
    assert answer.status_code == 200 and boxes(answer.content.decode(), "items") == []


def test_no_name_of_a_field_brings_anything_else_onto_the_page(cast: Cast, at_desk: Any) -> None:
    asked = {"name": '"><script>', "of": "category"}
    assert at_desk(cast.planner).get(reverse("offered-items"), asked).status_code == 404


def test_ended_items_are_not_shown(cast: Cast, at_desk: Any, now: Any) -> None:
    given.test_item(cast)
    TestItem.objects.update(ended_on=now.date())
    asked = {"name": "items", "of": "category", "category": code_of(cast.category)}
    page = at_desk(cast.organiser).get(reverse("offered-items"), asked).content.decode()
    assert boxes(page, "items") == [] and "no test items yet" in page


def test_where_items_are_entered_that_a_category_lacks_is_a_press_away(cast: Cast, at_desk: Any) -> None:
    asked = {"name": "items", "of": "category", "category": code_of(cast.category)}
    page = at_desk(cast.planner).get(reverse("offered-items"), asked).content.decode()
    assert f'href="{reverse("test-items")}" target="_blank"' in page and "organiser" in page


def test_a_plan_of_twenty_products_asks_for_its_items_once_a_product(
    cast: Cast, at_desk: Any, django_assert_max_num_queries: Any
) -> None:
    form = walks.plan_form(cast, [])
    for place in range(1, 20):
        form |= {
            name.replace("item0", f"item{place}"): value for name, value in form.items() if "item0" in name
        }
    desk = at_desk(cast.planner)
    with django_assert_max_num_queries(20 * 6 + 60):
        assert desk.post(PLAN, {**form, "title": ""}).status_code == 422
