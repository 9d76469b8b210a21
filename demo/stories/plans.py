"""What is being planned? One plan to be approved, one being drafted, and a case that waits for a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from demo.telling import risk
from demo.telling.teller import Teller
from monitoring.plans.actions import plans, versions
from monitoring.plans.models.plans import WorkPlan
from monitoring.risks.models.riskcases import RiskCase

BLANKETS = risk.Risk(
    product="电热毯",
    hazard="过热起火",
    code="01",
    summary="监管部门信息平台通报两起电热毯过热事件，涉事产品在网上仍有销售。",
    scenario="夜间使用时局部折叠，控温失效，引燃床品。",
    steps=(
        ("控温失效", Fraction(1, 200), "comparison"),
        ("局部过热起火", Fraction(1, 20), "literature"),
    ),
    severity=4,
    spread="regional",
    outcome="sample",
    reason="后果严重且在售面广，建议列入抽检。",
)
CRAYONS = risk.Risk(
    product="儿童蜡笔",
    hazard="邻苯二甲酸酯",
    code="05",
    summary="标准信息平台发布修订动态，涉及儿童涂画用品增塑剂限量，部分在售产品可能不符合。",
    scenario="幼儿啃咬蜡笔，增塑剂经口摄入。",
    steps=(
        ("增塑剂超过 0.1%", Fraction(1, 20), "comparison"),
        ("幼儿反复啃咬", Fraction(1, 5), "estimate"),
        ("造成健康影响", Fraction(1, 100), "literature"),
    ),
    severity=2,
    spread="shared",
    outcome="sample",
    reason="行业共性问题，建议抽样摸清不合格率。",
)
PAJAMAS = risk.Risk(
    product="儿童睡衣",
    hazard="pH值",
    code="08",
    summary="多条消费者评价反映新睡衣穿着后皮肤发痒。",
    scenario="儿童整夜贴身穿着，皮肤受碱性残留刺激。",
    steps=(("pH值超出范围", Fraction(1, 10), "measured"), ("出现皮炎", Fraction(1, 100), "literature")),
    severity=1,
    spread="regional",
    outcome="sample",
    reason="涉及店铺较多，建议抽样检验确认。",
)

BLANKET_TASK = risk.Task(
    title="冬季电热毯质量风险监测",
    code="01",
    products=(("电热毯", 6),),
    grounds="GB 4706.1-2005",
    price_range="40～200元",
    budget="15000.00",
)
CRAYON_TASK = risk.Task(
    title="儿童涂画用品质量风险监测",
    code="05",
    products=(("儿童蜡笔", 4),),
    grounds="GB 6675.1-2014",
    price_range="10～60元",
    budget="5000.00",
    items=("邻苯二甲酸酯",),
)


def _revised(teller: Teller, plan: WorkPlan, cases: Sequence[RiskCase]) -> None:
    """More batches, and no more than five of them from one platform, as the approver remarked."""
    task = replace(BLANKET_TASK, products=(("电热毯", 8),), budget="18000.00", unit_price="120.00")
    limit = {"platform": teller.org("platform"), "item": None, "price_from": None, "price_below": None}
    plans.edit_plan(
        plan,
        **teller.by("planner"),
        rows=risk.rows(task),
        quotas=[{**limit, "most": 5}],
        cases=cases,
        budget=task.budget,
    )
    versions.submit_plan(plan, **teller.by("planner"))


def tell(teller: Teller) -> None:
    cases = []
    for found, day in ((BLANKETS, 8), (CRAYONS, 7), (PAJAMAS, 6)):
        teller.on(day)
        cases.append(risk.decided(teller, risk.opened(teller, found), found, day=day))
    blankets, crayons, _waiting = cases
    teller.on(5)
    plan = risk.submitted(teller, BLANKET_TASK, [blankets])
    teller.on(4)
    versions.return_plan(
        plan,
        **teller.by("approver"),
        note="批次量和平台配额请调整后再报。",
        remarks=[
            {"about": "product:1", "text": "去年同类产品不合格率较高，建议增至8批次。"},
            {"about": "platforms", "text": "请注明两个平台各自的配额，避免集中于一个平台。"},
        ],
    )
    teller.on(3)
    _revised(teller, plan, [blankets])
    teller.on(2)
    risk.drafted(teller, CRAYON_TASK, [crayons])
