"""Does somebody who sits at their worklist see what comes to them, and is nobody disturbed by it?"""

from __future__ import annotations

from datetime import datetime

from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.journeys.conftest import JOURNEY, Come
from tests.journeys.people import Person
from tests.monitoring import given

pytestmark = JOURNEY


def a_minute_passes(page: Page) -> None:
    """The bell counts anew when somebody comes back to the page; the answer is waited for."""
    page.locator("[data-unread]").evaluate("bell => { bell.dataset.counted = '0' }")
    with page.expect_response("**/count.json"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_load_state("networkidle")


def at_home(cast: Cast, come: Come, now: datetime) -> Person:
    given.submitted_plan(cast, now)
    approver = come(cast.approver)
    approver.goes("/")
    expect(approver.page.locator("#waits")).to_have_text("1 matter waits for you today")
    return approver


def test_what_comes_is_there_without_anything_being_pressed(cast: Cast, come: Come, now: datetime) -> None:
    approver = at_home(cast, come, now)
    came = given.submitted_plan(cast, now)
    a_minute_passes(approver.page)
    expect(approver.page.locator(f'#to-do a[href="{came.get_absolute_url()}"]')).to_be_visible()
    expect(approver.page.locator("#waits")).to_have_text("2 matters wait for you today")
    approver.takes(came, "approve")
    assert came.state == "approved"


def test_nothing_is_taken_from_under_whoever_types(cast: Cast, come: Come, now: datetime) -> None:
    for _each in range(11):  # so many that they can be searched
        given.submitted_plan(cast, now)
    approver = come(cast.approver)
    approver.goes("/")
    approver.page.locator("#to-do [name=q]").fill("Toys")
    given.submitted_plan(cast, now)
    a_minute_passes(approver.page)
    expect(approver.page.locator("#to-do [name=q]")).to_have_value("Toys")
    expect(approver.page.locator("#waits")).to_have_text("11 matters wait for you today")


def test_what_came_can_be_chosen_like_all_else(cast: Cast, come: Come, now: datetime) -> None:
    organiser = come(cast.organiser)
    organiser.goes("/")
    for _each in range(2):
        given.approved_plan(cast, now)
    a_minute_passes(organiser.page)
    everything = organiser.page.locator("#to-do input[data-choose]")
    everything.check()
    expect(organiser.page.locator("#to-do input[name=number]:checked")).to_have_count(2)
