"""Who sets by what number a term counts, and from when on?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Level, Viewer
from accounts.roles import Kind, Role
from casework.deadlines import clocks
from casework.flow import Forbidden, Refused
from casework.models import TermSetting
from casework.terms.calendar import RollOn
from casework.terms.count import Unit
from casework.terms.table import Term
from trail import verbs
from trail.models import write

verbs.register("set a term", _("Set a term"))

NOT_YOURS = _("Only an approver of the national or a provincial regulator may set a term.")


def may_set(viewer: Viewer) -> bool:
    """Approvers of the national and of a provincial regulator."""
    high = viewer.organisation.level in (Level.NATION, Level.PROVINCE)
    return viewer.kind == Kind.REGULATOR and high and Role.APPROVER in viewer.roles


@transaction.atomic
def set_term(
    term: Term,
    *,
    number: int,
    unit: Unit,
    roll: RollOn,
    warn_at: Sequence[int],
    since: date,
    source: str,
    reason: str,
    by: Viewer,
    now: datetime,
) -> TermSetting:
    """Set how a term counts from a day on; clocks that run keep their rule.

    Of a term that the law fixes only the warnings may be set. Raises Forbidden or Refused.
    """
    if not may_set(by):
        raise Forbidden(NOT_YOURS)
    if term.fixed and (number, unit, roll) != (term.number, term.unit, term.roll):
        raise Refused(_("The law fixes this number: only the warnings may be set."))
    if since < clocks.local_day(now):
        raise Refused(_("A setting cannot begin in the past: choose today or a later day."))
    if not all(0 < share < 100 for share in warn_at) or len(set(warn_at)) != len(warn_at):
        raise Refused(_("Warnings are whole per cents between 1 and 99, each once."))
    setting = TermSetting.objects.create(
        term=term.code,
        version=clocks.next_version(term.code),
        count=number,
        unit=unit,
        roll=roll,
        warn_at=sorted(warn_at),
        since=since,
        source=source,
        reason=reason,
        set_by=by.user,
        set_at=now,
    )
    said = {"term": term.code, "number": number, "unit": unit, "since": since.isoformat(), "note": reason}
    write(
        "set a term",
        ("term", setting.pk),
        actor=by.actor(Role.APPROVER),
        at=now,
        clause=term.code,
        detail=said,
    )
    return setting
