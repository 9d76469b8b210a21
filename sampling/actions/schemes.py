"""How does a scheme come about, and how does it choose its targets? (6.2-1, 6.2-3)"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from secrets import token_hex
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import System, Viewer
from casework.actions import By, check, lock, open_record, take
from casework.bulk import open_many
from casework.clauses import carries
from casework.clocks import local_day
from casework.flow import Refused
from catalogue.models import Finding, six_months_before
from catalogue.names import key, normal
from monitoring.models import PlanItem, WorkPlan
from sampling import people
from sampling.actions.budgets import within_budget
from sampling.actions.papers import scheme_paper
from sampling.flow import SIDE_ENDS
from sampling.models import Listing, Purchase, Scheme
from sampling.selection import Candidate, Obstacle, choose, commitment

LINKS = ("shop", "brand", "enterprise")


@transaction.atomic
@carries("6.2-1")
def open_scheme(*, plan: WorkPlan, by: Viewer, now: datetime, **data: Any) -> Scheme:
    """Draft a scheme for a plan that the center has received; its place and regulator are the plan's."""
    place = {name: getattr(plan, name) for name in ("center", "province", "category", "regulator")}
    return open_record(Scheme, by=by, now=now, plan=plan, **place, **data)


@transaction.atomic
def approve(scheme: Scheme, *, by: By, now: datetime) -> None:
    """Approve: what is on offer is frozen by its digest, a seed is drawn and sealed, the paper is issued.

    The seed's SHA-256 goes into the trail now, so that nobody can draw again until they like the result.
    """
    lock(scheme)
    seed = token_hex(32)
    take(
        "approve",
        scheme,
        by=by,
        now=now,
        listings_digest=scheme.digest(),
        seed_commitment=commitment(seed),
        seed_sealed=people.lock(seed, _about_seed(scheme)),
    )
    scheme_paper(scheme, by=by, now=now)


def _about_seed(scheme: Scheme) -> str:
    return f"seed:{scheme.number}"


@transaction.atomic
@carries("6.2-3", "O18-02")
def select(scheme: Scheme, *, by: By, now: datetime) -> None:
    """Propose targets, and say of every other listing what stands in its way."""
    lock(scheme)
    listings = list(_with_links(scheme))
    items = list(scheme.plan.items.all())
    known = _known(listings, six_months_before(local_day(now)))
    candidates = [
        Candidate(
            line=listing.line,
            item=listing.plan_item_id,
            shop=listing.shop_id,
            brand=listing.brand_id,
            enterprise=listing.enterprise_id,
            known=listing.pk in known,
        )
        for listing in listings
    ]
    quotas = {item.pk: room(scheme, item) for item in items}
    choice = choose(candidates, quotas, people.unlock(scheme.seed_sealed, _about_seed(scheme)))
    for listing in listings:
        listing.chosen = listing.line in choice.chosen
        listing.reason = " ".join(_said(obstacle) for obstacle in choice.left.get(listing.line, ()))[:300]
    Listing.objects.bulk_update(listings, ["chosen", "reason"])
    names = {item.pk: item.product for item in items}
    short = {names[item]: batches for item, batches in choice.short.items()}
    take("select", scheme, by=by, now=now, selected_at=now, shortfall=short)


def _with_links(scheme: Scheme) -> Iterable[Listing]:
    return scheme.listings.select_related("plan_item", "platform", *LINKS).order_by("line")


def _said(obstacle: Obstacle) -> str:
    match obstacle.reason:
        case "known":
            return _("Sampled within the last six months.")
        case "quota":
            return _("The quota is used up.")
        case "shop":
            return _("Same shop as line %(line)d.") % {"line": obstacle.by}
        case "brand":
            return _("Same brand as line %(line)d.") % {"line": obstacle.by}
        case _:
            return _("Same enterprise as line %(line)d.") % {"line": obstacle.by}


def _known(listings: Iterable[Listing], since: date) -> set[int]:
    """The listings whose producer, brand and model were sampled since a day, by anybody.

    A listing of which neither producer nor brand is known is like no other.
    """
    products = {listing.pk: listing.known_product() for listing in listings}
    named = {pk: product for pk, product in products.items() if any(product[:2])}
    keys = {key(producer) if producer else "" for producer, _brand, _model in named.values()}
    recent = Finding.objects.filter(on__gte=since, producer_key__in=keys)
    found = {
        (producer, normal(brand).casefold(), normal(model).casefold())
        for producer, brand, model in recent.values_list("producer_key", "brand", "model")
    }
    return {
        pk
        for pk, (producer, brand, model) in named.items()
        if (key(producer) if producer else "", normal(brand).casefold(), normal(model).casefold()) in found
    }


@transaction.atomic
def confirm(scheme: Scheme, *, by: By, now: datetime) -> list[Purchase]:
    """Take the proposal: the seed is shown, and a purchase is planned for each target."""
    lock(scheme.plan, scheme)
    seed = people.unlock(scheme.seed_sealed, _about_seed(scheme))
    chosen = [listing for listing in _with_links(scheme) if listing.chosen]
    if not chosen:
        raise Refused(_("No target could be chosen: withdraw the scheme and list other products."))
    check(scheme.flow["confirm"], scheme, by, now)
    within_budget(scheme.plan, chosen)
    take("confirm", scheme, by=by, now=now, seed=seed)
    return open_many(Purchase, [_target(listing) for listing in chosen], by=by, now=now)


def _target(listing: Listing, **more: Any) -> dict[str, Any]:
    """The fields of a purchase of what is on offer; its title does not name the shop."""
    scheme = listing.scheme
    return {
        "scheme": scheme,
        "listing": listing,
        "plan_item": listing.plan_item,
        **{name: getattr(listing, name) for name in LINKS},
        "title": listing.product,
        "center": scheme.center,
        "province": scheme.province,
        "category": listing.plan_item.category,
        "platform": listing.platform,
        "exception": listing.exception,
        **more,
    }


def plan_purchase(listing: Listing, *, by: By, now: datetime, **more: Any) -> Purchase:
    """Plan one purchase of what is on offer; Refused where it would repeat, or a quota is full."""
    said = obstacles(listing, now)
    if said:
        raise Refused(" ".join(said))
    within_budget(listing.scheme.plan, [listing])
    return open_record(Purchase, by=by, now=now, **_target(listing, **more))


def room(scheme: Scheme, item: PlanItem) -> int:
    """How many batches of a product of the plan still want a purchase, over all schemes of the plan."""
    bought = Purchase.objects.filter(scheme__plan=scheme.plan_id, plan_item=item, counts=True).count()
    return max(item.batches - bought, 0)


def clashes(listing: Listing) -> list[str]:
    """Which purchases of the scheme have the same shop, brand or enterprise, as sentences."""
    same = Q(listing=listing)
    for name in LINKS:
        if getattr(listing, f"{name}_id"):
            same |= Q(**{name: getattr(listing, f"{name}_id")})
    others = Purchase.objects.filter(same, scheme=listing.scheme_id, counts=True)
    return [
        _("%(purchase)s has the same shop, brand or enterprise.") % {"purchase": other.number}
        for other in others
        if not listing.exception or other.listing_id == listing.pk
    ]


def obstacles(listing: Listing, now: datetime) -> list[str]:
    """Why a listing may not be bought now, as sentences; [] if it may."""
    found = [] if room(listing.scheme, listing.plan_item) else [_("The quota is used up.")]
    found += clashes(listing)
    if _known([listing], six_months_before(local_day(now))):
        found.append(_("Sampled within the last six months."))
    return found


def free_listings(scheme: Scheme, now: datetime, instead_of: Purchase | None = None) -> list[Listing]:
    """The listings without any obstacle, in a handful of queries however many there are.

    instead_of: a purchase that gives way, whose listing, shop, brand, enterprise and quota are free again.
    """
    others = Purchase.objects.filter(scheme=scheme, counts=True)
    items = {item.pk: room(scheme, item) for item in scheme.plan.items.all()}
    if instead_of is not None:
        others = others.exclude(pk=instead_of.pk)
        items = {instead_of.plan_item_id: items[instead_of.plan_item_id] + instead_of.counts}
    used = {name: set(others.values_list(f"{name}_id", flat=True)) - {None} for name in LINKS}
    bought = set(others.values_list("listing_id", flat=True))
    listings = [
        listing
        for listing in _with_links(scheme)
        if items.get(listing.plan_item_id)
        and listing.pk not in bought
        and (listing.exception or not any(getattr(listing, f"{name}_id") in used[name] for name in LINKS))
    ]
    known = _known(listings, six_months_before(local_day(now)))
    return [listing for listing in listings if listing.pk not in known]


@transaction.atomic
def allow(scheme: Scheme, *, listing: Listing, exception: str, by: By, now: datetime) -> None:
    """Allow a listing to be bought although it repeats a shop, brand or enterprise (6.2-3: "as a rule")."""
    said = {"line": listing.line, "reason": exception}
    take("allow", scheme, by=by, now=now, note=_("Line %(line)d: %(reason)s") % said)
    listing.exception = exception
    listing.save(update_fields=["exception"])


@transaction.atomic
def add_target(scheme: Scheme, *, listing: Listing, by: By, now: datetime) -> Purchase:
    """Plan one more purchase, where a batch has none."""
    lock(scheme.plan, scheme)
    take("add", scheme, by=by, now=now, note=_("Line %(line)d") % {"line": listing.line})
    return plan_purchase(listing, by=by, now=now)


@transaction.atomic
def complete(scheme: Scheme, *, by: By, now: datetime) -> None:
    """Complete the scheme, and tell the plan how far it has come."""
    lock(scheme.plan, scheme)
    event = take("complete", scheme, by=by, now=now)
    tally(scheme.plan, System(event.pk), now)


def tally(plan: WorkPlan, by: System, now: datetime) -> None:
    """Write on a plan that is not at its end how many batches were accepted, or are not to be had."""
    plan.refresh_from_db()
    if not plan.turn or plan.state == "completed":
        return
    found: dict[str, Counter[str]] = {}
    states = Purchase.objects.filter(scheme__plan=plan).values_list("plan_item_id", "state", "counts")
    for item, state, counts in states:
        if state == "accepted" and counts:
            found.setdefault(str(item), Counter())["accepted"] += 1
        elif state in SIDE_ENDS:
            found.setdefault(str(item), Counter())["not_found"] += 1
    fulfilment = {item: dict(counts) for item, counts in found.items()}
    if plan.state == "executing":
        take("tally", plan, by=by, now=now, fulfilment=fulfilment)
        return
    # It is suspended or being revised: no step of it, but what was bought before counts when it goes on.
    plan.fulfilment = fulfilment
    plan.save(update_fields=["fulfilment"])
