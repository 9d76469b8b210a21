"""What becomes of a case that is over once it is known that the product is not its party's? (W-12)

A denial may come late. The case then does not end in silence: the center refers the goods anew, against the
shop, or says why nothing more is to be done.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from casework.flow import Refused, Step
from disposal.flow.again import a_report_still_fails
from disposal.flow.vocabulary import EnforcementCaseState

E = EnforcementCaseState


def somebody_else_may_answer(case: Any, now: datetime) -> None:
    """There is a shop besides the enterprise that was right, and no case about these goods against it."""
    if case.enterprise_id is None or case.shop_id is None:
        raise Refused(
            _("Nobody else is on record who could answer for the goods: leave it as it ended, and say why.")
        )
    other = case.against_the_shop()
    if other:
        raise Refused(
            gettext("Case %(number)s is about these goods and the shop already: leave this one as it ended.")
            % {"number": other.number}
        )


CASE_DENIED = (
    Step(
        "disown",
        _("Its party's denial was upheld"),
        (E.VERIFIED,),
        E.DISOWNED,
        (Role.SYSTEM,),
        "W-12",
        primary=False,
    ),
    Step(
        "refer_anew",
        _("Refer the goods anew, against the shop"),
        (E.DISOWNED,),
        E.VERIFIED,
        (Role.COMPILER,),
        "6.4-1",
        guards=(a_report_still_fails, somebody_else_may_answer),
        reason="note",
        primary=False,
    ),
    Step(
        "let_stand",
        _("Leave it as it ended"),
        (E.DISOWNED,),
        E.VERIFIED,
        (Role.COMPILER,),
        "W-12",
        reason="note",
        primary=False,
    ),
)
