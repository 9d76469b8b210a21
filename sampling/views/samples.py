"""How do people meet a sample?"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Viewer
from casework.beside import Beside, Card, cards
from casework.forms import NoteForm
from casework.views import Desk, Request, member
from documents import views as papers
from documents.models import Attachment
from sampling import actions, forms
from sampling.models import Sample
from sampling.models.otherwise import changed
from sampling.models.samples import CHANGED

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
        "moves": actions.timeline(sample, viewer),
        "lies": actions.where(sample, viewer),
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


RECEIPT = Beside("sampling/receipt.html", photos_of_seal)


def bought_otherwise(sample: Sample, viewer: Viewer) -> list[Card]:
    """What was bought otherwise than chosen, for whoever takes it into the store and seals it."""
    found = changed(sample.purchase)
    return [Card(CHANGED, [("", found)])] if found else []


OTHERWISE = cards(bought_otherwise)

SAMPLES = Desk(
    model=Sample,
    forms={
        "store": forms.StoreForm,
        "seal": forms.SealForm,
        "set_aside": forms.SetAsideForm,
        "settle": forms.SettleForm,
        "discard": forms.DisposeForm,
        "confirm_discard": forms.WitnessForm,
        "shift": forms.ShiftForm,
        "take_in": forms.TakeInForm,
        "turn_back": NoteForm,
        "take_back": forms.TakeInForm,
        "take_over": forms.TakeInForm,
        "send_out": forms.SendOutForm,
        "receive": forms.ReceiveForm,
        "reject": forms.RejectSampleForm,
        "resample": forms.ResampleForm,
        "dispose": forms.DisposeForm,
        "confirm_disposal": forms.WitnessForm,
    },
    deeds={
        "store": actions.store,
        "seal": actions.seal,
        "witness": actions.witness,
        "set_aside": actions.set_aside,
        "settle": actions.settle,
        "receive": actions.receive,
        "reject": actions.reject_sample,
        "recall_to_store": actions.recall_to_store,
        "resample": actions.resample,
        "hand_over": actions.hand_over,
        "give_back": actions.give_back,
        "send_out": actions.send_out,
        "shift": actions.shift,
        "turn_back": actions.turn_back,
        "void": actions.void,
        **{step: partial(actions.take_in, step=step) for step in ("take_in", "take_back", "take_over")},
        **{
            step: partial(actions.confirm_disposal, step=step)
            for step in ("confirm_disposal", "confirm_discard")
        },
    },
    about=about_sample,
    beside={"receive": RECEIPT, "reject": RECEIPT, "store": OTHERWISE, "seal": OTHERWISE},
    template="sampling/sample.html",
    together=(("labels-ask", _("Labels to print")),),
)


@member.of(Sample.objects.visible_to, "number").by("GET")
def seals(request: Request, sample: Sample) -> HttpResponse:
    """The photos of a sample's seal side by side: when it was put on, and on each receipt."""
    shown = photos_of_seal(sample, request.viewer)
    if not shown["sides"]:
        raise Http404
    return render(request, "sampling/seals.html", {"sample": sample, **shown}, using="jinja2")
