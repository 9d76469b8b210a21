"""Whom do sellers seem to know in the demo? A volunteer who came last, and is left alone for half a year."""

from __future__ import annotations

from accounts.models import Region
from demo.stories import register
from demo.telling import buying, risk
from demo.telling.evidence import photo
from demo.telling.goods import GOODS
from demo.telling.teller import Teller
from sampling.deliveries.actions import ends
from sampling.purchases.actions import leaks
from sampling.recipients.actions import recipients
from sampling.recipients.models.recipients import Recipient, Scope

TASK = risk.Task(
    title="儿童彩泥质量风险监测",
    code="05",
    products=(("儿童彩泥", 3),),
    grounds="GB 6675.1-2014",
    price_range="10～60元",
    budget="1500.00",
    source="省局2026年度电商产品质量风险监测任务",
)
SAID = (
    "付款当日卖家以库存不足为由取消订单，商品页面仍显示有货。",
    "下单后卖家询问是否为抽检买样，随后取消订单并退款。",
    "付款次日卖家称地址无法配送，单方取消订单。",
)


def tell(teller: Teller) -> None:
    plan = risk.received(teller, TASK, [], day=8)
    parcels = buying.buying(teller, plan, GOODS["dough"], day=7)
    teller.on(6)
    newest = _volunteer(teller)
    teller.on(5)
    for parcel in parcels:
        buying.assign(teller, parcel)
        buying.order(teller, parcel)
    theirs = [parcel for parcel in parcels if parcel.purchase.recipient == newest]
    teller.on(4)
    for parcel, said in zip(theirs, SAID, strict=False):
        _cancelled(teller, parcel, said)
    teller.on(2)
    leaks.rest(newest, **teller.by("storekeeper"))


def _volunteer(teller: Teller) -> Recipient:
    """Nobody knows them yet, so that they are the first to be drawn."""
    who = teller.by("storekeeper")
    recipient = recipients.add_recipient(
        **who,
        name="陆云舟",
        phone="19900000011",
        address="云泽省望澜市澜东街道海棠苑15幢101",
        area=Region.objects.get(pk="990100"),
        scopes=Scope.values,
        given_at=who["now"],
    )
    register.accounts(teller, recipient, "11", paying=True)
    return recipient


def _cancelled(teller: Teller, parcel: buying.Parcel, happened: str) -> None:
    ends.fail(
        parcel.purchase,
        step="seller_cancelled",
        evidence=[photo("卖家取消订单")],
        cause="cancelled",
        happened=happened,
        sold="yes",
        **teller.by("buyer"),
    )
