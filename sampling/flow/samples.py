"""How does a sample move? Clauses 6.2-7-a and 6.3-1 to 6.3-3 as a table."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.roles import Kind, Role
from casework.flow import Flow, Refused, Step


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
