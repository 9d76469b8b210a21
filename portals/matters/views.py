"""What is the whole story of a matter? One page, in the scope of whoever reads it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gate import Request, member
from accounts.models import Viewer
from casework.models import Record, kinds
from portals.matters.page import story
from portals.matters.story import cases_of, matter


def _of_a_matter(viewer: Viewer) -> QuerySet[Record]:
    """The records that the viewer may see, but for those that stand between any two organisations."""
    joint = [name for name, model in kinds().items() if model.joint]
    return Record.objects.visible_to(viewer).exclude(kind__in=joint)


@member.of(_of_a_matter, "number").by("GET")
def matter_page(request: Request, record: Record) -> HttpResponse:
    """The story of the risk case from which a record came; where there are several, they are listed; of a
    record whose case the viewer may not see, what led to it and came of it."""
    filed = record.child()
    cases = cases_of(filed, request.viewer)
    if len(cases) > 1:
        context = {"record": record, "rows": _rows(cases), "columns": _columns()}
        return render(request, "portals/matters/several.html", context, using="jinja2")
    if cases and cases[0].pk != record.pk:
        return redirect("matter", cases[0].number)
    context = story(matter(filed, request.viewer), request.viewer, timezone.now())
    return render(request, "portals/matters/matter.html", context, using="jinja2")


def _columns() -> list[dict[str, str]]:
    return [
        {"label": _("Matter"), "key": "what", "kind": "title"},
        {"label": _("State"), "key": "state"},
    ]


def _rows(cases: Collection[Record]) -> list[dict[str, Any]]:
    return [
        {
            "what": {"text": case.title, "sub": case.number, "url": reverse("matter", args=[case.number])},
            "state": case.get_state_display(),
        }
        for case in cases
    ]
