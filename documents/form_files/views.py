"""How does a person take out a form as a workbook, and send it in again?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import messages
from django.core.signing import BadSignature
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.gate import Request, Rule, member
from accounts.models import Viewer
from casework.flow import Forbidden, Refused
from casework.pages.contents import BESIDE
from casework.pages.sheets import XLSX, called
from casework.pages.submissions import refusal
from documents.actions import log_read
from documents.form_files.came_back import tables_of
from documents.form_files.comes_out import book_of, nothing_asked, sealed, unsealed
from documents.form_files.fillings import FormFile
from documents.form_files.goes_in import Outcome, come_to, prefix
from documents.forms import CheckedFile
from documents.views import streamed
from trail import verbs
from trail.models import write

OUT, IN = "take a form out", "send a form in"
verbs.register(OUT, gettext_lazy("Take a form out as a file"))
verbs.register(IN, gettext_lazy("Fill in a form from a file"))

CHANGES = [
    {"label": gettext_lazy("Belongs to"), "key": "of", "kind": "pair"},
    {"label": gettext_lazy("Column"), "key": "column"},
    {"label": gettext_lazy("What stands"), "key": "before"},
    {"label": gettext_lazy("What is to stand"), "key": "after"},
]
FAULTS = [
    {"label": gettext_lazy("Belongs to"), "key": "of", "kind": "pair"},
    {"label": gettext_lazy("Column"), "key": "column"},
    {"label": gettext_lazy("What is to be put right"), "key": "why"},
]


class BookForm(forms.Form):
    """The workbook, filled in."""

    file = CheckedFile(label=gettext_lazy("The form, filled in"), types=(".xlsx",), camera=False)


def addresses(file: FormFile) -> list[URLPattern]:
    """Where a form comes out and goes in; a record's page leads there whoever may fill it in now."""
    field, shown = file.named
    rule = member.to(file.who).of(file.scope, field).where(file.may)
    BESIDE.setdefault(file.kind, []).append(lambda found, viewer: _way(file, found, viewer))
    at = f"{file.at}/{shown}/forms/{file.name}"
    return [
        path(f"{at}.xlsx", _of(file, rule.by("GET"), out), name=f"{file.route}-sheet"),
        path(f"{at}/", _of(file, rule, page), name=file.route),
    ]


def _of(file: FormFile, rule: Rule, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view of one form, behind its wall."""

    def shown(request: Request, found: Any) -> HttpResponse:
        try:
            return view(request, file, found)
        except Forbidden:
            raise
        except Refused as refused:
            return refusal(request, refused, found.get_absolute_url())

    return rule(shown)


def _way(file: FormFile, found: Any, viewer: Viewer) -> list[tuple[str, str]]:
    if not (file.stands(found) and file.may(found, viewer)):
        return []
    return [(_("%(form)s as XLSX") % {"form": file.label}, reverse(file.route, args=[file.name_of(found)]))]


def out(request: Request, file: FormFile, found: Any) -> HttpResponse:
    """The form as a workbook, filled in with what stands; the read is logged first."""
    now = timezone.now()
    book = book_of(file, found, file.asked(found, request.viewer, now), now)
    log_read(OUT, file.subject(found), by=request.viewer, at=now, form=file.route)
    name = called(f"{file.label} {found.number}")
    return streamed([book], XLSX, f"{name}.xlsx")


def page(request: Request, file: FormFile, found: Any) -> HttpResponse:
    """The form to take out; sent in, what it would do, and then that."""
    now = timezone.now()
    if request.method != "POST":
        if not file.asked(found, request.viewer, now):
            raise nothing_asked()
        return _shown(request, file, found, BookForm())
    if "sent" in request.POST:
        return _done(request, file, found, now)
    form = BookForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, file, found, form, status=422)
    content = form.cleaned_data["file"].read()
    try:
        tables = tables_of(content)
        outcome = come_to(file, found, tables, by=request.viewer, now=now)
    except Forbidden:
        raise
    except Refused as refused:
        form.add_error("file", str(refused))
        return _shown(request, file, found, form, status=422)
    sent = {
        "of": [file.route, file.known(found), request.viewer.user.username],
        "name": form.cleaned_data["file"].name,
        "sha256": sha256(content).hexdigest(),
        "tables": tables,
        "shown": outcome.effect,
    }
    return _shown(request, file, found, BookForm(), outcome, "" if outcome.faults else sealed(sent))


def _done(request: Request, file: FormFile, found: Any, now: datetime) -> HttpResponse:
    """Do what was shown."""
    try:
        sent = unsealed(request.POST["sent"])
        if sent["of"] != [file.route, file.known(found), request.viewer.user.username]:
            raise BadSignature
    except BadSignature as error:
        raise Refused(_("What was shown is not known any more: send the file in again.")) from error
    viewer = request.viewer
    with transaction.atomic():
        outcome = come_to(
            file,
            found,
            sent["tables"],
            by=viewer,
            now=now,
            shown=sent["shown"],
            data=request.POST,
            files=request.FILES,
        )
        if outcome.faults:
            return _shown(request, file, found, BookForm(), outcome, request.POST["sent"], status=422)
        detail = {"form": file.route, "file": sent["name"], "sha256": sent["sha256"]}
        write(IN, file.subject(found), actor=viewer.actor(), at=now, detail=detail)
    messages.success(request, _("Done: %(step)s.") % {"step": file.label})
    return redirect(found)


def _shown(
    request: Request,
    file: FormFile,
    found: Any,
    form: forms.Form,
    outcome: Outcome | None = None,
    sent: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page. outcome: what the file that was sent in comes to."""
    faults, changes = (outcome.faults, outcome.changes) if outcome else ([], [])
    needed = {
        f"{prefix(place)}{name}": one
        for place, filling in enumerate(outcome.fillings if outcome else ())
        for name, one in filling.files.items()
    }
    context = {
        "file": file,
        "found": found,
        "form": form,
        "outcome": outcome,
        "sent": sent,
        "needed": _asking(needed, outcome),
        "book_url": reverse(f"{file.route}-sheet", args=[file.name_of(found)]),
        "fault_columns": FAULTS,
        "fault_rows": [_row(one) | {"why": one.why} for one in faults],
        "change_columns": CHANGES,
        "change_rows": [_row(one) | {"before": one.before, "after": one.after} for one in changes],
    }
    if faults and status == 200:
        status = 422
    return render(request, "documents/form_file.html", context, status=status, using="jinja2")


def _asking(needed: dict[str, forms.Field], outcome: Outcome | None) -> forms.Form:
    """What the forms ask for beside what the file says: their files, each with its line."""
    form = forms.Form()
    for name, field in needed.items():
        place = int(name.partition("-")[0].removeprefix("form"))
        assert outcome is not None
        where = next(iter(outcome.fillings[place].where.values()), ("", "", ""))[0]
        form.fields[name] = field
        field.label = f"{where} · {field.label}"
    return form


def _row(said: Any) -> dict[str, Any]:
    return {
        "of": {"text": said.of or said.where, "sub": said.where if said.of else ""},
        "column": said.column,
    }
