"""How does a program feed what is on offer, and read what is owed to a center and what its store counted?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.roles import Kind
from casework.actions import check, lock
from casework.api import shown
from casework.api.once import once
from casework.api.problems import Invalid
from casework.api.schema import Said, key
from casework.api.views import Twin, asking, known_number, viewer_of
from casework.clocks import local_day
from sampling import actions
from sampling.actions.counts import counts_stock
from sampling.actions.listings import Judge, Offer
from sampling.forms.refunds import STANDINGS, ClaimsForm
from sampling.importers import COLUMNS, MANDATORY
from sampling.models import RefundDue, Scheme, Stocktaking
from sampling.models.counts import Found

# So many are taken at once.
MOST = 1_000
LONGEST = 2_000


class ListingTaken(shown.Out):
    """What became of one of several listings. listed: its line in the scheme; detail: why it was refused."""

    line = serializers.IntegerField(help_text="From 1, as they were sent.")
    listed = serializers.IntegerField(allow_null=True)
    detail = serializers.CharField(allow_blank=True)


class ListingsTaken(shown.Out):
    """What became of each of the listings. taken: how many were listed."""

    taken = serializers.IntegerField()
    results = ListingTaken(many=True)


class Listings(Twin):
    """Up to a thousand listings at once, under one key: each is listed or refused for itself."""

    http_method_names = ["post"]

    def said(self, method: str) -> Said:
        one = {
            "type": "object",
            "required": list(MANDATORY),
            "properties": {name: {"type": "string", "maxLength": LONGEST} for name in COLUMNS},
            "additionalProperties": False,
        }
        asks = {
            "type": "object",
            "required": ["listings"],
            "properties": {"listings": {"type": "array", "items": one, "minItems": 1, "maxItems": MOST}},
        }
        fails = (400, 403, 404, 409, 413, 415, 422)
        answers = {200: ListingsTaken}
        return Said(
            "feed_listings", _("Sampling scheme"), _("Feed listings"), "", asks, answers, fails, (key(),)
        )

    def post(self, request: Request, number: str) -> Response:
        viewer, now = viewer_of(request), timezone.now()

        def deed() -> tuple[int, Any]:
            seen = Scheme.objects.visible_to(viewer).select_related("plan")
            scheme = seen.filter(number=known_number(number)).first()
            if scheme is None:
                raise Http404
            sent = request.data.get("listings") if isinstance(request.data, dict) else None
            if not isinstance(sent, list) or not 0 < len(sent) <= MOST or len(request.data) > 1:
                raise Invalid(
                    {"listings": [_("Send a list of 1 to %(most)d listings here.") % {"most": MOST}]}
                )
            check(scheme.flow["list"], scheme, viewer, now)
            with transaction.atomic():
                lock(scheme)
                judge = Judge(scheme)
                judged = [_judged(judge, one) for one in sent]
                good = [one for one in judged if isinstance(one, Offer)]
                listed = actions.add_offers(scheme, offers=good, by=viewer, now=now) if good else []
                lines = iter([listing.line for listing in listed])
            results = [
                {"line": place, "listed": next(lines), "detail": ""}
                if isinstance(one, Offer)
                else {"line": place, "listed": None, "detail": " ".join(map(str, one))}
                for place, one in enumerate(judged, start=1)
            ]
            return 200, ListingsTaken({"taken": len(good), "results": results}).data

        return once(request, now, deed)


def _judged(judge: Judge, sent: Any) -> Offer | list[str]:
    """One of several listings: texts by the names of COLUMNS, judged as a line of a file is."""
    plain = isinstance(sent, Mapping) and all(
        name in COLUMNS and isinstance(cell, str) and len(cell) <= LONGEST and "\0" not in cell
        for name, cell in sent.items()
    )
    if not plain:
        return [_("Send texts of at most %(most)d characters, by the names described.") % {"most": LONGEST}]
    return judge.offer(sent)


# Reading what is no record

LISTED = 50


def asking_before(said: Any) -> Any:
    return asking("before", {"type": "string"}, said)


def money() -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=12, decimal_places=2)


class ClaimRow(shown.Out):
    """Money that is to come back for a purchase, in yuan. left: what is still to come."""

    purchase = serializers.CharField(source="purchase.number")
    title = serializers.CharField(source="purchase.title")
    shop = serializers.CharField(source="purchase.shop")
    platform = serializers.CharField(allow_null=True)
    owed = money()
    refunded = money()
    written_off = money()
    left = money()
    since = serializers.DateField()
    due_on = serializers.DateField()
    settled_on = serializers.DateField(allow_null=True)


class ClaimPart(shown.Out):
    """What came of a claim at one time."""

    amount = money()
    freight = money()
    refunded_on = serializers.DateField()


class ClaimShown(ClaimRow):
    """A claim with what came of it. reason: why the rest was written off."""

    reason = serializers.CharField(allow_blank=True)
    refunds = ClaimPart(many=True, source="refunds.all")


class ClaimPage(shown.Out):
    """Claims, newest first. next: the address of the following page."""

    results = ClaimRow(many=True)
    next = serializers.CharField(allow_null=True)


class Claims(Twin):
    """The claims of a center, newest first, narrowed as its page narrows them."""

    http_method_names = ["get", "head"]

    def said(self, method: str) -> Said:
        names = [name for name, _label in STANDINGS]
        asks = (
            asking_before(_("The number of the last purchase of the page before")),
            asking("standing", {"type": "string", "enum": names}, _("State")),
        )
        return Said("find_claims", _("Refunds"), _("List"), "", None, {200: ClaimPage}, (403, 422), asks)

    def get(self, request: Request) -> Response:
        viewer, today = viewer_of(request), local_day(timezone.now())
        if viewer.kind != Kind.CENTER:
            raise PermissionDenied(_("Only a monitoring center follows its refunds."))
        form = ClaimsForm({"standing": request.query_params.get("standing", "")})
        if not form.is_valid():
            raise Invalid({name: [str(one) for one in said] for name, said in form.errors.items()})
        found = form.narrow(RefundDue.objects.visible_to(viewer), today)
        related = found.select_related("purchase__shop", "platform")
        return _page(request, related, "purchase__number", ClaimPage, lambda claim: claim.purchase.number)


class OneClaim(Twin):
    """One claim, by the number of its purchase."""

    http_method_names = ["get", "head"]

    def said(self, method: str) -> Said:
        return Said("read_claim", _("Refunds"), _("Refund"), answers={200: ClaimShown}, fails=(404,))

    def get(self, request: Request, number: str) -> Response:
        seen = RefundDue.objects.visible_to(viewer_of(request)).select_related("purchase__shop", "platform")
        claim = seen.filter(purchase__number=known_number(number)).first()
        if claim is None:
            raise Http404
        return Response(ClaimShown(claim).data)


class CountRow(shown.Out):
    """A count of the store. place: "" = all of it; expected, present: null until the counting has ended."""

    token = serializers.CharField()
    place = serializers.CharField(allow_blank=True)
    opened_at = serializers.DateTimeField()
    counted_at = serializers.DateTimeField(allow_null=True)
    expected = serializers.IntegerField(allow_null=True)
    present = serializers.IntegerField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)


class DifferenceShown(shown.Out):
    """What was not as the records have it. sample: its number; code: what was read instead of one."""

    found = serializers.ChoiceField(Found.choices)
    sample = serializers.CharField(source="sample.number", allow_null=True, default=None)
    code = serializers.CharField(allow_blank=True)
    explanation = serializers.CharField(allow_blank=True)


class CountShown(CountRow):
    """A count with its differences."""

    differences = DifferenceShown(many=True, source="differences.all")


class CountPage(shown.Out):
    """Counts, newest first. next: the address of the following page."""

    results = CountRow(many=True)
    next = serializers.CharField(allow_null=True)


class Counts(Twin):
    """The counts of a center's store, newest first."""

    http_method_names = ["get", "head"]

    def said(self, method: str) -> Said:
        asks = (asking_before(_("The token of the last count of the page before")),)
        return Said("find_counts", _("Stocktaking"), _("List"), "", None, {200: CountPage}, (403, 422), asks)

    def get(self, request: Request) -> Response:
        return _page(request, _counts(request), "token", CountPage, lambda count: count.token)


class OneCount(Twin):
    """One count, with what was missing, elsewhere or unknown."""

    http_method_names = ["get", "head"]

    def said(self, method: str) -> Said:
        fails = (403, 404)
        return Said("read_count", _("Stocktaking"), _("Stocktaking"), answers={200: CountShown}, fails=fails)

    def get(self, request: Request, token: str) -> Response:
        count = _counts(request).filter(token=known_number(token)).first()
        if count is None:
            raise Http404
        return Response(CountShown(count).data)


def _counts(request: Request) -> Any:
    """The counts that the viewer may see; raises PermissionDenied to who does not count."""
    viewer = viewer_of(request)
    if not counts_stock(viewer):
        raise PermissionDenied(_("The store is counted by its storekeepers and verifiers."))
    return Stocktaking.objects.visible_to(viewer).prefetch_related("differences__sample")


def _page(request: Request, found: Any, name: str, shape: Any, key_of: Callable[[Any], str]) -> Response:
    """Fifty rows, newest first, after the one that `before` names by the field `name`."""
    before = request.query_params.get("before", "")
    if before:
        last = found.filter(**{name: known_number(before)}).values_list("pk", flat=True).first()
        if last is None:
            raise Invalid({"before": [_("No record of this number is in this list.")]})
        found = found.filter(pk__lt=last)
    rows = list(found.order_by("-pk")[: LISTED + 1])
    query = request.query_params.copy()
    query["before"] = key_of(rows[LISTED - 1]) if len(rows) > LISTED else ""
    following = f"{request.path}?{query.urlencode()}" if query["before"] else None
    return Response(shape({"results": rows[:LISTED], "next": following}).data)


urlpatterns: list[URLPattern] = [
    path("schemes/<str:number>/listings/", Listings.as_view(), name="api-scheme-listings"),
    path("refunds/", Claims.as_view(), name="api-claims"),
    path("refunds/<str:number>/", OneClaim.as_view(), name="api-claim"),
    path("stocktakings/", Counts.as_view(), name="api-stocktakings"),
    path("stocktakings/<str:token>/", OneCount.as_view(), name="api-stocktaking"),
]
