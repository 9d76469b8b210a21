"""How do the parcels of an order come? (6.2-4, 6.2-7)"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from django.core.files import File
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from accounts.models import By
from casework.actions import lock, take
from casework.clauses import carries
from casework.flow import Refused
from sampling.listings.connectors import LookUp, NoAnswer
from sampling.purchases.actions.proving import prove
from sampling.purchases.flow.purchases import PURCHASE_FLOW
from sampling.purchases.models.parcels import Parcel
from sampling.purchases.models.purchases import Purchase

EVERY, BATCH = timedelta(hours=1), 200
Files: TypeAlias = "Iterable[File[bytes]]"


@PURCHASE_FLOW.handles("ship", "add_parcel")
@transaction.atomic
@carries("6.2-4")
def send_parcel(purchase: Purchase, *, by: By, now: datetime, step: str = "ship", **sent: Any) -> Parcel:
    """Enter a parcel as the seller announced it; with the first the purchase is on its way.

    sent: carrier, tracking_number, shipped_on and, where known, sent_from, contents and pieces.
    """
    lock(purchase)
    if purchase.parcels.filter(tracking_number=sent["tracking_number"]).exists():
        raise Refused(_("This parcel has been entered already: another one has another tracking number."))
    take(step, purchase, by=by, now=now)
    return Parcel.objects.create(purchase=purchase, **sent)


@PURCHASE_FLOW.handles("receive_parcel")
@transaction.atomic
def receive_parcel(purchase: Purchase, *, parcel: Parcel, by: By, now: datetime, **came: Any) -> None:
    """Enter the arrival of one of several parcels, with others still to come."""
    lock(purchase)
    take("receive_parcel", purchase, by=by, now=now)
    _arrived(purchase, parcel, by=by, now=now, **came)


@PURCHASE_FLOW.handles("deliver")
@transaction.atomic
@carries("6.2-7")
def deliver(purchase: Purchase, *, by: By, now: datetime, parcel: Parcel | None = None, **came: Any) -> None:
    """Enter the arrival of the last parcel; the clocks of check and return start from it."""
    lock(purchase)
    last = parcel or purchase.parcels.under_way().first()
    if last is None:
        raise Refused(_("No parcel is on its way: load the page again."))
    take("deliver", purchase, by=by, now=now, delivered_at=_latest(purchase, came["delivered_at"]))
    _arrived(purchase, last, by=by, now=now, **came)


@PURCHASE_FLOW.handles("rest_missing")
@transaction.atomic
def rest_missing(purchase: Purchase, *, note: str, by: By, now: datetime) -> None:
    """Give up what has not come; the clocks start from the parcel that came last."""
    lock(purchase)
    latest = _latest(purchase)
    take("rest_missing", purchase, by=by, now=now, note=note, delivered_at=latest)
    purchase.parcels.under_way().update(missing=True)


def track(look_up: LookUp, now: datetime) -> int:
    """Ask what the carriers say of the parcels under way, those first of which nothing was heard for longest;
    returns of how many they said something. No transaction is held meanwhile; who does not answer is asked
    again in an hour."""
    due = Q(tracked_at=None) | Q(tracked_at__lt=now - EVERY)
    asked = Parcel.objects.under_way().filter(due, purchase__state="shipped")
    answered = 0
    for parcel in asked.order_by(F("tracked_at").asc(nulls_first=True), "pk")[:BATCH]:
        said: dict[str, Any] = {"tracked_at": now}
        try:
            said["tracked"] = look_up(parcel.carrier, parcel.tracking_number)
            answered += 1
        except NoAnswer:
            pass
        Parcel.objects.filter(pk=parcel.pk).update(**said)
    return answered


def _latest(purchase: Purchase, *more: datetime) -> datetime | None:
    """When the last of the parcels came."""
    came = purchase.parcels.filter(delivered_at__isnull=False).values_list("delivered_at", flat=True)
    return max([*(at for at in came if at), *more], default=None)


def _arrived(
    purchase: Purchase,
    parcel: Parcel,
    *,
    packing: Files,
    by: By,
    now: datetime,
    shot_receipt: File[bytes] | None = None,
    **came: Any,
) -> None:
    """What is known of a parcel once it is there, with photos of its outer packing."""
    found = purchase.parcels.under_way().filter(pk=parcel.pk).first()
    if found is None:
        raise Refused(_("This parcel has come already: load the page again."))
    for name, value in came.items():
        setattr(found, name, value)
    found.save(update_fields=list(came))
    photos = [prove(purchase, file, "outer_packing", by=by, now=now) for file in packing]
    if shot_receipt:
        photos.append(prove(purchase, shot_receipt, "shot_receipt", by=by, now=now))
    found.photos.set(photos)
