"""How is a matter voided that was handed over, who learns of it, and how does it come back?"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import System
from accounts.roles import Role
from casework.actions import By, take
from casework.clauses import carries
from casework.clocks import local_day
from casework.flow import NOTHING
from casework.notifications import Telling
from disposal.actions.consequences import end
from disposal.actions.heard import tell_in
from disposal.models import EnforcementCase, PlatformDisposal
from disposal.models.cases import BEGUN
from disposal.models.competence import superiors
from trail.models import Event


@transaction.atomic
def void(record: PlatformDisposal | EnforcementCase, *, by: By, now: datetime, note: str) -> None:
    """Void it with a reason; the risk case is closed if this was the last that it waited for."""
    event = end("void", record, by, now, {"note": note})
    _tell(record, "void what a platform had to do", event, by)


@transaction.atomic
@carries("6.4-1")
def hand_over(record: PlatformDisposal | EnforcementCase, *, note: str, by: By, now: datetime) -> None:
    """Hand over again what was voided: a case is inspected anew. A regulator that had received it has it at
    once, any other with the delivery; a platform confirms the receipt."""
    had_it = isinstance(record, EnforcementCase) and record.received_on is not None
    begun = BEGUN if isinstance(record, EnforcementCase) else {}
    event = take("hand_over", record, by=by, now=now, note=note, **begun)
    _tell(record, "hand over again what a platform had to do", event, by)
    if had_it:
        take("receive", record, by=System(cause=event.pk), now=now, received_on=local_day(now))


def _tell(record: PlatformDisposal | EnforcementCase, deed: str, event: Event, by: By) -> None:
    """The regulator and its head, all those above it, the center's leader and who organised the tests, and
    whoever has a case about a product of a platform's matter: nobody buries one unseen.

    deed: what stands in those cases.
    """
    telling = Telling(event.at)
    for regulator in (record.regulator, *superiors(record.regulator)):
        telling.tell(record, event, regulator.pk, Role.CASE_OFFICER)
    telling.tell(record, event, record.regulator_id, Role.APPROVER)
    if isinstance(record, PlatformDisposal):
        note, reports = event.detail["note"], record.items.values("report")
        cases = EnforcementCase.objects.filter(report__in=reports).exclude(state__in=NOTHING)
        tell_in(cases, deed, record, lambda case: note, telling, by=by, role=event.role)
    if record.center_id is not None:
        for role in (Role.COMPILER, Role.ORGANISER, Role.LEADER):
            telling.tell(record, event, record.center_id, role)
    telling.send()
