"""What does a program read of what is owed to its center? (6.2-7)"""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from casework.api import serializers as shown
from casework.api.paged import asking_before, paged
from casework.api.problems import Invalid
from casework.api.schema import Operation
from casework.api.views import Twin, asking, viewer_of
from casework.deadlines.clocks import local_day
from sampling.deliveries.forms.refunds import STANDINGS, ClaimsForm
from sampling.deliveries.models.refunds import RefundDue
from sampling.deliveries.walls import insider, of_claim


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

    def describe(self, method: str) -> Operation:
        names = [name for name, _label in STANDINGS]
        asks = (
            asking_before(_("The number of the last purchase of the page before")),
            asking("standing", {"type": "string", "enum": names}, _("State")),
        )
        return Operation("find_claims", _("Refunds"), _("List"), "", None, {200: ClaimPage}, (403, 422), asks)

    def get(self, request: Request) -> Response:
        viewer, today = viewer_of(request), local_day(timezone.now())
        form = ClaimsForm({"standing": request.query_params.get("standing", "")})
        if not form.is_valid():
            raise Invalid({name: [str(one) for one in said] for name, said in form.errors.items()})
        found = form.narrow(RefundDue.objects.visible_to(viewer), today)
        related = found.select_related("purchase__shop", "platform")
        return paged(request, related, "purchase__number", ClaimPage, lambda claim: claim.purchase.number)


class OneClaim(Twin):
    """One claim, by the number of its purchase."""

    rule = of_claim
    http_method_names = ["get", "head"]

    def describe(self, method: str) -> Operation:
        return Operation("read_claim", _("Refunds"), _("Refund"), answers={200: ClaimShown}, fails=(404,))

    def get(self, request: Request, number: str) -> Response:
        return Response(ClaimShown(self.subject).data)
