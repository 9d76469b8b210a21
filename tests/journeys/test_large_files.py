"""Does a film get there in a browser though the connection is lost and the page loaded again? Is long work
stopped however long one thinks about it?"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from casework.work import jobs
from documents.models import Upload
from sampling.listings.actions import offer_files
from sampling.purchases.models.purchases import Purchase
from tests.cast import Cast
from tests.documents.test_checks import MP4
from tests.journeys.conftest import JOURNEY, Come
from tests.journeys.people import SHEET, Person
from tests.sampling import given
from tests.sampling.listings.test_offers import sent

pytestmark = JOURNEY
BUTTON = f"{SHEET} .wj-sheet-foot .btn-primary"
FILM = MP4 + bytes(range(256)) * 4096
PART = 256 * 1024


@pytest.fixture
def purchase(cast: Cast, now: datetime) -> Purchase:
    return given.delivered_purchase(cast, now)


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "unpacking.mp4"
    path.write_bytes(FILM)
    return path


@pytest.fixture
def verifier(cast: Cast, come: Come, purchase: Purchase, settings: Any, tmp_path: Path) -> Person:
    """Before the form of the check."""
    settings.UPLOAD_CHUNK, settings.UPLOAD_ROOT = PART, tmp_path / "parts"
    person = come(cast.verifier)
    person.goes(f"{purchase.get_absolute_url()}check/")
    return person


def cut_after(verifier: Person, parts: int) -> None:
    """So many parts arrive, then the connection is gone."""
    left = iter(range(parts))

    def go(route: Route) -> None:
        if route.request.method == "POST" or next(left, None) is not None:
            route.continue_()
        else:
            route.abort()

    verifier.page.route("**/uploads/**", go)


def assert_kept_whole(purchase: Purchase) -> None:
    kept = purchase.attachments.get(kind="unpacking")
    assert (kept.sha256, kept.size) == (sha256(FILM).hexdigest(), len(FILM))


def test_a_film_goes_on_by_itself_when_the_connection_is_back(
    verifier: Person, purchase: Purchase, film: Path
) -> None:
    page = verifier.page
    cut_after(verifier, 2)
    page.set_input_files("[name=unpacking]", film)
    page.click(BUTTON)
    expect(page.locator(".wj-sending output")).to_contain_text("connection is lost")
    assert Upload.objects.get().offset == 2 * PART
    page.unroute("**/uploads/**")
    expect(page.locator(".alert-success")).to_be_visible()
    assert_kept_whole(purchase)


def test_a_film_goes_on_after_the_page_was_loaded_again(
    verifier: Person, purchase: Purchase, film: Path
) -> None:
    page = verifier.page
    cut_after(verifier, 3)
    page.set_input_files("[name=unpacking]", film)
    page.click(BUTTON)
    expect(page.locator(".wj-sending output")).to_contain_text("connection is lost")
    page.unroute("**/uploads/**")
    verifier.goes(f"{purchase.get_absolute_url()}check/")
    seen: list[str] = []
    page.on("request", lambda asked: seen.append(asked.headers.get("upload-offset", "")))
    page.set_input_files("[name=unpacking]", film)
    page.click(BUTTON)
    expect(page.locator(".alert-success")).to_be_visible()
    assert next(offset for offset in seen if offset) == str(3 * PART)
    assert_kept_whole(purchase)


def test_work_is_stopped_by_whoever_thinks_about_it_while_the_page_is_fetched_anew(
    cast: Cast, now: datetime, come: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offer_files, "AT_ONCE", 0)
    taken_in = sent(given.empty_scheme(cast, now), cast, now, "商品,店铺\n娃娃,甲店\n".encode())
    organiser = come(cast.organiser)
    organiser.goes(taken_in.get_absolute_url())
    page = organiser.page
    page.locator("form[data-confirm] button").click()
    jobs.Saying(taken_in)(5, 9)
    expect(page.locator(".wj-progress-line")).to_contain_text("5 / 9")  # goes on behind the question
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("#confirm button[value=yes]").click()
    taken_in.refresh_from_db()
    assert taken_in.cancelled_at is not None
