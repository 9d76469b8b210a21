"""What would be bought twice, and what is there still room for? (6.2-3, O18-02)"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from django.utils.translation import gettext as _

from monitoring.plans.models.plans import PlanItem, WorkPlan
from sampling.listings.actions.identities import LINKS, Mark, marks, product_of, sampled
from sampling.listings.actions.listings import with_links
from sampling.purchases.actions.budgets import budget_of
from sampling.purchases.models.purchases import Purchase
from sampling.schemes.models import Listing, Scheme

# So many are read at a time, and so many offered to choose from.
TOGETHER, OFFERED = 2_000, 500


def _known(listings: Sequence[Listing], now: datetime) -> set[int]:
    """Which of some listings were sampled already."""
    products = {
        each.pk: product_of(str(each.enterprise or ""), str(each.brand or ""), each.model)
        for each in listings
    }
    found = sampled({product[0] for product in products.values()}, now)
    return {each.pk for each in listings if found.has(products[each.pk], each.standard)}


# --- what there is room for --------------------------------------------------------------------------------


class Room:
    """What the plan of a scheme still leaves, over all its schemes: by item, by quota, and of the money.

    instead_of: a purchase that gives way, whose place is free again.
    """

    def __init__(self, plan: WorkPlan, instead_of: Purchase | None = None) -> None:
        bought = Purchase.objects.filter(scheme__plan=plan, counts=True)
        if instead_of is not None:
            bought = bought.exclude(pk=instead_of.pk)
        self.items = {item.pk: item.batches for item in plan.items.all()}
        self.quotas = {quota: quota.most for quota in plan.quotas.select_related("platform", "item")}
        self.budget = budget_of(plan, instead_of).left
        rows = bought.values_list("platform_id", "plan_item_id", "listing__price")
        for platform, item, price in rows:
            self.items[item] -= 1
            for quota in self.quotas:
                self.quotas[quota] -= quota.counts(platform, item, price)

    def of(self, item: PlanItem | int) -> int:
        """How many batches of a product still want a purchase."""
        return max(self.items.get(item if isinstance(item, int) else item.pk, 0), 0)

    def takes(self, listing: Listing) -> bool:
        """Whether neither the product's batches nor any quota of the plan is used up for a listing."""
        where = listing.platform_id, listing.plan_item_id, listing.price
        return self.of(listing.plan_item_id) > 0 and all(
            left > 0 for quota, left in self.quotas.items() if quota.counts(*where)
        )

    def claim(self, listing: Listing) -> bool:
        """Use up a place for a listing, if one is left."""
        if not self.takes(listing):
            return False
        self.items[listing.plan_item_id] -= 1
        for quota in self.quotas:
            self.quotas[quota] -= quota.counts(listing.platform_id, listing.plan_item_id, listing.price)
        return True


def room(scheme: Scheme, item: PlanItem) -> int:
    """How many batches of a product of the plan still want a purchase, over all schemes of the plan."""
    return Room(scheme.plan).of(item)


# --- what stands in the way --------------------------------------------------------------------------------


def clashes(listing: Listing) -> list[str]:
    """Which purchases of the scheme have the same shop or operator, brand or enterprise, as sentences."""
    others = Purchase.objects.filter(scheme=listing.scheme_id, counts=True).select_related(*LINKS)
    mine = _used(listing)
    return [
        _("%(purchase)s has the same shop, brand or enterprise.") % {"purchase": other.number}
        for other in others
        if other.listing_id == listing.pk or (not listing.exception and mine & _used(other))
    ]


def _used(of: Listing | Purchase) -> set[tuple[str, Mark]]:
    """What of is once alone: the marks of its shop, brand and enterprise."""
    return set(_each_mark(of))


def _each_mark(of: Listing | Purchase) -> Iterator[tuple[str, Mark]]:
    for name in LINKS:
        for mark in marks(getattr(of, name)):
            yield name, mark


def obstacles(listing: Listing, now: datetime) -> list[str]:
    """Why a listing may not be bought now, as sentences; [] if it may."""
    found = [] if Room(listing.scheme.plan).takes(listing) else [_("The quota is used up.")]
    found += clashes(listing)
    if _known([listing], now):
        found.append(_("Sampled within the last six months."))
    return found


def free_listings(
    scheme: Scheme, now: datetime, instead_of: Purchase | None = None, most: int = OFFERED
) -> list[Listing]:
    """The first listings without any obstacle, read in parts.

    instead_of: a purchase that gives way, whose listing, shop, brand, enterprise and quota are free again.
    """
    others = Purchase.objects.filter(scheme=scheme, counts=True)
    left = Room(scheme.plan, instead_of)
    if instead_of is not None:
        others = others.exclude(pk=instead_of.pk)
        left.items = {instead_of.plan_item_id: left.of(instead_of.plan_item_id)}
    used = {mark for other in others.select_related(*LINKS) for mark in _each_mark(other)}
    bought = set(others.values_list("listing_id", flat=True))
    found: list[Listing] = []
    rows = with_links(scheme).iterator(TOGETHER)
    while len(found) < most and (part := list(islice(rows, TOGETHER))):
        free = [
            listing
            for listing in part
            if left.takes(listing)
            and listing.pk not in bought
            and (listing.exception or not used & _used(listing))
        ]
        known = _known(free, now)
        found += [listing for listing in free if listing.pk not in known]
    return found[:most]
