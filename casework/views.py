"""How does a person meet a record? In a list, on its page, and in the form of a step.

Three shapes serve every kind: a stage hands over a Desk (its forms and deeds by step) and gets its URLs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.gate import Request as Request
from accounts.gate import member as member
from accounts.models import Viewer
from casework import pages
from casework.actions import may_open, offers, open_record, roles_for, take
from casework.filters import RecordFilter
from casework.flow import Forbidden, Refused, Step
from casework.forms import NoteForm
from casework.models import Filed, Record, kinds
from casework.sheets import ENDINGS, sheet
from trail.models import write_first

Deed = Callable[..., Any]


@dataclass(frozen=True)
class Desk:
    """One kind of record as pages.

    forms: by step name; a step without one is a single button, except that voiding asks for a reason.
    deeds: by step name, called as deed(record, by=, now=, **cleaned form); without one the engine's `take`.
    opening: called as opening(by=, now=, **cleaned form); None for kinds that no person opens.
    about: (record, viewer) → what else the kind's template shows.
    """

    model: type[Filed]
    forms: Mapping[str, Callable[..., BaseForm]] = field(default_factory=dict)
    deeds: Mapping[str, Deed] = field(default_factory=dict)
    opening: Deed | None = None
    about: Callable[[Any, Viewer], dict[str, Any]] = lambda record, viewer: {}
    template: str = "casework/record.html"

    @property
    def kind(self) -> str:
        return str(self.model._meta.model_name)

    def urls(self, prefix: str) -> list[URLPattern]:
        """list, its sheet, detail, step and, where a person opens the kind, open; named by the kind."""
        given = {"desk": self}
        found = [
            path(f"{prefix}/", record_list, given, name=f"{self.kind}-list"),
            path(f"{prefix}/list.<str:ending>", record_sheet, given, name=f"{self.kind}-sheet"),
            path(f"{prefix}/<str:number>/", record_detail, given, name=self.kind),
            path(f"{prefix}/<str:number>/<str:name>/", record_step, given, name=f"{self.kind}-step"),
        ]
        if self.model.flow.opening.name in self.forms:
            found.insert(2, path(f"{prefix}/new/", record_open, given, name=f"{self.kind}-open"))
        return found

    def find(self, request: Request, number: str) -> Filed:
        """The record of this number, if the viewer may know of it; else 404."""
        seen = self.model._default_manager.get_queryset()
        record = seen.visible_to(request.viewer).filter(number=number).first()  # type: ignore[attr-defined]
        if record is None:
            raise Http404
        return record  # type: ignore[no-any-return]

    def opens(self, viewer: Viewer) -> bool:
        """Whether this viewer opens such records from a form that starts from nothing."""
        return self.model.flow.opening.name in self.forms and may_open(self.model, viewer)

    def form(self, step: Step) -> Callable[..., BaseForm] | None:
        return self.forms.get(step.name, NoteForm if step.name == "void" else None)


@member
def record_list(request: Request, desk: Desk) -> HttpResponse:
    """Fifty records of a kind, newest first, in the viewer's scope."""
    scope = Record.objects.listed(desk.kind, request.viewer)
    filters = RecordFilter(request.GET, queryset=scope, desk=desk)
    listed = pages.listing(filters.qs, scope, request.GET.get("before", ""))
    query = request.GET.copy()
    query["before"] = listed.older
    context = {
        "desk": desk,
        "filters": filters,
        "listed": listed,
        "columns": pages.columns(),
        "rows": [pages.row(record, timezone.now()) for record in listed.records],
        "older_url": f"?{query.urlencode()}" if listed.older else "",
        "sheets": [_sheet_of(desk, ending, request.GET) for ending in ENDINGS],
        "open_url": reverse(f"{desk.kind}-open") if desk.opens(request.viewer) else "",
    }
    return render(request, "casework/list.html", context, using="jinja2")


def _sheet_of(desk: Desk, ending: str, asked: QueryDict) -> dict[str, str]:
    """A link to the list as a file, filtered as the page is."""
    kept = asked.copy()
    kept.pop("before", None)
    url = reverse(f"{desk.kind}-sheet", args=[ending])
    return {"label": ending.upper(), "url": f"{url}?{kept.urlencode()}" if kept else url}


@require_safe
@member
def record_sheet(request: Request, ending: str, desk: Desk) -> HttpResponse:
    """What the list shows, as a file to its last row; written down first."""
    if ending not in ENDINGS:
        raise Http404
    now, scope = timezone.now(), Record.objects.listed(desk.kind, request.viewer)
    found = RecordFilter(request.GET, queryset=scope, desk=desk).qs
    asked = {"kind": desk.kind, "asked": request.GET.urlencode()}
    write_first("export a list", ("list", 0), actor=request.viewer.actor(), at=now, detail=asked)
    return sheet(ending, desk.kind, pages.lines(found))


@member
def record_detail(request: Request, number: str, desk: Desk) -> HttpResponse:
    """The record's page: what it is, where it stands, whose turn, what can be done, what happened."""
    return _page(request, desk, desk.find(request, number))


def _page(request: Request, desk: Desk, record: Filed, status: int = 200) -> HttpResponse:
    context = pages.detail(record, request.viewer, timezone.now(), {"void", *desk.forms})
    context |= {"desk": desk, **desk.about(record, request.viewer)}
    return render(request, desk.template, context, status=status, using="jinja2")


@member
def record_step(request: Request, number: str, name: str, desk: Desk) -> HttpResponse:
    """The form of a step, and taking it."""
    record, now = desk.find(request, number), timezone.now()
    step = desk.model.flow.steps.get(name)
    if step is None or not step.sources:
        raise Http404
    if not roles_for(step, record, request.viewer):
        raise PermissionDenied(_("This step is not yours to take."))
    offered = {offer.name: reason for offer, reason in offers(record, request.viewer, now)}
    shape = desk.form(step)
    form = None
    if shape:
        form = shape(
            request.POST or None, request.FILES or None, instance=record, viewer=request.viewer, now=now
        )
    if request.method == "POST" and (form is None or form.is_valid()):
        deed = desk.deeds.get(name) or _take(name)
        return _answer(
            request, desk, record, form, step, lambda data: deed(record, by=request.viewer, now=now, **data)
        )
    if offered.get(name, "") or name not in offered:
        messages.error(
            request, offered.get(name) or str(_("This step is not possible in the record's state."))
        )
        return _page(request, desk, desk.find(request, number), status=409)
    context = {"desk": desk, "record": record, "step": step, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "casework/step.html", context, status=status, using="jinja2")


def _take(name: str) -> Deed:
    def deed(record: Filed, **options: Any) -> object:
        return take(name, record, **options)

    return deed


@member
def record_open(request: Request, desk: Desk) -> HttpResponse:
    """The form that opens a record; records named in the query are filled in, as far as they may be seen."""
    step, now = desk.model.flow.opening, timezone.now()
    if not may_open(desk.model, request.viewer):
        raise PermissionDenied(_("This step is not yours to take."))
    initial: dict[str, Any] = {}
    for kind, _model in kinds().items():
        if kind in request.GET:
            seen = Record.objects.listed(kind, request.viewer)
            initial[kind] = seen.filter(number=request.GET[kind]).values_list("pk", flat=True).first()
    shape = desk.forms[step.name]
    form = shape(request.POST or None, request.FILES or None, initial=initial, viewer=request.viewer, now=now)
    if request.method == "POST" and form.is_valid():
        deed = desk.opening or _open(desk.model)
        return _answer(request, desk, None, form, step, lambda data: deed(by=request.viewer, now=now, **data))
    status = 422 if request.method == "POST" else 200
    context = {"desk": desk, "record": None, "step": step, "form": form}
    return render(request, "casework/step.html", context, status=status, using="jinja2")


def _open(model: type[Filed]) -> Deed:
    def deed(**options: Any) -> Filed:
        return open_record(model, **options)

    return deed


def _answer(
    request: Request, desk: Desk, record: Filed | None, form: BaseForm | None, step: Step, deed: Deed
) -> HttpResponse:
    """Do the deed and go to the record; a refusal is shown beside what was typed."""
    try:
        done = deed(form.cleaned_data if form else {})
    except Forbidden as refused:
        raise PermissionDenied(str(refused)) from refused
    except Refused as refused:
        messages.error(request, str(refused))
        if record is not None and form is None:
            return _page(request, desk, desk.find(request, record.number), status=409)
        context = {"desk": desk, "record": record, "step": step, "form": form}
        return render(request, "casework/step.html", context, status=409, using="jinja2")
    target = record if record is not None else done
    messages.success(request, _("Done: %(step)s.") % {"step": step.label})
    stays = Record.objects.filter(pk=target.pk).visible_to(request.viewer).exists()
    return redirect(target.get_absolute_url() if stays else reverse("home"))
