"""What do tests of photos start from? A report that was sent to all, with a photo of a laboratory's phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from disposal.actions import notices
from disposal.models.disposals import PlatformDisposal
from disposal.models.notices import ResultNotice
from disposal.models.photos import PhotoDecision
from documents.actions import attach
from documents.models import Attachment
from inspection.reports.models.reports import Report
from tests.cast import Cast
from tests.disposal import given
from tests.disposal.given_notices import answers_as
from tests.documents.test_masks import photographed_by_a_phone
from tests.photos import photographed

MASK = {"mask0_x": "10", "mask0_y": "20", "mask0_width": "30", "mask0_height": "40"}


@dataclass
class Sent:
    """What was sent of one report, a photo of its sample as the laboratory received it, and the parcel's."""

    report: Report
    disposal: PlatformDisposal
    shop: ResultNotice
    producer: ResultNotice
    photo: Attachment

    @property
    def label(self) -> Attachment:
        """The outer packing, with the label of the parcel: it lies sealed."""
        return self.report.sample.purchase.attachments.filter(kind="outer_packing").earliest("id")

    def page(self, photo: Attachment | None = None) -> str:
        return reverse("report-photo", args=[self.report.number, (photo or self.photo).token])


@photographed
def sent(cast: Cast, now: datetime) -> Sent:
    """Sent to the platform, to the shop, for which cast.merchant answers, and to the producer."""
    report = given.failed_report(cast, now)
    taken = SimpleUploadedFile("IMG_0815.jpg", photographed_by_a_phone(), "image/jpeg")
    photo = attach(report.sample, taken, "receipt", by=cast.receiver, now=now)
    disposal = given.disposal(cast, now, reports=[report])
    shop, producer = ResultNotice.objects.order_by("id")
    answers_as(shop.addressee, cast.merchant)
    for notice in (ResultNotice.objects.get(pk=shop.pk), producer):
        notices.send_notice(notice, channel="platform", **given.HASTY, by=cast.compiler, now=now)
    return Sent(Report.objects.get(pk=report.pk), disposal, shop, producer, photo)


def looks(client: Client, page: str) -> int:
    """Open the page of a photo, and the photo in it."""
    assert client.get(page).status_code == 200
    return int(client.get(f"{page}picture/").status_code)


def decision(photo: Attachment, decided: str = "release", **more: Any) -> dict[str, Any]:
    """The form as it is posted: with the digest that the page showed."""
    return {"decision": decided, "shown": photo.sha256, "standing": "", **more}


def released(given_: Sent, client: Client, photo: Attachment | None = None, **more: Any) -> PhotoDecision:
    """Looked at and released by this client."""
    photo = photo or given_.photo
    page = given_.page(photo)
    assert looks(client, page) == 200
    assert client.post(page, decision(photo, **{**MASK, **more})).status_code == 302
    return PhotoDecision.objects.standing().get(source=photo)
