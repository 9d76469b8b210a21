"""What do tests of this stage and those downstream start from? Signals, cases and plans, by the actions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from django.test import override_settings

from accounts.models import User
from accounts.roles import Role
from casework.actions import take
from catalogue.models import TestItem
from catalogue.monitoring_rules import MonitoringRules
from documents.actions import serve_awaited
from monitoring.assessments import actions as assessments
from monitoring.assessments.models import Assessment
from monitoring.plans.actions import plans, versions
from monitoring.plans.models.plans import WorkPlan
from monitoring.risks.actions import signals
from monitoring.risks.actions.riskcases import send_notice
from monitoring.risks.models.riskcases import Notice, RiskCase
from monitoring.risks.models.signals import RiskSignal
from tests.cast import Cast, person, refuse_the_portal
from tests.documents.conftest import picture
from tests.photos import photographed

PRODUCTS = ("Soft toy",)
NOTICE = "Please look into it."
UNIT = "Toy makers' association"
RESULT: dict[str, Any] = {"severities": [3], "spread": "regional"}


@photographed
def submitted_signal(cast: Cast, now: datetime, **data: Any) -> RiskSignal:
    """A signal that the center's risk information officer took down."""
    return signals.register(by=cast.collector, now=now, **{**signal_data(cast, now), **data})


@photographed
def signal_data(cast: Cast, now: datetime) -> dict[str, Any]:
    return {
        "channel": "a",
        "source_ref": "complaint 4711",
        "collected_at": now,
        "product": "Soft toy",
        "category": cast.category,
        "hazard_item": "small parts",
        "hazard_type": "mechanical",
        "scope": "single_shop",
        "degree": "high",
        "trigger": "health_safety",
    }


@photographed
def registered_case(cast: Cast, now: datetime, **data: Any) -> RiskCase:
    """A case of one signal."""
    signal = submitted_signal(cast, now)
    facts = {
        "product": signal.product,
        "hazard_item": signal.hazard_item,
        "summary": "An eye came off.",
        "category": cast.category,
    }
    return signals.open_case(by=cast.collector, now=now, signals=[signal], **{**facts, **data})


@photographed
def open_assessment(cast: Cast, now: datetime, case: RiskCase | None = None) -> Assessment:
    case = case or registered_case(cast, now)
    return assessments.open_assessment(riskcase=case, by=cast.chair, now=now)


@photographed
def assessment_in_scoring(
    cast: Cast, now: datetime, case: RiskCase | None = None, others: Sequence[User] = ()
) -> Assessment:
    """An assessment whose panel is the cast's assessor, and others; nobody has scored."""
    assessment = open_assessment(cast, now, case)
    assessments.empanel(
        assessment,
        by=cast.chair,
        now=now,
        mode="working",
        panel=[cast.assessor.user, *others],
        scenarios=[scenario()],
    )
    return assessment


def scenario(*probabilities: Fraction, description: str = "A child swallows an eye.") -> dict[str, Any]:
    """A scenario for a panel; of two steps, 1/10 and 1/50, unless told otherwise."""
    told = ("The eye comes off", "measured"), ("It is swallowed", "estimate"), ("It chokes", "literature")
    found = probabilities or (Fraction(1, 10), Fraction(1, 50))
    return {
        "description": description,
        "steps": [
            {"description": what, "probability": probability, "evidence": evidence}
            for (what, evidence), probability in zip(told, found, strict=False)
        ],
    }


@photographed
def assessment_cut_short(cast: Cast, now: datetime) -> Assessment:
    """An assessment whose only member declared a conflict of interest; another assessor is there."""
    person("second_assessor", cast.center, Role.ASSESSOR)
    assessment = assessment_in_scoring(cast, now)
    assessments.score(assessment, by=cast.assessor, now=now, conflict=True)
    return assessment


@photographed
def scored_assessment(
    cast: Cast, now: datetime, outcome: str = "sample", case: RiskCase | None = None
) -> Assessment:
    """An assessment with all scores in."""
    assessment = assessment_in_scoring(cast, now, case)
    assessments.score(assessment, by=cast.assessor, now=now, **RESULT, outcome=outcome)
    return assessment


@photographed
def proposed_assessment(
    cast: Cast, now: datetime, outcome: str, case: RiskCase | None = None, **data: Any
) -> Assessment:
    """An assessment whose outcome ("exclude", "notify" or "sample") waits for the leader."""
    assessment = scored_assessment(cast, now, outcome, case)
    if outcome == "notify":
        data.setdefault("notified", [cast.platform, cast.county])
    proposal = {**RESULT, "outcome": outcome, "reason": "As the panel found."}
    assessments.propose(assessment, by=cast.chair, now=now, **proposal, **data)
    return assessment


@photographed
def assessed_case(cast: Cast, now: datetime, outcome: str, **data: Any) -> RiskCase:
    """A case whose outcome was approved."""
    assessment = proposed_assessment(cast, now, outcome, **data)
    assessments.approve(assessment, by=cast.leader, now=now)
    return RiskCase.objects.get(pk=assessment.riskcase_id)


@photographed
def case_to_sample(cast: Cast, now: datetime) -> RiskCase:
    """A case that waits for the regulator's work plan."""
    return assessed_case(cast, now, "sample")


@photographed
def sent_notices(cast: Cast, now: datetime) -> list[Notice]:
    """The notices of a case, the one to the platform first, then the county regulator's; both sent."""
    case = assessed_case(cast, now, "notify")
    notices = sorted(case.notices.all(), key=lambda notice: notice.platform_id is None)
    for notice in notices:
        send_notice(notice, by=cast.collector, now=now, text=NOTICE)
    return notices


@photographed
def unserved_notices(cast: Cast, now: datetime) -> list[Notice]:
    """The same, of addressees that do not accept the portal: sent, not delivered."""
    refuse_the_portal(cast.platform, cast.county)
    return sent_notices(cast, now)


@photographed
def notice_to_a_unit(cast: Cast, now: datetime) -> Notice:
    """A notice to an association outside the system, drafted."""
    case = assessed_case(cast, now, "notify", notified=[], outside=UNIT)
    return case.notices.get()


@photographed
def notice_sent_to_a_unit(cast: Cast, now: datetime) -> Notice:
    notice = notice_to_a_unit(cast, now)
    address = {"unit_address": "1 Toy Street, Eastgate"}
    send_notice(notice, by=cast.collector, now=now, text=NOTICE, **address)
    return notice


@photographed
def notice_served_on_a_unit(cast: Cast, now: datetime) -> Notice:
    """Served by post, on the day it was sent."""
    notice = notice_sent_to_a_unit(cast, now)
    serve_awaited(notice, method="post", served_on=now.date(), evidence=picture(), by=cast.collector, now=now)
    return notice


def test_item(cast: Cast, name: str = "Small parts", **data: Any) -> TestItem:
    """A test item of the cast's category; an upper limit of 0 unless told otherwise."""
    found = TestItem.objects.filter(category=cast.category, name=name).first()
    return found or TestItem.objects.create(
        category=cast.category,
        name=name,
        method=cast.standard,
        requirement=cast.standard,
        **{"unit": "pcs", "limit_text": "≤ 0", "severity": "ordinary", **data},
    )


test_item.__test__ = False  # type: ignore[attr-defined]


def monitoring_rules(cast: Cast, **changes: Any) -> MonitoringRules:
    """Rules for the cast's category, with words of their own for a conclusion."""
    said: dict[str, Any] = {
        "number": "YZWJ-2026-05",
        "title": "Rules for toys",
        "category": cast.category,
        "grounds": "Product Quality Law",
        "test_quantity": 3,
        "backup_quantity": 2,
        "unit": "pcs",
        "passes": "Tested: all of it is in order by 〔依据〕.",
        "fails": "Tested: 〔项目〕 does not meet 〔依据〕.",
    }
    made = MonitoringRules.objects.create(**{**said, **changes})
    made.items.set([test_item(cast)])
    return made


def plan_rows(cast: Cast, products: Sequence[str] = PRODUCTS, batches: int = 1) -> list[dict[str, Any]]:
    return [
        {
            "category": cast.category,
            "product": product,
            "batches": batches,
            "test_items": [test_item(cast)],
            "basis": "rules",
            "grounds": "Judged by the standard's limits",
            "test_quantity": 3,
            "backup_quantity": 0,
            "unit": "pcs",
        }
        for product in products
    ]


@photographed
def plan_data(cast: Cast, now: datetime) -> dict[str, Any]:
    return {
        "title": "Toys sold online",
        "center": cast.center,
        "legal_mode": "risk_monitoring",
        "issuing_department": "Network trade division",
        "task_source": "yearly plan",
        "task_type": "monitoring",
        "platforms": [cast.platform],
        "areas": "the whole province",
        "price_range": "up to 200 yuan",
        "method": "targeted",
        "starts_on": now.date(),
        "ends_on": now.date() + timedelta(days=60),
        "staffing": "The center buys, the laboratory tests.",
        "laboratories": [cast.laboratory],
        "over_budget": "refuse",
    }


def draft_plan(
    cast: Cast,
    now: datetime,
    products: Sequence[str] = PRODUCTS,
    batches: int = 1,
    cases: Sequence[RiskCase] | None = None,
    **data: Any,
) -> WorkPlan:
    """A planner's draft, of one case that is to be sampled unless other cases are given."""
    cases = [case_to_sample(cast, now)] if cases is None else cases
    rows = plan_rows(cast, products, batches)
    if data.get("legal_mode") == "supervision_check":
        data = {"backup_required": True, "task_type": "spot_check", **data}
        rows = [{**row, "test_quantity": 2, "backup_quantity": 1} for row in rows]
    return plans.open_plan(
        by=cast.planner, now=now, cases=cases, **{**plan_data(cast, now), "rows": rows, **data}
    )


@photographed
def submitted_plan(cast: Cast, now: datetime, **data: Any) -> WorkPlan:
    plan = draft_plan(cast, now, **data)
    versions.submit_plan(plan, by=cast.planner, now=now)
    return plan


@photographed
def approved_plan(cast: Cast, now: datetime, **data: Any) -> WorkPlan:
    """Approved, and waiting for the center to receive it."""
    plan = submitted_plan(cast, now, **data)
    with override_settings(SUPERVISION_CHECKS=True):
        plans.approve_plan(plan, by=cast.approver, now=now)
    return plan


@photographed
def executing_plan(
    cast: Cast, now: datetime, products: Sequence[str] = PRODUCTS, batches: int = 1, **data: Any
) -> WorkPlan:
    """A plan that the center has received: what sampling starts from. One item for each product."""
    plan = approved_plan(cast, now, products=products, batches=batches, **data)
    take("receive", plan, by=cast.organiser, now=now)
    return plan
