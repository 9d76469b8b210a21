"""What do regulators do about producers, and what do they ask platforms? Cases, and letters in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from stdnum.cn import uscc

from catalogue.models import Verdict
from demo.scale.campaigns import Campaign, Offer
from demo.scale.courses import Course
from demo.scale.lots import Reported
from demo.scale.register import Filed, Office
from demo.scale.world import World, day
from disposal.models.cases import EnforcementCase
from disposal.models.letters import Assistance

FILED = Course(
    EnforcementCase,
    *("open", "serve", "inspect", "evidence", "propose_filing", "sign_filing", "file", "propose_decision"),
    *("review", "give_notice", "serve_notice", "hear", "decide", "serve_decision", "execute", "close"),
    *("feed_back", "verify"),
)
NOT_FILED = Course(
    EnforcementCase,
    *("open", "serve", "inspect", "evidence", "propose_no_filing", "not_file", "close", "feed_back"),
    "verify",
)
LETTER = Course(Assistance, "open", "serve", "receive", "answer", "accept")
NOT_FILED_SHARE, ASKED_SHARE = 0.3, 0.3
CONTACT = {"contact": "办案人员", "contact_phone": "0990-8800400"}


class Found(NamedTuple):
    """What an inspection counts of a product of this price: all that is not sold is sealed up."""

    made: int
    sold: int
    recalled: int
    price: int

    def said(self) -> dict[str, Any]:
        stock = self.made - self.sold
        return {
            "made": self.made,
            "sold": self.sold,
            "stock": stock,
            "sealed": stock,
            "control": "seal",
            "goods_value": self.made * self.price,
            "recalled": self.recalled,
            "not_recalled_why": "其余已售出商品正在联系消费者。",
            "under_control": True,
            "cause": "material",
            "cause_detail": "外购原料未按批检验，其中一批不符合要求。",
        }


class Cases:
    """Makes a case on each product that failed, and letters to its platform."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.cases = world.sheets.begin(
            EnforcementCase,
            *("record", "compilation", "report", "regulator", "product", "enterprise", "shop"),
            *("jurisdiction", "received_on", "started_on", "notice_number", "served_on", "control", "made"),
            *("goods_value", "sold", "stock", "sealed", "recalled", "not_recalled_why", "under_control"),
            *("cause", "cause_detail", "filed_on", "case_number", "violation", "not_filed_why", "decided_on"),
            *("decision_number", "penalties", "amount", "provision", "pay_to", "reconsidered_by", "court"),
            *("contact", "contact_phone", "review_opinion", "told_on", "statement", "waived", "considered"),
            *("decision_served_on", "executed_on", "execution", "closed_on", "account", "reported_by"),
            *("confirmed_by", "fed_back_on"),
        )
        self.letters = world.sheets.begin(
            Assistance,
            *("record", "case", "regulator", "shop", "product", "item_id", "delivered_on", "received_at"),
            *("operator", "credit_code", "region", "address", "sold", "amount", "sold_from", "sold_to"),
            *("complaints", "answered_by", "answered_on"),
            asked=["identity", "address", "sales"],
            request="请提供该商品自上架以来的销售数量和金额。",
            legal_ground="《电子商务法》第二十五条",
            **CONTACT,
        )

    def make(self, campaign: Campaign, compilation: int, sent: int, report: Reported) -> None:
        """What the regulator of the place does about the producer. sent: when the compiled report was."""
        world, store = self.world, report.bought.offer.store
        chance = world.random.getrandbits(24)
        regulator = campaign.land.competent(store.place)
        course = NOT_FILED if chance % 100 < NOT_FILED_SHARE * 100 else FILED
        reported = 1 + chance % 5
        gaps: tuple[int, ...] = (1, 0, 0, 1, 9 + chance % 40, 2, 1, 2, 1, 1, 2, 6, 2, reported, 2)
        if course is NOT_FILED:
            gaps = (1, 3, 2, 2, reported, 2)
        begun = world.dates.working_day(sent) + 3 + chance % 12
        moments = [sent + 2, sent + 2, *world.moments(begun, gaps, chance % 200)]
        parties = {"regulator": regulator, "center": campaign.land.center, "platform": store.platform}
        filed = world.register.file(
            course,
            moments,
            parties,
            title=f"{campaign.product} · {store.producer}",
            place=store.place,
            category=campaign.ware.category,
            outcome=str(Verdict.NON_CONFORMING),
        )
        if filed is None:
            return
        world.register.admissions.row(report.filed.pk, regulator.group, world.dates.stamp(sent + 2))
        at, made = world.times(filed, course, moments), 200 + chance % 800
        found = Found(made, made * 2 // 3, made // 6, report.bought.offer.price)
        said = _of_the_case(filed.number[3:], found, {step: stamp[:10] for step, stamp in at.items()})
        self.cases.say(
            record=filed.pk,
            compilation=compilation,
            report=report.filed.pk,
            regulator=regulator.pk,
            product=campaign.product,
            enterprise=store.enterprise,
            shop=store.pk,
            jurisdiction="生产企业所在地",
            **{name: value for step in at for name, value in said.get(step, {}).items()},
        )
        if chance >> 12 < ASKED_SHARE * 4096:
            self._ask(campaign, filed, regulator, report, sent, found.sold // 2)

    def _ask(
        self, campaign: Campaign, case: Filed, regulator: Office, report: Reported, sent: int, sold: int
    ) -> None:
        """The regulator asks the platform who the operator is, where, and how much was sold there."""
        world, dates, offer = self.world, self.world.dates, report.bought.offer
        store, chance = offer.store, world.random.getrandbits(12)
        first = dates.working_day(sent) + 1
        asked = dates.at(first, chance % 200)
        moments = [asked, asked, *world.moments(first + 1, (chance % 5, 3), chance % 200)]
        filed = world.register.file(
            LETTER,
            moments,
            {"regulator": regulator, "center": campaign.land.center, "platform": store.platform},
            title=f"{campaign.product} · {store.name}",
            place=store.place,
            category=campaign.ware.category,
        )
        if filed is None:
            return
        at = world.times(filed, LETTER, moments)
        self.letters.say(
            record=filed.pk,
            case=case.pk,
            regulator=regulator.pk,
            shop=store.pk,
            product=campaign.product,
            item_id=offer.item_id,
            delivered_on=day(at.get("serve")),
            received_at=at.get("receive"),
            **(_answer(offer, sold, at["answer"][:10]) if "answer" in at else {}),
        )


def _answer(offer: Offer, sold: int, on: str) -> dict[str, Any]:
    """What a platform answers on a day: of this year's sales."""
    store = offer.store
    region = next(code for code in reversed(store.place) if code)
    code = f"91{region}MA{store.enterprise % 10**7:07}"
    return {
        "operator": store.producer,
        "credit_code": code + uscc.calc_check_digit(code),
        "region": region,
        "address": store.address,
        "sold": sold,
        "amount": sold * offer.price,
        "sold_from": f"{on[:4]}-01-01",
        "sold_to": on,
        "complaints": "未收到质量投诉。",
        "answered_by": "平台质量负责人",
        "answered_on": on,
    }


def _of_the_case(number: str, found: Found, on: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """What each step of a case writes. number: what its papers are told by; on: the day of each step."""
    return {
        "serve": {"received_on": on.get("serve")},
        "inspect": {
            **dict.fromkeys(("started_on", "served_on"), on.get("inspect")),
            "notice_number": f"演检查{number}",
        },
        "propose_no_filing": {**found.said(), "not_filed_why": "违法行为轻微并及时改正。"},
        "propose_filing": {**found.said(), "violation": "生产、销售不符合强制性国家标准的产品。"},
        "file": {"filed_on": on.get("file"), "case_number": f"演立{number}"},
        "propose_decision": {**PROPOSED, "amount": found.made * found.price // 2},
        "review": {"review_opinion": "事实清楚，程序合法。"},
        "serve_notice": {"told_on": on.get("serve_notice")},
        "hear": {"statement": "请求从轻处罚。", "considered": "已在幅度内从轻。", "waived": True},
        "decide": {"decided_on": on.get("decide"), "decision_number": f"演处罚{number}"},
        "serve_decision": {"decision_served_on": on.get("serve_decision")},
        "execute": {"executed_on": on.get("execute"), "execution": "罚没款已缴清，封存产品已监督销毁。"},
        "close": {"closed_on": on.get("close"), "account": "已责令改正。", "reported_by": "办案人员"},
        "feed_back": {"fed_back_on": on.get("feed_back"), "confirmed_by": "局负责人"},
    }


PROPOSED: dict[str, Any] = {
    "penalties": ["fine", "goods"],
    "provision": "违反《中华人民共和国产品质量法》第十三条第二款，依据该法第四十九条处罚。",
    "pay_to": "演示银行，账号 9900 0001，缴款时注明决定书文号",
    "reconsidered_by": "本级人民政府",
    "court": "有管辖权的基层人民法院",
    **CONTACT,
}
