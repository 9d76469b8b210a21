"""What is a purchase proved with, by whom, what is missing, and which files show a person? (O18-05)"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Role
from casework.flow import Refused
from casework.lifting import own
from casework.terms.table import Text
from sampling.purchases.flow.ends import ENDS
from trail.enumerations import enumerated

# What the files of a purchase show, by their kind.
SHOWS: dict[str, Text] = {
    "shot_shop": gettext_lazy("Screenshot of the shop"),
    "shot_item": gettext_lazy("Screenshot of the product"),
    "shot_order": gettext_lazy("Screenshot of the order"),
    "shot_payment": gettext_lazy("Screenshot of the payment"),
    "outer_packing": gettext_lazy("Photos of the outer packing"),
    "shot_receipt": gettext_lazy("Screenshot of the courier's receipt"),
    "unpacking": gettext_lazy("Photos or a video of the unpacking"),
    "no_sample": gettext_lazy("Proof"),
    "authority_opinion": gettext_lazy("Opinion of the local authority, stamped"),
    **dict(end.proof for end in ENDS),
}


# What is not in it shows none: shop and product are looked at before anybody is revealed, the goods (defect,
# wrong_goods) after the parcel was put aside, an authority's opinion names the shop; an invoice is a voucher
# of the center's accounts, made out to the center, and kept as long as these (Accounting Law, art. 23).
SHOW_A_PERSON = {
    "shot_order": "an order names recipient, telephone and address",
    "shot_payment": "a payment names the account that paid",
    "shot_receipt": "a courier's receipt names recipient and address",
    "outer_packing": "the label of the parcel names recipient, telephone and address",
    "unpacking": "the unpacking begins with the label of the parcel",
    "shot_cancelled": "a cancelled order names recipient, telephone and address",
    "shot_stock": "an order that is not filled names recipient and address",
    "refusal": "what the seller writes stands beside the buying account",
    "contact": "the attempts to reach the shop are made from the buying account",
    "return_receipt": "the carrier's receipt names who sends it back",
    "return_arrival": "the proof that it arrived names who sends it back",
    "refund": "a refund names the account to which it came",
}
# What these are called, in place of the name that whoever sent them gave them.
CALLED: dict[str, Text] = {
    **SHOWS,
    "return_receipt": gettext_lazy("Receipt of the return"),
    "return_arrival": gettext_lazy("Proof that the return arrived"),
    "refund": gettext_lazy("Proof of the refund"),
}


@dataclass(frozen=True)
class Need:
    """A kind of file that a purchase is proved with. at: the state from which on it has to be there.

    supervised: in a supervision check only. video: a film, not photos.
    """

    kind: str
    by: Role
    at: str
    supervised: bool = False
    video: bool = False

    @property
    def label(self) -> Text:
        return gettext_lazy("Video of the unpacking") if self.video else SHOWS[self.kind]

    def met(self, kept: Iterable[tuple[str, str]]) -> bool:
        """Whether one of these (kind, content type) is it."""
        return any(
            kind == self.kind and (not self.video or content.startswith("video/")) for kind, content in kept
        )


NEEDS = (
    Need("shot_shop", Role.BUYER, "ordered"),
    Need("shot_item", Role.BUYER, "ordered"),
    Need("shot_order", Role.BUYER, "ordered"),
    Need("shot_payment", Role.BUYER, "ordered"),
    Need("outer_packing", Role.BUYER, "delivered"),
    Need("shot_receipt", Role.BUYER, "delivered", supervised=True),
    Need("unpacking", Role.VERIFIER, "checking"),
    Need("unpacking", Role.VERIFIER, "checking", supervised=True, video=True),
)


@dataclass(frozen=True)
class Completeness:
    """How far a purchase is proved: what is needed, and what of it is missing."""

    needed: tuple[Need, ...]
    missing: tuple[Need, ...]

    @property
    def have(self) -> int:
        return len(self.needed) - len(self.missing)


def completeness(purchase: Any) -> Completeness:
    """What this purchase has to be proved with by the time it is accepted, and what is missing."""
    supervised = purchase.scheme.supervised
    needed = tuple(need for need in NEEDS if supervised or not need.supervised)
    kept = list(purchase.attachments.values_list("kind", "content_type"))
    return Completeness(needed, tuple(need for need in needed if not need.met(kept)))


@own()
def evidence_complete(purchase: Any, now: datetime) -> None:
    """Nothing is accepted before all that proves it is there (O18-05, O18-06)."""
    missing = completeness(purchase).missing
    if missing:
        names = enumerated(str(need.label) for need in missing)
        raise Refused(_("The evidence is not complete. Missing: %(names)s.") % {"names": names})


def unpacking_kept(purchase: Any, now: datetime) -> None:
    """A photo or video of the unpacking is kept (O18-06)."""
    if not purchase.attachments.filter(kind="unpacking").exists():
        raise Refused(_("The unpacking is not documented: begin the check with a photo or video of it."))
