"""How is a sample bought, checked and stored in the demo?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from demo.telling.days import NOON, at
from demo.telling.evidence import film, photo
from demo.telling.goods import LABELS, SITES, Good
from demo.telling.teller import Teller
from monitoring.plans.models.plans import WorkPlan
from sampling.custody.actions import acceptance, seals
from sampling.custody.actions import samples as keeping
from sampling.deliveries.actions import arrivals, refunds
from sampling.deliveries.actions import parcels as posting
from sampling.deliveries.actions.parcels import send_parcel
from sampling.deliveries.models.refunds import RefundDue
from sampling.listings.actions import listings
from sampling.purchases.actions import assigning, orders, targets
from sampling.purchases.actions.orders import confirm_item
from sampling.purchases.models.purchases import CHECKS, Purchase
from sampling.samples.actions.labels import have_printed
from sampling.samples.models.samples import Sample
from sampling.schemes.actions import schemes, seeds
from sampling.schemes.models import Scheme
from sampling.selection.actions import choices

SHOTS = {
    "shot_order": "订单页面",
    "shot_payment": "付款凭证",
}
BOUGHT = 3
# What is bought with for a volunteer who lends no account of their own.
CENTERS_OWN = {"account": "演示买样账号03", "payment": "演示钱包 尾号0000"}
Said = dict[str, Any]


@dataclass
class Parcel:
    """A purchase and what is in it."""

    purchase: Purchase
    good: Good

    @property
    def sample(self) -> Sample:
        """The test sample of an accepted purchase."""
        return self.purchase.samples.get(role="test")


def buying(teller: Teller, plan: WorkPlan, goods: Sequence[Good], day: int) -> list[Parcel]:
    """The purchases of a new scheme: drafted on one working day, approved and drawn on the next."""
    teller.on(day)
    scheme = schemes.open_scheme(
        plan=plan,
        **teller.by("organiser"),
        title=f"{plan.title} · 抽样方案",
        platforms=list(plan.platforms.all()),
        scope=f"万象集市、拾光商城在售商品；价格{plan.price_range}。",
        method="先列出在售商品，再以密封随机数排序抽取；同一店铺、品牌、企业不重复抽样。",
        starts_on=teller.days.day,
        ends_on=plan.ends_on,
        staffing="李买样负责购买，杨核查负责到样核查，陈库管负责入库。",
        buyers=[teller.who("buyer").user],
    )
    _list(teller, scheme, goods)
    seeds.commit(scheme, **teller.by("organiser"))
    schemes.submit(scheme, **teller.by("organiser"))
    teller.on(day - 1)
    schemes.approve(scheme, **teller.by("leader"))
    choices.choose(scheme, **teller.by("organiser"), at_once=True)
    targets.confirm(scheme, **teller.by("organiser"))
    known = {good.item_id: good for good in goods}
    purchases = scheme.purchases.select_related("listing").order_by("listing__line")
    return [Parcel(purchase, known[purchase.listing.item_id]) for purchase in purchases]


def _list(teller: Teller, scheme: Scheme, goods: Sequence[Good]) -> None:
    rows = [good.row(teller.org(good.platform).name) for good in goods]
    offers, wrong = listings.judge(scheme, list(enumerate(rows, start=2)))
    if wrong:
        raise ValueError(" ".join(wrong))
    listings.add_offers(scheme, offers=offers, **teller.by("organiser"))


def assign(teller: Teller, parcel: Parcel) -> None:
    who = teller.by("organiser")
    assigning.assign(parcel.purchase, buyer=teller.who("buyer").user, **who)


def confirm(teller: Teller, parcel: Parcel) -> None:
    """Shop and product are still those that were chosen."""
    good = parcel.good
    confirm_item(
        parcel.purchase,
        title_seen=good.product,
        price_seen=Decimal(good.price),
        changes=[],
        shot_shop=photo("店铺页面"),
        shot_item=photo("商品页面"),
        **teller.by("buyer"),
    )


def order(teller: Teller, parcel: Parcel) -> None:
    confirm(teller, parcel)
    good, who = parcel.good, teller.by("buyer")
    shots: Said = {kind: photo(label) for kind, label in SHOTS.items()}
    number = f"DD{good.item_id[-4:]}{parcel.purchase.pk:06}"
    own = set(parcel.purchase.identifiers.values_list("kind", flat=True))
    typed: Said = {kind: text for kind, text in CENTERS_OWN.items() if kind not in own}
    orders.order(
        parcel.purchase,
        **who,
        **typed,
        order_number=number,
        natural_person=not good.operator,
        licence="演示执照" + good.shop_id if good.operator else "",
        unit_price=Decimal(good.price),
        quantity=BOUGHT,
        unit=good.unit,
        freight=Decimal(0),
        amount=Decimal(good.price) * BOUGHT,
        ordered_at=who["now"] - timedelta(minutes=5),
        paid_at=who["now"] - timedelta(minutes=4),
        entry=_shop(parcel),
        **shots,
    )


def ship(teller: Teller, parcel: Parcel) -> None:
    said: Said = {
        "carrier": "云递快运",
        "tracking_number": f"YD{parcel.purchase.pk:010}",
        "shipped_on": teller.days.day,
        "sent_from": "望澜市",
    }
    send_parcel(parcel.purchase, **teller.by("buyer"), **said)


def _shop(parcel: Parcel) -> Said:
    """What the order's page of the sampling form says of shop and platform."""
    good, platform = parcel.good, parcel.purchase.listing.platform
    return {
        "operator": good.operator,
        "permit": "无需许可",
        "shop_contact": "平台在线客服",
        "platform_url": SITES[good.platform],
        "platform_licence": platform.credit_code,
        "platform_address": platform.address or "望澜市高新区",
        "platform_contact": platform.phone,
        "stock_shown": "有货",
        "sampling_fee": Decimal(good.price) * BOUGHT,
        "invoice": "电子普通发票",
    }


def deliver(teller: Teller, parcel: Parcel, on: date | None = None) -> None:
    """on: the day it came, where it was entered later."""
    who = teller.by("buyer")
    arrived = at(on, NOON) if on else who["now"] - timedelta(minutes=5)
    posting.deliver(
        parcel.purchase,
        **who,
        delivered_at=arrived,
        taken_in="recipient",
        packing_state="外包装完好，封口未拆",
        shot_receipt=photo("签收记录"),
        packing=[photo("外包装")],
    )


def begin_check(teller: Teller, parcel: Parcel) -> None:
    proof = [photo("开箱过程"), *([film("开箱录像")] if parcel.purchase.scheme.supervised else [])]
    arrivals.begin_check(parcel.purchase, unpacking=proof, **teller.by("verifier"))


def accept(teller: Teller, parcel: Parcel, backup: int = 0) -> None:
    good, purchase = parcel.good, parcel.purchase
    assert purchase.category is not None
    label, declared = LABELS[purchase.category.code]
    acceptance.accept(
        purchase,
        **teller.by("verifier"),
        checks=dict.fromkeys(CHECKS, True),
        goods={
            "product": good.product,
            "brand": good.brand,
            "model": good.model,
            "batch": "见合格证",
            "producer": good.enterprise,
            "producer_address": f"{good.enterprise[:3]}工业园区" if good.enterprise else "",
            "labelled_standard": label,
            "declared": declared,
            "packing_class": "packed",
            "unit": good.unit,
        },
        entry={
            "grade": "合格品",
            "produced_on": "见合格证",
            "shelf_life": "不适用",
            "sample_type": "finished",
            "source": "bought_in",
        },
        quantity=BOUGHT - backup,
        backup=backup,
    )


def reject(teller: Teller, parcel: Parcel) -> None:
    arrivals.reject(
        parcel.purchase,
        **teller.by("verifier"),
        checks={**dict.fromkeys(CHECKS, True), "labels_complete": False},
        defect="到样无中文标签和合格证，无法确认生产者，不能作为样品。",
        way_back="quality",
        evidence=[photo("标签缺失")],
    )


def send_back(teller: Teller, parcel: Parcel) -> None:
    said: Said = {"return_carrier": "云递快运", "return_tracking": f"TH{parcel.purchase.pk:010}"}
    who = teller.by("buyer")
    arrivals.send_back(
        parcel.purchase, **who, **said, sent_back_on=teller.days.day, receipt=photo("退货运单")
    )


def arrive(teller: Teller, parcel: Parcel) -> None:
    """The seller has the goods back, by the carrier's record."""
    proof = photo("退货签收记录")
    refunds.arrive(parcel.purchase, **teller.by("buyer"), seller_received_on=teller.days.day, proof=proof)


def refund(teller: Teller, parcel: Parcel, amount: Decimal | None = None) -> None:
    """amount: None = all that is still to come."""
    left = RefundDue.objects.get(purchase=parcel.purchase).left
    said: Said = {"amount": amount or left, "proof": photo("退款到账")}
    refunds.enter_refund(parcel.purchase, **teller.by("buyer"), **said, refunded_on=teller.days.day)


def store(teller: Teller, parcel: Parcel) -> None:
    """Its samples go into the store."""
    for place, sample in enumerate(parcel.purchase.samples.order_by("pk"), start=1):
        keeping.store(
            sample,
            **teller.by("storekeeper"),
            location=f"A区{sample.pk % 6 + 1}架{place}层",
            conditions="常温干燥，避光",
            send_to="云泽省产品质量检验研究院",
            send_by=teller.days.day + timedelta(days=7),
        )


def seal(teller: Teller, parcel: Parcel) -> None:
    """The backup is sealed by two persons and kept where it is."""
    backup = parcel.purchase.samples.get(role="backup")
    seals.seal(
        backup,
        seal_number=f"FY{backup.pk:06}",
        front=photo("封样正面"),
        back=photo("封样背面"),
        **teller.by("verifier"),
    )
    seals.witness(backup, **teller.by("storekeeper"))
    seals.set_aside(backup, kept_at="备用样品室B区2柜", **teller.by("storekeeper"))


def labelled(teller: Teller, parcels: Sequence[Parcel]) -> None:
    """The labels of all their samples are printed."""
    samples = Sample.objects.filter(purchase__in=[parcel.purchase for parcel in parcels])
    have_printed(samples, **teller.by("storekeeper"))


def bought(teller: Teller, parcel: Parcel, ordered: int, arrived: int, backup: int = 0) -> None:
    """From the assignment to the store. ordered, arrived: working days before the day of the command."""
    teller.on(ordered)
    assign(teller, parcel)
    order(teller, parcel)
    teller.on(ordered - 1)
    ship(teller, parcel)
    teller.on(arrived)
    deliver(teller, parcel)
    begin_check(teller, parcel)
    accept(teller, parcel, backup)
    store(teller, parcel)
