"""How does a person add missing evidence, take all of it out, and see whether it is still what it was?"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.gate import Request
from accounts.models import Viewer
from casework.pages.submissions import answered
from documents.views import streamed
from sampling.evidence.actions import capsules, evidence
from sampling.evidence.forms import EvidenceForm
from sampling.evidence.models import Capsule
from sampling.evidence.walls import of_purchase, opener
from sampling.purchases.flow.proofs import completeness
from sampling.purchases.kind import PURCHASES
from sampling.purchases.models.purchases import Purchase


@of_purchase.where(evidence.lacking, gettext_lazy("There is no evidence that you could add now."))
def add_evidence(request: Request, purchase: Purchase) -> HttpResponse:
    """The form for what is missing."""
    now, lacking = timezone.now(), evidence.lacking(purchase, request.viewer)

    def action(data: dict[str, Any]) -> str:
        evidence.add_evidence(purchase, by=request.viewer, now=now, **data)
        return purchase.get_absolute_url()

    return answered(
        request,
        EvidenceForm(request.POST or None, request.FILES or None, lacking=lacking),
        action,
        heading=_("Add evidence"),
        path=[(purchase.number, purchase.get_absolute_url())],
        text=purchase.title,
    )


@opener.by("POST")
def take_out(request: Request, purchase: Purchase) -> HttpResponse:
    """The evidence as a bag; the read is logged first."""
    pieces = capsules.take_out(purchase, by=request.viewer, now=timezone.now())
    return streamed(pieces, "application/zip", f"{purchase.number}.zip")


@opener.by("POST")
def check_files(request: Request, purchase: Purchase) -> HttpResponse:
    """Whether each file still is what the manifest says; the read is logged first."""
    matches = capsules.checked(purchase, by=request.viewer, now=timezone.now())
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
    return render(request, "sampling/evidence/evidence.html", context, using="jinja2")


@PURCHASES.shows
def about_evidence(purchase: Purchase, viewer: Viewer) -> dict[str, Any]:
    """For the center what of its proof is there and what is missing, and what can be done with it."""
    if viewer.organisation.pk != purchase.center_id:
        return {}
    proved, opens = completeness(purchase), capsules.may_open(purchase, viewer)
    return {
        "proved": proved,
        "missing": [f"{need.label} · {need.by.label}" for need in proved.missing],
        "capsule": Capsule.objects.filter(purchase=purchase).first(),
        "add_url": _at(purchase, "evidence", evidence.lacking(purchase, viewer)),
        "bag_url": _at(purchase, "bag", opens),
        "check_url": _at(purchase, "files", opens),
    }


def _at(purchase: Purchase, what: str, offered: object) -> str:
    """Where something more is done with the evidence, "" where it is not offered."""
    return reverse(f"purchase-{what}", args=[purchase.number]) if offered else ""
