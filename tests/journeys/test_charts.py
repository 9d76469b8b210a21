"""Are the charts drawn in a browser, and what is there without its scripts?"""

from __future__ import annotations

from datetime import datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.cast import Cast
from tests.disposal import given as disposal
from tests.journeys.conftest import JOURNEY, Come

pytestmark = JOURNEY
PHONE = ViewportSize(width=360, height=800)
RESULTS = "/dashboard/?of=results"


@pytest.fixture
def page(cast: Cast, come: Come, now: datetime) -> Page:
    """The page of results of a planner, two charts of which have something to draw."""
    disposal.fed_back(cast, now)
    planner = come(cast.planner)
    planner.page.emulate_media(reduced_motion="reduce")  # what still moves cannot be pointed at
    planner.goes(RESULTS)
    return planner.page


def test_a_chart_is_drawn_over_its_folded_table_and_tells_its_numbers_where_one_points(page: Page) -> None:
    drawing = page.locator(".wj-drawing").first
    expect(drawing.locator("svg")).to_be_visible()
    assert drawing.get_attribute("role") == "img"
    expect(page.locator(".wj-chart table").first).to_be_hidden()
    drawing.locator("path[fill='#b56a12']").first.hover(force=True)
    expect(drawing.get_by_text("1 of 1: 100.0 %")).to_be_visible()
    page.locator(".wj-chart summary").first.click()
    expect(page.locator(".wj-chart table").first).to_be_visible()


def test_a_page_of_charts_fits_a_phone_and_is_accessible(page: Page) -> None:
    page.set_viewport_size(PHONE)
    expect(page.locator(".wj-drawing svg").first).to_be_visible()
    # The charts are drawn anew, narrower.
    page.wait_for_function(f"document.documentElement.scrollWidth <= {PHONE['width']}")
    assert Axe().run(page).response["violations"] == []


def test_without_scripts_the_tables_stand_open(page: Page, chromium: Browser) -> None:
    kept = page.context.storage_state()
    context = chromium.new_context(storage_state=kept, java_script_enabled=False)
    plain = context.new_page()
    plain.goto(page.url)
    expect(plain.locator(".wj-chart table").first).to_be_visible()
    expect(plain.locator(".wj-drawing").first).to_be_hidden()
    context.close()
