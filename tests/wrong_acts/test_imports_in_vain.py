"""Is nobody told that a file was taken in that was not, or that nothing came of? (A9)"""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from monitoring.imports.views import imports
from monitoring.origins.models.intakes import Intake
from sampling.listings.actions import offer_files
from sampling.listings.models import OfferFile, OfferMapping
from tests.conftest import NOW
from tests.jobs import promised
from tests.monitoring.imports.test_columns import said
from tests.monitoring.imports.test_long_imports import HEAD, work
from tests.monitoring.imports.test_long_imports import sent as long_sent
from tests.monitoring.notice_samples import text
from tests.sampling import given
from tests.wrong_acts.test_discards import WHY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def offered(desk: Any, scheme: Any, rows: bytes) -> Any:
    file = SimpleUploadedFile("a.csv", rows)
    return desk.post(reverse("scheme-step", args=[scheme.number, "import"]), {"file": file}, follow=True)


@pytest.mark.parametrize(("left_out", "named"), [("shop", "Shop"), ("product", "Product")])
def test_a9_a_mandatory_column_is_not_left_unread(cast, at_desk, left_out, named):
    scheme, desk = given.empty_scheme(cast, NOW), at_desk(cast.organiser)
    offered(desk, scheme, b"what,who\nBear,Shop A\n")
    file = scheme.files.get()
    told = {"column_0": "product", "column_1": "shop", "headed": "on", "name": "Crawler"}
    told = {name: "" if held == left_out else held for name, held in told.items()}
    answer = desk.post(f"{file.get_absolute_url()}columns/", told)
    assert answer.status_code == 422 and f"no column holds them: {named}." in answer.text
    answer = desk.post(file.get_absolute_url(), {"begin": ""})
    assert answer.status_code == 409 and "no column holds them" in answer.text
    file.refresh_from_db()
    assert file.begun_at is None and not OfferMapping.objects.exists()
    assert not promised(OfferFile).exists()


def test_a9_a_file_of_several_products_says_of_which_its_lines_are(cast, at_desk):
    scheme, desk = given.empty_scheme(cast, NOW, products=("Soft toys", "Blocks")), at_desk(cast.organiser)
    offered(desk, scheme, b"what,who\nBear,Shop A\n")
    told = {"column_0": "product", "column_1": "shop", "headed": "on"}
    answer = desk.post(f"{scheme.files.get().get_absolute_url()}columns/", told)
    assert answer.status_code == 422 and "No column names the product of the plan" in answer.text


def test_a9_a_file_of_which_nothing_was_listed_is_no_success(cast, at_desk):
    scheme, desk = given.empty_scheme(cast, NOW), at_desk(cast.organiser)
    page = offered(desk, scheme, b"product,shop,platform\nBear,Shop A,Nowhere\n").text
    assert scheme.files.get().refused == 1 and "Done:" not in page
    assert "nothing was taken in" in page and "is not done" in page and "wj-green" not in page


def test_a9_a_file_of_which_nothing_was_listed_is_read_anew_once_its_columns_are_put_right(cast, at_desk):
    scheme, desk = given.empty_scheme(cast, NOW), at_desk(cast.organiser)
    offered(desk, scheme, b"product,shop,platform\nBear,Shop A,Nowhere\n")
    file = scheme.files.get()
    told = {"column_0": "product", "column_1": "shop", "column_2": "", "headed": "on"}
    assert desk.post(f"{file.get_absolute_url()}columns/", told).status_code == 302
    file.refresh_from_db()
    assert (file.good, file.refused, bool(file.returned)) == (1, 0, False) and scheme.listings.count() == 1
    desk.post(file.get_absolute_url(), {"begin": ""})
    assert scheme.listings.count() == 1


def test_a9_a_file_that_only_waits_is_no_success(cast, at_desk, monkeypatch):
    scheme, desk = given.empty_scheme(cast, NOW), at_desk(cast.organiser)
    monkeypatch.setattr(offer_files, "AT_ONCE", 0)
    page = offered(desk, scheme, b"product,shop\nBear,Shop A\n").text
    assert scheme.files.get().under_way and "Done:" not in page
    assert "goes on in the background" in page and scheme.files.get().name in page


def test_a9_a_file_that_waits_for_its_columns_is_no_success(cast, at_desk):
    page = offered(at_desk(cast.organiser), given.empty_scheme(cast, NOW), b"what,who\nBear,Shop A\n").text
    assert "Done:" not in page and "waits for its columns" in page and "is not done" in page


def test_a9_what_is_listed_at_once_is_said_to_be(cast, at_desk):
    page = offered(
        at_desk(cast.organiser), given.empty_scheme(cast, NOW), b"product,shop\nBear,Shop A\n"
    ).text
    assert "Done:" in page and "is not done" not in page


@pytest.mark.parametrize("trial", [{}, {"dry_run": "on"}])
def test_a9_risk_information_of_which_every_line_was_refused_is_no_success(cast, at_desk, trial, monkeypatch):
    monkeypatch.setattr(imports, "AT_ONCE", 0)
    broken = ["CJX", "十一月", "毛绒玩具", "某平台", "不合格", "小零件"]
    found = long_sent(at_desk, cast.collector, text(HEAD, broken).encode(), **trial)
    assert "in the background" in at_desk(cast.collector).get(found.get_absolute_url()).text
    work()
    for page in (found.get_absolute_url(), reverse("intakes")):
        told = at_desk(cast.collector).get(page).text
        assert "wj-green" not in told and ("nothing was" in told or "nothing would be" in told)


def test_a9_what_was_tried_goes_with_the_file_that_is_discarded(cast, at_desk):
    page = said(at_desk, cast.collector, dry_run="on")["Location"]
    assert "电热水壶" in at_desk(cast.collector).get(page).text
    at_desk(cast.collector).post(f"{page}discard/", WHY)
    assert "电热水壶" not in at_desk(cast.collector).get(page).text and Intake.objects.get().result == {}
