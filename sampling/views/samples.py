"""How do people meet a sample?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.forms import NoteForm
from casework.views import Desk
from documents import views as papers
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
    together=(("labels-ask", _("Labels to print")),),
)
