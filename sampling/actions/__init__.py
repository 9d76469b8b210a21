"""What can be done with schemes, listings, purchases, samples and recipients?"""

from sampling.actions.assigning import assign, buyers_of, buys, fitting, reveal_order
from sampling.actions.choices import ask, choose, deny, grant
from sampling.actions.custody import (
    confirm_disposal,
    give_back,
    hand_over,
    recall_to_store,
    send_out,
    shift,
    take_in,
    timeline,
    turn_back,
)
from sampling.actions.ends import fail
from sampling.actions.evidence import add_evidence, lacking
from sampling.actions.listings import Offer, add_offers, judge, remove
from sampling.actions.parcels import deliver, receive_parcel, rest_missing, send_parcel
from sampling.actions.purchases import (
    accept,
    begin_check,
    order,
    reject,
    replace,
    send_back,
    void_purchase,
)
from sampling.actions.recipients import Known, add_recipient, erase, reveal_recipient
from sampling.actions.refunds import enter_refund, write_off
from sampling.actions.repeats import Room, clashes, free_listings, obstacles
from sampling.actions.returns import chain, same_slot
from sampling.actions.samples import (
    receive,
    reject_sample,
    release,
    resample,
    store,
)
from sampling.actions.schemes import (
    add_target,
    allow,
    approve,
    complete,
    confirm,
    open_scheme,
    submit,
)
from sampling.actions.seals import seal, set_aside, settle, witness
from sampling.actions.seeds import commit, commitment

__all__ = [
    "Known",
    "Offer",
    "Room",
    "accept",
    "add_evidence",
    "add_offers",
    "add_recipient",
    "add_target",
    "allow",
    "approve",
    "ask",
    "assign",
    "begin_check",
    "buyers_of",
    "buys",
    "chain",
    "choose",
    "clashes",
    "commit",
    "commitment",
    "complete",
    "confirm",
    "confirm_disposal",
    "deliver",
    "deny",
    "enter_refund",
    "erase",
    "fail",
    "fitting",
    "free_listings",
    "give_back",
    "grant",
    "hand_over",
    "judge",
    "lacking",
    "obstacles",
    "open_scheme",
    "order",
    "recall_to_store",
    "receive",
    "receive_parcel",
    "reject",
    "reject_sample",
    "release",
    "remove",
    "replace",
    "resample",
    "rest_missing",
    "reveal_order",
    "reveal_recipient",
    "room",
    "same_slot",
    "seal",
    "send_back",
    "send_out",
    "send_parcel",
    "set_aside",
    "settle",
    "shift",
    "store",
    "submit",
    "take_in",
    "timeline",
    "turn_back",
    "void_purchase",
    "witness",
    "write_off",
]
