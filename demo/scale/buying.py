"""How does each purchase of a scheme go?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from accounts.roles import Role
from demo.scale.campaigns import Campaign, Offer
from demo.scale.courses import Course
from demo.scale.register import Filed
from demo.scale.words import UNITS
from demo.scale.world import World, day
from sampling.purchases.models.confirmations import Confirmation
from sampling.purchases.models.parcels import Parcel
from sampling.purchases.models.purchases import Purchase

BOUGHT = Course(Purchase, "open", "assign", "confirm_item", "order", "ship", "deliver", "check", "accept")
RETURNED = Course(
    Purchase,
    *("open", "assign", "confirm_item", "order", "ship", "deliver", "check"),
    *("reject", "send_back", "arrive", "refund"),
)
FAILED = {
    Course(Purchase, "open", "assign", *steps): cause
    for steps, cause in (
        (("not_found",), "out_of_scope"),
        (("delisted",), "delisted"),
        (("out_of_stock",), "out_of_stock"),
        (("confirm_item", "order", "seller_cancelled"), "cancelled"),
        (("shop_unreachable",), "no_answer"),
        (("confirm_item", "order", "refuse"), "declined"),
    )
}
REJECTED_SHARE, FAILED_SHARE = 0.03, 0.06
QUANTITY = 3
CARRIER = "演示快运"


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
            *(
                "recipient",
                "confirmed_at",
                "payer",
                "order_number",
                "natural_person",
                "licence",
                "unit_price",
            ),
            *("quantity", "unit", "freight", "amount", "ordered_at", "paid_at", "delivered_at"),
            ("as_ordered", "packing_sound", "labels_complete", "quantity_right", "in_date"),
            *("defect", "way_back", "return_carrier", "return_tracking", "sent_back_on"),
            *("seller_received_on", "refund_amount", "refunded_on", "cause", "happened"),
        )
        self.confirmations = world.sheets.begin(
            Confirmation, "id", "purchase", "buyer", "at", "title_seen", "price_seen"
        )
        self.parcels = world.sheets.begin(
            Parcel,
            *("id", "purchase", "tracking_number", "shipped_on", "delivered_at"),
            ("taken_in", "packing_state"),
            carrier=CARRIER,
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
        whole = filed.done == len(course.steps)
        at = self.world.times(filed, course, moments)
        self._write(campaign, line, offer, filed, at, cause if whole else "")
        taken = Bought(filed.pk, offer, moments[-1]) if course is BOUGHT and whole else None
        return taken, bool(cause) and whole

    def _moments(self, confirmed: int, course: Course) -> list[int]:
        """Assigned within three weeks, delivered some days later, checked when its turn comes."""
        random = self.world.random
        first = self.world.dates.working_day(confirmed) + 1 + random.randrange(15)
        chance = random.getrandbits(16)
        gaps = (1, 0, 1, 1 + chance % 5, (chance >> 3) % 14, (chance >> 7) % 2, 1 + (chance >> 7) % 3, 2, 2)
        return self.world.moments(first, gaps[: len(course.steps) - 2], chance % 200)

    def _write(
        self, campaign: Campaign, line: int, offer: Offer, filed: Filed, at: Mapping[str, str], cause: str
    ) -> None:
        """The row of a purchase. at: when each step was taken; cause: why it ended without a sample."""
        pk, land, store = filed.pk, campaign.land, offer.store
        helpers = self.world.market.helpers[land.code]
        buyer = land.center.person(Role.BUYER) if "assign" in at else None
        self.purchases.add(
            *(pk, campaign.scheme.pk, campaign.item, campaign.listings[line], store.pk, store.brand),
            *(store.enterprise, not cause, buyer, helpers[line % len(helpers)] if buyer else None),
            *(at.get("confirm_item"), *_order(pk, offer, buyer, at), at.get("deliver"), _checked(at)),
            *(*_return(pk, offer, at), cause, "按计划联系卖家，未能买到样品。" if cause else ""),
        )
        if "confirm_item" in at:
            self.confirmations.row(pk, buyer, at["confirm_item"], campaign.product, offer.price)
        if "ship" in at:
            came = "recipient\t外包装完好" if "deliver" in at else "\t"
            self.parcels.row(pk, f"YD{pk:010}", day(at["ship"]), at.get("deliver"), came)


def _order(pk: int, offer: Offer, payer: int | None, at: Mapping[str, str]) -> tuple[object, ...]:
    """From the payer to when it was paid. No freight is paid; the account is one that the recipient
    lends, which is written down nowhere else."""
    if "order" not in at:
        return (None, "", None, "", None, None, "", None, None, None, None)
    return (
        *(payer, f"DD{pk:09}", False, offer.store.licence, offer.price, QUANTITY),
        *(UNITS[pk % len(UNITS)], 0, offer.price * QUANTITY, at["order"], at["order"]),
    )


def _checked(at: Mapping[str, str]) -> str:
    """What the check on arrival found, as five columns."""
    if "accept" in at:
        return "\t".join(["t"] * 5)
    return "\t".join("f" if n == 2 else "t" for n in range(5)) if "reject" in at else UNKNOWN


def _return(pk: int, offer: Offer, at: Mapping[str, str]) -> tuple[object, ...]:
    """From the defect to the day of the refund."""
    back, refunded = "send_back" in at, "refund" in at
    return (
        *(("到样无中文标签和合格证。", "quality") if "reject" in at else ("", "")),
        *((CARRIER, f"TH{pk:010}") if back else ("", "")),
        *(day(at.get("send_back")), day(at.get("arrive"))),
        *(offer.price * QUANTITY if refunded else None, day(at.get("refund"))),
    )


FAILED_COURSES = tuple(FAILED.items())
UNKNOWN = "\t".join([r"\N"] * 5)
