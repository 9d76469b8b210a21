"""The edges of a purchase while the buyer looks for the item: confirmed, or changed and decided on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from casework.models import Filed
from sampling.purchases.models.purchases import Purchase
from tests.cast import Cast
from tests.sampling import given, stated
from tests.walks import Walk

LOOKED: tuple[str, Callable[[Any], Filed]] = ("confirm_item", lambda purchase: purchase)


def item(purchase: Purchase, cast: Cast) -> dict[str, Any]:
    return stated.item_data(purchase)


def changed_item(purchase: Purchase, cast: Cast) -> dict[str, Any]:
    said = {"changes": ["product"], "model_seen": "M9", "differences": "It is another toy now."}
    return stated.item_data(purchase, **said)


def note(purchase: Purchase, cast: Cast) -> dict[str, Any]:
    return {"note": "For a reason."}


LOOKING = [
    Walk("purchase", "confirm_item", "assigned", "buyer", given.assigned_purchase, item),
    Walk("purchase", "refer", "assigned", "buyer", given.assigned_purchase, changed_item, cause=LOOKED),
    Walk("purchase", "buy_changed", "changed", "organiser", given.changed_purchase, note),
    Walk("purchase", "leave_changed", "changed", "organiser", given.changed_purchase, note),
]
