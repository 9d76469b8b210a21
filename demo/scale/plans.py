"""Which plan is behind a campaign? With the version that was submitted, and what became of its batches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from demo.scale.courses import Course
from demo.scale.market import Ware
from demo.scale.offices import Land
from demo.scale.register import Filed, Office
from demo.scale.world import World
from monitoring.plans.models.plans import PlanItem, WorkPlan
from monitoring.plans.models.versions import PlanVersion, canonical, digest_of
from monitoring.vocabulary import Judgement, SamplingMethod

PLAN = Course(WorkPlan, "open", "submit", "approve", "receive", "complete", "evaluate")
SUBMITTED, APPROVED, RECEIVED, COMPLETED, EVALUATED = 2, 3, 4, 5, 6  # steps of PLAN
TARGETED = 0.4  # of the plans
DURATION = 75  # working days in which a plan is carried out
# What every plan says, and every product of one.
SAID = {
    "legal_mode": "risk_monitoring",
    "task_source": "年度电商产品质量风险监测任务（演示）",
    "task_type": "monitoring",
    "issuing_department": "网络交易监督管理处",
    "price_range": "20～600元",
    "staffing": "监测中心组织抽样，检验机构检验。",
    "record_no": "",
    "over_budget": "refuse",
}
SAID_OF_A_PRODUCT = {"unit": "件", "basis": "rules", "test_quantity": 1, "backup_quantity": 0}


class Planned(NamedTuple):
    """A plan of which the fulfilment is still to be written. said: of its row, by name."""

    filed: Filed
    said: dict[str, Any]
    item: int
    targeted: bool


class Plans:
    """Makes plans, each of one product."""

    def __init__(self, world: World) -> None:
        self.world = world
        begin = world.sheets.begin
        self.plans = begin(
            WorkPlan,
            *("record", "regulator", "areas", "starts_on", "ends_on", "budget", "fulfilment", "digest"),
            *("shortfall", "judgement", "evaluation", "method"),
            **SAID,
        )
        self.versions = begin(
            PlanVersion,
            *("id", "plan", "content", "digest", "submitted_at", "approved_at"),
            version=1,
            submission=1,
        )
        self.products = begin(
            PlanItem,
            *("id", "plan", "category", "product", "batches", "grounds"),
            position=1,
            **SAID_OF_A_PRODUCT,
        )
        self.tests = begin(PlanItem.test_items.through, "id", "planitem", "testitem")
        self.platforms = begin(WorkPlan.platforms.through, "id", "workplan", "organisation")
        self.cases = begin(WorkPlan.cases.through, "id", "workplan", "riskcase")
        self.laboratories = begin(WorkPlan.laboratories.through, "id", "workplan", "organisation")

    def open(
        self,
        land: Land,
        ware: Ware,
        product: str,
        case: Filed | None,
        start: int,
        size: int,
        platforms: Sequence[Office],
    ) -> Planned:
        """A plan begun on a past working day for so many batches, to look into a risk case."""
        random, dates = self.world.random, self.world.dates
        moments = self.world.moments(start, (1, 1, 1, DURATION, 8), random.randrange(200))
        title, targeted = f"{product}质量风险监测", random.random() < TARGETED
        plan = self.world.register.file(
            PLAN,
            moments,
            {"regulator": land.regulator, "center": land.center},
            title=title,
            place=(land.code, None, None),
            category=ware.category,
        )
        assert plan is not None
        item = self._belongings(plan.pk, land, ware, product, case, size, platforms)
        said: dict[str, Any] = {
            "areas": land.regulator.name,
            "starts_on": dates.day(moments[0]),
            "ends_on": dates.day(moments[4], 30),
            "budget": f"{size * 600}.00",
            "method": str(SamplingMethod.TARGETED if targeted else SamplingMethod.RANDOM),
        }
        if plan.done >= SUBMITTED:
            facts = said | _named(land, title, case, platforms)
            content = {"facts": facts, "products": [_product(ware, product, size)], "quotas": []}
            said["digest"] = digest_of(content)
            at = [dates.stamp(minute) for minute in moments[: plan.done]]
            approved = at[2] if plan.done >= APPROVED else None
            self.versions.row(plan.pk, canonical(content), said["digest"], at[1], approved)
        said |= {"record": plan.pk, "regulator": land.regulator.pk}
        return Planned(plan, said, item, targeted)

    def close(self, plan: Planned, accepted: int, missing: int) -> None:
        """Write the plan, with what was fulfilled of it."""
        done = plan.filed.done
        counts = {name: n for name, n in (("accepted", accepted), ("not_found", missing)) if n}
        said = dict(plan.said, fulfilment={str(plan.item): counts} if counts else {})
        if missing and done >= COMPLETED:
            said["shortfall"] = "部分批次未能买到。"
        if done >= EVALUATED:
            said["judgement"] = Judgement.PARTLY if missing else Judgement.REACHED
            said["evaluation"] = "计划已完成，结果可用。"
        self.plans.say(**said)

    def _belongings(
        self,
        plan: int,
        land: Land,
        ware: Ware,
        product: str,
        case: Filed | None,
        batches: int,
        platforms: Sequence[Office],
    ) -> int:
        """Whatever a plan names in other tables; the key of its product."""
        item = self.products.row(*(plan, ware.category, product, batches, _grounds(ware)))
        for measured in ware.items:
            self.tests.row(item, measured.pk)
        for platform in platforms:
            self.platforms.row(plan, platform.pk)
        for laboratory in land.laboratories:
            self.laboratories.row(plan, laboratory.pk)
        if case is not None:
            self.cases.row(plan, case.pk)
        return item


def _named(land: Land, title: str, case: Filed | None, platforms: Sequence[Office]) -> dict[str, Any]:
    """What a version says of a plan besides its dates, area and budget: what others are called."""
    return {
        **SAID,
        "title": title,
        "center": land.center.known_as,
        "cases": [f"{case.title} {case.number}"] if case else [],
        "platforms": sorted(platform.known_as for platform in platforms),
        "laboratories": sorted(laboratory.known_as for laboratory in land.laboratories),
        "backup_required": "False",
    }


def _product(ware: Ware, product: str, batches: int) -> dict[str, Any]:
    """What a version says of a plan's product."""
    said: dict[str, Any] = {name: str(value) for name, value in SAID_OF_A_PRODUCT.items()}
    return said | {
        "category": ware.category_name,
        "product": product,
        "batches": str(batches),
        "test_items": sorted(measured.laid_down for measured in ware.items),
        "grounds": _grounds(ware),
        "unit_price": "",
    }


def _grounds(ware: Ware) -> str:
    return f"按 {ware.grounds.number} 判定"
