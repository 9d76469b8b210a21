"""How do people meet the register of laboratories?"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Organisation, Region
from casework.deadlines.clocks import local_day
from casework.pages.submissions import answered
from casework.pages.views import Request, member
from inspection.actions.qualifications import register
from inspection.forms.qualifications import QualificationForm
from inspection.models.qualifications import FEW, AuthorisedSignatory, Qualification, present
from inspection.views.annex_file import ANNEX, keeps
from registers.checklist.needs import CENTER, Met, needed
from trail.enumerations import enumerated

# So many lines of a certificate stand in the list.
LISTED = 12


@needed(
    70,
    gettext_lazy("Laboratories with a valid certificate and who signs by it"),
    CENTER,
    "qualifications",
)
def laboratories(_province: Region, today: date) -> Met:
    """Whether any laboratory may test."""
    offered = Organisation.objects.offered()
    valid = Qualification.objects.filter(
        valid_from__lte=today, valid_until__gte=today, laboratory__in=offered
    )
    signing = AuthorisedSignatory.objects.filter(qualification__in=valid).on(today).filter(present())
    can = set(signing.values_list("qualification__laboratory", flat=True))
    cannot = Organisation.objects.filter(pk__in=valid.values("laboratory")).exclude(pk__in=can)
    told = ngettext("%(n)d laboratory", "%(n)d laboratories", len(can)) % {"n": len(can)}
    if cannot:
        told += _("; no report can be signed of %(names)s: enter who signs on their certificates") % {
            "names": enumerated(cannot, FEW)
        }
    return Met(bool(can), told)


@member
def qualifications(request: Request) -> HttpResponse:
    """The register of laboratories: certificate, validity, scope."""
    today = local_day(timezone.now())
    found = Qualification.objects.visible_to(request.viewer).select_related("laboratory")
    found = found.prefetch_related("scope__category", "scope__item", "scope__standard")
    found = found.prefetch_related("signatories__person", "signatories__category")
    kept = keeps(request.viewer)
    rows = [
        {
            "laboratory": {"text": str(each.laboratory), "sub": each.cnas_number},
            "cma": each.cma_number,
            "valid": {"text": each.valid_until, "sub": "" if _holds(each, today) else _("not valid today")},
            "scope": _covers(each),
            "signatories": _signatories(each),
            "act": {"label": _("Change"), "url": reverse("qualification", args=[each.pk])} if kept else None,
        }
        for each in found[:500]
    ]
    columns = [
        {"label": _("Laboratory"), "key": "laboratory", "kind": "pair"},
        {"label": _("CMA certificate"), "key": "cma"},
        {"label": _("Valid until"), "key": "valid", "kind": "pair"},
        {"label": _("Scope"), "key": "scope"},
        {"label": _("Authorised signatories"), "key": "signatories", "kind": "pair"},
        {"label": "", "key": "act", "kind": "act"},
    ]
    context = {"columns": columns, "rows": rows, "keeps": kept}
    return render(request, "inspection/qualifications.html", context, using="jinja2")


def _covers(qualification: Qualification) -> str:
    """What a certificate covers; of many lines the first."""
    lines = [str(line) for line in qualification.scope.all()]
    more = len(lines) - LISTED
    said = ngettext("and %(n)d line more", "and %(n)d lines more", more) % {"n": more} if more > 0 else ""
    return enumerated([*lines[:LISTED], *filter(None, (said,))])


def _signatories(qualification: Qualification) -> dict[str, str]:
    """Who signs by a certificate, in which field; marked where it names nobody."""
    fields: dict[str, list[str]] = {}
    for each in qualification.signatories.all():
        fields.setdefault(str(each.person), []).append(each.field)
    named = " / ".join(person + _(": ") + enumerated(signed) for person, signed in fields.items())
    return {"text": named, "mark": "" if named else _("names nobody: no report can be signed by it")}


def _holds(qualification: Qualification, on: Any) -> bool:
    return bool(qualification.valid_from <= on <= qualification.valid_until)


@member.to(
    keeps, gettext_lazy("Only the sampling and testing organiser of a center keeps this register.")
).of(Qualification.objects.visible_to, "pk")
def qualification(request: Request, found: Qualification | None) -> HttpResponse:
    """The form of a certificate and its scope, new or changed."""
    form = QualificationForm(request.POST or None, instance=found)

    def keep(data: dict[str, Any]) -> str:
        rows = {name: data[name] for name in ("scope", "signatories")}
        register(form.save(commit=False), **rows, by=request.viewer, now=timezone.now())
        return "qualifications"

    return answered(
        request,
        form,
        keep,
        heading=_("Change a certificate") if found else _("Add a certificate"),
        done=_("The certificate is kept."),
        path=[(_("Laboratories"), reverse("qualifications"))],
        submit=_("Save"),
        text=_by_file(found, form) if found else "",
    )


def _by_file(found: Qualification, form: QualificationForm) -> str:
    """Where the lines go out and in as a file; that they do so alone where they are too many for the page."""
    said = _("Many lines are changed by file.")
    if form.left_out:
        said = _("Its lines are too many for this page: they stay as they stand, and are changed by file.")
    url = reverse(ANNEX.route, args=[found.pk])
    return format_html('{} <a class="btn" href="{}">{}</a>', said, url, _("The certificate as XLSX"))
