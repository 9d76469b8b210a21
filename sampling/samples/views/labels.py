"""How does a person get labels to stick on samples: of one, of those chosen, of a whole scheme?"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gate import Request, member
from casework.flow import Refused
from casework.pages.several import MOST
from casework.pages.submissions import refusal
from documents import views as papers
from documents.codes import qr
from sampling.purchases.models.otherwise import changed, in_a_line
from sampling.samples.actions.labels import have_printed, label_of
from sampling.samples.models.labels import LabelSheet
from sampling.samples.models.samples import Sample
from sampling.schemes.models import Scheme


@member.of(Sample.objects.visible_to, "number").by("GET")
def label(request: Request, sample: Sample) -> HttpResponse:
    """What is stuck on a sample, as it will be printed, and the way to its PDF."""
    shown = label_of(sample)
    own = request.viewer.organisation.pk == sample.center_id
    context = {
        "sample": sample,
        "label": shown,
        "qr": qr(shown["address"], _("QR code of the sample")),
        # Beside the label, not on it: it travels with the goods.
        "changed": in_a_line(changed(sample.purchase)) if own else "",
    }
    return render(request, "sampling/samples/label.html", context, using="jinja2")


@member.by("POST")
def ask_labels(request: Request) -> HttpResponse:
    """Labels of the samples chosen, or of all of a scheme, in one PDF."""
    samples, back = _meant(request)
    try:
        return redirect(have_printed(samples, by=request.viewer, now=timezone.now()))
    except Refused as refused:
        return refusal(request, refused, back)


def _meant(request: Request) -> tuple[Any, str]:
    """The samples that are meant, as far as the viewer may see them, and where it was asked."""
    seen = Sample.objects.visible_to(request.viewer)
    if "scheme" in request.POST:
        number = request.POST["scheme"]
        scheme = get_object_or_404(Scheme.objects.visible_to(request.viewer), number=number)
        left = seen.exclude(state__in=("voided", "invalid"))
        return left.filter(purchase__scheme=scheme), scheme.get_absolute_url()
    numbers = request.POST.getlist("number")[:MOST]
    return seen.filter(number__in=numbers), reverse("sample-list")


of_sheet = member.of(LabelSheet.objects.visible_to, "token").by("GET")


@of_sheet
def label_sheet(request: Request, sheet: LabelSheet) -> HttpResponse:
    """Whether a sheet of labels is printed, and whose labels are on it."""
    found = sheet.samples.order_by("pk")
    context = {
        "sheet": sheet,
        "columns": [
            {"label": _("Sample"), "key": "sample", "kind": "title"},
            {"label": _("Meant as"), "key": "role"},
            {"label": _("Seal number"), "key": "seal"},
        ],
        "rows": [
            {
                "sample": {"text": one.title, "url": one.get_absolute_url(), "sub": one.number},
                "role": one.get_role_display(),
                "seal": one.seal_number,
            }
            for one in found
        ],
    }
    return render(request, "sampling/samples/labels.html", context, using="jinja2")


@of_sheet
def label_file(request: Request, sheet: LabelSheet) -> HttpResponse:
    """The PDF of a sheet of labels."""
    if not sheet.pdf:
        raise Http404
    return papers.sent(sheet.pdf, "application/pdf", _("labels") + ".pdf")
