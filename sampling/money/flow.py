"""How is what a buyer spent settled? A claim, a check and an approval by three persons."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from casework.flow import Flow, Refused, Step, Wait
from casework.lifting import own
from casework.terms.table import term
from trail.enumerations import enumerated


class SettlementState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("To be checked")
    CHECKED = "checked", _("Checked, to be approved")
    APPROVED = "approved", _("Settled")
    VOIDED = "voided", _("Voided")


@own("gather")
def something_claimed(settlement: Any, now: datetime) -> None:
    """It claims something."""
    if not settlement.claims.exists():
        raise Refused(_("Nothing is left to settle: it is all in other settlements."))


@own()
def invoices_in(settlement: Any, now: datetime) -> None:
    """Each purchase has its invoice, or the reason why there is none."""
    lacking = settlement.claims.filter(purchase__invoice=None).values_list("purchase__number", flat=True)
    numbers = enumerated(sorted(set(lacking)))
    if numbers:
        raise Refused(
            str(_("Enter the invoice, or why there is none, of: %(purchases)s.")) % {"purchases": numbers}
        )


S = SettlementState
REVISE = term("W-22")

SETTLEMENT_FLOW = Flow(
    S,
    Step(
        "open",
        _("Settle what was spent"),
        (),
        S.DRAFT,
        (Role.BUYER,),
        "O18-19",
        admits=("center",),
        primary=False,
    ),
    Step(
        "gather",
        _("Take in what came since"),
        (S.DRAFT,),
        S.DRAFT,
        (Role.BUYER,),
        "O18-19",
        only="claimant",
        primary=False,
    ),
    Step(
        "submit",
        _("Submit for checking"),
        (S.DRAFT,),
        S.SUBMITTED,
        (Role.BUYER,),
        "O18-19",
        guards=(something_claimed, invoices_in),
        only="claimant",
        meets=(REVISE,),
    ),
    Step(
        "check",
        _("Confirm the check"),
        (S.SUBMITTED,),
        S.CHECKED,
        (Role.ORGANISER,),
        "O18-19",
        guards=(invoices_in,),
        differs=("open", "gather", "submit"),
    ),
    Step(
        "approve",
        _("Approve the settlement"),
        (S.CHECKED,),
        S.APPROVED,
        (Role.LEADER,),
        "O18-19",
        differs=("open", "gather", "submit", "check"),
        prepared=True,
    ),
    Step(
        "return",
        _("Return for revision"),
        (S.SUBMITTED, S.CHECKED),
        S.DRAFT,
        (Role.ORGANISER, Role.LEADER),
        "O18-19",
        differs=("open", "gather", "submit"),
        starts=(REVISE,),
        primary=False,
    ),
    turns={S.DRAFT: Role.BUYER, S.SUBMITTED: Role.ORGANISER, S.CHECKED: Role.LEADER},
    main=(S.DRAFT, S.SUBMITTED, S.CHECKED, S.APPROVED),
    # The claimant's own, unless it was returned.
    waits={S.DRAFT: Wait.FREE, **dict.fromkeys((S.SUBMITTED, S.CHECKED), term("W-21"))},
    voids=(Role.LEADER,),
)
