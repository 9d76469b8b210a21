"""Does the buyer learn of the recipient only once the evidence of the order has begun? (6.2-4, 6.2-5)"""

import pytest
from django.urls import reverse

from casework.flow import Refused
from sampling.purchases.actions import assigning, orders
from tests.sampling import given, stated, walks
from tests.sampling.walks import post
from trail.models import LOOK, Event


@pytest.mark.clause("6.2-5", "W-04")
def test_before_the_item_is_confirmed_the_buyer_is_shown_nobody(cast, now, at_desk):
    purchase = given.assigned_purchase(cast, now)
    client, url = at_desk(cast.buyer), reverse("purchase-reveal", args=[purchase.number])
    assert url not in client.get(purchase.get_absolute_url()).text
    assert client.post(url).status_code == 409
    assert not Event.objects.of("record", purchase.pk).filter(verb=LOOK).exists()
    assert post(at_desk, cast.buyer, purchase, "confirm_item", walks.item(purchase, cast)).status_code == 302
    assert url in client.get(purchase.get_absolute_url()).text
    assert stated.SECRET_ADDRESS in client.post(url).text


def test_the_keeper_may_look_before(cast, now):
    purchase = given.assigned_purchase(cast, now)
    assert assigning.reveal_order(purchase, by=cast.address_keeper, now=now)["name"] == stated.SECRET_NAME


@pytest.mark.clause("6.2-4", "O18-05")
def test_nothing_is_ordered_before_shop_and_product_are_on_file(cast, now, at_desk):
    purchase = given.assigned_purchase(cast, now)
    answer = post(at_desk, cast.buyer, purchase, "order", walks.order(purchase, cast))
    assert answer.status_code == 409 and "Confirm shop and product first" in answer.text
    post(at_desk, cast.buyer, purchase, "confirm_item", walks.item(purchase, cast))
    assert set(purchase.attachments.values_list("kind", flat=True)) == {"shot_shop", "shot_item"}
    assert post(at_desk, cast.buyer, purchase, "order", walks.order(purchase, cast)).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"shot_shop": ""},
        {"shot_item": ""},
        {"title_seen": ""},
        {"price_seen": "-1"},
        {"changes": ["price"]},
        {"changes": ["weather"], "differences": "Rain."},
    ],
)
def test_a_confirmation_lacks_nothing(cast, now, at_desk, wrong):
    purchase = given.assigned_purchase(cast, now)
    data = stated.item_data(purchase, **wrong)
    assert post(at_desk, cast.buyer, purchase, "confirm_item", data).status_code == 422
    assert not purchase.confirmations.exists()


def test_another_price_is_told_and_bought(cast, now, at_desk):
    purchase = given.assigned_purchase(cast, now)
    data = stated.item_data(purchase, changes=["price"], differences="Ten yuan more.", price_seen="49.90")
    assert post(at_desk, cast.buyer, purchase, "confirm_item", data).status_code == 302
    page = at_desk(cast.organiser).get(purchase.get_absolute_url()).text
    assert "49.90" in page and "39.90" in page and "Ten yuan more." in page
    given.ordered(purchase, cast, now)


@pytest.mark.clause("6.2-2")
def test_what_became_another_thing_is_bought_only_if_the_organiser_decides_so(cast, now, at_desk):
    purchase = given.changed_purchase(cast, now)
    assert post(at_desk, cast.buyer, purchase, "order", walks.order(purchase, cast)).status_code == 409
    with pytest.raises(Refused, match="once shop and product"):
        assigning.reveal_order(purchase, by=cast.buyer, now=now)
    decided = post(at_desk, cast.organiser, purchase, "buy_changed", {"note": "Same maker, new model."})
    assert decided.status_code == 302
    assert purchase.confirmations.get().allowed_at == now
    assert post(at_desk, cast.buyer, purchase, "order", walks.order(purchase, cast)).status_code == 302


def test_where_nothing_changed_nothing_is_decided(cast, now):
    purchase = given.confirmed_purchase(cast, now)
    with pytest.raises(Refused, match="no longer possible"):
        orders.buy_changed(purchase, note="x", by=cast.organiser, now=now)


def test_a_change_is_told_by_the_deed_itself(cast, now):
    with pytest.raises(Refused, match="what has changed"):
        given.confirmed(given.assigned_purchase(cast, now), cast, now, changes=["price"])


def test_who_is_assigned_anew_looks_for_themselves(cast, now):
    purchase = given.confirmed_purchase(cast, now)
    given.recipient(cast, now)
    assigning.assign(purchase, by=cast.organiser, now=now, buyer=cast.buyer.user, step="reassign")
    assert purchase.confirmed_at is None
    assert str(purchase.confirmations.get()).endswith(purchase.listing.product)
