"""Can a limit be made laxer after a plan was approved, so that failing goods pass? (4.2.1-a, 6.3-4)"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from casework.flow import Refused
from catalogue.models import TestItem
from inspection.commissions.models.commissions import Entrustment
from inspection.reports.models.reports import Report
from monitoring.plans.actions import plans, versions
from monitoring.plans.models.plans import WorkPlan
from monitoring.plans.models.versions import content_of, digest_of
from tests.cast import Cast
from tests.conftest import NOW
from tests.inspection import given as tested
from tests.inspection.walks import commission_form
from tests.registers.test_entries import at, shown
from tests.sampling import given as sampling
from tests.wrong_acts.test_what_work_rests_on import page, told, workers

LATER = NOW + timedelta(hours=1)
SAID = "the register judges otherwise: Lead: limit ≤ 90 → ≤ 900"


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(LATER, tick=False):
        yield


def loosen(at_desk: Any, cast: Cast, limit: str = "≤ 900", **changed: Any) -> None:
    desk, lead = at_desk(cast.organiser), TestItem.objects.get(name="Lead")
    why = {"reason": "A hasty correction of it.", "source": "By telephone"}
    sent = shown(desk, lead, limit_text=limit, **why, **changed)
    answer = desk.post(at(lead, "change"), sent)
    assert answer.status_code == 302, answer.text


@pytest.fixture
def stored(cast: Cast, now: datetime) -> Any:
    """A sample of a plan that has it tested for lead, approved as it was submitted."""
    sample = sampling.stored_sample(cast, now)
    plan = WorkPlan.objects.get()
    for item in plan.items.all():
        item.test_items.set(tested.items(cast))
    plan.versions.all().delete()
    content = content_of(plan)
    said = {"content": content, "digest": digest_of(content), "version": 1, "submission": 1}
    plan.versions.create(**said, submitted_at=now, approved_at=now)
    return sample


def test_no_commission_is_made_by_a_limit_that_nobody_approved(cast: Cast, at_desk: Any, stored: Any) -> None:
    loosen(at_desk, cast)
    tested.qualified(cast, NOW)
    answer = at_desk(cast.organiser).post(reverse("entrustment-open"), commission_form([stored], cast))
    assert answer.status_code == 409 and SAID in answer.text
    assert not Entrustment.objects.exists()


def test_no_commission_is_sent_by_a_limit_that_nobody_approved(cast: Cast, at_desk: Any, stored: Any) -> None:
    draft = tested.drafted(cast, NOW, [stored])
    loosen(at_desk, cast)
    answer = at_desk(cast.organiser).post(reverse("entrustment-step", args=[draft.number, "send"]), {})
    assert answer.status_code == 409 and SAID in answer.text


def test_no_report_is_begun_by_a_limit_that_nobody_approved(cast: Cast, at_desk: Any, stored: Any) -> None:
    entrustment = tested.in_progress(cast, NOW, samples=[stored])
    loosen(at_desk, cast)
    assert SAID in page(at_desk(cast.tester), entrustment)
    entrusted = {"entrusted": entrustment.entrusted.get()}
    answer = at_desk(cast.tester).post(reverse("report-open"), entrusted)
    assert answer.status_code == 409 and SAID in answer.text
    assert not Report.objects.exists()


def test_a_limit_that_is_put_right_again_hinders_nothing(cast: Cast, at_desk: Any, stored: Any) -> None:
    entrustment = tested.in_progress(cast, NOW, samples=[stored])
    loosen(at_desk, cast)
    loosen(at_desk, cast, "≤ 90")
    report = tested.begun(cast, LATER, entrustment)
    assert report.results.get(name="Lead").limit_text == "≤ 90"


def test_a_standard_that_gets_another_number_is_no_back_door(cast: Cast, at_desk: Any, stored: Any) -> None:
    desk = at_desk(cast.organiser)
    why = {"reason": "A hasty correction of it.", "source": "By telephone"}
    sent = shown(desk, cast.standard, number="GB 6675-2030", **why)
    assert desk.post(at(cast.standard, "change"), sent).status_code == 302
    with pytest.raises(Refused, match=r"judges otherwise: .*Lead: number GB 6675-2014 → GB 6675-2030"):
        tested.drafted(cast, LATER, [stored])
    workers()
    assert told(cast.planner, WorkPlan.objects.get(), "judge otherwise than before")


def test_how_values_are_rounded_is_no_back_door(cast: Cast, at_desk: Any, stored: Any) -> None:
    loosen(at_desk, cast, "≤ 90", comparison="rounded")
    with pytest.raises(Refused, match="judges otherwise: Lead: comparison"):
        tested.drafted(cast, LATER, [stored])


def test_a_revised_plan_that_is_approved_lets_the_work_go_on(cast: Cast, at_desk: Any, stored: Any) -> None:
    plan = WorkPlan.objects.get()
    loosen(at_desk, cast)
    plans.revise(plan, note="The limit has changed.", by=cast.planner, now=LATER)
    versions.submit_plan(plan, by=cast.planner, now=LATER + timedelta(minutes=1))
    plans.approve_plan(plan, by=cast.approver, now=LATER + timedelta(minutes=2))
    assert tested.drafted(cast, LATER + timedelta(minutes=3), [stored]).state == "draft"


def test_who_planned_and_who_carries_out_learn_of_a_laxer_limit(
    cast: Cast, at_desk: Any, stored: Any
) -> None:
    plan = WorkPlan.objects.get()
    loosen(at_desk, cast)
    workers()
    verb = "judge otherwise than before"
    assert told(cast.planner, plan, verb) and told(cast.organiser, plan, verb)
    shown = page(at_desk(cast.planner), plan)
    assert SAID in shown and "changed since: limit ≤ 90 → ≤ 900" in shown
    assert "Lead: limit ≤ 90 → ≤ 900" in at_desk(cast.planner).get("/notifications/").text


def test_a_corrected_name_of_a_source_alarms_nobody(cast: Cast, at_desk: Any, stored: Any) -> None:
    loosen(at_desk, cast, "≤ 90", aliases="Pb")
    workers()
    plan = WorkPlan.objects.get()
    assert not told(cast.planner, plan, "judge otherwise than before")
    assert "judges otherwise" not in page(at_desk(cast.planner), plan)


def test_a_plan_is_not_approved_once_values_are_rounded_otherwise(
    cast: Cast, at_desk: Any, stored: Any
) -> None:
    plan = WorkPlan.objects.get()
    plans.revise(plan, note="More of the same goods.", by=cast.planner, now=NOW)
    versions.submit_plan(plan, by=cast.planner, now=NOW)
    loosen(at_desk, cast, "≤ 90", comparison="rounded")
    answer = at_desk(cast.approver).post(reverse("workplan-step", args=[plan.number, "approve"]), {})
    assert answer.status_code == 409 and "Since the plan was submitted the register judges" in answer.text
