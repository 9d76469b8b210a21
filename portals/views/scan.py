"""To which record does a code on a label, a paper or a parcel lead?"""

from __future__ import annotations

import re

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from accounts.models import Viewer
from accounts.roles import Kind, Role
from casework.models import Record
from casework.pages.views import Request, member
from documents.models import Document
from sampling.purchases.models.purchases import Purchase
from sampling.samples.models.samples import Sample

# Who has goods in hand.
SCANNERS = frozenset({Role.BUYER, Role.VERIFIER, Role.STOREKEEPER, Role.RECEIVER, Role.TESTER})


def scans(viewer: Viewer) -> bool:
    """Whether reading codes is part of this viewer's work."""
    return bool(SCANNERS & viewer.roles)


@member.to(scans, gettext_lazy("Reading codes is for those who have the goods in hand.")).by("GET")
def scan(request: Request) -> HttpResponse:
    """A field for what the code says, and the way to its record. What does not exist and what is not the
    viewer's to see are the same nothing."""
    code = request.GET.get("code", "").strip()
    record = find(code, request.viewer) if code else None
    if record is not None:
        return redirect(record)
    context = {"code": code}
    return render(request, "portals/scan.html", context, status=404 if code else 200, using="jinja2")


def find(code: str, viewer: Viewer) -> Record | None:
    """The record of a number, of an address of ours (a page, or the check of a paper), of a seal, or of a
    parcel under way: as far as the viewer may see it."""
    words = re.split(r"[/?#]", code) if "://" in code else [code]
    papers = Document.objects.visible_to(viewer).filter(verify_token__in=words)
    seals = Sample.objects.visible_to(viewer).filter(seal_number=code)
    parcels = Purchase.objects.visible_to(viewer).filter(parcels__tracking_number=code).exclude(turn="")
    seen = Record.objects.visible_to(viewer)
    ways = [
        seen.filter(number__in=[word.upper() for word in words]),
        seen.filter(pk__in=papers.values("record")),
        seen.filter(pk__in=seals.values("pk")),
    ]
    if viewer.kind is Kind.CENTER:
        ways.append(seen.filter(pk__in=parcels.values("pk")))
    return next((record for record in (way.first() for way in ways) if record), None)
