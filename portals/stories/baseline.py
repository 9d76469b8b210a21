"""What does a sampling at random find in the demo? Twelve goods of two kinds, tested until yesterday.

Nobody suspected them: what fails among them tells how such goods are on the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitoring.flow.vocabulary import SamplingMethod
from portals.stories import buying, risk, testing
from portals.stories.goods import GOODS
from portals.stories.tale import Tale

ANNUAL = "省局2026年度电商产品质量本底调查"


@dataclass(frozen=True)
class Survey:
    """goods: a list of goods.csv. values: what was measured of each; the plan decides their order."""

    task: risk.Task
    goods: str
    values: Sequence[testing.Values]
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
    (
        {"甲醛含量": "6", "pH值": "6.8"},
        {"甲醛含量": "12", "pH值": "7.1"},
        {"甲醛含量": "6", "pH值": "6.5"},
        {"甲醛含量": "9", "pH值": "8.3"},
        {"甲醛含量": "6", "pH值": "7.0"},
        {"甲醛含量": "15", "pH值": "6.9"},
    ),
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
    (
        {"泄漏电流": "0.24", "电源线截面积": "0.78"},
        {"泄漏电流": "0.31", "电源线截面积": "0.55"},
        {"泄漏电流": "0.19", "电源线截面积": "0.80"},
        {"泄漏电流": "1.12", "电源线截面积": "0.61"},
        {"泄漏电流": "0.28", "电源线截面积": "0.77"},
        {"泄漏电流": "0.22", "电源线截面积": "0.79"},
    ),
    "7200.00",
)


def tell(tale: Tale) -> None:
    for survey in (KNITWEAR, APPLIANCES):
        _made(tale, survey)


def _made(tale: Tale, survey: Survey) -> None:
    plan = risk.received(tale, survey.task, [], day=14)
    parcels = buying.buying(tale, plan, GOODS[survey.goods], day=12)
    for parcel in parcels:
        buying.bought(tale, parcel, ordered=10, arrived=7)
    tale.on(6)
    entrustment = testing.entrusted(tale, [parcel.sample for parcel in parcels], fee=survey.fee)
    tale.on(5)
    testing.accepted(tale, entrustment)
    samples = testing.in_testing(tale, entrustment)
    tale.on(1)
    for sample, values in zip(samples, survey.values, strict=True):
        testing.issued(tale, sample, values)
