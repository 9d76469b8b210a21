"""How is a record corrected? By inspector, reviewer and signatory together (6.3-5, LB-08), as a table."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.roles import Kind, Role
from casework.flow import Flow, Step
from casework.terms import term


class CorrectionState(TextChoices):
    PROPOSED = "proposed", _("Proposed")
    CONFIRMED = "confirmed", _("Confirmed by the tester")
    REVIEWED = "reviewed", _("Confirmed by the reviewer")
    APPLIED = "applied", _("Applied")
    REJECTED = "rejected", _("Rejected")
    VOIDED = "voided", _("Voided")


CORRECTION_FLOW = Flow(
    CorrectionState,
    Step(
        "open",
        _("Propose a correction"),
        (),
        "proposed",
        (Role.TESTER, Role.REVIEWER),
        "6.3-5",
        admits=(Kind.LABORATORY,),
    ),
    Step(
        "confirm",
        _("Confirm as the tester"),
        ("proposed",),
        "confirmed",
        (Role.TESTER,),
        "LB-06",
        only="tester",
    ),
    Step(
        "review",
        _("Confirm as the reviewer"),
        ("confirmed",),
        "reviewed",
        (Role.REVIEWER,),
        "LB-08",
        differs=("confirm",),
    ),
    Step(
        "approve",
        _("Approve, and apply the correction"),
        ("reviewed",),
        "applied",
        (Role.SIGNATORY,),
        "6.3-5",
        differs=("open", "confirm", "review"),
    ),
    Step(
        "reject",
        _("Reject the correction"),
        ("proposed", "confirmed", "reviewed"),
        "rejected",
        (Role.TESTER, Role.REVIEWER, Role.SIGNATORY),
        "LB-06",
        primary=False,
    ),
    turns={"proposed": Role.TESTER, "confirmed": Role.REVIEWER, "reviewed": Role.SIGNATORY},
    main=("proposed", "confirmed", "reviewed", "applied"),
    waits=dict.fromkeys(("proposed", "confirmed", "reviewed"), term("W-21")),
    voids=(Role.SIGNATORY, Role.SYSTEM),
)
