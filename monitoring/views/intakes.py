"""How far is a long file, what came of it, and what do the columns of a file hold that nobody knew?"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gate import Request
from casework import in_charge
from casework.deeds import answered, pressed_on
from documents.actions import log_read
from documents.checks import XLSX
from documents.discards import ERASED, discard
from documents.forms import DiscardForm
from documents.views import sent
from monitoring import forms
from monitoring.actions import intakes as files
from monitoring.importers import Column, proposals
from monitoring.importers.columns import product_of, title_of, year_of
from monitoring.importers.grids import Grid, Unreadable
from monitoring.importers.headers import plain
from monitoring.importers.lists import HEADER_WITHIN, shown
from monitoring.importers.proposals import Target
from monitoring.models import Intake, Mapping
from monitoring.views.imports import AT_ONCE, importer
from monitoring.views.information import title
from monitoring.views.mappings import versions
from monitoring.views.outcomes import result

LISTED = 100


@importer.by("GET")
def intakes(request: Request) -> HttpResponse:
    """The files that this person sent in and that were kept, newest first."""
    found = Intake.objects.visible_to(request.viewer).order_by("-pk")[:LISTED]
    columns = [
        {"label": _("File"), "key": "file", "kind": "title"},
        {"label": _("Channel"), "key": "channel"},
        {"label": _("Sent in"), "key": "at"},
        {"label": _("State"), "key": "state", "kind": "badge"},
    ]
    rows = [
        {
            "file": {"text": one.name, "url": one.get_absolute_url()},
            "channel": one.get_channel_display(),
            "at": one.sent_at,
            "state": _state(one),
        }
        for one in found
    ]
    context = {"columns": columns, "rows": rows, "title": title(request.viewer)}
    return render(request, "monitoring/intakes.html", context, using="jinja2")


def _state(intake: Intake) -> dict[str, str]:
    if intake.discarded_at:
        return {"text": _("discarded"), "tone": "grey"}
    if intake.failure:
        return {"text": _("cannot be read"), "tone": "red"}
    if intake.finished_at:
        return {"text": _("trial done") if intake.dry_run else _("taken in"), "tone": "green"}
    if intake.cancelled_at:
        return {"text": _("stopped"), "tone": "grey"}
    return {"text": _("under way") if intake.begun_at else _("waits for its columns"), "tone": "blue"}


of_intake = importer.of(Intake.objects.visible_to, "token")


@of_intake
def intake(request: Request, found: Intake) -> HttpResponse:
    """How far a file is, or what came of it. Posted to: begin (for good, or a trial), or stop."""
    now = timezone.now()
    if request.method == "POST":
        begin = partial(files.begin, found, by=request.viewer, now=now, dry_run=False)
        begin = partial(begin, at_once=found.size <= AT_ONCE)
        return pressed_on(request, found, now, stop=files.cancel, begin=begin)
    outcome = files.outcome_of(found) if found.result else None
    own = found.responsible == request.viewer.user
    returned = reverse("intake-refused", args=[found.token]) if found.returned else ""
    context = {
        "intake": found,
        "state": _state(found),
        "discards": own and not (found.under_way or found.taken_in or found.discarded_at),
        "progress_of": files.reached(found),
        "result": result(found.name, found.channel, outcome, returned) if outcome else None,
        "charge": in_charge.shown(found, request.viewer, may=True),
        "title": title(request.viewer),
    }
    return render(request, "monitoring/intake.html", context, using="jinja2")


@of_intake.by("GET")
def intake_refused(request: Request, found: Intake) -> HttpResponse:
    """The refused lines of a long file as a workbook to put right; the read is logged first."""
    if not found.returned:
        raise Http404
    subject = ("organisation", found.organisation_id)
    log_read("download refused lines", subject, by=request.viewer, at=timezone.now())
    return sent(found.returned, XLSX, _("refused lines") + ".xlsx")


@of_intake
def intake_discard(request: Request, found: Intake) -> HttpResponse:
    """Erase a file of which nothing was taken in, with the reason."""
    return answered(
        request,
        DiscardForm(request.POST or None),
        lambda data: discard(found, **data, by=request.viewer, now=timezone.now()) or reverse("intakes"),
        heading=_("Discard this file"),
        path=[(_("Files that came in"), reverse("intakes")), (found.name, found.get_absolute_url())],
        text=ERASED,
        done=_("The file is erased."),
    )


@importer.of(lambda viewer: Intake.objects.visible_to(viewer).filter(discarded_at=None), "token")
def intake_columns(request: Request, found: Intake) -> HttpResponse:
    """The first lines of a file, and for each column what it is likely to hold: corrected, then tried."""
    now = timezone.now()
    kinds = proposals.targets(found.channel)
    try:
        grid = max(proposals.look(Path(found.file.path), found.channel), key=_cells, default=None)
    except Unreadable as unreadable:
        messages.error(request, str(unreadable))
        return redirect("signal-import")
    if grid is None or not grid.cells:
        messages.error(request, _("No sheet of this file can be read."))
        return redirect("signal-import")
    known = _nearest(request, found.channel, grid)
    kind, row = _looked_at(request, grid, kinds, known)
    columns = proposals.propose(grid, row, kind, known.fields if known else None)
    named = title_of(grid, row) or Path(found.name).stem
    begin = {
        "name": known.name if known else "",
        "dry_run": True,
        "year": found.year,
        "product": "" if any(one.field == Column.PRODUCT for one in columns) else product_of(named),
    }
    dated = year_of(named, grid.name, found.name) is not None
    form = forms.ColumnsForm(request.POST or None, kind=kind, columns=columns, dated=dated, initial=begin)
    header = shown(grid, row)

    def deed(data: dict[str, Any]) -> Intake:
        said = {"layout": kind.name, "header": list(header), "meaning": form.meaning, "name": data["name"]}
        said |= {name: data[name] for name in ("product", "year") if name in data}
        files.say_columns(found, **said, by=request.viewer, now=now)
        files.begin(found, by=request.viewer, now=now, dry_run=data["dry_run"], at_once=found.size <= AT_ONCE)
        return found

    return answered(
        request,
        form,
        deed,
        heading=_("What the columns hold"),
        done="",
        template="monitoring/columns.html",
        intake=found,
        kind=kind,
        row=row + 1,
        look=forms.LookForm(kinds=kinds, initial={"kind": kind.name, "row": row + 1}),
        fields=[(form[form.key(one)], one) for one in columns],
        required=kind.lacking(set()),
        changed=_changed(known, header) if known else None,
        known=known,
        versions=versions(known, kind)[:2] if known else [],
        unseen=known is not None and known.unseen(request.viewer.user),
        title=title(request.viewer),
    )


def _cells(grid: Grid) -> int:
    return sum(bool(text) for line in grid.cells for text in line)


def _looked_at(
    request: Request, grid: Grid, kinds: tuple[Target, ...], known: Mapping | None
) -> tuple[Target, int]:
    """As which kind of list, from which row on: as the person says, as is remembered, or as is likely."""
    kind, row = proposals.likely(grid, kinds)
    if known:
        kind = next((one for one in kinds if one.name == known.layout), kind)
    asked = forms.LookForm(request.GET or None, kinds=kinds)
    if asked.is_valid():
        kind = next(one for one in kinds if one.name == asked.cleaned_data["kind"])
        row = min(asked.cleaned_data["row"], len(grid.cells)) - 1
    return kind, row


def _nearest(request: Request, channel: str, grid: Grid) -> Mapping | None:
    """The remembered mapping that knows most of a header among the first rows: at least half of it."""
    best: tuple[float, Mapping] | None = None
    standing = Mapping.objects.visible_to(request.viewer).standing().filter(channel=channel)
    for one in standing.select_related("made_by").order_by("pk"):
        old = set(map(plain, filter(None, one.header)))
        for row in range(min(HEADER_WITHIN, len(grid.cells))):
            new = set(map(plain, filter(None, shown(grid, row))))
            alike = len(old & new) / max(len(old | new), 1)
            if alike >= 0.5 and (best is None or alike > best[0]):
                best = alike, one
    return best[1] if best else None


def _changed(known: Mapping, header: tuple[str, ...]) -> dict[str, Any]:
    """What is new and what is gone in a header, beside the one that is remembered."""
    old = {plain(text): text for text in known.header if text}
    new = {plain(text): text for text in header if text}
    return {
        "name": known.name,
        "new": [text for bare, text in new.items() if bare not in old],
        "gone": [text for bare, text in old.items() if bare not in new],
    }
