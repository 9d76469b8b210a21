"""By which matrices is judged, and how does an approver fill one in? (6.1.3)"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.gate import Request, member, works_in
from accounts.models import Region, Viewer
from accounts.roles import Kind
from casework.deadlines import clocks
from casework.pages.submissions import answered
from monitoring.criteria.actions import NOT_YOURS, change_criteria, make_criteria, makes_criteria
from monitoring.criteria.forms import CriteriaForm
from monitoring.criteria.matrix import SEVERITIES, RiskLevel
from monitoring.criteria.matrix.published import EMPTY
from monitoring.criteria.models import Criteria
from registers.checklist.needs import APPROVER, Met, needed
from registers.checklist.own import offices
from trail.enumerations import enumerated

FORM = "monitoring/criteria/criteria_form.html"


def _seen(viewer: Viewer) -> QuerySet[Criteria]:
    """The versions that reach the viewer's organisation."""
    return Criteria.objects.reaching(viewer.organisation).select_related("organisation")


assessing = member.to(
    works_in(Kind.REGULATOR, Kind.CENTER),
    gettext_lazy("Assessment criteria are for regulators and monitoring centers."),
)
maker = member.to(makes_criteria, NOT_YOURS)


@needed(
    80,
    gettext_lazy("Assessment criteria of the bureau"),
    APPROVER,
    "criteria",
)
def own_criteria(province: Region, _today: date) -> Met:
    """Whether the bureau has filled in a matrix of its own."""
    made = Criteria.objects.filter(organisation__in=offices(province, Kind.REGULATOR), newer=None).exclude(
        rest=[]
    )
    names = enumerated(one.label for one in made)
    return Met(
        bool(names), names or _("Only those that came with the system: fill in the template of GB/T 22760.")
    )


@assessing
def criteria(request: Request) -> HttpResponse:
    """Every version that reaches the viewer, newest first."""
    context = {
        "columns": [
            {"label": _("Criteria"), "key": "what", "kind": "title"},
            {"label": _("Source"), "key": "source"},
            {"label": _("Made by"), "key": "by"},
            {"label": _("State"), "key": "state"},
        ],
        "rows": [
            {
                "what": {"text": one.label, "url": one.get_absolute_url(), "sub": one.version},
                "source": one.source,
                "by": str(one.organisation or _("came with the system")),
                "state": _state(one),
            }
            for one in _seen(request.viewer).select_related("newer").order_by("-pk")
        ],
        "new_url": _new_url(EMPTY) if makes_criteria(request.viewer) else "",
    }
    return render(request, "monitoring/criteria/criteria.html", context, using="jinja2")


def _state(one: Criteria) -> str:
    if not one.rest:
        return _("empty: to be filled in")
    return _("replaced by a newer version") if hasattr(one, "newer") else _("in force")


def _new_url(version: str) -> str:
    return f"{reverse('criteria-new')}?from={version}"


@assessing.of(_seen, "version")
def criteria_one(request: Request, found: Criteria) -> HttpResponse:
    """One version: its matrix as a table, where it comes from, and whether it may still be changed."""
    makes = makes_criteria(request.viewer)
    own = makes and found.belongs_to(request.viewer.organisation)
    in_use = found.in_use
    context = {
        "criteria": found,
        "particulars": [("", _facts(found, in_use))],
        "columns": [
            {"label": _("Probability over the product's life"), "key": "band"},
            *({"label": _("Severity %(n)d") % {"n": n}, "key": f"level{n}"} for n in SEVERITIES),
        ],
        "rows": [
            {"band": _band(bound), **_levels(levels)}
            for bound, levels in (*found.bands, *(((None, found.rest),) if found.rest else ()))
        ],
        "raises": _raises(found),
        "new_url": _new_url(found.version) if makes and not (own and hasattr(found, "newer")) else "",
        "change_url": reverse("criteria-change", args=[found.version]) if own and not in_use else "",
    }
    return render(request, "monitoring/criteria/criteria_one.html", context, using="jinja2")


def _facts(found: Criteria, in_use: bool) -> list[tuple[str, Any]]:
    facts: list[tuple[str, Any]] = [
        (_("Version"), found.version),
        (_("Source"), found.source),
        (_("Made by"), found.organisation or _("came with the system")),
        (_("State"), _state(found)),
        (_("In use"), _("yes: it is never altered") if in_use else _("no assessment was made by it yet")),
    ]
    if found.made_at:
        facts.append((_("Made on"), clocks.local_day(found.made_at)))
    if found.older:
        facts.append((_("Takes the place of"), found.older.version))
    return facts


def _band(bound: str | None) -> str:
    return _("more than %(bound)s") % {"bound": bound} if bound else _("not more than the last bound")


def _levels(levels: list[str]) -> dict[str, str]:
    return {f"level{n}": str(RiskLevel(level).label) for n, level in zip(SEVERITIES, levels, strict=True)}


def _raises(found: Criteria) -> list[str]:
    """How the items in use raise the level, as sentences."""
    return [
        _("With more than %(n)d items in use: %(changes)s.")
        % {
            "n": number,
            "changes": enumerated(
                f"{RiskLevel(low).label} → {RiskLevel(high).label}" for low, high in change.items()
            ),
        }
        for number, change in found.raises
    ]


@maker
def criteria_new(request: Request) -> HttpResponse:
    """A new version, from an older one or from the empty template."""
    source_of = get_object_or_404(_seen(request.viewer), version=request.GET.get("from", EMPTY))
    initial = {"name": source_of.label, "source": source_of.source}
    form = CriteriaForm(request.POST or None, source_of=source_of, initial=initial)

    def action(data: dict[str, Any]) -> Criteria:
        return make_criteria(source_of=source_of, by=request.viewer, now=timezone.now(), **data)

    return answered(
        request, form, action, heading=_("Make a new version"), template=FORM, source_of=source_of
    )


@maker.of(_seen, "version").where(lambda found, viewer: found.belongs_to(viewer.organisation), NOT_YOURS)
def criteria_change(request: Request, found: Criteria) -> HttpResponse:
    """Put a version right by which nobody has assessed yet."""
    form = CriteriaForm(request.POST or None, source_of=found, instance=found)

    def action(data: dict[str, Any]) -> Criteria:
        kept = _seen(request.viewer).get(pk=found.pk)  # the form has written into the other
        change_criteria(kept, by=request.viewer, now=timezone.now(), **data)
        return kept

    return answered(request, form, action, heading=_("Change this version"), template=FORM, source_of=found)
