"""Does what was typed outlast a log-out and a lost network, and does nobody else at that browser read it?"""

from __future__ import annotations

from datetime import datetime

import pytest
from playwright.sync_api import expect

from sampling.purchases.models.purchases import Purchase
from tests.cast import PASSWORD, Cast
from tests.conftest import NOW
from tests.journeys.conftest import JOURNEY, Come
from tests.journeys.people import SHEET, Person, picture
from tests.sampling import given

pytestmark = JOURNEY
BUTTON = f"{SHEET} .wj-sheet-foot .btn-primary"
STATE = "torn at one corner"
FILES = "[...document.querySelector('[name=packing]').files].map(one => one.name)"
# Everything that lies in the browser, as text, as far as it is text.
LYING = """async () => {
  const opening = indexedDB.open("wangjian")
  const database = await new Promise(done => { opening.onsuccess = () => done(opening.result) })
  const asked = database.transaction("kept").objectStore("kept").getAll()
  const found = await new Promise(done => { asked.onsuccess = () => done(asked.result) })
  const plain = new TextDecoder("latin1")
  const texts = found.map(one => [one.id, plain.decode(one.sealed)].join())
  return [found.length, [...texts, ...Object.values(sessionStorage), ...Object.values(localStorage)].join()]
}"""


@pytest.fixture
def purchase(cast: Cast, now: datetime) -> Purchase:
    """A parcel on its way."""
    return given.shipped_purchase(cast, now)


@pytest.fixture
def buyer(cast: Cast, come: Come, purchase: Purchase) -> Person:
    """Before the form of the parcel's delivery, half filled in."""
    person = come(cast.buyer)
    person.goes(address(purchase))
    person.fills(packing_state=STATE, packing=[{**picture(person), "name": "a.png"}])
    person.page.wait_for_function(f"({LYING})().then(([kept]) => kept === 2)")
    return person


def address(purchase: Purchase) -> str:
    return f"{purchase.get_absolute_url()}deliver/"


def logs_out(person: Person) -> None:
    person.page.click(".wj-who")
    person.page.click("[data-forget] button")
    person.page.wait_for_url("**/login/")


def finds_it(person: Person) -> None:
    expect(person.page.locator("[name=packing_state]")).to_have_value(STATE)
    person.page.wait_for_function(f"{FILES}.includes('a.png')")
    expect(person.page.locator(".wj-drop-list li")).to_have_count(1)
    expect(person.page.locator(".wj-kept")).to_be_visible()


def test_what_was_typed_and_its_files_outlast_a_log_out(buyer: Person, purchase: Purchase) -> None:
    logs_out(buyer)
    buyer.goes(address(purchase))
    finds_it(buyer)
    buyer.fills(delivered_at=NOW)
    buyer.sends()
    purchase.refresh_from_db()
    assert purchase.state == "delivered"
    assert buyer.page.evaluate(LYING)[0] == 0  # what is taken is kept no longer


def test_whoever_sits_there_next_finds_a_locked_box(
    buyer: Person, purchase: Purchase, cast: Cast, come: Come
) -> None:
    seal = "document.body.dataset.seal"
    own = buyer.page.evaluate(seal)
    logs_out(buyer)
    organiser = cast.organiser.user
    organiser.set_password(PASSWORD)
    organiser.save()
    buyer.fills(username=organiser.username, password=PASSWORD)
    buyer.sends()
    buyer.goes(purchase.get_absolute_url())
    assert own and buyer.page.evaluate(seal) not in (own, "")
    kept, lying = buyer.page.evaluate(LYING)
    assert kept == 2 and not [word for word in (STATE, "a.png", purchase.number) if word in lying]


def test_who_starts_afresh_is_offered_nothing_later(buyer: Person, purchase: Purchase) -> None:
    buyer.page.reload()
    finds_it(buyer)
    buyer.page.click(".wj-kept button")
    buyer.page.wait_for_function(f"({LYING})().then(([kept]) => kept === 0)")


def test_without_a_network_it_is_kept_and_sent_once_there_is_one(buyer: Person, purchase: Purchase) -> None:
    buyer.fills(delivered_at=NOW)
    buyer.page.context.set_offline(True)
    buyer.page.click(BUTTON)
    expect(buyer.page.locator(".wj-offline")).to_be_visible()
    purchase.refresh_from_db()
    assert purchase.state == "shipped"
    buyer.page.context.set_offline(False)
    expect(buyer.page.locator(".alert-success")).to_be_visible()
    purchase.refresh_from_db()
    assert purchase.state == "delivered"


def leaves_without_a_network(buyer: Person) -> None:
    buyer.fills(delivered_at=NOW)
    buyer.page.context.set_offline(True)
    buyer.page.click(BUTTON)
    expect(buyer.page.locator(".wj-offline")).to_be_visible()
    # A page that closes is let go of online, and would send at its last moment.
    buyer.page.goto("about:blank")
    left, buyer.page = buyer.page, buyer.page.context.new_page()
    left.close()
    buyer.page.context.set_offline(False)


def test_what_was_not_sent_is_at_the_top_of_the_next_page(buyer: Person, purchase: Purchase) -> None:
    leaves_without_a_network(buyer)
    buyer.goes("/")
    buyer.follows(buyer.page.locator(".wj-waiting a"))
    finds_it(buyer)
    expect(buyer.page.locator("[name=delivered_at]")).not_to_have_value("")
    buyer.sends()
    buyer.goes("/scan/")
    assert buyer.page.locator(".wj-waiting").is_hidden()


def test_it_is_said_to_be_kept_once_it_lies_there(buyer: Person) -> None:
    buyer.page.evaluate("""() => {
      const encrypt = crypto.subtle.encrypt.bind(crypto.subtle)
      const slow = new Promise(done => setTimeout(done, 1000))
      crypto.subtle.encrypt = (...all) => slow.then(() => encrypt(...all))
    }""")
    leaves_without_a_network(buyer)
    buyer.goes("/")
    expect(buyer.page.locator(".wj-waiting a")).to_be_visible()


def test_what_was_kept_is_sent_with_no_more_rights_than_one_has_by_then(
    buyer: Person, purchase: Purchase, cast: Cast
) -> None:
    leaves_without_a_network(buyer)
    buyer.goes("/")
    Purchase.objects.filter(pk=purchase.pk).update(buyer=cast.verifier.user)
    answer = buyer.page.goto(buyer.site.url + address(purchase))
    assert answer is not None and answer.status in (403, 404)
    purchase.refresh_from_db()
    assert purchase.state == "shipped"
