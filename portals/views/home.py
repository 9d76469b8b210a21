"""What does a person see first, and what has come to them?"""

from __future__ import annotations

from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import StandIn, Viewer
from accounts.roles import Role
from casework.models import Notification, Record, kinds
from casework.notifications import happened, mark_read, unread
from casework.pages import chip
from casework.views import Request, member
from casework.worklist import elsewhere, waiting
from portals import figure
from portals.forms import SampleForm

ORDER = (
    "riskcase",
    "assessment",
    "notice",
    "workplan",
    "scheme",
    "purchase",
    "sample",
    "entrustment",
    "report",
    "correction",
    "compilation",
    "platformdisposal",
    "resultnotice",
    "denial",
    "enforcementcase",
    "assistance",
    "nationalreport",
    "sharerequest",
)


@member
def home(request: Request) -> HttpResponse:
    """The worklist: what waits for this person, by stage, nearest clock first."""
    now = timezone.now()
    records = waiting(request.viewer)
    groups = _grouped(records, now)
    late = sum(1 for record in records if record.next_due_at and record.next_due_at <= now)
    count = len(records)
    context = {
        "groups": groups,
        "heading": ngettext("%(n)d matter waits for you today", "%(n)d matters wait for you today", count)
        % {"n": count},
        "today": timezone.localdate(now),
        "late": late,
        "standing_in": _standing_in(request.viewer, timezone.localdate(now)),
        "others": _grouped(elsewhere(request.viewer), now),
        **figure.live(request.viewer, now),
        "columns": [
            {"label": _("Matter"), "key": "what", "kind": "title"},
            {"label": _("State"), "key": "state", "kind": "pair"},
            {"label": _("Due"), "key": "clock", "kind": "clock"},
            {"label": "", "key": "act", "kind": "act"},
        ],
    }
    return render(request, "portals/home.html", context, using="jinja2")


def _standing_in(viewer: Viewer, today: date) -> list[StandIn]:
    """In whose place the viewer acts today, and until when."""
    if not viewer.standing_in:
        return []
    found = StandIn.objects.on(today).filter(substitute=viewer.user, organisation=viewer.organisation)
    return list(found.select_related("absent").order_by("last", "id"))


def _grouped(records: list[Record], now: datetime) -> list[tuple[str, list[dict[str, Any]]]]:
    """(stage, rows) in the order of the river; within a stage the order given."""
    order = {kind: place for place, kind in enumerate(ORDER)}
    staged = sorted(records, key=lambda record: order.get(record.kind, len(order)))
    return [
        (str(kinds()[kind]._meta.verbose_name_plural), [_row(record, now) for record in found])
        for kind, found in groupby(staged, key=lambda record: record.kind)
    ]


def _row(record: Record, now: datetime) -> dict[str, Any]:
    url = record.get_absolute_url()
    clock = chip(record.next_due_at, now)
    urgent = clock is not None and clock.status in ("late", "soon")
    return {
        "what": {"text": record.title, "url": url, "sub": record.number},
        "state": {"text": record.get_state_display(), "sub": str(Role(record.turn).label)},
        "clock": clock,
        "act": {"label": _("Go to it"), "url": url, "rank": "main" if urgent else "plain"},
    }


@member
def notifications(request: Request) -> HttpResponse:
    """The last hundred notifications of this person in this organisation."""
    found = (
        Notification.objects.filter(user=request.viewer.user, organisation=request.viewer.organisation)
        .select_related("record", "event")
        .order_by("-id")[:100]
    )
    seen = set(
        Record.objects.visible_to(request.viewer)
        .filter(pk__in=[note.record_id for note in found])
        .values_list("pk", flat=True)
    )
    lines = [_line(note) for note in found if note.record_id in seen]
    columns = [
        {"label": _("Matter"), "key": "what", "kind": "title"},
        {"label": _("What happened"), "key": "label", "kind": "badge"},
        {"label": _("When"), "key": "at"},
    ]
    return render(request, "portals/notifications.html", {"lines": lines, "columns": columns}, using="jinja2")


def _line(note: Notification) -> dict[str, Any]:
    return {
        "what": {"text": note.record.title, "url": note.record.get_absolute_url(), "sub": note.record.number},
        "label": {"text": happened(note), "tone": "blue" if note.read_at is None else "grey"},
        "at": note.at,
    }


@never_cache
@require_safe
@member
def unread_count(request: Request) -> HttpResponse:
    """How many notifications are unread, for the bell. It writes no session: one that idles still ends."""
    return JsonResponse({"unread": unread(request.viewer).count()})


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark all notifications as read."""

    @member
    def marked(request: Request) -> HttpResponse:
        mark_read(request.viewer, timezone.now())
        return redirect("notifications")

    return marked(request)


@member
def style(request: Request) -> HttpResponse:
    """Every part of a page with sample data, for those who build pages; staff only."""
    if not request.viewer.user.is_staff:
        raise Http404
    return render(request, "style.html", {"form": SampleForm({}), "now": timezone.now()}, using="jinja2")
