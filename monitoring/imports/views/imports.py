"""How does a file of any channel come in? Choose it, take its template, and see what became of every line."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gate import Request
from accounts.roles import Role
from casework.flow import Forbidden, Refused
from casework.pages.forms import unchosen
from documents.incoming.grids import Unknown, Unreadable
from documents.quarantine import MEGABYTE
from monitoring.importers import handouts
from monitoring.importers.channels import of_channel
from monitoring.imports.actions.imports import import_signals
from monitoring.imports.actions.intakes import begin, keep
from monitoring.imports.forms.imports import ImportForm
from monitoring.imports.views.outcomes import result, workbook
from monitoring.origins.models.intakes import channels_of
from monitoring.origins.walls import importer
from monitoring.vocabulary import title

# A file up to this is taken in while its sender waits; a longer one by a worker.
AT_ONCE = 2 * MEGABYTE


@importer
def signal_import(request: Request) -> HttpResponse:
    """Take in a file, and say line by line what was taken and what was refused; ask what its columns hold
    where nobody knows its header; hand a long one to a worker."""
    now = timezone.now()
    form = ImportForm(request.POST or None, request.FILES or None, viewer=request.viewer, now=now)
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    data = dict(form.cleaned_data)
    file, checks = data.pop("file"), data.pop("check_columns")
    try:
        if checks:
            kept = keep(file, by=request.viewer, now=now, looked_into=True, **data)
            return redirect("intake-columns", kept.token)
        if file.size > AT_ONCE:
            kept = keep(file, by=request.viewer, now=now, **data)
            begin(kept, by=request.viewer, now=now, dry_run=kept.dry_run)
            return redirect(kept)
        outcome = import_signals(file.read(), file.name, by=request.viewer, now=now, **data)
    except Unknown as unknown:
        messages.info(request, str(unknown))
        return _asked(request, form, file, data, now)
    except Unreadable as unreadable:
        form.add_error("file", str(unreadable))
        return _page(request, form, status=422)
    except Forbidden:
        raise
    except Refused as refused:
        form.add_error("file", str(refused))
        return _page(request, form, status=409)
    again = ImportForm(initial={**data, "dry_run": False}, viewer=request.viewer, now=now)
    return _page(request, again, shown=result(file.name, data["channel"], outcome))


def _asked(request: Request, form: Any, file: Any, data: dict[str, Any], now: datetime) -> HttpResponse:
    """To the page that asks what the columns of a file hold, which is kept for that."""
    try:
        return redirect("intake-columns", keep(file, by=request.viewer, now=now, **data).token)
    except Refused as refused:
        form.add_error("file", str(refused))
        return _page(request, form, status=409)


def _page(request: Request, form: Any, status: int = 200, shown: Any = None) -> HttpResponse:
    channels = [
        {
            "label": channel.label,
            "layouts": [str(layout.label) for layout in of_channel(channel)]
            or [_("Notice of spot check results")],
            "url": reverse("signal-template", args=[channel.value]),
        }
        for channel in channels_of(request.viewer)
    ]
    context = {
        "heading": _("Import risk information"),
        "form": unchosen(form),
        "title": title(request.viewer),
        "channels": channels,
        "result": shown,
        "collects": Role.COLLECTOR in request.viewer.roles,
    }
    return render(request, "monitoring/imports/import.html", context, status=status, using="jinja2")


@importer.by("POST")
def signal_refused(request: Request) -> HttpResponse:
    """The refused lines as a workbook to put right; nothing is stored, so the page sends them along."""
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
    return workbook(handouts.returned(sheets), _("refused lines"))


@importer.by("GET")
def signal_template(request: Request, channel: str) -> HttpResponse:
    """The workbook to fill in for a channel; a platform has that of its own channel alone."""
    if channel not in channels_of(request.viewer):
        raise Http404
    return workbook(handouts.template(channel), _("template %(channel)s") % {"channel": channel})
