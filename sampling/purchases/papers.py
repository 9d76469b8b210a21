"""What do papers say of a purchase: what was offered, where, by whom, and how it came?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from accounts.models import Organisation
from casework.models import facts
from documents.papers import Form, Paper
from sampling.purchases.flow.proofs import SHOWS
from sampling.purchases.models.purchases import SHEET, Purchase
from trail.enumerations import enumerated


@dataclass(frozen=True, kw_only=True)
class Proof(Form):
    """A file kept as evidence: what it shows, and the SHA-256 by which it can be known again."""

    shows: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Said(Form):
    """A field of a form by its name, with what is entered."""

    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Group(Form):
    """Fields of a form under one heading."""

    heading: str
    rows: tuple[Said, ...]


@dataclass(frozen=True, kw_only=True)
class Set(Form):
    """One set of a sample (检/备), with its seal where it has one."""

    number: str
    part: str
    quantity: str
    seal: str = ""
    sealed_at: str = ""
    sealed_by: str = ""
    kept_at: str = ""


@dataclass(frozen=True, kw_only=True)
class SamplingForm(Paper, name="sampling_form", series="采"):
    """网上采样单, in a supervision check 抽样单 (form 4.4); O18-05 to O18-07.

    `recipient` is a pseudonym; buyer, account, address and order are on file under `purchase`. `supervised`:
    the sets are sealed, and the two persons who did so have `signed` as samplers; else whoever bought is not
    named, and whoever `checked_by` names sampled nothing. Instants are written out, in Shanghai's time.

    Only that of a supervision check goes to the shop (O18-07): by the times of order and payment a shop knows
    who bought, and in risk monitoring it must not (6.2).
    """

    template: ClassVar[str] = "papers/sampling_form.html"
    named: ClassVar[str] = "shop"

    @classmethod
    def goes_out(cls, document: Any) -> bool:
        return bool(document.content["supervised"])

    supervised: bool
    purchase: str
    plan: str
    filing_number: str = ""
    legal_mode: str
    task_type: str
    task_source: str
    # whom it was bought from
    shop: str
    shop_url: str = ""
    operator: str = ""
    credit_code: str = ""
    licence: str = ""
    natural_person: bool | None
    platform: str
    platform_address: str = ""
    platform_phone: str = ""
    platform_code: str = ""
    # whose goods, and which
    producer: str = ""
    producer_address: str = ""
    product: str
    brand: str = ""
    model: str = ""
    item_id: str
    url: str
    batch: str = ""
    labelled_standard: str
    declared: str
    packing_class: str
    way: str
    unit_price: str
    # how it was bought
    ordered_at: str
    paid_at: str
    amount: str
    freight: str
    recipient: str
    sent_from: str = ""
    delivered_at: str
    packing_state: str
    further: tuple[Group, ...] = ()
    evidence: tuple[Proof, ...]
    # what was taken
    sets: tuple[Set, ...]
    send_to: str = ""
    send_by: date | None = None
    checked_by: str
    signed: tuple[str, ...] = ()


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
        "sent_from": enumerated(dict.fromkeys(parcel.sent_from for parcel in came if parcel.sent_from)),
        "packing_state": enumerated(dict.fromkeys(parcel.packing_state for parcel in came)),
    }


# What its first rows say: as the buyer saw it on the page, or else as the registers have it.
SEEN = ("operator", "credit_code", "platform_address")


def seen_facts(purchase: Purchase) -> dict[str, str]:
    """Of shop and platform, what stood on the page where it was bought."""
    entry = getattr(purchase, "entry", None)
    return {name: getattr(entry, name) for name in SEEN if getattr(entry, name, "")}


def further_groups(purchase: Purchase) -> Iterable[Group]:
    """What the form says besides, group by group. A shop that does not know who buys confirms nothing."""
    entry = getattr(purchase, "entry", None)
    if entry is None:
        return
    supervised = purchase.scheme.supervised
    for heading, names in SHEET:
        asked = [name for name in names if name not in SEEN and (supervised or name != "confirmed")]
        rows = tuple(Said(name=str(name), value=_shown(value)) for name, value in facts(entry, *asked))
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
