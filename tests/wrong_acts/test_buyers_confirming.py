"""Can a buyer confirm that nothing has changed, and enter another title or price in the same form?"""

from __future__ import annotations

from decimal import Decimal

import pytest

from casework.flow import Refused
from sampling.models import Listing, Purchase
from tests.conftest import NOW
from tests.sampling import given


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
        return post(cast.buyer, chosen, "confirm_item", given.item_data(chosen, **page))

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
