"""How far are the reading of a listing and the choice of its targets, and what came of them?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.gate import Request, member
from accounts.models import Viewer
from casework.actions import offers, roles_for
from casework.pages.desks import desk_of
from casework.pages.progress import badge_of, followed, followed_page
from casework.work import jobs
from documents.actions import log_read
from sampling.schemes.kind import SCHEMES
from sampling.schemes.models import Listing, Scheme
from sampling.selection.actions.bundles import bundle, bundled
from sampling.selection.forms import ExceptionsForm
from sampling.selection.models.choices import Choosing
from sampling.selection.models.perusals import Perusal
from trail import verbs

verbs.register("download a choice", gettext_lazy("Download a choice"))

# So many of the lines left out, and of the exceptions, stand on the page.
SHOWN = 100
STAGES = {
    "reading": gettext_lazy("Reading the listing"),
    "rules": gettext_lazy("Writing down the rules"),
    "size": gettext_lazy("As many targets as can be"),
    "repeats": gettext_lazy("As few repeats as can be"),
    "risk": gettext_lazy("The greatest risk"),
    "reasons": gettext_lazy("Why the others are left out"),
}

CERTIFICATE = {
    "optimal": gettext_lazy("proves that nothing is better"),
    "within": gettext_lazy("bounds how much better anything can be"),
    "drawn": gettext_lazy("the seed itself, once it is shown"),
}


def _choosings(viewer: Viewer) -> QuerySet[Choosing]:
    return (
        Choosing.objects.visible_to(viewer).select_related("asked_by", "in_charge", "scheme").defer("answer")
    )


def may_choose(found: Choosing, viewer: Viewer) -> bool:
    """Whether the choice is this viewer's to stop, or to take over: whose it is to choose."""
    return bool(roles_for(found.scheme.flow["choose"], found.scheme, viewer))


@followed(Choosing, member.of(_choosings, ("number", "scheme__number"), "token").to_post(may_choose))
def choosing(request: Request, found: Choosing) -> HttpResponse:
    """A choice of targets: its progress, or what came of it."""
    scheme, now = found.scheme, timezone.now()
    context: dict[str, Any] = {
        "stage": STAGES.get(jobs.reached(found).stage, STAGES["reading"]),
        "certificate": CERTIFICATE.get(found.result.get("status", ""), ""),
    }
    if found.result:
        asking = {step.name: reason for step, reason in offers(scheme, request.viewer, now)}
        may = asking.get("ask", "no") is None and found.pk == _latest(scheme)
        context |= {
            "asked_rows": _asked(found),
            "asked_columns": [
                {"label": _("At most"), "key": "most", "kind": "number"},
                {"label": _("Of"), "key": "of"},
            ],
            "missing_rows": _rows(scheme.listings.filter(line__in=found.result["exceptions"])[:SHOWN]),
            "left_rows": _rows(scheme.listings.filter(chosen=False)[:SHOWN]),
            "left_count": scheme.listings.filter(chosen=False).count(),
            "columns": COLUMNS,
            "ask": ExceptionsForm(viewer=request.viewer, now=now, instance=scheme) if may else None,
            "ask_url": reverse("scheme-step", args=[scheme.number, "ask"]),
        }
    return followed_page(
        request,
        found,
        "sampling/selection/choosing.html",
        now=now,
        may=may_choose(found, request.viewer),
        desk=desk_of("scheme"),
        scheme=scheme,
        **context,
    )


COLUMNS = [
    {"label": gettext_lazy("Line"), "key": "line", "kind": "number"},
    {"label": gettext_lazy("Product"), "key": "product", "kind": "pair"},
    {"label": gettext_lazy("Brand and enterprise"), "key": "maker", "kind": "pair"},
    {"label": gettext_lazy("Risk weight"), "key": "weight", "kind": "number"},
    {"label": gettext_lazy("What stands in the way"), "key": "why"},
]


def _rows(listings: Any) -> list[dict[str, Any]]:
    rows: Iterable[Listing] = listings.select_related("shop", "brand", "enterprise")
    return [
        {
            "line": listing.line,
            "product": {"text": listing.product, "sub": listing.shop},
            "maker": {"text": listing.brand or "", "sub": listing.enterprise or ""},
            "weight": listing.weight,
            "why": listing.why(),
        }
        for listing in rows
    ]


def _asked(found: Choosing) -> list[dict[str, Any]]:
    """What was wanted, a row for each bound."""
    rows: list[dict[str, Any]] = [{"most": found.asked["quota"], "of": _("all targets")}]
    if found.asked["budget"] is not None:
        rows.append({"most": found.asked["budget"], "of": _("yuan, the budget that is left")})
    rows += [
        {"most": cap["most"], "of": " · ".join(str(each) for each in cap["where"].values())}
        for cap in found.asked["caps"]
    ]
    return rows


def _latest(scheme: Scheme) -> int | None:
    pks = scheme.choosings.exclude(finished_at=None).order_by("-pk").values_list("pk", flat=True)
    return pks.first()


def about_choices(scheme: Scheme) -> list[dict[str, Any]]:
    """The choices of a scheme, newest first, as a table on its page has them."""
    found = scheme.choosings.select_related("asked_by").defer("answer").order_by("-pk")
    return [
        {
            "when": {"text": _when(each), "url": reverse("choosing", args=[scheme.number, each.token])},
            "by": each.asked_by,
            "reason": each.reason or "—",
            "size": each.result.get("size"),
            "risk": each.result.get("risk"),
            "state": badge_of(each),
        }
        for each in found
    ]


def _when(each: Choosing) -> str:
    return f"{timezone.localtime(each.begun_at):%Y-%m-%d %H:%M} · {each.get_mode_display()}"


@member.of(Scheme.objects.visible_to, "number").by("GET")
def choice_bundle(request: Request, scheme: Scheme) -> HttpResponse:
    """Listing, choice, certificate and checker as a ZIP, once the targets are confirmed; the read is logged
    first."""
    found = bundled(scheme, request.viewer)
    if found is None:
        raise Http404
    log_read("download a choice", ("record", scheme.pk), by=request.viewer, at=timezone.now())
    return FileResponse(
        bundle(found), content_type="application/zip", as_attachment=True, filename=f"{scheme.number}.zip"
    )  # type: ignore[return-value]  # a streaming response is an HttpResponseBase


def _perusals(viewer: Viewer) -> QuerySet[Perusal]:
    return Perusal.objects.visible_to(viewer).select_related("scheme", "asked_by", "in_charge")


def may_stop(found: Perusal, viewer: Viewer) -> bool:
    return bool(roles_for(found.scheme.flow[found.step], found.scheme, viewer))


@followed(Perusal, member.of(_perusals, ("number", "scheme__number"), "token").to_post(may_stop))
def perusal(request: Request, found: Perusal) -> HttpResponse:
    """The reading of a listing: how far it is, or what came of it."""
    return followed_page(
        request,
        found,
        "sampling/selection/perusal.html",
        now=timezone.now(),
        may=may_stop(found, request.viewer),
        desk=desk_of("scheme"),
        scheme=found.scheme,
    )


CHOICES = [
    {"label": gettext_lazy("Choice"), "key": "when", "kind": "title"},
    {"label": gettext_lazy("Asked by"), "key": "by"},
    {"label": gettext_lazy("Why it was chosen again"), "key": "reason"},
    {"label": gettext_lazy("Targets"), "key": "size", "kind": "number"},
    {"label": gettext_lazy("Sum of risk weights"), "key": "risk", "kind": "number"},
    {"label": gettext_lazy("State"), "key": "state", "kind": "badge"},
]


@SCHEMES.shows
def about_selection(scheme: Scheme, viewer: Viewer) -> dict[str, Any]:
    """The bundle for whoever may check the choice; for the center what was chosen, and what is under way."""
    shown: dict[str, Any] = {"bundle": bundled(scheme, viewer)}
    if not scheme.shows_targets(viewer):
        return shown | {"choice_columns": [], "choice_rows": [], "choosing": None, "perusal": None}
    latest = scheme.perusals.order_by("-pk").first()
    return shown | {
        "choice_columns": CHOICES,
        "choice_rows": about_choices(scheme),
        "choosing": scheme.choosings.under_way().first(),
        "perusal": latest if latest and (latest.under_way or latest.failure) else None,
    }
