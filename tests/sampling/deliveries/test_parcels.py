"""How do the parcels of an order come, and from when do the clocks of the return run? (6.2-4, 6.2-7)"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.flow import Refused
from casework.models import Deadline
from sampling.deliveries.actions.parcels import receive_parcel, rest_missing, send_parcel
from tests.sampling import given, parcels, stated, walks
from tests.sampling.walks import post


@pytest.mark.clause("6.2-7")
def test_a_purchase_is_delivered_when_the_last_of_its_parcels_has_come(cast, now, at_desk):
    purchase = parcels.two_under_way(cast, now)
    assert post(at_desk, cast.buyer, purchase, "deliver", walks.arrival(purchase, cast)).status_code == 409
    data = walks.first_arrival(purchase, cast)
    assert post(at_desk, cast.buyer, purchase, "receive_parcel", data).status_code == 302
    purchase.refresh_from_db()
    assert (purchase.state, purchase.delivered_at) == ("shipped", None)
    assert post(at_desk, cast.buyer, purchase, "deliver", walks.arrival(purchase, cast)).status_code == 302
    purchase.refresh_from_db()
    assert purchase.state == "delivered" and not purchase.parcels.under_way().exists()


@pytest.mark.clause("6.2-7-b")
def test_the_clock_of_the_return_starts_from_the_receipt_of_the_last_parcel(cast, now, at_desk):
    purchase = parcels.one_of_two_came(cast, now - timedelta(days=2))
    assert post(at_desk, cast.buyer, purchase, "deliver", walks.arrival(purchase, cast)).status_code == 302
    purchase.refresh_from_db()
    assert purchase.delivered_at == now
    assert Deadline.objects.get(record_id=purchase.pk, term="DL-10").raw_end.isoformat() == "2026-12-02"


def test_what_does_not_come_is_given_up_and_the_rest_is_checked(cast, now, at_desk):
    purchase = parcels.one_of_two_came(cast, now)
    data = {"note": "The carrier lost it."}
    assert post(at_desk, cast.buyer, purchase, "rest_missing", data).status_code == 302
    purchase.refresh_from_db()
    assert (purchase.state, purchase.delivered_at) == ("delivered", now)
    assert [parcel.missing for parcel in purchase.parcels.all()] == [False, True]


def test_not_all_parcels_are_given_up_and_none_is_entered_twice(cast, now):
    purchase = parcels.two_under_way(cast, now)
    with pytest.raises(Refused, match="No parcel has come"):
        rest_missing(purchase, note="Lost.", by=cast.buyer, now=now)
    with pytest.raises(Refused, match="another tracking number"):
        again = given.parcel(now)
        send_parcel(purchase, by=cast.buyer, now=now, step="add_parcel", **again)


def test_the_form_of_one_parcel_names_no_other_beside_its_day(cast, now, at_desk):
    purchase = parcels.two_under_way(cast, now)
    first, second = purchase.parcels.all()
    client, url = at_desk(cast.buyer), reverse("purchase-step", args=[purchase.number, "receive_parcel"])
    assert "Of the parcel that you choose above." in client.get(url).text
    page = client.post(url, {"parcel": first}).text
    assert f"Parcel: {first.carrier} {first.tracking_number}<" in page
    assert (
        f"{second.carrier} {second.tracking_number}<"
        not in page.partition("Parcel: ")[2].partition("</p>")[0]
    )


def test_the_last_parcel_is_a_delivery(cast, now, at_desk):
    purchase = given.shipped_purchase(cast, now)
    data = walks.first_arrival(purchase, cast)
    answer = post(at_desk, cast.buyer, purchase, "receive_parcel", data)
    assert answer.status_code == 409 and "last parcel" in answer.text


def test_a_parcel_comes_once(cast, now):
    purchase = parcels.two_under_way(cast, now)
    send_parcel(purchase, by=cast.buyer, now=now, step="add_parcel", **given.parcel(now, "T-3"))
    first = purchase.parcels.all()[0]
    receive_parcel(purchase, parcel=first, by=cast.buyer, now=now, **stated.arrival(now))
    with pytest.raises(Refused, match="has come already"):
        receive_parcel(purchase, parcel=first, by=cast.buyer, now=now, **stated.arrival(now))


@pytest.mark.parametrize(
    ("step", "wrong"),
    [
        ("add_parcel", {"shipped_on": "2030-01-01"}),
        ("add_parcel", {"pieces": 9}),
        ("receive_parcel", {"delivered_at": "2030-01-01T10:00"}),
        ("receive_parcel", {"delivered_at": "2020-01-01T10:00"}),
        ("receive_parcel", {"taken_in": ""}),
    ],
)
def test_what_cannot_be_said_of_a_parcel_is_put_right(cast, now, at_desk, step, wrong):
    purchase = parcels.two_under_way(cast, now)
    data = walks.first_arrival if step == "receive_parcel" else walks.second_parcel
    answer = post(at_desk, cast.buyer, purchase, step, {**data(purchase, cast), **wrong})
    assert answer.status_code == 422


def test_the_page_shows_each_parcel_with_its_state(cast, now, at_desk):
    purchase = parcels.one_of_two_came(cast, now)
    page = at_desk(cast.buyer).get(purchase.get_absolute_url()).text
    assert "T-1" in page and "T-2" in page and "Parcel 2" in page
    first = purchase.parcels.all()[0]
    assert first.photos.count() == 2


@pytest.mark.clause("O18-07")
def test_the_further_fields_of_the_sampling_form_stand_on_it(cast, now):
    purchase = given.accepted_purchase(cast, now)
    said = purchase.documents.get(paper="sampling_form").content
    groups = {group["heading"] for group in said["further"]}
    assert {"Shop, further", "Platform, further", "Product, further"} <= groups
    # What its first rows have room for stands there, and not twice.
    assert said["platform_address"] == "1 Platform Road" and "1 Platform Road" not in str(said["further"])


@pytest.mark.clause("6.2")
def test_of_a_covert_purchase_the_form_does_not_say_that_the_enterprise_confirmed_nothing(cast, now):
    purchase = given.accepted_purchase(cast, now)
    assert purchase.entry.confirmed is False and not purchase.scheme.supervised
    said = purchase.documents.get(paper="sampling_form").content["further"]
    assert str(purchase.entry._meta.get_field("confirmed").verbose_name) not in str(said)


@pytest.mark.parametrize("missing", ["platform_url", "platform_address", "platform_licence", "permit"])
def test_an_order_lacks_nothing_of_shop_and_platform(cast, now, at_desk, missing):
    purchase = given.confirmed_purchase(cast, now)
    data = {**walks.order(purchase, cast), missing: ""}
    assert post(at_desk, cast.buyer, purchase, "order", data).status_code == 422


@pytest.mark.parametrize(("said", "kept"), [("", "paid"), ("0", "0.00"), ("12.50", "12.50")])
def test_the_fee_for_the_sample_is_what_was_paid_unless_it_is_said(cast, now, at_desk, said, kept):
    purchase = given.confirmed_purchase(cast, now)
    data = {**walks.order(purchase, cast), "sampling_fee": said}
    assert post(at_desk, cast.buyer, purchase, "order", data).status_code == 302
    purchase.refresh_from_db()
    assert str(purchase.entry.sampling_fee) == (str(purchase.amount) if kept == "paid" else kept)


@pytest.mark.parametrize("missing", ["operator", "credit_code"])
def test_a_supervision_check_names_the_business_behind_the_shop(cast, now, at_desk, missing):
    purchase = given.confirmed_purchase(cast, now, legal_mode="supervision_check")
    data = {**walks.order(purchase, cast), missing: ""}
    answer = post(at_desk, cast.buyer, purchase, "order", data)
    assert answer.status_code == 422 and "names the business" in answer.text
    alone = {**walks.order(purchase, cast), missing: "", "natural_person": "yes"}
    assert post(at_desk, cast.buyer, purchase, "order", alone).status_code == 302
