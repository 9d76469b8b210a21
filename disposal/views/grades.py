"""How grave is it if a test item fails, and by which table is a product graded? The center's own register."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gate import Request
from accounts.models import Level, Viewer
from accounts.roles import Role
from casework.pages.submissions import answered
from catalogue.models import SeverityChange, TestItem
from catalogue.severities import ItemSeverity
from disposal.actions import grades
from disposal.flow.vocabulary import MatterGrade
from disposal.forms.grades import GradeTableForm, ItemsForm, SeverityForm, hazard_label
from disposal.models.grades import HAZARDS, GradeTable, cells_of
from disposal.walls import at_a_center, items, of_severity, of_tables

SHOWN = 300


@at_a_center.by("GET")
def severities(request: Request) -> HttpResponse:
    """Every test item with its severity, those first of which nobody has said any."""
    form = ItemsForm(request.GET or None)
    shown = list(form.of(items(request.viewer))[:SHOWN])
    context = {
        "columns": [
            {"label": _("Test item"), "key": "item", "kind": "title"},
            {"label": _("Category"), "key": "category"},
            {"label": _("Grounds of judgement"), "key": "grounds"},
            {"label": _("Severity if the item fails"), "key": "severity", "kind": "badge"},
        ],
        "rows": [_row(item) for item in shown],
        "form": form,
        "who": Role.CHAIR.label,
        "more": len(shown) == SHOWN,
    }
    return render(request, "disposal/severities.html", context, using="jinja2")


def _row(item: Any) -> dict[str, Any]:
    tone = {"": "red", ItemSeverity.SERIOUS: "amber", ItemSeverity.ORDINARY: "blue"}[item.severity_here]
    return {
        "item": {"text": item.name, "url": reverse("severity", args=[item.pk]), "sub": item.unit},
        "category": str(item.category),
        "grounds": item.requirement.number,
        "severity": {"text": _called(item), "tone": tone},
    }


def _called(item: Any) -> str:
    return str(ItemSeverity(item.severity_here).label) if item.severity_here else _("to be set")


@of_severity
def severity(request: Request, item: Any) -> HttpResponse:
    """One test item: its severity, what it was before and why, and the form for the chair."""
    sets = grades.sets_severities(request.viewer)

    def action(data: dict[str, Any]) -> str:
        grades.set_severity(item, by=request.viewer, now=timezone.now(), **data)
        return request.path

    return answered(
        request,
        SeverityForm(request.POST or None),
        action,
        heading=_("Set the severity"),
        template="disposal/severity.html",
        item=item,
        sets=sets,
        who=Role.CHAIR.label,
        about=[
            (_("Category"), item.category),
            (_("Grounds of judgement"), item.requirement),
            (_("Severity if the item fails"), _called(item)),
        ],
        history=[_change(change) for change in _changes(item, request.viewer)],
        columns=[
            {"label": _("Changed"), "key": "at"},
            {"label": _("By"), "key": "by"},
            {"label": _("Before"), "key": "before"},
            {"label": _("Severity"), "key": "severity"},
            {"label": _("Reason"), "key": "reason"},
        ],
    )


def _changes(item: TestItem, viewer: Viewer) -> QuerySet[SeverityChange]:
    """What the viewer's own center has set for an item, and the national one."""
    ours = Q(organisation=viewer.organisation) | Q(organisation__level=Level.NATION)
    return item.severity_changes.filter(ours).select_related("organisation", "changed_by")


def _change(change: SeverityChange) -> dict[str, Any]:
    return {
        "at": change.changed_at,
        "by": f"{change.organisation} · {change.changed_by}",
        "before": change.get_before_display() or "–",
        "severity": change.get_severity_display(),
        "reason": change.reason,
    }


@at_a_center.by("GET")
def grade_table(request: Request) -> HttpResponse:
    """The table by which this center grades, and its earlier versions with their reasons."""
    cells = cells_of(request.viewer.organisation)
    made = GradeTable.objects.filter(center=request.viewer.organisation).select_related("made_by")
    context = {
        "columns": [
            {"label": _("Severity"), "key": "severity"},
            *({"label": hazard_label(hazard), "key": f"h{n}"} for n, hazard in enumerate(HAZARDS)),
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
        "change_url": reverse("grade-table-change") if grades.makes_tables(request.viewer) else "",
    }
    return render(request, "disposal/grade_table.html", context, using="jinja2")


@of_tables
def grade_table_change(request: Request) -> HttpResponse:
    """The next version of the table, by the leader."""
    form = GradeTableForm(request.POST or None, cells=cells_of(request.viewer.organisation))

    def action(data: dict[str, Any]) -> str:
        grades.change_table(by=request.viewer, now=timezone.now(), **data)
        return reverse("grade-table")

    path = [(_("Table of grades"), reverse("grade-table"))]
    return answered(request, form, action, heading=_("Change the table of grades"), path=path)
