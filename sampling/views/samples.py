"""How do people meet a sample, and what is stuck on it?"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casework.forms import NoteForm
from casework.views import Desk, Request, member
from documents import views as papers
from documents.codes import qr
from sampling import actions, forms
from sampling.models import Sample

SAMPLES = Desk(
    model=Sample,
    forms={
        "store": forms.StoreForm,
        "seal": forms.SealForm,
        "set_aside": forms.SetAsideForm,
        "settle": forms.SettleForm,
        "discard": NoteForm,
        "receive": forms.ReceiveForm,
        "reject": forms.RejectSampleForm,
        "recall_to_store": NoteForm,
        "resample": forms.ResampleForm,
        "invalidate": NoteForm,
        "dispose": NoteForm,
        "give_back": NoteForm,
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
    },
    about=papers.about,
    template="sampling/sample.html",
)


@require_safe
@member
def label(request: Request, number: str) -> HttpResponse:
    """What is stuck on a sample: its number, what it is, and a code that leads to its page."""
    sample = SAMPLES.find(request, number)
    address = f"{settings.SITE_URL}{sample.get_absolute_url()}"
    context = {"sample": sample, "qr": qr(address, _("QR code of the sample"))}
    return render(request, "sampling/label.html", context, using="jinja2")
