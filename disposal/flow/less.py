"""Who accepts that a platform did less than the least measure asked of it? (6.4-2, 6.4-4)

Whoever verifies what a platform did does not decide that less is enough: they propose it, the leader decides,
and until then the matter stands open.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from casework.flow import Refused, Step
from casework.lifting import own
from disposal.flow.vocabulary import PlatformDisposalState
from trail.enumerations import enumerated

P = PlatformDisposalState


@own()
def enough_was_done(disposal: Any, now: datetime) -> None:
    """Of no product that still fails do the measures stay below the least one asked for."""
    short = disposal.short()
    if short:
        raise Refused(
            gettext(
                "Less was done than the least measure asked for: %(products)s. Return it to the platform, or"
                " propose that less is accepted: the leader decides."
            )
            % {"products": enumerated(short)}
        )


def less_was_done(disposal: Any, now: datetime) -> None:
    """What is enough needs nobody to accept it."""
    if not disposal.short():
        raise Refused(_("Of each product as much was done as was asked for: verify and close."))


ACCEPTING = (
    Step(
        "propose_less",
        _("Propose to accept less than asked for"),
        (P.FED_BACK,),
        P.LESS_PROPOSED,
        (Role.COMPILER,),
        "6.4-4",
        guards=(less_was_done,),
        reason="note",
        primary=False,
    ),
    Step(
        "accept_less",
        _("Accept less than asked for, and close"),
        (P.LESS_PROPOSED,),
        P.CLOSED,
        (Role.LEADER,),
        "6.4-4",
        differs=("settle", "propose_less", "verify", "reopen"),
        reason="note",
        equal=True,
    ),
    Step(
        "refuse_less",
        _("Do not accept less"),
        (P.LESS_PROPOSED,),
        P.FED_BACK,
        (Role.LEADER,),
        "6.4-4",
        reason="note",
        primary=False,
        equal=True,
    ),
)
