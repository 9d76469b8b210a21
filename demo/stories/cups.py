"""Three cups for children: one platform must report today, the other is late, two regulators are at work."""

from __future__ import annotations

from fractions import Fraction

from casework.actions import take
from demo.telling import buying, ending, risk, testing
from demo.telling import replies as told
from demo.telling.goods import GOODS
from demo.telling.teller import Teller
from disposal.models.disposals import PlatformDisposal

RISK = risk.Risk(
    product="儿童水杯",
    hazard="总迁移量",
    code="06",
    summary="省局抽检信息系统通报外省同类塑料水杯总迁移量超标，本省两个平台在售多款同类产品。",
    scenario="儿童长期用杯饮用热饮，塑料中的低分子物质迁移入饮品并被摄入。",
    steps=(
        ("总迁移量超过 10 mg/dm²", Fraction(1, 10), "comparison"),
        ("长期盛装热饮", Fraction(1, 4), "estimate"),
        ("造成可逆的健康影响", Fraction(1, 25), "literature"),
    ),
    severity=2,
    spread="shared",
    outcome="sample",
    reason="原料来源相近，风险可能为行业共性问题，建议抽样检验。",
)

TASK = risk.Task(
    title="儿童塑料水杯质量风险监测",
    code="06",
    products=(("儿童水杯", 3),),
    grounds="GB 4806.7-2023",
    price_range="20～80元",
    budget="4500.00",
)

FINDINGS = ending.Findings(
    task=TASK.title,
    summary="本次监测儿童水杯3批次，2批次总迁移量不符合 GB 4806.7-2023。",
    analysis="两批次不合格产品均使用回收料，分属两个平台、两家生产者。",
    advice="建议属地部门检查原料来源，必要时溯源至原料供应商。",
    platform_advice="请下架涉事商品并排查同类塑料水杯的检验报告。",
)

ANALYSIS = (
    "本批共检验3批次，2批次总迁移量不合格，一批次合格。两批次不合格产品分属两家生产者，迁移量接近，提示共用回收料。\n"
    "建议对原料来源开展溯源，并对同类塑料水杯追加监测批次。"
)
# Of the notice of the inspection.
NUMBER = "检查通知枕市监〔演〕8号"
VALUES: tuple[testing.Values, ...] = ({"总迁移量": "14.6"}, {"总迁移量": "12.1"}, {"总迁移量": "3.2"})


def tell(teller: Teller) -> None:
    teller.on(26)
    notice = risk.signal(
        teller,
        "collector",
        channel="b",
        source_ref="云泽省局抽检信息系统 CJ-0863",
        product="塑料水杯",
        code="06",
        hazard_item="总迁移量",
        hazard_type="chemical",
        scope="industry",
        degree="medium",
        trigger="common_problem",
        standard_ref="GB 4806.7-2023",
    )
    case = risk.decided(teller, risk.opened(teller, RISK, [notice]), RISK, day=25)
    plan = risk.received(teller, TASK, [case], day=23)
    cups = buying.buying(teller, plan, GOODS["cups"], day=22)
    for cup in cups:
        buying.bought(teller, cup, ordered=20, arrived=18)
    teller.on(17)
    entrustment = testing.entrusted(teller, [cup.sample for cup in cups], fee="1800.00")
    teller.on(16)
    testing.accepted(teller, entrustment)
    samples = testing.in_testing(teller, entrustment)
    teller.on(13)
    reports = [testing.issued(teller, sample, values) for sample, values in zip(samples, VALUES, strict=True)]
    testing.analysed(teller, entrustment, ANALYSIS)
    take("close", entrustment, **teller.by("organiser"))
    for sample in samples:
        take("retain", sample.sample, **teller.by("receiver"))
    teller.on(12)
    compilation = ending.sent(teller, reports, FINDINGS)
    ending.photo_released(teller, ending.disposal_of(compilation, teller, "platform"))
    _late(teller, ending.disposal_of(compilation, teller, "platform2"))
    _due_today(teller, ending.disposal_of(compilation, teller, "platform"))
    city, county = (ending.case_of(compilation, teller, key) for key in ("city", "county2"))
    ending.looked_into(teller, county, "county2", NUMBER, days=(11, 9))
    told.served(teller, compilation, days=(11, 9), but=city.enterprise)
    told.denied(teller, compilation, city.enterprise, day=7)
    ending.filed(teller, county, "county2", day=6)
    teller.on(3)
    told.asked(teller, city, "city", "许市局")


def _late(teller: Teller, disposal: PlatformDisposal) -> None:
    """Handled, and the five days to report it have passed."""
    teller.on(11)
    ending.handling(teller, disposal, "platform2")
    handled_on = teller.days.begun(5, left=-2)
    teller.on(teller.days.ago(handled_on))
    ending.handled(teller, disposal, "platform2", on=handled_on)


def _due_today(teller: Teller, disposal: PlatformDisposal) -> None:
    teller.on(11)
    ending.handling(teller, disposal, "platform")
    handled_on = teller.days.begun(5, left=0)
    teller.on(teller.days.ago(handled_on))
    ending.handled(teller, disposal, "platform", on=handled_on)
