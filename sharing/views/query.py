"""What is there on a product, a number, a name? One query over what the viewer may see (6.5-4)."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.addresses import code_of, uncoded
from accounts.gate import Request
from accounts.models import Viewer
from accounts.roles import Kind
from casework.clauses import carries
from casework.models import Record, RecordQuerySet
from casework.pages import lists
from casework.pages.search import meant
from catalogue.models import Finding, Verdict
from monitoring.risks.models.signals import RiskSignal
from monitoring.risks.views.information import signal_columns, signal_row
from sharing.flow import ShareRequestState
from sharing.forms import QueryForm
from sharing.models.requests import ShareRequest
from sharing.models.resources import Resource
from sharing.views import resources as catalogue
from sharing.views import stories
from sharing.views.entrance import sharer

SIZE, FEW = 50, 5
AUTHORITIES = (Kind.REGULATOR, Kind.CENTER)
INFORMED = (*AUTHORITIES, Kind.PLATFORM)
NAMED = ("product", "producer", "brand", "model", "item_id", "shop")


@carries("6.5-4", "6.5-1")
@sharer.by("GET")
def query(request: Request) -> HttpResponse:
    """The query page. Matters by what of them was found; records by number, title, the number of one of their
    papers, or the names of goods and parties; risk information by number or words, findings by what is
    known of the product, resources by name: each in the viewer's scope. Findings are the regulators' and
    centers'; others get theirs by a grant.
    """
    viewer = request.viewer
    form = QueryForm(request.GET or None, findings=viewer.kind in AUTHORITIES)
    asked = form.asked() if request.GET else {}
    only, before = request.GET.get("in", ""), request.GET.get("before", "")
    parts = []
    for name, look in (
        ("matters", _matters),
        ("records", _records),
        ("signals", _signals),
        ("findings", _findings),
        ("resources", _resources),
    ):
        if asked and only in ("", name):
            found = look(viewer, asked, before if only else "", SIZE if only else FEW)
            if found:
                parts.append({"name": name, **found, "older_url": _older(request.GET, name, found, only)})
    # What was found stands before what was not.
    parts.sort(key=lambda part: not part["rows"])
    context = {
        "form": form,
        "asked": bool(asked),
        "parts": parts,
        "granted": _granted(viewer),
    }
    return render(request, "sharing/query.html", context, using="jinja2")


def _older(query: QueryDict, name: str, found: dict[str, Any], only: str) -> str:
    """Where the rows go on: all of this part, or its next page."""
    if not found["more"]:
        return ""
    query = query.copy()
    query["in"] = name
    query["before"] = found["more"] if only else ""
    return f"?{query.urlencode()}"


def _meant(viewer: Viewer, words: str) -> RecordQuerySet[Record]:
    """The records that words mean."""
    scope = Record.objects.visible_to(viewer)
    return scope.filter(meant(scope, words, viewer))


def _matters(viewer: Viewer, asked: dict[str, Any], before: str, size: int) -> dict[str, Any] | None:
    """The matters of the newest records found, with what of them was found."""
    words = asked.get("words", "").strip()
    found = list(_meant(viewer, words).order_by("-pk")[:SIZE]) if words else []
    rows = stories.rows(found, viewer)
    if not rows:
        return None
    return {"title": _("Matters"), "columns": stories.columns(), "rows": rows, "count": len(rows), "more": ""}


def _records(viewer: Viewer, asked: dict[str, Any], before: str, size: int) -> dict[str, Any] | None:
    """Records by number, or by that of a paper; else by title, 商品ID, shop, enterprise."""
    words = asked.get("words", "").strip()
    if not words:
        return None
    scope = Record.objects.visible_to(viewer)
    listed = lists.listing(_meant(viewer, words), scope, before, size)
    now = timezone.now()
    marks = lists.marks(listed.records, viewer)
    rows = [
        {**row, "kind": record.filed_class._meta.verbose_name}
        for record, row in lists.rows(listed.records, now, marks=marks)
    ]
    columns = lists.head()
    columns.insert(1, {"label": _("Kind"), "key": "kind"})
    return {
        "title": _("Records"),
        "columns": columns,
        "rows": rows,
        "count": listed.count,
        "more": listed.older,
    }


def _signals(viewer: Viewer, asked: dict[str, Any], before: str, size: int) -> dict[str, Any] | None:
    """Risk information by number, else the newest by the names of the goods."""
    words = asked.get("words", "").strip()
    if not words or viewer.kind not in INFORMED:
        return None
    scope = RiskSignal.objects.visible_to(viewer)
    found = scope.narrowed(words=words)
    last = scope.filter(number=before).values_list("pk", flat=True).first() if before else None
    listed = list(found.page(last, size))
    counted = found.order_by()[: lists.CAP + 1].count()
    return {
        "title": _("Risk signals"),
        "columns": signal_columns(),
        "rows": [signal_row(signal) for signal in listed[:size]],
        "count": counted if counted <= lists.CAP else None,
        "more": listed[size - 1].number if len(listed) > size else "",
    }


def _findings(viewer: Viewer, asked: dict[str, Any], before: str, size: int) -> dict[str, Any] | None:
    """Findings, for regulators and centers; what others may see of them is a matter of grants."""
    if viewer.kind not in AUTHORITIES:
        return None
    found: QuerySet[Finding] = Finding.objects.all()
    if words := asked.get("words", "").strip():
        found = found.filter(reduce(or_, (Q(**{f"{name}__icontains": words}) for name in NAMED)))
    for name in NAMED:
        if name in asked:
            found = found.filter(**{f"{name}__icontains": asked[name].strip()})
    for name, condition in (("verdict", "verdict"), ("first", "on__gte"), ("last", "on__lte")):
        if name in asked:
            found = found.filter(**{condition: asked[name]})
    last = uncoded("finding", before)
    rest = found.filter(pk__lt=last) if last else found
    listed = list(rest.order_by("-pk")[: size + 1])
    counted = found.order_by()[: lists.CAP + 1].count()
    return {
        "title": _("Findings"),
        "columns": [
            {"label": _("Product"), "key": "what", "kind": "pair"},
            {"label": _("Producer"), "key": "producer"},
            {"label": _("Shop"), "key": "shop", "kind": "pair"},
            {"label": _("Sampled on"), "key": "on"},
            {"label": _("Verdict"), "key": "verdict", "kind": "badge"},
            {"label": _("Source"), "key": "source", "kind": "pair"},
        ],
        "rows": [_finding(each) for each in listed[:size]],
        "count": counted if counted <= lists.CAP else None,
        "more": code_of(listed[size - 1]) if len(listed) > size else "",
    }


def _finding(found: Finding) -> dict[str, Any]:
    about = " · ".join(part for part in (found.brand, found.model, found.item_id) if part)
    return {
        "what": {"text": found.product, "sub": about},
        "producer": found.producer,
        "shop": {"text": found.shop or "—", "sub": found.platform},
        "on": found.on,
        "verdict": Verdict(found.verdict).badge,
        "source": {"text": found.source, "sub": found.failing},
    }


def _resources(viewer: Viewer, asked: dict[str, Any], before: str, size: int) -> dict[str, Any] | None:
    """Resources of the catalogue, by number, name and contents."""
    words = asked.get("words", "").strip()
    if not words:
        return None
    scope = Resource.objects.visible_to(viewer)
    found = catalogue.named(scope, words)
    last = scope.filter(number=before).values_list("pk", flat=True).first() if before else None
    listed = list(found.select_related("provider").page(last, size))
    counted = found[: lists.CAP + 1].count()
    return {
        "title": _("Resources"),
        "columns": catalogue.columns(),
        "rows": [catalogue.row(resource) for resource in listed[:size]],
        "count": counted if counted <= lists.CAP else None,
        "more": listed[size - 1].number if len(listed) > size else "",
    }


def _granted(viewer: Viewer) -> list[dict[str, Any]]:
    """What was granted to the viewer's organisation and can be read now."""
    own = ShareRequest.objects.visible_to(viewer).filter(
        kind="sharerequest", requester=viewer.organisation, state=ShareRequestState.ACTIVE
    )
    today = timezone.localdate()
    return [
        {
            "what": {"text": each.title, "url": each.get_absolute_url(), "sub": each.number},
            "until": each.granted_until,
            "act": {"label": _("Read it"), "url": reverse("shared-data", args=[each.number])},
        }
        for each in own.filter(granted_until__gte=today).order_by("-id")[:SIZE]
    ]
