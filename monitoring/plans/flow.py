"""How does a work plan move? Clause 4.2.1 as a table."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from casework.flow import Flow, Refused, Step, Wait
from casework.lifting import ensures, own, wait
from casework.terms.table import term
from monitoring.vocabulary import LegalMode


class WorkPlanState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted for approval")
    APPROVED = "approved", _("Approved")
    EXECUTING = "executing", _("Being carried out")
    SUSPENDED = "suspended", _("Suspended")
    COMPLETED = "completed", _("Completed")
    EVALUATED = "evaluated", _("Evaluated")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    VOIDED = "voided", _("Voided")


@own("edit")
@ensures(_("The plan says what is to be sampled, and on which grounds"))
def is_complete(plan: Any, now: datetime) -> None:
    """The plan says what is to be sampled and on which grounds (4.2.1-c)."""
    missing = plan.unless_complete()
    if missing:
        raise Refused(missing)


@own()
@ensures(_("Whoever may object to its results can do so here"))
def its_objections_can_be_received(plan: Any, now: datetime) -> None:
    """Whom a supervision check concerns may object to its result: nobody is promised that in vain."""
    if plan.legal_mode == LegalMode.SUPERVISION_CHECK and not settings.SUPERVISION_CHECKS:
        raise Refused(
            _(
                "The parties of a supervision spot check may object to its result, and objections cannot be "
                "received here yet: return the plan and let it be one of risk monitoring."
            )
        )


@wait
def nothing_open(plan: Any, now: datetime) -> None:
    """Nothing that the plan had done waits for somebody: what is reported as completed is at its end."""
    if waiting := plan.still_open():
        raise Refused(
            gettext(
                "Work under this plan is still open (%(open)s): finish it, end it with its reason or have it "
                "voided, and report the plan as completed then."
            )
            % {"open": waiting}
        )


W = WorkPlanState
REVISE = term("W-22")
TAKE_UP = term("W-20")
# The risk waits on while its plan is a draft: no draft puts off the day on which it is looked at.
HAND_IN = term("W-20", start="cases_wait_since", when=("holds_up_a_risk", (True,)))
REPORT_RESULT = term("W-23", start="ends_on")

WORK_PLAN_FLOW = Flow(
    W,
    Step(
        "open",
        _("Open a work plan"),
        (),
        W.DRAFT,
        (Role.PLANNER,),
        "4.2.1-b",
        starts=(HAND_IN,),
        also=("4.2.1-c",),
    ),
    Step(
        "edit",
        _("Edit the plan"),
        (W.DRAFT,),
        W.DRAFT,
        (Role.PLANNER,),
        "4.2.1-c",
        starts=(HAND_IN,),
        primary=False,
    ),
    Step(
        "submit",
        _("Submit for approval"),
        (W.DRAFT,),
        W.SUBMITTED,
        (Role.PLANNER,),
        "4.2.1-b",
        guards=(is_complete,),
        meets=(REVISE, HAND_IN),
    ),
    Step(
        "approve",
        _("Approve the plan"),
        (W.SUBMITTED,),
        W.APPROVED,
        (Role.APPROVER,),
        "4.2.1-a",
        guards=(is_complete, its_objections_can_be_received),
        differs=("open", "edit", "submit", "revise"),
        prepared=True,
    ),
    Step(
        "return",
        _("Return to the planner"),
        (W.SUBMITTED,),
        W.DRAFT,
        (Role.APPROVER,),
        "4.2.1-a",
        differs=("open", "edit", "submit", "revise"),
        starts=(REVISE,),
        primary=False,
    ),
    Step("receive", _("Receive the task"), (W.APPROVED,), W.EXECUTING, (Role.ORGANISER,), "4.2.2-b"),
    Step("tally", _("Progress"), (W.EXECUTING,), W.EXECUTING, (Role.SYSTEM,), "4.2.2-b"),
    Step(
        "complete",
        _("Report as completed"),
        (W.EXECUTING,),
        W.COMPLETED,
        (Role.ORGANISER,),
        "4.2.2-b",
        guards=(nothing_open,),
    ),
    Step(
        "suspend",
        _("Suspend"),
        (W.EXECUTING,),
        W.SUSPENDED,
        (Role.APPROVER,),
        "4.2.1-a",
        drops=(REPORT_RESULT,),
        reason="note",
        primary=False,
    ),
    Step("resume", _("Resume"), (W.SUSPENDED,), W.EXECUTING, (Role.APPROVER,), "4.2.1-a"),
    Step(
        "withdraw",
        _("Withdraw"),
        (W.APPROVED, W.EXECUTING, W.SUSPENDED),
        W.WITHDRAWN,
        (Role.APPROVER,),
        "4.2.1-a",
        drops=(TAKE_UP, REPORT_RESULT),
        reason="note",
        primary=False,
    ),
    Step(
        "revise",
        _("Revise as a new version"),
        (W.APPROVED, W.EXECUTING),
        W.DRAFT,
        (Role.PLANNER,),
        "4.2.1-b",
        drops=(TAKE_UP, REPORT_RESULT),
        reason="note",
        primary=False,
    ),
    Step("evaluate", _("Evaluate"), (W.COMPLETED,), W.EVALUATED, (Role.PLANNER,), "4.2.1-a"),
    turns={
        W.DRAFT: Role.PLANNER,
        W.SUBMITTED: Role.APPROVER,
        W.APPROVED: Role.ORGANISER,
        W.EXECUTING: Role.ORGANISER,
        W.SUSPENDED: Role.APPROVER,
        W.COMPLETED: Role.PLANNER,
    },
    main=(W.DRAFT, W.SUBMITTED, W.APPROVED, W.EXECUTING, W.COMPLETED, W.EVALUATED),
    waits={
        # The planner's own, unless it was returned.
        W.DRAFT: Wait.FREE,
        W.SUBMITTED: term("W-21"),
        W.APPROVED: TAKE_UP,
        W.EXECUTING: REPORT_RESULT,
        # Who suspended it says when it goes on.
        W.SUSPENDED: Wait.FREE,
        W.COMPLETED: term("W-20"),
    },
    voids=(Role.APPROVER,),
)
