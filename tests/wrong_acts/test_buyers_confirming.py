"""Can a buyer confirm that nothing has changed, and enter another title or price in the same form?"""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from accounts.models import Membership, Viewer
from accounts.roles import Role
from casework.flow import Refused
from casework.models import Notification
from casework.pages.worklist import waiting
from sampling.purchases.models.purchases import Purchase
from sampling.schemes.models import Listing
from tests.conftest import NOW
from tests.sampling import given, stated, walks


@pytest.fixture
def chosen(cast) -> Purchase:
    """Assigned to the buyer; a small toy magnet for 32.00 was chosen."""
    purchase = given.assigned_purchase(cast, NOW)
    Listing.objects.filter(pk=purchase.listing_id).update(product="磁力小球（100 颗）", price="32.00")
    return Purchase.objects.get(pk=purchase.pk)


@pytest.fixture
def confirm(cast, post, chosen):
    """The buyer enters what is on the page; gives the answer."""

    def enter(**page):
        return post(cast.buyer, chosen, "confirm_item", stated.item_data(chosen, **page))

    return enter


def test_another_title_without_the_tick_is_refused_with_both_titles(confirm, chosen):
    answer = confirm(title_seen="塑料积木")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "on the page “塑料积木”, when it was chosen “磁力小球（100 颗）”" in page
    assert not chosen.confirmations.exists()


def test_another_price_without_the_tick_is_refused_with_both_prices(confirm, chosen):
    answer = confirm(price_seen="99.00")
    assert answer.status_code == 422
    assert "on the page 99.00, when it was chosen 32.00" in answer.content.decode()


def test_the_tick_of_one_change_does_not_tell_the_other(confirm, chosen):
    told = {"changes": ["price"], "differences": "Dearer."}
    assert confirm(title_seen="塑料积木", price_seen="99.00", **told).status_code == 422
    assert not chosen.confirmations.exists()


def test_a_change_ticked_is_explained(confirm):
    answer = confirm(title_seen="塑料积木", changes=["product"])
    assert answer.status_code == 422 and "Say what has changed" in answer.content.decode()


def test_a_change_that_is_told_stands_on_the_page_beside_what_was_chosen(cast, confirm, chosen, see):
    told = {"changes": ["product", "price"], "differences": "Blocks are sold there now."}
    assert confirm(title_seen="塑料积木", price_seen="99.00", **told).status_code == 302
    page = see(cast.organiser, chosen.get_absolute_url()).content.decode()
    assert "on the page “塑料积木”, when it was chosen “磁力小球（100 颗）”" in page
    assert "on the page 99.00, when it was chosen 32.00" in page


def test_a_title_written_another_way_is_the_same(confirm):
    assert confirm(title_seen="磁力小球(１００颗)").status_code == 302


@pytest.mark.parametrize(("seen", "answered"), [("45.00", 302), ("60.00", 302), ("60.01", 422)])
def test_a_price_within_the_range_that_was_chosen_is_no_change(confirm, chosen, seen, answered):
    Listing.objects.filter(pk=chosen.listing_id).update(price_to="60.00")
    assert confirm(price_seen=seen).status_code == answered


def test_the_deed_itself_keeps_no_difference_back(cast, chosen):
    with pytest.raises(Refused, match="the price: on the page 99"):
        given.confirmed(chosen, cast, NOW, price_seen=Decimal("99.00"))
    assert not chosen.confirmations.exists()


@pytest.fixture
def bear(confirm):
    """The page is a large toy bear's now, says the buyer, and ticks title and price."""
    told = {"changes": ["price", "title"], "differences": "Title and price have changed."}
    assert confirm(title_seen="大号毛绒熊", price_seen="88.00", **told).status_code == 302


def test_another_title_alone_waits_for_the_organiser(confirm, chosen):
    told = {"changes": ["title"], "differences": "Called otherwise."}
    assert confirm(title_seen="大号毛绒熊", **told).status_code == 302
    assert chosen.state == "changed" and chosen.confirmed_at is None


def test_what_has_changed_is_on_the_list_of_the_organiser_who_is_told(cast, post, chosen, bear):
    assert chosen.state == "changed" and chosen in [each.child() for each in waiting(cast.organiser, NOW)]
    assert Notification.objects.filter(user=cast.organiser.user, record=chosen).exists()
    assert post(cast.buyer, chosen, "order", walks.order(chosen, cast)).status_code == 409
    assert post(cast.buyer, chosen, "confirm_item", stated.item_data(chosen)).status_code == 409


@pytest.mark.parametrize(
    ("price", "state"),
    [("48.00", "assigned"), ("48.01", "changed"), ("16.00", "assigned"), ("15.99", "changed")],
)
def test_a_price_far_off_waits_for_the_organiser(confirm, chosen, price, state):
    assert confirm(price_seen=price, changes=["price"], differences="Another price.").status_code == 302
    assert chosen.state == state


def test_whoever_found_it_changed_does_not_decide_on_it(cast, post, chosen, bear):
    both = Viewer(cast.buyer.user, cast.center, frozenset({Role.ORGANISER, Role.BUYER}))
    Membership.objects.filter(user=both.user).update(roles=[Role.ORGANISER, Role.BUYER])
    assert post(both, chosen, "buy_changed", {"note": "A fine bear."}).status_code == 409
    assert chosen.state == "changed"


def test_an_organiser_who_does_not_buy_it_gives_it_back_and_nothing_can_be_ordered(cast, post, chosen, bear):
    assert post(cast.organiser, chosen, "leave_changed", {"note": "Not a bear."}).status_code == 302
    assert chosen.state == "assigned"
    assert Notification.objects.filter(user=cast.buyer.user, record=chosen).exists()
    assert post(cast.buyer, chosen, "order", walks.order(chosen, cast)).status_code == 409


def test_a_second_look_leaves_the_first_on_the_page(cast, post, confirm, chosen, bear, see):
    post(cast.organiser, chosen, "leave_changed", {"note": "Not a bear."})
    assert confirm().status_code == 302
    assert "大号毛绒熊" in see(cast.organiser, chosen.get_absolute_url()).content.decode()


def test_nothing_is_ordered_at_a_price_that_nobody_decided_on(cast, post, confirm, chosen):
    assert confirm().status_code == 302
    dear = walks.order(chosen, cast) | {"unit_price": "99.00", "amount": "297.00"}
    answer = post(cast.buyer, chosen, "order", dear | {"order_why": "Dearer since this morning."})
    assert answer.status_code == 409 and "far from what was chosen" in answer.content.decode()
    assert chosen.state == "assigned"


def test_the_organiser_decides_having_read_what_was_chosen_and_found(cast, chosen, bear, see):
    page = see(cast.organiser, f"{chosen.get_absolute_url()}buy_changed/").content.decode()
    for said in ("磁力小球（100 颗）", "32.00", "大号毛绒熊", "88.00", "Title and price have changed."):
        assert said in page


@pytest.fixture
def verifying(cast, post, chosen, bear, see):
    """The verifier's form of acceptance, of the bear that the organiser had bought all the same."""
    assert post(cast.organiser, chosen, "buy_changed", {"note": "Toys all the same."}).status_code == 302
    entry = stated.shop_entry() | {"order_why": "Dearer since this morning."}
    given.ordered(chosen, cast, NOW, unit_price=Decimal("99.00"), entry=entry)
    given.checking(given.delivered(given.shipped(chosen, cast, NOW), cast, NOW), cast, NOW)
    return see(cast.verifier, f"{chosen.get_absolute_url()}accept/").content.decode()


def test_the_verifier_reads_what_was_chosen_found_decided_and_ordered(chosen, verifying):
    prices, titles = ("32.00", "88.00", "99.00"), ("磁力小球（100 颗）", "大号毛绒熊")
    for said in (*prices, *titles, "Toys all the same.", chosen.shop.name):
        assert said in verifying


def test_the_verifier_reads_the_product_on_the_goods_where_the_page_had_changed(verifying):
    asked = re.findall(r'<input[^>]*name="product"[^>]*>', verifying)
    assert len(asked) == 1 and "磁力小球" not in asked[0]


def test_beside_the_verifiers_form_stands_nothing_of_buyer_and_recipient(cast, verifying):
    secrets = (stated.SECRET_NAME, stated.SECRET_PHONE, stated.SECRET_ADDRESS, stated.SECRET_ACCOUNT)
    for secret in (*secrets, stated.SECRET_ORDER, cast.buyer.user.name):
        assert secret not in verifying


def rows_of(page: str) -> dict[str, list[str]]:
    """The table beside the form: what is compared → its cells, in words."""
    table = page.split("What was chosen, found and ordered</caption>")[1].split("</table>")[0]
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in table.split("<tr>")[2:]]
    words = [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in rows]
    return {row[0]: row[1:] for row in words}


def test_what_differs_is_marked_in_words_beside_what_was_chosen(cast, confirm, chosen, see):
    told = {"changes": ["price", "product", "brand"], "brand_seen": "禾物", "differences": "A bear now."}
    assert confirm(title_seen="大号毛绒熊", price_seen="88.00", **told).status_code == 302
    rows = rows_of(see(cast.organiser, f"{chosen.get_absolute_url()}buy_changed/").content.decode())
    assert rows["title of the product"] == ["磁力小球（100 颗）", "大号毛绒熊 differs", "—"]
    assert rows["brand"] == [chosen.listing.brand.name, "禾物 differs", "—"]
    assert rows["price"] == ["32.00", "88.00 differs", "—"]
    assert rows["shop"] == [chosen.shop.name, chosen.shop.name, "—"]


def test_the_screenshots_stand_beside_the_decision(cast, chosen, bear, see):
    page = see(cast.organiser, f"{chosen.get_absolute_url()}buy_changed/").content.decode()
    for file in chosen.attachments.all():
        assert file.get_absolute_url() in page
    assert "Screenshot of the product · shot_item.png" in page
