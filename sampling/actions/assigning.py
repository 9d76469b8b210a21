"""Who buys, who receives the parcel, and who may see them in clear? (6.2-5)"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation, User, Viewer
from accounts.roles import Role
from casework.actions import By, take
from casework.clauses import carries
from casework.flow import Forbidden, Refused
from sampling import people
from sampling.actions.consents import signed
from sampling.actions.recipients import heed
from sampling.models import Purchase, Recipient
from trail.models import LOOK, write


def buyers_of(center: Organisation) -> Any:
    """The people of a center who buy."""
    return User.objects.filter(
        is_active=True, memberships__organisation=center, memberships__roles__contains=[Role.BUYER]
    ).distinct()


@carries("6.2-5", "W-04")
def fitting(purchase: Purchase, now: datetime) -> Any:
    """The recipients whom the shop does not know: none twice for a shop, with a cool-down for an operator."""
    known = Purchase.objects.burning(purchase.shop, now).exclude(pk=purchase.pk)
    free = Recipient.objects.usable(now).filter(center=purchase.center)
    return free.exclude(pk__in=known.values("recipient")).order_by("pseudonym")


@transaction.atomic
def assign(
    purchase: Purchase,
    *,
    buyer: User,
    recipient: Recipient,
    by: By,
    now: datetime,
    note: str = "",
    step: str = "assign",
) -> None:
    """Say who buys and who receives. The recipient's row is locked: two shops of one operator cannot race."""
    list(Recipient.objects.select_for_update().filter(pk=recipient.pk).values_list("pk"))
    if not purchase.scheme.buyers.filter(pk__in=buyers_of(purchase.center)).filter(pk=buyer.pk).exists():
        raise Refused(_("This person is not among the scheme's buyers: choose one of them."))
    if not signed(purchase.center, buyer):
        raise Refused(
            _("This buyer has not signed the confidentiality undertaking: ask them to sign it in the portal.")
        )
    if not fitting(purchase, now).filter(pk=recipient.pk).exists():
        raise Refused(
            _("This recipient has had a parcel from this shop or its operator: choose another one.")
        )
    take(step, purchase, by=by, now=now, note=note, buyer=buyer, recipient=recipient)


def about(purchase: Purchase, field: str) -> str:
    """What a sealed field of a purchase is bound to."""
    return f"{purchase.number}:{field}"


@carries("W-07")
def buys(purchase: Purchase, viewer: Viewer) -> bool:
    """Whether this is the buyer assigned, or who stands in for them as a buyer."""
    return Role.BUYER in viewer.roles and viewer.acts_for(purchase.buyer_id, Role.BUYER)


@carries("6.2-5", "6.2-6", "PV-01")
def reveal_order(purchase: Purchase, *, by: Viewer, now: datetime) -> dict[str, str]:
    """The recipient and the accounts in clear, for the buyer assigned (or who stands in for them) and the
    keeper of the addresses.

    Written to the trail, and committed, before anything is read. Raises Forbidden, or Refused when the
    recipient has been erased.
    """
    own = by.organisation.pk == purchase.center_id
    assigned = buys(purchase, by)
    if not own or not (assigned or Role.ADDRESS_KEEPER in by.roles):
        raise Forbidden(_("Only the buyer assigned and the keeper of the addresses may see this."))
    if purchase.recipient is None:
        raise Refused(_("Nobody is assigned to receive this parcel yet."))
    with transaction.atomic():
        detail = {"recipient": purchase.recipient.pseudonym}
        role = Role.BUYER if assigned else Role.ADDRESS_KEEPER
        write(
            LOOK,
            ("record", purchase.pk),
            actor=by.actor(role),
            at=now,
            clause="W-04",
            detail=detail,
        )
    heed(purchase.recipient)
    try:
        shown = purchase.recipient.read()
        for field in ("account", "payment"):
            shown[field] = people.unlock(getattr(purchase, field), about(purchase, field))
    except people.Unreadable as error:
        raise Refused(_("The data of this recipient cannot be read: they were erased.")) from error
    return shown
