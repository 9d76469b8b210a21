"""What do the columns of a file hold that nobody knew? Proposed, corrected by a person, and tried."""

from __future__ import annotations

from collections.abc import Mapping as Read
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gate import Request
from accounts.models import Viewer
from casework.pages.submissions import answered
from casework.work import charge
from documents.disk import on_disk
from documents.incoming.grids import Grid, Unreadable
from documents.incoming.headers import plain
from monitoring.importers import Column, proposals
from monitoring.importers.list_heads import HEADER_WITHIN, shown
from monitoring.importers.notice_heads import product_of, title_of, year_of
from monitoring.importers.proposals import Proposal, Target
from monitoring.imports.actions import intakes as files
from monitoring.imports.views.imports import AT_ONCE
from monitoring.origins import forms as mappings
from monitoring.origins.actions.mappings import versions
from monitoring.origins.models.intakes import Intake, Mapping
from monitoring.origins.walls import importer
from monitoring.vocabulary import title

# How many readings of a header stand beside the form.
SHOWN = 2


def _kept(viewer: Viewer) -> QuerySet[Intake]:
    return Intake.objects.visible_to(viewer).filter(discarded_at=None)


@importer.of(_kept, "token").where(charge.answers_for, charge.NOT_IN_CHARGE)
def intake_columns(request: Request, found: Intake) -> HttpResponse:
    """The first lines of a file, and for each column what it is likely to hold: corrected, then tried. Looked
    at as another kind of list, or from another row on, it keeps what somebody chose by hand."""
    now = timezone.now()
    try:
        with on_disk(found.file) as path:
            grid = max(proposals.look(path, found.channel), key=_cells, default=None)
    except Unreadable as unreadable:
        messages.error(request, str(unreadable))
        return redirect(found)
    if grid is None or not grid.cells:
        messages.error(request, _("No sheet of this file can be read."))
        return redirect(found)
    look = _looked_at(request, found, grid)
    kind, row, columns, known = look.kind, look.row, look.columns, look.known
    named = title_of(grid, row) or Path(found.name).stem
    begin = {
        "name": known.name if known else "",
        "dry_run": True,
        "year": found.year,
        "product": "" if any(one.field == Column.PRODUCT for one in columns) else product_of(named),
    }
    if look.again:
        begin |= {name: request.POST.get(name, "") for name in ("name", "dry_run", "year", "product")}
    posted = request.POST if request.method == "POST" and not look.again else None
    dated = year_of(named, grid.name, found.name) is not None
    form = mappings.ColumnsForm(posted, kind=kind, columns=columns, dated=dated, initial=begin)
    header = shown(grid, row)

    def action(data: dict[str, Any]) -> Intake:
        said = {"layout": kind.name, "header": list(header), "meaning": form.meaning, "name": data["name"]}
        said |= {name: data[name] for name in ("product", "year") if name in data}
        files.say_columns(found, **said, by=request.viewer, now=now)
        files.begin(found, by=request.viewer, now=now, dry_run=data["dry_run"], at_once=found.size <= AT_ONCE)
        return found

    here = {"kind": kind.name, "row": row + 1, "of_kind": kind.name, "of_row": row + 1}
    return answered(
        request,
        form,
        action,
        heading=_("What the columns hold"),
        done="",
        entered=not look.again,
        template="monitoring/imports/columns.html",
        intake=found,
        kind=kind,
        row=row + 1,
        look=mappings.LookForm(kinds=proposals.targets(found.channel), initial=here),
        kept=look.kept,
        lost=look.lost,
        fields=[(form[form.key(one)], one) for one in columns],
        required=kind.lacking(set()),
        changed=_changed(known, header) if known else None,
        known=known,
        versions=versions(known, kind.fields)[:SHOWN] if known else [],
        unseen=known is not None and known.unseen(request.viewer.user),
        title=title(request.viewer),
    )


def _cells(grid: Grid) -> int:
    return sum(bool(text) for line in grid.cells for text in line)


@dataclass(frozen=True)
class _Look:
    """As which kind of list a sheet is looked at, and from which row on. again: somebody asked for another
    look than the page was shown by. kept, lost: headers whose column holds what was chosen by hand, and those
    for which the kind of list has nothing of that name."""

    kind: Target
    row: int
    columns: list[Proposal]
    known: Mapping | None
    again: bool = False
    kept: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def _looked_at(request: Request, found: Intake, grid: Grid) -> _Look:
    """As the person says, as is remembered, or as is likely."""
    kinds, known = proposals.targets(found.channel), _nearest(request, found.channel, grid)
    fields = known.fields if known else None
    kind, row = proposals.likely(grid, kinds)
    if known:
        kind = next((one for one in kinds if one.name == known.layout), kind)
    asked = mappings.LookForm(request.POST if "kind" in request.POST else request.GET or None, kinds=kinds)
    if not asked.is_valid():
        columns = proposals.propose(grid, row, kind, fields)
        return _Look(kind, row, columns, known, again="kind" in request.POST)
    named = {one.name: one for one in kinds}
    kind, row = named[asked.cleaned_data["kind"]], min(asked.cleaned_data["row"], len(grid.cells)) - 1
    look = _Look(kind, row, proposals.propose(grid, row, kind, fields), known)
    was_kind, was_row = named.get(asked.cleaned_data["of_kind"]), (asked.cleaned_data["of_row"] or 1) - 1
    pressed = request.POST.get("look", "")
    if was_kind is None or not (pressed or (was_kind, was_row) != (kind, row)):
        return look
    if pressed == "anew":
        return replace(look, again=True)
    before = proposals.propose(grid, min(was_row, len(grid.cells) - 1), was_kind, fields)
    return _kept_by_hand(look, before, mappings.by_hand(request.POST, before))


def _kept_by_hand(look: _Look, before: list[Proposal], chosen: Read[int, str]) -> _Look:
    """The look with what was chosen by hand in the place of what is proposed; nothing is held twice. before:
    what had been proposed."""
    known = {place: field for place, field in chosen.items() if not field or field in look.kind.fields}
    held = set(known.values()) - {""}
    columns = []
    for one in look.columns:
        if one.place in known:
            columns.append(replace(one, field=known[one.place], likeness=100))
        else:
            columns.append(replace(one, field="") if one.field in held else one)
    kept = {one.place: one.header for one in columns if one.place in known}
    lost = tuple(one.header for one in before if one.place in chosen and one.place not in kept)
    return replace(look, columns=columns, again=True, kept=tuple(kept.values()), lost=lost)


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
