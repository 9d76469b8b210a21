"""What do shops, enterprises and platforms say in the demo whom a result concerns?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from stdnum.cn import uscc

from accounts.models import Region, Viewer
from accounts.roles import Role
from casework.actions import take
from catalogue.models import Enterprise, Shop
from demo.telling.evidence import paper, photo
from demo.telling.teller import Teller
from disposal.actions import denials, letters, links, notices
from disposal.models.cases import EnforcementCase
from disposal.models.compilations import Compilation
from disposal.models.letters import Assistance
from disposal.models.notices import Denial, ResultNotice
from documents.models import Method, Relation

MAIL_ROOM = "收发室"
LETTER: dict[str, Any] = {
    "asked": ["identity", "address", "sales"],
    "request": "请提供该商品自上架以来的销售数量、金额和投诉情况。",
    "legal_ground": "《电子商务法》第二十五条、《网络交易监督管理办法》第三十三条",
    "contact_phone": "0990-8800400",
}


def served(
    teller: Teller, compilation: Compilation, days: tuple[int, int], but: Enterprise | None = None
) -> list[ResultNotice]:
    """Sent to everybody concerned on one working day, and served by letter on another; not on one of them."""
    teller.on(days[0])
    found = list(ResultNotice.objects.filter(compilation=compilation).order_by("pk"))
    for notice in found:
        address = f"{notice.regulator.region}产业路{notice.pk % 90 + 1}号"
        notices.send_notice(
            notice,
            channel="letter",
            address=address,
            without_photos=notice.compilation.without_photos,
            **teller.by("compiler"),
        )
    teller.on(days[1])
    reached = [notice for notice in found if but is None or notice.enterprise_id != but.pk]
    for notice in reached:
        notices.serve_notice(
            notice,
            method=Method.POST,
            served_on=teller.days.day,
            evidence=photo("邮寄送达回证"),
            signed_by=MAIL_ROOM,
            relation=Relation.MAIL_ROOM,
            **teller.by("compiler"),
        )
    return reached


def replied(teller: Teller, reached: Sequence[ResultNotice], day: int) -> None:
    """The receipts came back on paper: an enterprise whose product failed comments, the others agree."""
    teller.on(day)
    for notice in reached:
        comment = "已停止使用该批原料，并对库存进行自查。" if notice.enterprise_id else ""
        notices.enter_reply(
            notice,
            reply="comments" if comment else "agrees",
            comment=comment,
            signed_by=MAIL_ROOM,
            scan=photo("回执扫描件"),
            **teller.by("compiler"),
        )
        if comment:
            answer = "收悉。自查和整改情况请继续向所在地市场监管部门报告。"
            notices.answer(notice, answer=answer, **teller.by("compiler"))
        take("close", notice, **teller.by("compiler"))


def denied(teller: Teller, compilation: Compilation, enterprise: Enterprise | None, day: int) -> Denial:
    """An enterprise comes by its link and says that the product is a counterfeit of its own."""
    teller.on(day)
    notice = ResultNotice.objects.get(compilation=compilation, enterprise=enterprise)
    merchant = notice.merchant
    assert merchant is not None
    visitor = Viewer(links.respondent(merchant), merchant, frozenset({Role.RESPONDENT}))
    links.enter(notice.links.get(), by=None, now=teller.days.next())
    signed: dict[str, Any] = {"signed_by": "温厂长", "signed_as": "head", "by": visitor}
    notices.acknowledge(notice, reply="comments", now=teller.days.next(), **signed)
    return denials.deny(
        notice,
        statement="counterfeit",
        grounds="本厂该型号杯底有钢印编号，送检样品无钢印，印刷字体也与本厂不同，系假冒。",
        phone="0990-8800500",
        proof=[photo("正品与样品对比"), paper("商标注册证")],
        now=teller.days.next(),
        **signed,
    )


def asked(teller: Teller, case: EnforcementCase, login: str, contact: str) -> Assistance:
    """The regulator asks the platform who runs the shop, where, and how much it sold."""
    return letters.ask_platform(case=case, contact=contact, **LETTER, **teller.by(login))


def answered(teller: Teller, letter: Assistance, login: str, by: str, day: int) -> None:
    """The platform answers: the shop is where its register says."""
    teller.on(day)
    letters.receive_letter(letter, **teller.by(login))
    shop = letter.shop
    letters.answer_letter(
        letter,
        operator=shop.operator,
        natural_person=shop.natural_person,
        credit_code=_code(shop),
        region=Region.objects.get(pk=shop.place_id),
        address="松风镇工业路6号",
        sold=57,
        amount="4503.00",
        sold_from=date(teller.days.day.year, 1, 1),
        sold_to=teller.days.day,
        complaints="质量投诉2起，均已退款。",
        answered_by=by,
        evidence=[paper("营业执照登记信息")],
        **teller.by(login),
    )


def _code(shop: Shop) -> str:
    """An invented credit code that passes its check: of a region that no list has."""
    body = f"91{shop.place_id}MA{shop.pk % 10**7:07}"
    return body + uscc.calc_check_digit(body)
