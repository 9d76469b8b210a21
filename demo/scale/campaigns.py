"""What is to be sampled? Plans with their products, and schemes with what is on offer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from accounts.roles import Role
from demo.scale.courses import Course
from demo.scale.market import Store, Ware
from demo.scale.offices import Land
from demo.scale.register import Office
from demo.scale.world import World
from monitoring.flow.vocabulary import SamplingMethod
from monitoring.models.plans import PlanItem, WorkPlan
from sampling.recipients import people
from sampling.schemes.actions.seeds import commitment
from sampling.schemes.models import Listing, Scheme

PLAN = Course(WorkPlan, "open", "submit", "approve", "receive", "complete", "evaluate")
SCHEME = Course(
    Scheme, "open", "list", "commit", "submit", "approve", "choose", "select", "confirm", "complete"
)
RECEIVED, COMPLETED, EVALUATED = 4, 5, 6  # steps of PLAN
LISTED, COMMITTED, SUBMITTED, SELECTED, CONFIRMED = 2, 3, 4, 7, 8  # steps of SCHEME
TARGETED = 0.4  # of the plans
DURATION = 75  # working days in which a plan is carried out


class Offer(NamedTuple):
    """What a shop offers: a listing, as far as it is on a scheme's list."""

    store: Store
    model: str
    item_id: str
    price: int

    @property
    def url(self) -> str:
        return f"https://shop.example/item/{self.item_id}"


class Campaign(NamedTuple):
    """A plan with its scheme and offers. targeted: its goods are suspected, not drawn at random.

    confirmed: the minute from which is bought; None before that.
    """

    land: Land
    ware: Ware
    product: str
    targeted: bool
    parties: dict[str, Office]
    item: int
    scheme: int
    offers: list[Offer]
    listings: range
    confirmed: int | None


class Campaigns:
    """Makes plans and schemes."""

    def __init__(self, world: World) -> None:
        self.world = world
        begin = world.sheets.begin
        self.plans = begin(
            WorkPlan,
            *("record", "regulator", "record_no", "areas", "starts_on", "ends_on", "budget", "fulfilment"),
            *("shortfall", "evaluation", "method"),
            legal_mode="risk_monitoring",
            task_source="年度电商产品质量风险监测任务（演示）",
            task_type="monitoring",
            issuing_department="网络交易监督管理处",
            price_range="20～600元",
            staffing="监测中心组织抽样，检验机构检验。",
        )
        self.plan_items = begin(
            PlanItem,
            *("id", "plan", "category", "product", "batches", "test_standard", "judgement_standard"),
            "grounds",
            position=1,
            unit="件",
        )
        self.plan_tests = begin(PlanItem.test_items.through, "id", "planitem", "testitem")
        self.plan_platforms = begin(WorkPlan.platforms.through, "id", "workplan", "organisation")
        self.plan_cases = begin(WorkPlan.cases.through, "id", "workplan", "riskcase")
        self.plan_labs = begin(WorkPlan.laboratories.through, "id", "workplan", "organisation")
        self.schemes = begin(
            Scheme,
            *("record", "plan", "regulator", "starts_on", "ends_on", "listings_digest", "seed_commitment"),
            *("seed_sealed", "seed", "selected_at"),
            scope="计划所列平台的在售商品。",
            method="先列出在售商品，再以密封随机数排序抽取；同一店铺、品牌、企业不重复抽样。",
            staffing="买样人员购买，核查人员核查，库管人员入库。",
        )
        self.scheme_buyers = begin(Scheme.buyers.through, "id", "scheme", "user")
        self.listings = begin(
            Listing,
            *("id", "scheme", "line", "plan_item", "platform", "shop", "brand", "enterprise", "product"),
            *("model", "item_id", "url", "price", "chosen"),
        )

    def open(self, land: Land, ware: Ware, product: str, case: int | None, start: int, size: int) -> Opened:
        """A plan begun on a past working day for so many batches, to look into a risk case."""
        random, dates = self.world.random, self.world.dates
        moments = self.world.moments(start, (1, 1, 1, DURATION, 8), random.randrange(200))
        plan = self.world.register.file(
            PLAN,
            moments,
            {"regulator": land.regulator, "center": land.center},
            title=f"{product}质量风险监测",
            place=(land.code, None, None),
            category=ware.category,
        )
        assert plan is not None
        if case is not None:
            self.plan_cases.row(plan.pk, case)
        offers = [self._offer(store) for store in random.sample(self.world.market.stores[land.code], size)]
        item = self._plan_item(plan.pk, ware, product, size)
        for platform in sorted({offer.store.platform.pk for offer in offers}):
            self.plan_platforms.row(plan.pk, platform)
        for laboratory in land.laboratories:
            self.plan_labs.row(plan.pk, laboratory.pk)
        said = (
            *(plan.pk, land.regulator.pk, f"监测计划{plan.number[3:]}", land.regulator.name),
            *(dates.day(moments[0]), dates.day(moments[4], 30), size * 600),
        )
        begun, targeted = None, random.random() < TARGETED
        if plan.done >= RECEIVED:
            begun = self._scheme(land, ware, product, targeted, start, plan.pk, item, offers)
        return Opened(said, plan.done, begun, item, targeted)

    def close(self, opened: Opened, accepted: int, missing: int) -> None:
        """Write the plan, with what was fulfilled of it."""
        counts = {name: n for name, n in (("accepted", accepted), ("not_found", missing)) if n}
        self.plans.add(
            *opened.said,
            json.dumps({str(opened.item): counts}) if counts else "{}",
            "部分批次未能买到。" if missing and opened.done >= COMPLETED else "",
            "计划已完成，结果可用。" if opened.done >= EVALUATED else "",
            SamplingMethod.TARGETED if opened.targeted else SamplingMethod.RANDOM,
        )

    def _plan_item(self, plan: int, ware: Ware, product: str, batches: int) -> int:
        standards = ware.method.pk, ware.grounds.pk
        grounds = f"按 {ware.grounds.number} 判定"
        item = self.plan_items.row(plan, ware.category, product, batches, *standards, grounds)
        for measured in ware.items:
            self.plan_tests.row(item, measured.pk)
        return item

    def _offer(self, store: Store) -> Offer:
        chance = self.world.random.getrandbits(30)
        item_id = f"{store.pk % 10**6:06}{chance % 10**6:06}"
        return Offer(store, f"M-{chance % 900 + 100}", item_id, chance % 580 + 20)

    def _scheme(
        self,
        land: Land,
        ware: Ware,
        product: str,
        targeted: bool,
        start: int,
        plan: int,
        item: int,
        offers: list[Offer],
    ) -> Campaign | None:
        world, random, dates = self.world, self.world.random, self.world.dates
        moments = world.moments(start + 4, (0, 0, 1, 1, 0, 0, 0, DURATION - 6), random.randrange(200))
        parties = {"regulator": land.regulator, "center": land.center}
        scheme = world.register.file(
            SCHEME,
            moments,
            parties,
            title=f"{product}抽样方案",
            place=(land.code, None, None),
            category=ware.category,
        )
        if scheme is None:
            return None
        confirmed = scheme.done >= CONFIRMED
        secret = f"{random.getrandbits(256):064x}"
        digest = _digest(product, offers) if scheme.done >= SUBMITTED else ""
        settled = ("", "")
        if scheme.done >= COMMITTED:
            sealed = "" if confirmed else people.lock(secret, f"seed:{scheme.number}")
            settled = (commitment(secret), sealed)
        self.schemes.add(
            *(scheme.pk, plan, land.regulator.pk, dates.day(moments[0]), dates.day(moments[0], 90)),
            *(digest, *settled, secret if confirmed else ""),
            dates.stamp(moments[6]) if scheme.done >= SELECTED else None,
        )
        self.scheme_buyers.row(scheme.pk, land.center.person(Role.BUYER))
        first = self.listings.next
        for line, offer in enumerate(offers if scheme.done >= LISTED else (), start=1):
            store = offer.store
            self.listings.row(
                *(scheme.pk, line, item, store.platform.pk, store.pk, store.brand, store.enterprise),
                *(product, offer.model, offer.item_id, offer.url, offer.price, confirmed),
            )
        listings = range(first, self.listings.next)
        bought_from = moments[7] if confirmed else None
        return Campaign(
            land, ware, product, targeted, parties, item, scheme.pk, offers, listings, bought_from
        )


class Opened(NamedTuple):
    """A plan of which the fulfilment is still to be written."""

    said: tuple[object, ...]
    done: int
    campaign: Campaign | None
    item: int
    targeted: bool


def _digest(product: str, offers: Sequence[Offer]) -> str:
    """What Scheme.digest says of these listings."""
    rows = [
        [
            *(line, product, offer.store.platform.name, offer.store.shop_id, offer.store.name),
            *(offer.store.brand_name, offer.store.producer, product, offer.model, offer.item_id, offer.url),
            f"{offer.price}.00",
        ]
        for line, offer in enumerate(offers, start=1)
    ]
    return sha256(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
