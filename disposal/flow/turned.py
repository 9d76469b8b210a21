"""What becomes of a case, and of a platform's disposal, once the report under it has turned? (W-05)

Nothing goes on by itself then: whoever answers for it ends it, which whoever was served learns of, or says on
what it goes on.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from casework.flow import Step
from casework.terms.table import term
from disposal.flow.apart import BEFORE_HEAD
from disposal.flow.grounds import (
    DEFEND,
    a_measure_is_to_be_lifted,
    a_part_is_to_be_lifted,
    filed_already,
    no_letter_is_open,
    no_measure_is_to_be_lifted,
    not_filed_yet,
    nothing_to_lift_in_part,
    something_to_go_on,
    the_ground_is_back,
    the_ground_is_gone,
)
from disposal.flow.procedure import DECIDE, HEAD, INSPECT, SETTLE
from disposal.flow.reaching import DELIVER, HANDLE, LIFT, REPORT_HANDLING, delivered
from disposal.flow.vocabulary import EnforcementCaseState, PlatformDisposalState

E, P = EnforcementCaseState, PlatformDisposalState

UNDECIDED = (
    E.REFERRED,
    E.PASSED_ON,
    E.DISPUTED,
    E.RECEIVED,
    E.INSPECTING,
    E.FILE_PROPOSED,
    E.FILE_SIGNED,
    E.NOT_FILE_PROPOSED,
    E.FILED,
    E.DECISION_PROPOSED,
    E.REVIEWED,
    E.NOTICED,
    E.TOLD,
    E.HEARD,
)

# The clocks stand still while it is looked at: what ends drops them, what goes on has them back.
CASE_TURNED = (
    Step(
        "turn",
        _("The report it rests on has turned"),
        UNDECIDED,
        E.SHAKEN,
        (Role.SYSTEM,),
        "W-05",
        guards=(the_ground_is_gone,),
        suspends=(DELIVER, SETTLE, INSPECT, DECIDE, DEFEND),
        shaken_by="report",
    ),
    Step(
        "lapse",
        _("End it: its ground is gone"),
        (E.SHAKEN,),
        E.LAPSED,
        HEAD,
        "W-05",
        guards=(the_ground_is_gone, no_letter_is_open),
        differs=BEFORE_HEAD,
        reason="note",
    ),
    Step(
        "go_on",
        _("Go on with the inspection"),
        (E.SHAKEN,),
        E.RECEIVED,
        HEAD,
        "W-05",
        guards=(not_filed_yet, something_to_go_on),
        differs=BEFORE_HEAD,
        drops=(DELIVER, SETTLE),
        starts=(INSPECT,),
        reason="own_ground",
        primary=False,
    ),
    Step(
        "go_on_filed",
        _("Go on with the filed case"),
        (E.SHAKEN,),
        E.FILED,
        HEAD,
        "W-05",
        guards=(filed_already, something_to_go_on),
        differs=BEFORE_HEAD,
        drops=(DEFEND,),
        resumes=(DECIDE,),
        reason="own_ground",
        primary=False,
    ),
)

DISPOSAL_TURNED = (
    Step(
        "turn",
        _("The reports it rests on have turned"),
        (
            P.SENT,
            P.RECEIVED,
            P.HANDLING,
            P.DONE,
            P.FED_BACK,
            P.LESS_PROPOSED,
            P.DISPUTED,
            P.RETURNED,
            P.TO_LIFT,
            # What was taken off sale stays off sale, until somebody says otherwise.
            P.CLOSED,
        ),
        P.SHAKEN,
        (Role.SYSTEM,),
        "W-05",
        guards=(the_ground_is_gone,),
        suspends=(DELIVER, *HANDLE, REPORT_HANDLING),
        # What was to be verified or settled is so no more.
        drops=(term("W-20"), term("W-21")),
        shaken_by="items__report",
    ),
    Step(
        "lapse",
        _("End it: its ground is gone"),
        (P.SHAKEN,),
        P.ENDING,
        (Role.COMPILER,),
        "W-05",
        guards=(the_ground_is_gone,),
        drops=(*HANDLE, REPORT_HANDLING),
        starts=(DELIVER,),
        reason="note",
    ),
    Step(
        "go_on",
        _("Send it anew: a report fails again"),
        (P.SHAKEN,),
        P.SENT,
        (Role.COMPILER,),
        "W-05",
        guards=(the_ground_is_back,),
        starts=(DELIVER,),
        undoes=("finish",),
        reason="note",
        primary=False,
    ),
    *delivered(P.ENDING, P.LIFTING, "end_letter", (LIFT,), "_end"),
    Step(
        "lift",
        _("The measures are lifted"),
        (P.LIFTING,),
        P.LAPSED,
        (Role.QUALITY_OFFICER,),
        "6.4-2",
        guards=(a_measure_is_to_be_lifted,),
        meets=(LIFT,),
    ),
    Step(
        "conclude",
        _("No measure was taken: nothing is to be lifted"),
        (P.LIFTING,),
        P.LAPSED,
        (Role.QUALITY_OFFICER, Role.SYSTEM),
        "6.4-2",
        guards=(no_measure_is_to_be_lifted,),
        primary=False,
    ),
    # Only some of the products turned out to conform. While the platform handles, it does not finish before
    # their measures are lifted; what it has reported comes back to it for that, and then goes on.
    Step(
        "lift_early",
        _("Measures lifted on what conforms"),
        (P.HANDLING,),
        P.HANDLING,
        (Role.QUALITY_OFFICER,),
        "6.4-2",
        guards=(a_part_is_to_be_lifted,),
        primary=False,
    ),
    Step(
        "turn_in_part",
        _("Some of the reports it rests on have turned"),
        (P.FED_BACK, P.LESS_PROPOSED, P.CLOSED),
        P.TO_LIFT,
        (Role.SYSTEM,),
        "W-05",
        guards=(a_part_is_to_be_lifted,),
        # What was to be verified is so no more.
        drops=(term("W-20"), term("W-21")),
        shaken_by="items__report",
    ),
    Step(
        "lift_in_part",
        _("Measures lifted on what conforms"),
        (P.TO_LIFT,),
        P.FED_BACK,
        (Role.QUALITY_OFFICER,),
        "6.4-2",
        guards=(a_part_is_to_be_lifted,),
    ),
    Step(
        "turn_back",
        _("The reports it rests on fail again"),
        (P.TO_LIFT,),
        P.FED_BACK,
        (Role.SYSTEM,),
        "W-05",
        guards=(nothing_to_lift_in_part,),
        drops=(term("W-20"),),
        shaken_by="items__report",
    ),
)
