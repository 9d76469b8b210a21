"""Eight toys being bought: a parcel at every station, one to be returned within seven days."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from demo.telling import buying, risk, testing
from demo.telling.evidence import photo
from demo.telling.goods import GOODS
from demo.telling.narrator import Narrator
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
)


def tell(narrator: Narrator) -> None:
    narrator.on(16)
    post = risk.signal(
        narrator,
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
    case = risk.decided(narrator, risk.opened(narrator, RISK, [post]), RISK, day=15)
    plan = risk.received(narrator, TASK, [case], day=13)
    parcels = buying.buying(narrator, plan, GOODS["toys"], day=12)
    stored, registered, rejected, refunded, gone, *early = parcels
    delivered, ordered, assigned = early
    buying.bought(narrator, stored, ordered=10, arrived=7)
    _ordered(narrator, registered, refunded, day=10)
    _rejected(narrator, rejected)
    _refunded(narrator, refunded)
    _gone(narrator, gone)
    _ordered(narrator, delivered, day=5)
    narrator.on(2)
    for parcel in (registered, delivered):
        buying.deliver(narrator, parcel)
    buying.begin_check(narrator, registered)
    buying.accept(narrator, registered)
    for parcel in (ordered, assigned):
        buying.assign(narrator, parcel)
    buying.order(narrator, ordered)
    narrator.on(1)
    testing.entrusted(narrator, [stored.sample], fee="900.00")


def _ordered(narrator: Narrator, *parcels: buying.Parcel, day: int) -> None:
    narrator.on(day)
    for parcel in parcels:
        buying.assign(narrator, parcel)
        buying.order(narrator, parcel)
    narrator.on(day - 1)
    for parcel in parcels:
        buying.ship(narrator, parcel)


def _rejected(narrator: Narrator, parcel: buying.Parcel) -> None:
    """It came without a label, and goes back within seven days of its arrival: two are left."""
    _ordered(narrator, parcel, day=10)
    arrived = narrator.days.begun(7, left=2)
    narrator.on(narrator.days.ago(arrived))
    buying.deliver(narrator, parcel, on=arrived)
    buying.begin_check(narrator, parcel)
    buying.reject(narrator, parcel)


def _refunded(narrator: Narrator, parcel: buying.Parcel) -> None:
    """Sent back and refunded: the organiser chooses a substitute."""
    narrator.on(8)
    buying.deliver(narrator, parcel)
    buying.begin_check(narrator, parcel)
    buying.reject(narrator, parcel)
    narrator.on(6)
    buying.send_back(narrator, parcel)
    narrator.on(4)
    buying.arrive(narrator, parcel)
    buying.refund(narrator, parcel, Decimal("10.00"))
    narrator.on(3)
    buying.refund(narrator, parcel)


def _gone(narrator: Narrator, parcel: buying.Parcel) -> None:
    """Paid for, and then cancelled by the seller: the money is still to come."""
    narrator.on(9)
    buying.assign(narrator, parcel)
    buying.order(narrator, parcel)
    narrator.on(8)
    ends.fail(
        parcel.purchase,
        step="seller_cancelled",
        evidence=[photo("卖家取消订单")],
        cause="cancelled",
        happened="付款次日卖家以缺货为由取消订单，货款尚未退回。",
        sold="yes",
        **narrator.by("buyer"),
    )
