"""How does a person add missing evidence, take all of it out, and see whether it is still what it was?"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from casework.deeds import answered
from casework.flow import Forbidden
from casework.views import Request, member
from documents.views import streamed
from sampling import actions, forms
from sampling.actions import capsules
from sampling.models import Purchase
from sampling.views.purchases import PURCHASES


def _purchase(request: Request, number: str) -> Purchase:
    purchase = PURCHASES.find(request, number)
    assert isinstance(purchase, Purchase)
    return purchase


@member
def add_evidence(request: Request, number: str) -> HttpResponse:
    """The form for what is missing."""
    purchase, now = _purchase(request, number), timezone.now()
    lacking = actions.lacking(purchase, request.viewer)
    if not lacking:
        raise PermissionDenied(_("There is no evidence that you could add now."))

    def deed(data: dict[str, Any]) -> str:
        actions.add_evidence(purchase, by=request.viewer, now=now, **data)
        return purchase.get_absolute_url()

    return answered(
        request,
        forms.EvidenceForm(request.POST or None, request.FILES or None, lacking=lacking),
        deed,
        heading=_("Add evidence"),
        path=[(purchase.number, purchase.get_absolute_url())],
        text=purchase.title,
    )


@require_POST
@member
def take_out(request: Request, number: str) -> HttpResponse:
    """The evidence as a bag; the read is logged first."""
    purchase = _purchase(request, number)
    pieces = _asked(partial(capsules.take_out, purchase, by=request.viewer, now=timezone.now()))
    return streamed(pieces, "application/zip", f"{purchase.number}.zip")


@require_POST
@member
def check_files(request: Request, number: str) -> HttpResponse:
    """Whether each file still is what the manifest says; the read is logged first."""
    purchase = _purchase(request, number)
    matches = _asked(partial(capsules.checked, purchase, by=request.viewer, now=timezone.now()))
    context = {
        "record": purchase,
        "columns": [
            {"label": _("File"), "key": "file", "kind": "pair"},
            {"label": "SHA-256", "key": "digest"},
            {"label": _("Found"), "key": "found"},
        ],
        "rows": [
            {
                "file": {"text": match.path, "sub": match.kind},
                "digest": match.sha256,
                "found": match.said(),
            }
            for match in matches
        ],
        "changed": sum(not match.same for match in matches),
        "back": purchase.get_absolute_url(),
    }
    return render(request, "sampling/evidence.html", context, using="jinja2")


def _asked(deed: Any) -> Any:
    """What a deed answers; what is not theirs to do is 403."""
    try:
        return deed()
    except Forbidden as refused:
        raise PermissionDenied(str(refused)) from refused
