"""The whole river: an infant's coat with formaldehyde, from two complaints to a closed case."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from casework.actions import take
from demo.telling import buying, ending, risk, testing
from demo.telling import replies as told
from demo.telling.goods import GOODS
from demo.telling.narrator import Narrator
from disposal.actions import letters
from disposal.models.cases import EnforcementCase
from disposal.models.disposals import PlatformDisposal
from disposal.models.notices import ResultNotice
from monitoring.plans.actions import plans
from monitoring.risks.models.cases import RiskCase
from sampling.purchases.actions import tallies

RISK = risk.Risk(
    product="婴幼儿外套",
    hazard="甲醛含量",
    code="08",
    summary="一周内收到两起投诉：同一店铺的婴幼儿外套有刺鼻气味，婴儿穿着后颈部出现红疹。",
    scenario="婴儿贴身穿着或啃咬衣领，甲醛经皮肤和呼吸道接触，引起接触性皮炎或呼吸道刺激。",
    steps=(
        ("甲醛含量超过 20 mg/kg", Fraction(1, 8), "comparison"),
        ("婴儿长时间贴身接触", Fraction(1, 3), "estimate"),
        ("出现需就医的皮炎", Fraction(1, 20), "literature"),
    ),
    severity=2,
    spread="regional",
    outcome="sample",
    reason="同类产品在两个平台均有销售，风险可能具有区域性，建议列入抽检。",
)

TASK = risk.Task(
    title="婴幼儿外套质量风险监测",
    code="08",
    products=(("婴幼儿外套", 2),),
    grounds="GB 31701-2015",
    price_range="50～200元",
    budget="6000.00",
    source="风险信息研判（甲醛投诉）",
)

FINDINGS = ending.Findings(
    task=TASK.title,
    summary="本次监测婴幼儿外套2批次，1批次甲醛含量不符合 GB 31701-2015 A类要求。",
    analysis="不合格批次使用外购黏合衬，生产者未对原料逐批检验。",
    advice="建议属地部门对生产者原料进货检验进行检查，并追查同批原料去向。",
    platform_advice="请下架涉事商品，排查同款和同原料商品，并通知已购消费者。",
)

BAD: testing.Values = {"甲醛含量": "86.3", "pH值": "6.8"}
GOOD: testing.Values = {"甲醛含量": ("未检出", {"lod": Decimal(16)}), "pH值": "6.5"}
NUMBER = "听市监〔演〕17号"


def tell(narrator: Narrator) -> None:
    case = risk.decided(narrator, _complaints(narrator), RISK, day=28)
    plan = risk.received(narrator, TASK, [case], day=26)
    coats = buying.buying(narrator, plan, GOODS["coats"], day=24)
    for coat in coats:
        buying.bought(narrator, coat, ordered=22, arrived=20, backup=1)
        buying.seal(narrator, coat)
    buying.labelled(narrator, coats)
    narrator.on(19)
    entrustment = testing.entrusted(narrator, [coat.sample for coat in coats], fee="1600.00")
    narrator.on(18)
    testing.accepted(narrator, entrustment)
    bad, good = testing.in_testing(narrator, entrustment)
    narrator.on(15)
    reports = [testing.issued(narrator, bad, BAD), testing.issued(narrator, good, GOOD)]
    take("close", entrustment, **narrator.by("organiser"))
    for entrusted in (bad, good):
        take("retain", entrusted.sample, **narrator.by("receiver"))
    narrator.on(14)
    compilation = ending.sent(narrator, reports, FINDINGS)
    notices = told.served(narrator, compilation, days=(13, 12))
    _ended_at_the_platform(narrator, ending.disposal_of(compilation, narrator, "platform"))
    _ended_at_the_regulator(narrator, ending.case_of(compilation, narrator, "county"), notices)
    narrator.on(2)
    tallies.complete(coats[0].purchase.scheme, **narrator.by("organiser"))
    plan.refresh_from_db()
    plans.complete(plan, **narrator.by("organiser"))


def _complaints(narrator: Narrator) -> RiskCase:
    """Two complaints and what the platform itself found, made into a case."""
    common = {
        "product": "婴幼儿连帽外套",
        "code": "08",
        "brand": "小鹿森林",
        "shop": "小鹿童装旗舰店",
        "hazard_item": "甲醛含量",
        "hazard_type": "chemical",
        "trigger": "health_safety",
        "standard_ref": "GB 31701-2015",
    }
    complaint = {
        **common,
        "channel": "a",
        "platform": "万象集市",
        "scope": "single_product",
        "degree": "medium",
    }
    narrator.on(29)
    signals = [
        risk.signal(
            narrator, "collector", **complaint, source_ref="投诉举报 TS-0417", injury="颈部红疹，已就医"
        ),
        risk.signal(narrator, "collector", **complaint, source_ref="投诉举报 TS-0429", injury="无"),
        risk.signal(
            narrator,
            "platform",
            **common,
            source_ref="评价监测 PJ-2207",
            scope="single_shop",
            degree="medium",
        ),
    ]
    return risk.opened(narrator, RISK, signals)


def _ended_at_the_platform(narrator: Narrator, disposal: PlatformDisposal) -> None:
    narrator.on(13)
    ending.handling(narrator, disposal, "platform")
    narrator.on(11)
    ending.handled(narrator, disposal, "platform", measures=("delist", "warn", "points"))
    narrator.on(10)
    ending.fed_back(narrator, disposal, "platform", contact="韩质量", reach=57)
    narrator.on(9)
    ending.disposal_verified(narrator, disposal)


def _ended_at_the_regulator(narrator: Narrator, case: EnforcementCase, notices: list[ResultNotice]) -> None:
    ending.looked_into(narrator, case, "county", NUMBER, days=(13, 12))
    letter = told.asked(narrator, case, "county", "郑办案")
    told.answered(narrator, letter, "platform", "韩质量", day=11)
    letters.accept_answer(letter, **narrator.by("county"))
    ending.filed(narrator, case, "county", NUMBER, day=10)
    # Nobody is punished for a result before it could say something to it.
    told.replied(narrator, notices, day=8)
    ending.closed(narrator, case, "county", NUMBER, days=(6, 5))
    narrator.on(4)
    ending.case_reported(narrator, case, "county")
    narrator.on(3)
    ending.case_verified(narrator, case)
