"""How does risk information become a case, an outcome, and a plan in the demo?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction
from typing import Any

from casework.actions import take
from catalogue.monitoring_rules import MonitoringRules
from demo.telling.teller import Teller, category, test_items
from monitoring.assessments import actions as assessments
from monitoring.assessments.models import Assessment
from monitoring.criteria.matrix.published import DEFAULT
from monitoring.criteria.models import Criteria
from monitoring.plans.actions import plans, versions
from monitoring.plans.models.plans import WorkPlan
from monitoring.risks.actions.signals import open_case, register
from monitoring.risks.models.riskcases import RiskCase
from monitoring.risks.models.signals import RiskSignal
from monitoring.vocabulary import Mode, SamplingMethod

Step = tuple[str, Fraction, str]
Said = dict[str, Any]


@dataclass(frozen=True)
class Risk:
    """A matter as a panel saw it. steps: (what happens, probability, evidence). reason: for the outcome.

    also: a second scenario, its steps and its severity. against: what else a member scored for, by login;
    dissent: what they said.
    """

    product: str
    hazard: str
    code: str
    summary: str
    scenario: str
    steps: Sequence[Step]
    severity: int
    spread: str
    outcome: str
    reason: str
    platform: str = ""
    also: tuple[str, Sequence[Step], int] | None = None
    against: Mapping[str, str] = field(default_factory=dict)
    dissent: str = ""

    @property
    def scenarios(self) -> list[Said]:
        """Its scenarios as a panel is asked about them."""
        told = [(self.scenario, self.steps), *([self.also[:2]] if self.also else [])]
        return [{"description": what, "steps": [_step(*step) for step in steps]} for what, steps in told]

    @property
    def severities(self) -> list[int]:
        return [self.severity, *([self.also[2]] if self.also else [])]


def _step(what: str, probability: Fraction, evidence: str) -> Said:
    return {"description": what, "probability": probability, "evidence": evidence}


def signal(teller: Teller, login: str, **said: Any) -> RiskSignal:
    """A signal taken down at once. code: of the category; the other fields are those of form 4.1."""
    code = said.pop("code")
    who = teller.by(login)
    if login in ("platform", "platform2"):
        said["center"] = teller.org("center")
    return register(**who, category=category(code), collected_at=who["now"], **said)


def opened(teller: Teller, risk: Risk, signals: Sequence[RiskSignal] = ()) -> RiskCase:
    """A registered case."""
    return open_case(
        **teller.by("collector"),
        signals=signals,
        product=risk.product,
        hazard_item=risk.hazard,
        summary=risk.summary,
        category=category(risk.code),
        platform=teller.org(risk.platform) if risk.platform else None,
    )


PANEL = ("collector", "assessor", "chair")


def empanelled(teller: Teller, case: RiskCase, risk: Risk, panel: Sequence[str] = PANEL) -> Assessment:
    """An assessment that waits for its panel."""
    assessment = assessments.open_assessment(riskcase=case, **teller.by("chair"))
    laid(teller, assessment, risk, Mode.EXPERTS, panel)
    return assessment


def laid(teller: Teller, assessment: Assessment, risk: Risk, mode: str, panel: Sequence[str]) -> None:
    """The panel is appointed, and the scenarios lie before it."""
    assessments.empanel(
        assessment,
        **teller.by("chair"),
        mode=mode,
        panel=[teller.who(login).user for login in panel],
        criteria=Criteria.objects.get(version=DEFAULT),
        scenarios=risk.scenarios,
    )


def scored(teller: Teller, assessment: Assessment, risk: Risk, panel: Sequence[str] = PANEL) -> Assessment:
    """The votes of these members are in."""
    for login in panel:
        vote: Said = {"severities": risk.severities, "spread": risk.spread}
        vote["outcome"] = risk.against.get(login, risk.outcome)
        assessments.score(assessment, **teller.by(login), **vote, remark="依据伤害情景和检索资料评分。")
    return assessment


def proposed(teller: Teller, assessment: Assessment, risk: Risk, notified: Sequence[str] = ()) -> Assessment:
    """It waits for the leader."""
    assessments.propose(
        assessment,
        **teller.by("chair"),
        outcome=risk.outcome,
        severities=risk.severities,
        spread=risk.spread,
        reason=risk.reason,
        dissent=risk.dissent,
        notified=[teller.org(key) for key in notified],
    )
    return assessment


def decided(teller: Teller, case: RiskCase, risk: Risk, day: int, notified: Sequence[str] = ()) -> RiskCase:
    """Assessed on one working day, and the outcome approved on the next."""
    teller.on(day)
    assessment = proposed(teller, scored(teller, empanelled(teller, case, risk), risk), risk, notified)
    teller.on(day - 1)
    assessments.approve(assessment, **teller.by("leader"))
    case.refresh_from_db()
    return case


@dataclass(frozen=True)
class Task:
    """What a plan has sampled. products: (product, batches), all of one category. items: () = all of it.

    method: how shops and goods are chosen. unit_price: what one is expected to cost, in yuan. backup: how
    much of each lot is kept as a backup sample.
    """

    title: str
    code: str
    products: Sequence[tuple[str, int]]
    grounds: str
    price_range: str
    budget: str
    items: Sequence[str] = ()
    source: str = "省局2026年度电商产品质量风险监测任务"
    method: str = SamplingMethod.TARGETED
    unit_price: str = ""
    rules: str = ""
    backup: int = 0


def drafted(teller: Teller, task: Task, cases: Sequence[RiskCase]) -> WorkPlan:
    """A planner's draft."""
    who = teller.by("planner")
    return plans.open_plan(
        **who,
        rows=rows(task),
        cases=cases,
        title=task.title,
        center=teller.org("center"),
        legal_mode="risk_monitoring",
        issuing_department="网络交易监督管理处",
        task_source=task.source,
        task_type="monitoring",
        platforms=[teller.org("platform"), teller.org("platform2")],
        areas="云泽省全域，以望澜市为重点",
        price_range=task.price_range,
        method=task.method,
        backup_required=task.backup > 0,
        starts_on=teller.days.day,
        ends_on=teller.days.day + timedelta(days=60),
        staffing="监测中心组织买样，云泽质检院承担检验，省局负责后处理督办。",
        budget=task.budget,
        over_budget="leader",
        laboratories=[teller.org("laboratory")],
    )


def rows(task: Task) -> list[Said]:
    """The products of a plan as its form gives them."""
    items = [item for item in test_items(task.code) if not task.items or item.name in task.items]
    rules = MonitoringRules.objects.filter(number=task.rules).first()
    return [
        {
            "category": category(task.code),
            "product": product,
            "batches": batches,
            "rules": rules,
            "test_items": items,
            "basis": "details",
            "test_quantity": 2,
            "backup_quantity": task.backup,
            "unit": "件",
            "unit_price": task.unit_price or None,
            "grounds": rules.grounds if rules else f"按 {task.grounds} 判定",
        }
        for product, batches in task.products
    ]


def submitted(teller: Teller, task: Task, cases: Sequence[RiskCase]) -> WorkPlan:
    plan = drafted(teller, task, cases)
    versions.submit_plan(plan, **teller.by("planner"))
    return plan


def received(teller: Teller, task: Task, cases: Sequence[RiskCase], day: int) -> WorkPlan:
    """Drafted on one working day, approved and received by the center on the next."""
    teller.on(day)
    plan = submitted(teller, task, cases)
    teller.on(day - 1)
    plans.approve_plan(plan, **teller.by("approver"))
    take("receive", plan, **teller.by("organiser"))
    return plan
