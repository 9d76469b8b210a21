"""Through whose hands does a case go, from the inspection to the decision and its end? (4.2.1-d, PN-01)

Nobody decides alone: two officers file, a legal reviewer reads the decision, the head files and decides; and
nobody is punished unheard: the party is told before, and has its days to state and defend.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from casework.flow import Step
from casework.terms.table import term
from disposal.flow.apart import BEFORE_HEAD, BEFORE_REVIEWER
from disposal.flow.grounds import (
    AGAINST_THE_PARTY,
    DEFEND,
    a_penalty_is_proposed,
    no_denial_waits,
    no_penalty_is_proposed,
    own_evidence,
    penalty_has_a_verdict,
    something_was_decided,
    the_comments_are_answered,
    the_decision_has_a_ground,
    the_party_knows_the_result,
    the_product_is_the_partys,
    the_review_knows_the_denial,
    the_times_to_answer_are_over,
    verdict_stands,
)
from disposal.flow.reaching import DELIVER
from disposal.flow.vocabulary import EnforcementCaseState

INSPECT = term("DL-04", start="received_on")
DECIDE = term("DL-24", start="filed_on")
SERVE_DECISION = term("DL-25", start="decided_on")
EXECUTE = term("W-18", start="decision_served_on")
CLOSE = term("W-19")
REPORT_CASE = term("DL-02", start="closed_on")
REPORT_AGAIN = term("DL-02", start="returned_on")
SETTLE = term("W-14")


E = EnforcementCaseState
OFFICER, HEAD, REVIEWER = (Role.CASE_OFFICER,), (Role.APPROVER,), (Role.LEGAL_REVIEWER,)

PROCEDURE = (
    Step("evidence", _("Enter own evidence"), (E.INSPECTING,), E.INSPECTING, OFFICER, "6.4-3"),
    Step(
        "propose_filing",
        _("Propose to file a case"),
        (E.INSPECTING,),
        E.FILE_PROPOSED,
        OFFICER,
        "4.2.1-d",
        guards=(own_evidence, verdict_stands),
        equal=True,
    ),
    Step(
        "sign_filing",
        _("Propose it as the second officer"),
        (E.FILE_PROPOSED,),
        E.FILE_SIGNED,
        OFFICER,
        "4.2.1-d",
        guards=(own_evidence, verdict_stands),
        differs=("propose_filing",),
    ),
    Step(
        "file",
        _("File the case"),
        (E.FILE_SIGNED,),
        E.FILED,
        HEAD,
        "4.2.1-d",
        guards=(own_evidence, verdict_stands, the_product_is_the_partys),
        differs=BEFORE_HEAD,
        meets=(INSPECT,),
        starts=(DECIDE,),
        prepared=True,
    ),
    Step(
        "propose_no_filing",
        _("Propose to file no case"),
        (E.INSPECTING,),
        E.NOT_FILE_PROPOSED,
        OFFICER,
        "4.2.1-d",
        guards=(own_evidence,),
        equal=True,
    ),
    Step(
        "not_file",
        _("File no case"),
        (E.NOT_FILE_PROPOSED,),
        E.NOT_FILED,
        HEAD,
        "4.2.1-d",
        guards=(no_denial_waits,),
        differs=BEFORE_HEAD,
        meets=(INSPECT,),
        starts=(CLOSE,),
    ),
    Step(
        "return_filing",
        _("Return to the officers"),
        (E.FILE_PROPOSED, E.FILE_SIGNED, E.NOT_FILE_PROPOSED),
        E.INSPECTING,
        HEAD,
        "4.2.1-d",
        primary=False,
    ),
    Step("add_evidence", _("Enter own evidence"), (E.FILED,), E.FILED, OFFICER, "4.2.1-d", primary=False),
    Step(
        "propose_decision",
        _("Propose the decision"),
        (E.FILED,),
        E.DECISION_PROPOSED,
        OFFICER,
        "PN-01",
        guards=(own_evidence,),
    ),
    Step(
        "review",
        _("Pass the legal review"),
        (E.DECISION_PROPOSED,),
        E.REVIEWED,
        REVIEWER,
        "PN-01",
        differs=BEFORE_REVIEWER,
    ),
    Step(
        "send_back",
        _("Return from the legal review"),
        (E.DECISION_PROPOSED,),
        E.FILED,
        REVIEWER,
        "PN-01",
        differs=BEFORE_REVIEWER,
        primary=False,
    ),
    Step(
        "give_notice",
        _("Issue the notice to the party"),
        (E.REVIEWED,),
        E.NOTICED,
        OFFICER,
        "PN-01",
        guards=(
            a_penalty_is_proposed,
            penalty_has_a_verdict,
            the_product_is_the_partys,
            the_review_knows_the_denial,
        ),
        prepared=True,
    ),
    Step(
        "serve_notice",
        _("Note the service of the notice"),
        (E.NOTICED,),
        E.TOLD,
        (*OFFICER, Role.SYSTEM),
        "PN-01",
        starts=(DEFEND,),
        follows="penalty_notice",
    ),
    # Whoever said something may say more, ask for a hearing or waive the rest until the time is over.
    Step(
        "hear",
        _("Enter what the party says"),
        (E.TOLD, E.HEARD),
        E.HEARD,
        OFFICER,
        "PN-01",
        meets=(DEFEND,),
    ),
    Step(
        "submit",
        _("Submit the decision to the head"),
        (E.REVIEWED,),
        E.HEARD,
        OFFICER,
        "PN-01",
        guards=(no_penalty_is_proposed,),
        primary=False,
    ),
    Step(
        "decide",
        _("Decide"),
        (E.HEARD,),
        E.DECIDED,
        HEAD,
        "PN-01",
        guards=(
            own_evidence,
            the_times_to_answer_are_over,
            the_comments_are_answered,
            penalty_has_a_verdict,
            the_party_knows_the_result,
            the_review_knows_the_denial,
            *AGAINST_THE_PARTY,
        ),
        differs=BEFORE_HEAD,
        meets=(DECIDE,),
        starts=(SERVE_DECISION,),
        prepared=True,
    ),
    Step(
        "reject_decision",
        _("Return to the officers"),
        (E.REVIEWED, E.NOTICED, E.TOLD, E.HEARD),
        E.FILED,
        HEAD,
        "PN-01",
        primary=False,
    ),
    # What was decided is not voided: whoever decided it takes it back, and says why; a wrong one also when
    # all is over (行政处罚法 art. 75).
    Step(
        "revoke",
        _("Revoke the decision"),
        (E.DECIDED, E.DECISION_SERVED, E.EXECUTED, E.CLOSED, E.VERIFIED, E.DISOWNED),
        E.FILED,
        HEAD,
        "PN-01",
        guards=(something_was_decided,),
        drops=(SERVE_DECISION, EXECUTE, CLOSE, REPORT_CASE),
        starts=(DECIDE,),
        undoes=("decide", "serve_decision", "execute", "close", "feed_back", "verify"),
        reason="note",
        primary=False,
    ),
    Step(
        "serve_decision",
        _("Note the service of the decision"),
        (E.DECIDED,),
        E.DECISION_SERVED,
        (*OFFICER, Role.SYSTEM),
        "PN-01",
        guards=(*AGAINST_THE_PARTY, the_decision_has_a_ground),
        meets=(SERVE_DECISION,),
        starts=(EXECUTE,),
        follows="penalty_decision",
    ),
    Step(
        "execute",
        _("Note that it was executed"),
        (E.DECISION_SERVED,),
        E.EXECUTED,
        OFFICER,
        "4.2.1-d",
        guards=(*AGAINST_THE_PARTY, the_decision_has_a_ground),
        meets=(EXECUTE,),
        starts=(CLOSE,),
    ),
    Step(
        "close",
        _("Close the case"),
        (E.EXECUTED, E.NOT_FILED),
        E.CLOSED,
        OFFICER,
        "6.4-5",
        guards=(the_decision_has_a_ground,),
        meets=(CLOSE,),
        starts=(REPORT_CASE,),
        at_once=True,
    ),
    # Who wrote the report and who confirms it stand in the trail, and on the paper from there.
    Step(
        "feed_back",
        _("Confirm and send the report"),
        (E.CLOSED,),
        E.FED_BACK,
        HEAD,
        "6.4-5",
        guards=(the_decision_has_a_ground,),
        differs=BEFORE_HEAD,
        meets=(REPORT_CASE,),
    ),
    # The time to report goes on: it is the center's, and no return within the office lengthens it.
    Step(
        "return_report",
        _("Return to the officers"),
        (E.CLOSED,),
        E.RETURNED,
        HEAD,
        "6.4-5",
        primary=False,
    ),
    Step(
        "verify",
        _("Verify"),
        (E.FED_BACK,),
        E.VERIFIED,
        (Role.COMPILER,),
        "6.4-5",
        guards=(no_denial_waits,),
        reason="note",
    ),
    Step(
        "return",
        _("Return the report"),
        (E.FED_BACK,),
        E.RETURNING,
        (Role.COMPILER,),
        "6.4-5",
        starts=(DELIVER,),
        reason="note",
        primary=False,
    ),
    Step(
        "serve_return",
        _("Note the service"),
        (E.RETURNING,),
        E.RETURNED,
        (Role.COMPILER, Role.SYSTEM),
        "T-13",
        meets=(DELIVER,),
        starts=(REPORT_AGAIN,),
        follows="return_letter",
    ),
    Step(
        "receive_return",
        _("Confirm receipt"),
        (E.RETURNING,),
        E.RETURNED,
        OFFICER,
        "T-13",
        meets=(DELIVER,),
        starts=(REPORT_AGAIN,),
    ),
    Step("amend", _("Amend the report"), (E.RETURNED,), E.CLOSED, OFFICER, "6.4-5"),
)

TURNS: dict[str, Role] = {
    E.INSPECTING: Role.CASE_OFFICER,
    E.FILE_PROPOSED: Role.CASE_OFFICER,
    E.FILE_SIGNED: Role.APPROVER,
    E.NOT_FILE_PROPOSED: Role.APPROVER,
    E.FILED: Role.CASE_OFFICER,
    E.NOT_FILED: Role.CASE_OFFICER,
    E.DECISION_PROPOSED: Role.LEGAL_REVIEWER,
    E.REVIEWED: Role.CASE_OFFICER,
    E.NOTICED: Role.CASE_OFFICER,
    E.TOLD: Role.CASE_OFFICER,
    E.HEARD: Role.APPROVER,
    E.DECIDED: Role.CASE_OFFICER,
    E.DECISION_SERVED: Role.CASE_OFFICER,
    E.EXECUTED: Role.CASE_OFFICER,
    E.CLOSED: Role.APPROVER,
    E.FED_BACK: Role.COMPILER,
    E.RETURNING: Role.COMPILER,
    E.RETURNED: Role.CASE_OFFICER,
}

# What was decided is revoked, or stands.
DECIDED = (
    E.NOT_FILED,
    E.DECIDED,
    E.DECISION_SERVED,
    E.EXECUTED,
    E.CLOSED,
    E.FED_BACK,
    E.RETURNING,
    E.RETURNED,
    E.DISOWNED,
)

MAIN = (
    E.INSPECTING,
    E.FILE_SIGNED,
    E.FILED,
    E.REVIEWED,
    E.TOLD,
    E.DECIDED,
    E.EXECUTED,
    E.CLOSED,
    E.FED_BACK,
    E.VERIFIED,
)
