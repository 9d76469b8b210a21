"""How does a matter come back that was voided though its report still says that the product fails?

Whoever voids it answers for that alone, and the goods would be in nobody's hands: so the others to whom they
matter can hand it over again, and need nobody's leave.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from casework.flow import Refused, Step
from disposal.flow.delivery import DELIVER
from disposal.flow.procedure import EnforcementCaseState
from disposal.flow.vocabulary import PlatformDisposalState

E, P = EnforcementCaseState, PlatformDisposalState


def a_report_still_fails(record: Any, now: datetime) -> None:
    """Nothing is handed over of which no test report says that it fails."""
    if record.ground_is_gone:
        raise Refused(
            _("No test report that stands says that a product fails: nothing is to be handed over.")
        )


CASE_AGAIN = Step(
    "hand_over",
    _("Hand it over again"),
    (E.VOIDED,),
    E.REFERRED,
    (Role.COMPILER, Role.CASE_OFFICER),
    "6.4-1",
    guards=(a_report_still_fails,),
    starts=(DELIVER,),
    reason="note",
    primary=False,
)

DISPOSAL_AGAIN = Step(
    "hand_over",
    _("Hand it over again"),
    (P.VOIDED,),
    P.SENT,
    (Role.COMPILER,),
    "6.4-1",
    guards=(a_report_still_fails,),
    starts=(DELIVER,),
    undoes=("finish",),
    reason="note",
    primary=False,
)
