"""What does a program read of what is owed to its center, and of what its store counted? (6.2-7)"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Viewer
from casework.api import shown
from casework.api.problems import Invalid
from casework.api.schema import Said
from casework.api.views import Twin, asking, known_number, viewer_of
from casework.deadlines.clocks import local_day
from sampling.forms.refunds import STANDINGS, ClaimsForm
from sampling.models.counts import Found, Stocktaking
from sampling.models.refunds import RefundDue
from sampling.walls import counter, insider, of_claim

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
    due_on = serializers.DateField(allow_null=True)
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

    rule = insider
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
        form = ClaimsForm({"standing": request.query_params.get("standing", "")})
        if not form.is_valid():
            raise Invalid({name: [str(one) for one in said] for name, said in form.errors.items()})
        found = form.narrow(RefundDue.objects.visible_to(viewer), today)
        related = found.select_related("purchase__shop", "platform")
        return _page(request, related, "purchase__number", ClaimPage, lambda claim: claim.purchase.number)


class OneClaim(Twin):
    """One claim, by the number of its purchase."""

    rule = of_claim
    http_method_names = ["get", "head"]

    def said(self, method: str) -> Said:
        return Said("read_claim", _("Refunds"), _("Refund"), answers={200: ClaimShown}, fails=(404,))

    def get(self, request: Request, number: str) -> Response:
        return Response(ClaimShown(self.subject).data)


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


def _counts(viewer: Viewer) -> QuerySet[Stocktaking]:
    return Stocktaking.objects.visible_to(viewer).prefetch_related("differences__sample")


class Counts(Twin):
    """The counts of a center's store, newest first."""

    rule = counter
    http_method_names = ["get", "head"]

    def said(self, method: str) -> Said:
        asks = (asking_before(_("The token of the last count of the page before")),)
        return Said("find_counts", _("Stocktaking"), _("List"), "", None, {200: CountPage}, (403, 422), asks)

    def get(self, request: Request) -> Response:
        return _page(request, _counts(viewer_of(request)), "token", CountPage, lambda count: count.token)


class OneCount(Twin):
    """One count, with what was missing, elsewhere or unknown."""

    rule = counter.of(_counts, "token")
    http_method_names = ["get", "head"]

    def said(self, method: str) -> Said:
        fails = (403, 404)
        return Said("read_count", _("Stocktaking"), _("Stocktaking"), answers={200: CountShown}, fails=fails)

    def get(self, request: Request, token: str) -> Response:
        return Response(CountShown(self.subject).data)


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
