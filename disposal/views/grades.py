"""How grave is it if a test item fails, and by which table is a product graded? The center's own register."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Viewer
from accounts.roles import Kind
from casework.deeds import answered
from casework.views import Request, member
from catalogue.models import Category, SeverityChange, TestItem
from catalogue.severities import ItemSeverity
from disposal import actions, forms
from disposal.flow.vocabulary import MatterGrade
from disposal.models import GradeTable
from disposal.models.grades import HAZARDS, cells_of

SHOWN = 300


def _at_a_center(viewer: Viewer) -> None:
    if viewer.kind != Kind.CENTER:
        raise PermissionDenied(_("This is for monitoring centers."))


@require_safe
@member
def severities(request: Request) -> HttpResponse:
    """Every test item with its severity, those first of which nobody has said any."""
    _at_a_center(request.viewer)
    code = request.GET.get("category", "")
    found = TestItem.objects.select_related("category", "requirement")
    found = found.order_by("severity", "category__code", "name", "pk")  # "" sorts before all words
    items = list((found.filter(category__code=code) if code else found)[:SHOWN])
    context = {
        "columns": [
            {"label": _("Test item"), "key": "item", "kind": "title"},
            {"label": _("Category"), "key": "category"},
            {"label": _("Grounds of judgement"), "key": "grounds"},
            {"label": _("Severity if the item fails"), "key": "severity", "kind": "badge"},
        ],
        "rows": [_row(item) for item in items],
        "categories": Category.objects.filter(testitem__isnull=False).distinct(),
        "category": code,
        "more": len(items) == SHOWN,
    }
    return render(request, "disposal/severities.html", context, using="jinja2")


def _row(item: TestItem) -> dict[str, Any]:
    tone = {"": "red", ItemSeverity.SERIOUS: "orange", ItemSeverity.ORDINARY: "blue"}[item.severity]
    return {
        "item": {"text": item.name, "url": reverse("severity", args=[item.pk]), "sub": item.unit},
        "category": str(item.category),
        "grounds": item.requirement.number,
        "severity": {"text": item.get_severity_display() or _("to be set"), "tone": tone},
    }


@member
def severity(request: Request, pk: int) -> HttpResponse:
    """One test item: its severity, what it was before and why, and the form for the chair."""
    _at_a_center(request.viewer)
    item = get_object_or_404(TestItem.objects.select_related("category", "requirement"), pk=pk)
    sets = actions.sets_severities(request.viewer)
    if request.method == "POST" and not sets:
        raise PermissionDenied(actions.CHAIRS)

    def deed(data: dict[str, Any]) -> str:
        actions.set_severity(item, by=request.viewer, now=timezone.now(), **data)
        return request.path

    return answered(
        request,
        forms.SeverityForm(request.POST or None),
        deed,
        heading=_("Set the severity"),
        template="disposal/severity.html",
        item=item,
        sets=sets,
        about=[
            (_("Category"), item.category),
            (_("Grounds of judgement"), item.requirement),
            (_("Severity if the item fails"), item.get_severity_display() or _("to be set")),
        ],
        history=[_change(change) for change in item.severity_changes.select_related("organisation")],
        columns=[
            {"label": _("Changed"), "key": "at"},
            {"label": _("By"), "key": "by"},
            {"label": _("Before"), "key": "before"},
            {"label": _("Severity"), "key": "severity"},
            {"label": _("Reason"), "key": "reason"},
        ],
    )


def _change(change: SeverityChange) -> dict[str, Any]:
    return {
        "at": change.changed_at,
        "by": f"{change.organisation} · {change.changed_by}",
        "before": change.get_before_display() or "–",
        "severity": change.get_severity_display(),
        "reason": change.reason,
    }


@require_safe
@member
def grade_table(request: Request) -> HttpResponse:
    """The table by which this center grades, and its earlier versions with their reasons."""
    _at_a_center(request.viewer)
    cells = cells_of(request.viewer.organisation)
    made = GradeTable.objects.filter(center=request.viewer.organisation).select_related("made_by")
    context = {
        "columns": [
            {"label": _("Severity"), "key": "severity"},
            *({"label": forms.hazard_label(hazard), "key": f"h{n}"} for n, hazard in enumerate(HAZARDS)),
        ],
        "rows": [
            {
                "severity": severity.label,
                **{
                    f"h{n}": MatterGrade(cells[str(severity)][str(hazard)]).label
                    for n, hazard in enumerate(HAZARDS)
                },
            }
            for severity in reversed(ItemSeverity)
        ],
        "versions": [
            {"version": each.version, "at": each.made_at, "by": str(each.made_by), "reason": each.reason}
            for each in made
        ],
        "version_columns": [
            {"label": _("Version"), "key": "version"},
            {"label": _("Changed"), "key": "at"},
            {"label": _("By"), "key": "by"},
            {"label": _("Reason"), "key": "reason"},
        ],
        "change_url": reverse("grade-table-change") if actions.makes_tables(request.viewer) else "",
    }
    return render(request, "disposal/grade_table.html", context, using="jinja2")


@member
def grade_table_change(request: Request) -> HttpResponse:
    """The next version of the table, by the leader."""
    if not actions.makes_tables(request.viewer):
        raise PermissionDenied(actions.LEADERS)
    form = forms.GradeTableForm(request.POST or None, cells=cells_of(request.viewer.organisation))

    def deed(data: dict[str, Any]) -> str:
        actions.change_table(by=request.viewer, now=timezone.now(), **data)
        return reverse("grade-table")

    path = [(_("Table of grades"), reverse("grade-table"))]
    return answered(request, form, deed, heading=_("Change the table of grades"), path=path)
