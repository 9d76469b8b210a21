"""How does a center follow the money that platforms' shops owe it?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.gate import Request, holds
from accounts.models import Viewer
from accounts.roles import Role
from casework.deadlines.clocks import local_day
from casework.pages.forms import NoteForm
from casework.pages.sheets import ENDINGS, sheet
from casework.pages.submissions import answered
from sampling.deliveries.actions.refunds import WHO_ENTERS, enter_refund, enters_refund, totals, write_off
from sampling.deliveries.forms import refunds
from sampling.deliveries.models.refunds import RefundDue
from sampling.deliveries.walls import insider, of_claim
from sampling.purchases.kind import PURCHASES
from sampling.purchases.models.purchases import Purchase
from trail.models import write_first

PAGE = 50
BATCH = 1000


def _asked(request: Request, today: date) -> tuple[refunds.ClaimsForm, Any]:
    """The form that narrows the claims, and the claims that are asked for."""
    form, found = refunds.ClaimsForm(request.GET), RefundDue.objects.visible_to(request.viewer)
    if not form.is_valid():
        return form, found.none()
    return form, form.narrow(found, today)


@insider.by("GET")
def claims(request: Request) -> HttpResponse:
    """What is owed by platform, and every claim, newest first, a page at a time."""
    today = local_day(timezone.now())
    form, found = _asked(request, today)
    cursor = found.filter(purchase__number=request.GET.get("before", "")).values_list("pk", flat=True).first()
    listed = found.filter(pk__lt=cursor) if cursor else found
    page = list(listed.select_related("purchase__shop", "platform").order_by("-pk")[: PAGE + 1])
    query = request.GET.copy()
    query.pop("before", None)
    older = query.copy()
    older["before"] = page[PAGE - 1].purchase.number if len(page) > PAGE else ""
    context = {
        "form": form,
        "totals": _total_rows(found, today),
        "total_columns": _total_columns(),
        "columns": _columns(),
        "rows": [_row(claim, today) for claim in page[:PAGE]],
        "older_url": f"?{older.urlencode()}" if older["before"] else "",
        "sheets": [
            (ending.upper(), f"{reverse('claims-sheet', args=[ending])}?{query.urlencode()}")
            for ending in ENDINGS
        ],
    }
    status = 200 if form.is_valid() else 422
    return render(request, "sampling/deliveries/claims.html", context, status=status, using="jinja2")


MONEY = ("owed", "refunded", "written_off", "left", "overdue")


def _headings() -> dict[str, str]:
    return {
        "owed": _("Owed (yuan)"),
        "refunded": _("Refunded (yuan)"),
        "written_off": _("Written off (yuan)"),
        "left": _("Still to come (yuan)"),
        "overdue": _("Overdue (yuan)"),
    }


def _total_columns() -> list[dict[str, str]]:
    head = [{"label": _("Platform"), "key": "platform"}, {"label": _("Claims"), "key": "claims"}]
    return head + [{"label": label, "key": key, "kind": "number"} for key, label in _headings().items()]


def _total_rows(found: Any, today: date) -> list[dict[str, Any]]:
    *rows, together = totals(found, today)
    named = [(row.platform or "—", row) for row in rows] + [(_("Together"), together)]
    return [{**row._asdict(), "platform": name} for name, row in named]


def _columns() -> list[dict[str, str]]:
    heads = _headings()
    return [
        {"label": _("Purchase"), "key": "purchase", "kind": "title"},
        {"label": _("Shop"), "key": "shop", "kind": "pair"},
        {"label": _("To be refunded by"), "key": "due"},
        {"label": _("State"), "key": "state", "kind": "badge"},
        *({"label": heads[key], "key": key, "kind": "number"} for key in ("owed", "refunded", "left")),
    ]


def _row(claim: RefundDue, today: date) -> dict[str, Any]:
    purchase = claim.purchase
    return {
        "purchase": {"text": purchase.title, "url": claim.get_absolute_url(), "sub": purchase.number},
        "shop": {"text": purchase.shop, "sub": claim.platform or ""},
        "due": claim.due_on,
        "state": standing(claim, today),
        "owed": claim.owed,
        "refunded": claim.refunded,
        "left": claim.left,
    }


def standing(claim: RefundDue, today: date) -> dict[str, str]:
    """How a claim stands, as a badge."""
    if claim.written_off:
        return {"text": _("Written off"), "tone": "grey"}
    if claim.settled_on:
        return {"text": _("Settled"), "tone": "green"}
    if claim.due_on is None:
        return {"text": _("On its way back"), "tone": "blue"}
    if claim.due_on < today:
        return {"text": _("Overdue"), "tone": "red"}
    return {"text": _("Still to come"), "tone": "blue"}


@insider.by("GET")
def claims_sheet(request: Request, ending: str) -> HttpResponse:
    """All claims asked for as a file; written down first."""
    now = timezone.now()
    form, found = _asked(request, local_day(now))
    if ending not in ENDINGS or not form.is_valid():
        raise Http404
    detail = {"kind": "claims", "asked": request.GET.urlencode()}
    write_first("export a list", ("list", 0), actor=request.viewer.actor(), at=now, detail=detail)
    return sheet(ending, _("Refunds"), _lines(found, local_day(now)))


def _lines(found: Any, today: date) -> Iterator[list[Any]]:
    """Headings and every claim, read page by page by the key."""
    heads = _headings()
    yield [
        *(_("Purchase"), _("Product"), _("Shop"), _("Platform"), _("Since"), _("To be refunded by")),
        *(_("State"), *(heads[key] for key in MONEY[:4]), _("Settled on"), _("Reason")),
    ]
    last: int | None = None
    while True:
        rest = found.filter(pk__lt=last) if last else found
        page = list(rest.select_related("purchase__shop", "platform").order_by("-pk")[:BATCH])
        for claim in page:
            purchase = claim.purchase
            yield [
                *(purchase.number, purchase.title, str(purchase.shop), str(claim.platform or "")),
                *(
                    claim.since.isoformat(),
                    claim.due_on.isoformat() if claim.due_on else "",
                    standing(claim, today)["text"],
                ),
                *(str(getattr(claim, key)) for key in MONEY[:4]),
                claim.settled_on.isoformat() if claim.settled_on else "",
                claim.reason,
            ]
        if len(page) < BATCH:
            return
        last = page[-1].pk


@of_claim.by("GET")
def claim(request: Request, found: RefundDue) -> HttpResponse:
    """A claim: what is owed since when and why, what came, and what is left."""
    today = local_day(timezone.now())
    purchase = found.purchase
    facts = [
        (_("Purchase"), purchase.number),
        (_("Shop"), purchase.shop),
        (_("Platform"), found.platform),
        (pgettext("refund", "Why"), purchase.defect or purchase.happened),
        (_("Owed (yuan)"), found.owed),
        (_("Since"), found.since),
        (_("To be refunded by"), found.due_on),
        (_("Refunded (yuan)"), found.refunded),
        (_("Written off (yuan)"), found.written_off),
        (_("Why it is written off"), found.reason),
        (_("Written off by"), found.written_off_by),
        (_("Still to come (yuan)"), found.left),
        (_("Settled on"), found.settled_on),
    ]
    context = {
        "claim": found,
        "standing": standing(found, today),
        "particulars": [("", [(label, value) for label, value in facts if value not in (None, "")])],
        "enters": found.left and enters_refund(purchase, request.viewer),
        "writes_off": found.left and Role.LEADER in request.viewer.roles,
        "columns": [
            {"label": _("Refunded on"), "key": "on"},
            {"label": _("For the goods (yuan)"), "key": "amount", "kind": "number"},
            {"label": _("For freight (yuan)"), "key": "freight", "kind": "number"},
            {"label": _("Entered by"), "key": "by"},
        ],
        "rows": [
            {"on": one.refunded_on, "amount": one.amount, "freight": one.freight, "by": one.by}
            for one in found.refunds.select_related("by")
        ],
    }
    return render(request, "sampling/deliveries/claim.html", context, using="jinja2")


def _path(found: RefundDue) -> list[tuple[str, str]]:
    return [(_("Refunds"), reverse("claims")), (found.purchase.number, found.get_absolute_url())]


@of_claim.where(lambda found, viewer: enters_refund(found.purchase, viewer), WHO_ENTERS)
def claim_enter(request: Request, found: RefundDue) -> HttpResponse:
    """What came back of a claim, whatever has become of its purchase."""
    now = timezone.now()
    form = refunds.RefundForm(
        request.POST or None,
        request.FILES or None,
        viewer=request.viewer,
        now=now,
        instance=found.purchase,
    )
    action = partial(enter_refund, found.purchase, by=request.viewer, now=now)
    heading = _("Enter a refund")
    return answered(
        request, form, lambda data: action(**data).get_absolute_url(), heading=heading, path=_path(found)
    )


@of_claim.to(holds(Role.LEADER), gettext_lazy("Only the center's leader writes off what is owed."))
def claim_write_off(request: Request, found: RefundDue) -> HttpResponse:
    """Give up what is left of a claim, for a reason."""
    now = timezone.now()
    form = NoteForm(request.POST or None, viewer=request.viewer, now=now)
    action = partial(write_off, found.purchase, by=request.viewer, now=now)
    heading = _("Write off what is owed")
    return answered(
        request, form, lambda data: action(**data).get_absolute_url(), heading=heading, path=_path(found)
    )


@PURCHASES.shows
def about_claim(purchase: Purchase, viewer: Viewer) -> dict[str, Any]:
    """Where the money that its shop owes is followed, for those who may see that."""
    owed = RefundDue.objects.visible_to(viewer).filter(purchase=purchase).first()
    return {"claim_url": owed.get_absolute_url() if owed else ""}
