"""Has somebody who knows the law read by what a term counts, and confirmed it?

The table rests on texts that were read with more or less certainty (Grade). Until a legal reviewer of the
bureau has confirmed a period with its source, every clock that counts by it says so.
"""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.models import Level, Region, Viewer
from accounts.roles import Kind, Role
from casework.deadlines import clocks
from casework.flow import Forbidden, Refused
from casework.models import TermConfirmation, TermSetting, kinds
from casework.terms.table import Term
from trail import verbs
from trail.models import write

verbs.register("confirm a term", _("Period and source of a term confirmed"))

NOT_YOURS = _("Only a legal reviewer of the national or a provincial regulator confirms a term.")


def may_confirm(viewer: Viewer) -> bool:
    """Legal reviewers of the national and of a provincial regulator."""
    high = viewer.organisation.level in (Level.NATION, Level.PROVINCE)
    return viewer.kind == Kind.REGULATOR and high and Role.LEGAL_REVIEWER in viewer.roles


def standing(term: Term, province: Region | None, day: date) -> TermConfirmation | None:
    """The newest confirmation of a term as it counts on a day; None where nobody has confirmed that."""
    rule = clocks.rule(term, day)
    found = TermConfirmation.objects.reaching(province).filter(
        term=term.code, count=rule.number, unit=rule.unit
    )
    return found.select_related("confirmed_by", "organisation").order_by("-pk").first()


def confirmed(province: Region | None, day: date) -> set[str]:
    """The codes of all terms that are confirmed as they count on a day."""
    rows = TermConfirmation.objects.reaching(province).values_list("term", "count", "unit")
    read = set(rows)
    rules = clocks.rules(day)
    return {code for code, rule in rules.items() if (code, rule.number, rule.unit) in read}


def in_use() -> set[str]:
    """The codes of the terms that run on any kind of record."""
    return {code for model in kinds().values() for code in model.flow.terms}


@transaction.atomic
def confirm(term: Term, *, read: str, by: Viewer, now: datetime) -> TermConfirmation:
    """Confirm period and source of a term as it counts today.

    read: which text was read, and where. Raises Forbidden, and Refused for whoever set the period themselves.
    """
    if not may_confirm(by):
        raise Forbidden(NOT_YOURS)
    rule = clocks.rule(term, clocks.local_day(now))
    if TermSetting.objects.filter(term=term.code, version=rule.version, set_by=by.user).exists():
        raise Refused(_("You set this period yourself: somebody else confirms it."))
    with override(settings.LANGUAGE_CODE):
        source = str(term.source)
    made = TermConfirmation.objects.create(
        term=term.code,
        count=rule.number,
        unit=rule.unit,
        source=source,
        read=read,
        confirmed_by=by.user,
        organisation=by.organisation,
        confirmed_at=now,
    )
    said = {"term": term.code, "number": rule.number, "unit": rule.unit, "source": source, "note": read}
    actor, subject = by.actor(Role.LEGAL_REVIEWER), ("confirmation", made.pk)
    write("confirm a term", subject, actor=actor, at=now, clause=term.code, detail=said)
    return made
