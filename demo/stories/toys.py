"""Eight toys being bought: a parcel at every station, one to be returned within seven days."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from demo.telling import buying, risk, testing
from demo.telling.evidence import photo
from demo.telling.goods import GOODS
from demo.telling.teller import Teller
from sampling.deliveries.actions import ends

RISK = risk.Risk(
    product="毛绒玩具、磁力玩具",
    hazard="小零件、磁体脱落",
    code="05",
    summary="互联网信息平台出现多起玩具零件脱落的讨论，另有一起误吞磁珠的报道。",
    scenario="幼儿拉扯玩具，眼睛或磁体脱落后被放入口中误吞。",
    steps=(
        ("零件在正常使用中脱落", Fraction(1, 15), "measured"),
        ("幼儿放入口中", Fraction(1, 4), "estimate"),
        ("误吞或吸入", Fraction(1, 20), "literature"),
    ),
    severity=4,
    spread="shared",
    outcome="sample",
    reason="后果可能危及生命，多个品牌存在相似结构，建议抽样检验。",
    also=(
        "幼儿被脱落零件的尖角划伤皮肤。",
        (
            ("零件在正常使用中脱落", Fraction(1, 15), "measured"),
            ("尖角划伤皮肤", Fraction(1, 10), "comparison"),
        ),
        1,
    ),
    against={"collector": "notify"},
)

TASK = risk.Task(
    title="儿童玩具机械安全质量风险监测",
    code="05",
    products=(("毛绒玩具", 5), ("磁力玩具", 3)),
    grounds="GB 6675.2-2014",
    price_range="20～150元",
    budget="9000.00",
    rules="YZWJ-XZ-2026-05",
)


def tell(teller: Teller) -> None:
    teller.on(16)
    post = risk.signal(
        teller,
        "collector",
        channel="d",
        source_ref="https://forum.example/baby/118203",
        product="毛绒玩具",
        code="05",
        hazard_item="小零件",
        hazard_type="size_shape",
        scope="several_shops",
        degree="high",
        trigger="serious_incident",
        standard_ref="GB 6675.2-2014",
    )
    case = risk.decided(teller, risk.opened(teller, RISK, [post]), RISK, day=15)
    plan = risk.received(teller, TASK, [case], day=13)
    parcels = buying.buying(teller, plan, GOODS["toys"], day=12)
    stored, registered, rejected, refunded, gone, *early = parcels
    delivered, ordered, assigned = early
    buying.bought(teller, stored, ordered=10, arrived=7)
    _ordered(teller, registered, refunded, day=10)
    _rejected(teller, rejected)
    _refunded(teller, refunded)
    _gone(teller, gone)
    _ordered(teller, delivered, day=5)
    teller.on(2)
    for parcel in (registered, delivered):
        buying.deliver(teller, parcel)
    buying.begin_check(teller, registered)
    buying.accept(teller, registered)
    for parcel in (ordered, assigned):
        buying.assign(teller, parcel)
    buying.order(teller, ordered)
    teller.on(1)
    testing.entrusted(teller, [stored.sample], fee="900.00")


def _ordered(teller: Teller, *parcels: buying.Parcel, day: int) -> None:
    teller.on(day)
    for parcel in parcels:
        buying.assign(teller, parcel)
        buying.order(teller, parcel)
    teller.on(day - 1)
    for parcel in parcels:
        buying.ship(teller, parcel)


def _rejected(teller: Teller, parcel: buying.Parcel) -> None:
    """It came without a label, and goes back within seven days of its arrival: two are left."""
    _ordered(teller, parcel, day=10)
    arrived = teller.days.begun(7, left=2)
    teller.on(teller.days.ago(arrived))
    buying.deliver(teller, parcel, on=arrived)
    buying.begin_check(teller, parcel)
    buying.reject(teller, parcel)


def _refunded(teller: Teller, parcel: buying.Parcel) -> None:
    """Sent back and refunded: the organiser chooses a substitute."""
    teller.on(8)
    buying.deliver(teller, parcel)
    buying.begin_check(teller, parcel)
    buying.reject(teller, parcel)
    teller.on(6)
    buying.send_back(teller, parcel)
    teller.on(4)
    buying.arrive(teller, parcel)
    buying.refund(teller, parcel, Decimal("10.00"))
    teller.on(3)
    buying.refund(teller, parcel)


def _gone(teller: Teller, parcel: buying.Parcel) -> None:
    """Paid for, and then cancelled by the seller: the money is still to come."""
    teller.on(9)
    buying.assign(teller, parcel)
    buying.order(teller, parcel)
    teller.on(8)
    ends.fail(
        parcel.purchase,
        step="seller_cancelled",
        evidence=[photo("卖家取消订单")],
        cause="cancelled",
        happened="付款次日卖家以缺货为由取消订单，货款尚未退回。",
        sold="yes",
        **teller.by("buyer"),
    )
