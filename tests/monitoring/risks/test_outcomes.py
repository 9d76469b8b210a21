"""Does a signal become one of the three measures, by the pages alone, handed over at every step? (6.1)"""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Viewer
from casework.models import Notification
from monitoring.assessments.models import Assessment
from monitoring.plans.models.plans import WorkPlan
from monitoring.risks.models.riskcases import Notice, RiskCase
from monitoring.risks.models.signals import RiskSignal
from tests.monitoring import given_notices, walks

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(at_desk):
    """desk(viewer, url, **data) posts, and says what went wrong if it was not a success."""

    def post(viewer: Viewer, address: str, status: int = 302, **data: Any) -> Any:
        answer = at_desk(viewer).post(address, data)
        found = answer.context or {} if answer.status_code == 422 else {}
        assert answer.status_code == status, (answer.status_code, found.get("form") and found["form"].errors)
        return answer

    return post


def whose(record: Any) -> tuple[str, Any]:
    record.refresh_from_db()
    return record.state, (record.turn, record.holder_id)


def told(viewer: Viewer, record: Any) -> bool:
    return Notification.objects.filter(user=viewer.user, record=record.pk).exists()


SIGNAL = {
    "channel": "a",
    "source_ref": "complaint 4711",
    "collected_at": "2026-11-01T09:00",
    "product": "Soft toy",
    "hazard_item": "small parts",
    "hazard_type": "mechanical",
    "scope": "single_shop",
    "degree": "high",
    "trigger": "health_safety",
    "secrecy": "internal",
    "submit_now": "on",
}


def case_by_pages(cast, desk) -> RiskCase:
    desk(cast.collector, "/signals/new/", **SIGNAL, category=cast.category)
    signal = RiskSignal.objects.get()
    answer = desk(
        cast.collector,
        "/risk-cases/new/",
        product="Soft toy",
        category=cast.category,
        hazard_item="small parts",
        summary="An eye came off.",
        signals=signal.number,
    )
    case = RiskCase.objects.get()
    signal.refresh_from_db()
    assert answer["Location"] == case.get_absolute_url()
    assert (signal.state, signal.case_id) == ("attached", case.pk)
    assert whose(case) == ("registered", ("chair", cast.center.pk)) and told(cast.chair, case)
    return case


def assessed(cast, desk, outcome: str, **proposal: Any) -> RiskCase:
    case = case_by_pages(cast, desk)
    desk(cast.chair, "/assessments/new/", riskcase=case)
    assessment = Assessment.objects.get()
    page = assessment.get_absolute_url()
    assert whose(case)[0] == "under_assessment"
    desk(cast.chair, f"{page}empanel/", **walks.PANEL, panel=[cast.assessor.user])
    assert whose(assessment) == ("scoring", ("assessor", cast.center.pk)) and told(cast.assessor, assessment)
    desk(cast.assessor, f"{page}score/", severity1=3, spread="regional", outcome=outcome)
    assert whose(assessment) == ("scored", ("chair", cast.center.pk)) and told(cast.chair, assessment)
    reason = {"severity1": 3, "spread": "regional", "reason": "As the panel found."}
    desk(cast.chair, f"{page}propose/", outcome=outcome, **reason, **proposal)
    assert whose(assessment) == ("consensus", ("leader", cast.center.pk)) and told(cast.leader, assessment)
    assert assessment.level == "serious"
    desk(cast.leader, f"{page}approve/")
    assert whose(assessment) == ("approved", ("", None))
    return case


@pytest.mark.clause("6.1.3-a", "6.1.3", "4.2.2-a")
def test_no_hazard_excludes_the_case_and_new_evidence_reopens_it(cast, desk):
    case = assessed(cast, desk, "exclude")
    assert whose(case) == ("excluded", ("", None)) and case.outcome == "exclude"
    desk(cast.collector, f"{case.get_absolute_url()}reopen/", note="A second complaint.")
    assert whose(case) == ("registered", ("chair", cast.center.pk)) and case.outcome == ""


@pytest.mark.clause("6.1.3-b")
def test_a_local_risk_is_notified_answered_and_closed(cast, desk):
    case = assessed(cast, desk, "notify", notified=[cast.platform, cast.county])
    assert whose(case) == ("notified", ("collector", cast.center.pk)) and told(cast.collector, case)
    to_platform, to_county = (
        Notice.objects.get(platform=cast.platform),
        Notice.objects.get(regulator=cast.county),
    )
    for notice, name in ((to_platform, "send_platform"), (to_county, "send_regulator")):
        assert whose(notice) == ("drafted", ("collector", cast.center.pk))
        desk(cast.collector, f"{notice.get_absolute_url()}{name}/", **given_notices.sending(notice, cast))
    assert whose(to_platform) == ("with_platform", ("quality_officer", cast.platform.pk))
    assert whose(to_county) == ("with_regulator", ("case_officer", cast.county.pk))
    assert told(cast.quality_officer, to_platform) and told(cast.county_officer, to_county)
    assert to_platform.deadlines.running().get().term == "W-10"
    reply = {"reply": "Taken off the shelves.", "contact": "Li, 12345"}
    desk(cast.quality_officer, f"{to_platform.get_absolute_url()}answer_platform/", **reply)
    assert whose(to_platform) == ("answered", ("collector", cast.center.pk)) and told(
        cast.collector, to_platform
    )
    assert whose(case)[0] == "notified"
    desk(cast.county_officer, f"{to_county.get_absolute_url()}answer/", **reply)
    assert whose(case) == ("closed", ("", None))
    assert to_platform.deadlines.get(term="W-10").met_at
    desk(cast.collector, f"{to_platform.get_absolute_url()}close/")
    assert whose(to_platform) == ("closed", ("", None))


@pytest.mark.clause("6.1.3-c", "4.2.1-a", "4.2.1-b", "4.2.1-c")
def test_a_shared_risk_is_planned_approved_and_handed_to_the_center(cast, desk):
    case = assessed(cast, desk, "sample")
    assert whose(case) == ("to_sample", ("planner", cast.province.pk)) and told(cast.planner, case)
    desk(cast.planner, "/work-plans/new/", **walks.plan_form(cast, [case]))
    plan = WorkPlan.objects.get()
    page = plan.get_absolute_url()
    assert whose(case)[0] == "planned" and plan.items.get().test_items.count() == 1
    assert whose(plan) == ("draft", ("planner", cast.province.pk))
    desk(cast.planner, f"{page}submit/")
    assert whose(plan) == ("submitted", ("approver", cast.province.pk)) and told(cast.approver, plan)
    desk(cast.approver, f"{page}approve/")
    assert whose(plan) == ("approved", ("organiser", cast.center.pk)) and told(cast.organiser, plan)
    desk(cast.organiser, f"{page}receive/")
    assert whose(plan) == ("executing", ("organiser", cast.center.pk))
    desk(cast.organiser, f"{page}complete/", status=409, shortfall="")
    desk(cast.organiser, f"{page}complete/", shortfall="No shop sells it any more.")
    assert whose(plan) == ("completed", ("planner", cast.province.pk)) and told(cast.planner, plan)
    desk(cast.planner, f"{page}evaluate/", judgement="reached", evaluation="It is gone.")
    assert whose(plan) == ("evaluated", ("", None))
