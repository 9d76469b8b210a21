"""How do risk signals, cases and assessments move? Clause 6.1 as tables."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Viewer
from accounts.roles import Role
from casework.flow import Flow, Forbidden, Refused, Step, With
from casework.lifting import own, wait
from casework.terms.table import term


class SignalState(TextChoices):
    """A risk signal is a plain row: it has states, but no clocks and no turn."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    ATTACHED = "attached", _("Attached to a case")
    VOIDED = "voided", _("Voided")
    DISCARDED = "discarded", _("Discarded draft")


# What counts in figures and is compared; what nobody but its own organisation knows of.
STANDING = (SignalState.SUBMITTED, SignalState.ATTACHED)
UNSENT = (SignalState.DRAFT, SignalState.DISCARDED)


class RiskCaseState(TextChoices):
    REGISTERED = "registered", _("Registered")
    UNDER_ASSESSMENT = "under_assessment", _("Under assessment")
    EXCLUDED = "excluded", _("Excluded")
    NOTIFIED = "notified", _("Units and regions notified")
    TO_NOTIFY = "to_notify", _("Notice to be served")
    TO_SAMPLE = "to_sample", _("To be sampled")
    PLANNED = "planned", _("In a work plan")
    CLOSED = "closed", _("Closed")
    MERGED = "merged", _("Merged into another case")
    VOIDED = "voided", _("Voided")


class AssessmentState(TextChoices):
    OPEN = "open", _("Opened")
    SCORING = "scoring", _("Being scored by the panel")
    SCORED = "scored", _("Scored by the whole panel")
    CONSENSUS = "consensus", _("Outcome proposed")
    APPROVED = "approved", _("Approved")
    SUPERSEDED = "superseded", _("Superseded")
    VOIDED = "voided", _("Voided")


NEXT = term("W-20")
DECIDE = term("W-21")


def answers_are_in(case: Any, now: datetime) -> None:
    """Every addressee has answered, or the reply clock has run out."""
    if case.state == RiskCaseState.NOTIFIED and case.awaits_answers(now):
        raise Refused(_("Not every notice has been answered, and the time to answer has not run out."))


@own()
def in_assessment(case: Any, now: datetime) -> None:
    """An assessment of the case is open."""
    if not case.in_assessment():
        raise Refused(_("Open an assessment from this case: that puts it under assessment."))


@own()
def in_a_plan(case: Any, now: datetime) -> None:
    """The case stands in a work plan that has not been voided or withdrawn."""
    if not case.in_a_plan():
        raise Refused(_("Open a work plan from this case: that puts it in the plan."))


def not_carried_on(case: Any, now: datetime) -> None:
    """The case that it went into is where it was then, or was voided."""
    into = case.merged_into
    if into is not None and into.state not in (RiskCaseState.REGISTERED, RiskCaseState.VOIDED):
        raise Refused(
            gettext("%(case)s, which it was merged into, has gone on: bring that one back first.")
            % {"case": into.number}
        )


@wait
def is_theirs_to_score(assessment: Any, by: Viewer, now: datetime) -> None:
    """Who is on the panel scores, once."""
    if not assessment.panel.filter(pk=by.user.pk).exists():
        raise Forbidden(_("You are not on the panel of this assessment."))
    if assessment.votes.filter(assessor=by.user).exists():
        raise Refused(_("You have scored already."))


@own("widen")
def enough_scored(assessment: Any, now: datetime) -> None:
    """As many have scored, without a conflict of interest, as the mode of assessment asks for."""
    if assessment.short():
        raise Refused(
            gettext("At least %(n)d must have scored without a conflict of interest: appoint more members.")
            % {"n": assessment.needed()}
        )


def too_few_scored(assessment: Any, now: datetime) -> None:
    """A panel grows only where it is too small: its chair has seen the scores."""
    if not assessment.short():
        raise Refused(_("Enough members have scored: the panel stays as it is."))


# Who gathers, assesses and notifies does not end it early as well, and not have it voided.
WORKED = (
    *("open", "attach", "detach", "merge", "unmerge", "assess", "back", "reopen"),
    *("notify_more", "notify_anew"),
)

R, A = RiskCaseState, AssessmentState

RISK_CASE_FLOW = Flow(
    R,
    Step("open", _("Open a risk case"), (), R.REGISTERED, (Role.COLLECTOR,), "4.2.2-a"),
    Step("attach", _("Add risk signals"), (R.REGISTERED,), R.REGISTERED, (Role.COLLECTOR,), "6.1.2"),
    Step(
        "detach",
        _("Take risk signals out"),
        (R.REGISTERED,),
        R.REGISTERED,
        (Role.COLLECTOR,),
        "6.1.2",
        primary=False,
    ),
    Step(
        "merge",
        _("Merge into another case"),
        (R.REGISTERED,),
        R.MERGED,
        (Role.COLLECTOR,),
        "6.1.2",
        primary=False,
    ),
    Step(
        "absorb",
        _("Take another case up"),
        (R.REGISTERED,),
        R.REGISTERED,
        (Role.SYSTEM,),
        "6.1.2",
    ),
    Step(
        "unmerge",
        _("Take out of the other case again"),
        (R.MERGED,),
        R.REGISTERED,
        (Role.COLLECTOR,),
        "6.1.2",
        guards=(not_carried_on,),
        primary=False,
    ),
    Step(
        "give_back",
        _("Give another case back"),
        (R.REGISTERED,),
        R.REGISTERED,
        (Role.SYSTEM,),
        "6.1.2",
    ),
    Step(
        "assess",
        _("Assess"),
        (R.REGISTERED,),
        R.UNDER_ASSESSMENT,
        (Role.CHAIR, Role.SYSTEM),
        "6.1.3",
        guards=(in_assessment,),
    ),
    Step(
        "back",
        _("Stop the assessment"),
        (R.UNDER_ASSESSMENT,),
        R.REGISTERED,
        (Role.CHAIR, Role.SYSTEM),
        "6.1.3",
        primary=False,
    ),
    Step("exclude", _("Exclude"), (R.UNDER_ASSESSMENT,), R.EXCLUDED, (Role.SYSTEM,), "6.1.3-a"),
    Step("notify", _("Notify"), (R.UNDER_ASSESSMENT,), R.NOTIFIED, (Role.SYSTEM,), "6.1.3-b"),
    Step("sample", _("Have it sampled"), (R.UNDER_ASSESSMENT,), R.TO_SAMPLE, (Role.SYSTEM,), "6.1.3-c"),
    Step(
        "reopen",
        _("Reopen on a new fact"),
        (R.EXCLUDED, R.NOTIFIED, R.TO_NOTIFY, R.TO_SAMPLE, R.PLANNED, R.CLOSED),
        R.REGISTERED,
        (Role.COLLECTOR,),
        "6.1.3",
        undoes=("exclude", "notify", "notify_anew", "sample"),
        reason="note",
        primary=False,
    ),
    Step(
        "notify_more",
        _("Notify one more addressee"),
        (R.NOTIFIED,),
        R.NOTIFIED,
        (Role.COLLECTOR,),
        "6.1.3-b",
        primary=False,
    ),
    # Of a case all of whose notices were voided nobody was told: it waits for one that is served.
    Step(
        "unnotify",
        _("Every notice was voided"),
        (R.NOTIFIED,),
        R.TO_NOTIFY,
        (Role.SYSTEM,),
        "6.1.3-b",
        undoes=("notify", "notify_anew"),
    ),
    Step("notify_anew", _("Notify anew"), (R.TO_NOTIFY,), R.NOTIFIED, (Role.COLLECTOR,), "6.1.3-b"),
    Step(
        "plan",
        _("Put into a work plan"),
        (R.TO_SAMPLE,),
        R.PLANNED,
        (Role.PLANNER,),
        "4.2.1-b",
        guards=(in_a_plan,),
    ),
    Step("unplan", _("Take out of the work plan"), (R.PLANNED,), R.TO_SAMPLE, (Role.SYSTEM,), "4.2.1-b"),
    Step(
        "close",
        _("Close"),
        (R.NOTIFIED, R.TO_SAMPLE, R.PLANNED),
        R.CLOSED,
        (Role.LEADER, Role.SYSTEM),
        "6.1.3",
        guards=(answers_are_in,),
        differs=WORKED,
        reason="note",
        primary=False,
    ),
    turns={
        R.REGISTERED: Role.CHAIR,
        R.UNDER_ASSESSMENT: Role.CHAIR,
        R.NOTIFIED: Role.COLLECTOR,
        R.TO_NOTIFY: Role.COLLECTOR,
        R.TO_SAMPLE: Role.PLANNER,
    },
    main=(R.REGISTERED, R.UNDER_ASSESSMENT, R.TO_SAMPLE, R.PLANNED, R.CLOSED),
    waits={
        R.REGISTERED: NEXT,
        R.UNDER_ASSESSMENT: With("assessment"),
        R.NOTIFIED: With("notice"),
        R.TO_NOTIFY: NEXT,
        R.TO_SAMPLE: NEXT,
    },
    voids=(Role.LEADER,),
)

ASSESSMENT_FLOW = Flow(
    A,
    Step("open", _("Open an assessment"), (), A.OPEN, (Role.CHAIR,), "6.1.3"),
    Step(
        "empanel",
        _("Appoint the panel"),
        (A.OPEN,),
        A.SCORING,
        (Role.CHAIR,),
        "6.1.3",
        at_once=True,
    ),
    Step(
        "score",
        _("Score the risk"),
        (A.SCORING,),
        A.SCORING,
        (Role.ASSESSOR,),
        "6.1.3",
        able=(is_theirs_to_score,),
        at_once=True,
    ),
    Step("all_in", _("All scores are in"), (A.SCORING,), A.SCORED, (Role.SYSTEM,), "6.1.3"),
    Step(
        "end_scoring",
        _("Close the scoring"),
        (A.SCORING,),
        A.SCORED,
        (Role.CHAIR,),
        "6.1.3",
        primary=False,
    ),
    Step(
        "widen",
        _("Appoint more members"),
        (A.SCORED,),
        A.SCORING,
        (Role.CHAIR,),
        "6.1.3",
        guards=(too_few_scored,),
        primary=False,
    ),
    Step(
        "propose",
        _("Propose the outcome"),
        (A.SCORED,),
        A.CONSENSUS,
        (Role.CHAIR,),
        "6.1.3",
        guards=(enough_scored,),
        at_once=True,
    ),
    Step(
        "approve",
        _("Approve the outcome"),
        (A.CONSENSUS,),
        A.APPROVED,
        (Role.LEADER,),
        "6.1.3",
        differs=("open", "empanel", "widen", "end_scoring", "score", "propose"),
        prepared=True,
    ),
    Step(
        "return",
        _("Return to the chair"),
        (A.CONSENSUS,),
        A.SCORED,
        (Role.LEADER,),
        "6.1.3",
        differs=("open", "empanel", "widen", "end_scoring", "score", "propose"),
        primary=False,
    ),
    Step("supersede", _("Supersede"), (A.APPROVED,), A.SUPERSEDED, (Role.SYSTEM,), "6.1.3"),
    turns={
        A.OPEN: Role.CHAIR,
        A.SCORING: Role.ASSESSOR,
        A.SCORED: Role.CHAIR,
        A.CONSENSUS: Role.LEADER,
    },
    main=(A.OPEN, A.SCORING, A.SCORED, A.CONSENSUS, A.APPROVED),
    waits={**dict.fromkeys((A.OPEN, A.SCORING, A.SCORED), NEXT), A.CONSENSUS: DECIDE},
    voids=(Role.LEADER, Role.SYSTEM),
)
