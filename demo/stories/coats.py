"""The whole river: an infant's coat with formaldehyde, from two complaints to a closed case."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from casework.actions import take
from demo.telling import buying, ending, risk, testing
from demo.telling import replies as told
from demo.telling.goods import GOODS
from demo.telling.teller import Teller
from disposal.actions import letters
from disposal.models.cases import EnforcementCase
from disposal.models.disposals import PlatformDisposal
from disposal.models.notices import ResultNotice
from monitoring.plans.actions import plans
from monitoring.risks.models.riskcases import RiskCase
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
    backup=1,
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
ANALYSIS = (
    "本批共检验2批次，1批次甲醛含量不合格，pH值均合格。不合格批次甲醛含量高于限值，与面料后整理使用含甲醛树脂有关。\n"
    "建议向平台和生产者所在地监管部门通报，并加大儿童服装甲醛含量的监测批次。"
)
# Of the notice of the inspection.
NUMBER = "检查通知听市监〔演〕17号"


def tell(teller: Teller) -> None:
    case = risk.decided(teller, _complaints(teller), RISK, day=28)
    plan = risk.received(teller, TASK, [case], day=26)
    coats = buying.buying(teller, plan, GOODS["coats"], day=24)
    for coat in coats:
        buying.bought(teller, coat, ordered=22, arrived=20, backup=1)
        buying.seal(teller, coat)
    buying.labelled(teller, coats)
    teller.on(19)
    entrustment = testing.entrusted(teller, [coat.sample for coat in coats], fee="1600.00")
    teller.on(18)
    testing.accepted(teller, entrustment)
    bad, good = testing.in_testing(teller, entrustment)
    teller.on(15)
    reports = [testing.issued(teller, bad, BAD), testing.issued(teller, good, GOOD)]
    testing.analysed(teller, entrustment, ANALYSIS)
    take("close", entrustment, **teller.by("organiser"))
    for entrusted in (bad, good):
        take("retain", entrusted.sample, **teller.by("receiver"))
    teller.on(14)
    compilation = ending.sent(teller, reports, FINDINGS)
    notices = told.served(teller, compilation, days=(13, 12))
    _ended_at_the_platform(teller, ending.disposal_of(compilation, teller, "platform"))
    _ended_at_the_regulator(teller, ending.case_of(compilation, teller, "county"), notices)
    teller.on(2)
    tallies.complete(coats[0].purchase.scheme, **teller.by("organiser"))
    plan.refresh_from_db()
    plans.complete(plan, **teller.by("organiser"))


def _complaints(teller: Teller) -> RiskCase:
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
    teller.on(29)
    signals = [
        risk.signal(
            teller, "collector", **complaint, source_ref="投诉举报 TS-0417", injury="颈部红疹，已就医"
        ),
        risk.signal(teller, "collector", **complaint, source_ref="投诉举报 TS-0429", injury="无"),
        risk.signal(
            teller,
            "platform",
            **common,
            source_ref="评价监测 PJ-2207",
            scope="single_shop",
            degree="medium",
        ),
    ]
    return risk.opened(teller, RISK, signals)


def _ended_at_the_platform(teller: Teller, disposal: PlatformDisposal) -> None:
    teller.on(13)
    ending.handling(teller, disposal, "platform")
    teller.on(11)
    ending.handled(teller, disposal, "platform", measures=("delist", "warn", "points"))
    teller.on(10)
    ending.fed_back(teller, disposal, "platform", contact="韩质量", reach=57)
    teller.on(9)
    ending.disposal_verified(teller, disposal)


def _ended_at_the_regulator(teller: Teller, case: EnforcementCase, notices: list[ResultNotice]) -> None:
    ending.looked_into(teller, case, "county", NUMBER, days=(13, 12))
    letter = told.asked(teller, case, "county", "郑办案")
    told.answered(teller, letter, "platform", "韩质量", day=11)
    letters.accept_answer(letter, **teller.by("county"))
    ending.filed(teller, case, "county", day=10)
    # Nobody is punished for a result before it could say something to it.
    told.replied(teller, notices, day=8)
    ending.closed(teller, case, "county", days=(6, 5))
    teller.on(4)
    ending.case_reported(teller, case, "county")
    teller.on(3)
    ending.case_verified(teller, case)
