"""By which steps does what a center sent to a platform reach it, and which time begins then? (T-13)"""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from casework.flow import Step
from casework.terms.table import Term, term
from disposal.flow.vocabulary import MatterGrade

# What was issued is to be delivered: until then this clock runs for whoever issued it, and no other.
DELIVER = term("W-17")


def _handle(start: str) -> tuple[Term, ...]:
    """The graver the matter, the shorter the time; a regulator may set each of them."""
    return (
        term("DL-03", start=start, when=("level", ("", MatterGrade.OTHER))),
        term("DL-03b", start=start, when=("level", (MatterGrade.HIGH,))),
        term("DL-03c", start=start, when=("level", (MatterGrade.SERIOUS,))),
    )


HANDLE = _handle("delivered_on")
# What comes back to the platform begins again with the delivery of the letter that returns it.
HANDLE_AGAIN = _handle("returned_on")
REPORT_HANDLING = term("DL-01", start="handled_on")
# Measures whose ground is gone are lifted; who took none has nothing to lift.
LIFT = term("W-20", start="end_delivered_on", when=("is_measured", (True,)))


def delivered(
    source: str, target: str, paper: str, starts: tuple[Term, ...], suffix: str = ""
) -> tuple[Step, Step]:
    """The delivery starts the platform's time, whoever notes it: the center, or the system itself of an
    addressee who accepts service through the portal; or the platform, which says that it has it."""
    reached = partial(Step, sources=(source,), target=target, clause="T-13", meets=(DELIVER,), starts=starts)
    by_the_center = (Role.COMPILER, Role.SYSTEM)
    return (
        reached(f"serve{suffix}", _("Note the service"), by=by_the_center, follows=paper),
        reached(f"acknowledge{suffix}", _("Confirm receipt"), by=(Role.QUALITY_OFFICER,)),
    )
