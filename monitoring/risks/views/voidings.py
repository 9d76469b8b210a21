"""How is risk information taken back on its page, and what came out of one imported file?"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gate import Request, member
from casework.deadlines import clocks
from casework.pages import in_charge
from casework.pages.lists import CAP
from casework.pages.submissions import answered, pressed
from monitoring.origins.models.intakes import Intake
from monitoring.origins.models.origins import SignalImport
from monitoring.risks.actions import voidings
from monitoring.risks.actions.voidings import ASK, FILE, VOID_FILE, Since, since, waiting
from monitoring.risks.forms import signals
from monitoring.risks.models.signals import RiskSignal
from monitoring.risks.views.information import SIZE, of_draft, signal_columns, signal_row
from monitoring.risks.walls import THE_CENTERS, of_received
from monitoring.vocabulary import title

ACTIONS = (ASK, VOID_FILE)


def became(found: Since) -> str:
    """What is said of a file whose signals were voided since; "" where none was."""
    many = found.voided if found.voided <= CAP else _("more than 1,000")
    if not found.whole:
        return _("Risk signals of this file that were voided since: %(n)s.") % {"n": many} if many else ""
    if found.last is None:
        return _("All risk signals of this file were voided since: none of them counts any longer.")
    return _(
        "All risk signals of this file (%(n)s) were voided since, the last on %(day)s: none of them counts"
        " any longer."
    ) % {"n": many, "day": clocks.local_day(found.last)}


of_origin = member.of(SignalImport.objects.visible_to, "token")


@of_received
def signal_void(request: Request, found: RiskSignal) -> HttpResponse:
    """Void a signal that was taken in by mistake, with the reason."""
    now = timezone.now()

    def action(data: dict[str, str]) -> RiskSignal:
        voidings.void(found, **data, by=request.viewer, now=now)
        return found

    return answered(
        request,
        signals.VoidForm(request.POST or None),
        action,
        heading=_("Void this risk information"),
        path=[(title(request.viewer), reverse("signals")), (found.number, found.get_absolute_url())],
        text=_("It stays readable with your reason, counts no longer, and cannot be brought back."),
    )


@of_draft.by("POST")
def signal_discard(request: Request, found: RiskSignal) -> HttpResponse:
    """Throw a draft away."""
    return pressed(
        request,
        lambda: voidings.discard_draft(found, by=request.viewer, now=timezone.now()),
        done=_("The draft is discarded."),
        back=found,
    )


@of_origin.by("GET")
def signal_origin(request: Request, found: SignalImport) -> HttpResponse:
    """A file of which lines were taken in: what stays of it, and its signals, the newest first."""
    scope = RiskSignal.objects.visible_to(request.viewer).filter(origin=found)
    before = scope.filter(number=request.GET.get("before", "")).values_list("pk", flat=True).first()
    rows = list(scope.page(before, SIZE))
    counted = scope.order_by()[: CAP + 1].count()
    waits = waiting(found).exists()
    kept = Intake.objects.visible_to(request.viewer).filter(imports=found).first()
    context = {
        "title": title(request.viewer),
        "file": found,
        "kept_url": kept.get_absolute_url() if kept else "",
        "columns": signal_columns(),
        "rows": [signal_row(signal) for signal in rows[:SIZE]],
        "count": counted if counted <= CAP else None,
        "older_url": f"?before={rows[SIZE - 1].number}" if len(rows) > SIZE else "",
        "became": became(since(found, CAP)),
        "lines": in_charge.lines(FILE, found.pk, ACTIONS),
        "void_url": reverse("signal-origin-void", args=[found.token])
        if waits and voidings.may_void(found, request.viewer)
        else "",
    }
    return render(request, "monitoring/risks/origin.html", context, using="jinja2")


@of_origin.where(voidings.may_void, THE_CENTERS)
def signal_origin_void(request: Request, found: SignalImport) -> HttpResponse:
    """Void what waits of a file that was taken in by mistake, with one reason."""
    now = timezone.now()
    waits = waiting(found).order_by()[: CAP + 1].count()

    def action(data: dict[str, str]) -> SignalImport:
        voidings.void_file(found, **data, by=request.viewer, now=now)
        return found

    return answered(
        request,
        signals.VoidForm(request.POST or None),
        action,
        heading=_("Void what waits of this file"),
        path=[(title(request.viewer), reverse("signals")), (found.name, found.get_absolute_url())],
        text=_("All its signals that belong to no case are voided with one reason; those of a case stay."),
        about=[(_("Risk signals that wait"), waits if waits <= CAP else _("more than 1,000"))],
    )
