"""What does a program read of what its store counted?"""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Viewer
from casework.api import serializers as shown
from casework.api.paged import asking_before, paged
from casework.api.schema import Operation
from casework.api.views import Twin, viewer_of
from sampling.samples.models.counts import Found, Stocktaking
from sampling.samples.walls import counter


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

    def describe(self, method: str) -> Operation:
        asks = (asking_before(_("The token of the last count of the page before")),)
        return Operation(
            "find_counts", _("Stocktaking"), _("List"), "", None, {200: CountPage}, (403, 422), asks
        )

    def get(self, request: Request) -> Response:
        return paged(request, _counts(viewer_of(request)), "token", CountPage, lambda count: count.token)


class OneCount(Twin):
    """One count, with what was missing, elsewhere or unknown."""

    rule = counter.of(_counts, "token")
    http_method_names = ["get", "head"]

    def describe(self, method: str) -> Operation:
        fails = (403, 404)
        return Operation(
            "read_count", _("Stocktaking"), _("Stocktaking"), answers={200: CountShown}, fails=fails
        )

    def get(self, request: Request, token: str) -> Response:
        return Response(CountShown(self.subject).data)
