"""What follows from the results? Compiled reports, disposals, cases, and notices to those concerned."""

from __future__ import annotations

import json
from itertools import groupby

from accounts.roles import Role
from catalogue.models import Verdict
from demo.scale.courses import Course
from demo.scale.lots import DELIVERED, Lot, Reported
from demo.scale.register import Office
from demo.scale.world import World
from disposal.models import (
    Assistance,
    Compilation,
    DisposalItem,
    EnforcementCase,
    PlatformDisposal,
    ResultNotice,
)

COMPILATION = Course(Compilation, "open", "submit", "approve", "send")
DISPOSAL = Course(PlatformDisposal, "open", "serve", "handle", "measure", "finish", "feed_back", "verify")
DISPUTED = Course(PlatformDisposal, "open", "serve", "handle", "dispute")
FILED = Course(
    EnforcementCase,
    *("open", "serve", "inspect", "evidence", "propose_filing", "sign_filing", "file", "propose_decision"),
    *("review", "give_notice", "serve_notice", "hear", "decide", "serve_decision", "execute", "close"),
    *("feed_back", "verify"),
)
NOT_FILED = Course(
    EnforcementCase,
    *("open", "serve", "inspect", "propose_no_filing", "not_file", "close", "feed_back", "verify"),
)
NOTICE = Course(ResultNotice, "open", "send", "serve", "enter_reply", "close")
LETTER = Course(Assistance, "open", "serve", "answer", "accept")
SENT = 4
DISPUTED_SHARE, NOT_FILED_SHARE, ASKED_SHARE = 0.04, 0.3, 0.3


class Outcomes:
    """Makes what is compiled of a lot, and what it sets going at platforms, regulators and shops."""

    def __init__(self, world: World) -> None:
        self.world = world
        begin = world.sheets.begin
        self.compilations = begin(
            Compilation,
            *("record", "regulator", "task", "period_from", "period_to", "compiled_by", "approved_by"),
            summary="本批次网上监测结果汇总。",
            platform_advice="请对不符合要求的商品采取措施并反馈。",
        )
        self.compiled = begin(Compilation.reports.through, "id", "compilation", "report")
        self.disposals = begin(
            PlatformDisposal,
            *("record", "compilation", "regulator", "delivered_on", "handled_on", "same_products", "contact"),
            *("contact_phone", "fed_back_on", "checked_on", "unreachable", "not_relisted"),
            level="other",
        )
        self.disposal_items = begin(
            DisposalItem,
            *("id", "disposal", "report", "item_id", "product", "model", "shop", "failing"),
            verdict=Verdict.NON_CONFORMING,
            least="delist",
        )
        self.cases = begin(
            EnforcementCase,
            *("record", "compilation", "report", "regulator", "product", "enterprise", "shop"),
            *("jurisdiction", "received_on", "started_on", "filed_on", "case_number", "not_filed_why"),
            *("decided_on", "decision_number", "penalties", "amount", "executed_on", "closed_on"),
            *("review_opinion", "told_on", "statement", "considered", "decision_served_on"),
            *("account", "fed_back_on"),
        )
        self.letters = begin(
            Assistance,
            *("record", "case", "regulator", "shop", "product", "item_id", "contact", "contact_phone"),
            *("delivered_on", "operator", "sold", "amount", "answered_by", "answered_on"),
            asked=["identity", "sales"],
            request="请提供该商品自上架以来的销售数量和金额。",
            legal_ground="《电子商务法》第二十五条",
        )
        self.notices = begin(
            ResultNotice,
            *("record", "compilation", "report", "regulator", "merchant", "shop", "enterprise", "product"),
            *("brand", "model", "batch", "producer", "item_id", "offered_in", "report_number", "grounds"),
            *("failing", "conclusion", "served_on", "signed_by", "reply"),
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
            self._prosecute(lot, compilation, sent, report)
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
        gaps = (chance % 3, chance % 2, 0, chance % 4, chance % 5, 1 + chance % 6)
        later = world.moments(dates.working_day(sent) + 1, gaps[1 : len(course.steps) - 1], chance % 200)
        moments = [sent + 1, *later]
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
        days = [dates.day(minute) if n < filed.done else None for n, minute in enumerate(moments)]
        done = course is DISPOSAL
        handled, reported = (days[4], days[5]) if done else (None, None)
        checked = days[6] if done else None
        self.disposals.add(
            *(filed.pk, compilation, campaign.land.regulator.pk),
            *(days[1], handled),
            *("已检索同款商品并一并下架。" if reported else "", "平台质量负责人" if reported else ""),
            *("0990-8800300" if reported else "", reported, checked, bool(checked), bool(checked)),
        )
        for report in reports:
            offer = report.bought.offer
            failing = "、".join(campaign.ware.items[n].name for n in report.failing)
            self.disposal_items.row(
                *(filed.pk, report.filed.pk, offer.item_id, campaign.product, offer.model),
                *(offer.store.name, failing),
            )

    def _prosecute(self, lot: Lot, compilation: int, sent: int, report: Reported) -> None:
        """What the regulator of the place does about the producer."""
        world, dates, campaign = self.world, self.world.dates, lot.campaign
        store, chance = report.bought.offer.store, world.random.getrandbits(24)
        regulator = campaign.land.competent(store.place)
        course = NOT_FILED if chance % 100 < NOT_FILED_SHARE * 100 else FILED
        begun, reported = 2 + chance % 9, 1 + chance % 5
        gaps: tuple[int, ...] = (begun, 1, 0, 0, 1, 9 + chance % 40, 2, 1, 2, 1, 1, 2, 6, 2, reported, 2)
        if course is NOT_FILED:
            gaps = (begun, 4, 2, 2, reported, 2)
        later = world.moments(dates.working_day(sent) + 1 + chance % 4, gaps, chance % 200)
        moments = [sent + 2, *later]
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
        world.register.admissions.row(report.filed.pk, regulator.group, dates.stamp(sent + 2))
        on = {step.name: dates.day(moments[n]) for n, step in enumerate(course.steps[: filed.done])}
        self.cases.add(
            *(filed.pk, compilation, report.filed.pk, regulator.pk, campaign.product, store.enterprise),
            *(store.pk, "生产企业所在地", on.get("serve"), on.get("inspect"), on.get("file")),
            f"演立案{filed.number[3:]}" if "file" in on else "",
            "违法行为轻微并及时改正。" if "not_file" in on else "",
            on.get("decide"),
            f"演处罚{filed.number[3:]}" if "decide" in on else "",
            "{fine}" if "decide" in on else "{}",
            1000 + chance % 9000 if "decide" in on else None,
            *(on.get("execute"), on.get("close")),
            *("事实清楚，程序合法。" if "review" in on else "", on.get("serve_notice")),
            *(("请求从轻处罚。", "已在幅度内从轻。") if "hear" in on else ("", "")),
            *(on.get("serve_decision"), "已责令改正。" if "close" in on else "", on.get("feed_back")),
        )
        if chance >> 12 < ASKED_SHARE * 4096 and "serve" in on:
            self._ask(lot, filed.pk, regulator, report, moments[1])

    def _ask(self, lot: Lot, case: int, regulator: Office, report: Reported, received: int) -> None:
        """The regulator asks the platform how much was sold."""
        world, dates, campaign = self.world, self.world.dates, lot.campaign
        offer, chance = report.bought.offer, world.random.getrandbits(12)
        store = offer.store
        first = dates.working_day(received) + 1
        moments = world.moments(first, (1 + chance % 3, chance % 5, 3), chance % 200)
        parties = {"regulator": regulator, "center": campaign.land.center, "platform": store.platform}
        filed = world.register.file(
            LETTER,
            moments,
            parties,
            title=f"{campaign.product} · {store.name}",
            place=store.place,
            category=campaign.ware.category,
        )
        if filed is None:
            return
        answered = filed.done >= 3
        self.letters.add(
            *(filed.pk, case, regulator.pk, store.pk, campaign.product, offer.item_id, "办案人员"),
            *("0990-8800400", dates.day(moments[1]) if filed.done >= 2 else None),
            *(store.producer if answered else "", chance if answered else None),
            *(chance * offer.price if answered else None, "平台质量负责人" if answered else ""),
            dates.day(moments[2]) if answered else None,
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
            *(report.conclusion, served, "收发室" if served else "", "agrees" if filed.done >= 4 else ""),
        )
