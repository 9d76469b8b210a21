"""Does a plan say what 4.2.1 asks, change only as a new version, and let its cases go when it is given up?"""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.addresses import code_of
from accounts.models import Membership, System
from accounts.roles import Role
from casework.actions import take
from casework.flow import Refused
from catalogue.models import Category
from monitoring.plans.actions import plans, versions
from monitoring.plans.forms import centers_for
from monitoring.plans.models.plans import WorkPlan
from monitoring.risks.models.riskcases import RiskCase
from tests.cast import person
from tests.monitoring import given, walks

pytestmark = pytest.mark.django_db


def state_of(case: RiskCase) -> str:
    case.refresh_from_db()
    return case.state


@pytest.mark.parametrize(
    "field",
    [
        "title",
        "legal_mode",
        "issuing_department",
        "task_source",
        "task_type",
        "center",
        "platforms",
        "areas",
        "price_range",
        "method",
        "starts_on",
        "ends_on",
        "staffing",
        "laboratories",
        "item0_category",
        "item0_product",
        "item0_batches",
        "item0_test_items",
        "item0_basis",
        "item0_grounds",
        "item0_test_quantity",
        "item0_backup_quantity",
        "item0_unit",
    ],
)
def test_what_a_plan_must_state_is_mandatory(cast, at_desk, now, field):
    form = {name: value for name, value in walks.plan_form(cast, []).items() if name != field}
    answer = at_desk(cast.planner).post("/work-plans/new/", form)
    assert answer.status_code == 422 and not WorkPlan.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"ends_on": "2026-01-01"}, {"budget": "-1"}, {"item0_batches": "0"}, {"center": "other"}]
)
def test_a_plan_that_makes_no_sense_is_refused(cast, at_desk, now, wrong):
    wrong = {"center": cast.other_center} if wrong.get("center") else wrong
    form = {**walks.plan_form(cast, []), **wrong}
    assert at_desk(cast.planner).post("/work-plans/new/", form).status_code == 422


def test_a_test_item_of_another_category_is_refused(cast, at_desk, now):
    food = Category.objects.create(code="06", name="Food contact")
    form = {**walks.plan_form(cast, []), "item0_category": food}
    answer = at_desk(cast.planner).post("/work-plans/new/", form)
    assert answer.status_code == 422 and "not of this category" in answer.content.decode()


def test_the_form_is_filled_with_the_case_it_was_opened_from(cast, at_desk, now):
    case = given.case_to_sample(cast, now)
    desk = at_desk(cast.planner)
    url = f"{reverse('workplan-open')}?riskcase={case.number}"
    assert url in desk.get(case.get_absolute_url()).content.decode()
    assert f'value="{code_of(case)}"' in desk.get(url).content.decode()


def test_a_foreign_case_is_never_offered(cast, at_desk, now):
    case = given.case_to_sample(cast, now)
    form = walks.plan_form(cast, [case]) | {"center": cast.other_center}
    assert at_desk(cast.other_planner).post("/work-plans/new/", form).status_code == 422


def test_a_row_in_the_middle_may_stay_empty(cast, at_desk, now):
    form = walks.plan_form(cast, [])
    second = {name.replace("item0", "item2"): value for name, value in form.items() if "item0" in name}
    form |= {**second, "item2_product": "Doll", "item1_product": ""}
    assert at_desk(cast.planner).post("/work-plans/new/", form).status_code == 302
    assert list(WorkPlan.objects.get().items.values_list("product", flat=True)) == ["Soft toy", "Doll"]


def test_an_edited_plan_shows_its_products_and_lets_a_case_go(cast, at_desk, now):
    plan = given.draft_plan(cast, now)
    case, desk = plan.cases.get(), at_desk(cast.planner)
    page = desk.get(f"{plan.get_absolute_url()}edit/").content.decode()
    assert "Soft toy" in page and 'name="item3_product"' in page
    form = {**walks.plan_form(cast, []), "item0_product": "Doll"}
    assert desk.post(f"{plan.get_absolute_url()}edit/", form).status_code == 302
    assert plan.items.get().product == "Doll" and state_of(case) == "to_sample"


def test_a_plan_without_products_is_not_submitted(cast, now):
    plan = given.draft_plan(cast, now, products=[])
    with pytest.raises(Refused, match="names no product"):
        versions.submit_plan(plan, by=cast.planner, now=now)
    plan = given.draft_plan(cast, now, cases=[])
    plan.items.get().test_items.clear()
    with pytest.raises(Refused, match="No test item"):
        versions.submit_plan(plan, by=cast.planner, now=now)


@pytest.mark.parametrize("step", ["submit", "edit", "open"])
def test_nobody_approves_what_they_worked_on(cast, now, step):
    both = person("planner_and_approver", cast.province, Role.PLANNER, Role.APPROVER)
    opener = both if step == "open" else cast.planner
    rows = given.plan_rows(cast)
    plan = plans.open_plan(by=opener, now=now, rows=rows, **given.plan_data(cast, now))
    if step == "edit":
        plans.edit_plan(plan, by=both, now=now, rows=rows)
    versions.submit_plan(plan, by=both if step == "submit" else cast.planner, now=now)
    with pytest.raises(Refused, match="somebody else"):
        take("approve", plan, by=both, now=now)


def test_a_change_after_approval_is_a_new_version_approved_again(cast, now):
    plan = given.approved_plan(cast, now)
    plans.revise(plan, note="One more product.", by=cast.planner, now=now)
    assert (plan.state, plan.version) == ("draft", 2)
    versions.submit_plan(plan, by=cast.planner, now=now)
    take("approve", plan, by=cast.approver, now=now)
    assert state_of(plan.cases.get()) == "planned"


@pytest.mark.parametrize("give_up", [plans.withdraw_plan, plans.void_plan])
def test_a_plan_given_up_lets_its_cases_go(cast, now, give_up):
    plan = given.approved_plan(cast, now)
    give_up(plan, note="No money.", by=cast.approver, now=now)
    assert state_of(plan.cases.get()) == "to_sample"


def test_a_case_in_a_plan_is_not_planned_twice(cast, now):
    plan = given.draft_plan(cast, now)
    with pytest.raises(Refused):
        given.draft_plan(cast, now, cases=[plan.cases.get()])
    assert WorkPlan.objects.count() == 1


def test_a_plan_of_which_nothing_was_tested_is_completed_with_a_reason_alone(cast, now):
    plan = given.executing_plan(cast, now, products=["Doll", "Kite"], batches=2)
    doll, kite = plan.items.all()
    counts = {str(doll.pk): {"accepted": 2}, str(kite.pk): {"accepted": 1, "not_found": 1}}
    take("tally", plan, by=System(), now=now, fulfilment=counts)
    with pytest.raises(Refused, match=r"Doll \(0/2\), Kite \(0/2\)"):
        plans.complete(plan, by=cast.organiser, now=now)
    plans.complete(plan, by=cast.organiser, now=now, shortfall="The store burnt down.")
    assert plan.state == "completed" and plan.shortfall == "The store burnt down."


def test_a_plan_is_seen_in_its_province_and_by_its_center_alone(cast, at_desk, now):
    url = given.approved_plan(cast, now).get_absolute_url()
    seen = {"planner": 200, "organiser": 200, "nation_officer": 200}
    unseen = ("other_planner", "other_organiser", "quality_officer", "tester", "county_officer")
    for name, status in {**seen, **dict.fromkeys(unseen, 404)}.items():
        assert at_desk(getattr(cast, name)).get(url).status_code == status, name


def test_the_page_of_a_plan_shows_its_products_in_few_queries(
    cast, at_desk, now, django_assert_max_num_queries
):
    plan = given.executing_plan(cast, now, products=[f"Toy {n}" for n in range(20)])
    desk = at_desk(cast.organiser)
    with django_assert_max_num_queries(60):
        page = desk.get(plan.get_absolute_url()).content.decode()
    assert "Toy 19" in page


def test_an_edited_plan_may_take_one_more_case(cast, now):
    plan, case = given.draft_plan(cast, now), given.case_to_sample(cast, now)
    cases = [*plan.cases.all(), case]
    plans.edit_plan(plan, by=cast.planner, now=now, rows=given.plan_rows(cast), cases=cases)
    assert state_of(case) == "planned" and plan.cases.count() == 2


def test_a_case_closed_meanwhile_stays_closed_when_its_plan_is_given_up(cast, now):
    plan = given.approved_plan(cast, now)
    case = plan.cases.get()
    take("close", case, by=cast.leader, now=now, note="Recalled by the producer.")
    plans.withdraw_plan(plan, note="The goods were recalled.", by=cast.approver, now=now)
    assert state_of(case) == "closed"


def test_an_evaluated_plan_shows_what_it_brought(cast, at_desk, now):
    plan = walks.plan_in("completed")(cast, now)
    at_desk(cast.planner).post(
        f"{plan.get_absolute_url()}evaluate/", {"judgement": "reached", "evaluation": "It left the market."}
    )
    page = at_desk(cast.organiser).get(plan.get_absolute_url()).content.decode()
    assert "It left the market." in page and "None was on sale." in page


def test_a_plan_goes_to_a_center_that_works_for_the_regulators_region(cast):
    assert list(centers_for(cast.province)) == list(centers_for(cast.county)) == [cast.center]
    assert set(centers_for(cast.nation)) == {cast.center, cast.other_center}


def voided_by_its_author(cast, at_desk, plan: WorkPlan):
    """Whoever drafted the plan, and may void, posts it."""
    Membership.objects.filter(user=cast.planner.user).update(roles=[str(Role.PLANNER), str(Role.APPROVER)])
    return at_desk(cast.planner).post(f"{plan.get_absolute_url()}void/", {"note": "Drafted twice."})


def test_a_draft_that_was_never_sent_is_thrown_away_by_its_author(cast, at_desk, now):
    plan = given.draft_plan(cast, now)
    assert voided_by_its_author(cast, at_desk, plan).status_code == 302
    plan.refresh_from_db()
    assert plan.state == "voided"


def test_a_draft_that_was_sent_and_returned_is_not_voided_by_its_author(cast, at_desk, now):
    plan = given.submitted_plan(cast, now)
    take("return", plan, by=cast.approver, now=now, note="The areas are missing.")
    answer = voided_by_its_author(cast, at_desk, plan)
    assert answer.status_code == 409 and "You took an earlier step yourself" in answer.content.decode()
