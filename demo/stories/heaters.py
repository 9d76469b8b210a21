"""Hand warmers and kettles: every desk of the laboratory has something, and a platform was just told."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from demo.telling import buying, ending, risk, testing
from demo.telling.evidence import photo
from demo.telling.goods import GOODS
from demo.telling.teller import Teller
from inspection.commissions.actions import abnormalities
from inspection.corrections.actions import confirming, corrections
from inspection.reports.models.reports import Report
from monitoring.risks.models.signals import RiskSignal

RISK = risk.Risk(
    product="电热取暖小家电",
    hazard="泄漏电流",
    code="01",
    summary="入冬后取暖小家电投诉上升，涉及漏电、过热，分布在两个平台多家店铺。",
    scenario="使用者手持或靠近带电器具，绝缘失效时电流经人体入地。",
    steps=(
        ("绝缘不良，泄漏电流超标", Fraction(1, 12), "measured"),
        ("使用者接触可触及金属部件", Fraction(1, 10), "estimate"),
        ("造成需住院的电击伤", Fraction(1, 10), "literature"),
    ),
    severity=3,
    spread="regional",
    outcome="sample",
    reason="季节性消费集中，伤害后果严重，建议立即抽样检验。",
)

TASK = risk.Task(
    title="“双十一”取暖小家电质量风险监测",
    code="01",
    products=(("暖手宝", 4), ("电热水壶", 5)),
    grounds="GB 4706.1-2005",
    price_range="20～150元",
    budget="12000.00",
)

FINDINGS = ending.Findings(
    task=TASK.title,
    summary="已检暖手宝2批次，1批次泄漏电流不符合 GB 4706.1-2005。",
    analysis="不合格产品电极式加热，产品标准已不允许此类结构用于暖手器具。",
    advice="建议对生产者开展执法检查，并对同类电极式产品开展专项排查。",
    platform_advice="请立即下架涉事商品，召回已售商品，停止销售同类电极式暖手宝。",
)
KETTLE = ending.Findings(
    task=TASK.title,
    summary="已检电热水壶1批次，结果符合要求。",
    analysis="",
    advice="继续关注其余批次的检验结果。",
    platform_advice="本批次未发现问题，请继续做好进货检验记录核查。",
)

OK: testing.Values = {"泄漏电流": "0.21", "电源线截面积": "0.78"}
LEAKS: testing.Values = {"泄漏电流": "2.36", "电源线截面积": "0.75"}
THIN: testing.Values = {"泄漏电流": "0.32", "电源线截面积": "0.52"}


def tell(teller: Teller) -> None:
    teller.on(20)
    case = risk.decided(teller, risk.opened(teller, RISK, [_report(teller)]), RISK, day=19)
    plan = risk.received(teller, TASK, [case], day=17)
    parcels = buying.buying(teller, plan, GOODS["heaters"], day=16)
    for parcel in parcels:
        buying.bought(teller, parcel, ordered=15, arrived=13)
    warmers, kettles = parcels[:4], parcels[4:]
    _just_sent(teller, warmers[:2])
    _at_every_desk(teller, kettles)
    _broken(teller, warmers[2])
    _on_the_way(teller, warmers[3])


def _report(teller: Teller) -> RiskSignal:
    return risk.signal(
        teller,
        "collector",
        channel="a",
        source_ref="投诉举报 TS-0512",
        product="暖手宝",
        code="01",
        hazard_item="漏电、过热",
        hazard_type="electrical",
        scope="several_platforms",
        degree="high",
        trigger="serious_incident",
        injury="手部触电麻木",
        standard_ref="GB 4706.1-2005",
    )


def _just_sent(teller: Teller, parcels: Sequence[buying.Parcel]) -> None:
    """Tested and compiled; the platform has not confirmed the receipt yet."""
    teller.on(12)
    entrustment = testing.entrusted(teller, [parcel.sample for parcel in parcels], fee="3200.00")
    teller.on(11)
    testing.accepted(teller, entrustment)
    sound, leaking = testing.in_testing(teller, entrustment)
    teller.on(4)
    reports = [testing.issued(teller, sound, OK), testing.issued(teller, leaking, LEAKS)]
    teller.on(1)
    ending.sent(teller, reports, FINDINGS)


def _at_every_desk(teller: Teller, kettles: Sequence[buying.Parcel]) -> None:
    """Five kettles: entered, to be reviewed, to be signed, issued, and in a compilation to be approved."""
    teller.on(10)
    entrustment = testing.entrusted(teller, [kettle.sample for kettle in kettles], fee="6400.00")
    teller.on(9)
    testing.accepted(teller, entrustment)
    first, second, third, fourth, fifth = testing.in_testing(teller, entrustment)
    teller.on(3)
    compiled = testing.issued(teller, first, OK)
    issued = testing.issued(teller, second, OK)
    testing.reviewed(teller, third, THIN)
    testing.submitted(teller, fourth, OK)
    testing.begun(teller, fifth, {"泄漏电流": "0.18"})
    teller.on(2)
    ending.compiled(teller, [compiled], KETTLE)
    _corrected(teller, issued)


def _corrected(teller: Teller, report: Report) -> None:
    """A wrong digit was found after the issue: tester and reviewer confirmed, it waits for the signatory."""
    result = report.results.get(name="泄漏电流")
    correction = corrections.propose(
        report=report,
        result=result,
        entry="value",
        new_value="0.23",
        file=photo("泄漏电流原始记录"),
        taken_on=report.tested_to,
        reason="复核原始记录时发现抄录错误。",
        **teller.by("tester"),
    )
    confirming.confirm(correction, **teller.by("tester"))
    confirming.review(correction, held=True, **teller.by("reviewer"))


def _broken(teller: Teller, parcel: buying.Parcel) -> None:
    """A sample burnt out in the test: the organiser has to decide."""
    teller.on(7)
    entrustment = testing.entrusted(teller, [parcel.sample], fee="1600.00")
    teller.on(6)
    testing.accepted(teller, entrustment)
    samples = testing.in_testing(teller, entrustment)
    teller.on(1)
    who = teller.by("tester")
    abnormalities.report_abnormality(
        entrustment,
        **who,
        samples=samples,
        proof=[photo("样品烧毁照片")],
        situation="failed",
        found_at=who["now"],
        account="通电10分钟后样品内部冒烟断电，无法继续检验，剩余样品不足。",
        reported_to="center",
    )


def _on_the_way(teller: Teller, parcel: buying.Parcel) -> None:
    """Handed over yesterday: the laboratory has to receive it."""
    teller.on(2)
    entrustment = testing.entrusted(teller, [parcel.sample], fee="1600.00")
    teller.on(1)
    for entrusted in entrustment.live():
        testing.hand_over(teller, entrusted.sample)
