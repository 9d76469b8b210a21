"""How is a matter taken back that was handed over, and who answers for what becomes of the goods then?

Not one person: what the leader takes back waits, with a clock, for the compiler, who hands it over again or
voids it; a case its regulator may take up by itself.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from casework.flow import Refused, Step
from casework.lifting import own
from casework.terms.table import term
from disposal.flow.grounds import no_letter_is_open
from disposal.flow.procedure import INSPECT, SETTLE
from disposal.flow.reaching import DELIVER, HANDLE, REPORT_HANDLING
from disposal.flow.vocabulary import EnforcementCaseState, PlatformDisposalState

E, P = EnforcementCaseState, PlatformDisposalState


@own()
def a_report_still_fails(record: Any, now: datetime) -> None:
    """Nothing is handed over of which no test report says that it fails."""
    if record.ground_is_gone:
        raise Refused(
            _("No test report that stands says that a product fails: nothing is to be handed over.")
        )


# While the regulator has proposed nothing: from then on the case is its own, and ends by a decision.
CASE_AGAIN = (
    Step(
        "take_back",
        _("Take it back"),
        (E.REFERRED, E.PASSED_ON, E.DISPUTED, E.RECEIVED, E.INSPECTING),
        E.TAKEN_BACK,
        (Role.LEADER,),
        "W-01",
        guards=(no_letter_is_open,),
        drops=(DELIVER, SETTLE, INSPECT),
        reason="note",
        primary=False,
    ),
    Step(
        "hand_over",
        _("Hand it over again"),
        (E.TAKEN_BACK,),
        E.REFERRED,
        (Role.COMPILER, Role.CASE_OFFICER),
        "6.4-1",
        guards=(a_report_still_fails,),
        starts=(DELIVER,),
        reason="note",
    ),
)

# What ends because its ground is gone has an end of its own.
DISPOSAL_AGAIN = (
    Step(
        "take_back",
        _("Take it back"),
        (
            *(P.SENT, P.RECEIVED, P.HANDLING, P.DONE, P.FED_BACK, P.LESS_PROPOSED, P.DISPUTED, P.RETURNED),
            P.TO_LIFT,
        ),
        P.TAKEN_BACK,
        (Role.LEADER,),
        "W-01",
        drops=(DELIVER, *HANDLE, REPORT_HANDLING, term("W-20"), term("W-21")),
        reason="note",
        primary=False,
    ),
    Step(
        "hand_over",
        _("Hand it over again"),
        (P.TAKEN_BACK,),
        P.SENT,
        (Role.COMPILER,),
        "6.4-1",
        guards=(a_report_still_fails,),
        starts=(DELIVER,),
        undoes=("finish",),
        reason="note",
    ),
)
