"""What can be done with schemes, listings, purchases, samples and recipients?"""

from sampling.actions.assigning import (
    assign,
    buyers_of,
    buys,
    reveal_order,
)
from sampling.actions.choices import (
    ask,
    choose,
    deny,
    grant,
)
from sampling.actions.consents import (
    consent,
    declare,
    signed,
    undertake,
    wording,
)
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
    void,
)
from sampling.actions.ends import (
    fail,
)
from sampling.actions.evidence import (
    add_evidence,
    lacking,
)
from sampling.actions.exposures import (
    Exposure,
    exposures,
)
from sampling.actions.leaks import (
    Rate,
    may_look,
    rates,
    rest,
)
from sampling.actions.listings import (
    Offer,
    add_offers,
    judge,
    remove,
)
from sampling.actions.parcels import (
    deliver,
    receive_parcel,
    rest_missing,
    send_parcel,
)
from sampling.actions.purchases import (
    accept,
    begin_check,
    buy_changed,
    confirm_item,
    order,
    reject,
    replace,
    send_back,
    void_purchase,
)
from sampling.actions.recipients import (
    Known,
    add_identifier,
    add_recipient,
    erase,
    forget_withdrawn,
    retire,
    reveal_recipient,
    unneeded,
    withdraw,
)
from sampling.actions.refunds import (
    arrive,
    enter_refund,
    write_off,
)
from sampling.actions.repeats import (
    Room,
    clashes,
    free_listings,
    obstacles,
)
from sampling.actions.returns import (
    chain,
    same_slot,
)
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
from sampling.actions.seals import (
    seal,
    set_aside,
    settle,
    witness,
)
from sampling.actions.seeds import (
    commit,
    commitment,
)
from sampling.actions.storage import (
    add_rule,
    keep_place,
    put,
    read_off,
    take_out,
    where,
)

__all__ = [
    "Exposure",
    "Known",
    "Offer",
    "Rate",
    "Room",
    "accept",
    "add_evidence",
    "add_identifier",
    "add_offers",
    "add_recipient",
    "add_rule",
    "add_target",
    "allow",
    "approve",
    "arrive",
    "ask",
    "assign",
    "begin_check",
    "buy_changed",
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
    "confirm_item",
    "consent",
    "declare",
    "deliver",
    "deny",
    "enter_refund",
    "erase",
    "exposures",
    "fail",
    "forget_withdrawn",
    "free_listings",
    "give_back",
    "grant",
    "hand_over",
    "judge",
    "keep_place",
    "lacking",
    "may_look",
    "obstacles",
    "open_scheme",
    "order",
    "put",
    "rates",
    "read_off",
    "recall_to_store",
    "receive",
    "receive_parcel",
    "reject",
    "reject_sample",
    "release",
    "remove",
    "replace",
    "resample",
    "rest",
    "rest_missing",
    "retire",
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
    "signed",
    "store",
    "submit",
    "take_in",
    "take_out",
    "timeline",
    "turn_back",
    "undertake",
    "unneeded",
    "void",
    "void_purchase",
    "where",
    "withdraw",
    "witness",
    "wording",
    "write_off",
]
