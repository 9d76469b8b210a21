"""What do a work plan and its evaluation say on paper? (4.2.1, form 4.3)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import By
from casework.separation import all_who_took, who_took
from catalogue.models import by_standards
from documents.actions import issue, newest
from documents.models import Document
from documents.papers import Form, Paper
from monitoring.plans.models.plans import PlanItem, WorkPlan
from trail.enumerations import enumerated


@dataclass(frozen=True, kw_only=True)
class Tested(Form):
    """What a product is tested for, by which method, and against which limit of which standard."""

    name: str
    method: str
    limit: str = ""
    requirement: str


@dataclass(frozen=True, kw_only=True)
class Planned(Form):
    """One product of a work plan: 4.2.1-c. `grounds` are those of judgement. `tested` is empty
    where a plan was approved before its items were named with their standards."""

    product: str
    category: str
    batches: int
    test_items: str
    tested: tuple[Tested, ...] = ()
    fewer: str = ""
    test_standard: str
    judgement_standard: str
    grounds: str
    basis: str = ""
    rules: str = ""
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
class PlanEvaluation(Paper, name="planevaluation", series="评"):
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
class WorkPlanPaper(Paper, name="workplan", series="计"):
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


def issue_plan(plan: WorkPlan, *, by: By, now: datetime) -> Document:
    """The approved plan, of the regulator to the center; a revision takes the place of the older version."""
    assert plan.regulator is not None and plan.center is not None
    with override(settings.LANGUAGE_CODE):
        return issue(
            plan,
            paper="workplan",
            title=_("Work plan for monitoring"),
            content=_planned(plan, now),
            by=by,
            now=now,
            office=plan.regulator,
            addressee=plan.center,
            supersedes=newest(plan, "workplan"),
            language=settings.LANGUAGE_CODE,
        )


def _fewer(item: PlanItem) -> str:
    """What its rules name and it is not tested for, and why; "" where that is nothing."""
    if not item.why_fewer:
        return ""
    said = {"names": enumerated(item.fewer()), "why": item.why_fewer}
    return _("Not tested of the rules: %(names)s (%(why)s)") % said


def _product(item: PlanItem) -> Planned:
    items = item.test_items.all()
    tested, judged = by_standards(items)
    return Planned(
        product=item.product,
        category=str(item.category),
        batches=item.batches,
        test_items=enumerated(items),
        tested=tuple(
            Tested(
                name=str(each),
                method=each.method.number,
                limit=each.limit_shown,
                requirement=each.requirement.number,
            )
            for each in items
        ),
        fewer=_fewer(item),
        test_standard=enumerated(each.number for each in tested),
        judgement_standard=enumerated(each.number for each in judged),
        rules=str(item.rules or ""),
        grounds=item.grounds,
        basis=item.get_basis_display(),
        quantities=f"{item.test_quantity} + {item.backup_quantity} {item.unit}".strip(),
        unit_price=item.unit_price,
    )


def _planned(plan: WorkPlan, now: datetime) -> dict[str, Any]:
    return {
        "addressee": plan.center.name,
        "plan": plan.number,
        "version": plan.version,
        "name": plan.title,
        "record_no": plan.record_no,
        "legal_mode": plan.get_legal_mode_display(),
        "issuing_department": plan.issuing_department,
        "task_source": plan.task_source,
        "task_type": plan.get_task_type_display(),
        "cases": tuple(f"{case.title} {case.number}" for case in plan.cases.order_by("pk")),
        "products": tuple(_product(item) for item in plan.products()),
        "quotas": tuple(
            Limit(
                platform=str(quota.platform or ""),
                product=str(quota.item or ""),
                price=quota.priced(),
                most=quota.most,
            )
            for quota in plan.quotas.select_related("platform", "item")
        ),
        "platforms": tuple(one.name for one in plan.platforms.order_by("pk")),
        "areas": plan.areas,
        "price_range": plan.price_range,
        "method": plan.get_method_display(),
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
        "staffing": plan.staffing,
        "budget": plan.budget,
        "over_budget": plan.get_over_budget_display(),
        "digest": plan.digest,
        "laboratories": tuple(one.name for one in plan.laboratories.order_by("pk")),
        "backup_required": plan.backup_required,
        "planned_by": enumerated(all_who_took(plan, plan.flow.opening.name, "edit")),
        "approved_by": who_took(plan, "approve"),
        "approved_on": timezone.localdate(now),
    }
