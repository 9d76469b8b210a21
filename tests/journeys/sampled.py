"""How does a line of a notice become a sample in the store? The first chapters of figure 1, by hand."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from accounts.roles import Role
from monitoring.assessments.models import Assessment
from monitoring.plans.models.plans import WorkPlan
from monitoring.risks.models.riskcases import RiskCase
from monitoring.risks.models.signals import RiskSignal
from sampling.purchases.models.purchases import CHECKS, Purchase
from sampling.samples.models.samples import Sample
from sampling.schemes.models import Scheme
from tests.journeys import eight
from tests.journeys.people import file, handed_over, picture

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def at(day: int, hour: int = 9, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai"))


def a_line_of_a_notice_becomes_a_case(people: eight.Eight) -> RiskCase:
    """6.1.1, 6.1.2: over channel b, as the collector."""
    collector = people.center
    collector.goes("/signals/import/")
    collector.fills(file=file("notice.xlsx", eight.one_line_of_the_notice(), XLSX), channel="b")
    collector.sends()
    signal = RiskSignal.objects.get()
    assert (signal.enterprise, signal.platform) == (eight.MAKER, eight.PLATFORM)
    assert (signal.hazard_item, signal.hazard_type) == ("甲醛含量", "chemical")
    collector.goes("/signals/")
    collector.page.locator(f'input[name="signal"][value="{signal.number}"]').check()
    collector.follows(collector.page.locator('form[action="/signals/case/"] button'))
    collector.fills(category=people.category)
    collector.fills(summary="2016年监督抽查不合格，同类产品仍在销售。")
    collector.sends()
    case = collector.is_at(RiskCase)
    signal.refresh_from_db()
    assert signal.case == case and case.state == "registered"
    return case


def the_panel_has_it_sampled(people: eight.Eight, case: RiskCase, **criteria: Any) -> None:
    """6.1.3 c: the outcome is another person's to approve. criteria: chosen where the bureau has none."""
    center = people.center
    assessment = center.begins(Assessment, case)
    center.takes(
        assessment,
        "empanel",
        mode="working",
        panel=[center.viewer.user],
        scenario0_description="皮肤长时间接触，产生过敏。",
        step0_description="长时间贴身穿着",
        step0_probability="1/10",
        step0_evidence="estimate",
        **criteria,
    )
    center.takes(assessment, "score", severity1=3, spread="regional", outcome="sample")
    center.takes(assessment, "propose", outcome="sample", reason="可能为区域性、共性问题。")
    handed_over(assessment, Role.LEADER, people.leader)
    people.leader.takes(assessment, "approve")
    case.refresh_from_db()
    handed_over(case, Role.PLANNER, people.planner)


def the_regulator_plans(
    people: eight.Eight, case: RiskCase, begins: date = date(2026, 11, 2), ends: date = date(2026, 12, 31)
) -> WorkPlan:
    """4.2.1 b, c."""
    plan = people.planner.begins(
        WorkPlan,
        case,
        issuing_department="网络交易监管处",
        task_source="年度计划",
        areas="全省",
        price_range="200元以下",
        starts_on=begins,
        ends_on=ends,
        staffing="中心采样，检验机构检验。",
        laboratories=[people.tester.viewer.organisation],
        item0_batches=1,
        item0_basis="details",
        item0_grounds="按强制性国家标准判定",
        item0_test_quantity=2,
        item0_backup_quantity="0",
        item0_unit="条",
    )
    case.refresh_from_db()
    assert case.state == "planned" and list(plan.cases.all()) == [case]
    handed_over(plan, Role.APPROVER, people.approver)
    people.approver.takes(plan, "approve")
    handed_over(plan, Role.ORGANISER, people.center)
    return people.center.takes(plan, "receive")


def the_center_chooses_what_to_buy(people: eight.Eight, plan: WorkPlan) -> Purchase:
    """6.2-1 to 6.2-3, 6.2-5, 6.2-6: a scheme with what is on offer, and who receives the parcel."""
    center = people.center
    scheme = center.begins(Scheme, plan, buyers=[people.leader.viewer.user])
    center.takes(scheme, "import", file=file("offers.csv", eight.offers("剖腹产专用收腹带"), "text/csv"))
    center.takes(scheme, "commit")
    center.takes(scheme, "submit")
    handed_over(scheme, Role.LEADER, people.leader)
    people.leader.takes(scheme, "approve")
    handed_over(scheme, Role.ORGANISER, center)
    center.takes(scheme, "choose", mode="optimal")
    center.takes(scheme, "confirm")
    purchase = Purchase.objects.get(scheme=scheme)
    people.leader.goes("/undertaking/")
    people.leader.follows(people.leader.page.locator("main form button"))
    center.goes("/recipients/new/")
    center.fills(name="志愿者甲", phone="13900000000", address="望澜市某路9号")
    center.fills(scopes=["parcels", "provision"], given_at=at(2))
    center.sends()
    return center.takes(purchase, "assign")


def it_is_bought(people: eight.Eight, purchase: Purchase, **of_the_platform: str) -> None:
    """6.2-4: as an ordinary consumer, with a screenshot of each page. of_the_platform: what its page says
    of it that no register does."""
    buyer = people.leader
    handed_over(purchase, Role.BUYER, buyer)
    pages = {name: picture(buyer) for name in ("shot_shop", "shot_item")}
    buyer.takes(purchase, "confirm_item", title_seen="剖腹产专用收腹带", price_seen="59.00", **pages)
    buyer.takes(
        purchase,
        "order",
        natural_person=False,
        permit="无需许可",
        platform_url="https://wanxiang.example/",
        **of_the_platform,
        licence="91990000MA00000000",
        order_number="WX2026110300001",
        account="普通消费者",
        ordered_at=at(3, 8, 30),
        freight="0",
        amount="118.00",
        payment="电子钱包",
        paid_at=at(3, 8, 40),
        **{name: picture(buyer) for name in ("shot_order", "shot_payment")},
    )
    buyer.takes(purchase, "ship", carrier="快递", tracking_number="KD1")


def the_parcel_is_checked_and_stored(people: eight.Eight, purchase: Purchase) -> Sample:
    """6.2-7 a."""
    packing = {"delivered_at": at(5, 8), "packing_state": "完好", "packing": picture(people.leader)}
    people.leader.takes(purchase, "deliver", **packing)
    verifier = people.center
    handed_over(purchase, Role.VERIFIER, verifier)
    verifier.takes(purchase, "check", unpacking=picture(verifier))
    verifier.takes(
        purchase,
        "accept",
        **dict.fromkeys(CHECKS, True),
        batch="2026-08",
        brand=str(purchase.brand or ""),
        producer=str(purchase.enterprise or ""),
        producer_address="听松县一号",
        labelled_standard="GB 18401-2010",
        declared="B类",
        packing_class="packed",
        source="bought_in",
    )
    sample = Sample.objects.get(purchase=purchase)
    place = {"location": "A-1", "conditions": "常温干燥"}
    return verifier.takes(sample, "store", **place, send_by=date(2026, 11, 6))
