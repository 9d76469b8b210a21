"""What may somebody send who was asked for more, by when, and how does it go on when nothing comes?

While they have the turn their own clock runs, and that of whoever asked stands still. When their time is over
the matter goes back to who asked, who decides on what there is.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import System
from accounts.roles import Role
from casework.actions import take
from casework.flow import Refused, Step
from casework.lifting import wait
from casework.models import Deadline, Filed
from casework.terms.table import Term, term

ASKED = term("W-25")
STEP = "go_on_without"


@wait
def the_time_to_answer_is_over(record: Any, now: datetime) -> None:
    """Whoever was asked for more has the whole of their time to send it."""
    running = record.deadlines.running().filter(term=ASKED.code, due_at__gt=now).first()
    if running:
        raise Refused(
            gettext("There is time to answer until %(day)s: go on after that, or once the answer is here.")
            % {"day": running.end}
        )


def goes_on_without(source: str, target: str, role: Role, resumes: Term, clause: str, of: str = "") -> Step:
    """The step back to who asked."""
    return Step(
        STEP,
        _("Go on with what there is"),
        (source,),
        target,
        (Role.SYSTEM, role),
        clause,
        of=of,
        guards=(the_time_to_answer_is_over,),
        drops=(ASKED,),
        resumes=(resumes,),
        primary=False,
    )


def go_on_without(model: type[Filed], now: datetime) -> int:
    """Go on with those of a kind whose time to answer is over; returns how many. Late or twice, it does no
    harm."""
    over = Deadline.objects.running().filter(term=ASKED.code, due_at__lte=now).values("record")
    gone_on = 0
    for record in model._default_manager.filter(pk__in=over).order_by("pk"):
        try:
            take(STEP, record, by=System(), now=now)
        except Refused:  # answered or decided in this very moment
            continue
        gone_on += 1
    return gone_on
