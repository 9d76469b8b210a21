"""What did this person do, and where is it now?"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.addresses import code, uncoded
from accounts.gate import Request, member
from accounts.models import Viewer
from casework.deadlines.duty import veiled
from casework.models import Record
from casework.pages.contents import did
from casework.pages.search import meant
from portals.forms import MattersForm
from portals.worklist import rows_of
from trail.models import Event

SIZE = 50


@member.by("GET")
def done(request: Request) -> HttpResponse:
    """The steps that this person took for this organisation, newest first, and where each matter is now."""
    form, events = MattersForm(request.GET or None), _steps_of(request.viewer)
    if words := form.words():
        scope = Record.objects.visible_to(request.viewer)
        events = events.filter(subject_id__in=scope.filter(meant(scope, words, request.viewer)).values("pk"))
    if before := uncoded("event", request.GET.get("before", "")):
        events = events.filter(pk__lt=before)
    taken = list(events.order_by("-pk")[: SIZE + 1])
    query = request.GET.copy()
    query["before"] = code("event", taken[SIZE - 1].pk) if len(taken) > SIZE else ""
    context = {
        "form": form,
        "columns": [
            {"label": _("Matter"), "key": "what", "kind": "title"},
            {"label": _("What I did"), "key": "did"},
            {"label": _("When"), "key": "at"},
            {"label": _("State now"), "key": "state", "kind": "pair"},
            {"label": _("Due"), "key": "clock", "kind": "clock"},
        ],
        "rows": _rows(taken[:SIZE], request.viewer),
        "older_url": f"?{query.urlencode()}" if query["before"] else "",
    }
    return render(request, "portals/done.html", context, using="jinja2")


def _steps_of(viewer: Viewer) -> QuerySet[Event]:
    steps = Event.objects.filter(actor_kind="user", actor_id=viewer.user.pk, subject_kind="record")
    return steps.filter(organisation_id=viewer.organisation.pk).exclude(moved_to="")


def _rows(taken: list[Event], viewer: Viewer) -> list[dict[str, Any]]:
    """A line a step, of the records that the viewer may still see."""
    seen = Record.objects.visible_to(viewer).filter(pk__in={event.subject_id for event in taken})
    known = {
        record.pk: record for record in veiled(seen.select_related("category", "platform", "holder"), viewer)
    }
    shown = [event for event in taken if event.subject_id in known]
    records = [known[event.subject_id] for event in shown]
    rows = rows_of(records, viewer, timezone.now())
    return [
        {**row, "did": did(event, record.filed_class.flow), "at": event.at}
        for row, record, event in zip(rows, records, shown, strict=True)
    ]
