"""What follows from the results? Compiled reports, disposals, and notices to those concerned."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any

from accounts.roles import Role
from catalogue.models import Verdict
from demo.scale.cases import Cases
from demo.scale.courses import Course
from demo.scale.lots import DELIVERED, Lot, Reported
from demo.scale.world import World, day
from disposal.models.compilations import Compilation
from disposal.models.disposals import DisposalItem, PlatformDisposal
from disposal.models.notices import ResultNotice

COMPILATION = Course(Compilation, "open", "submit", "approve", "send")
DISPOSAL = Course(
    PlatformDisposal, "open", "serve", "receive", "handle", "measure", "finish", "feed_back", "verify"
)
DISPUTED = Course(PlatformDisposal, "open", "serve", "receive", "dispute")
NOTICE = Course(ResultNotice, "open", "send", "serve", "enter_reply", "close")
SENT = 4
DISPUTED_SHARE = 0.04
PHOTOS_FOLLOW = "检验报告先行送达，照片核对后另行放行。"


class Outcomes:
    """Makes what is compiled of a lot, and what it sets going at platforms, regulators and shops."""

    def __init__(self, world: World) -> None:
        self.world = world
        begin = world.sheets.begin
        self.compilations = begin(
            Compilation,
            *("record", "regulator", "task", "period_from", "period_to", "compiled_by", "approved_by"),
            "without_photos",
            summary="本批次网上监测结果汇总。",
            analysis="不合格批次的生产者未对原料逐批检验。",
            advice="建议属地部门检查生产者的进货检验。",
            platform_advice="请对不符合要求的商品采取措施并反馈。",
        )
        self.compiled = begin(Compilation.reports.through, "id", "compilation", "report")
        self.disposals = begin(
            PlatformDisposal,
            *("record", "compilation", "regulator", "delivered_on", "received_at", "handled_on", "pieces"),
            *("orders", "refunded", "consumers_told", "same_products", "opinion", "contact"),
            *("contact_phone", "fed_back_on", "checked_on", "unreachable", "not_relisted", "check_account"),
            level="other",
        )
        self.disposal_items = begin(
            DisposalItem,
            *("id", "disposal", "report", "item_id", "product", "model", "shop", "failing"),
            verdict=Verdict.NON_CONFORMING,
            least="delist",
        )
        self.cases = Cases(world)
        self.notices = begin(
            ResultNotice,
            *("record", "compilation", "report", "regulator", "merchant", "shop", "enterprise", "product"),
            *("brand", "model", "batch", "producer", "item_id", "offered_in", "report_number", "grounds"),
            *("failing", "conclusion", "without_photos", "served_on", "signed_by", "reply", "replied_by"),
        )

    def make(self, lot: Lot) -> None:
        """The compiled report of a lot, once all its test reports have come in, and what follows."""
        reports = lot.reports
        if not reports or any(report.filed.done < DELIVERED for report in reports):
            return
        world, dates, campaign = self.world, self.world.dates, lot.campaign
        center, regulator = campaign.land.center, campaign.land.regulator
        moments = [dates.at(lot.compiled + day, 290 + day * 3) for day in range(4)]
        more = f"等{len(reports)}批次" if len(reports) > 1 else ""
        filed = world.register.file(
            COMPILATION,
            moments,
            campaign.parties,
            title=f"{campaign.product}{more}",
            place=(campaign.land.code, None, None),
            category=campaign.ware.category,
        )
        if filed is None:
            return
        accepted = [report.bought.accepted for report in reports]
        self.compilations.add(
            *(filed.pk, regulator.pk, f"{campaign.product}质量风险监测"),
            *(dates.day(min(accepted)), dates.day(moments[0])),
            center.person(Role.COMPILER) if filed.done >= 2 else None,
            center.person(Role.LEADER) if filed.done >= 3 else None,
            PHOTOS_FOLLOW if filed.done == SENT else "",
        )
        for report in reports:
            self.compiled.row(filed.pk, report.filed.pk)
        if filed.done == SENT:
            self._follow(lot, filed.pk, moments[-1])

    def _follow(self, lot: Lot, compilation: int, sent: int) -> None:
        failed = [report for report in lot.reports if report.failing]
        failed.sort(key=lambda report: report.bought.offer.store.platform.pk)
        for _pk, own in groupby(failed, key=lambda report: report.bought.offer.store.platform.pk):
            self._dispose(lot, compilation, sent, list(own))
        for report in failed:
            self.cases.make(lot.campaign, compilation, sent, report)
        for report in lot.reports:
            self._notify(lot, compilation, sent, report, producer=False)
            if report.failing:
                self._notify(lot, compilation, sent, report, producer=True)

    def _dispose(self, lot: Lot, compilation: int, sent: int, reports: list[Reported]) -> None:
        """What the platform is to do, and has done, about its products."""
        world, dates, campaign = self.world, self.world.dates, lot.campaign
        chance = world.random.getrandbits(20)
        store = reports[0].bought.offer.store
        course = DISPUTED if chance % 100 < DISPUTED_SHARE * 100 else DISPOSAL
        gaps = (0, 0, chance % 4, chance % 5, 1 + chance % 6)
        later = world.moments(
            dates.working_day(sent) + 1 + chance % 3, gaps[: len(course.steps) - 3], chance % 200
        )
        moments = [sent + 1, sent + 1, *later]
        more = f" 等{len(reports)}件" if len(reports) > 1 else ""
        filed = world.register.file(
            course,
            moments,
            {**campaign.parties, "platform": store.platform},
            title=f"{campaign.product} · {store.name}{more}",
            place=(campaign.land.code, None, None),
            category=campaign.ware.category,
            outcome=str(Verdict.NON_CONFORMING),
        )
        if filed is None:
            return
        at = world.times(filed, course, moments)
        self.disposals.say(
            record=filed.pk,
            compilation=compilation,
            regulator=campaign.land.regulator.pk,
            delivered_on=day(at.get("serve")),
            received_at=at.get("receive"),
            handled_on=day(at.get("finish")),
            **(_reported(10 + chance % 90, at["feed_back"]) if "feed_back" in at else {}),
            **(_checked(at["verify"]) if "verify" in at else {}),
        )
        for report in reports:
            offer = report.bought.offer
            failing = "、".join(campaign.ware.items[n].name for n in report.failing)
            self.disposal_items.row(
                *(filed.pk, report.filed.pk, offer.item_id, campaign.product, offer.model),
                *(offer.store.name, failing),
            )

    def _notify(self, lot: Lot, compilation: int, sent: int, report: Reported, *, producer: bool) -> None:
        """What the shop, or the stated producer, is told, and answers on paper."""
        world, dates, campaign = self.world, self.world.dates, lot.campaign
        offer, chance = report.bought.offer, world.random.getrandbits(20)
        store, ware = offer.store, campaign.ware
        merchant = store.maker if producer else store.merchant
        regulator = campaign.land.competent(store.place)
        gaps = (1 + chance % 4, 1 + (chance >> 3) % 12, 1 + (chance >> 8) % 3)
        later = world.moments(dates.working_day(sent) + 1 + chance % 5, gaps, chance % 200)
        moments = [sent + 3, *later]
        parties = {"regulator": regulator, "center": campaign.land.center, "platform": store.platform}
        filed = world.register.file(
            NOTICE,
            moments,
            {**parties, "merchant": merchant},
            title=f"{campaign.product} · {store.producer if producer else store.name}",
            place=store.place,
            category=ware.category,
            outcome=str(Verdict.NON_CONFORMING if report.failing else Verdict.CONFORMING),
        )
        if filed is None:
            return
        blank = dict.fromkeys(("unit", "limit_low", "limit_high", "measured"), "")
        failing = [{"item": ware.items[n].name, **blank} for n in report.failing]
        served = dates.day(moments[2]) if filed.done >= 3 else None
        self.notices.add(
            *(filed.pk, compilation, report.filed.pk, regulator.pk, merchant.pk if filed.done >= 2 else None),
            *(None if producer else store.pk, store.enterprise if producer else None, campaign.product),
            *(store.brand_name, offer.model, "见合格证", store.producer, offer.item_id, store.name),
            *(report.filed.number, ware.grounds.number, json.dumps(failing, ensure_ascii=False)),
            *(report.conclusion, PHOTOS_FOLLOW if filed.done >= 2 else ""),
            *(served, "收发室" if served else ""),
            *(("agrees", "收发室") if filed.done >= 4 else ("", "")),
        )


def _reported(pieces: int, at: str) -> dict[str, Any]:
    """What a platform reports of what it did, one piece an order."""
    return {
        **dict.fromkeys(("pieces", "orders", "consumers_told"), pieces),
        "refunded": pieces // 3,
        "same_products": "已检索同款商品并一并下架。",
        "opinion": "已下架涉事商品并通知消费者退货。",
        "fed_back_on": day(at),
        "contact": "平台质量负责人",
        "contact_phone": "0990-8800300",
    }


def _checked(at: str) -> dict[str, Any]:
    """What the center finds when it looks for the product again."""
    return {
        "checked_on": day(at),
        "unreachable": True,
        "not_relisted": True,
        "check_account": "按商品ID和店铺复查，链接已失效，未发现重新上架。",
    }
