"""How do people meet this stage? Desks for its records; lists and forms for its plain signals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import Viewer
from accounts.roles import Kind, Role
from casework import clocks
from casework.actions import may_open
from casework.flow import Forbidden, Refused
from casework.forms import NoteForm
from casework.pages import CAP
from casework.views import Desk, Request, member
from monitoring import actions, forms
from monitoring.flow import AssessmentState, SignalState
from monitoring.importers.workbook import Unreadable
from monitoring.matrix import MATRICES
from monitoring.models import Assessment, Notice, RiskCase, RiskSignal, WorkPlan

SIZE = 50


def about_case(case: RiskCase, viewer: Viewer) -> dict[str, Any]:
    """The signals of a case, as far as the viewer may see them."""
    signals = RiskSignal.objects.visible_to(viewer).filter(case=case).order_by("pk")[:SIZE]
    return {"columns": signal_columns(), "signals": [signal_row(signal) for signal in signals]}


def about_assessment(assessment: Assessment, viewer: Viewer) -> dict[str, Any]:
    """Scenario, scores and sensitivity. Before the outcome is proposed a person sees only their own score,
    and the chair, once all are in, all of them."""
    votes = assessment.votes.select_related("assessor").order_by("pk")
    together = assessment.state in (
        AssessmentState.CONSENSUS,
        AssessmentState.APPROVED,
        AssessmentState.SUPERSEDED,
    )
    if viewer.kind != Kind.CENTER and not together:
        votes = votes.none()
    elif not together and not (assessment.state == AssessmentState.SCORED and Role.CHAIR in viewer.roles):
        votes = votes.filter(assessor=viewer.user)
    steps = list(assessment.steps.all())
    matrix = MATRICES[assessment.criteria]
    sensitivity: dict[str, Any] = {}
    if assessment.severity and together:
        sensitivity = {
            name: level.label
            for name, level in matrix.sensitivity(
                assessment.severity, assessment.probability, assessment.units_in_use
            ).items()
        }
    return {
        "scenario": steps,
        "probability": assessment.probability if steps else None,
        "votes": votes,
        "scored": assessment.votes.count(),
        "panel_size": assessment.panel.count(),
        "sensitivity": sensitivity,
    }


def about_plan(plan: WorkPlan, viewer: Viewer) -> dict[str, Any]:
    items = plan.items.select_related("category", "test_standard", "judgement_standard")
    rows = items.prefetch_related("test_items")
    return {"rows": [(item, plan.fulfilment.get(str(item.pk), {})) for item in rows]}


DESKS = {
    "risk-cases": Desk(
        RiskCase,
        forms={
            "open": forms.CaseForm,
            "attach": forms.AttachForm,
            "detach": forms.DetachForm,
            "back": NoteForm,
            "reopen": NoteForm,
            "notify_more": forms.MoreForm,
            "close": NoteForm,
        },
        deeds={
            "attach": actions.attach,
            "detach": actions.detach,
            "back": actions.stop_assessment,
            "reopen": actions.reopen,
            "notify_more": actions.notify_more,
            "void": actions.void_case,
        },
        opening=actions.open_case,
        about=about_case,
        template="monitoring/riskcase.html",
    ),
    "assessments": Desk(
        Assessment,
        forms={
            "open": forms.AssessmentForm,
            "empanel": forms.EmpanelForm,
            "score": forms.ScoreForm,
            "propose": forms.ProposeForm,
            "return": NoteForm,
        },
        deeds={
            "empanel": actions.empanel,
            "score": actions.score,
            "propose": actions.propose,
            "approve": actions.approve,
            "void": actions.void_assessment,
        },
        opening=actions.open_assessment,
        about=about_assessment,
        template="monitoring/assessment.html",
    ),
    "notices": Desk(
        Notice,
        forms={
            "send_platform": forms.SendForm,
            "send_regulator": forms.SendForm,
            "answer_platform": forms.AnswerForm,
            "answer": forms.AnswerForm,
        },
        deeds={"answer_platform": actions.answer, "answer": actions.answer, "void": actions.void_notice},
    ),
    "work-plans": Desk(
        WorkPlan,
        forms={
            "open": forms.PlanForm,
            "edit": forms.PlanForm,
            "return": NoteForm,
            "suspend": NoteForm,
            "withdraw": NoteForm,
            "revise": NoteForm,
            "complete": forms.CompleteForm,
            "evaluate": forms.EvaluateForm,
        },
        deeds={
            "edit": actions.edit_plan,
            "withdraw": actions.withdraw_plan,
            "revise": actions.revise,
            "complete": actions.complete,
            "void": actions.void_plan,
        },
        opening=actions.open_plan,
        about=about_plan,
        template="monitoring/workplan.html",
    ),
}


def takes_down(viewer: Viewer) -> bool:
    """Whether this person takes risk information down."""
    return bool({Role.COLLECTOR, Role.QUALITY_OFFICER} & viewer.roles)


def signal_columns() -> list[dict[str, str]]:
    return [
        {"label": _("Risk"), "key": "what", "kind": "title"},
        {"label": _("State"), "key": "state"},
        {"label": _("Channel"), "key": "channel"},
        {"label": _("Degree"), "key": "degree"},
        {"label": _("Collected on"), "key": "collected"},
    ]


def signal_row(signal: RiskSignal) -> dict[str, Any]:
    sub = f"{signal.hazard_item} · {signal.number}"
    return {
        "number": signal.number,
        "waits": signal.state == SignalState.SUBMITTED,
        "what": {"text": signal.product, "url": signal.get_absolute_url(), "sub": sub},
        "state": signal.get_state_display(),
        "channel": signal.get_channel_display(),
        "degree": signal.get_degree_display(),
        "collected": clocks.local_day(signal.collected_at),
    }


@member
def signals(request: Request) -> HttpResponse:
    """Fifty signals, newest first; a center chooses here which become a case."""
    scope = RiskSignal.objects.visible_to(request.viewer)
    narrowed = forms.SignalFilter(request.GET)
    found = scope
    if narrowed.is_valid() and narrowed.cleaned_data["state"]:
        found = scope.filter(state=narrowed.cleaned_data["state"])
    before = scope.filter(number=request.GET.get("before", "")).values_list("pk", flat=True).first()
    rows = list(found.page(before, SIZE))
    more = len(rows) > SIZE
    counted = found.order_by()[: CAP + 1].count()
    query = request.GET.copy()
    query["before"] = rows[SIZE - 1].number if more else ""
    collects = Role.COLLECTOR in request.viewer.roles
    context = {
        "title": title(request.viewer),
        "form": narrowed,
        "columns": signal_columns(),
        "rows": [signal_row(signal) for signal in rows[:SIZE]],
        "count": counted if counted <= CAP else None,
        "older_url": f"?{query.urlencode()}" if more else "",
        "new_url": reverse("signal-new") if takes_down(request.viewer) else "",
        "import_url": reverse("signal-import") if collects else "",
        "case_url": reverse("signal-case") if collects else "",
    }
    return render(request, "monitoring/signals.html", context, using="jinja2")


def title(viewer: Viewer) -> str:
    return _("Risks we found") if viewer.kind == Kind.PLATFORM else _("Risk signals")


def find(request: Request, number: str) -> RiskSignal:
    """The signal of this number, if the viewer may know of it; else 404."""
    found = RiskSignal.objects.visible_to(request.viewer).filter(number=number)
    signal = found.select_related("case", "category", "center", "organisation", "collector").first()
    if signal is None:
        raise Http404
    return signal


GROUPS = (
    ("source", ("channel", "source_ref", "collected_at", "collector", "organisation", "center")),
    ("product", ("product", "category", "brand", "model", "item_id", "platform", "shop", "enterprise")),
    (
        "hazard",
        ("hazard_item", "hazard_type", "scope", "scope_text", "degree", "trigger", "injury", "standard_ref"),
    ),
)


def facts(signal: RiskSignal) -> list[tuple[str, list[tuple[str, Any]]]]:
    """The particulars of a signal, with what was assumed marked so."""
    headings = {"source": _("Source"), "product": _("Product"), "hazard": _("Hazard")}
    found = []
    for key, names in GROUPS:
        lines = []
        for name in names:
            value = getattr(signal, name)
            display = getattr(signal, f"get_{name}_display", None)
            label = str(RiskSignal._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            if name in signal.derived:
                label = _("%(field)s (derived)") % {"field": label}
            if value not in (None, ""):
                lines.append((label, display() if display else value))
        found.append((headings[key], lines))
    return found


@member
def signal(request: Request, number: str) -> HttpResponse:
    """One signal: what it says, what of it was assumed, and the case it went into."""
    found = find(request, number)
    own = found.organisation_id == request.viewer.organisation.pk and takes_down(request.viewer)
    may_change = own and found.state == SignalState.DRAFT
    visible = RiskCase.objects.visible_to(request.viewer).filter(signals=found).first()
    context = {
        "title": title(request.viewer),
        "signal": found,
        "facts": facts(found),
        "derived": bool(found.derived),
        "case": visible,
        "edit_url": reverse("signal-edit", args=[found.number]) if may_change else "",
        "submit_url": reverse("signal-submit", args=[found.number]) if may_change else "",
    }
    return render(request, "monitoring/signal.html", context, using="jinja2")


def _form(request: Request, heading: str, form: Any, status: int = 200, **more: Any) -> HttpResponse:
    context = {"heading": heading, "form": form, "title": title(request.viewer), "result": None, **more}
    return render(request, "monitoring/form.html", context, status=status, using="jinja2")


def _answer(request: Request, heading: str, form: Any, deed: Callable[[], Any]) -> HttpResponse:
    """Do the deed and go where it leads; what is refused is shown beside what was typed."""
    try:
        target = deed()
    except Forbidden as refused:
        raise PermissionDenied(str(refused)) from refused
    except Refused as refused:
        messages.error(request, str(refused))
        return _form(request, heading, form, status=409)
    messages.success(request, _("Done: %(step)s.") % {"step": heading})
    return redirect(target.get_absolute_url())


@member
def signal_new(request: Request) -> HttpResponse:
    """Take risk information down (form 4.1)."""
    if not takes_down(request.viewer):
        raise PermissionDenied(_("This step is not yours to take."))
    now, heading = timezone.now(), _("Take down a risk")
    form = forms.SignalForm(request.POST or None, viewer=request.viewer, now=now)
    if request.method == "POST" and form.is_valid():
        return _answer(
            request,
            heading,
            form,
            lambda: actions.register(by=request.viewer, now=now, **form.cleaned_data),
        )
    return _form(request, heading, form, status=422 if request.method == "POST" else 200)


@member
def signal_edit(request: Request, number: str) -> HttpResponse:
    """Change a draft."""
    found, now, heading = find(request, number), timezone.now(), _("Edit the draft")
    if not takes_down(request.viewer) or found.organisation_id != request.viewer.organisation.pk:
        raise PermissionDenied(_("This step is not yours to take."))
    form = forms.SignalForm(request.POST or None, instance=found, viewer=request.viewer, now=now)

    def deed() -> RiskSignal:
        draft = find(request, number)
        actions.edit_signal(draft, by=request.viewer, now=now, **form.cleaned_data)
        return draft

    if request.method == "POST" and form.is_valid():
        return _answer(request, heading, form, deed)
    return _form(request, heading, form, status=422 if request.method == "POST" else 200)


@require_POST
@member
def signal_submit(request: Request, number: str) -> HttpResponse:
    """Hand a draft in as it is."""
    found = find(request, number)
    try:
        actions.submit(found, by=request.viewer, now=timezone.now())
    except Forbidden as refused:
        raise PermissionDenied(str(refused)) from refused
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(found.get_absolute_url())


@member
def signal_case(request: Request) -> HttpResponse:
    """A case from the signals that were ticked in the list; what they say is filled in."""
    if not may_open(RiskCase, request.viewer):
        raise PermissionDenied(_("This step is not yours to take."))
    now, heading = timezone.now(), str(RiskCase.flow.opening.label)
    ticked = RiskSignal.objects.visible_to(request.viewer).filter(
        number__in=request.GET.getlist("signal")[:SIZE], state=SignalState.SUBMITTED
    )
    found = list(ticked.order_by("pk"))
    initial: dict[str, Any] = {"signals": " ".join(one.number for one in found)}
    if found:
        initial |= {"product": found[0].product, "category": found[0].category_id}
        initial["hazard_item"] = "、".join(dict.fromkeys(one.hazard_item for one in found))[:400]
    form = forms.CaseForm(request.POST or None, initial=initial, viewer=request.viewer, now=now)
    if request.method == "POST" and form.is_valid():
        return _answer(
            request,
            heading,
            form,
            lambda: actions.open_case(by=request.viewer, now=now, **form.cleaned_data),
        )
    return _form(request, heading, form, status=422 if request.method == "POST" else 200)


@member
def signal_import(request: Request) -> HttpResponse:
    """Take in a notice, and say line by line what was refused."""
    if Role.COLLECTOR not in request.viewer.roles:
        raise PermissionDenied(_("This step is not yours to take."))
    now, heading = timezone.now(), _("Import a notice")
    form = forms.ImportForm(request.POST or None, request.FILES or None, viewer=request.viewer, now=now)
    if request.method != "POST" or not form.is_valid():
        return _form(request, heading, form, status=422 if request.method == "POST" else 200)
    file = form.cleaned_data["file"]
    try:
        outcome = actions.import_signals(
            file.read(),
            file.name,
            form.cleaned_data["channel"],
            by=request.viewer,
            now=now,
            dry_run=form.cleaned_data["dry_run"],
            year=form.cleaned_data["year"],
        )
    except Unreadable as unreadable:
        form.add_error("file", str(unreadable))
        return _form(request, heading, form, status=422)
    return _form(request, heading, form, result={**asdict(outcome), "file": file.name})
