"""Risks that need no sampling: two that were excluded, and one of which units and regions were notified."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from demo.telling import risk
from demo.telling.teller import Teller
from monitoring.risks.actions import riskcases
from monitoring.risks.models.riskcases import Notice, RiskCase

WRISTBANDS = risk.Risk(
    product="荧光手环",
    hazard="荧光液渗漏",
    code="05",
    summary="一名家长反映荧光手环折断后液体沾到手上，未见不适。",
    scenario="手环折断，荧光液少量接触皮肤。",
    steps=(
        ("手环被折断渗漏", Fraction(1, 50), "estimate"),
        ("皮肤接触后出现红肿", Fraction(1, 5000), "literature"),
    ),
    severity=1,
    spread="none",
    outcome="exclude",
    reason="荧光液成分公开且低毒，接触量小，未见同类伤害，予以排除。",
)
SCALES = risk.Risk(
    product="厨房电子秤",
    hazard="称量不准",
    code="01",
    summary="消费者反映厨房秤误差偏大，经核实为使用后未归零。",
    scenario="称量误差不造成人身伤害。",
    steps=(
        ("误差超出标称范围", Fraction(1, 100), "measured"),
        ("因此受到伤害", Fraction(1, 100000), "estimate"),
    ),
    severity=1,
    spread="isolated",
    outcome="exclude",
    reason="属个别使用问题，不构成质量安全风险，予以排除。",
)
DRAWSTRINGS = risk.Risk(
    product="儿童连帽卫衣",
    hazard="帽口绳带过长",
    code="08",
    summary="拾光商城两家店铺的儿童卫衣帽口有自由端绳带，网页图片可见，不需要检验即可确认。",
    scenario="幼儿玩耍时绳带被滑梯或车门夹住，颈部受勒。",
    steps=(
        ("绳带被夹住", Fraction(1, 500), "literature"),
        ("颈部受勒致伤", Fraction(1, 50), "literature"),
    ),
    severity=3,
    spread="local",
    outcome="notify",
    reason="风险局限于个别店铺和产地，事实清楚，通知有关平台和属地部门处置即可。",
    platform="platform2",
)
TEXT = (
    "请核查所列店铺在售儿童连帽卫衣的帽口绳带是否符合 GB/T 22702 的要求，"
    "对不符合的采取措施，并于期限内书面回复。"
)


CENTER = "云泽省望澜市监测路1号"


def tell_excluded(teller: Teller) -> None:
    for found, day in ((WRISTBANDS, 24), (SCALES, 18)):
        teller.on(day)
        risk.decided(teller, risk.opened(teller, found), found, day=day - 1)


def tell(teller: Teller) -> None:
    teller.on(10)
    case = risk.decided(
        teller,
        risk.opened(teller, DRAWSTRINGS),
        DRAWSTRINGS,
        day=9,
        notified=("platform", "platform2", "county2", "county"),
    )
    teller.on(7)
    notices = {key: _sent(teller, case, key) for key in ("platform", "platform2", "county2")}
    teller.on(4)
    riskcases.answer(
        notices["platform"],
        **teller.by("platform"),
        reply="经排查，平台在售同类商品12款，其中3款帽口有自由端绳带，已全部下架并通知商家整改。",
        contact="韩质量 0990-8800300",
    )


def _sent(teller: Teller, case: RiskCase, key: str) -> Notice:
    addressee = teller.org(key)
    party = "platform" if key.startswith("platform") else "regulator"
    notice: Notice = case.notices.get(**{party: addressee})
    sender: dict[str, Any] = {
        "sender_contact": "周信息",
        "sender_phone": "0990-8800001",
        "sender_address": CENTER,
    }
    riskcases.send_notice(notice, **teller.by("collector"), text=TEXT, **(notice.goods() | sender))
    return notice
