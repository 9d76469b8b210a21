"""Which entries are in a register, what does one say, and how is it made, changed and ended?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gate import Request
from casework.pages.further import part
from casework.pages.sheets import ENDINGS, sheet
from casework.pages.submissions import answered
from catalogue.models import TestItem
from catalogue.registered import Entry
from registers.entries.actions import entry_changes
from registers.entries.forms import EndForm, ResumeForm, asking
from registers.entries.listing import EntriesForm
from registers.entries.register import REGISTERS, Register, keeps, named, shown, used_by, written
from registers.entries.resting import at_work_on
from registers.history import LINES, in_words
from registers.history import lines as lines_of
from trail.enumerations import enumerated
from trail.models import Event
from trail.verbs import VERBS

TOGETHER = 2_000


def entries(request: Request, register: Register) -> HttpResponse:
    """Fifty entries by their first column, those that are looked for; after: the last of the page before."""
    form = EntriesForm(request.GET or None)
    rows, older = part(form.of(register), request.GET, register.listed[0])
    context = {
        "register": register,
        "form": form,
        "columns": [_column(register, name, place) for place, name in enumerate(register.listed)]
        + [{"label": _("State"), "key": "state", "kind": "badge"}],
        "rows": [_row(register, entry) for entry in rows],
        "older": older,
        "keeps": keeps(request.viewer),
        "sheets": [(ending.upper(), reverse(f"{register.name}-sheet", args=[ending])) for ending in ENDINGS],
    }
    return render(request, "registers/entries/entries.html", context, using="jinja2")


def _column(register: Register, name: str, place: int) -> dict[str, str]:
    return {"label": register.label(name), "key": name, **({} if place else {"kind": "title"})}


def _row(register: Register, entry: Any) -> dict[str, Any]:
    first, *others = register.listed
    title = {"text": shown(entry, first), "url": reverse(f"{register.name}-one", args=[entry.pk])}
    return {first: title, **{name: shown(entry, name) for name in others}, "state": _state(register, entry)}


def _state(register: Register, entry: Any) -> dict[str, str]:
    day = register.ended(entry)
    if day is None:
        old = [name for name in register.fields if any(map(_outlived, named(entry, name)))]
        if old:
            what = enumerated(register.label(name) for name in old)
            return {"text": _("names what has ended: %(what)s") % {"what": what}, "tone": "amber"}
        return {"text": _("in force"), "tone": "green"}
    return {"text": _("ended on %(day)s") % {"day": day.isoformat()}, "tone": "grey"}


def _outlived(entry: Entry) -> bool:
    """Whether an entry has ended, or is tested or judged by what has."""
    return getattr(entry, entry.ends) is not None or (isinstance(entry, TestItem) and bool(entry.withdrawn()))


def entry_sheet(request: Request, register: Register, ending: str) -> HttpResponse:
    """All entries as a file, which can be taken in again."""
    if ending not in ENDINGS:
        raise Http404
    return sheet(ending, str(register.title), lines(register, register.entries().order_by("pk")))


def lines(register: Register, found: QuerySet[Any]) -> Iterator[list[str]]:
    """Entries as lines of a file, below the names of their fields."""
    yield [register.label(name) for name in register.fields]
    for entry in found.iterator(TOGETHER):
        yield [written(entry, name) for name in register.fields]


def one(request: Request, register: Register, pk: int) -> HttpResponse:
    """An entry, and all that became of it."""
    entry = get_object_or_404(register.entries(), pk=pk)
    stands = register.ended(entry) is None
    facts = [(register.label(name), shown(entry, name)) for name in register.fields]
    if register.follows and (successor := getattr(entry, register.follows)):
        facts.append((register.label(register.follows), str(successor)))
    if before := register.before(entry):
        facts.append((_("Came in the place of"), enumerated(before)))
    users = [*((what, str(count)) for what, count in used_by(entry)), *at_work_on(entry)]
    facts += [(_("Named by: %(what)s") % {"what": what}, told) for what, told in users]
    offered = [
        (_("Change"), f"{register.name}-change", stands),
        (_("End"), f"{register.name}-end", stands),
        (_("Take up again"), f"{register.name}-resume", not stands),
    ]
    context = {
        "register": register,
        "entry": entry,
        "state": _state(register, entry),
        "facts": facts,
        "actions": [
            (label, reverse(route, args=[pk]))
            for label, route, now in offered
            if now and keeps(request.viewer)
        ],
        "lines": lines_of(Event.objects.of(register.kind, pk)[:LINES], partial(_told, register)),
    }
    return render(request, "registers/entries/entry.html", context, using="jinja2")


def _told(register: Register, event: Event) -> str:
    """What an event did to an entry: which field was what before."""
    label = str(VERBS[event.verb].label)
    if "before" in event.detail and isinstance(event.detail["before"], dict):
        changes = in_words(event.detail["before"], event.detail["after"], register.label)
        return f"{label}: {changes}"
    if event.verb == entry_changes.END:
        after = event.detail["successor"]
        follows = register.label(register.follows) + _(": ") + after if after else ""
        return " · ".join(part for part in (label, event.detail["on"], follows) if part)
    return label


def new(request: Request, register: Register) -> HttpResponse:
    """Make an entry."""
    asked = _asked(request, register, None)
    return answered(
        request,
        asked,
        partial(_enter, request, asked),
        heading=_("Make an entry"),
        text=register.about,
        path=_path(register),
    )


def change(request: Request, register: Register, pk: int) -> HttpResponse:
    """Change an entry; what was made by it before stays as it is."""
    entry = get_object_or_404(_standing(register), pk=pk)
    asked = _asked(request, register, entry)
    return answered(
        request,
        asked,
        partial(_enter, request, asked),
        heading=_("Change"),
        title=_("Change %(entry)s") % {"entry": entry},
        text=_("What was issued keeps what it was made by. The history keeps what stood here before."),
        about=[(_("Named by: %(what)s") % {"what": what}, told) for what, told in at_work_on(entry)],
        path=[*_path(register), (str(entry), reverse(f"{register.name}-one", args=[pk]))],
    )


def _standing(register: Register) -> QuerySet[Any]:
    return register.entries().filter(**{register.model.ends: None})


def _asked(request: Request, register: Register, entry: Any) -> Any:
    """The form of an entry, with its source, and the reason where it is changed."""
    shape = asking(register, changes=entry is not None)
    return shape(request.POST or None, instance=entry, initial=entry_changes.shown_of(register, entry))


def _enter(request: Request, form: Any, data: dict[str, Any]) -> str:
    told = {name: data.get(name, "") for name in ("source", "reason", "seen")}
    entry_changes.enter(form, **told, by=request.viewer, now=timezone.now())
    register = REGISTERS[form.instance._meta.model_name]
    return reverse(f"{register.name}-one", args=[form.instance.pk])


def end(request: Request, register: Register, pk: int) -> HttpResponse:
    """Let new work name an entry no longer."""
    entry = get_object_or_404(_standing(register), pk=pk)
    form = EndForm(request.POST or None, register=register, entry=entry, today=timezone.localdate())
    text = _(
        "New plans and commissions name it no longer, and a plan that waits for approval is sent back. What "
        "was approved and sent goes on; whoever has open work that rests on it is told. Nothing is deleted."
    )
    named_by = [*((what, str(count)) for what, count in used_by(entry)), *at_work_on(entry)]
    users = [(_("Still named by: %(what)s") % {"what": what}, count) for what, count in named_by]
    return _done(request, register, entry, form, entry_changes.end, heading=_("End"), text=text, about=users)


def resume(request: Request, register: Register, pk: int) -> HttpResponse:
    """Let an entry that ended be named again."""
    entry = get_object_or_404(register.entries().exclude(**{register.model.ends: None}), pk=pk)
    form = ResumeForm(request.POST or None)
    return _done(request, register, entry, form, entry_changes.resume, heading=_("Take up again"))


def _done(
    request: Request, register: Register, entry: Model, form: forms.Form, action: Any, **shown: Any
) -> HttpResponse:
    page = reverse(f"{register.name}-one", args=[entry.pk])

    def act(data: dict[str, Any]) -> str:
        action(entry, **data, by=request.viewer, now=timezone.now())
        return page

    return answered(request, form, act, path=[*_path(register), (str(entry), page)], **shown)


def _path(register: Register) -> list[tuple[str, str]]:
    return [(str(register.title), reverse(register.name))]
