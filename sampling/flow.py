"""How do a sampling scheme, a purchase and a sample move? Clause 6.2 as three tables."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.roles import Kind, Role
from casework.calendar import Unit
from casework.flow import Flow, Refused, Step, Term


class SchemeState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted for approval")
    APPROVED = "approved", _("Approved")
    SELECTING = "selecting", _("Targets proposed")
    BUYING = "buying", _("Buying")
    COMPLETED = "completed", _("Completed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    VOIDED = "voided", _("Voided")


class PurchaseState(TextChoices):
    PLANNED = "planned", _("Planned")
    ASSIGNED = "assigned", _("Assigned")
    ORDERED = "ordered", _("Ordered")
    SHIPPED = "shipped", _("On its way")
    DELIVERED = "delivered", _("Delivered")
    CHECKING = "checking", _("Being checked")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED_RETURN = "rejected_return", _("Rejected, to be returned")
    RETURNED = "returned", _("Sent back")
    REFUNDED = "refunded", _("Refunded")
    REPLACED = "replaced", _("Replaced by a substitute")
    REFUSED = "refused", _("Sale refused")
    NOT_FOUND = "not_found", _("Not found")
    SELLER_CANCELLED = "seller_cancelled", _("Cancelled by the seller")
    SHOP_UNREACHABLE = "shop_unreachable", _("Shop unreachable")
    VOIDED = "voided", _("Voided")


class SampleState(TextChoices):
    REGISTERED = "registered", _("Registered")
    STORED = "stored", _("In the store")
    HANDED_OVER = "handed_over", _("Handed over")
    REJECTED_BY_LAB = "rejected_by_lab", _("Rejected by the laboratory")
    AT_LAB = "at_lab", _("At the laboratory")
    IN_TEST = "in_test", _("In testing")
    TESTED = "tested", _("Tested")
    RETAINED = "retained", _("Retained")
    DISPOSED = "disposed", _("Disposed of")
    RETURNED = "returned", _("Given back")
    INVALID = "invalid", _("Invalid")
    VOIDED = "voided", _("Voided")


SIDE_ENDS = ("refused", "not_found", "seller_cancelled", "shop_unreachable")
RETURNING = Term(
    "DL-10",
    _("Send an unsuitable sample back"),
    7,
    Unit.CALENDAR,
    "6.2-7-b",
    _("Consumer Protection Law art. 25: seven days from the receipt of the goods."),
    fixed=True,
    start="delivered_at",
)
CHECKING = Term(
    "DL-11",
    _("Check the sample that has arrived"),
    2,
    Unit.CALENDAR,
    "6.2-7",
    _("Standard 6.2: checked in time for an unsuitable sample to be sent back."),
    start="delivered_at",
)


def plan_executing(scheme: Any, now: datetime) -> None:
    """The work plan has been issued to the center and is being carried out."""
    if scheme.plan.state != "executing":
        raise Refused(_("The work plan is not being carried out now: a scheme needs a plan under way."))


def has_listings(scheme: Any, now: datetime) -> None:
    """There is something to choose from."""
    if not scheme.listings.exists():
        raise Refused(_("The scheme has no listings yet: add or import what is on offer first."))


def has_buyers(scheme: Any, now: datetime) -> None:
    """It is laid down who buys (6.2-1)."""
    if not scheme.buyers.exists():
        raise Refused(_("Nobody is named to buy: name the buyers of the scheme first."))


def listings_unchanged(scheme: Any, now: datetime) -> None:
    """What is chosen from is what was approved."""
    if scheme.listings_digest != scheme.digest():
        raise Refused(
            _("The listings are not those that were approved: withdraw the scheme and make a new one.")
        )


def nothing_open(scheme: Any, now: datetime) -> None:
    """No purchase of the scheme is under way."""
    if scheme.purchases.exclude(turn="").exists():
        raise Refused(_("Purchases of this scheme are still under way: finish or void them first."))


def unpacking_kept(purchase: Any, now: datetime) -> None:
    """A photo or video of the unpacking is kept (O18-06)."""
    if not purchase.attachments.filter(kind="unpacking").exists():
        raise Refused(_("The unpacking is not documented: begin the check with a photo or video of it."))


def purchase_accepted(sample: Any, now: datetime) -> None:
    """No sample without an accepted purchase."""
    if sample.purchase.state != "accepted":
        raise Refused(_("The purchase has not been accepted: a sample comes from an accepted purchase only."))


def has_laboratory(sample: Any, now: datetime) -> None:
    """A laboratory has been commissioned to test it."""
    if sample.laboratory_id is None:
        raise Refused(
            _("No laboratory is commissioned to test this sample yet: it is the organiser's to do.")
        )


def without_laboratory(sample: Any, now: datetime) -> None:
    """No other laboratory has been commissioned to test it."""
    if sample.laboratory_id is not None:
        raise Refused(_("A laboratory is commissioned to test this sample already."))


SCHEME_FLOW = Flow(
    SchemeState,
    Step(
        "open", _("Make a sampling scheme"), (), "draft", (Role.ORGANISER,), "6.2-1", guards=(plan_executing,)
    ),
    Step("edit", _("Change the scheme"), ("draft",), "draft", (Role.ORGANISER,), "6.2-1", primary=False),
    Step("unlist", _("Remove listings"), ("draft",), "draft", (Role.ORGANISER,), "6.2-1", primary=False),
    Step(
        "list",
        _("Add a listing"),
        ("draft",),
        "draft",
        (Role.ORGANISER,),
        "6.2-1",
        primary=False,
    ),
    Step(
        "import",
        _("Import listings"),
        ("draft",),
        "draft",
        (Role.ORGANISER,),
        "6.2-1",
        primary=False,
    ),
    Step(
        "submit",
        _("Submit for approval"),
        ("draft",),
        "submitted",
        (Role.ORGANISER,),
        "6.2-1",
        guards=(has_listings, has_buyers),
    ),
    Step(
        "approve",
        _("Approve the scheme"),
        ("submitted",),
        "approved",
        (Role.LEADER,),
        "6.2-1",
        differs=("open", "edit", "list", "import", "unlist", "submit"),
    ),
    Step("return", _("Return for revision"), ("submitted",), "draft", (Role.LEADER,), "6.2-1", primary=False),
    Step(
        "select",
        _("Propose the targets"),
        ("approved",),
        "selecting",
        (Role.ORGANISER,),
        "6.2-3",
        guards=(listings_unchanged,),
    ),
    Step(
        "confirm",
        _("Confirm the targets"),
        ("selecting",),
        "buying",
        (Role.ORGANISER,),
        "6.2-2",
        guards=(listings_unchanged,),
    ),
    Step(
        "allow",
        _("Allow an exception"),
        ("buying",),
        "buying",
        (Role.LEADER,),
        "6.2-3",
        differs=("open", "confirm"),
        primary=False,
    ),
    Step("add", _("Add a target"), ("buying",), "buying", (Role.ORGANISER,), "6.2-2", primary=False),
    Step(
        "complete",
        _("Complete the scheme"),
        ("buying",),
        "completed",
        (Role.ORGANISER, Role.SYSTEM),
        "6.2-1",
        guards=(nothing_open,),
    ),
    Step(
        "withdraw",
        _("Withdraw the scheme"),
        ("draft", "submitted", "approved", "selecting"),
        "withdrawn",
        (Role.ORGANISER,),
        "6.2-1",
        primary=False,
    ),
    turns={
        "draft": Role.ORGANISER,
        "submitted": Role.LEADER,
        "approved": Role.ORGANISER,
        "selecting": Role.ORGANISER,
        "buying": Role.ORGANISER,
    },
    main=("draft", "submitted", "approved", "selecting", "buying", "completed"),
    voids=(Role.LEADER,),
)

PURCHASE_FLOW = Flow(
    PurchaseState,
    Step("open", _("Plan a purchase"), (), "planned", (Role.ORGANISER,), "6.2-2"),
    Step(
        "assign",
        _("Assign buyer and recipient"),
        ("planned",),
        "assigned",
        (Role.ORGANISER,),
        "6.2-5",
    ),
    Step(
        "reassign",
        _("Assign somebody else"),
        ("assigned",),
        "assigned",
        (Role.ORGANISER,),
        "6.2-5",
        primary=False,
    ),
    Step("order", _("Enter the order"), ("assigned",), "ordered", (Role.BUYER,), "6.2-4", only="buyer"),
    Step("ship", _("Enter the parcel"), ("ordered",), "shipped", (Role.BUYER,), "6.2-4", only="buyer"),
    Step(
        "deliver",
        _("Enter the delivery"),
        ("shipped",),
        "delivered",
        (Role.BUYER,),
        "6.2-7",
        only="buyer",
        starts=(RETURNING, CHECKING),
    ),
    Step(
        "not_found",
        _("The product is not to be had"),
        ("assigned",),
        "not_found",
        (Role.BUYER,),
        "6.2-2",
        only="buyer",
        primary=False,
    ),
    Step(
        "seller_cancelled",
        _("The seller cancelled"),
        ("assigned", "ordered"),
        "seller_cancelled",
        (Role.BUYER,),
        "6.2-2",
        only="buyer",
        primary=False,
    ),
    Step(
        "shop_unreachable",
        _("The shop cannot be reached"),
        ("assigned", "ordered"),
        "shop_unreachable",
        (Role.BUYER,),
        "6.2-2",
        only="buyer",
        primary=False,
    ),
    Step(
        "refuse",
        _("The seller refuses to sell"),
        ("assigned", "ordered"),
        "refused",
        (Role.BUYER,),
        "6.2-2",
        only="buyer",
        primary=False,
    ),
    Step(
        "check",
        _("Begin the check"),
        ("delivered",),
        "checking",
        (Role.VERIFIER,),
        "6.2-7",
        differs=("order", "ship", "deliver"),
    ),
    Step(
        "accept",
        _("Accept the sample"),
        ("checking",),
        "accepted",
        (Role.VERIFIER,),
        "6.2-7-a",
        guards=(unpacking_kept,),
        differs=("order", "ship", "deliver"),
        meets=(RETURNING, CHECKING),
    ),
    Step(
        "reject",
        _("Reject the sample"),
        ("checking",),
        "rejected_return",
        (Role.VERIFIER,),
        "6.2-7-b",
        guards=(unpacking_kept,),
        differs=("order", "ship", "deliver"),
        meets=(CHECKING,),
        primary=False,
    ),
    Step(
        "send_back",
        _("Enter the return"),
        ("rejected_return",),
        "returned",
        (Role.BUYER,),
        "6.2-7-b",
        only="buyer",
        meets=(RETURNING,),
    ),
    Step("refund", _("Enter the refund"), ("returned",), "refunded", (Role.BUYER,), "6.2-7-b", only="buyer"),
    Step(
        "replace",
        _("Buy a substitute"),
        ("refunded", *SIDE_ENDS),
        "replaced",
        (Role.ORGANISER,),
        "6.2-7-b",
    ),
    turns={
        "planned": Role.ORGANISER,
        "assigned": Role.BUYER,
        "ordered": Role.BUYER,
        "shipped": Role.BUYER,
        "delivered": Role.VERIFIER,
        "checking": Role.VERIFIER,
        "rejected_return": Role.BUYER,
        "returned": Role.BUYER,
        "refunded": Role.ORGANISER,
    },
    main=("planned", "assigned", "ordered", "shipped", "delivered", "checking", "accepted"),
    voids=(Role.LEADER,),
)

SAMPLE_FLOW = Flow(
    SampleState,
    Step(
        "open",
        _("Register the sample"),
        (),
        "registered",
        (Role.VERIFIER, Role.SYSTEM),
        "6.2-7-a",
        guards=(purchase_accepted,),
    ),
    Step("store", _("Take into the store"), ("registered",), "stored", (Role.STOREKEEPER,), "6.2-7-a"),
    Step(
        "commission",
        _("A laboratory is commissioned"),
        ("stored",),
        "stored",
        (Role.SYSTEM,),
        "4.2.2-c",
        guards=(without_laboratory,),
        admits=(Kind.LABORATORY,),
    ),
    Step(
        "release",
        _("The commission has ended"),
        ("stored",),
        "stored",
        (Role.SYSTEM,),
        "4.2.2-c",
        guards=(has_laboratory,),
    ),
    Step(
        "hand_over",
        _("Hand over to the laboratory"),
        ("stored",),
        "handed_over",
        (Role.STOREKEEPER,),
        "4.2.2-c",
        guards=(has_laboratory,),
    ),
    Step("receive", _("Receive the sample"), ("handed_over",), "at_lab", (Role.RECEIVER,), "6.3-1"),
    Step(
        "reject",
        _("Reject the sample"),
        ("handed_over",),
        "rejected_by_lab",
        (Role.RECEIVER,),
        "6.3-1",
        primary=False,
    ),
    Step(
        "recall_to_store",
        _("Take back into the store"),
        ("rejected_by_lab",),
        "stored",
        (Role.ORGANISER,),
        "6.3-1",
        primary=False,
    ),
    Step(
        "resample",
        _("Buy a substitute"),
        ("rejected_by_lab", "at_lab", "in_test"),
        "invalid",
        (Role.ORGANISER,),
        "6.3-3",
    ),
    Step(
        "invalidate",
        _("Declare the sample invalid"),
        ("at_lab", "in_test"),
        "invalid",
        (Role.ORGANISER, Role.SYSTEM),
        "6.3-3",
        primary=False,
    ),
    Step("begin", _("Begin testing"), ("at_lab",), "in_test", (Role.TESTER,), "4.2.3-b"),
    Step("finish", _("Testing is finished"), ("in_test",), "tested", (Role.TESTER, Role.SYSTEM), "4.2.3-b"),
    Step("retain", _("Retain the sample"), ("tested",), "retained", (Role.RECEIVER,), "6.3-2"),
    Step(
        "dispose",
        _("Dispose of the sample"),
        ("retained",),
        "disposed",
        (Role.RECEIVER,),
        "6.3-2",
        heeds_holds=True,
    ),
    Step(
        "give_back",
        _("Give the sample back"),
        ("retained",),
        "returned",
        (Role.RECEIVER,),
        "6.3-2",
        heeds_holds=True,
        primary=False,
    ),
    turns={
        "registered": Role.STOREKEEPER,
        "stored": Role.STOREKEEPER,
        "handed_over": Role.RECEIVER,
        "rejected_by_lab": Role.ORGANISER,
        "at_lab": Role.TESTER,
        "in_test": Role.TESTER,
        "tested": Role.RECEIVER,
        "retained": Role.RECEIVER,
    },
    main=("registered", "stored", "handed_over", "at_lab", "in_test", "tested", "retained", "disposed"),
    voids=(Role.LEADER,),
)
