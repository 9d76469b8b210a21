"""How does a sample move? Clauses 6.2-7-a and 6.3-1 to 6.3-3 as a table, with the seals of Order 18."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.roles import Kind, Role
from casework.flow import Flow, Step, Wait, With
from casework.terms.table import term
from sampling.samples.flow.conditions import (
    all_sealed,
    backup_or_returned,
    for_backup,
    for_testing,
    has_laboratory,
    no_longer_needed,
    not_taken_on,
    nothing_awaited,
    purchase_accepted,
    results_entered,
    seal_entered,
    seal_open,
    seal_unbroken,
    taken_on,
    under_seal,
    without_laboratory,
)


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
    SHIFTING = "shifting", _("On its way within the store")
    COMING_BACK = "coming_back", _("On its way back to the store")
    GOING_BACK = "going_back", _("Being given back")
    DISPOSING = "disposing", _("To be disposed of by the laboratory")
    DISCARDING = "discarding", _("To be disposed of by the center")
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
# Where the commission of a sample stands that the laboratory holds.
COMMISSIONED = ("sent", "delivered", "accepted", "in_progress", "suspended")


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
    Step(
        "store",
        _("Take into the store"),
        ("registered",),
        "stored",
        (Role.STOREKEEPER,),
        "6.2-7-a",
        at_once=True,
    ),
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
        _("Have the sample disposed of"),
        ("stored", "sealed", "returned"),
        "discarding",
        (Role.STOREKEEPER,),
        "O18-15",
        guards=(backup_or_returned, no_longer_needed),
        heeds_holds=True,
        primary=False,
    ),
    Step(
        "confirm_discard",
        _("Confirm the disposal"),
        ("discarding",),
        "disposed",
        (Role.STOREKEEPER, Role.VERIFIER),
        "O18-15",
        guards=(no_longer_needed,),
        differs=("discard",),
        heeds_holds=True,
    ),
    Step(
        "keep",
        _("Keep the sample after all"),
        ("discarding",),
        "stored",
        (Role.STOREKEEPER,),
        "O18-15",
        primary=False,
    ),
    Step(
        "shift",
        _("Move to another place in the store"),
        ("stored", "sealed"),
        "shifting",
        (Role.STOREKEEPER, Role.VERIFIER),
        "6.2-7-a",
        primary=False,
    ),
    Step(
        "take_in",
        _("Confirm the new place"),
        ("shifting",),
        "stored",
        (Role.STOREKEEPER, Role.VERIFIER),
        "6.2-7-a",
    ),
    Step(
        "turn_back",
        _("Do not take it there"),
        ("shifting",),
        "stored",
        (Role.STOREKEEPER, Role.VERIFIER),
        "6.2-7-a",
        primary=False,
    ),
    Step(
        "send_out",
        _("Hand over for the second test"),
        ("sealed",),
        "handed_over",
        (Role.STOREKEEPER,),
        "O18-13",
        guards=(for_backup, under_seal),
        admits=(Kind.LABORATORY,),
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
        reason="rejection",
        primary=False,
    ),
    Step(
        "recall_to_store",
        _("Have it brought back to the store"),
        ("rejected_by_lab",),
        "coming_back",
        (Role.ORGANISER,),
        "6.3-1",
        guards=(seal_unbroken,),
        reason="note",
        primary=False,
    ),
    # A laboratory that may not test it, or was never meant, gives it back as it came.
    Step(
        "send_back",
        _("Send back untested"),
        ("at_lab",),
        "coming_back",
        (Role.RECEIVER,),
        "6.3-1",
        guards=(not_taken_on, seal_unbroken),
        reason="note",
        primary=False,
    ),
    Step(
        "take_back",
        _("Take back into the store"),
        ("coming_back",),
        "stored",
        (Role.STOREKEEPER,),
        "6.3-1",
    ),
    Step(
        "resample",
        _("Buy a substitute"),
        ("rejected_by_lab", "at_lab", "in_test", "tested"),
        "invalid",
        (Role.ORGANISER, Role.SYSTEM),
        "6.3-3",
        guards=(nothing_awaited,),
        reason="note",
    ),
    Step(
        "invalidate",
        _("Declare the sample invalid"),
        ("at_lab", "in_test", "tested"),
        "invalid",
        (Role.ORGANISER, Role.SYSTEM),
        "6.3-3",
        guards=(nothing_awaited,),
        reason="note",
        primary=False,
    ),
    Step(
        "begin",
        _("Begin testing"),
        ("at_lab",),
        "in_test",
        (Role.TESTER,),
        "4.2.3-b",
        guards=(taken_on,),
    ),
    Step(
        "finish",
        _("Testing is finished"),
        ("in_test",),
        "tested",
        (Role.TESTER, Role.SYSTEM),
        "4.2.3-b",
        guards=(nothing_awaited, results_entered),
    ),
    Step("retain", _("Retain the sample"), ("tested",), "retained", (Role.RECEIVER,), "6.3-2"),
    Step(
        "dispose",
        _("Have the sample disposed of"),
        ("retained",),
        "disposing",
        (Role.RECEIVER,),
        "6.3-2",
        guards=(no_longer_needed,),
        heeds_holds=True,
    ),
    Step(
        "confirm_disposal",
        _("Confirm the disposal"),
        ("disposing",),
        "disposed",
        (Role.RECEIVER, Role.TESTER),
        "6.3-2",
        guards=(no_longer_needed,),
        differs=("dispose",),
        heeds_holds=True,
    ),
    Step(
        "spare",
        _("Keep the sample after all"),
        ("disposing",),
        "retained",
        (Role.RECEIVER,),
        "6.3-2",
        primary=False,
    ),
    Step(
        "give_back",
        _("Give the sample back"),
        ("retained",),
        "going_back",
        (Role.RECEIVER,),
        "6.3-2",
        heeds_holds=True,
        reason="note",
        primary=False,
    ),
    Step(
        "take_over",
        _("Take the tested sample back"),
        ("going_back",),
        "returned",
        (Role.STOREKEEPER,),
        "6.3-2",
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
        "shifting": Role.STOREKEEPER,
        "coming_back": Role.STOREKEEPER,
        "going_back": Role.STOREKEEPER,
        "disposing": Role.RECEIVER,
        "discarding": Role.STOREKEEPER,
    },
    main=(
        "registered",
        "stored",
        "handed_over",
        "at_lab",
        "in_test",
        "tested",
        "retained",
        "disposing",
        "disposed",
    ),
    # While it is tested the commission's clock runs; afterwards it is kept for as long as it may be needed.
    waits={
        **dict.fromkeys(("registered", "shifting", "coming_back", "going_back"), term("W-20")),
        "discarding": term("W-21"),
        **dict.fromkeys(("stored", "tested", "retained"), Wait.UNTIL),
        **dict.fromkeys(("at_lab", "in_test"), With("entrustment", COMMISSIONED)),
        **dict.fromkeys(("handed_over", "rejected_by_lab", "disposing"), term("W-20")),
    },
    voids=(Role.LEADER,),
)
