"""Where does somebody land who has done something: on with it, back at their worklist, or at the record?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from casework.models import kinds
from monitoring.plans.models.plans import WorkPlan
from tests.cast import Cast
from tests.conftest import NOW
from tests.disposal import given as disposal
from tests.inspection import given as inspection
from tests.monitoring import given, walks
from tests.sampling import given as sampling

WORKLIST = "?worklist"


@pytest.fixture(autouse=True)
def _on_the_day() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def address(record: Any, step: str) -> str:
    return reverse(f"{record.kind}-step", args=[record.number, step])


def test_what_is_done_in_the_same_sitting_follows_at_once(cast: Cast, now: datetime, at_desk: Any) -> None:
    case = given.registered_case(cast, now)
    answer = at_desk(cast.chair).post("/assessments/new/", {"riskcase": case})
    assessment = case.assessments.get()
    assert answer["Location"] == address(assessment, "empanel")


def test_the_way_back_to_the_worklist_is_kept_meanwhile(cast: Cast, now: datetime, at_desk: Any) -> None:
    case = given.registered_case(cast, now)
    answer = at_desk(cast.chair).post(f"/assessments/new/{WORKLIST}", {"riskcase": case})
    assert answer["Location"] == address(case.assessments.get(), "empanel") + WORKLIST


@pytest.mark.parametrize(("came", "to"), [("", "{record}"), (WORKLIST, "/")])
def test_who_came_from_the_worklist_goes_back_to_it(
    cast: Cast, now: datetime, at_desk: Any, came: str, to: str
) -> None:
    plan = given.draft_plan(cast, now)
    answer = at_desk(cast.planner).post(address(plan, "submit") + came)
    assert answer["Location"] == to.format(record=plan.get_absolute_url())


def test_who_has_more_to_do_there_stays(cast: Cast, now: datetime, at_desk: Any) -> None:
    handled = disposal.received(cast, now)
    answer = at_desk(cast.quality_officer).post(address(handled, "handle") + WORKLIST)
    assert answer["Location"] == address(handled, "measure") + WORKLIST


def test_what_asks_nothing_is_done_from_the_list(cast: Cast, now: datetime, at_desk: Any) -> None:
    inspection.qualified(cast, now)
    plan, client = given.approved_plan(cast, now), at_desk(cast.organiser)
    action = address(plan, "receive") + WORKLIST
    assert f'<form method="post" action="{action}"' in client.get("/").text
    assert client.post(action)["Location"] == reverse("scheme-open") + f"?workplan={plan.number}&worklist"
    plan.refresh_from_db()
    assert plan.state == "executing"


def test_nothing_that_is_decided_is_a_button_in_a_list(cast: Cast, now: datetime, at_desk: Any) -> None:
    plan = given.submitted_plan(cast, now)
    page = at_desk(cast.approver).get("/").text
    assert f'action="{address(plan, "approve")}' not in page and address(plan, "approve") in page
    assert not [step for model in kinds().values() for step in model.flow if step.at_once and step.prepared]


def test_what_confirms_that_something_was_seen_is_done_on_its_page(
    cast: Cast, now: datetime, at_desk: Any
) -> None:
    scheme = sampling.selecting_scheme(cast, now)
    client, page = at_desk(cast.organiser), scheme.get_absolute_url()
    assert f'action="{address(scheme, "confirm")}' not in client.get("/").text
    client.post("/schemes/several/", {"step": "confirm", "number": scheme.number, "back": "/"})
    scheme.refresh_from_db()
    assert scheme.state == "selecting" and f'action="{address(scheme, "confirm")}"' in client.get(page).text


def test_a_button_of_the_list_is_no_way_round_the_guards(cast: Cast, now: datetime, at_desk: Any) -> None:
    plan = given.approved_plan(cast, now)
    assert at_desk(cast.buyer).post(address(plan, "receive") + WORKLIST).status_code in (403, 404)
    assert at_desk(cast.organiser).post(address(plan, "complete") + WORKLIST).status_code == 409
    plan.refresh_from_db()
    assert plan.state == "approved"


def test_a_plan_is_handed_in_by_the_first_button_and_kept_as_a_draft_by_the_second(
    cast: Cast, now: datetime, at_desk: Any
) -> None:
    client, form = at_desk(cast.planner), walks.plan_form(cast, [])
    assert client.post("/work-plans/new/", form).status_code == 302
    assert client.post(f"/work-plans/new/{WORKLIST}", {**form, "hand_in": "on"})["Location"] == "/"
    assert list(WorkPlan.objects.order_by("pk").values_list("state", flat=True)) == ["draft", "submitted"]
    plan = WorkPlan.objects.latest("pk")
    assert f'<a href="{plan.get_absolute_url()}">' in client.get("/").text


def test_what_is_refused_when_it_is_handed_in_is_not_opened_either(
    cast: Cast, now: datetime, at_desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WorkPlan, "unless_complete", lambda plan: "A product has no grounds.")
    form = walks.plan_form(cast, []) | {"hand_in": "on"}
    answer = at_desk(cast.planner).post("/work-plans/new/", form)
    assert answer.status_code == 409 and "A product has no grounds." in answer.text
    assert not WorkPlan.objects.exists() and 'value="Toys sold online"' in answer.text
