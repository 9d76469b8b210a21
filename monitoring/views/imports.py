"""How does a file of any channel come in? Choose it, take its template, and see what became of every line."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Viewer
from casework.views import Request, member
from documents.checks import XLSX
from monitoring import actions, forms
from monitoring.flow.vocabulary import Channel
from monitoring.importers import handouts
from monitoring.importers.channels import NOTICES, of_channel
from monitoring.importers.grids import Unreadable
from monitoring.views.information import title

# What is handed back to be put right travels in the page; beyond this it is only listed.
MOST_RETURNED = 4_000_000
SHOWN = 200


@member
def signal_import(request: Request) -> HttpResponse:
    """Take in a file, and say line by line what was taken and what was refused."""
    _importer(request.viewer)
    now = timezone.now()
    form = forms.ImportForm(request.POST or None, request.FILES or None, viewer=request.viewer, now=now)
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    data = dict(form.cleaned_data)
    file = data.pop("file")
    try:
        outcome = actions.import_signals(file.read(), file.name, by=request.viewer, now=now, **data)
    except Unreadable as unreadable:
        form.add_error("file", str(unreadable))
        return _page(request, form, status=422)
    again = forms.ImportForm(initial={**data, "dry_run": False}, viewer=request.viewer, now=now)
    return _page(request, again, result=_result(file.name, data["channel"], outcome))


def _importer(viewer: Viewer) -> tuple[Channel, ...]:
    """The channels over which the viewer imports; PermissionDenied where there is none."""
    found = actions.channels_of(viewer)
    if not found:
        raise PermissionDenied(_("This step is not yours to take."))
    return found


def _page(request: Request, form: Any, status: int = 200, result: Any = None) -> HttpResponse:
    channels = [
        {
            "label": channel.label,
            "layouts": [str(layout.label) for layout in of_channel(channel)]
            or [_("Notice of spot check results")],
            "url": reverse("signal-template", args=[channel.value]),
        }
        for channel in _importer(request.viewer)
    ]
    context = {
        "heading": _("Import risk information"),
        "form": form,
        "title": title(request.viewer),
        "channels": channels,
        "result": result,
    }
    return render(request, "monitoring/import.html", context, status=status, using="jinja2")


def _result(filename: str, channel: str, outcome: actions.Outcome) -> dict[str, Any]:
    """What came of an import, as the page shows it."""
    rows = [
        {
            "product": {"text": line.product, "sub": f"{line.sheet} · {line.line}"},
            "hazard": line.hazard,
            "became": _became(line, outcome.dry_run),
        }
        for line in outcome.taken
    ]
    counts = [
        (_("Lines read"), outcome.total),
        (_("New risk signals"), outcome.signals),
        (_("Already known"), outcome.known),
        (_("Refused"), len(outcome.refused)),
    ]
    if channel == NOTICES:
        counts.insert(1, (_("New findings"), outcome.findings))
    elif outcome.passed:
        counts.insert(2, (_("Without a fault"), outcome.passed))
    return {
        "file": filename,
        "layouts": ", ".join(outcome.layouts),
        "dry_run": outcome.dry_run,
        "counts": counts,
        "skipped": outcome.skipped,
        "refused": outcome.refused[:SHOWN],
        "refused_count": len(outcome.refused),
        "returned": _returned(outcome),
        "columns": [
            {"label": _("Product"), "key": "product", "kind": "pair"},
            {"label": _("Item that is hazardous"), "key": "hazard"},
            {"label": _("What became of it"), "key": "became", "kind": "badge"},
        ],
        "rows": rows,
        "rows_count": outcome.total - len(outcome.refused),
    }


def _became(line: actions.Taken, dry_run: bool) -> dict[str, str]:
    if not line.number:
        known = {"text": _("Already known"), "tone": "grey"}
        return known if line.hazard else {"text": _("Conforms"), "tone": "green"}
    return {"text": _("would be new") if dry_run else line.number, "tone": "blue"}


def _returned(outcome: actions.Outcome) -> str:
    """The refused lines as JSON for `signal_refused`; "" where there are none, or too many to travel."""
    if not outcome.refused:
        return ""
    sheets = [
        {
            "sheet": head.sheet,
            "title": head.title,
            "header": head.header,
            "lines": [[one.reason, one.cells] for one in outcome.refused if one.sheet == head.sheet],
        }
        for head in outcome.heads
    ]
    text = json.dumps([sheet for sheet in sheets if sheet["lines"]], ensure_ascii=False)
    return text if len(text.encode()) < MOST_RETURNED else ""


@require_POST
@member
def signal_refused(request: Request) -> HttpResponse:
    """The refused lines as a workbook to put right; nothing is stored, so the page sends them along."""
    _importer(request.viewer)
    try:
        sheets = [
            handouts.Returned(
                str(one["sheet"]),
                str(one["title"]),
                [str(text) for text in one["header"]],
                [(str(reason), [str(text) for text in cells]) for reason, cells in one["lines"]],
            )
            for one in json.loads(request.POST.get("lines", ""))
        ]
    except (ValueError, TypeError, KeyError, RecursionError):
        sheets = []
    if not sheets:
        return HttpResponse(_("There is nothing to put right: load the file again."), status=400)
    return _workbook(handouts.returned(sheets), _("refused lines"))


@require_safe
@member
def signal_template(request: Request, channel: str) -> HttpResponse:
    """The workbook to fill in for a channel; a platform gets that of its own channel alone."""
    if channel not in Channel.values:
        raise Http404
    if channel not in _importer(request.viewer):
        raise PermissionDenied(_("This step is not yours to take."))
    return _workbook(handouts.template(channel), _("template %(channel)s") % {"channel": channel})


def _workbook(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=XLSX)
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx") or ""
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
