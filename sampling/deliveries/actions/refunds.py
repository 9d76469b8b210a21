"""How does money come back for what could not become a sample, and who may give it up? (6.2-7-b, RC-05)"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.files import File
from django.db import transaction
from django.db.models import Case, Count, DecimalField, F, Q, Sum, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import By, Viewer
from accounts.roles import Kind, Role
from casework.actions import lock, take
from casework.clauses import carries
from casework.deadlines.clocks import last_day, local_day
from casework.flow import Forbidden, Refused
from catalogue.yuan import NOTHING
from sampling.deliveries.models.refunds import LEFT, OVERSEERS, Refund, RefundDue
from sampling.purchases.actions.proving import prove
from sampling.purchases.flow.ends import TO_GO_BACK
from sampling.purchases.flow.purchases import ENDING, PURCHASE_FLOW, REFUNDING, PurchaseState
from sampling.purchases.models.purchases import Purchase
from sampling.schemes.actions.buyers import still_buys
from trail import verbs
from trail.models import write

verbs.register("enter a refund", gettext_lazy("Enter a refund"))
verbs.register("write off a claim", gettext_lazy("Write off what is owed"))

# While goods are on their way back, or still here, the purchase ends with its money.
GOODS = (PurchaseState.RETURNED, *TO_GO_BACK)


@carries("RC-05")
def owe(purchase: Purchase, owed: Decimal | None, since: date) -> RefundDue | None:
    """Money is to come back for a purchase, to be refunded within the term counted from that day; for goods
    that went back, from the day on which the seller has them.

    owed: what was paid and is not the center's to bear; None where nothing was paid. For other goods than
    those ordered it is owed since the end, and anew since they went back. Raises Refused for no more than
    what has come already.
    """
    if not owed:
        return None
    claim = RefundDue.objects.select_for_update().filter(purchase=purchase).first() or RefundDue(
        purchase=purchase, center=purchase.center, platform=purchase.platform
    )
    if owed <= claim.refunded:
        raise Refused(
            _("%(sum)s yuan have come back already: more than that is owed.") % {"sum": claim.refunded}
        )
    claim.owed, claim.since = owed, since
    claim.due_on = due(claim)
    claim.save()
    return claim


def due(claim: RefundDue) -> date | None:
    """The last day to refund a claim: of goods that went back from the seller's receipt on, and None until
    then; where no goods came, from the end of the order on."""
    purchase = claim.purchase
    if purchase.state != PurchaseState.RETURNED:
        return last_day(ENDING, claim.since)
    received = purchase.seller_received_on
    return last_day(REFUNDING, received) if received else None


@PURCHASE_FLOW.handles("arrive")
@transaction.atomic
@carries("RC-05")
def arrive(
    purchase: Purchase, *, seller_received_on: date, proof: File[bytes], by: By, now: datetime
) -> None:
    """The seller has what was sent back, by the carrier's record: its days to refund it begin with that."""
    take("arrive", purchase, by=by, now=now, seller_received_on=seller_received_on)
    prove(purchase, proof, "return_arrival", by=by, now=now)
    for claim in RefundDue.objects.filter(purchase=purchase, settled_on=None):
        claim.due_on = due(claim)
        claim.save(update_fields=["due_on"])


WHO_ENTERS = gettext_lazy(
    "Only the buyer of this purchase enters its refunds; once they have left, who claims it or an organiser."
)


def enters_refund(purchase: Purchase, viewer: Viewer) -> bool:
    """Whether this viewer enters what came back: its buyer, or, once they buy here no more, who claims what
    it cost, or an organiser."""
    if purchase.bought_by(viewer):
        return True
    buyer = purchase.buyer
    if viewer.organisation.pk != purchase.center_id or buyer is None or still_buys(buyer, purchase.center):
        return False
    return Role.ORGANISER in viewer.roles or settles(purchase, viewer)


@PURCHASE_FLOW.handles("enter_part", "refund")
@transaction.atomic
@carries("6.2-7-b")
def enter_refund(
    purchase: Purchase,
    *,
    amount: Decimal,
    refunded_on: date,
    freight: Decimal = NOTHING,
    proof: File[bytes] | None = None,
    by: By,
    now: datetime,
) -> RefundDue:
    """Enter what came back, in whole or in part; a purchase sent back is refunded with the last of it.

    Raises Forbidden to whoever does not enter it, and Refused for more than is left.
    """
    claim = _locked(purchase)
    if isinstance(by, Viewer) and not enters_refund(purchase, by):
        raise Forbidden(str(WHO_ENTERS))
    total = amount + freight
    if total <= 0:
        raise Refused(_("Enter how much came back."))
    if total > claim.left:
        raise Refused(_("Only %(left)s yuan are still to come: correct the amount.") % {"left": claim.left})
    kept = prove(purchase, proof, "refund", by=by, now=now) if proof else None
    who = by.user if isinstance(by, Viewer) else None
    Refund.objects.create(
        claim=claim, amount=amount, freight=freight, refunded_on=refunded_on, proof=kept, by=who, at=now
    )
    claim.refunded = claim.refunds.aggregate(sum=Sum(F("amount") + F("freight")))["sum"]
    claim.settled_on = None if claim.left else refunded_on
    claim.save(update_fields=["refunded", "settled_on"])
    came: dict[str, Any] = {"refund_amount": claim.refunded, "refunded_on": refunded_on}
    if purchase.state == PurchaseState.RETURNED and claim.left:
        take("enter_part", purchase, by=by, now=now, **came)
    elif purchase.state in GOODS and not claim.left:
        take("refund", purchase, by=by, now=now, **came)
    else:
        detail = {"note": _("%(sum)s yuan, %(left)s still to come") % {"sum": total, "left": claim.left}}
        write("enter a refund", ("record", purchase.pk), actor=by.actor(), at=now, detail=detail)
        Purchase.objects.filter(pk=purchase.pk).update(**came)
    return claim


@PURCHASE_FLOW.handles("write_off")
@transaction.atomic
@carries("6.2-7-b")
def write_off(purchase: Purchase, *, note: str, by: Viewer, now: datetime) -> RefundDue:
    """Give up what is left of a claim, for a reason: the leader alone may."""
    claim = _locked(purchase)
    if Role.LEADER not in by.roles or by.organisation.pk != purchase.center_id:
        raise Forbidden(_("Only the center's leader writes off what is owed."))
    if not claim.left:
        raise Refused(_("Nothing is left of this claim."))
    claim.written_off, claim.reason, claim.written_off_by = claim.left, note, by.user
    claim.settled_on = local_day(now)
    claim.save(update_fields=["written_off", "reason", "written_off_by", "settled_on"])
    if purchase.state in GOODS:
        take("write_off", purchase, by=by, now=now, note=note)
    else:
        detail = {"note": note, "sum": str(claim.written_off)}
        write("write off a claim", ("record", purchase.pk), actor=by.actor(), at=now, detail=detail)
    return claim


def _locked(purchase: Purchase) -> RefundDue:
    """The claim of a purchase, both locked and brought up to date."""
    lock(purchase)
    purchase.refresh_from_db()
    claim = RefundDue.objects.select_for_update().filter(purchase=purchase).first()
    if claim is None:
        raise Refused(_("No money is to come back for this purchase."))
    return claim


class Totals(NamedTuple):
    """The sums of claims, of one platform or of all. claims: how many; left, overdue: still to come."""

    platform: str
    claims: int
    owed: Decimal
    refunded: Decimal
    written_off: Decimal
    left: Decimal
    overdue: Decimal


def totals(claims: Any, today: date) -> list[Totals]:
    """The sums of a queryset of claims by platform, in one query; the last row is that of all."""
    late = Case(When(Q(settled_on=None, due_on__lt=today), then=LEFT), default=Value(NOTHING))
    sums = {
        "claims": Count("pk"),
        "owed": Sum("owed"),
        "refunded": Sum("refunded"),
        "written_off": Sum("written_off"),
        "left": Sum(LEFT),
        "overdue": Sum(late, output_field=DecimalField()),
    }
    names = [f"total_{name}" for name in sums]
    found = (
        claims.order_by("platform__name")
        .values_list("platform__name")
        .annotate(**dict(zip(names, sums.values(), strict=True)))
    )
    rows = [Totals(name or "", *values) for name, *values in found]
    zero = Totals("", 0, *[NOTHING] * 5)
    together = [sum(column) for column in zip(*(row[1:] for row in [*rows, zero]), strict=True)]
    return [*rows, Totals("", int(together[0]), *map(Decimal, together[1:]))]


def sees_money(viewer: Viewer) -> bool:
    """Whether this viewer has to do with money: a center's overseers and buyers."""
    return viewer.kind == Kind.CENTER and bool((OVERSEERS | {Role.BUYER}) & viewer.roles)


def settles(purchase: Purchase, viewer: Viewer) -> bool:
    """Whether this viewer settles what it cost: their own money, or that of somebody who has left."""
    claimed = purchase.claims.filter(counts=True, settlement__claimant=viewer.user)
    return Role.BUYER in viewer.roles and claimed.exists()
