"""How do people meet commissions, reports and the register of laboratories?"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Viewer
from accounts.roles import Kind, Role
from casework.clocks import local_day
from casework.forms import NoteForm
from casework.views import Desk, Request, member
from documents import views as papers
from inspection import actions, forms, linter
from inspection.models import Entrustment, Qualification, Report


def about_entrustment(entrustment: Entrustment, viewer: Viewer) -> dict[str, Any]:
    """The samples with what was checked on them, the abnormalities, and the files."""
    samples = [
        {
            "sample": {
                "text": each.sample.title,
                "url": each.sample.get_absolute_url(),
                "sub": each.sample.number,
            },
            "state": each.sample.get_state_display(),
            "received": each.received_on,
            "condition": " · ".join(part for part in (each.appearance, each.condition, each.seal) if part),
            "influences": each.influences,
        }
        for each in entrustment.entrusted.select_related("sample").order_by("pk")
    ]
    columns = [
        {"label": _("Sample"), "key": "sample", "kind": "title"},
        {"label": _("State"), "key": "state"},
        {"label": _("Received on"), "key": "received"},
        {"label": _("Appearance, condition, seal"), "key": "condition"},
        {"label": _("What else may affect the result"), "key": "influences"},
    ]
    return {
        "sample_columns": columns,
        "sample_rows": samples,
        "abnormalities": [
            [
                (_("Situation"), each.get_situation_display()),
                (_("Found at"), each.found_at),
                (_("Reported to"), each.get_reported_to_display()),
                (_("Samples concerned"), ", ".join(str(one.sample.number) for one in each.samples.all())),
                (_("What happened"), each.account),
                (_("Decision"), each.decision),
            ]
            for each in entrustment.abnormalities.prefetch_related("samples__sample")
        ],
        **papers.about(entrustment, viewer),
    }


def about_report(report: Report, viewer: Viewer) -> dict[str, Any]:
    """The results; what the paper still lacks, for the laboratory; and the papers."""
    rows = [
        {
            "item": {"text": result.name, "sub": result.method},
            "limits": _limits(result.limit_low, result.limit_high, result.unit),
            "value": result.value,
            "lod": linter.plain(result.lod),
            "verdict": result.get_verdict_display() if result.verdict else "",
            "remark": result.remark,
        }
        for result in report.results.all()
    ]
    columns = [
        {"label": _("Test item"), "key": "item", "kind": "pair"},
        {"label": _("Limits"), "key": "limits"},
        {"label": _("Measured value"), "key": "value"},
        {"label": _("Limit of detection"), "key": "lod"},
        {"label": _("Verdict"), "key": "verdict"},
        {"label": _("Remark"), "key": "remark"},
    ]
    unsigned = viewer.kind == Kind.LABORATORY and report.state in actions.WRITING
    return {
        "result_columns": columns,
        "result_rows": rows,
        "lacks": report.lacks(timezone.now()) if unsigned else [],
        **papers.about(report, viewer),
    }


def _limits(low: Any, high: Any, unit: str) -> str:
    """Limits as a person reads them: "≤ 0.75 mA"."""
    if low is not None and high is not None:
        return f"{linter.plain(low)} – {linter.plain(high)} {unit}".strip()
    if high is not None:
        return f"≤ {linter.plain(high)} {unit}".strip()
    return f"≥ {linter.plain(low)} {unit}".strip() if low is not None else ""


ENTRUSTMENTS = Desk(
    Entrustment,
    forms={
        "open": forms.EntrustmentForm,
        "edit": forms.EntrustmentForm,
        "accept": forms.AcceptForm,
        "decline": NoteForm,
        "report_abnormality": forms.AbnormalityForm,
        "resume": forms.DecisionForm,
        "cancel": forms.DecisionForm,
        "resample": forms.DecisionForm,
    },
    deeds={
        "edit": actions.edit,
        "send": actions.send,
        "accept": actions.accept,
        "decline": actions.decline,
        "start": actions.start,
        "report_abnormality": actions.report_abnormality,
        "resume": actions.resume,
        "cancel": actions.cancel,
        "resample": actions.buy_again,
        "void": actions.void,
    },
    opening=actions.commission,
    about=about_entrustment,
    template="inspection/entrustment.html",
)

REPORTS = Desk(
    Report,
    forms={
        "open": forms.ReportForm,
        "enter": forms.ResultsForm,
        "return": NoteForm,
        "send_back": NoteForm,
        "remark": NoteForm,
    },
    deeds={
        "enter": actions.enter,
        "submit": actions.submit,
        "review": actions.review,
        "sign": actions.sign,
        "issue": actions.publish,
        "void": actions.void_report,
    },
    opening=actions.begin_report,
    about=about_report,
    template="inspection/report.html",
)


@member
def qualifications(request: Request) -> HttpResponse:
    """The register of laboratories: certificate, validity, scope."""
    today = local_day(timezone.now())
    found = Qualification.objects.visible_to(request.viewer).select_related("laboratory")
    found = found.prefetch_related("scope__category", "scope__item", "scope__standard")
    keeps = _keeps(request.viewer)
    rows = [
        {
            "laboratory": {"text": str(each.laboratory), "sub": each.cnas_number},
            "cma": each.cma_number,
            "valid": {"text": each.valid_until, "sub": "" if _holds(each, today) else _("not valid today")},
            "scope": "; ".join(str(line) for line in each.scope.all()),
            "act": {"label": _("Change"), "url": reverse("qualification", args=[each.pk])} if keeps else None,
        }
        for each in found[:500]
    ]
    columns = [
        {"label": _("Laboratory"), "key": "laboratory", "kind": "pair"},
        {"label": _("CMA certificate"), "key": "cma"},
        {"label": _("Valid until"), "key": "valid", "kind": "pair"},
        {"label": _("Scope"), "key": "scope"},
        {"label": "", "key": "act", "kind": "act"},
    ]
    context = {"columns": columns, "rows": rows, "keeps": keeps}
    return render(request, "inspection/qualifications.html", context, using="jinja2")


def _holds(qualification: Qualification, on: Any) -> bool:
    return bool(qualification.valid_from <= on <= qualification.valid_until)


def _keeps(viewer: Viewer) -> bool:
    """Who commissions laboratories keeps the register of them (4.2.2-c)."""
    return Role.ORGANISER in viewer.roles


@member
def qualification(request: Request, pk: int | None = None) -> HttpResponse:
    """The form of a certificate and its scope, new or changed."""
    if not _keeps(request.viewer):
        raise PermissionDenied(_("Only the sampling and testing organiser of a center keeps this register."))
    seen = Qualification.objects.visible_to(request.viewer)
    kept = get_object_or_404(seen, pk=pk) if pk else Qualification()
    form = forms.QualificationForm(request.POST or None, instance=kept)
    scope = forms.ScopeFormSet(request.POST or None, instance=kept, prefix="scope")
    if request.method == "POST" and form.is_valid() and scope.is_valid():
        with transaction.atomic():
            scope.instance = actions.register(form.save(commit=False), by=request.viewer, now=timezone.now())
            scope.save()
        messages.success(request, _("The certificate is kept."))
        return redirect("qualifications")
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "scope": scope, "kept": kept}
    return render(request, "inspection/qualification.html", context, status=status, using="jinja2")
