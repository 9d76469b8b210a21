"""How are the samples of a campaign stored, tested and reported on? In lots, each under one commission."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, NamedTuple

from accounts.roles import Role
from catalogue.models import Finding, Verdict
from demo.scale.buying import QUANTITY, Bought
from demo.scale.campaigns import Campaign
from demo.scale.courses import Course
from demo.scale.draws import drawn
from demo.scale.market import VARIANTS, Ware
from demo.scale.register import Filed, Office
from demo.scale.words import UNITS
from demo.scale.world import World
from inspection.commissions.models.commissions import EntrustedSample, Entrustment
from inspection.judgement.by_figures import ItemVerdict
from inspection.judgement.conclusions import Ruled, conclusion
from inspection.reports.models.reports import Report
from inspection.reports.models.tested_items import Result
from monitoring.plans.models.versions import canonical
from sampling.samples.models.samples import Sample

TESTED = Course(
    Sample,
    *("open", "store", "commission", "hand_over", "receive", "begin", "finish", "retain"),
    *("dispose", "confirm_disposal"),
)
COMMISSION = Course(Entrustment, "open", "send", "serve", "accept", "start", "report", "analyse", "close")
REPORT = Course(Report, "open", "enter", "submit", "review", "sign", "issue", "receive", "compile")
STORED, COMMISSIONED, RECEIVED = 2, 3, 5  # steps of TESTED
SENT, SERVED, ACCEPTED = 2, 3, 4  # of COMMISSION
ENTERED, SUBMITTED, REVIEWED, SIGNED, ISSUED, DELIVERED, COMPILED = 2, 3, 4, 5, 6, 7, 8  # of REPORT
LOT = 5
FIT = "\t".join(["t"] * 4)
UNSEEN = "\t".join([r"\N"] * 4)


class Reported(NamedTuple):
    """A report as far as it has come. failing: the places of the items that failed."""

    filed: Filed
    bought: Bought
    failing: tuple[int, ...]
    conclusion: str


class Plan(NamedTuple):
    """On which working days a lot is stored, commissioned, received, and its reports are issued."""

    stored: list[int]
    commissioned: int
    issued: list[int]
    delivered: list[int]
    compiled: int


class Lot(NamedTuple):
    """Samples under one commission. compiled: the working day on which their results are compiled."""

    campaign: Campaign
    laboratory: Office
    reports: list[Reported]
    compiled: int


class Lots:
    """Makes samples, commissions, reports and their results."""

    def __init__(self, world: World) -> None:
        self.world = world
        begin = world.sheets.begin
        self.samples = begin(
            Sample,
            *("record", "purchase", "laboratory", "product", "brand", "model", "batch", "item_id"),
            *("producer", "producer_address", "labelled_standard", "unit", "sampled_on", "location"),
            *("conditions", "stored_at", "keeper", "send_to", "send_by"),
            # Bought as any consumer buys, they bear no seal.
            ("packing_intact", "quantity_met", "state_fits", "papers_match"),
            ("appearance", "condition", "packing"),
            "received_at",
            role="test",
            declared="合格品",
            packing_class="packed",
            quantity=QUANTITY,
        )
        self.entrustments = begin(
            Entrustment,
            *("record", "laboratory", "regulator", "test_grounds", "judgement_grounds", "due_on"),
            *("delivered_on", "sent_by", "accepted_by", "lot"),
            client_address="监测路1号",
            client_postcode="990000",
            client_contact="监测中心",
            client_phone="0990-8800001",
            grade="合格品",
            lot_size="网店在售商品",
            confidentiality="检验结果仅向委托方提供",
            test_grounds_are=["national"],
            judgement_grounds_are=["rules"],
            left_out="",
            passes="",
            fails="",
            fee="1200.00",
        )
        self.entrusted_items = begin(Entrustment.items.through, "id", "entrustment", "testitem")
        self.entrusted = begin(
            EntrustedSample,
            *("id", "entrustment", "sample", "report", "received_on", "appearance", "condition", "seal"),
            *("influences", "checked_by"),
        )
        self.reports = begin(
            Report,
            *("record", "entrustment", "sample", "laboratory", "regulator", "product", "brand", "model"),
            *("batch", "item_id", "shop", "producer", "producer_address", "sampled_on", "quantity"),
            *("tested_from", "tested_to", "tested_at", "conclusion", "tester", "reviewer", "signatory"),
        )
        self.results = begin(
            Result,
            *("id", "report", "position"),
            ("item", "name", "unit", "method", "requirement", "limit_text", "limit_low", "limit_high"),
            ("value", "judged", "verdict"),
        )
        self.findings = begin(
            Finding,
            *("id", "on", "organisation", "product", "producer", "producer_key", "standard", "brand"),
            *("model", "batch", "shop", "platform", "item_id", "price", "verdict", "failing"),
            *("laboratory", "source", "fingerprint", "category", "targeted", "sample"),
        )

    def make(self, campaign: Campaign, bought: list[Bought]) -> list[Lot]:
        """The accepted goods of a campaign, in lots of those that came in together."""
        ordered = sorted(bought, key=lambda one: one.accepted)
        return [self._lot(campaign, ordered[n : n + LOT]) for n in range(0, len(ordered), LOT)]

    def _lot(self, campaign: Campaign, bought: list[Bought]) -> Lot:
        plan = self._plan(bought)
        on = self.world.dates.day(self.world.dates.at(plan.commissioned, 0))
        laboratory, lot = drawn(campaign.land, campaign.scheme, campaign.ware.goods.code, campaign.seed, on)
        parties = {**campaign.parties, "laboratory": laboratory}
        entrustment = self._commission(campaign, plan, parties, lot, len(bought))
        reports = []
        for n, one in enumerate(bought):
            sample = self._sample(campaign, plan, n, one, parties)
            if entrustment is None or sample is None:
                continue
            report = self._report(campaign, plan, n, one, parties, entrustment.pk, sample)
            self._entrust(entrustment, sample, report, plan, laboratory)
            if report:
                reports.append(report)
        return Lot(campaign, laboratory, reports, plan.compiled)

    def _plan(self, bought: list[Bought]) -> Plan:
        random, dates = self.world.random, self.world.dates
        stored = [dates.working_day(one.accepted) + 1 for one in bought]
        commissioned = max(stored) + 1 + random.randrange(3)
        issued = [commissioned + 8 + random.randrange(12) for _one in bought]
        delivered = [day + 1 + random.randrange(4) for day in issued]
        return Plan(stored, commissioned, issued, delivered, max(delivered) + 1 + random.randrange(20))

    def _commission(
        self, campaign: Campaign, plan: Plan, parties: dict[str, Office], lot: dict[str, Any], size: int
    ) -> Filed | None:
        world, dates, ware = self.world, self.world.dates, campaign.ware
        day, last = plan.commissioned, max(plan.issued)
        moments = world.moments(day, (1, 1, 1, last - day - 3, 1, 2), 250 + world.random.randrange(150))
        moments.insert(SERVED - 1, moments[SENT - 1])
        filed = world.register.file(
            COMMISSION,
            moments,
            parties,
            title=campaign.product if size == 1 else f"{campaign.product}等{size}批次",
            place=(campaign.land.code, None, None),
            category=ware.category,
        )
        if filed is None:
            return None
        laboratory = parties["laboratory"]
        self.entrustments.add(
            *(filed.pk, laboratory.pk, campaign.land.regulator.pk, ware.method.number, ware.grounds.number),
            *(dates.day(moments[0], 40), dates.day(moments[2]) if filed.done >= SERVED else None),
            campaign.land.center.person(Role.ORGANISER) if filed.done >= SENT else None,
            laboratory.person(Role.RECEIVER) if filed.done >= ACCEPTED else None,
            canonical(lot),
        )
        for measured in ware.items:
            self.entrusted_items.row(filed.pk, measured.pk)
        return filed

    def _sample(
        self, campaign: Campaign, plan: Plan, n: int, one: Bought, parties: dict[str, Office]
    ) -> Filed | None:
        world, dates, store = self.world, self.world.dates, one.offer.store
        place, sent = world.random.randrange(150), plan.commissioned + 1
        moments = [
            one.accepted + 1,
            dates.at(plan.stored[n], place),
            dates.at(sent, place + 200),
            dates.at(sent + 1, place + 20),
            dates.at(sent + 1, place + 40),
            dates.at(sent + 2, place + 340),
            dates.at(plan.issued[n] - 2, place + 250),
            dates.at(plan.issued[n] + 2, place),
            dates.at(plan.issued[n] + 62, place),
            dates.at(plan.issued[n] + 62, place + 20),
        ]
        filed = world.register.file(
            TESTED,
            moments,
            {**parties, "platform": store.platform},
            title=f"{campaign.product} {store.brand_name} {one.offer.model}",
            place=(campaign.land.code, None, None),
            category=campaign.ware.category,
        )
        if filed is None:
            return None
        stored, received = filed.done >= STORED, filed.done >= RECEIVED
        laboratory, keeper = parties["laboratory"], campaign.land.center.person(Role.STOREKEEPER)
        self.samples.add(
            *(filed.pk, one.pk, laboratory.pk if filed.done >= COMMISSIONED else None, campaign.product),
            *(
                store.brand_name,
                one.offer.model,
                "见合格证",
                one.offer.item_id,
                store.producer,
                store.address,
            ),
            *(campaign.ware.grounds.number, UNITS[one.pk % len(UNITS)], dates.day(one.accepted)),
            *(f"A区{filed.pk % 40 + 1}架" if stored else "", "常温干燥，避光" if stored else ""),
            *(dates.stamp(moments[1]) if stored else None, keeper if stored else None),
            *(laboratory.name if stored else "", dates.day(moments[1], 7) if stored else None),
            *((FIT, "外观完好\t未启用\t包装完整") if received else (UNSEEN, "\t\t")),
            dates.stamp(moments[4]) if received else None,
        )
        return filed

    def _report(
        self,
        campaign: Campaign,
        plan: Plan,
        n: int,
        one: Bought,
        parties: dict[str, Office],
        entrustment: int,
        sample: Filed,
    ) -> Reported | None:
        world, dates, random = self.world, self.world.dates, self.world.random
        ware, store, issued = campaign.ware, one.offer.store, plan.issued[n]
        place, begun = random.randrange(120), plan.commissioned + 4
        moments = [
            dates.at(begun, place + 240),
            dates.at(issued - 3, place + 20),
            dates.at(issued - 2, place + 250),
            dates.at(issued - 1, place),
            dates.at(issued - 1, place + 240),
            dates.at(issued, place),
            dates.at(plan.delivered[n], place),
            dates.at(plan.compiled + 3, 300),
        ]
        failing: tuple[int, ...] = ()
        rate = world.rates.of(
            ware.category_name, store.platform.name, one.offer.price, targeted=campaign.targeted
        )
        if random.random() < rate:
            failing = tuple(sorted(random.sample(range(len(ware.items)), random.choice((1, 1, 1, 2)))))
        verdict = Verdict.NON_CONFORMING if failing else Verdict.CONFORMING
        submitted = moments[SUBMITTED - 1] <= dates.now
        filed = world.register.file(
            REPORT,
            moments,
            {**parties, "platform": store.platform},
            title=f"{campaign.product} {store.brand_name} {one.offer.model}",
            place=(campaign.land.code, None, None),
            category=ware.category,
            outcome=str(verdict) if submitted else "",
        )
        if filed is None:
            return None
        said = self._concluded(ware, failing)
        self._write_report(campaign, one, parties, (entrustment, sample.pk), filed, moments, said)
        self._measure(ware, filed, failing)
        if filed.done >= ISSUED:
            self._find(campaign, one, parties["laboratory"], filed, failing, sample)
        return Reported(filed, one, failing, said)

    def _concluded(self, ware: Ware, failing: tuple[int, ...]) -> str:
        """The sentence that concludes a report, each made once."""
        known = self._sentences.get((ware.category, failing))
        if known is None:
            verdicts = dict.fromkeys(failing, ItemVerdict.NON_CONFORMING)
            found = [
                Ruled(item.name, verdicts.get(n, ItemVerdict.CONFORMING)) for n, item in enumerate(ware.items)
            ]
            known = conclusion(found, ware.grounds.number)
            self._sentences[ware.category, failing] = known
        return known

    _sentences: dict[tuple[int, tuple[int, ...]], str] = {}

    def _write_report(
        self,
        campaign: Campaign,
        one: Bought,
        parties: dict[str, Office],
        of: tuple[int, int],
        filed: Filed,
        moments: list[int],
        said: str,
    ) -> None:
        dates, store, laboratory = self.world.dates, one.offer.store, parties["laboratory"]
        entered = filed.done >= ENTERED
        self.reports.add(
            *(filed.pk, *of, laboratory.pk, campaign.land.regulator.pk, campaign.product, store.brand_name),
            *(one.offer.model, "见合格证", one.offer.item_id, store.name, store.producer, store.address),
            *(dates.day(one.accepted), f"{QUANTITY} {UNITS[one.pk % len(UNITS)]}"),
            *(dates.day(moments[0]) if entered else None, dates.day(moments[1]) if entered else None),
            *(laboratory.name if entered else "", said if filed.done >= SUBMITTED else ""),
            laboratory.person(Role.TESTER) if filed.done >= SUBMITTED else None,
            laboratory.person(Role.REVIEWER) if filed.done >= REVIEWED else None,
            laboratory.person(Role.SIGNATORY) if filed.done >= SIGNED else None,
        )

    def _measure(self, ware: Ware, filed: Filed, failing: tuple[int, ...]) -> None:
        """The results: one row an item, empty until they are entered."""
        count, rest, chance = len(ware.items), self.results.rest, self.world.random.getrandbits(32)
        first = self.results.take(count)
        values = ["\t\t"] * count
        if filed.done >= ENTERED:
            values = [item.good[(chance >> n) % VARIANTS] for n, item in enumerate(ware.items)]
            for n in failing:
                values[n] = ware.items[n].bad[chance % VARIANTS]
        lines = [
            f"{first + n}\t{filed.pk}\t{n + 1}\t{item.fixed}\t{value}{rest}"
            for n, (item, value) in enumerate(zip(ware.items, values, strict=True))
        ]
        self.results.block("".join(lines), count)

    def _find(
        self,
        campaign: Campaign,
        one: Bought,
        laboratory: Office,
        filed: Filed,
        failing: tuple[int, ...],
        sample: Filed,
    ) -> None:
        """What the issued report adds to what is known of products."""
        store, ware, dates = one.offer.store, campaign.ware, self.world.dates
        self.findings.row(
            *(dates.day(one.accepted), campaign.land.center.name, campaign.product, store.producer),
            *(store.producer, ware.grounds.number, store.brand_name, one.offer.model, "见合格证", store.name),
            *(store.platform.name, one.offer.item_id, one.offer.price),
            Verdict.NON_CONFORMING if failing else Verdict.CONFORMING,
            "、".join(ware.items[n].name for n in failing),
            *(laboratory.name, f"检验报告 {filed.number}"),
            sha256(f"report {filed.number}".encode()).hexdigest(),
            ware.category_name,
            campaign.targeted,
            sample.number,
        )

    def _entrust(
        self, entrustment: Filed, sample: Filed, report: Reported | None, plan: Plan, laboratory: Office
    ) -> None:
        dates = self.world.dates
        accepted = entrustment.done >= ACCEPTED
        self.entrusted.row(
            *(entrustment.pk, sample.pk, report.filed.pk if report else None),
            dates.day(dates.at(plan.commissioned + 2, 0)) if accepted else None,
            *(("外观完好", "样品完好", "未加封", "无") if accepted else ("", "", "", "")),
            laboratory.person(Role.RECEIVER) if accepted else None,
        )
