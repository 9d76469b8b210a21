"""How are goods referred anew whose maker was right to deny them? (W-12)"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Organisation, System, Viewer
from casework.actions import take
from casework.clauses import carries
from disposal.actions.compilations import open_case, tell_another
from disposal.flow.consequences import ENFORCEMENT_CASE_FLOW
from disposal.models.cases import EnforcementCase
from disposal.models.competence import competent
from disposal.redaction import Line, lines
from inspection.reports.models.reports import Report


def without_the_maker(case: EnforcementCase) -> Line:
    """The goods of a case as if nobody but the shop could answer for them."""
    (line,) = lines(Report.objects.filter(pk=case.report_id))
    return replace(line, enterprise=None)


def gets_it(case: EnforcementCase, line: Line) -> Organisation:
    """The regulator of the shop's place; where none is known, the one that had the case."""
    return competent(line.place, case.regulator)


@ENFORCEMENT_CASE_FLOW.handles("refer_anew")
@transaction.atomic
@carries("6.4-1", "W-12")
def refer_anew(case: EnforcementCase, *, note: str, by: Viewer, now: datetime) -> None:
    """Open another case about the same goods, against the shop, with the regulator of its place, which is
    told of them on paper. The case of whose party they were not stays as it ended."""
    event = take("refer_anew", case, by=by, now=now, note=note)
    line = without_the_maker(case)
    regulator = gets_it(case, line)
    with override(settings.LANGUAGE_CODE):
        came_of = _("Instead of %(number)s: its party denied the product, and was right.")
        said = came_of % {"number": case.number}
        open_case(case.compilation, line, regulator, System(cause=event.pk), now, said)
    tell_another(case.compilation, regulator, case.report, by, now)
