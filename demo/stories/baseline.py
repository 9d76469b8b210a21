"""What does a sampling at random find in the demo? Twelve goods of two kinds, tested until yesterday.

Nobody suspected them: what fails among them tells how such goods are on the whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from demo.telling import buying, ending, risk, testing
from demo.telling.goods import GOODS
from demo.telling.teller import Teller
from inspection.reports.models.reports import Report
from monitoring.plans.actions import plans
from monitoring.plans.models.plans import WorkPlan
from monitoring.vocabulary import SamplingMethod
from portals.kind import evaluate
from sampling.purchases.actions import tallies

ANNUAL = "省局2026年度电商产品质量本底调查"


@dataclass(frozen=True)
class Survey:
    """goods: a list of goods.csv. failing: what was measured of some of them, by product ID."""

    task: risk.Task
    goods: str
    sound: testing.Values
    failing: Mapping[str, testing.Values]
    fee: str


KNITWEAR = Survey(
    risk.Task(
        title="儿童针织用品质量本底调查",
        code="08",
        products=(("儿童针织用品", 6),),
        grounds="GB 31701-2015",
        price_range="15～250元",
        budget="9000.00",
        source=ANNUAL,
        method=SamplingMethod.RANDOM,
    ),
    "knitwear",
    {"甲醛含量": "6", "pH值": "6.8"},
    {"620061121090": {"甲醛含量": "9", "pH值": "8.3"}},
    "4800.00",
)
APPLIANCES = Survey(
    risk.Task(
        title="日用小家电质量本底调查",
        code="01",
        products=(("日用小家电", 6),),
        grounds="GB 4706.1-2005",
        price_range="40～250元",
        budget="12000.00",
        source=ANNUAL,
        method=SamplingMethod.RANDOM,
    ),
    "appliances",
    {"泄漏电流": "0.24", "电源线截面积": "0.78"},
    {
        "7749910655": {"泄漏电流": "1.12", "电源线截面积": "0.61"},
        "7749910982": {"泄漏电流": "0.31", "电源线截面积": "0.55"},
    },
    "7200.00",
)


FINDINGS = ending.Findings(
    task=APPLIANCES.task.title,
    summary="本次本底调查随机抽取日用小家电6批次，2批次不合格，不合格项目为泄漏电流、电源线截面积。",
    analysis="两批次的电源线截面积均不足，其中1批次绝缘不良。",
    advice="建议属地部门对生产者的电源线进货检验进行检查。",
    platform_advice="请下架涉事商品，并排查同一生产者的其他小家电。",
)


def tell(teller: Teller) -> None:
    _made(teller, KNITWEAR)
    appliances = _made(teller, APPLIANCES)
    reports = list(Report.objects.filter(sample__purchase__scheme__plan=appliances))
    ending.sent(teller, reports, FINDINGS)
    _evaluated(teller, appliances)


def _evaluated(teller: Teller, plan: WorkPlan) -> None:
    """Completed, and judged by the regulator."""
    for scheme in plan.schemes.all():
        tallies.complete(scheme, **teller.by("organiser"))
    plan.refresh_from_db()
    plans.complete(plan, **teller.by("organiser"))
    evaluate(
        plan,
        **teller.by("planner"),
        judgement="reached",
        evaluation="样品全部买到，检验按期完成；结果作为同类产品风险监测的本底数据。",
    )


def _made(teller: Teller, survey: Survey) -> WorkPlan:
    plan = risk.received(teller, survey.task, [], day=14)
    parcels = buying.buying(teller, plan, GOODS[survey.goods], day=12)
    for parcel in parcels:
        buying.bought(teller, parcel, ordered=10, arrived=7)
    teller.on(6)
    entrustment = testing.entrusted(teller, [parcel.sample for parcel in parcels], fee=survey.fee)
    teller.on(5)
    testing.accepted(teller, entrustment)
    samples = testing.in_testing(teller, entrustment)
    teller.on(1)
    for each in samples:
        testing.issued(teller, each, survey.failing.get(each.sample.item_id, survey.sound))
    return plan
