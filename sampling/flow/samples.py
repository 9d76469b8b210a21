"""How does a sample move? Clauses 6.2-7-a and 6.3-1 to 6.3-3 as a table, with the seals of Order 18."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.roles import Kind, Role
from casework.flow import Flow, Refused, Step
from casework.terms import term


class SampleState(TextChoices):
    REGISTERED = "registered", _("Registered")
    STORED = "stored", _("In the store")
    SEALED = "sealed", _("Kept under seal")
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


class Part(TextChoices):
    """What a set is for (检/备)."""

    TEST = "test", _("Test sample")
    BACKUP = "backup", _("Backup sample")


# How long a backup sample stays sealed after a failure, once the objection period is over (O18-15).
KEEPING = term("DL-18", start="objection_ended_on")
# The backup stays where it is.
DELIVERING = term("DL-12", when=("role", (Part.TEST,)))


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


def for_testing(sample: Any, now: datetime) -> None:
    """A backup sample is kept for a second test: it never goes to the first laboratory."""
    if sample.is_backup:
        raise Refused(_("A backup sample stays in the store: it is kept for a second test."))


def for_backup(sample: Any, now: datetime) -> None:
    """Only what is kept for a second test is put aside under seal."""
    if not sample.is_backup:
        raise Refused(_("This is the test sample: only a backup sample is kept under seal."))


def seal_open(sample: Any, now: datetime) -> None:
    """The seal has not been confirmed by a second person yet."""
    if sample.sealed:
        raise Refused(_("Two persons have sealed this sample already."))


def seal_entered(sample: Any, now: datetime) -> None:
    """A first person has sealed it."""
    if not sample.seal_number:
        raise Refused(_("Nobody has sealed this sample yet: enter the seal first."))


def under_seal(sample: Any, now: datetime) -> None:
    """Two persons have sealed it."""
    if not sample.sealed:
        raise Refused(_("This sample is not sealed yet: two persons seal it, one after the other."))


def all_sealed(sample: Any, now: datetime) -> None:
    """In a supervision check nothing is handed over before both sets are sealed (O18-06)."""
    if sample.supervised and not sample.purchase.fully_sealed():
        raise Refused(
            _("In a supervision check both sets are sealed, by two persons each, before one is handed over.")
        )


def seal_unbroken(sample: Any, now: datetime) -> None:
    """In a supervision check a sample whose seal was found broken is of no more use."""
    if sample.supervised and sample.seal_intact is False:
        raise Refused(_("Its seal was broken: a supervision check needs another sample, buy a substitute."))


def no_longer_needed(sample: Any, now: datetime) -> None:
    """Nobody may still ask for a second test (O18-15)."""
    reason = sample.still_needed(now)
    if reason:
        raise Refused(reason)


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
        "seal",
        _("Seal the sample"),
        ("stored",),
        "stored",
        (Role.VERIFIER, Role.STOREKEEPER),
        "O18-06",
        guards=(seal_open,),
        primary=False,
    ),
    Step(
        "witness",
        _("Confirm the seal"),
        ("stored",),
        "stored",
        (Role.VERIFIER, Role.STOREKEEPER),
        "O18-06",
        guards=(seal_open, seal_entered),
        differs=("seal",),
        starts=(DELIVERING,),
        primary=False,
    ),
    Step(
        "set_aside",
        _("Keep the backup under seal"),
        ("stored",),
        "sealed",
        (Role.STOREKEEPER,),
        "O18-06",
        guards=(for_backup, under_seal),
        primary=False,
    ),
    Step(
        "settle",
        _("Enter the end of the objection period"),
        ("sealed",),
        "sealed",
        (Role.ORGANISER, Role.SYSTEM),
        "O18-15",
        primary=False,
    ),
    Step(
        "discard",
        _("Dispose of the backup sample"),
        ("stored", "sealed"),
        "disposed",
        (Role.STOREKEEPER,),
        "O18-15",
        guards=(for_backup, no_longer_needed),
        heeds_holds=True,
        primary=False,
    ),
    Step(
        "commission",
        _("A laboratory is commissioned"),
        ("stored",),
        "stored",
        (Role.SYSTEM,),
        "4.2.2-c",
        guards=(for_testing, without_laboratory),
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
        guards=(for_testing, has_laboratory, all_sealed),
        meets=(DELIVERING,),
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
        guards=(seal_unbroken,),
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
