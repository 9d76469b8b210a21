"""How is a purchase ordered: what the buyer saw, what they paid, and what is bought instead? (6.2-4)"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import By, System
from casework.actions import lock, take
from casework.clauses import carries
from casework.flow import Refused
from sampling.purchases.actions.assigning import about
from sampling.purchases.actions.proving import prove
from sampling.purchases.actions.substitutes import not_again_without_a_reason, only_its_slot
from sampling.purchases.actions.tallies import tally
from sampling.purchases.actions.targets import plan_purchase
from sampling.purchases.flow.purchases import PURCHASE_FLOW
from sampling.purchases.models import confirmations, otherwise
from sampling.purchases.models.confirmations import Confirmation
from sampling.purchases.models.entries import Entry
from sampling.purchases.models.purchases import Purchase
from sampling.recipients.models.recipients import Recipient
from sampling.schemes.models import Listing
from trail.reasons import says_why

SHOTS = ("shot_order", "shot_payment")


@PURCHASE_FLOW.handles("confirm_item")
@transaction.atomic
@carries("6.2-4", "O18-05")
def confirm_item(
    purchase: Purchase,
    *,
    title_seen: str,
    price_seen: Decimal,
    changes: Sequence[str],
    shot_shop: File[bytes],
    shot_item: File[bytes],
    by: By,
    now: datetime,
    differences: str = "",
    **named: str,
) -> None:
    """The evidence of the order begins: shop and item as they are now, compared with what was chosen.

    The buyer learns of recipient and accounts only then; not before the organiser has decided where it may be
    another thing (`buy_changed`). named: brand, model, shop and operator where they have changed, as in
    `confirmations.NAMES`. Raises Refused where a change is not told.
    """
    differs = confirmations.differences(purchase.listing, title_seen, price_seen)
    if left := confirmations.untold(differs, changes):
        raise Refused(" ".join(left))
    if changes and not differences:
        raise Refused(_("Say what has changed since it was chosen."))
    if lacking := confirmations.unnamed(purchase.listing, changes, {"title_seen": title_seen, **named}):
        raise Refused(" ".join(dict.fromkeys(lacking.values())))
    seen = Confirmation(
        purchase=purchase,
        at=now,
        title_seen=title_seen,
        price_seen=price_seen,
        changes=list(changes),
        differences=differences,
        **named,
    )
    confirmed_at = None if seen.to_decide else now
    event = take("confirm_item", purchase, by=by, now=now, confirmed_at=confirmed_at)
    seen.buyer = purchase.buyer
    seen.save()
    for kind, file in (("shot_shop", shot_shop), ("shot_item", shot_item)):
        prove(purchase, file, kind, by=by, now=now)
    if seen.to_decide:
        take("refer", purchase, by=System(event.pk), now=now)


@PURCHASE_FLOW.handles("buy_changed")
@transaction.atomic
def buy_changed(purchase: Purchase, *, note: str, by: By, now: datetime) -> None:
    """What may have become another thing is bought all the same: the organiser's decision."""
    take("buy_changed", purchase, by=by, now=now, note=note, confirmed_at=now)
    found = purchase.confirmations.filter(buyer=purchase.buyer_id).first()
    assert found is not None
    found.allowed_at = now
    found.save(update_fields=["allowed_at"])


@PURCHASE_FLOW.handles("order")
@transaction.atomic
@carries("6.2-4", "O18-05")
def order(
    purchase: Purchase,
    *,
    account: str = "",
    payment: str = "",
    entry: dict[str, Any] | None = None,
    by: By,
    now: datetime,
    **data: Any,
) -> None:
    """Enter the order with screenshots of order and payment, for the center alone.

    account, payment: what was used where the recipient has none of their own; sealed under the recipient's
    key. entry: what the sampling form says besides, fields of Entry. Raises Refused where the recipient was
    erased meanwhile, where the price is far from all that was agreed on, and where price or operator are not
    those of the page and nobody says why.
    """
    shots = {kind: data.pop(kind) for kind in SHOTS}
    assert purchase.recipient is not None
    recipient = Recipient.objects.select_for_update().get(pk=purchase.recipient.pk)
    if recipient.erased_at:
        raise Refused(_("The recipient has been erased meanwhile: have the organiser assign somebody else."))
    if recipient.center_id != purchase.center_id:
        raise Refused(_("The recipient is another center's: have the organiser assign one of your own."))
    _at_its_price(purchase, data.get("unit_price"))
    said = entry or {}
    explained(
        otherwise.of_order(purchase, data.get("unit_price"), said.get("operator", "")),
        said.get("order_why", ""),
    )
    sealed = {
        name: recipient.lock(text, about(purchase, name))
        for name, text in (("account", account), ("payment", payment))
    }
    take("order", purchase, by=by, now=now, payer=purchase.buyer, **sealed, **data)
    Entry.objects.create(purchase=purchase, **said)
    for kind, file in shots.items():
        prove(purchase, file, kind, by=by, now=now)


def _at_its_price(purchase: Purchase, price: Decimal | str | None) -> None:
    """Refuse an order at a price on which nobody decided."""
    seen = purchase.confirmations.filter(buyer=purchase.buyer_id).first()
    if seen and price is not None and confirmations.far_off(Decimal(price), *seen.agreed()):
        raise Refused(
            _("The price is far from what was chosen: confirm shop and product again, as they are now.")
        )


def explained(found: Sequence[str], why: str) -> None:
    """Refuse what is otherwise than it was found, and nobody says why."""
    if found and not says_why(why):
        raise Refused(_("Say why this is so: %(found)s.") % {"found": "; ".join(found)})


@PURCHASE_FLOW.handles("replace")
@transaction.atomic
@carries("6.2-7-b", "W-05")
def replace(purchase: Purchase, *, listing: Listing, by: By, now: datetime, note: str = "") -> Purchase:
    """Plan a purchase in place of one that came to nothing, which it names."""
    lock(purchase.scheme.plan, purchase.scheme, purchase)
    only_its_slot(purchase, listing)
    not_again_without_a_reason(purchase, listing, note)
    event = take("replace", purchase, by=by, now=now, counts=False, note=note)
    substitute = plan_purchase(listing, by=by, now=now, replaces=purchase)
    tally(purchase.scheme.plan, System(event.pk), now)
    return substitute
