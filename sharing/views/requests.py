"""How do people meet a share request, from the question to the ledger of what was read?"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gate import Request
from accounts.models import Viewer
from casework.pages.submissions import answered
from documents import views as papers
from sharing import forms
from sharing.actions import requests
from sharing.flow import Method, ShareRequestState
from sharing.models.requests import Reading, ShareRequest
from sharing.models.resources import Resource
from sharing.views.entrance import officer
from sharing.views.lookups import catalogue

SHOWN = 50


def about_request(request: ShareRequest, viewer: Viewer) -> dict[str, Any]:
    """Where to read what was granted; who read it; the papers."""
    readings = Reading.objects.visible_to(viewer).filter(request=request)
    reads = request.requester_id == viewer.organisation.pk and request.state == ShareRequestState.ACTIVE
    files = [
        (ending.upper(), reverse("shared-download", args=[request.number, ending]))
        for ending in ("csv", "xlsx")
        if reads and request.method == Method.FILE
    ]
    return {
        "data_url": reverse("shared-data", args=[request.number]) if reads else "",
        "file_urls": files,
        "ledger": ledger(readings),
        "reading_columns": ledger_columns(),
        **papers.about(request, viewer),
    }


def ledger_columns() -> list[dict[str, str]]:
    return [
        {"label": _("When"), "key": "at"},
        {"label": _("Reader"), "key": "who", "kind": "pair"},
        {"label": _("How"), "key": "use"},
        {"label": _("Rows"), "key": "rows", "kind": "number"},
        {"label": _("Looked for"), "key": "words"},
    ]


def ledger(readings: Any) -> list[dict[str, Any]]:
    """The last lines of the ledger: who read how much of it, when and how."""
    return [
        {
            "at": line.at,
            "who": {"text": str(line.user), "sub": str(line.organisation)},
            "use": line.get_use_display(),
            "rows": line.rows,
            "words": line.words,
        }
        for line in readings.select_related("user", "organisation").order_by("-id")[:SHOWN]
    ]


@officer.of(catalogue, "number")
def ask(request: Request, resource: Resource) -> HttpResponse:
    """The form of a request (共享申请), from the page of the resource."""
    now = timezone.now()
    form = forms.AskForm(request.POST or None, resource=resource, viewer=request.viewer, now=now)
    return answered(
        request,
        form,
        lambda data: requests.ask(resource, by=request.viewer, now=now, **data),
        heading=_("Ask for this resource"),
        path=above(resource),
        done=_("The request has been sent."),
        about=[
            (_("resource"), str(resource)),
            (_("held by"), str(resource.provider)),
            (_("Price"), _("free of charge")),
        ],
    )


def above(resource: Resource) -> list[tuple[str, str]]:
    """The way to a form on a resource."""
    return [(_("Resource catalogue"), reverse("resources")), (resource.name, resource.get_absolute_url())]
