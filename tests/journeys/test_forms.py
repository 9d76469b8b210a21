"""Is a form easy to fill in, and is nothing lost on the way? Files, drafts, days, codes, in a browser."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from disposal.models.compilations import Compilation
from sampling.purchases.models.purchases import Purchase
from tests.cast import PASSWORD, Cast
from tests.conftest import NOW
from tests.disposal import given as disposal
from tests.disposal import given_notices
from tests.inspection import given as inspection
from tests.journeys.conftest import JOURNEY, Come
from tests.journeys.people import SHEET, Person, file, picture
from tests.sampling import given

pytestmark = JOURNEY
BUTTON = f"{SHEET} .wj-sheet-foot .btn-primary"
SLOW = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 12_000}
# A camera that sees one code, once there is a picture.
CODE = """
window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect(video) { return video.videoWidth ? [{ rawValue: " %s " }] : []; }
};
"""


@pytest.fixture
def purchase(cast: Cast, now: datetime) -> Purchase:
    """A parcel on its way."""
    return given.shipped_purchase(cast, now)


@pytest.fixture
def buyer(cast: Cast, come: Come, purchase: Purchase) -> Person:
    """Before the form of the parcel's delivery."""
    person = come(cast.buyer)
    person.goes(f"{purchase.get_absolute_url()}deliver/")
    return person


def photo(name: str, person: Person) -> Any:
    return {**picture(person), "name": name}


def large(name: str) -> Any:
    """A photo that takes the slow network some time."""
    content = BytesIO()
    Image.effect_noise((440, 440), 90).save(content, "PNG")
    return file(name, content.getvalue(), "image/png")


def names(page: Page) -> list[str]:
    """The files that the form would send."""
    read = "field => Array.from(field.files, (one) => one.name)"
    return list(page.eval_on_selector("[name=packing]", read))


def test_files_go_with_a_bar(buyer: Person, purchase: Purchase) -> None:
    page = buyer.page
    buyer.fills(delivered_at=NOW, packing_state="whole", packing=[large("a.png")])
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", SLOW)
    page.click(BUTTON)
    expect(page.locator(".wj-sending output")).to_have_text(re.compile(r"\d+ ?%"))
    network.send("Network.emulateNetworkConditions", {**SLOW, "uploadThroughput": -1})
    expect(page.locator(".alert-success")).to_be_visible()


def test_files_that_are_stopped_on_their_way_are_sent_again(buyer: Person, purchase: Purchase) -> None:
    page = buyer.page
    on_their_way: list[Route] = []
    page.route("**/deliver/", lambda route: on_their_way.append(route))
    buyer.fills(delivered_at=NOW, packing_state="whole", packing=[photo("a.png", buyer)])
    page.click(BUTTON)
    page.click(".wj-sending button")
    expect(page.locator(".wj-sending")).to_be_hidden()
    (route,) = on_their_way
    assert route.request.method == "POST"
    route.abort()
    page.unroute("**/deliver/")
    buyer.goes("/scan/")
    buyer.goes(f"{purchase.get_absolute_url()}deliver/")
    assert page.input_value("[name=packing_state]") == "whole"
    buyer.fills(packing=[photo("a.png", buyer)])
    buyer.sends()
    purchase.refresh_from_db()
    assert purchase.state == "delivered"
    assert page.locator(".alert-success").count() == 1
    page.go_back()
    assert page.url.endswith("/deliver/")


def test_photos_are_gathered_and_one_is_taken_out_again(buyer: Person) -> None:
    page = buyer.page
    for name in ("a.png", "b.png", "a.png"):
        page.set_input_files(".wj-cameras [accept='image/*']", photo(name, buyer))
    page.set_input_files("[name=packing]", photo("c.png", buyer))
    expect(page.locator(".wj-drop-list img[src^='data:image']")).to_have_count(len(names(page)))
    assert {"a.png", "b.png", "c.png"} == set(names(page))
    page.locator(".wj-drop-list li", has_text="b.png").get_by_role("button").click()
    assert "b.png" not in names(page)


def test_a_file_of_a_wrong_type_is_refused_before_it_is_sent(buyer: Person) -> None:
    page = buyer.page
    posted: list[str] = []
    page.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)
    page.set_input_files("[name=packing]", file("list.exe", b"MZ", "application/octet-stream"))
    page.click(BUTTON)
    assert ".jpg" in page.locator(".wj-drop-list .wj-bad").inner_text()
    assert page.evaluate("document.activeElement.name") == "packing"
    assert not posted


def test_what_the_server_refuses_comes_back_with_the_files_still_chosen(buyer: Person) -> None:
    page = buyer.page
    buyer.fills(packing=[photo("a.png", buyer)], packing_state="whole")
    page.click(BUTTON)
    expect(page.locator(".wj-errors")).to_be_focused()
    assert page.input_value("[name=packing_state]") == "whole"
    expect(page.locator(".wj-drop-list li")).to_have_count(1)
    assert names(page) == ["a.png"]
    buyer.fills(delivered_at=NOW)
    buyer.sends()


def test_what_was_typed_outlasts_the_session_and_a_reload_but_not_a_log_out(buyer: Person) -> None:
    page = buyer.page
    buyer.fills(packing_state="torn at one corner")
    page.context.clear_cookies(name="sessionid")
    page.click(BUTTON)
    buyer.fills(username=buyer.viewer.user.username, password=PASSWORD)
    buyer.sends()
    expect(page.locator("[name=packing_state]")).to_have_value("torn at one corner")
    expect(page.locator(".wj-kept")).to_be_visible()
    page.reload()
    expect(page.locator("[name=packing_state]")).to_have_value("torn at one corner")
    page.click(".wj-who")
    page.click("[data-forget] button")
    page.wait_for_url("**/login/")
    assert page.evaluate("sessionStorage.length") == 0


def test_what_was_typed_does_not_cover_what_somebody_else_saved_meanwhile(
    cast: Cast, come: Come, now: datetime
) -> None:
    compilation, compiler = disposal.drafted(cast, now), come(cast.compiler)
    compiler.goes(f"{compilation.get_absolute_url()}edit/")
    compiler.fills(summary="Mine, of an hour ago.", analysis="Mine as well.")
    Compilation.objects.update(summary="Theirs, saved since.")
    compiler.page.reload()
    expect(compiler.page.locator("[name=summary]")).to_have_value("Theirs, saved since.")
    expect(compiler.page.locator("[name=analysis]")).to_have_value("Mine as well.")


def test_a_value_that_was_refused_is_not_put_back_later_as_if_it_were_taken(
    cast: Cast, come: Come, now: datetime
) -> None:
    notice, compiler = given_notices.prepared(cast, now), come(cast.compiler)
    compiler.goes(f"{notice.get_absolute_url()}send/")
    page, least = compiler.page, compiler.page.input_value("[name=days]")
    compiler.fills(days="0", without_photos="Nobody is at the desk today.")
    page.click(BUTTON)
    expect(page.locator(".wj-errors")).to_be_focused()
    assert page.input_value("[name=days]") == "0"
    compiler.goes(f"{notice.get_absolute_url()}send/")
    expect(page.locator(".wj-kept")).to_be_visible()
    assert page.input_value("[name=days]") == least
    assert page.input_value("[name=without_photos]") == "Nobody is at the desk today."


def test_a_day_is_named_as_it_is_chosen(buyer: Person) -> None:
    day = buyer.page.locator(".wj-day")
    buyer.fills(delivered_at="2026-10-01T09:00")
    expect(day).to_have_text("Thursday · day of rest: National Day")
    buyer.fills(delivered_at="2026-10-10T09:00")
    expect(day).to_have_text("Saturday · working day that makes up for another")
    buyer.fills(delivered_at="")
    expect(day).to_have_text("")


def test_a_code_before_the_camera_leads_to_its_record(buyer: Person, purchase: Purchase) -> None:
    buyer.page.add_init_script(CODE % f"https://elsewhere.test{purchase.get_absolute_url()}")
    buyer.goes("/scan/")
    buyer.page.click("[data-scan]")
    buyer.page.wait_for_url(f"**{purchase.get_absolute_url()}")


def test_a_tracking_number_is_read_into_its_field(cast: Cast, come: Come, now: datetime) -> None:
    ordered, buyer = given.ordered_purchase(cast, now), come(cast.buyer)
    buyer.page.add_init_script(CODE % "SF1234567890")
    buyer.goes(f"{ordered.get_absolute_url()}ship/")
    buyer.page.click("[data-scan]")
    expect(buyer.page.locator("[name=tracking_number]")).to_have_value("SF1234567890")
    expect(buyer.page.locator("#scanner")).to_be_hidden()


def test_without_a_camera_the_number_is_typed(buyer: Person, purchase: Purchase) -> None:
    buyer.goes("/scan/")
    assert buyer.page.locator("[data-scan]").is_hidden()
    buyer.page.fill("#code", purchase.parcels.get().tracking_number)
    buyer.follows(buyer.page.locator(f"{SHEET} .wj-field button"))
    assert buyer.page.url.endswith(purchase.get_absolute_url())


def test_the_bell_counts_anew_while_the_page_lies_open(cast: Cast, come: Come, now: datetime) -> None:
    verifier = come(cast.verifier)
    verifier.page.clock.install()
    verifier.goes("/scan/")
    unread = verifier.page.locator(".wj-unread")
    expect(unread).to_be_hidden()
    given.delivered_purchase(cast, now)
    verifier.page.clock.run_for(61_000)
    expect(unread).to_have_text(re.compile(r"^1\b"))
    verifier.page.context.clear_cookies(name="sessionid")
    verifier.page.clock.run_for(61_000)
    expect(verifier.page.locator("[data-unread]")).to_have_count(0)
    assert verifier.page.url.endswith("/scan/")


PASTE = """
([field, text]) => {
  const carried = new DataTransfer();
  carried.setData("text", text);
  const event = new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true });
  document.querySelector(field).dispatchEvent(event);
}
"""


def test_results_are_pasted_from_a_spreadsheet_and_judged_as_they_stand_there(
    cast: Cast, come: Come, now: datetime
) -> None:
    report = inspection.begun(cast, now)
    person = come(cast.tester)
    person.goes(f"{report.get_absolute_url()}enter/")
    page = person.page
    lead, parts = (page.locator(f"[data-title='{name}']") for name in ("Lead", "Small parts"))
    page.evaluate(PASTE, ["[data-cell=value]", "Lead\t91\t0.5\nSmall parts\t0\nMercury\t3"])
    expect(lead.locator("[data-cell=value]")).to_have_value("91")
    expect(lead.locator("output")).to_have_text("Non-conforming")
    expect(parts.locator("output")).to_have_text("Conforming")
    expect(page.locator(".wj-grid-said")).to_contain_text("Mercury")
    page.click(".wj-grid-said button")
    expect(lead.locator("[data-cell=value]")).to_have_value("")
    page.evaluate(PASTE, ["[data-cell=value]", "0\n12\n"])
    expect(page.locator("[data-cell=value]").nth(1)).to_have_value("12")
    page.locator("[data-cell=value]").nth(0).press("Enter")
    expect(page.locator("[data-cell=value]").nth(1)).to_be_focused()
    page.evaluate(PASTE, ["[data-cell=value]", "Earth resistance\t3\nCadmium\t4"])
    expect(page.locator(".wj-grid-said")).to_contain_text("Earth resistance")
    expect(page.locator("[data-cell=value]").nth(0)).to_have_value("0")  # no name stands where a value should
    page.route("**/judged/", lambda route: route.abort())
    lead.locator("[data-cell=value]").fill("91")
    expect(lead.locator("output")).to_have_text("…")  # and not what it came to before
