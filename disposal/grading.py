"""How grave is a product that failed? Its worst failing item says, never another product's risk.

An item's grade follows from the severity that the center has set for it and from the hazard of the case that
the item belongs to, by the center's table (models.grades).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from casework.flow import VOIDED
from catalogue.models import TestItem
from catalogue.names import key
from catalogue.severities import ItemSeverity, severities
from disposal.flow.vocabulary import WEIGHTS, MatterGrade, Measure, least
from disposal.models.compilations import Compilation
from disposal.models.grades import cells_of
from inspection.reports.models.reports import Report
from monitoring.criteria.matrix import RiskLevel
from monitoring.plans.models.plans import PlanItem, WorkPlan
from monitoring.risks.models.riskcases import RiskCase

GRADES, LEVELS = list(MatterGrade.values), list(RiskLevel.values)
_BETWEEN = re.compile(r"[、，,;；/\n]")


@dataclass(frozen=True)
class Graded:
    """A failing item with what its grade follows from. hazard: "" where it belongs to no assessed case;
    grade: "" while nobody has set its severity."""

    item: str
    severity: str
    hazard: str
    grade: str

    def __str__(self) -> str:
        severity = ItemSeverity(self.severity).label if self.severity else "?"
        hazard = f" × {RiskLevel(self.hazard).label}" if self.hazard else ""
        grade = MatterGrade(self.grade).label if self.grade else "?"
        return f"{self.item}: {severity}{hazard} → {grade}"


def worst(grades: Iterable[str]) -> str:
    """The gravest of some grades; "" where there is none, or one is not known."""
    found = list(grades)
    return "" if "" in found else max(found, key=GRADES.index, default="")


class Grader:
    """Grades the failing items of some reports; four queries and one a center, however many they are.

    at: as the severities and the tables stood at that instant; None: as they stand now.
    """

    def __init__(self, reports: Iterable[Report], at: datetime | None = None) -> None:
        reports = list(reports)
        centers = {report.center_id for report in reports if report.center_id}
        items = {result.item_id for report in reports for result in report.failing}
        self.severities = severities(centers, items, at)
        plans = {report.sample.purchase.scheme.plan_id for report in reports}
        self.cells = {center: cells_of(center, at) for center in {report.center for report in reports}}
        self.products: dict[int, list[PlanItem]] = {}
        for product in PlanItem.objects.filter(plan__in=plans):
            self.products.setdefault(product.plan_id, []).append(product)
        self.cases: dict[int, list[RiskCase]] = {}
        links = WorkPlan.cases.through.objects.filter(workplan__in=plans).exclude(riskcase__state=VOIDED)
        for link in links.select_related("riskcase"):
            self.cases.setdefault(link.workplan_id, []).append(link.riskcase)

    def graded(self, report: Report) -> list[Graded]:
        """The items that failed, each with its grade."""
        return [
            self._graded(report, result.name, self.severity(report, result.item)) for result in report.failing
        ]

    def severity(self, report: Report, item: TestItem) -> str:
        """How grave it is for a report's center if the item fails; "" where nobody has said."""
        return self.severities.get((report.center_id or 0, item.pk), item.severity)

    def _graded(self, report: Report, name: str, severity: str) -> Graded:
        hazard = self._hazard(report.sample.purchase.plan_item, name)
        grade = self.cells[report.center][severity][hazard] if severity else ""
        return Graded(name, severity, hazard, grade)

    def _hazard(self, product: PlanItem, name: str) -> str:
        """The level of the gravest case that an item of a product of the plan belongs to."""
        levels = [
            case.level
            for case in self.cases.get(product.plan_id, [])
            if case.level and self._about(case, product) and names(case.hazard_item, name)
        ]
        return max(levels, key=LEVELS.index, default="")

    def _about(self, case: RiskCase, product: PlanItem) -> bool:
        """Whether a case is about a product of its plan: by name, else by category."""
        named = [each for each in self.products[product.plan_id] if alike(case.product, each.product)]
        return product in named if named else case.category_id == product.category_id


@dataclass(frozen=True)
class Asked:
    """What is asked of a platform about a product that failed. required: the least measure that its grade
    requires, None while it has no grade; asked: the least that the compilation asks for."""

    report: Report
    grade: str
    required: Measure | None
    asked: Measure | None

    @property
    def lowered(self) -> bool:
        """Whether less is asked than the grade requires."""
        if self.required is None or self.asked is None:
            return False
        return WEIGHTS[self.asked] < WEIGHTS[self.required]

    def requires(self) -> str:
        """Its grade, and the least measure that this requires."""
        return f"{MatterGrade(self.grade).label}: {self.required.label}" if self.required else ""


def asked_of(compilation: Compilation, grader: Grader | None = None) -> dict[int, Asked]:
    """By the key of each of its reports on a product that failed, what is asked about it."""
    grader = grader or Grader(compilation.compiled(), at=compilation.sent_at())
    found = {}
    for report in compilation.compiled():
        if report.failing:
            grade = worst(graded.grade for graded in grader.graded(report))
            required = least(grade) if grade else None
            asked = Measure(compilation.least) if compilation.least else required
            found[report.pk] = Asked(report, grade, required, asked)
    return found


def lowered(compilation: Compilation) -> list[str]:
    """A sentence for each product of which less is asked than its grade requires: what, instead of what."""
    said = gettext(
        "%(product)s (%(number)s), grade %(grade)s, requires at least “%(required)s”: asked is “%(asked)s”."
    )
    return [
        said
        % {
            "product": each.report.product,
            "number": each.report.number,
            "grade": MatterGrade(each.grade).label,
            "required": each.required and each.required.label,
            "asked": each.asked and each.asked.label,
        }
        for each in asked_of(compilation).values()
        if each.lowered
    ]


def alike(one: str, other: str) -> bool:
    """Whether one name of goods holds the other: "blue soft toy" is a "soft toy"."""
    first, second = key(one), key(other)
    return bool(first and second) and (first in second or second in first)


def names(hazard: str, item: str) -> bool:
    """Whether what a case says is hazardous names a test item; a case may name several."""
    return any(alike(part, item) for part in _BETWEEN.split(hazard))
