"""Which files of a purchase show the person who receives it, and why? They lie sealed under their key."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.terms.table import Text
from sampling.purchases.flow.proofs import SHOWS

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
    "return_receipt": _("Receipt of the return"),
    "return_arrival": _("Proof that the return arrived"),
    "refund": _("Proof of the refund"),
}
