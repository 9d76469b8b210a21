"""How is a matter told in a few sentences? Of what its reader may see, and no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Viewer
from casework.deadlines.clocks import due_day, local_day
from casework.pages.lists import whose_turn
from catalogue.models import Verdict
from catalogue.yuan import NOTHING
from disposal.flow.vocabulary import OFF_SALE
from disposal.models.cases import EnforcementCase
from disposal.models.disposals import DisposalItem
from inspection.flow.reports import ISSUED
from inspection.reports.models.reports import Report
from monitoring.risks.models.riskcases import RiskCase
from monitoring.risks.models.signals import RiskSignal
from portals.leader.money import sees_money
from portals.matters.story import Matter
from sampling.purchases.models.purchases import Purchase
from trail.enumerations import enumerated

Told = Callable[[Matter, Viewer], str]


def told(found: Matter, viewer: Viewer, now: datetime) -> list[str]:
    """What came in, what was bought, what the tests found, what was done about it, what it cost, and what
    comes next; a sentence each, of what there is."""
    parts: tuple[Told, ...] = (_came, _assessed, _bought, _tested, _taken_off, _prosecuted, _cost)
    return [said for said in (*(part(found, viewer) for part in parts), _next(found, viewer, now)) if said]


def _of(found: Matter, model: Any, viewer: Viewer) -> QuerySet[Any]:
    """The records of a kind in the matter, as their own rows."""
    rows: QuerySet[Any] = model.objects.visible_to(viewer).filter(pk__in=found.pks).order_by()
    return rows


def _came(found: Matter, viewer: Viewer) -> str:
    if not isinstance(found.record, RiskCase):
        return ""
    number = RiskSignal.objects.visible_to(viewer).standing().filter(case=found.record).count()
    said = {"n": number, "day": local_day(found.began_at)}
    if not number:
        return _("It was registered on %(day)s.") % said
    told = ngettext(
        "Since %(day)s, %(n)d piece of risk information has told of it.",
        "Since %(day)s, %(n)d pieces of risk information have told of it.",
        number,
    )
    return told % said


def _assessed(found: Matter, _viewer: Viewer) -> str:
    case = found.record
    if not (isinstance(case, RiskCase) and case.level):
        return ""
    return _("Its risk was assessed as %(level)s.") % {"level": case.get_level_display()}


def _bought(found: Matter, viewer: Viewer) -> str:
    counted = _of(found, Purchase, viewer).aggregate(
        planned=Count("pk"), paid=Count("pk", filter=Q(paid_at__isnull=False))
    )
    if not counted["planned"]:
        return ""
    return _("Purchases planned: %(planned)d; paid for: %(paid)d.") % counted


def _tested(found: Matter, viewer: Viewer) -> str:
    issued = _of(found, Report, viewer).filter(state__in=ISSUED)
    if not (number := issued.count()):
        return ""
    bad = list(issued.filter(outcome=Verdict.NON_CONFORMING).prefetch_related("results"))
    said = {"n": number, "bad": len(bad)}
    if not bad:
        return _("Reports issued: %(n)d; none of them says that goods do not conform.") % said
    items = sorted({each.name for report in bad for each in report.failing})
    told = _("Reports issued: %(n)d; the goods of %(bad)d do not conform: %(items)s.")
    return told % {**said, "items": enumerated(items)}


def _taken_off(found: Matter, viewer: Viewer) -> str:
    items = DisposalItem.objects.filter(disposal__in=found.pks).order_by()
    gone = Q(measures__measure__in=OFF_SALE, measures__struck_at__isnull=True)
    counted = items.aggregate(n=Count("pk", distinct=True), gone=Count("pk", filter=gone, distinct=True))
    if not counted["n"]:
        return ""
    return _("Products that platforms were told of: %(n)d; taken off sale: %(gone)d.") % counted


def _prosecuted(found: Matter, viewer: Viewer) -> str:
    filed = Count("pk", filter=Q(filed_on__isnull=False))
    counted = _of(found, EnforcementCase, viewer).aggregate(n=Count("pk"), filed=filed)
    return _("Referred to regulators: %(n)d; cases filed: %(filed)d.") % counted if counted["n"] else ""


def _cost(found: Matter, viewer: Viewer) -> str:
    if not sees_money(viewer):
        return ""
    spent = _of(found, Purchase, viewer).aggregate(
        paid=Sum("amount", default=NOTHING), back=Sum("refund_amount", default=NOTHING)
    )
    fined: Decimal = _of(found, EnforcementCase, viewer).aggregate(
        sum=Sum("amount", filter=Q(closed_on__isnull=False), default=NOTHING)
    )["sum"]
    paid = spent["paid"] - spent["back"]
    said = [_("The samples cost %(yuan)s yuan.") % {"yuan": f"{paid:,}"}] if paid else []
    said += [_("Fines came to %(yuan)s yuan.") % {"yuan": f"{fined:,}"}] if fined else []
    return " ".join(said)


def _next(found: Matter, viewer: Viewer, now: datetime) -> str:
    """What of it ends first."""
    dated = [each for each in found.open if each.next_due_at]
    if not dated:
        return ""
    first = min(dated, key=lambda each: each.next_due_at or now)
    day: date = due_day(first.next_due_at or now)
    said = {"what": f"{first.filed_class._meta.verbose_name} {first.number}", "day": day}
    said["who"] = whose_turn(first, viewer)
    if day < local_day(now):
        return _("Overdue since %(day)s: %(what)s, which waits for %(who)s.") % said
    return _("What ends first, on %(day)s: %(what)s, which waits for %(who)s.") % said
