"""What becomes of goods that arrived: accepted as samples, or rejected and sent back? (6.2-7)"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeAlias

from django.core.files import File
from django.db import transaction

from accounts.models import By
from casework.actions import take
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from sampling.deliveries.actions.refunds import owe
from sampling.purchases.actions.proving import prove
from sampling.purchases.flow.purchases import PURCHASE_FLOW
from sampling.purchases.models.purchases import Purchase, WayBack

Files: TypeAlias = "Iterable[File[bytes]]"


@PURCHASE_FLOW.handles("check")
@transaction.atomic
@carries("O18-06")
def begin_check(purchase: Purchase, *, unpacking: Files, by: By, now: datetime) -> None:
    """Begin the check: the unpacking is photographed or filmed."""
    take("check", purchase, by=by, now=now)
    for file in unpacking:
        prove(purchase, file, "unpacking", by=by, now=now)


@PURCHASE_FLOW.handles("reject")
@transaction.atomic
@carries("6.2-7-b")
def reject(
    purchase: Purchase, *, checks: dict[str, Any], evidence: Files, by: By, now: datetime, **data: Any
) -> None:
    """Reject what arrived, with reason and proof: the buyer returns it within seven days."""
    take("reject", purchase, by=by, now=now, **checks, **data)
    for file in evidence:
        prove(purchase, file, "defect", by=by, now=now)


@PURCHASE_FLOW.handles("send_back")
@transaction.atomic
def send_back(
    purchase: Purchase,
    *,
    receipt: File[bytes],
    owed: Decimal | None = None,
    by: By,
    now: datetime,
    **data: Any,
) -> None:
    """Enter the return with the carrier's receipt: the shop owes the money from now on.

    owed: how much; None = what was paid, and for a defect also the freight of the return.
    """
    take("send_back", purchase, by=by, now=now, **data)
    prove(purchase, receipt, "return_receipt", by=by, now=now)
    if owed is None and purchase.amount is not None:
        theirs = purchase.way_back == WayBack.QUALITY
        owed = purchase.amount + (purchase.return_freight or 0 if theirs else 0)
    owe(purchase, owed, purchase.sent_back_on or local_day(now))


@PURCHASE_FLOW.handles("void")
@transaction.atomic
def void_purchase(purchase: Purchase, *, note: str, by: By, now: datetime) -> None:
    """Void a purchase: its shop, brand and enterprise may be sampled again, what was paid is owed."""
    take("void", purchase, by=by, now=now, note=note, counts=False)
    if purchase.paid_at:
        owe(purchase, purchase.amount, local_day(now))
