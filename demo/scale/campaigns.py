"""What is sampled of a plan? Schemes with what is on offer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from accounts.roles import Role
from demo.scale.courses import Course
from demo.scale.market import Store, Ware
from demo.scale.offices import Land
from demo.scale.plans import DURATION, RECEIVED, Planned, Plans
from demo.scale.register import Filed, Office
from demo.scale.world import World
from sampling.recipients import personal
from sampling.schemes.actions.seeds import commitment
from sampling.schemes.models import Listing, Scheme

SCHEME = Course(
    Scheme, "open", "list", "commit", "submit", "approve", "choose", "select", "confirm", "complete"
)
LISTED, COMMITTED, SUBMITTED, SELECTED, CONFIRMED = 2, 3, 4, 7, 8  # steps of SCHEME


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

    confirmed: the minute from which is bought; None before that. seed: that of the scheme.
    """

    land: Land
    ware: Ware
    product: str
    targeted: bool
    parties: dict[str, Office]
    item: int
    scheme: Filed
    seed: str
    offers: list[Offer]
    listings: range
    confirmed: int | None


class Campaigns:
    """Makes plans and their schemes."""

    def __init__(self, world: World) -> None:
        self.world = world
        begin = world.sheets.begin
        self.plans = Plans(world)
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

    def open(self, land: Land, ware: Ware, product: str, case: Filed | None, start: int, size: int) -> Opened:
        """A plan begun on a past working day for so many batches, with its scheme once it was received."""
        stores = self.world.random.sample(self.world.market.stores[land.code], size)
        offers = [self._offer(store) for store in stores]
        platforms = {offer.store.platform.pk: offer.store.platform for offer in offers}
        plan = self.plans.open(
            *(land, ware, product, case, start, size), [platforms[pk] for pk in sorted(platforms)]
        )
        received = plan.filed.done >= RECEIVED
        return Opened(plan, self._scheme(land, ware, product, start, plan, offers) if received else None)

    def close(self, opened: Opened, accepted: int, missing: int) -> None:
        """Write the plan, with what was fulfilled of it."""
        self.plans.close(opened.plan, accepted, missing)

    def _offer(self, store: Store) -> Offer:
        chance = self.world.random.getrandbits(30)
        item_id = f"{store.pk % 10**6:06}{chance % 10**6:06}"
        return Offer(store, f"M-{chance % 900 + 100}", item_id, chance % 580 + 20)

    def _scheme(
        self,
        land: Land,
        ware: Ware,
        product: str,
        start: int,
        plan: Planned,
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
            settled = (commitment(secret), personal.lock(secret, f"seed:{scheme.number}"))
        self.schemes.add(
            *(scheme.pk, plan.filed.pk, land.regulator.pk, dates.day(moments[0]), dates.day(moments[0], 90)),
            *(digest, *settled, secret if confirmed else ""),
            dates.stamp(moments[6]) if scheme.done >= SELECTED else None,
        )
        self.scheme_buyers.row(scheme.pk, land.center.person(Role.BUYER))
        first = self.listings.next
        for line, offer in enumerate(offers if scheme.done >= LISTED else (), start=1):
            store = offer.store
            self.listings.row(
                *(scheme.pk, line, plan.item, store.platform.pk, store.pk, store.brand, store.enterprise),
                *(product, offer.model, offer.item_id, offer.url, offer.price, confirmed),
            )
        listings = range(first, self.listings.next)
        bought_from = moments[7] if confirmed else None
        return Campaign(
            *(land, ware, product, plan.targeted, parties, plan.item, scheme, secret, offers, listings),
            bought_from,
        )


class Opened(NamedTuple):
    """A plan with its campaign, if that has begun."""

    plan: Planned
    campaign: Campaign | None


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
