"""Can somebody decide whether goods are genuine without having seen them?"""

from __future__ import annotations

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from disposal.models.notices import Denial
from documents.actions import attach
from documents.models import Attachment
from tests.conftest import NOW
from tests.disposal import given, given_photos
from tests.disposal.given_denied import denied
from tests.documents.test_masks import photographed_by_a_phone

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "log"])


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def denial(cast, now) -> Denial:
    """The party of a case denies that the product is its own."""
    return denied(given.case_at("inspect", cast, now), cast)


@pytest.fixture
def photo(cast, denial) -> Attachment:
    """The sample as the laboratory received it."""
    taken = SimpleUploadedFile("IMG_0815.jpg", photographed_by_a_phone(), "image/jpeg")
    return attach(denial.notice.report.sample, taken, "receipt", by=cast.receiver, now=NOW)


@pytest.mark.parametrize("step", ["uphold", "reject"])
def test_whoever_decides_a_denial_has_the_released_photos_of_the_goods_beside_the_form(
    cast, at_desk, denial, photo, step, beside
):
    report, center = denial.notice.report, at_desk(cast.compiler)
    page = reverse("report-photo", args=[report.number, photo.token])
    assert given_photos.looks(center, page) == 200
    released = given_photos.decision(photo, **given_photos.MASK)
    assert center.post(page, released).status_code == 302
    copy = report.photo_decisions.get()
    assert copy.get_absolute_url() in beside(at_desk(cast.county_third), denial, step)
    assert at_desk(cast.county_third).get(copy.get_absolute_url()).status_code == 200


def test_where_no_photo_is_released_the_form_says_whom_to_ask(cast, at_desk, denial, beside):
    shown = beside(at_desk(cast.county_third), denial, "uphold")
    assert f"has been released to you: ask {denial.notice.report.center}" in shown
