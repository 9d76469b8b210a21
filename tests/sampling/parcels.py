"""What do tests of several parcels an order start from?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sampling.deliveries.actions import parcels
from sampling.purchases.models.purchases import Purchase
from tests.cast import Cast
from tests.photos import photographed
from tests.sampling import given, stated


@photographed
def two_under_way(cast: Cast, now: datetime, **more: Any) -> Purchase:
    """Its order comes in two parcels, T-1 and T-2."""
    purchase = given.shipped_purchase(cast, now, **more)
    second = given.parcel(now, "T-2")
    parcels.send_parcel(purchase, by=cast.buyer, now=now, step="add_parcel", **second)
    return purchase


@photographed
def one_of_two_came(cast: Cast, now: datetime, **more: Any) -> Purchase:
    """The first came an hour ago."""
    purchase = two_under_way(cast, now, **more)
    came = {**stated.arrival(now), "delivered_at": now, "parcel": purchase.parcels.all()[0]}
    parcels.receive_parcel(purchase, by=cast.buyer, now=now + timedelta(hours=1), **came)
    return purchase
