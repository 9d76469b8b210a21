"""Which edges of this stage's flows are there, and what does the person type who takes each?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from accounts.models import User, Viewer
from casework.actions import open_record, take
from monitoring.assessments.models import Assessment
from monitoring.plans.actions import plans
from monitoring.plans.models.plans import WorkPlan
from monitoring.risks.actions import matters
from monitoring.risks.actions.riskcases import answer, reopen, void_notice
from monitoring.risks.models.riskcases import RiskCase
from tests.cast import Cast
from tests.conftest import NOW
from tests.monitoring import given
from tests.monitoring.given_notices import (
    REPLY,
    answer_on_paper,
    answered_notice,
    notice_to,
    replying,
    sending,
    sending_away,
    sent_long_ago,
    service,
)
from tests.walks import Walk

PANEL = {
    "mode": "working",
    "criteria": "eu-2019-417",
    "scenario0_description": "A child swallows an eye.",
    "step0_description": "The eye comes off",
    "step0_probability": "1/10",
    "step0_evidence": "measured",
    "step1_description": "It is swallowed",
    "step1_probability": "0.02",
    "step1_evidence": "estimate",
}
NOTE = {"note": "For a good reason."}
PROPOSAL = {"outcome": "sample", "severity1": 3, "spread": "regional", "reason": "As the panel found."}


def plan_form(cast: Cast, cases: Iterable[RiskCase]) -> dict[str, Any]:
    """The form of a plan with one product."""
    data = given.plan_data(cast, NOW) | {"cases": list(cases), "center": cast.center}
    data |= {"platforms": [cast.platform], "laboratories": [cast.laboratory]}
    for name, value in given.plan_rows(cast)[0].items():
        data[f"item0_{name}"] = value
    return data


def noted(record: Any, cast: Cast) -> dict[str, Any]:
    return NOTE


def short(plan: Any, cast: Cast) -> dict[str, Any]:
    return {"shortfall": "None was on sale."}


def case_being_assessed(cast: Cast, now: datetime) -> RiskCase:
    """Registered still, with an assessment that was opened beside it."""
    case = given.registered_case(cast, now)
    open_record(Assessment, by=cast.chair, now=now, riskcase=case, title=case.title, center=case.center)
    return case


def case_being_planned(cast: Cast, now: datetime) -> RiskCase:
    """To be sampled still, with a plan that was opened beside it."""
    case = given.case_to_sample(cast, now)
    data = {**given.plan_data(cast, now), "regulator": cast.province, "province": cast.province.region}
    open_record(WorkPlan, by=cast.planner, now=now, cases=[case], **data)
    return case


def case_before(outcome: str) -> Callable[[Cast, datetime], RiskCase]:
    return lambda cast, now: given.proposed_assessment(cast, now, outcome).riskcase


def case_after(outcome: str) -> Callable[[Cast, datetime], RiskCase]:
    return lambda cast, now: given.assessed_case(cast, now, outcome)


def planned_case(cast: Cast, now: datetime) -> RiskCase:
    return given.draft_plan(cast, now).cases.get()


def case_with_one_answer_to_come(cast: Cast, now: datetime) -> RiskCase:
    platform, county = given.sent_notices(cast, now)
    answer(county, by=cast.county_officer, now=now, **REPLY)
    return RiskCase.objects.get(pk=platform.riskcase_id)


def closed_case(cast: Cast, now: datetime) -> RiskCase:
    case = given.case_to_sample(cast, now)
    take("close", case, by=cast.leader, now=now, note="Why.")
    return case


def approved_and_assessed_anew(cast: Cast, now: datetime) -> Assessment:
    """An approved assessment whose case was reopened, with the outcome of another one proposed."""
    case = given.assessed_case(cast, now, "exclude")
    reopen(case, note="New evidence.", by=cast.collector, now=now)
    given.proposed_assessment(cast, now, "sample", case)
    return case.assessments.get(state="approved")


def merged_case(cast: Cast, now: datetime) -> RiskCase:
    case = given.registered_case(cast, now)
    matters.merge(case, into=given.registered_case(cast, now), by=cast.collector, now=now)
    return case


def case_with_another_in_it(cast: Cast, now: datetime) -> RiskCase:
    into = merged_case(cast, now).merged_into
    assert into is not None
    return into


def case_beside_another(cast: Cast, now: datetime) -> RiskCase:
    case = given.registered_case(cast, now)
    given.registered_case(cast, now)
    return case


def another_case(case: RiskCase) -> RiskCase:
    return RiskCase.objects.exclude(pk=case.pk).get()


def into_another(case: RiskCase, cast: Cast) -> dict[str, Any]:
    return {"into": another_case(case).number}


def newest_assessment(record: Any) -> Assessment:
    case = record if isinstance(record, RiskCase) else record.riskcase
    found: Assessment = case.assessments.latest("pk")
    return found


UNSERVED_PLATFORM = notice_to("platform", sent=True, served=False)
UNSERVED_REGULATOR = notice_to("regulator", sent=True, served=False)


def plan_in(state: str) -> Callable[[Cast, datetime], WorkPlan]:
    def make(cast: Cast, now: datetime) -> WorkPlan:
        plan = given.executing_plan(cast, now)
        if state == "suspended":
            take("suspend", plan, by=cast.approver, now=now, note="The market is closed.")
        if state == "completed":
            plans.complete(plan, by=cast.organiser, now=now, shortfall="None was on sale.")
        return plan

    return make


def signals_of(case: RiskCase, cast: Cast) -> dict[str, Any]:
    return {"signals": list(case.signals.all()), **NOTE}


def new_signal(case: RiskCase, cast: Cast) -> dict[str, Any]:
    return {"recent": [given.submitted_signal(cast, NOW).number]}


def a_new_fact(case: RiskCase, cast: Cast) -> dict[str, Any]:
    return {**new_signal(case, cast), "note": "A second child was hurt."}


def case_with_one_notice(cast: Cast, now: datetime) -> RiskCase:
    """All notices but one were voided."""
    case = given.assessed_case(cast, now, "notify")
    for notice in case.notices.order_by("pk")[1:]:
        void_notice(notice, note="A wrong addressee.", by=cast.leader, now=now)
    return case


def case_without_notices(cast: Cast, now: datetime) -> RiskCase:
    """All notices were voided."""
    case = case_with_one_notice(cast, now)
    last = case.notices.exclude(state="voided").get()
    void_notice(last, note="A wrong addressee.", by=cast.leader, now=now)
    return RiskCase.objects.get(pk=case.pk)


def another_addressee(case: RiskCase, cast: Cast) -> dict[str, Any]:
    return {"addressee": cast.other_platform}


def panel(assessment: Assessment, cast: Cast) -> dict[str, Any]:
    return {**PANEL, "panel": [cast.assessor.user]}


def vote(assessment: Assessment, cast: Cast) -> dict[str, Any]:
    return {"severity1": 3, "spread": "regional", "outcome": "sample"}


def two_to_score(cast: Cast, now: datetime) -> Assessment:
    other: Viewer = cast.collector
    return given.assessment_in_scoring(cast, now, others=[other.user])


def proposing(assessment: Assessment, cast: Cast) -> dict[str, Any]:
    return PROPOSAL


def an_absence(assessment: Assessment, cast: Cast) -> dict[str, Any]:
    return {"absence": "The assessor is ill."}


def one_more(assessment: Assessment, cast: Cast) -> dict[str, Any]:
    return {"members": [User.objects.get(username="second_assessor")]}


def same(record: Any) -> Any:
    return record


CASE = "riskcase"
APPROVING = ("approve", newest_assessment)
WALKS = [
    Walk(CASE, "attach", "registered", "collector", given.registered_case, new_signal),
    Walk(CASE, "detach", "registered", "collector", given.registered_case, signals_of),
    Walk(CASE, "merge", "registered", "collector", case_beside_another, into_another),
    Walk(
        CASE,
        "absorb",
        "registered",
        "collector",
        case_beside_another,
        into_another,
        cause=("merge", another_case),
    ),
    Walk(CASE, "unmerge", "merged", "collector", merged_case, noted),
    Walk(
        CASE,
        "give_back",
        "registered",
        "collector",
        case_with_another_in_it,
        noted,
        cause=("unmerge", another_case),
    ),
    Walk(CASE, "assess", "registered", "chair", case_being_assessed),
    Walk(CASE, "back", "under_assessment", "chair", case_before("sample"), noted),
    Walk(CASE, "exclude", "under_assessment", "leader", case_before("exclude"), cause=APPROVING),
    Walk(CASE, "notify", "under_assessment", "leader", case_before("notify"), cause=APPROVING),
    Walk(CASE, "sample", "under_assessment", "leader", case_before("sample"), cause=APPROVING),
    *(
        Walk(CASE, "reopen", state, "collector", decided, a_new_fact)
        for state, decided in (
            ("excluded", case_after("exclude")),
            ("notified", case_after("notify")),
            ("to_notify", case_without_notices),
            ("to_sample", given.case_to_sample),
            ("planned", planned_case),
            ("closed", closed_case),
        )
    ),
    Walk(CASE, "notify_more", "notified", "collector", case_after("notify"), another_addressee),
    Walk(CASE, "notify_anew", "to_notify", "collector", case_without_notices, another_addressee),
    Walk(
        CASE,
        "unnotify",
        "notified",
        "leader",
        case_with_one_notice,
        noted,
        cause=("void", lambda case: case.notices.exclude(state="voided").get()),
    ),
    Walk(CASE, "plan", "to_sample", "planner", case_being_planned),
    Walk(
        CASE,
        "unplan",
        "planned",
        "approver",
        planned_case,
        noted,
        cause=("void", lambda case: case.plans.get()),
    ),
    Walk(
        CASE,
        "close",
        "notified",
        "quality_officer",
        case_with_one_answer_to_come,
        replying,
        cause=("answer_platform", lambda case: case.notices.get(state="with_platform")),
    ),
    Walk(CASE, "close", "to_sample", "leader", given.case_to_sample, noted),
    Walk(CASE, "close", "planned", "leader", planned_case, noted),
    Walk(CASE, "void", "registered", "leader", given.registered_case, noted),
    Walk("assessment", "empanel", "open", "chair", given.open_assessment, panel),
    Walk("assessment", "score", "scoring", "assessor", two_to_score, vote),
    Walk(
        "assessment",
        "all_in",
        "scoring",
        "assessor",
        given.assessment_in_scoring,
        vote,
        cause=("score", same),
    ),
    Walk("assessment", "end_scoring", "scoring", "chair", two_to_score, an_absence),
    Walk("assessment", "widen", "scored", "chair", given.assessment_cut_short, one_more),
    Walk("assessment", "propose", "scored", "chair", given.scored_assessment, proposing),
    Walk(
        "assessment",
        "approve",
        "consensus",
        "leader",
        lambda cast, now: given.proposed_assessment(cast, now, "sample"),
    ),
    Walk(
        "assessment",
        "return",
        "consensus",
        "leader",
        lambda cast, now: given.proposed_assessment(cast, now, "sample"),
        noted,
    ),
    Walk("assessment", "supersede", "approved", "leader", approved_and_assessed_anew, cause=APPROVING),
    Walk("assessment", "void", "open", "leader", given.open_assessment, noted),
    # Who accepts the portal is served as it is sent.
    Walk(
        "notice",
        "send_platform",
        "drafted",
        "collector",
        notice_to("platform", sent=False),
        sending,
        target="with_platform",
    ),
    Walk(
        "notice",
        "send_regulator",
        "drafted",
        "collector",
        notice_to("regulator", sent=False),
        sending,
        target="with_regulator",
    ),
    Walk("notice", "send_unit", "drafted", "collector", given.notice_to_a_unit, sending_away),
    *(
        Walk("notice", f"urge_with_{party}", f"with_{party}", "collector", sent_long_ago(party), noted)
        for party in ("platform", "regulator", "unit")
    ),
    Walk("notice", "serve_platform", "at_platform", "collector", UNSERVED_PLATFORM, service),
    Walk("notice", "acknowledge_platform", "at_platform", "quality_officer", UNSERVED_PLATFORM),
    Walk("notice", "answer_platform", "at_platform", "quality_officer", UNSERVED_PLATFORM, replying),
    Walk(
        "notice",
        "answer_platform",
        "with_platform",
        "quality_officer",
        notice_to("platform", sent=True),
        replying,
    ),
    Walk("notice", "serve_regulator", "at_regulator", "collector", UNSERVED_REGULATOR, service),
    Walk("notice", "acknowledge", "at_regulator", "county_officer", UNSERVED_REGULATOR),
    Walk("notice", "answer", "at_regulator", "county_officer", UNSERVED_REGULATOR, replying),
    Walk("notice", "answer", "with_regulator", "county_officer", notice_to("regulator", sent=True), replying),
    Walk("notice", "serve_unit", "at_unit", "collector", given.notice_sent_to_a_unit, service),
    Walk("notice", "enter_answer", "with_unit", "collector", given.notice_served_on_a_unit, answer_on_paper),
    Walk("notice", "close", "answered", "collector", answered_notice),
    Walk("notice", "void", "drafted", "leader", notice_to("platform", sent=False), noted),
    Walk(
        "workplan",
        "edit",
        "draft",
        "planner",
        given.draft_plan,
        lambda plan, cast: plan_form(cast, plan.cases.all()),
    ),
    Walk("workplan", "submit", "draft", "planner", given.draft_plan),
    Walk("workplan", "approve", "submitted", "approver", given.submitted_plan),
    Walk("workplan", "return", "submitted", "approver", given.submitted_plan, noted),
    Walk("workplan", "receive", "approved", "organiser", given.approved_plan),
    Walk("workplan", "complete", "executing", "organiser", given.executing_plan, short),
    Walk("workplan", "suspend", "executing", "approver", given.executing_plan, noted),
    Walk("workplan", "resume", "suspended", "approver", plan_in("suspended")),
    Walk("workplan", "withdraw", "approved", "approver", given.approved_plan, noted),
    Walk("workplan", "withdraw", "executing", "approver", given.executing_plan, noted),
    Walk("workplan", "withdraw", "suspended", "approver", plan_in("suspended"), noted),
    Walk("workplan", "revise", "approved", "planner", given.approved_plan, noted),
    Walk("workplan", "revise", "executing", "planner", given.executing_plan, noted),
    Walk(
        "workplan",
        "evaluate",
        "completed",
        "planner",
        plan_in("completed"),
        lambda plan, cast: {"judgement": "reached", "evaluation": "It left the market."},
    ),
    Walk("workplan", "void", "draft", "approver", given.draft_plan, noted),
]
