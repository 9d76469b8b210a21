"""How does a person meet a record? In a list, on its page, and in the form of a step.

Three shapes serve every kind, as its Desk says.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.forms import BaseForm
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from accounts.attempts import source
from accounts.forms import SignatureForm
from accounts.gate import Request as Request
from accounts.gate import member as member
from accounts.models import Viewer
from casework.actions import checked, may_open, offers, roles_for, whose
from casework.deadlines.duty import veiled
from casework.flow import Forbidden, Refused, Step
from casework.handlers import perform, perform_opening
from casework.models import Begun, Filed, Record, kinds
from casework.pages import contents, lists, several
from casework.pages.cautions import changes, hindrances, sent_back
from casework.pages.desks import Desk, desk_of
from casework.pages.filters import RecordFilter
from casework.pages.foreseen import came_of, done, foreseen
from casework.pages.forms import unchosen
from casework.pages.next_step import sitting
from casework.pages.sheets import ENDINGS, sheet
from casework.pages.submissions import answered
from casework.pages.worklist import WORKLIST, to_do
from trail import verbs
from trail.models import write_first

verbs.register("export a list", _("Export a list"))


@member
def record_list(request: Request, desk: Desk) -> HttpResponse:
    """Fifty records of a kind, newest first, in the viewer's scope, with the columns asked for."""
    now, narrowed = timezone.now(), any(request.GET.get(name) for name in RecordFilter.base_filters)
    scope = Record.objects.listed(desk.kind, request.viewer) if narrowed else Record.objects.none()
    filters = RecordFilter(request.GET, queryset=scope, desk=desk, viewer=request.viewer, now=now)
    names = lists.chosen(request.GET.getlist("columns"), desk.model)
    before = request.GET.get("before", "")
    if narrowed:
        listed = lists.listing(filters.qs, scope, before, names=names)
    else:
        listed = lists.whole(desk.kind, request.viewer, before, names=names)
    query = _asked(request.GET, before="").removeprefix("?")
    chosen, steps, together, back = several.on_offer(desk, listed.records, request.viewer)
    said = {pk: _("Sent back: “%(reason)s”") % {"reason": reason} for pk, reason in back.items()}
    marks = lists.marks(listed.records, request.viewer) | said
    context = {
        "desk": desk,
        "filters": filters,
        "listed": listed,
        "columns": lists.head(names, picked=bool(steps or together)),
        "choice": [(name, lists.COLUMNS[name].label, name in names) for name in lists.offered(desk.model)],
        "rows": [
            {"pick": lists.pick(record) if record.pk in chosen else None, **row}
            for record, row in lists.rows(veiled(listed.records, request.viewer), now, names, marks)
        ],
        "older_url": _asked(request.GET, before=listed.older) if listed.older else "",
        "sheets": [_sheet_of(desk, ending, request.GET) for ending in ENDINGS],
        "open_url": reverse(f"{desk.kind}-open") if desk.opens(request.viewer) else "",
        "steps": steps,
        "together": together,
        "views": _views(desk, request.viewer, query),
        "query": query,
    }
    return render(request, "casework/list.html", context, using="jinja2")


def _asked(asked: QueryDict, before: str) -> str:
    """The query of a list from another row on; "" where nothing is asked."""
    kept = asked.copy()
    kept.pop("before", None)
    if before:
        kept["before"] = before
    return f"?{kept.urlencode()}" if kept else ""


def _views(desk: Desk, viewer: Viewer, query: str) -> list[dict[str, Any]]:
    """The whole list, and the ways of looking at it that this viewer keeps, as parts/tabs.html has them."""
    url = reverse(f"{desk.kind}-list")
    kept = several.saved(viewer, desk.kind)
    ways = [{"label": v.name, "url": f"{url}?{v.query}", "here": v.query == query} for v in kept]
    return [{"label": _("Everything"), "url": url, "here": not query}, *ways]


def _sheet_of(desk: Desk, ending: str, asked: QueryDict) -> dict[str, str]:
    """A link to the list as a file, with the rows and columns of the page."""
    return {
        "label": ending.upper(),
        "url": reverse(f"{desk.kind}-sheet", args=[ending]) + _asked(asked, before=""),
    }


@require_safe
@member
def record_sheet(request: Request, ending: str, desk: Desk) -> HttpResponse:
    """What the list shows, as a file to its last row; written down first."""
    if ending not in ENDINGS:
        raise Http404
    now, scope = timezone.now(), Record.objects.listed(desk.kind, request.viewer)
    found = RecordFilter(request.GET, queryset=scope, desk=desk, viewer=request.viewer, now=now).qs
    asked = {"kind": desk.kind, "asked": request.GET.urlencode()}
    write_first("export a list", ("list", 0), actor=request.viewer.actor(), at=now, detail=asked)
    names = lists.chosen(request.GET.getlist("columns"), desk.model)
    rows = lists.lines(found, names, shown=partial(veiled, viewer=request.viewer))
    return sheet(ending, str(desk.model._meta.verbose_name_plural), rows)


@require_POST
@member
def record_several(request: Request, desk: Desk) -> HttpResponse:
    """Take one step that asks nothing on each of the records chosen; go back to where they were chosen."""
    step = desk.model.flow.steps.get(request.POST.get("step", ""))
    numbers = request.POST.getlist("number")[: several.MOST]
    if step is None or not step.sources or (desk.form(step) and not step.prepared):
        raise Http404
    if not desk.is_light(step):
        said = gettext("%(step)s: this is decided on each record, on its page.") % {"step": step.label}
        messages.error(request, said)
        return redirect(_back(request, reverse(f"{desk.kind}-list")))
    seen = desk.model._default_manager.get_queryset().visible_to(request.viewer)  # type: ignore[attr-defined]
    records = list(seen.filter(number__in=numbers).order_by("pk"))
    taken = several.take_unseen(records, step, request.viewer, timezone.now())
    several.tell(request, step, taken)
    if not numbers:
        messages.error(request, gettext("Choose the records first."))
    return redirect(_back(request, reverse(f"{desk.kind}-list")))


@require_POST
@member
def record_views(request: Request, desk: Desk) -> HttpResponse:
    """Keep the way a list is looked at under a name, or forget one that was kept."""
    listed = reverse(f"{desk.kind}-list")
    if "drop" in request.POST:
        several.drop(request.viewer, desk.kind, request.POST["drop"])
        return redirect(listed)
    asked = QueryDict(request.POST.get("query", ""))
    try:
        view = several.save(request.viewer, desk.kind, request.POST.get("name", ""), asked)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(listed + _asked(asked, before=""))
    messages.success(request, _("Kept: %(name)s.") % {"name": view.name})
    return redirect(f"{listed}?{view.query}")


def _back(request: Request, otherwise: str) -> str:
    """Where the form or its address says it came from, if that is a page of ours."""
    there = request.POST.get("back") or request.GET.get("back", "")
    ours = there.startswith("/") and url_has_allowed_host_and_scheme(there, allowed_hosts=None)
    return there if ours else otherwise


@member
def record_detail(request: Request, number: str, desk: Desk) -> HttpResponse:
    """The record's page: what it is, where it stands, whose turn, what can be done, what happened."""
    return _page(request, desk, desk.find(request, number))


def _page(request: Request, desk: Desk, record: Filed, status: int = 200) -> HttpResponse:
    prefetch_related_objects([record], *desk.reads)
    context = contents.detail(record, request.viewer, timezone.now(), desk.asking(record))
    context |= {"desk": desk, "came": WORKLIST in request.GET and WORKLIST}
    context |= desk.context(record, request.viewer)
    return render(request, desk.template, context, status=status, using="jinja2")


@member
def record_step(request: Request, number: str, name: str, desk: Desk) -> HttpResponse:
    """The form of a step, and taking it."""
    record, now = desk.find(request, number), timezone.now()
    step = _theirs(request, desk, record, name)
    offered = {offer.name: reason for offer, reason in offers(record, request.viewer, now)}
    form = _form_of(request, desk, record, step, now)
    sealed = _signature(request, step, now)
    if request.method == "POST" and all(each.is_valid() for each in (form, sealed) if each is not None):
        return _answer(request, desk, record, form, step, now, sealed)
    if offered.get(name, "") or name not in offered:
        messages.error(
            request, offered.get(name) or str(_("This step is not possible in the record's state."))
        )
        return _page(request, desk, desk.find(request, number), status=409)
    return _asking(request, desk, record, step, form, 422 if request.method == "POST" else 200, sealed)


def _theirs(request: Request, desk: Desk, record: Filed, name: str) -> Step:
    """The step of this name, if it is the viewer's to take: else 404, or Forbidden."""
    step = desk.model.flow.steps.get(name)
    if step is None or not step.sources:
        raise Http404
    if not roles_for(step, record, request.viewer):
        raise Forbidden(whose(step))
    return step


def _form_of(request: Request, desk: Desk, record: Filed, step: Step, now: datetime) -> BaseForm | None:
    """The form of a step, with what was sent; None where it asks nothing."""
    shape = desk.form(step)
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return shape(*posted, instance=record, viewer=request.viewer, now=now) if shape else None


def _signature(request: Request, step: Step, now: datetime) -> SignatureForm | None:
    """What signs a decision that cannot be undone."""
    if not (step.prepared and step.decides):
        return None
    posted = request.POST if request.method == "POST" else None
    return SignatureForm(posted, user=request.viewer.user, address=source(request), now=now)


def _asking(
    request: Request,
    desk: Desk,
    record: Filed,
    step: Step,
    form: BaseForm | None,
    status: int,
    sealed: SignatureForm | None = None,
) -> HttpResponse:
    """The form of a step, with what stands beside it: the record as it is, not as a refused form has it."""
    if status != 200:
        record = desk.find(request, record.number)
    context = {"desk": desk, "record": record, "step": step, "form": form and unchosen(form)}
    context |= {"sealed": sealed, "cancel": _back(request, record.get_absolute_url())}
    context["sent_back"] = sent_back([record], request.viewer).get(record.pk, "")
    now = timezone.now()
    if step.prepared:
        context |= {"verdict": lists.toned(record), "hindrances": hindrances(record, request.viewer)}
        context["checks"] = checked(step, record, request.viewer, now)
    if step.prepared or step.decides:
        context["changes"] = changes(step, record, request.viewer, now)
    template = "casework/step.html"
    if beside := desk.beside.get(step.name, desk.otherwise if form else None):
        template, about = beside
        context |= about(record, request.viewer)
    else:
        context["particulars"] = contents.particulars(record, request.viewer)
    return render(request, template, context, status=status, using="jinja2")


@csp_replace({"style-src": [UNSAFE_INLINE], "frame-ancestors": [SELF], "sandbox": ["allow-same-origin"]})
@xframe_options_sameorigin
@require_POST
@member
def record_foreseen(request: Request, number: str, name: str, desk: Desk) -> HttpResponse:
    """What a step will bring about, drawn into its page: the papers as they will be, and who will be told."""
    record, now = desk.find(request, number), timezone.now()
    step = _theirs(request, desk, record, name)
    if not step.prepared:
        raise Http404
    form = _form_of(request, desk, record, step, now)
    context: dict[str, Any] = {"step": step, "seen": None, "refused": ""}
    if form is None or form.is_valid():
        try:
            data = form.cleaned_data if form else {}
            context["seen"] = foreseen(step, record, request.viewer, now, data)
        except Refused as refused:
            context["refused"] = str(refused)
    return render(request, "casework/foreseen.html", context, using="jinja2")


@member
def record_open(request: Request, desk: Desk) -> HttpResponse:
    """The form that opens a record; records named in the query are filled in, as far as they may be seen."""
    step, now = desk.model.flow.opening, timezone.now()
    handed_in = desk.model.flow.steps.get("submit") if request.POST.get("hand_in") else None
    if not may_open(desk.model, request.viewer):
        raise Forbidden(whose(step))
    initial = desk.filled(request.GET)
    for kind, _model in kinds().items():
        if kind in request.GET:
            seen = Record.objects.listed(kind, request.viewer)
            initial[kind] = seen.filter(number=request.GET[kind]).values_list("pk", flat=True).first()
    shape = desk.model.flow.shapes[step.name]
    form = shape(request.POST or None, request.FILES or None, initial=initial, viewer=request.viewer, now=now)
    drafted = gettext("Kept as a draft: it is not submitted yet.") if hasattr(form, "or_draft") else None
    return answered(
        request,
        form,
        lambda data: _onward(request, perform_opening(desk.model, by=request.viewer, now=now, **data), now),
        heading=step.label,
        done=(lambda: done(handed_in, request.viewer, now)) if handed_in else drafted,
        template="casework/step.html",
        desk=desk,
        record=None,
        step=step,
    )


def _answer(
    request: Request,
    desk: Desk,
    record: Filed,
    form: BaseForm | None,
    step: Step,
    now: datetime,
    sealed: SignatureForm | None,
) -> HttpResponse:
    """Take the step and go to the record; a refusal is shown beside what was typed."""
    try:
        work = perform(step, record, by=request.viewer, now=now, **(form.cleaned_data if form else {}))
    except Forbidden:
        raise
    except Refused as refused:
        messages.error(request, str(refused))
        if form is None:
            return _page(request, desk, desk.find(request, record.number), status=409)
        return _asking(request, desk, record, step, form, 409, sealed)
    if isinstance(work, Begun) and not work.came_to_something:
        return _to_work(request, step, work)
    onward = _back(request, _onward(request, record, now))
    named = onward == reverse("home") and desk.seen(request.viewer).filter(pk=record.pk).exists()
    messages.success(request, done(step, request.viewer, now, record if named else None))
    return redirect(onward)


def _to_work(request: Request, step: Step, work: Begun) -> HttpResponse:
    """To the page of what was begun and is not done, or was done in vain: nobody is told of a success."""
    if work.under_way:
        said = _("“%(step)s” goes on in the background: this page says how far it is, and when it is done.")
        messages.info(request, said % {"step": step.label})
    else:
        said = _("“%(step)s” is not done: this page says why, and what is to be done.")
        messages.warning(request, said % {"step": step.label})
    return redirect(work)


def _onward(request: Request, record: Filed, now: datetime) -> str:
    """Where it goes on: with the form of what is done in the same sitting, of the record or of the one that
    came of it; else on the record's page. Who came from the worklist and has no more to do there is led back
    to it, as is who may not see the record any more."""
    came = f"?{WORKLIST}" if WORKLIST in request.GET else ""
    seen = Record.objects.visible_to(request.viewer).filter(pk=record.pk).first()
    if seen is None:
        return reverse("home")
    begun = came_of(request.viewer, now)
    for each in (seen, *begun) if len(begun) == 1 else (seen,):
        desk = desk_of(each.kind)
        filed = desk.find(request, each.number)
        if form := sitting(filed, request.viewer, now, desk.asking(filed)):
            return form + (came.replace("?", "&") if "?" in form else came)
    if came and not to_do(request.viewer, now).filter(pk=seen.pk).exists():
        return reverse("home")
    return seen.get_absolute_url() + came


def addresses(desk: Desk, prefix: str = "") -> list[URLPattern]:
    """The list of a kind and what belongs to it, detail, step and, where a person opens the kind, open.

    prefix: how they begin, instead of as the desk says.
    """
    given, prefix = {"desk": desk}, prefix or desk.at
    found = [
        path(f"{prefix}/", record_list, given, name=f"{desk.kind}-list"),
        path(f"{prefix}/list.<str:ending>", record_sheet, given, name=f"{desk.kind}-sheet"),
        path(f"{prefix}/several/", record_several, given, name=f"{desk.kind}-several"),
        path(f"{prefix}/views/", record_views, given, name=f"{desk.kind}-views"),
        path(f"{prefix}/<str:number>/", record_detail, given, name=desk.kind),
        path(f"{prefix}/<str:number>/<str:name>/", record_step, given, name=f"{desk.kind}-step"),
    ]
    if any(step.prepared for step in desk.model.flow):
        address = f"{prefix}/<str:number>/<str:name>/foreseen/"
        found.append(path(address, record_foreseen, given, name=f"{desk.kind}-foreseen"))
    if desk.model.flow.opened_by_form:
        found.insert(4, path(f"{prefix}/new/", record_open, given, name=f"{desk.kind}-open"))
    return found
