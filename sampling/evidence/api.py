"""How does a program of the center prove a purchase, and take its evidence out? (6.2-5)"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Viewer
from casework.api import serializers as shown
from casework.api.once import once
from casework.api.parameters import schema, type_in
from casework.api.schema import Operation, key
from casework.api.views import Twin, plain_body, viewer_of
from documents.models import Attachment
from documents.views import streamed
from sampling.evidence.actions import capsules, evidence
from sampling.evidence.forms import EvidenceForm
from sampling.evidence.models import Capsule
from sampling.evidence.walls import of_purchase, opener
from sampling.purchases.flow.proofs import completeness
from sampling.purchases.models.purchases import Purchase


class Needed(shown.Out):
    """A kind of file that proves a purchase. by: who owes it; at: from which state on."""

    kind = serializers.CharField()
    name = serializers.CharField()
    by = shown.Named()
    at = serializers.CharField()
    met = serializers.BooleanField()


class Kept(shown.Out):
    """A file on file. sealed_sha256: of what lies there where it shows a person, "" else."""

    kind = serializers.CharField()
    name = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    sealed_sha256 = serializers.CharField(allow_blank=True)
    url = serializers.CharField()


class Proved(shown.Out):
    """How far a purchase is proved. capsule: the digest of its manifest, null before it is closed."""

    have = serializers.IntegerField()
    needed = Needed(many=True)
    may_add = serializers.ListField(child=serializers.CharField())
    files = Kept(many=True)
    capsule = serializers.CharField(allow_null=True)


class Match(shown.Out):
    """Whether a file still is what the manifest says. found: in words, or its digest now."""

    path = serializers.CharField()
    kind = serializers.CharField()
    sha256 = serializers.CharField()
    same = serializers.BooleanField()
    found = serializers.CharField()


class OfPurchase(Twin):
    """A twin beside the steps of a purchase."""

    tag = Purchase._meta.verbose_name_plural or ""
    subject: Purchase


class Evidence(OfPurchase):
    """How far a purchase is proved, and adding what is missing."""

    rule = of_purchase.where(
        lambda purchase, viewer: purchase.center_id == viewer.organisation.pk,
        _("How far a purchase is proved is the center's own."),
    )

    def describe(self, method: str) -> Operation:
        if method != "POST":
            label = _("How far a purchase is proved")
            return Operation("read_evidence", self.tag, label, answers={200: Proved}, fails=(404,))
        fails = (400, 404, 409, 413, 415, 422)
        asks = schema(EvidenceForm)
        return Operation(
            "add_evidence", self.tag, _("Add evidence"), "", asks, {200: Proved}, fails, (key(),)
        )

    def get(self, request: Request, number: str) -> Response:
        return Response(_proved(self.subject, viewer_of(request)))

    def post(self, request: Request, number: str) -> Response:
        viewer, now = viewer_of(request), timezone.now()

        def action() -> tuple[int, Any]:
            purchase, lacking = self.subject, evidence.to_add(self.subject, viewer)
            form = type_in(EvidenceForm, plain_body(request.data), lacking=lacking)
            evidence.add_evidence(purchase, by=viewer, now=now, **form.cleaned_data)
            return 200, _proved(purchase, viewer)

        return once(request, now, action)


def _proved(purchase: Purchase, viewer: Viewer) -> Any:
    proved = completeness(purchase)
    capsule = Capsule.objects.filter(purchase=purchase).first()
    body = {
        "have": proved.have,
        "needed": [
            {
                "kind": need.kind,
                "name": need.label,
                "by": shown.named(need.by, need.by.label),
                "at": need.at,
                "met": need not in proved.missing,
            }
            for need in proved.needed
        ],
        "may_add": [need.kind for need in evidence.lacking(purchase, viewer)],
        "files": [
            {
                **{name: getattr(file, name) for name in ("kind", "name", "size", "sha256", "sealed_sha256")},
                "url": reverse("api-attachment", args=[file.token]),
            }
            for file in Attachment.objects.of(purchase, viewer)
        ],
        "capsule": capsule.sha256 if capsule else None,
    }
    return Proved(body).data


class Bag(OfPurchase):
    """The whole evidence as a bag."""

    rule = opener

    def describe(self, method: str) -> Operation:
        answers: dict[Any, Any] = {(200, "application/zip"): OpenApiTypes.BINARY}
        label = _("Take all of it out (ZIP)")
        return Operation("take_evidence_out", self.tag, label, answers=answers, fails=(404,))

    def get(self, request: Request, number: str) -> HttpResponse:
        pieces = capsules.take_out(self.subject, by=viewer_of(request), now=timezone.now())
        return streamed(pieces, "application/zip", f"{self.subject.number}.zip")


class Files(OfPurchase):
    """Whether each file still is what the manifest says."""

    rule = opener

    def describe(self, method: str) -> Operation:
        label = _("Check the files")
        return Operation("check_evidence", self.tag, label, answers={200: Match(many=True)}, fails=(404,))

    def get(self, request: Request, number: str) -> Response:
        matches = capsules.checked(self.subject, by=viewer_of(request), now=timezone.now())
        rows = [
            {name: getattr(one, name) for name in ("path", "kind", "sha256", "same")} | {"found": one.said()}
            for one in matches
        ]
        return Response(Match(rows, many=True).data)
