"""What was chosen, what did the page say, and what was ordered? For those who decide on it."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import Viewer
from casework.beside import Card, cards
from casework.models import facts
from sampling.flow import DECISIONS
from sampling.models import Change, Confirmation, Purchase
from trail.models import Event


def bought(purchase: Purchase, viewer: Viewer) -> list[Card]:
    """Title, price and shop of each, with what was decided meanwhile; nothing of buyer and recipient."""
    pages = purchase.confirmations.order_by("pk")
    groups = [
        (_("When it was chosen"), _chosen(purchase)),
        *((_("On the page"), _page(seen)) for seen in pages),
        (_("Decisions of the organiser"), _decided(purchase)),
        (_("As it was ordered"), _ordered(purchase)),
    ]
    return [Card(_("What was chosen, found and ordered"), groups)]


def _chosen(purchase: Purchase) -> list[tuple[Any, Any]]:
    listing = purchase.listing
    return [
        (_("title"), listing.product),
        (_("price"), listing.priced() or None),
        (_("shop"), purchase.shop.name),
        (_("brand"), purchase.brand),
        (_("model"), listing.model),
    ]


def _page(seen: Confirmation) -> list[tuple[Any, Any]]:
    return [
        (_("title"), seen.title_seen),
        (_("price"), seen.price_seen),
        (_("changed"), [Change(change).label for change in seen.changes]),
        (_("differences"), seen.differences),
        (_("looked at"), seen.at),
        *([(_("allowed"), seen.allowed_at)] if seen.to_decide else []),
    ]


def _decided(purchase: Purchase) -> list[tuple[Any, Any]]:
    """Each decision on what had changed, with its reason."""
    found = Event.objects.of("record", purchase.pk).filter(verb__in=DECISIONS).order_by("pk")
    return [
        (DECISIONS[each.verb], f"{localtime(each.at):%Y-%m-%d %H:%M} · {each.detail.get('note', '')}")
        for each in found
    ]


def _ordered(purchase: Purchase) -> list[tuple[Any, Any]]:
    entry = getattr(purchase, "entry", None) if purchase.ordered_at else None
    shop = facts(entry, "operator", "platform_url") if entry else []
    return [*purchase.facts("unit_price", "quantity", "unit", "freight", "amount", "ordered_at"), *shop]


BOUGHT = cards(bought)
