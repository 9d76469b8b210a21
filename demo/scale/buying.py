"""How does each purchase of a scheme go?"""

from __future__ import annotations

from typing import NamedTuple

from accounts.roles import Role
from demo.scale.campaigns import Campaign, Offer
from demo.scale.courses import Course
from demo.scale.words import UNITS
from demo.scale.world import World
from sampling.purchases.models.parcels import Parcel
from sampling.purchases.models.purchases import Purchase

BOUGHT = Course(Purchase, "open", "assign", "order", "ship", "deliver", "check", "accept")
RETURNED = Course(
    Purchase,
    *("open", "assign", "order", "ship", "deliver", "check", "reject", "send_back", "refund"),
)
FAILED = {
    Course(Purchase, "open", "assign", *steps): cause
    for steps, cause in (
        (("not_found",), "out_of_scope"),
        (("delisted",), "delisted"),
        (("out_of_stock",), "out_of_stock"),
        (("order", "seller_cancelled"), "cancelled"),
        (("shop_unreachable",), "no_answer"),
        (("refuse",), "declined"),
    )
}
ASSIGNED, ORDERED, SHIPPED, DELIVERED, JUDGED, SENT_BACK, REFUNDED = 2, 3, 4, 5, 7, 8, 9
REJECTED_SHARE, FAILED_SHARE = 0.03, 0.06
QUANTITY = 3


class Bought(NamedTuple):
    """An accepted purchase. accepted: the minute."""

    pk: int
    offer: Offer
    accepted: int


class Buying:
    """Makes purchases."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.purchases = world.sheets.begin(
            Purchase,
            *("record", "scheme", "plan_item", "listing", "shop", "brand", "enterprise", "counts", "buyer"),
            *("recipient", "payer", "order_number", "unit_price", "quantity", "unit", "amount", "ordered_at"),
            *("paid_at", "delivered_at"),
            ("as_ordered", "packing_sound", "labels_complete", "quantity_right", "in_date"),
            *("defect", "way_back", "return_tracking", "sent_back_on", "refund_amount", "refunded_on"),
            *("cause", "happened"),
        )
        self.parcels = world.sheets.begin(
            Parcel,
            *("id", "purchase", "tracking_number", "shipped_on", "delivered_at"),
            ("taken_in", "packing_state"),
            carrier="演示快运",
        )

    def buy(self, campaign: Campaign) -> tuple[list[Bought], int]:
        """The purchases of a campaign: those that were accepted, and how many came to nothing."""
        accepted: list[Bought] = []
        missing = 0
        if campaign.confirmed is None:
            return accepted, missing
        for line, offer in enumerate(campaign.offers):
            made, failed = self._one(campaign, line, offer, campaign.confirmed)
            missing += failed
            if made:
                accepted.append(made)
        return accepted, missing

    def _one(self, campaign: Campaign, line: int, offer: Offer, confirmed: int) -> tuple[Bought | None, bool]:
        random, land = self.world.random, campaign.land
        chance = random.random()
        course, cause = BOUGHT, ""
        if chance < REJECTED_SHARE:
            course = RETURNED
        elif chance < REJECTED_SHARE + FAILED_SHARE:
            course, cause = random.choice(FAILED_COURSES)
        moments = [confirmed + 5, *self._moments(confirmed, course)]
        parties = {**campaign.parties, "platform": offer.store.platform}
        filed = self.world.register.file(
            course,
            moments,
            parties,
            title=campaign.product,
            place=(land.code, None, None),
            category=campaign.ware.category,
        )
        if filed is None:
            return None, False
        self._write(campaign, line, offer, course, filed.pk, filed.done, moments, cause)
        whole = filed.done == len(course.steps)
        taken = Bought(filed.pk, offer, moments[-1]) if course is BOUGHT and whole else None
        return taken, bool(cause) and whole

    def _moments(self, confirmed: int, course: Course) -> list[int]:
        """Assigned within three weeks, delivered some days later, checked when its turn comes."""
        random = self.world.random
        first = self.world.dates.working_day(confirmed) + 1 + random.randrange(15)
        chance = random.getrandbits(16)
        gaps = (1, 1, 1 + chance % 5, (chance >> 3) % 14, (chance >> 7) % 2, 1 + (chance >> 7) % 3, 4)
        return self.world.moments(first, gaps[: len(course.steps) - 2], chance % 200)

    def _write(
        self,
        campaign: Campaign,
        line: int,
        offer: Offer,
        course: Course,
        pk: int,
        done: int,
        moments: list[int],
        cause: str,
    ) -> None:
        dates, land, store = self.world.dates, campaign.land, offer.store
        ended = bool(cause) and done == len(course.steps)
        bought = not cause
        ordered = course.flow["order"] in course.steps and done >= ORDERED
        shipped = bought and done >= SHIPPED
        arrived, judged = bought and done >= DELIVERED, bought and done >= JUDGED
        rejected = judged and course is RETURNED
        back, refunded = rejected and done >= SENT_BACK, rejected and done >= REFUNDED
        at = [dates.stamp(minute) for minute in moments[:done]]
        helpers = self.world.market.helpers[land.code]
        buyer = land.center.person(Role.BUYER) if done >= ASSIGNED else None
        assigned, payer = buyer is not None, buyer if ordered else None
        verdict = "\t".join("f" if rejected and n == 2 else "t" for n in range(5)) if judged else UNKNOWN
        self.purchases.add(
            *(pk, campaign.scheme, campaign.item, campaign.listings[line], store.pk, store.brand),
            *(store.enterprise, not ended, buyer),
            *(helpers[line % len(helpers)] if assigned else None, payer, f"DD{pk:09}" if ordered else ""),
            *(offer.price if ordered else None, QUANTITY if ordered else None),
            *(UNITS[pk % len(UNITS)] if ordered else "", offer.price * QUANTITY if ordered else None),
            *(at[2] if ordered else None, at[2] if ordered else None, at[4] if arrived else None, verdict),
            *("到样无中文标签和合格证。" if rejected else "", "quality" if rejected else ""),
            *(f"TH{pk:010}" if back else "", at[7][:10] if back else None),
            *(offer.price * QUANTITY if refunded else None, at[8][:10] if refunded else None),
            *(cause if ended else "", "按计划联系卖家，未能买到样品。" if ended else ""),
        )
        if shipped:
            came = "recipient\t外包装完好" if arrived else "\t"
            parcel = (self.parcels.take(), pk, f"YD{pk:010}", at[3][:10], at[4] if arrived else None)
            self.parcels.add(*parcel, came)


FAILED_COURSES = tuple(FAILED.items())
UNKNOWN = "\t".join([r"\N"] * 5)
