"""Does a plan tell how far it has come, to whom it may, and does its evaluation keep what was counted?"""

from __future__ import annotations

import pytest
from django.urls import reverse

from documents.models import Document
from monitoring.plans.models.brought import Figures
from portals.execution import execution, figures
from sampling.purchases.actions.orders import replace
from tests.inspection import given as tests
from tests.monitoring import walks
from tests.monitoring.given import draft_plan
from tests.sampling import given

pytestmark = pytest.mark.django_db


def three(cast, now, **plan):
    """One purchase accepted, one not to be had, one only planned; of two products."""
    rows = [given.row(n, plan_item=product) for n, product in ((1, "Soft toy"), (2, "Doll"), (3, "Doll"))]
    scheme = given.buying_scheme(cast, now, rows=rows, products=["Soft toy", "Doll"], batches=2, **plan)
    first, second, _third = scheme.purchases.order_by("pk")
    for go_on in (given.assigned, given.ordered, given.shipped, given.delivered, given.checking):
        go_on(first, cast, now)
    given.accepted(first, cast, now)
    given.failed(given.assigned(second, cast, now), cast, now)
    return scheme


def test_each_product_and_platform_is_counted_step_by_step(cast, now):
    plan = three(cast, now, budget="500.00").plan
    found = execution(plan, now.date())
    toys, dolls = found.products
    assert (toys[0].planned, toys[0].counts["in_store"], toys[0].counts["ended"]) == (2, 1, 0)
    assert (dolls[0].counts["listed"], dolls[0].counts["to_buy"], dolls[0].counts["ended"]) == (2, 1, 1)
    assert dolls[1][0].name == "First Platform" and found.total.counts["lots"] == 3
    assert found.days == (1, 61) and str(found.budget.spent) == "119.70"


def test_what_is_reported_and_what_failed_is_counted(cast, now):
    report = tests.issued(cast, now)
    plan = report.sample.purchase.scheme.plan
    counts = execution(plan, now.date()).total.counts
    assert (counts["lots"], counts["at_lab"], counts["reported"], counts["failed"]) == (1, 0, 1, 0)
    brought = figures(plan, now)
    assert (brought.reported, brought.failed, brought.low) == (1, 0, 0.0) and brought.high == 79.3


def test_each_lot_stands_in_one_place_and_the_places_add_up(cast, now):
    plan = three(cast, now).plan
    ended = plan.schemes.get().purchases.get(state="not_found")
    assert execution(plan, now.date()).total.counts["lots"] == 3
    replace(ended, listing=ended.listing, by=cast.organiser, now=now)
    for way in (found := execution(plan, now.date())).total, *(way for way, _ways in found.products):
        assert way.counts["lots"] == sum(way.counts[stand] for stand, _label in found.stands)
    counts = found.total.counts
    assert (counts["lots"], counts["ended"], counts["to_buy"], counts["in_store"]) == (3, 0, 2, 1)


@pytest.mark.clause("W-04")
def test_a_regulator_reads_the_figures_and_no_target(cast, now, at_desk):
    scheme = three(cast, now)
    page = at_desk(cast.planner).get(scheme.plan.get_absolute_url()).text
    assert "Execution against the plan" in page and "First Platform" in page
    hidden = [name for listing in scheme.listings.all() for name in (listing.shop.name, listing.item_id)]
    assert not [name for name in hidden if name in page]


def test_the_figures_cost_the_same_queries_however_much_was_bought(cast, now, django_assert_max_num_queries):
    rows = [given.row(n) for n in range(1, 9)]
    plan = given.buying_scheme(cast, now, rows=rows, batches=8).plan
    with django_assert_max_num_queries(10):
        execution(plan, now.date())


def test_a_plan_not_yet_received_has_no_execution(cast, now, at_desk):
    plan = given.empty_scheme(cast, now).plan
    assert "Execution against the plan" in at_desk(cast.planner).get(plan.get_absolute_url()).text
    draft = draft_plan(cast, now)
    assert "Execution against the plan" not in at_desk(cast.planner).get(draft.get_absolute_url()).text


@pytest.mark.clause("4.2.1-a")
def test_an_evaluation_shows_its_figures_first_and_keeps_them_on_paper(cast, now, at_desk):
    plan = walks.plan_in("completed")(cast, now)
    desk, url = at_desk(cast.planner), f"{plan.get_absolute_url()}evaluate/"
    assert "0 of 1 batches" in desk.get(url).text
    assert desk.post(url, {"evaluation": "Well."}).status_code == 422
    form = {"judgement": "partly", "evaluation": "Few were on sale."}
    assert desk.post(url, form).status_code == 302
    paper = Document.objects.get(record_id=plan.pk, paper="planevaluation")
    assert paper.content["evaluation"] == "Few were on sale." and len(paper.content["figures"]) == 5
    plan.refresh_from_db()
    assert Figures(**plan.figures).planned == 1
    page = at_desk(cast.organiser).get(plan.get_absolute_url()).text
    assert "Its purpose is reached in part" in page and "0 of 1 batches" in page


def test_the_api_evaluates_with_figures_too(cast, now, at_desk):
    plan = walks.plan_in("completed")(cast, now)
    url = reverse("api-workplan-evaluate", args=[plan.number])
    said = {"judgement": "missed", "evaluation": "None was on sale."}
    assert at_desk(cast.planner).post(url, said, content_type="application/json").status_code == 200
    plan.refresh_from_db()
    assert plan.state == "evaluated" and plan.figures["planned"] == 1
