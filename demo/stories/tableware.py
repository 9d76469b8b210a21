"""Eight pieces of tableware, hard to get: seven end, each in its own way, and one comes in two parcels."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from demo.telling import buying, risk
from demo.telling.evidence import paper, photo
from demo.telling.goods import GOODS
from demo.telling.teller import Teller
from sampling.deliveries.actions import ends
from sampling.deliveries.actions.parcels import receive_parcel, send_parcel

TASK = risk.Task(
    title="网售儿童餐具质量风险监测",
    code="06",
    products=(("儿童餐具", 8),),
    grounds="GB 4806.7-2023",
    price_range="15～50元",
    budget="2500.00",
)
SAMPLERS = "李买样、杨核查"


def tell(teller: Teller) -> None:
    plan = risk.received(teller, TASK, [], day=10)
    parcels = buying.buying(teller, plan, GOODS["tableware"], day=9)
    not_found, delisted, sold_out, cancelled, wrong, unreachable, refused, split = parcels
    teller.on(7)
    for parcel in parcels:
        buying.assign(teller, parcel)
    _ended(teller, not_found, "not_found", "shop_closed", "按链接和店铺名称检索，店铺已注销，无同款商品。")
    _ended(teller, delisted, "delisted", "delisted", "商品页面显示“商品已下架”，店铺内无同款。")
    _ended(teller, sold_out, "out_of_stock", "out_of_stock", "库存仅剩一只，不足检验所需数量。")
    for parcel in (cancelled, wrong, refused, split):
        buying.order(teller, parcel)
    teller.on(6)
    _ended(teller, cancelled, "seller_cancelled", "cancelled", "付款次日卖家以“库存错误”为由取消订单。")
    _unreachable(teller, unreachable)
    _refused(teller, refused)
    buying.ship(teller, wrong)
    _in_two(teller, split)
    _wrong(teller, wrong)


def _ended(teller: Teller, parcel: buying.Parcel, step: str, cause: str, happened: str, **said: Any) -> None:
    stated = {"sold": "yes", "goods_went": "本省网络零售", **said}
    proof = [photo("截图证明")]
    who = teller.by("buyer")
    ends.fail(parcel.purchase, step=step, cause=cause, happened=happened, evidence=proof, **stated, **who)


def _unreachable(teller: Teller, parcel: buying.Parcel) -> None:
    """Asked about the delivery, the shop answers neither in the chat nor on the telephone."""
    who = teller.by("buyer")
    tried = {"sought": parcel.good.shop_id, "made_by": "李买样"}
    attempts = [
        {**tried, "at": who["now"] - timedelta(days=1), "means": "chat", "result": "24小时未回复"},
        {**tried, "at": who["now"] - timedelta(minutes=30), "means": "phone", "result": "号码已停机"},
    ]
    ends.fail(
        parcel.purchase,
        step="shop_unreachable",
        cause="no_answer",
        happened="下单前咨询发货时间，店铺在线客服与公示电话均无人应答。",
        evidence=[photo("联系记录")],
        attempts=attempts,
        **who,
    )


def _refused(teller: Teller, parcel: buying.Parcel) -> None:
    """The seller guesses what the order is for, and does not sell."""
    who = teller.by("buyer")
    ends.fail(
        parcel.purchase,
        step="refuse",
        cause="declined",
        happened="卖家称“不接待检测买样”，拒绝发货并要求申请退款。",
        evidence=[photo("聊天记录")],
        samplers=SAMPLERS,
        witness="平台客服工号2071",
        opinion="情况属实，认定为拒绝接受抽样。",
        opinion_on=teller.days.day,
        stamped=paper("属地部门意见"),
        **who,
    )


def _in_two(teller: Teller, parcel: buying.Parcel) -> None:
    """Bowls and straws come apart: the first parcel has arrived, the second is on its way."""
    buying.ship(teller, parcel)
    sent: dict[str, Any] = {
        "carrier": "顺路速递",
        "tracking_number": f"SL{parcel.purchase.pk:010}",
        "shipped_on": teller.days.day,
        "sent_from": "枕溪县",
        "contents": "吸管配件",
    }
    send_parcel(parcel.purchase, step="add_parcel", **sent, **teller.by("buyer"))
    teller.on(4)
    who = teller.by("buyer")
    receive_parcel(
        parcel.purchase,
        parcel=parcel.purchase.parcels.order_by("pk")[0],
        delivered_at=who["now"] - timedelta(minutes=20),
        taken_in="locker",
        packing_state="外包装完好，封口未拆",
        shot_receipt=photo("取件记录"),
        packing=[photo("外包装")],
        **who,
    )


def _wrong(teller: Teller, parcel: buying.Parcel) -> None:
    """What comes out of the parcel is another bowl."""
    buying.deliver(teller, parcel)
    buying.begin_check(teller, parcel)
    ends.fail(
        parcel.purchase,
        step="wrong_goods",
        cause="wrong_goods",
        happened="订购婴儿辅食碗勺，到货为无品牌玻璃碗，与订单不符。",
        evidence=[photo("到货实物")],
        sold="yes",
        goods_went="本省网络零售",
        way_back="quality",
        **teller.by("verifier"),
    )
