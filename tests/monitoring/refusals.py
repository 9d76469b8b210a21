"""To which records does each guard of risk information, assessments and work plans object?"""

from __future__ import annotations

from datetime import datetime

from accounts.roles import Role
from monitoring.assessments.models import Assessment
from monitoring.plans.flow import is_complete, its_objections_can_be_received, nothing_open
from monitoring.plans.models.plans import WorkPlan
from monitoring.risks.flow.notifying import for_a_platform, for_a_regulator, for_a_unit
from monitoring.risks.flow.risk import (
    answers_are_in,
    enough_scored,
    in_a_plan,
    in_assessment,
    not_carried_on,
    too_few_scored,
)
from monitoring.risks.models.riskcases import RiskCase
from sampling.schemes.models import Scheme
from tests.cast import Cast, person
from tests.conftest import NOW
from tests.monitoring import given
from tests.monitoring.given_notices import notice_to
from tests.photos import photographed
from tests.refusals import Refusal, rested_on, unurged
from tests.sampling.given import draft_scheme


def went_on(case: RiskCase, cast: Cast) -> None:
    """The case into which it was merged is being assessed."""
    given.open_assessment(cast, NOW, case.merged_into)


@photographed
def case_waiting_for_answers(cast: Cast, now: datetime) -> RiskCase:
    return RiskCase.objects.get(pk=given.sent_notices(cast, now)[0].riskcase_id)


@photographed
def scored_beside_another_assessor(cast: Cast, now: datetime) -> Assessment:
    person("second_assessor", cast.center, Role.ASSESSOR)
    return given.scored_assessment(cast, now)


def without_products(plan: WorkPlan, cast: Cast) -> None:
    plan.items.all().delete()


@photographed
def supervision_check(cast: Cast, now: datetime) -> WorkPlan:
    return given.submitted_plan(cast, now, legal_mode="supervision_check")


@photographed
def plan_with_a_scheme(cast: Cast, now: datetime) -> WorkPlan:
    scheme: Scheme = draft_scheme(cast, now)
    return WorkPlan.objects.get(pk=scheme.plan_id)


def named_by_a_notice(assessment: Assessment, cast: Cast) -> None:
    """No action leads there: notices come of an assessment that is approved, which is not voided."""
    given.assessed_case(cast, NOW, "notify").notices.update(assessment=assessment)


@photographed
def case_in_assessment(cast: Cast, now: datetime) -> RiskCase:
    return given.open_assessment(cast, now).riskcase


REFUSALS = [
    *(
        row
        for party, start in (
            ("platform", notice_to("platform", sent=True)),
            ("regulator", notice_to("regulator", sent=True)),
            ("unit", given.notice_served_on_a_unit),
        )
        for row in unurged("notice", f"with_{party}", start)
    ),
    Refusal("riskcase", "unmerge", not_carried_on, went_on),
    Refusal("riskcase", "assess", in_assessment, given=given.registered_case),
    Refusal("riskcase", "plan", in_a_plan, given=given.case_to_sample),
    Refusal("riskcase", "close", answers_are_in, given=case_waiting_for_answers),
    rested_on("riskcase", case_in_assessment),
    Refusal(
        "notice",
        "send_platform",
        for_a_platform,
        given=notice_to("regulator", sent=False),
        behind="no platform",
    ),
    Refusal(
        "notice",
        "send_regulator",
        for_a_regulator,
        given=notice_to("platform", sent=False),
        behind="no regulator",
    ),
    Refusal("notice", "send_unit", for_a_unit, given=notice_to("platform", sent=False)),
    Refusal("assessment", "widen", too_few_scored, given=scored_beside_another_assessor),
    Refusal("assessment", "propose", enough_scored, given=given.assessment_cut_short),
    rested_on("assessment", given.open_assessment, named_by_a_notice),
    Refusal("workplan", "submit", is_complete, without_products),
    Refusal("workplan", "approve", is_complete, without_products, behind="submitted again"),
    Refusal("workplan", "approve", its_objections_can_be_received, given=supervision_check),
    Refusal("workplan", "complete", nothing_open, given=plan_with_a_scheme),
    rested_on("workplan", plan_with_a_scheme),
]
