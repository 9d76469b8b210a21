"""How do people meet risk information and the cases made of it: in lists, on pages, in forms, as a file?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.gate import Request, member
from accounts.models import Viewer
from accounts.roles import Role
from casework.actions import may_open
from casework.deadlines import clocks
from casework.flow import Refused
from casework.pages import in_charge
from casework.pages.contents import Line
from casework.pages.lists import CAP
from casework.pages.submissions import answered, pressed, refusal
from casework.work import charge
from documents.actions import log_read
from documents.form_files.fillings import Ask, FormFile
from documents.views import kept, sent
from monitoring.origins.models.intakes import channels_of
from monitoring.origins.models.origins import SignalImport
from monitoring.risks.actions import voidings
from monitoring.risks.actions.signals import (
    DRAFT,
    EDIT,
    GONE_ON,
    READ,
    SUBJECT,
    SUBMIT,
    edit_signal,
    open_case,
    register,
    submit,
    takes_down,
)
from monitoring.risks.actions.voidings import DISCARD, VOID
from monitoring.risks.flow.risk import RiskCaseState, SignalState
from monitoring.risks.forms.riskcases import CaseForm, platform_named
from monitoring.risks.forms.signals import SignalFilter, SignalForm
from monitoring.risks.models.riskcases import RiskCase
from monitoring.risks.models.signals import RiskSignal, SignalFile
from monitoring.risks.views.matters import alike, by_channel, uncompared
from monitoring.risks.walls import of_signal, seen_signals
from monitoring.vocabulary import title

SIZE = 50

# What was done with a draft, as its page says it.
ACTIONS = (*in_charge.ACTIONS, DRAFT, EDIT, SUBMIT, DISCARD, VOID, READ)
# What is said of what was typed: whether it was handed in.
BECAME = {
    SignalState.DRAFT: gettext_lazy("Kept as a draft: it is not submitted yet."),
    SignalState.SUBMITTED: gettext_lazy("Submitted: the monitoring center has it now."),
}


def signal_columns() -> list[dict[str, str]]:
    return [
        {"label": _("Risk"), "key": "what", "kind": "title"},
        {"label": _("State"), "key": "state"},
        {"label": _("Channel"), "key": "channel"},
        {"label": _("Degree"), "key": "degree"},
        {"label": _("Collected on"), "key": "collected"},
    ]


def signal_row(signal: RiskSignal) -> dict[str, Any]:
    sub = " · ".join((signal.hazard_item, *signal.distinguished(), signal.number))
    return {
        "number": signal.number,
        "waits": signal.state == SignalState.SUBMITTED,
        "what": {"text": signal.product, "url": signal.get_absolute_url(), "sub": sub},
        "state": signal.get_state_display(),
        "channel": signal.get_channel_display(),
        "degree": signal.get_degree_display(),
        "collected": clocks.local_day(signal.collected_at),
    }


@member
def signals(request: Request) -> HttpResponse:
    """Fifty signals, newest first; a center chooses here which become a case."""
    scope = RiskSignal.objects.visible_to(request.viewer)
    narrowed = SignalFilter(request.GET)
    found = scope.narrowed(**narrowed.asked())
    before = scope.filter(number=request.GET.get("before", "")).values_list("pk", flat=True).first()
    rows = list(found.page(before, SIZE))
    more = len(rows) > SIZE
    counted = found.order_by()[: CAP + 1].count()
    query = request.GET.copy()
    query["before"] = rows[SIZE - 1].number if more else ""
    collects = Role.COLLECTOR in request.viewer.roles
    context = {
        "title": title(request.viewer),
        "form": narrowed,
        "columns": signal_columns(),
        "rows": [signal_row(signal) for signal in rows[:SIZE]],
        "count": counted if counted <= CAP else None,
        "older_url": f"?{query.urlencode()}" if more else "",
        "new_url": reverse("signal-new") if takes_down(request.viewer) else "",
        "import_url": reverse("signal-import") if channels_of(request.viewer) else "",
        "case_url": reverse("signal-case") if collects else "",
        "feeds_url": reverse("feeds") if collects else "",
    }
    return render(request, "monitoring/risks/signals.html", context, using="jinja2")


of_own = of_signal.to(takes_down).where(lambda found, viewer: found.organisation_id == viewer.organisation.pk)


of_draft = of_own.where(charge.answers_for, charge.NOT_IN_CHARGE)


@of_signal
def signal(request: Request, found: RiskSignal) -> HttpResponse:
    """One signal: what it says, what of it was assumed, and the case it went into."""
    own_office = found.organisation_id == request.viewer.organisation.pk
    own = own_office and takes_down(request.viewer)
    about = in_charge.shown(
        found,
        request.viewer,
        may=takes_down(request.viewer),
        actions=ACTIONS,
        action=reverse("signal-take-over", args=[found.number]),
    )
    about["lines"] += came_in(found) if own_office else []
    may_change = own and found.state == SignalState.DRAFT and about["mine"]
    visible = RiskCase.objects.visible_to(request.viewer).filter(signals=found).first()
    context = {
        "title": title(request.viewer),
        "signal": found,
        "facts": found.particulars(request.viewer),
        "derived": bool(found.derived),
        "files": files_of(found, request.viewer),
        "charge": about if own_office and (about["person"] or about["lines"]) else None,
        "case": visible,
        "alike": alike(found, request.viewer) if found.state == SignalState.SUBMITTED else [],
        "uncompared": found.state == SignalState.SUBMITTED and uncompared(found, request.viewer),
        "void_url": reverse("signal-void", args=[found.number])
        if found.state == SignalState.SUBMITTED and voidings.may_void(found, request.viewer)
        else "",
        "ask_center": own_office and found.home != found.center_id and found.state == SignalState.SUBMITTED,
        "origin_url": origin_url(found, request.viewer),
        "same_line": [
            (one.number, one.get_absolute_url(), one.get_state_display())
            for one in RiskSignal.objects.visible_to(request.viewer).of_same_line(found)
        ],
        "edit_url": reverse("signal-edit", args=[found.number]) if may_change else "",
        "form_url": reverse("signal-form-draft", args=[found.number]) if may_change else "",
        "discard_url": reverse("signal-discard", args=[found.number]) if may_change else "",
        "submit_url": reverse("signal-submit", args=[found.number]) if may_change else "",
    }
    return render(request, "monitoring/risks/signal.html", context, using="jinja2")


def came_in(signal: RiskSignal) -> list[Line]:
    """How it came in with a file, and was voided with it, as its history says it."""
    found: list[tuple[str, object, datetime, str]] = []
    if signal.voiding and signal.voiding.origin_id:
        void = signal.voiding
        found.append((_("Voided with its file"), void.by, void.at, void.reason))
    if signal.origin:
        who = signal.collector or _("A feed")
        found.append((_("Came in with a file"), who, signal.origin.at, signal.origin.name))
    return [Line(label, str(who), "", at, "", note) for label, who, at, note in found]


def origin_url(signal: RiskSignal, viewer: Viewer) -> str:
    """Where the file is that it came out of, for those who may see that; "" for others."""
    seen = SignalImport.objects.visible_to(viewer).filter(signals=signal)
    return signal.origin.get_absolute_url() if signal.origin and seen.exists() else ""


def files_of(signal: RiskSignal, viewer: Viewer) -> list[dict[str, Any]]:
    """The evidence, oldest first, for parts/documents.html; no small pictures, as each look is logged."""
    return [kept(file) for file in SignalFile.objects.visible_to(viewer).filter(signal=signal).order_by("pk")]


@member.of(SignalFile.objects.visible_to, "token").by("GET")
def signal_file(request: Request, found: SignalFile) -> HttpResponse:
    """A file of evidence as it was sent in; the read is logged first."""
    log_read("download a file", ("signal", found.signal_id), by=request.viewer, at=timezone.now())
    return sent(found.file, found.content_type, found.name)


@member.to(takes_down)
def signal_new(request: Request) -> HttpResponse:
    """Take risk information down (form 4.1)."""
    now = timezone.now()
    form = SignalForm(request.POST or None, request.FILES or None, viewer=request.viewer, now=now)

    def action(data: dict[str, Any]) -> RiskSignal:
        return _said(request, register(by=request.viewer, now=now, **data))

    path = _path(request.viewer)
    return answered(
        request, form, action, heading=_("Take down a risk"), submit=_("Submit"), done="", path=path
    )


def _said(request: Request, signal: RiskSignal) -> RiskSignal:
    """The signal, of which the next page says whether it was handed in."""
    messages.success(request, BECAME[SignalState(signal.state)])
    return signal


def _path(viewer: Viewer) -> list[tuple[str, str]]:
    return [(title(viewer), reverse("signals"))]


@of_own.by("POST")
def signal_take_over(request: Request, found: RiskSignal) -> HttpResponse:
    """Go on with a colleague's draft."""
    return pressed(
        request,
        lambda: charge.take_over(found, by=request.viewer, now=timezone.now()),
        done="",
        back=found,
    )


@of_draft
def signal_edit(request: Request, found: RiskSignal) -> HttpResponse:
    """Change a draft."""
    if not found.open:
        return refusal(request, Refused(GONE_ON[SignalState(found.state)]), found)
    now = timezone.now()
    form = SignalForm(
        request.POST or None, request.FILES or None, instance=found, viewer=request.viewer, now=now
    )

    def action(data: dict[str, Any]) -> RiskSignal:
        draft = seen_signals(request.viewer).get(pk=found.pk)  # the form has written into the other
        edit_signal(draft, by=request.viewer, now=now, **data)
        return _said(request, draft)

    path = _path(request.viewer)
    return answered(
        request, form, action, heading=_("Edit the draft"), submit=_("Submit"), done="", path=path
    )


@of_draft.by("POST")
def signal_submit(request: Request, found: RiskSignal) -> HttpResponse:
    """Hand a draft in as it is."""
    return pressed(
        request,
        lambda: submit(found, by=request.viewer, now=timezone.now()),
        done=BECAME[SignalState.SUBMITTED],
        back=found,
    )


@member.to(lambda viewer: may_open(RiskCase, viewer))
def signal_case(request: Request) -> HttpResponse:
    """A case from the signals that were ticked in the list; what they say is filled in."""
    now = timezone.now()
    ticked = RiskSignal.objects.visible_to(request.viewer).filter(
        number__in=request.GET.getlist("signal")[:SIZE], state=SignalState.SUBMITTED
    )
    found = list(ticked.order_by("pk"))
    initial: dict[str, Any] = {"signals": " ".join(one.number for one in found)}
    if found:
        initial |= {"product": found[0].product, "category": found[0].category_id}
        initial["hazard_item"] = "、".join(dict.fromkeys(one.hazard_item for one in found))[:400]
        initial["platform"] = platform_named(found[0].platform)
    form = CaseForm(request.POST or None, initial=initial, viewer=request.viewer, now=now)
    return answered(
        request,
        form,
        lambda data: open_case(by=request.viewer, now=now, **data),
        heading=RiskCase.flow.opening.label,
        path=_path(request.viewer),
    )


def about_case(case: RiskCase, viewer: Viewer) -> dict[str, Any]:
    """The signals of a case that the viewer may see, over which channels they came; what may be the same
    matter."""
    found = RiskSignal.objects.visible_to(viewer).filter(case=case)
    return {
        "columns": signal_columns(),
        "signals": [signal_row(signal) for signal in found.order_by("pk")[:SIZE]],
        "channels": by_channel(found),
        "alike": alike(case, viewer) if case.state == RiskCaseState.REGISTERED else [],
        "uncompared": case.state == RiskCaseState.REGISTERED and uncompared(case, viewer),
    }


def writes_draft(signal: RiskSignal, viewer: Viewer) -> bool:
    """Whether a draft is this viewer's to go on with."""
    own = signal.organisation_id == viewer.organisation.pk
    return own and takes_down(viewer) and charge.answers_for(signal, viewer)


def draft_asked(signal: RiskSignal, viewer: Viewer, now: datetime) -> Sequence[Ask]:
    """The form of a draft; it stays one unless its file says otherwise."""

    def make(*posted: Any) -> SignalForm:
        form = SignalForm(*posted, instance=signal, viewer=viewer, now=now)
        if not form.is_bound:
            form.initial["submit_now"] = False
        return form

    def act(data: dict[str, Any]) -> None:
        draft = seen_signals(viewer).get(pk=signal.pk)  # the form has written into the other
        edit_signal(draft, by=viewer, now=now, **data)

    return [Ask(signal.number, signal.product, make, act)]


SIGNAL_FILE = FormFile(
    kind="signal",
    name="draft",
    at="signals",
    label=gettext_lazy("Risk information"),
    about=gettext_lazy(
        "The draft of this piece of risk information (form 4.1). It stays a draft unless you say so."
    ),
    scope=seen_signals,
    may=writes_draft,
    stands=lambda signal: signal.open,
    asks=draft_asked,
    subject=lambda signal: (SUBJECT, signal.pk),
)
