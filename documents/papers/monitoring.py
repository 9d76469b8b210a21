"""What do the papers of risk information and work plans say (6.1, 4.2.1)?"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from documents.papers.base import Form, Paper


@dataclass(frozen=True, kw_only=True)
class Information(Form):
    """One piece of risk information that an assessment rests on."""

    number: str
    channel: str
    product: str
    hazard: str
    degree: str


@dataclass(frozen=True, kw_only=True)
class Stage(Form):
    """One step of an injury scenario; its probability is an exact fraction, as text."""

    description: str
    probability: str
    evidence: str


@dataclass(frozen=True, kw_only=True)
class Scene(Form):
    """An injury scenario as the panel judged it. governs: whether its level is that of the assessment."""

    name: str
    description: str
    steps: tuple[Stage, ...]
    probability: str
    severity: str
    level: str
    governs: bool


@dataclass(frozen=True, kw_only=True)
class Opinion(Form):
    """What one member of the panel thinks; with a conflict of interest, nothing but that."""

    name: str
    severity: str = ""
    spread: str = ""
    measure: str = ""
    remark: str = ""
    conflict: bool = False


@dataclass(frozen=True, kw_only=True)
class Sensitivity(Form):
    """One factor of the scenario that governs, and at which values of it the level changes, as sentences."""

    factor: str
    value: str
    flips: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Assessment(Paper, name="assessment"):
    """风险评估表: 6.1.3, what a panel made of a risk, and which of the three measures follows."""

    template: ClassVar[str] = "papers/assessment.html"

    assessment: str
    case: str
    product: str
    hazard: str
    signals: tuple[Information, ...] = ()
    mode: str
    panel: tuple[str, ...]
    criteria: str
    account: str = ""
    sitting: str = ""
    supersedes: str = ""
    scenarios: tuple[Scene, ...]
    units_in_use: int | None = None
    level: str
    sensitivity: tuple[Sensitivity, ...] = ()
    spread: str
    outcome: str
    reason: str
    opinions: tuple[Opinion, ...] = ()
    dissenters: tuple[Opinion, ...] = ()
    dissent: str = ""
    absence: str = ""
    notified: tuple[str, ...] = ()
    proposed_by: str
    approved_by: str
    approved_on: date


@dataclass(frozen=True, kw_only=True)
class RiskNotice(Paper, name="risk_notice"):
    """风险提示函: 6.1.3 b, what a unit or region is told of a risk, and by when it answers.

    `address` is that of a unit outside the system, which answers by letter. `producer`: as the label names
    it. `offered`: platform, shop and product ID or address, a line each. `contact`: whom to ask at the
    center.
    """

    template: ClassVar[str] = "papers/risk_notice.html"

    addressee: str
    address: str = ""
    notice: str
    product: str
    category: str = ""
    hazard: str
    level: str = ""
    model: str = ""
    batch: str = ""
    producer: str = ""
    offered: tuple[str, ...] = ()
    text: str
    answer_days: int
    outside: bool
    center_address: str = ""
    center_phone: str = ""
    contact: str = ""


@dataclass(frozen=True, kw_only=True)
class Planned(Form):
    """One product of a work plan: 4.2.1-c. `grounds` are those of judgement."""

    product: str
    category: str
    batches: int
    test_items: str
    test_standard: str
    judgement_standard: str
    grounds: str
    basis: str = ""
    quantities: str = ""
    unit_price: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Limit(Form):
    """A quota of a work plan: at most so many batches of what is named; what is "" is not limited."""

    platform: str = ""
    product: str = ""
    price: str = ""
    most: int


@dataclass(frozen=True, kw_only=True)
class Figure(Form):
    """Something that was counted, and how much it is."""

    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class PlanEvaluation(Paper, name="planevaluation"):
    """监测工作计划评价: what a plan brought, counted and judged by its regulator."""

    template: ClassVar[str] = "papers/planevaluation.html"

    addressee: str
    plan: str
    version: int
    name: str
    starts_on: date
    ends_on: date
    figures: tuple[Figure, ...]
    judgement: str
    evaluation: str
    shortfall: str = ""
    evaluated_by: str
    evaluated_on: date


@dataclass(frozen=True, kw_only=True)
class WorkPlan(Paper, name="workplan"):
    """监测工作计划: 4.2.1, what a regulator has a center sample. `budget` is in yuan."""

    template: ClassVar[str] = "papers/workplan.html"

    addressee: str
    plan: str
    version: int
    name: str
    record_no: str = ""
    legal_mode: str
    issuing_department: str = ""
    task_source: str
    task_type: str
    cases: tuple[str, ...] = ()
    products: tuple[Planned, ...]
    quotas: tuple[Limit, ...] = ()
    platforms: tuple[str, ...]
    areas: str
    price_range: str
    method: str
    starts_on: date
    ends_on: date
    staffing: str
    budget: Decimal | None = None
    over_budget: str = ""
    digest: str = ""
    laboratories: tuple[str, ...]
    backup_required: bool
    planned_by: str
    approved_by: str
    approved_on: date
