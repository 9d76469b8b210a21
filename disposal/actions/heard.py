"""What reaches whoever has a case: what a shop or enterprise says to a result, and what a platform does?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.models import By
from accounts.roles import Role
from casework.clauses import carries
from casework.work.notifications import Telling
from disposal.flow.notices import ResultNoticeState
from disposal.models.cases import EnforcementCase
from disposal.models.disposals import PlatformDisposal
from disposal.models.notices import ResultNotice
from trail import verbs
from trail.models import write

verbs.register(
    "hear from a party", gettext_lazy("How far a result notice to a party has come"), notification=True
)


def tell_in(
    cases: QuerySet[EnforcementCase],
    action: str,
    of: PlatformDisposal | ResultNotice,
    note: Callable[[EnforcementCase], str],
    telling: Telling,
    *,
    by: By,
    role: str = "",
    clause: str = "",
    tells: tuple[Role, ...] = (Role.CASE_OFFICER,),
) -> None:
    """Write into each of these cases what was done with another record about the same product, and tell those
    who have it: they need not see that record. note: what is said of it, by the case. role: in which it was
    done, where in one."""
    for case in cases.order_by("pk"):
        said = {"note": note(case), "record": of.number}
        subject, actor = ("record", case.pk), by.actor(role)
        event = write(action, subject, actor=actor, at=telling.now, clause=clause, detail=said)
        for told in tells:
            telling.tell(case, event, case.regulator_id, told)


@carries("O18-12")
def tell_cases(
    notice: ResultNotice,
    by: By,
    now: datetime,
    why: str = "",
    tells: tuple[Role, ...] = (Role.CASE_OFFICER,),
) -> None:
    """How far the notice has come, and why, stands in each open case about the product, and its officer is
    told: the case may go on now, or has to wait."""
    telling = Telling(now)
    with override(settings.LANGUAGE_CODE):
        said = _how_far(notice, why)
    action, cases = "hear from a party", EnforcementCase.objects.filter(report=notice.report_id)
    open_ones = cases.exclude(turn="")
    tell_in(open_ones, action, notice, lambda case: said, telling, by=by, clause="O18-12", tells=tells)
    telling.send()


def _how_far(notice: ResultNotice, why: str) -> str:
    silent = notice.state == ResultNoticeState.CLOSED and not notice.reply
    said = _("said nothing in the time to comment") if silent else ""
    return " · ".join(filter(None, (notice.addressee.name, notice.how_far(), said, why)))
