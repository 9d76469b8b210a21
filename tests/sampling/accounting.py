"""From what do tests of money start? Advances, invoices and settlements, by the actions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F

from casework.actions import take
from sampling.deliveries.models.refunds import Refund, RefundDue
from sampling.money.actions import advances, money
from sampling.money.models import Advance, Settlement
from sampling.purchases.models.purchases import Purchase
from sampling.schemes.models import Scheme
from tests.cast import Cast
from tests.sampling import given


def entered(
    cast: Cast, now: datetime, scheme: Scheme, amount: str = "500.00", kind: str = "given"
) -> Advance:
    """Entered, and not confirmed yet."""
    said: dict[str, Any] = {"buyer": cast.buyer.user, "kind": kind, "amount": Decimal(amount)}
    by = cast.buyer if kind == "paid_back" else cast.organiser
    return advances.enter_advance(scheme, **said, on=now.date(), means="bank", another=True, by=by, now=now)


def advanced(cast: Cast, now: datetime, scheme: Scheme, amount: str = "500.00") -> Advance:
    advance = entered(cast, now, scheme, amount)
    advances.confirm_advance(advance, by=cast.buyer, now=now)
    return advance


def invoice(cast: Cast, now: datetime, purchase: Purchase, **more: Any) -> None:
    """Why there is none, unless told otherwise."""
    said = {"number": "", "amount": None, "issued_on": None, "none_because": "The shop gives none."}
    money.enter_invoice(purchase, by=cast.buyer, now=now, **{**said, **more})


def came_back(now: datetime, purchase: Purchase, amount: Decimal) -> Refund:
    """A part of a refund, of a claim that leaves room for more."""
    owing = {"center": purchase.center, "owed": Decimal(10**6), "since": now.date(), "due_on": now.date()}
    claim, _made = RefundDue.objects.get_or_create(purchase=purchase, defaults=owing)
    refund = Refund.objects.create(claim=claim, amount=amount, refunded_on=now.date(), at=now)
    RefundDue.objects.filter(pk=claim.pk).update(refunded=F("refunded") + amount)
    back = RefundDue.objects.get(pk=claim.pk).refunded
    Purchase.objects.filter(pk=purchase.pk).update(refund_amount=back, refunded_on=now.date())
    return refund


def draft(cast: Cast, now: datetime, scheme: Scheme) -> Settlement:
    return money.open_settlement(scheme=scheme, by=cast.buyer, now=now)


def submitted(cast: Cast, now: datetime, scheme: Scheme) -> Settlement:
    settlement = draft(cast, now, scheme)
    for claim in settlement.claims.filter(purchase__invoice=None):
        invoice(cast, now, claim.purchase)
    money.submit_settlement(settlement, by=cast.buyer, now=now)
    return settlement


def settlement_in(state: str) -> Callable[[Cast, datetime], Settlement]:
    """A settlement in a state, for walks; a draft has its invoices."""

    def make(cast: Cast, now: datetime) -> Settlement:
        purchase = given.ordered_purchase(cast, now)
        if state == "draft":
            invoice(cast, now, purchase)
            return draft(cast, now, purchase.scheme)
        settlement = submitted(cast, now, purchase.scheme)
        if state == "checked":
            take("check", settlement, by=cast.organiser, now=now)
        return settlement

    return make
