"""How do people meet a sample?"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Viewer
from casework.pages.beside import Beside, Card, cards
from casework.pages.views import Request, member
from documents import views as papers
from documents.models import Attachment
from sampling.custody.actions import custody
from sampling.purchases.models.otherwise import changed
from sampling.samples.actions import storage
from sampling.samples.models.samples import CHANGED, Sample

# The sides of a seal: as it was put on, and as it came to a laboratory.
SIDES = {
    _("Front of the seal"): ("seal_front", "receipt_front"),
    _("Back of the seal"): ("seal_back", "receipt_back"),
}
MADE = {"seal_front": _("When it was sealed"), "seal_back": _("When it was sealed")}


def about_sample(sample: Sample, viewer: Viewer) -> dict[str, Any]:
    """Its papers and files, and whether there are photos of its seal to compare."""
    sealed = Attachment.objects.of(sample, viewer).filter(kind="seal_front").exists()
    return {
        "seals_url": reverse("sample-seals", args=[sample.number]) if sealed else "",
        "moves": custody.timeline(sample, viewer),
        "lies": storage.where(sample, viewer),
        **papers.about(sample, viewer),
    }


def photos_of_seal(sample: Sample, viewer: Viewer) -> dict[str, Any]:
    """Each side of the seal, its photos beside one another in the order in which they were taken."""
    files = list(Attachment.objects.of(sample, viewer).select_related("organisation"))
    sides = [
        (
            side,
            [
                {
                    "url": file.get_absolute_url(),
                    "when": MADE.get(file.kind, _("On receipt")),
                    "at": file.at,
                    "by": file.organisation,
                }
                for file in files
                if file.kind in names
            ],
        )
        for side, names in SIDES.items()
    ]
    return {"sides": [side for side in sides if side[1]]}


RECEIPT = Beside("sampling/custody/receipt.html", photos_of_seal)


def bought_otherwise(sample: Sample, viewer: Viewer) -> list[Card]:
    """What was bought otherwise than chosen, for whoever takes it into the store and seals it."""
    found = changed(sample.purchase)
    return [Card(CHANGED, [("", found)])] if found else []


OTHERWISE = cards(bought_otherwise)


@member.of(Sample.objects.visible_to, "number").by("GET")
def seals(request: Request, sample: Sample) -> HttpResponse:
    """The photos of a sample's seal side by side: when it was put on, and on each receipt."""
    shown = photos_of_seal(sample, request.viewer)
    if not shown["sides"]:
        raise Http404
    return render(request, "sampling/custody/seals.html", {"sample": sample, **shown}, using="jinja2")
