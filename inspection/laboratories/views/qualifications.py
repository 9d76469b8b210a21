"""How do people meet the register of laboratories?"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Organisation, Region
from accounts.roles import Kind
from casework.deadlines.clocks import local_day
from casework.pages import further
from casework.pages.looking import SearchForm
from casework.pages.submissions import answered
from casework.pages.views import Request, member
from inspection.laboratories.actions import register
from inspection.laboratories.forms import QualificationForm
from inspection.laboratories.models import FEW, AuthorisedSignatory, Qualification, present
from inspection.laboratories.views.annex_file import ANNEX, keeps
from registers.checklist.needs import CENTER, Met, needed
from registers.history import in_words, lines
from trail.enumerations import enumerated
from trail.models import Event
from trail.verbs import VERBS

# What of a certificate is looked for.
LOOKED_FOR = (
    *("laboratory__name", "laboratory__short_name", "cma_number", "cnas_number"),
    *("scope__category__name", "scope__item__name", "scope__standard__number", "signatories__person__name"),
)
# So many lines of a certificate stand in the list.
LISTED = 12
# So many characters of what a certificate said stand in a line of its history.
TOLD = 200
LINE = {
    "category": gettext_lazy("Product category"),
    "item": gettext_lazy("Test item"),
    "standard": gettext_lazy("Test method"),
}


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
    """The register of laboratories: certificate, validity, scope, fifty at a time."""
    today = local_day(timezone.now())
    found = Qualification.objects.visible_to(request.viewer).select_related("laboratory")
    found = found.prefetch_related("scope__category", "scope__item", "scope__standard")
    found = found.prefetch_related("signatories__person", "signatories__category")
    form = SearchForm(request.GET or None)
    looked_for = form.narrowed(found, *LOOKED_FOR).distinct()
    part = further.part(looked_for, request.GET, "laboratory__name", "cma_number")
    rows = [
        {
            "laboratory": {"text": str(each.laboratory), "sub": each.cnas_number},
            "cma": {"text": each.cma_number, "url": each.get_absolute_url()},
            "valid": {"text": each.valid_until, "sub": "" if _holds(each, today) else _("not valid today")},
            "scope": _covers(each),
            "signatories": _signatories(each),
        }
        for each in part.rows
    ]
    columns = [
        {"label": _("CMA certificate"), "key": "cma", "kind": "title"},
        {"label": _("Laboratory"), "key": "laboratory", "kind": "pair"},
        {"label": _("Valid until"), "key": "valid", "kind": "pair"},
        {"label": _("Scope"), "key": "scope"},
        {"label": _("Authorised signatories"), "key": "signatories", "kind": "pair"},
    ]
    context = {"columns": columns, "rows": rows, "keeps": keeps(request.viewer)}
    context |= {"form": form, "older": part.query}
    return render(request, "inspection/laboratories/qualifications.html", context, using="jinja2")


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


keeping = member.to(
    keeps, gettext_lazy("Only the sampling and testing organiser of a center keeps this register.")
)
# What the trail calls what a certificate says.
CALLED = {
    "laboratory": gettext_lazy("Laboratory"),
    "cma": gettext_lazy("CMA certificate"),
    "cnas": gettext_lazy("CNAS certificate number"),
    "valid": gettext_lazy("Period of validity"),
    "scope": gettext_lazy("Scope"),
    "signatories": gettext_lazy("Authorised signatories"),
}


@member.of(Qualification.objects.visible_to, "pk").by("GET")
def qualification(request: Request, found: Qualification) -> HttpResponse:
    """A certificate: what it covers, who signs by it, and what became of it."""
    particulars = [
        (_("Laboratory"), found.laboratory.name),
        (_("CNAS certificate number"), found.cnas_number),
        (_("Period of validity"), f"{found.valid_from} – {found.valid_until}"),
        (_("Authorised signatories"), _signatories(found)["text"]),
    ]
    scope = found.scope.select_related("category", "item", "standard").order_by("pk")
    context = {
        "found": found,
        "holds": _holds(found, local_day(timezone.now())),
        "keeps": keeps(request.viewer),
        "particulars": [("", [fact for fact in particulars if fact[1]])],
        "columns": [{"label": label, "key": key} for key, label in LINE.items()],
        "rows": [{key: getattr(line, key) or _("all of them") for key in LINE} for line in scope],
        "lines": lines(
            Event.objects.of("qualification", found.pk)[:50],
            _told,
            named=request.viewer.kind is not Kind.LABORATORY,
        ),
    }
    return render(request, "inspection/laboratories/qualification.html", context, using="jinja2")


def _told(event: Event) -> str:
    label, before = str(VERBS[event.verb].label), event.detail.get("before")
    if not before:
        return label
    was, now = (
        {name: Truncator(said[name]).chars(TOLD) for name in before} for said in (before, event.detail)
    )
    return label + _(": ") + in_words(was, now, lambda name: str(CALLED[name]))


@keeping
def add(request: Request) -> HttpResponse:
    """A further certificate."""
    return _kept(request, None)


@keeping.of(Qualification.objects.visible_to, "pk")
def change(request: Request, found: Qualification) -> HttpResponse:
    """The form of a certificate, with what it covers and who signs by it, and the reason of the change."""
    return _kept(request, found)


def _kept(request: Request, found: Qualification | None) -> HttpResponse:
    form = QualificationForm(request.POST or None, instance=found)

    def keep(data: dict[str, Any]) -> str:
        said = {name: data[name] for name in ("scope", "signatories")}
        said |= {name: data.get(name, "") for name in ("reason", "seen")}
        kept = register(form.save(commit=False), **said, by=request.viewer, now=timezone.now())
        return kept.get_absolute_url()

    return answered(
        request,
        form,
        keep,
        heading=_("Change a certificate") if found else _("Add a certificate"),
        done=_("The certificate is changed.") if found else _("The certificate is kept."),
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
