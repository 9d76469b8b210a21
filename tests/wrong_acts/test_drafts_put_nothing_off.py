"""Does a draft take a risk off the books that is late for its sampling?"""

from __future__ import annotations

from datetime import datetime, timedelta

from casework.deadlines.clocks import due_day
from casework.models import Record
from monitoring.plans.actions import plans, versions
from monitoring.plans.models.plans import WorkPlan
from monitoring.risks.models.riskcases import RiskCase
from tests.cast import Cast
from tests.monitoring import given


def draft(cast: Cast, at: datetime, cases: list[RiskCase]) -> WorkPlan:
    data = given.plan_data(cast, at)
    return plans.open_plan(by=cast.planner, now=at, rows=given.plan_rows(cast), cases=cases, **data)


def due(record: Record) -> str:
    record.refresh_from_db()
    return str(record.next_due_at and due_day(record.next_due_at))


def test_a_risk_that_waits_is_due_in_a_draft_when_it_was_before(cast: Cast, now: datetime) -> None:
    case = given.case_to_sample(cast, now)
    day, late = due(case), now + timedelta(days=30)
    plan = draft(cast, late, [case])
    assert day != "None" and (due(case), due(plan)) == ("None", day)


def test_nor_is_it_put_off_by_being_put_in_later_or_by_another_edit(cast: Cast, now: datetime) -> None:
    case = given.case_to_sample(cast, now)
    day, plan = due(case), draft(cast, now, [])
    assert due(plan) == "None"
    for days in (20, 30):
        plans.edit_plan(
            plan, by=cast.planner, now=now + timedelta(days=days), rows=given.plan_rows(cast), cases=[case]
        )
        assert due(plan) == day
    versions.submit_plan(plan, by=cast.planner, now=now + timedelta(days=31))
    assert due(plan) > day


def test_whoever_mends_what_was_returned_has_the_days_for_that(cast: Cast, now: datetime) -> None:
    late = now + timedelta(days=30)
    case = given.case_to_sample(cast, now)
    plan = draft(cast, late, [case])
    versions.submit_plan(plan, by=cast.planner, now=late)
    versions.return_plan(plan, note="Too few.", by=cast.approver, now=late)
    day = due(plan)
    plans.edit_plan(plan, by=cast.planner, now=late, rows=given.plan_rows(cast), cases=[case])
    assert day > str(late.date()) and due(plan) == day


def test_a_plan_of_its_own_has_the_time_that_its_planner_takes(cast: Cast, now: datetime) -> None:
    assert due(draft(cast, now, [])) == "None"
