"""How do targets become purchases: those that were chosen, and one more? (6.2-2, 6.2-3)"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import By
from accounts.roles import Role
from casework.actions import check, lock, open_record, take
from casework.bulk import open_many
from casework.flow import Refused
from casework.work.notifications import tell
from documents.models import Document
from sampling.listings.actions.identities import LINKS
from sampling.listings.actions.listings import unchanged, with_links
from sampling.purchases.actions.budgets import within_budget
from sampling.purchases.actions.repeats import Room, obstacles
from sampling.purchases.models.purchases import Purchase
from sampling.schemes.actions.seeds import seed_of
from sampling.schemes.flow.schemes import SCHEME_FLOW
from sampling.schemes.models import Listing, Scheme
from sampling.schemes.papers import scheme_paper
from trail.enumerations import enumerated


@transaction.atomic
def confirm(scheme: Scheme, *, by: By, now: datetime, digest: str = "") -> list[Purchase]:
    """Take the proposal: the seed is shown, and a purchase is planned for each target. Where it is not the
    first that was seen, or finds less than was approved, whoever approved the scheme is told.

    The plan is locked: what another of its schemes has bought meanwhile is not bought again. digest: as in
    `submit`.
    """
    lock(scheme.plan, scheme)
    unchanged(scheme, digest)
    chosen = list(with_links(scheme).filter(chosen=True))
    if not chosen:
        raise Refused(_("No target could be chosen: withdraw the scheme and list other products."))
    check(scheme.flow["confirm"], scheme, by, now)
    within_budget(scheme.plan, chosen)
    left = Room(scheme.plan)
    over = [str(listing.line) for listing in chosen if not left.claim(listing)]
    if over:
        used = _("Other schemes of the plan have used up what is left for lines %(lines)s: choose again.")
        raise Refused(used % {"lines": enumerated(over)})
    event = take("confirm", scheme, by=by, now=now, seed=seed_of(scheme))
    if scheme.center_id and (scheme.chosen_again() or scheme.shortfall):
        tell(scheme, event, scheme.center_id, Role.LEADER)
    if scheme.chosen_again():
        older = Document.objects.filter(record_id=scheme.pk, paper="scheme").order_by("pk").last()
        scheme_paper(scheme, by=by, now=now, older=older)
    return open_many(Purchase, [_target(listing) for listing in chosen], by=by, now=now)


def _target(listing: Listing, **more: Any) -> dict[str, Any]:
    """The fields of a purchase of what is on offer; its title tells the product of the plan and the line,
    and not what the shop calls it, which names the brand as often as not."""
    scheme = listing.scheme
    return {
        "scheme": scheme,
        "listing": listing,
        "plan_item": listing.plan_item,
        **{name: getattr(listing, name) for name in LINKS},
        "title": f"{listing.plan_item} · {listing.line}",
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


@SCHEME_FLOW.handles("allow")
@transaction.atomic
def allow(scheme: Scheme, *, listing: Listing, exception: str, by: By, now: datetime) -> None:
    """Allow a listing to be bought although it repeats a shop, brand or enterprise (6.2-3: "as a rule")."""
    said = {"line": listing.line, "reason": exception}
    take("allow", scheme, by=by, now=now, note=_("Line %(line)d: %(reason)s") % said)
    listing.exception = exception
    listing.save(update_fields=["exception"])


@SCHEME_FLOW.handles("add")
@transaction.atomic
def add_target(scheme: Scheme, *, listing: Listing, by: By, now: datetime) -> Purchase:
    """Plan one more purchase, where a batch has none; the schemes of a plan share its batches."""
    lock(scheme.plan, scheme)
    take("add", scheme, by=by, now=now, note=_("Line %(line)d") % {"line": listing.line})
    return plan_purchase(listing, by=by, now=now)
