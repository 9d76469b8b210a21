"""How do a platform's disposal and a regulator's case move, with the two terms that the standard fixes?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.roles import Kind, Role
from casework.deadlines.urging import urges
from casework.flow import Flow, Refused, Step
from casework.lifting import own
from casework.terms.table import term
from disposal.flow.again import CASE_AGAIN, DISPOSAL_AGAIN
from disposal.flow.denied import CASE_DENIED
from disposal.flow.grounds import no_letter_is_open, nothing_to_lift_in_part
from disposal.flow.less import ACCEPTING, enough_was_done
from disposal.flow.procedure import (
    INSPECT,
    MAIN,
    PROCEDURE,
    SETTLE,
    TURNS,
)
from disposal.flow.reaching import DELIVER, HANDLE, HANDLE_AGAIN, REPORT_HANDLING, delivered
from disposal.flow.turned import CASE_TURNED, DISPOSAL_TURNED
from disposal.flow.vocabulary import EnforcementCaseState, PlatformDisposalState


@own("measure")
def a_measure_is_entered(disposal: Any, now: datetime) -> None:
    """At least one measure has been taken since the report came, or came back."""
    if not disposal.new_measures().exists():
        raise Refused(_("No measure has been entered yet: enter at least one, with its evidence."))


def a_measure_stands(disposal: Any, now: datetime) -> None:
    """There is a measure that could be struck: what was reported to the center stays."""
    if not disposal.new_measures().exists():
        raise Refused(
            _("No measure has been entered since the report came or came back: there is nothing to strike.")
        )


def not_confirmed(disposal: Any, now: datetime) -> None:
    """The receipt is confirmed once."""
    if disposal.received_at:
        raise Refused(_("The receipt has been confirmed already."))


def passed_on_once(case: Any, now: datetime) -> None:
    """Whom a case was transferred or assigned to may not transfer it again (art. 14 of the procedure)."""
    if case.assigned_by_id:
        raise Refused(_("This case was assigned to you by your superior: it stays with you."))
    if case.transferred_from_id:
        raise Refused(
            _("This case was transferred to you, and may not be transferred again: dispute the jurisdiction.")
        )


def somebody_else_is_competent(case: Any, now: datetime) -> None:
    """A case goes to whom its places make competent; where that is nobody else, a dispute is the way."""
    if not case.others_competent():
        raise Refused(
            _(
                "By the places of the enterprise, the shop and the platform no other regulator is competent. "
                "If you hold another one competent, dispute the jurisdiction: the common superior decides."
            )
        )


def somebody_can_decide(case: Any, now: datetime) -> None:
    """A dispute is decided by a superior, once."""
    if case.assigned_by_id:
        raise Refused(_("This case was assigned to you by your superior: it stays with you."))
    if case.arbiter() is None:
        raise Refused(_("No regulator stands above those concerned: agree with the other one."))


P, E = PlatformDisposalState, EnforcementCaseState
AT_THE_REGULATOR = (E.REFERRED, E.RECEIVED, E.INSPECTING)
EARLY = (*AT_THE_REGULATOR, E.PASSED_ON)
WITH_THE_PLATFORM = (P.RECEIVED, P.HANDLING, P.DONE, P.LIFTING, P.TO_LIFT)
DISPOSAL_TURNS: dict[str, Role] = {
    P.SENT: Role.COMPILER,
    P.RECEIVED: Role.QUALITY_OFFICER,
    P.HANDLING: Role.QUALITY_OFFICER,
    P.DONE: Role.QUALITY_OFFICER,
    P.FED_BACK: Role.COMPILER,
    P.LESS_PROPOSED: Role.LEADER,
    P.DISPUTED: Role.COMPILER,
    P.RETURNED: Role.COMPILER,
    P.SHAKEN: Role.COMPILER,
    P.ENDING: Role.COMPILER,
    P.LIFTING: Role.QUALITY_OFFICER,
    P.TO_LIFT: Role.QUALITY_OFFICER,
    P.TAKEN_BACK: Role.COMPILER,
}
CASE_TURNS: dict[str, Role] = {
    E.REFERRED: Role.COMPILER,
    E.PASSED_ON: Role.CASE_OFFICER,
    E.DISPUTED: Role.CASE_OFFICER,
    E.RECEIVED: Role.CASE_OFFICER,
    E.SHAKEN: Role.APPROVER,
    E.TAKEN_BACK: Role.COMPILER,
    E.DISOWNED: Role.COMPILER,
    **TURNS,
}
WITH_THE_REGULATOR = tuple(state for state, role in CASE_TURNS.items() if role.kind is Kind.REGULATOR)

PLATFORM_DISPOSAL_FLOW = Flow(
    P,
    Step(
        "open",
        _("Send to the platform"),
        (),
        P.SENT,
        (Role.SYSTEM,),
        "4.2.2-e",
        starts=(DELIVER,),
        admits=(Kind.PLATFORM,),
    ),
    *delivered(P.SENT, P.RECEIVED, "platform_compilation", HANDLE),
    # A courtesy: it moves nothing.
    Step(
        "receive",
        _("Confirm receipt"),
        (P.RECEIVED,),
        P.RECEIVED,
        (Role.QUALITY_OFFICER,),
        "6.4-2",
        guards=(not_confirmed,),
        primary=False,
    ),
    Step("handle", _("Begin to handle"), (P.RECEIVED,), P.HANDLING, (Role.QUALITY_OFFICER,), "4.2.4-a"),
    Step(
        "measure",
        _("Enter a measure"),
        (P.HANDLING,),
        P.HANDLING,
        (Role.QUALITY_OFFICER,),
        "6.4-2",
        at_once=True,
    ),
    Step(
        "strike",
        _("Strike a measure"),
        (P.HANDLING,),
        P.HANDLING,
        (Role.QUALITY_OFFICER,),
        "6.4-2",
        guards=(a_measure_stands,),
        primary=False,
    ),
    Step(
        "finish",
        _("Handling is finished"),
        (P.HANDLING,),
        P.DONE,
        (Role.QUALITY_OFFICER,),
        "6.4-2",
        guards=(a_measure_is_entered, nothing_to_lift_in_part),
        meets=HANDLE,
        starts=(REPORT_HANDLING,),
    ),
    Step(
        "feed_back",
        _("Report the handling"),
        (P.DONE,),
        P.FED_BACK,
        (Role.QUALITY_OFFICER,),
        "6.4-4",
        also=("4.2.4-b",),
        meets=(REPORT_HANDLING,),
    ),
    # The clock goes on during a dispute, which must not be a way to keep a dangerous product on sale; and so
    # the platform goes on acting.
    Step(
        "measure_disputed",
        _("Enter a measure"),
        (P.DISPUTED,),
        P.DISPUTED,
        (Role.QUALITY_OFFICER,),
        "6.4-2",
        primary=False,
    ),
    Step(
        "strike_disputed",
        _("Strike a measure"),
        (P.DISPUTED,),
        P.DISPUTED,
        (Role.QUALITY_OFFICER,),
        "6.4-2",
        guards=(a_measure_stands,),
        primary=False,
    ),
    Step(
        "dispute",
        _("Dispute the report"),
        (P.RECEIVED, P.HANDLING),
        P.DISPUTED,
        (Role.QUALITY_OFFICER,),
        "4.2.4-b",
        reason="note",
        primary=False,
    ),
    Step(
        "settle",
        _("Uphold the demand"),
        (P.DISPUTED,),
        P.HANDLING,
        (Role.COMPILER,),
        "6.4-1",
        reason="note",
    ),
    Step(
        "verify",
        _("Verify and close"),
        (P.FED_BACK,),
        P.CLOSED,
        (Role.COMPILER,),
        "6.4-4",
        guards=(enough_was_done,),
    ),
    *ACCEPTING,
    Step(
        "reopen",
        _("Return to the platform"),
        (P.FED_BACK,),
        P.RETURNED,
        (Role.COMPILER,),
        "6.4-2",
        starts=(DELIVER,),
        undoes=("finish",),
        reason="note",
        primary=False,
    ),
    *delivered(P.RETURNED, P.HANDLING, "return_letter", HANDLE_AGAIN, "_again"),
    *DISPOSAL_TURNED,
    *DISPOSAL_AGAIN,
    *urges(*WITH_THE_PLATFORM, by=(Role.COMPILER, Role.CASE_OFFICER), clause="6.4-2"),
    turns=DISPOSAL_TURNS,
    main=(P.SENT, P.RECEIVED, P.HANDLING, P.DONE, P.FED_BACK, P.CLOSED),
    waits={
        P.FED_BACK: term("W-20"),
        P.LESS_PROPOSED: term("W-21"),
        P.DISPUTED: term("W-21"),
        P.SHAKEN: term("W-20"),
        P.TO_LIFT: term("W-20"),
        P.TAKEN_BACK: term("W-20"),
    },
    voids=(Role.COMPILER,),
    void_differs=("take_back",),
    lasting=tuple(state for state in DISPOSAL_TURNS if state != P.TAKEN_BACK),
)

ENFORCEMENT_CASE_FLOW = Flow(
    E,
    Step("open", _("Refer to the regulator"), (), E.REFERRED, (Role.SYSTEM,), "6.4-1", starts=(DELIVER,)),
    Step(
        "serve",
        _("Note the service"),
        (E.REFERRED,),
        E.RECEIVED,
        (Role.COMPILER, Role.SYSTEM),
        "T-13",
        meets=(DELIVER,),
        starts=(INSPECT,),
        follows="regulator_compilation",
        on="compilation",
    ),
    # Who passed it on serves its own letter.
    Step(
        "serve_letter",
        _("Note the service of the letter"),
        (E.PASSED_ON,),
        E.RECEIVED,
        (Role.CASE_OFFICER, Role.SYSTEM),
        "T-13",
        of="sender",
        meets=(DELIVER,),
        starts=(INSPECT,),
        follows="transfer_letter",
    ),
    Step(
        "receive",
        _("Confirm receipt"),
        (E.REFERRED, E.PASSED_ON),
        E.RECEIVED,
        (Role.CASE_OFFICER, Role.SYSTEM),
        "T-13",
        meets=(DELIVER,),
        starts=(INSPECT,),
    ),
    Step(
        "inspect",
        _("Begin the inspection"),
        (E.RECEIVED,),
        E.INSPECTING,
        (Role.CASE_OFFICER,),
        "6.4-3",
    ),
    # With the transfer the clock of the inspection is dropped; it starts anew when the other has the case.
    Step(
        "transfer",
        _("Transfer to the competent regulator"),
        AT_THE_REGULATOR,
        E.PASSED_ON,
        (Role.CASE_OFFICER,),
        "6.4-3",
        guards=(passed_on_once, no_letter_is_open, somebody_else_is_competent),
        admits=("sender",),
        starts=(DELIVER,),
        primary=False,
    ),
    Step(
        "dispute",
        _("Dispute the jurisdiction"),
        EARLY,
        E.DISPUTED,
        (Role.CASE_OFFICER,),
        "W-14",
        guards=(somebody_can_decide, no_letter_is_open),
        admits=("disputed_by",),
        starts=(SETTLE,),
        reason="dispute_reason",
        primary=False,
    ),
    Step(
        "assign",
        _("Assign to a regulator"),
        (E.DISPUTED,),
        E.PASSED_ON,
        (Role.CASE_OFFICER,),
        "W-14",
        meets=(SETTLE,),
        admits=("sender",),
        starts=(DELIVER,),
        reason="assignment_reason",
    ),
    # A denial was upheld: the case begins anew, against the shop.
    Step(
        "redirect",
        _("The enterprise did not make it"),
        (*EARLY, E.DISPUTED),
        E.PASSED_ON,
        (Role.SYSTEM,),
        "6.4-3",
        admits=("sender",),
        starts=(DELIVER,),
        primary=False,
    ),
    *PROCEDURE,
    *CASE_TURNED,
    *CASE_AGAIN,
    *CASE_DENIED,
    # By the center that referred it, and by the regulator above.
    *urges(
        *WITH_THE_REGULATOR, by=(Role.COMPILER, Role.CASE_OFFICER), above=(Role.CASE_OFFICER,), clause="6.4-5"
    ),
    turns=CASE_TURNS,
    main=(E.REFERRED, E.RECEIVED, *MAIN),
    waits=dict.fromkeys((E.FED_BACK, E.SHAKEN, E.TAKEN_BACK, E.DISOWNED), term("W-20")),
    # Who takes it back does not void it.
    voids=(Role.COMPILER,),
    void_differs=("take_back",),
    lasting=tuple(state for state in CASE_TURNS if state != E.TAKEN_BACK),
)
