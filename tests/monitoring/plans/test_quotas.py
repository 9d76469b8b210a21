"""What does a quota of a plan count, where is it shown, and which quotas cannot be kept?"""

from __future__ import annotations

from decimal import Decimal
from itertools import product as pairs
from typing import Any

import pytest
from hypothesis import given as supposing
from hypothesis import strategies as some

from casework.flow import Refused
from documents.models import Document
from monitoring.plans.actions import plans
from monitoring.plans.actions.feasible import most_within
from monitoring.plans.models.plans import Quota, WorkPlan
from tests.monitoring import given, walks

pytestmark = pytest.mark.django_db

NOTHING = {"platform": None, "item": None, "price_from": None, "price_below": None}


def quota(most: int, **named: Any) -> dict[str, Any]:
    return {**NOTHING, "most": most, **named}


def asked(cast, **fields: Any) -> dict[str, Any]:
    """The form of a plan for two products on two platforms, with a first quota."""
    form = walks.plan_form(cast, [])
    form |= {name.replace("item0", "item1"): value for name, value in form.items() if "item0" in name}
    form |= {"item0_batches": 5, "item1_batches": 5, "item1_product": "Doll"}
    form["platforms"] = [cast.platform, cast.other_platform]
    return form | {f"quota0_{name}": value for name, value in fields.items()}


@pytest.mark.clause("4.2.1-c")
def test_quotas_are_entered_with_the_plan_and_stand_on_its_page_and_paper(cast, at_desk, now):
    desk = at_desk(cast.planner)
    form = asked(cast, platform=cast.platform, product="Doll", price_from="10", price_below="50", most=4)
    assert desk.post("/work-plans/new/", form).status_code == 302
    plan = WorkPlan.objects.get()
    limit = plan.quotas.get()
    assert (limit.platform, limit.item, limit.most) == (cast.platform, plan.items.all()[1], 4)
    assert "10.00 to below 50.00 yuan" in desk.get(plan.get_absolute_url()).text
    edit = desk.get(f"{plan.get_absolute_url()}edit/").text
    assert 'name="quota0_product" value="Doll"' in edit and 'name="quota2_most"' in edit
    for step, who in (("submit", cast.planner), ("approve", cast.approver)):
        assert at_desk(who).post(f"{plan.get_absolute_url()}{step}/").status_code == 302
    paper = Document.objects.get(record_id=plan.pk)
    assert paper.content["quotas"][0]["product"] == "Doll" and paper.content["quotas"][0]["most"] == 4


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"most": 3}, "Say what the quota is of"),
        ({"product": "Kite", "most": 3}, "no product of the plan"),
        ({"price_from": "50", "price_below": "50", "most": 3}, "ends where it begins"),
        ({"price_below": "0", "most": 3}, "ends where it begins"),
        ({"product": "Doll", "most": 4}, "at most 9 of the 10 batches"),
        ({"product": "Doll"}, "required"),
        ({"product": "Doll", "most": -1}, "greater than or equal to 0"),
    ],
)
def test_a_quota_that_makes_no_sense_is_refused(cast, at_desk, now, fields, said):
    answer = at_desk(cast.planner).post("/work-plans/new/", asked(cast, **fields))
    assert answer.status_code == 422 and said in answer.text and not WorkPlan.objects.exists()


def test_a_quota_of_a_platform_that_the_plan_leaves_out_is_refused(cast, at_desk, now):
    form = asked(cast, platform=cast.other_platform, most=3) | {"platforms": [cast.platform]}
    assert "does not sample on Second Platform" in at_desk(cast.planner).post("/work-plans/new/", form).text


def test_two_products_of_one_name_cannot_have_a_quota(cast, at_desk, now):
    form = asked(cast, product="Soft toy", most=5) | {"item1_product": "Soft toy"}
    assert "different names" in at_desk(cast.planner).post("/work-plans/new/", form).text


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ([quota(1, price_below=Decimal(50)), quota(1, price_from=Decimal(40))], "overlap"),
        ([quota(1, item=0), quota(2, item=0)], "speak of the same"),
        ([quota(0, item=0)], "at most 0 of the 1 batches"),
    ],
)
def test_contradictory_quotas_are_refused_wherever_they_come_from(cast, now, limits, said):
    rows = given.plan_rows(cast)
    with pytest.raises(Refused, match=said):
        plans.open_plan(by=cast.planner, now=now, rows=rows, quotas=limits, **given.plan_data(cast, now))
    assert not WorkPlan.objects.exists()


def test_bands_that_touch_are_numbered_from_the_cheapest(cast, now):
    bands = [(Decimal(50), None), (None, Decimal(50))]
    limits = [quota(1, price_from=low, price_below=high) for low, high in bands]
    limits.append(quota(2, platform=cast.platform))
    rows = given.plan_rows(cast)
    plan = plans.open_plan(by=cast.planner, now=now, rows=rows, quotas=limits, **given.plan_data(cast, now))
    assert plan.bands() == [(None, Decimal("50.00")), (Decimal("50.00"), None)]


def test_a_quota_counts_what_belongs_to_all_that_it_names():
    cell = Quota(platform_id=1, item_id=2, price_from=Decimal(10), price_below=Decimal(50), most=3)
    assert cell.counts(1, 2, Decimal(10)) and cell.counts(1, 2, Decimal("49.99"))
    assert not any(
        cell.counts(*listing)
        for listing in ((1, 2, Decimal(50)), (1, 2, None), (3, 2, Decimal(20)), (1, 3, Decimal(20)))
    )
    assert Quota(platform_id=1, most=3).counts(1, 9, None)


def test_an_edit_replaces_the_quotas(cast, at_desk, now):
    desk = at_desk(cast.planner)
    desk.post("/work-plans/new/", asked(cast, product="Doll", most=5))
    plan = WorkPlan.objects.get()
    form = asked(cast, platform=cast.platform, most=7)
    assert desk.post(f"{plan.get_absolute_url()}edit/", form).status_code == 302
    assert str(plan.quotas.get()) == "First Platform"


@supposing(
    some.lists(some.integers(1, 4), min_size=1, max_size=2),
    some.dictionaries(
        some.tuples(some.sampled_from([None, 0, 1]), some.sampled_from([None, "A", "B"])).filter(any),
        some.integers(0, 5),
    ),
)
def test_what_quotas_leave_room_for_is_what_trying_every_division_finds(batches, caps):
    limits = [quota(most, item=item, platform=platform) for (item, platform), most in caps.items()]
    limits = [one for one in limits if one["item"] is None or one["item"] < len(batches)]
    items = [{"batches": count} for count in batches]
    assert most_within(limits, items, ["A", "B"]) == most_by_trying(limits, batches)


def most_by_trying(limits: list[dict[str, Any]], batches: list[int]) -> int:
    cells = list(pairs(range(len(batches)), "AB"))
    best = 0
    for counts in pairs(*(range(batches[item] + 1) for item, _platform in cells)):
        taken = dict(zip(cells, counts, strict=True))
        fits = all(
            sum(n for (item, _p), n in taken.items() if item == place) <= most
            for place, most in enumerate(batches)
        ) and all(
            sum(
                n
                for (item, platform), n in taken.items()
                if one["item"] in (None, item) and one["platform"] in (None, platform)
            )
            <= one["most"]
            for one in limits
        )
        best = max(best, sum(counts)) if fits else best
    return best
