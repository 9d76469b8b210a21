"""Which reports tell of one matter in the demo, and which only seem to?

Two channels told of one scooter, and a forum of another model of it; of two cases one went into the other,
and a third one did and was taken out again.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from demo.telling import risk
from demo.telling.teller import Teller, category
from monitoring.risks.actions import matters
from monitoring.risks.actions.signals import open_case
from monitoring.risks.models.riskcases import RiskCase

SCOOTER: dict[str, Any] = {
    "product": "儿童折叠滑板车",
    "code": "07",
    "brand": "奇想家",
    "hazard_item": "折叠锁扣松脱",
    "hazard_type": "mechanical",
    "degree": "high",
    "trigger": "serious_incident",
}
THROWS = risk.Risk(
    product="电热护膝",
    hazard="局部过热烫伤",
    code="01",
    summary="三条投诉反映电热护膝发热片局部过热，膝部低温烫伤。",
    scenario="佩戴入睡，发热片局部过热，皮肤低温烫伤。",
    steps=(("发热片局部过热", Fraction(1, 40), "comparison"), ("佩戴入睡未察觉", Fraction(1, 6), "estimate")),
    severity=2,
    spread="regional",
    outcome="sample",
    reason="待评估。",
)


def tell(teller: Teller) -> None:
    _scooters(teller)
    _warmers(teller)


def _scooters(teller: Teller) -> None:
    """A complaint and a report of the platform wait, and are alike; what a forum says names another model."""
    teller.on(3)
    risk.signal(
        teller,
        "collector",
        **SCOOTER,
        channel="a",
        source_ref="投诉举报 TS-0561",
        model="QX-S300",
        platform="万象集市",
        shop="奇想家文创店",
        scope="single_product",
        injury="一名儿童摔倒，门牙磕断",
    )
    risk.signal(
        teller,
        "platform",
        **SCOOTER,
        source_ref="客诉归集 KS-3371",
        model="QX-S300",
        shop="奇想家文创店",
        scope="single_shop",
        injury="两名儿童摔倒，门牙磕断",
    )
    teller.on(2)
    risk.signal(
        teller,
        "collector",
        **SCOOTER,
        channel="d",
        source_ref="https://forum.example/ride/40217",
        model="QX-S500",
        scope="several_shops",
        injury="一名儿童摔倒，门牙松动",
    )


def _warmers(teller: Teller) -> None:
    """Two cases of one matter became one; a third one was another matter after all."""
    teller.on(6)
    first = _opened(teller, THROWS.product, "投诉举报 TS-0536", "投诉举报 TS-0539")
    second = _opened(teller, "发热护膝", "投诉举报 TS-0542")
    third = _opened(teller, "电热护腰带", "投诉举报 TS-0544")
    teller.on(5)
    matters.merge(
        second, into=first, note="同一店铺同一款商品，两名信息员分别立项。", **teller.by("collector")
    )
    matters.merge(third, into=first, note="同为发热护具，伤害相近。", **teller.by("collector"))
    teller.on(4)
    third.refresh_from_db()
    matters.unmerge(
        third, note="核对商品页后确认是护腰带，生产者和发热结构都不同。", **teller.by("collector")
    )
    matters.keep_apart(first, third, **teller.by("collector"))


def _opened(teller: Teller, product: str, *references: str) -> RiskCase:
    signals = [
        risk.signal(
            teller,
            "collector",
            channel="a",
            source_ref=reference,
            product=product,
            code="01",
            platform="万象集市",
            shop="暖居生活馆",
            hazard_item=THROWS.hazard,
            hazard_type="thermal",
            scope="single_product",
            degree="medium",
            trigger="health_safety",
        )
        for reference in references
    ]
    return open_case(
        **teller.by("collector"),
        signals=signals,
        product=product,
        hazard_item=THROWS.hazard,
        summary=THROWS.summary,
        category=category(THROWS.code),
    )
