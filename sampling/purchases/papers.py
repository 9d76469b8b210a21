"""What do papers say of a purchase: what was offered, where, by whom, and how it came?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Organisation
from casework.models import facts
from documents.papers.sampling import Group, Proof, Said
from sampling.purchases.flow.proofs import SHOWS
from sampling.purchases.models.purchases import SHEET, Purchase
from sampling.schemes.papers import listed


def offered(purchase: Purchase) -> dict[str, Any]:
    """Where it was on offer."""
    return {
        "purchase": purchase.number,
        "shop": purchase.shop.name,
        "operator": purchase.shop.operator,
        "platform": purchase.listing.platform.name,
        "item_id": purchase.listing.item_id,
        "url": purchase.listing.url,
    }


def parcels_of(purchase: Purchase) -> dict[str, str]:
    """Whence the parcels came and how they looked."""
    came = [parcel for parcel in purchase.parcels.all() if parcel.delivered_at]
    return {
        "sent_from": listed(dict.fromkeys(parcel.sent_from for parcel in came if parcel.sent_from)),
        "packing_state": listed(dict.fromkeys(parcel.packing_state for parcel in came)),
    }


def further_groups(purchase: Purchase) -> Iterable[Group]:
    """What the form says besides, group by group."""
    entry = getattr(purchase, "entry", None)
    if entry is None:
        return
    for heading, names in SHEET:
        rows = tuple(Said(name=str(name), value=_shown(value)) for name, value in facts(entry, *names))
        if rows:
            yield Group(heading=str(heading), rows=rows)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(value)


def platform_facts(platform: Organisation | None) -> dict[str, str]:
    if platform is None:
        return {}
    return {
        "platform_address": platform.address,
        "platform_phone": platform.phone,
        "platform_code": platform.credit_code,
    }


def proofs(purchase: Purchase) -> tuple[Proof, ...]:
    """The files that prove the purchase, oldest first."""
    files = purchase.attachments.filter(kind__in=SHOWS).order_by("pk").values_list("kind", "sha256")
    return tuple(Proof(shows=str(SHOWS[kind]), sha256=digest) for kind, digest in files)
