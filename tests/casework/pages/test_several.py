"""Does one step on several records go through for each that allows it, and for no other?"""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.addresses import code, code_of
from casework.models import Record, SavedView
from tests.monitoring import given

CASES = reverse("riskcase-list")
SEVERAL = reverse("riskcase-several")
VIEWS = reverse("riskcase-views")


def states(*records):
    return [Record.objects.get(pk=record.pk).state for record in records]


PLANS, ON_PLANS = reverse("workplan-list"), reverse("workplan-several")


def test_a_step_is_taken_on_those_chosen_and_on_no_other(cast, now, at_desk):
    plans = [given.draft_plan(cast, now, title=f"Plan {n}") for n in range(3)]
    numbers = [plan.number for plan in plans[:2]]
    page = at_desk(cast.planner).get(PLANS).content.decode()
    assert page.count('name="number"') == 3 and 'value="submit"' in page
    answer = at_desk(cast.planner).post(ON_PLANS, {"step": "submit", "number": numbers}, follow=True)
    assert states(*plans) == ["submitted", "submitted", "draft"]
    assert "2 records" in answer.content.decode()


def test_a_refusal_is_told_and_stops_none_of_the_others(cast, now, at_desk):
    done, open_one = given.submitted_plan(cast, now), given.draft_plan(cast, now)
    data = {"step": "submit", "number": [done.number, open_one.number], "back": "/"}
    answer = at_desk(cast.planner).post(ON_PLANS, data, follow=True)
    text = answer.content.decode()
    assert states(open_one) == ["submitted"] and answer.redirect_chain == [("/", 302)]
    assert f'href="{done.get_absolute_url()}">{done.number}</a>: ' in text and "1 record." in text


def test_what_is_not_ones_own_is_left_alone(cast, now, at_desk):
    plan = given.draft_plan(cast, now)
    data = {"step": "submit", "number": plan.number}
    for viewer in (cast.approver, cast.other_leader, cast.quality_officer):
        at_desk(viewer).post(ON_PLANS, data)
        assert states(plan) == ["draft"], viewer


def test_a_step_with_a_form_and_an_unknown_one_are_not_found(cast, now, at_desk):
    plan = given.submitted_plan(cast, now)
    for step in ("void", "return", "nothing", ""):
        data = {"step": step, "number": plan.number}
        assert at_desk(cast.approver).post(ON_PLANS, data).status_code == 404
    assert at_desk(cast.approver).get(ON_PLANS).status_code == 405


def test_it_leads_back_to_no_other_site(cast, now, at_desk):
    data = {"step": "submit", "back": "https://elsewhere.example/"}
    assert at_desk(cast.planner).post(ON_PLANS, data)["Location"] == PLANS


def test_several_of_a_kind_have_boxes_on_the_home_page_too(cast, now, at_desk):
    with time_machine.travel(now, tick=False):  # on another day they would be more pressing
        given.draft_plan(cast, now)
        assert 'name="number"' not in at_desk(cast.planner).get("/").content.decode()
        given.draft_plan(cast, now)
        page = at_desk(cast.planner).get("/").content.decode()
    assert page.count('form="several-workplan-3"') == 2 and 'id="several-workplan-3"' in page


def test_a_view_is_kept_with_its_filters_and_columns_and_is_ones_own(cast, now, at_desk):
    given.registered_case(cast, now)
    asked = "state=registered&columns=state&columns=holder&before=RC-22222222"
    desk = at_desk(cast.collector)
    answer = desk.post(VIEWS, {"name": " Mine ", "query": asked})
    assert answer["Location"] == f"{CASES}?state=registered&columns=state&columns=holder"
    page = desk.get(answer["Location"]).content.decode()
    assert (
        "In the hands of" in page
        and ">Product category</th>" not in page
        and 'aria-current="page">Mine' in page
    )
    assert ">Mine<" not in at_desk(cast.assessor).get(CASES).content.decode()


def test_a_view_is_replaced_by_its_name_and_forgotten(cast, at_desk):
    desk = at_desk(cast.collector)
    for query in ("state=registered", "state=excluded"):
        desk.post(VIEWS, {"name": "Mine", "query": query})
    assert [view.query for view in SavedView.objects.all()] == ["state=excluded"]
    at_desk(cast.assessor).post(VIEWS, {"drop": "Mine"})
    assert SavedView.objects.count() == 1
    desk.post(VIEWS, {"drop": "Mine"})
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    "data", [{"name": " "}, {"name": "n" * 41}, {"name": "Long", "query": f"title={'x' * 999}"}]
)
def test_a_view_without_a_fit_name_or_too_long_is_refused(cast, at_desk, data):
    answer = at_desk(cast.collector).post(VIEWS, data, follow=True)
    assert "alert-danger" in answer.content.decode() and not SavedView.objects.exists()


def test_twenty_views_of_a_list_are_enough(cast, at_desk):
    desk = at_desk(cast.collector)
    for number in range(21):
        desk.post(VIEWS, {"name": f"View {number}", "query": "due=late"})
    assert SavedView.objects.count() == 20


def test_what_is_due_within_a_week_is_not_overdue_yet(cast, now, at_desk):
    case = given.registered_case(cast, now)
    for days, late, soon in ((-1, True, False), (1, False, True), (8, False, False)):
        Record.objects.filter(pk=case.pk).update(next_due_at=timezone.now() + timedelta(days=days))
        pages = [at_desk(cast.chair).get(f"{CASES}?due={due}").text for due in ("late", "week")]
        assert [case.number in page for page in pages] == [late, soon], days


def test_a_list_is_narrowed_by_platform_and_deadline(cast, now, at_desk):
    case = given.registered_case(cast, now)
    desk = at_desk(cast.chair)
    for query, there in (
        ("due=mine", True),
        ("due=late", False),
        (f"platform={code_of(cast.platform)}", case.platform_id == cast.platform.pk),
    ):
        with time_machine.travel(now, tick=False):  # on another day it would be late
            assert (case.number in desk.get(f"{CASES}?{query}").content.decode()) == there, query
    assert case.number not in at_desk(cast.leader).get(f"{CASES}?due=mine").content.decode()
    assert 'name="platform"' not in at_desk(cast.quality_officer).get("/notices/").content.decode()


def test_a_list_does_not_tell_which_id_a_platform_has(cast, now, at_desk):
    case = given.registered_case(cast, now)
    for wrong in (str(cast.platform.pk), code("category", cast.platform.pk), "\u0665"):
        page = at_desk(cast.chair).get(CASES, {"platform": wrong}).text
        assert case.number in page and f'value="{code_of(cast.platform)}" selected' not in page, wrong
    page = at_desk(cast.chair).get(CASES, {"platform": code_of(cast.platform)}).text
    assert f'value="{code_of(cast.platform)}" selected' in page
