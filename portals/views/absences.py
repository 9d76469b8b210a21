"""Who stands in for whom, and until when?"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import StandInForm
from accounts.gate import Request, administers, member
from accounts.models import StandIn, Viewer
from accounts.roles import SIGNING, Kind, Role
from casework import absences
from casework.pages.forms import unchosen


def _may_entrust(viewer: Viewer) -> bool:
    """Whether somebody entrusts what colleagues hold; an administrator's stand-in passes nothing on."""
    return administers(viewer) and Role.ADMINISTRATOR not in viewer.lent


def _kept_by(viewer: Viewer) -> QuerySet[StandIn]:
    """The stand-ins of the organisation; for who is not its administrator, those that concern them."""
    found = StandIn.objects.filter(organisation=viewer.organisation)
    if not _may_entrust(viewer):
        found = found.filter(Q(absent=viewer.user) | Q(substitute=viewer.user))
    return found.select_related("absent", "substitute")


entrusting = member.to(
    lambda viewer: viewer.kind is not Kind.MERCHANT,
    gettext_lazy("A shop or enterprise names nobody to stand in here."),
)


@entrusting
def stand_ins(request: Request) -> HttpResponse:
    """Who stands in for whom, and naming somebody who does."""
    viewer, now = request.viewer, timezone.now()
    today = timezone.localdate(now)
    form = StandInForm(request.POST or None, viewer=viewer, keeps=_may_entrust(viewer), today=today)
    if request.method == "POST" and form.is_valid():
        absences.entrust(**form.cleaned_data, by=viewer, now=now)
        messages.success(request, _("From that day on this person stands in."))
        return redirect("stand-ins")
    columns = [
        {"label": _("Who is absent"), "key": "absent"},
        {"label": _("Who stands in"), "key": "substitute"},
        {"label": _("Roles"), "key": "roles"},
        {"label": _("From"), "key": "first"},
        {"label": _("Until"), "key": "last"},
        {"label": _("State"), "key": "state", "kind": "badge"},
        {"label": "", "key": "act", "kind": "act"},
    ]
    rows = [_row(each, viewer, today) for each in _kept_by(viewer).order_by("-last", "-id")[:100]]
    status = 422 if request.method == "POST" else 200
    signs = bool(viewer.roles & SIGNING) and not _may_entrust(viewer)
    context = {"form": unchosen(form), "columns": columns, "rows": rows, "signs": signs}
    return render(request, "accounts/stand_ins.html", context, status=status, using="jinja2")


def _row(stand_in: StandIn, viewer: Viewer, today: date) -> dict[str, Any]:
    over = stand_in.ended_on is not None or stand_in.last < today
    ends = not over and _may_end(stand_in, viewer)
    if over:
        state = {"text": _("over"), "tone": "grey"}
    elif stand_in.first > today:
        state = {"text": _("to come"), "tone": "blue"}
    else:
        state = {"text": _("in force"), "tone": "green"}
    return {
        "absent": stand_in.absent,
        "substitute": stand_in.substitute,
        "roles": [Role(role).label for role in stand_in.roles],
        "first": stand_in.first,
        "last": stand_in.ended_on or stand_in.last,
        "state": state,
        "act": {"label": _("End it"), "url": reverse("stand-in-end", args=[stand_in.pk])} if ends else None,
    }


def _may_end(stand_in: StandIn, viewer: Viewer) -> bool:
    return stand_in.absent_id == viewer.user.pk or _may_entrust(viewer)


@entrusting.of(_kept_by, "pk").where(
    _may_end, gettext_lazy("Only who is absent and the administrator may end this.")
)
def stand_in_end(request: Request, stand_in: StandIn) -> HttpResponse:
    """Asks whether a stand-in ends now, and ends it."""
    if request.method == "POST":
        absences.end_stand_in(stand_in, by=request.viewer, now=timezone.now())
        messages.success(request, _("%(name)s no longer stands in.") % {"name": stand_in.substitute})
        return redirect("stand-ins")
    return render(request, "accounts/stand_in_end.html", {"stand_in": stand_in}, using="jinja2")
