"""How is a record corrected? By the inspector and the signatory together (6.3-5), as a table."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.roles import Kind, Role
from casework.flow import Flow, Step


class CorrectionState(TextChoices):
    PROPOSED = "proposed", _("Proposed")
    CONFIRMED = "confirmed", _("Confirmed by the tester")
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
        "approve",
        _("Approve, and apply the correction"),
        ("confirmed",),
        "applied",
        (Role.SIGNATORY,),
        "6.3-5",
        differs=("open", "confirm"),
    ),
    Step(
        "reject",
        _("Reject the correction"),
        ("proposed", "confirmed"),
        "rejected",
        (Role.TESTER, Role.SIGNATORY),
        "LB-06",
        primary=False,
    ),
    turns={"proposed": Role.TESTER, "confirmed": Role.SIGNATORY},
    main=("proposed", "confirmed", "applied"),
    voids=(Role.SIGNATORY, Role.SYSTEM),
)
