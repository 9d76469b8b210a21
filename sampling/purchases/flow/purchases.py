"""How does a purchase move? Clauses 6.2-2 to 6.2-7 as a table."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from casework.flow import Flow, Refused, Step
from casework.lifting import own, wait
from casework.terms.table import term
from sampling.purchases.flow.ends import ENDS, SIDE_ENDS, TO_GO_BACK, End
from sampling.purchases.flow.proofs import evidence_complete, unpacking_kept


class PurchaseState(TextChoices):
    PLANNED = "planned", _("Planned")
    ASSIGNED = "assigned", _("Assigned")
    CHANGED = "changed", _("Changed, to be decided on")
    ORDERED = "ordered", _("Ordered")
    SHIPPED = "shipped", _("On its way")
    DELIVERED = "delivered", _("Delivered")
    CHECKING = "checking", _("Being checked")
    ACCEPTED = "accepted", _("Accepted after the check")
    REJECTED_RETURN = "rejected_return", _("Rejected, to be returned")
    RETURNED = "returned", _("Sent back")
    REFUNDED = "refunded", _("Refunded")
    REPLACED = "replaced", _("Replaced by a substitute")
    REFUSED = "refused", _("Sale refused")
    NOT_FOUND = "not_found", _("Not found")
    DELISTED = "delisted", _("Off the shelves")
    OUT_OF_STOCK = "out_of_stock", _("Out of stock")
    SELLER_CANCELLED = "seller_cancelled", _("Cancelled by the seller")
    WRONG_GOODS = "wrong_goods", _("Other goods sent")
    SHOP_UNREACHABLE = "shop_unreachable", _("Shop unreachable")
    VOIDED = "voided", _("Voided")


# Until the order: the item is looked for, or it is to be decided whether it still is the one chosen.
LOOKING = (PurchaseState.ASSIGNED, PurchaseState.CHANGED)
RETURNING = term("DL-10", start="delivered_at")
CHECKING = term("DL-11", start="delivered_at")
# The seller's time runs from its own receipt of the goods, which the buyer looks up at the carrier's.
LOOKED_UP = term("W-20")
# From whom is to buy until the goods are there, or the purchase has ended without them.
BUYING = term("W-24")
REFUNDING = term("RC-05", start="seller_received_on")
DELAYED = term("RC-05c", start="seller_received_on")
OWED = (LOOKED_UP, REFUNDING, DELAYED)
# An order that ended after it was paid has no clock: its purchase is closed, and the claim says the day.
ENDING = term("RC-05b")


@wait
def recipient_willing(purchase: Any, now: datetime) -> None:
    """Nothing is ordered for somebody who took their consent back (PV-03)."""
    if purchase.recipient is None or not purchase.recipient.willing(now):
        raise Refused(
            _("The recipient's consent is not in force any more: have the organiser assign somebody else.")
        )


@own("confirm_item")
def item_confirmed(purchase: Any, now: datetime) -> None:
    """Shop and product were looked at, and are those that were chosen, before anything is ordered (6.2-4)."""
    if purchase.confirmed_at is None:
        raise Refused(
            _(
                "Confirm shop and product first, with a screenshot of each page as it is now. What "
                "has changed in more than its price, or there by more than half, the organiser decides on."
            )
        )


@wait
def on_the_way_back(purchase: Any, now: datetime) -> None:
    """The seller's receipt is entered once."""
    if purchase.seller_received_on:
        raise Refused(_("The seller's receipt has been entered already."))


# What the organiser decides on what has changed.
DECISIONS = {"buy_changed": _("Buy it all the same"), "leave_changed": _("Do not buy it so")}
BOUGHT = ("order", "ship", "add_parcel", "receive_parcel", "deliver", "rest_missing")


@own("receive_parcel")
def one_under_way(purchase: Any, now: datetime) -> None:
    """The parcel that comes is the last of the order."""
    if purchase.parcels.under_way().count() > 1:
        raise Refused(_("More than one parcel is on its way: enter the arrival of each before the last one."))


def several_under_way(purchase: Any, now: datetime) -> None:
    """Another parcel is still to come after this one."""
    if purchase.parcels.under_way().count() < 2:
        raise Refused(_("This is the last parcel of the order: enter the delivery."))


def some_came(purchase: Any, now: datetime) -> None:
    """Of several parcels one has come and one has not."""
    if not purchase.parcels.filter(delivered_at__isnull=False).exists():
        raise Refused(_("No parcel has come yet: where none comes, the purchase ends without a sample."))


def without_sample(end: End) -> Step:
    """The step of an end without a sample. Whoever bought does not say that other goods came."""
    buys = end.by is Role.BUYER
    return Step(
        end.step,
        end.label,
        end.sources,
        end.state,
        (end.by,),
        "6.2-2",
        guards=() if buys else (unpacking_kept,),
        only="buyer" if buys else "",
        differs=() if buys else BOUGHT,
        meets=(CHECKING,) if end.goods_came else (),
        drops=() if end.goods_came else (BUYING,),
        primary=False,
    )


PURCHASE_FLOW = Flow(
    PurchaseState,
    Step("open", _("Plan a purchase"), (), "planned", (Role.ORGANISER, Role.SYSTEM), "6.2-2"),
    Step(
        "assign",
        _("Assign buyer and recipient"),
        ("planned",),
        "assigned",
        (Role.ORGANISER,),
        "6.2-5",
        starts=(BUYING,),
    ),
    Step(
        "reassign",
        _("Assign somebody else"),
        LOOKING,
        "assigned",
        (Role.ORGANISER,),
        "6.2-5",
        starts=(BUYING,),
        primary=False,
    ),
    Step(
        "confirm_item",
        _("Confirm shop and product"),
        ("assigned",),
        "assigned",
        (Role.BUYER,),
        "6.2-4",
        only="buyer",
    ),
    Step(
        "refer",
        _("Leave it to the organiser whether it is bought"),
        ("assigned",),
        "changed",
        (Role.SYSTEM,),
        "6.2-2",
    ),
    # Whoever found it changed does not decide that it is bought.
    *(
        Step(
            name,
            label,
            ("changed",),
            "assigned",
            (Role.ORGANISER,),
            "6.2-2",
            differs=("confirm_item",),
            primary=name == "buy_changed",
            equal=True,
        )
        for name, label in DECISIONS.items()
    ),
    Step(
        "order",
        _("Enter the order"),
        ("assigned",),
        "ordered",
        (Role.BUYER,),
        "6.2-4",
        guards=(recipient_willing, item_confirmed),
        only="buyer",
        at_once=True,
    ),
    Step("ship", _("Enter the parcel"), ("ordered",), "shipped", (Role.BUYER,), "6.2-4", only="buyer"),
    Step(
        "add_parcel",
        _("Enter another parcel"),
        ("shipped",),
        "shipped",
        (Role.BUYER,),
        "6.2-4",
        only="buyer",
        primary=False,
    ),
    Step(
        "receive_parcel",
        _("Enter the arrival of one parcel"),
        ("shipped",),
        "shipped",
        (Role.BUYER,),
        "6.2-7",
        guards=(several_under_way,),
        only="buyer",
        primary=False,
    ),
    Step(
        "deliver",
        _("Enter the delivery"),
        ("shipped",),
        "delivered",
        (Role.BUYER,),
        "6.2-7",
        guards=(one_under_way,),
        only="buyer",
        meets=(BUYING,),
        starts=(RETURNING, CHECKING),
    ),
    Step(
        "rest_missing",
        _("Declare the rest missing"),
        ("shipped",),
        "delivered",
        (Role.BUYER,),
        "6.2-7",
        guards=(some_came,),
        only="buyer",
        meets=(BUYING,),
        starts=(RETURNING, CHECKING),
        primary=False,
    ),
    *(without_sample(end) for end in ENDS),
    Step(
        "check",
        _("Begin the check"),
        ("delivered",),
        "checking",
        (Role.VERIFIER,),
        "6.2-7",
        differs=BOUGHT,
    ),
    Step(
        "accept",
        _("Accept the sample"),
        ("checking",),
        "accepted",
        (Role.VERIFIER,),
        "6.2-7-a",
        guards=(evidence_complete,),
        differs=BOUGHT,
        meets=(RETURNING, CHECKING),
        at_once=True,
    ),
    Step(
        "reject",
        _("Reject the sample"),
        ("checking",),
        "rejected_return",
        (Role.VERIFIER,),
        "6.2-7-b",
        guards=(unpacking_kept,),
        differs=BOUGHT,
        meets=(CHECKING,),
        primary=False,
    ),
    Step(
        "send_back",
        _("Enter the return"),
        ("rejected_return", *TO_GO_BACK),
        "returned",
        (Role.BUYER,),
        "6.2-7-b",
        only="buyer",
        meets=(RETURNING,),
        starts=(LOOKED_UP,),
    ),
    Step(
        "arrive",
        _("Enter the seller's receipt"),
        ("returned",),
        "returned",
        (Role.BUYER,),
        "RC-05",
        guards=(on_the_way_back,),
        only="buyer",
        meets=(LOOKED_UP,),
        starts=(REFUNDING, DELAYED),
    ),
    Step(
        "enter_part",
        _("Enter a part of the refund"),
        ("returned",),
        "returned",
        (Role.BUYER,),
        "6.2-7-b",
        only="buyer",
        primary=False,
    ),
    Step(
        "refund",
        _("Enter the refund"),
        ("returned", *TO_GO_BACK),
        "refunded",
        (Role.BUYER,),
        "6.2-7-b",
        only="buyer",
        meets=(*OWED, RETURNING),
    ),
    Step(
        "write_off",
        _("Write off what is owed"),
        ("returned", *TO_GO_BACK),
        "refunded",
        (Role.LEADER,),
        "6.2-7-b",
        # Nobody forgives what they spent themselves.
        differs=("confirm_item", *BOUGHT, "send_back", "arrive", "enter_part"),
        drops=(*OWED, RETURNING),
        primary=False,
    ),
    Step(
        "replace",
        _("Buy a substitute"),
        ("returned", "refunded", *(state for state in SIDE_ENDS if state not in TO_GO_BACK)),
        "replaced",
        (Role.ORGANISER,),
        "6.2-7-b",
    ),
    turns={
        "planned": Role.ORGANISER,
        "assigned": Role.BUYER,
        "changed": Role.ORGANISER,
        "ordered": Role.BUYER,
        "shipped": Role.BUYER,
        "delivered": Role.VERIFIER,
        "checking": Role.VERIFIER,
        "rejected_return": Role.BUYER,
        **dict.fromkeys(TO_GO_BACK, Role.BUYER),
        "returned": Role.BUYER,
        "refunded": Role.ORGANISER,
    },
    main=("planned", "assigned", "ordered", "shipped", "delivered", "checking", "accepted"),
    waits=dict.fromkeys(("planned", "refunded"), term("W-20")),
    voids=(Role.LEADER,),
)
