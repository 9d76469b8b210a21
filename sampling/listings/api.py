"""How does a program of the center feed the listings of a scheme? (6.2-1)"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.gate import member
from casework.actions import check, lock, roles_for
from casework.api import serializers as shown
from casework.api.once import once
from casework.api.problems import Invalid
from casework.api.schema import Operation, key
from casework.api.views import Twin, viewer_of
from sampling.listings.actions import listings
from sampling.listings.actions.listings import Judge, Offer
from sampling.listings.headings import COLUMNS, MANDATORY
from sampling.schemes.models import Scheme

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

    rule = member.of(Scheme.objects.visible_to, "number").where(
        lambda scheme, viewer: roles_for(scheme.flow["list"], scheme, viewer)
    )

    http_method_names = ["post"]

    def describe(self, method: str) -> Operation:
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
        return Operation(
            "feed_listings", _("Sampling scheme"), _("Feed listings"), "", asks, answers, fails, (key(),)
        )

    def post(self, request: Request, number: str) -> Response:
        viewer, now = viewer_of(request), timezone.now()

        def action() -> tuple[int, Any]:
            scheme: Scheme = self.subject
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
                listed = listings.add_offers(scheme, offers=good, by=viewer, now=now) if good else []
                lines = iter([listing.line for listing in listed])
            results = [
                {"line": place, "listed": next(lines), "detail": ""}
                if isinstance(one, Offer)
                else {"line": place, "listed": None, "detail": " ".join(map(str, one))}
                for place, one in enumerate(judged, start=1)
            ]
            return 200, ListingsTaken({"taken": len(good), "results": results}).data

        return once(request, now, action)


def _judged(judge: Judge, sent: Any) -> Offer | list[str]:
    """One of several listings: texts by the names of COLUMNS, judged as a line of a file is."""
    plain = isinstance(sent, Mapping) and all(
        name in COLUMNS and isinstance(cell, str) and len(cell) <= LONGEST and "\0" not in cell
        for name, cell in sent.items()
    )
    if not plain:
        return [_("Send texts of at most %(most)d characters, by the names described.") % {"most": LONGEST}]
    return judge.offer(sent)
