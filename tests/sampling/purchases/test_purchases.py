"""What does a purchase insist on: proof, separated hands, strange recipients, and nothing twice?"""

import pytest
from django.db import IntegrityError, transaction

from casework.actions import open_record, take
from casework.flow import Forbidden, Refused
from sampling.custody.actions import acceptance
from sampling.deliveries.actions import arrivals
from sampling.purchases.actions import assigning, orders, targets
from sampling.purchases.actions.orders import SHOTS
from sampling.purchases.models.purchases import Purchase
from sampling.samples.models.samples import Sample
from tests.cast import person
from tests.sampling import given, walks
from tests.sampling.walks import post
from trail.models import Event


@pytest.mark.clause("6.2-4", "O18-05")
@pytest.mark.parametrize(
    "missing",
    [
        *("shot_order", "shot_payment", "order_number", "account", "payment"),
        *("unit_price", "quantity", "unit", "freight", "amount", "ordered_at", "paid_at", "natural_person"),
    ],
)
def test_an_order_lacks_nothing_of_the_sampling_form(cast, now, at_desk, missing):
    purchase = given.confirmed_purchase(cast, now)
    data = walks.order(purchase, cast)
    del data[missing]
    assert post(at_desk, cast.buyer, purchase, "order", data).status_code == 422
    assert not purchase.attachments.filter(kind__in=SHOTS).exists()


@pytest.mark.clause("6.2-4")
def test_an_order_cannot_lie_ahead_or_be_paid_before_it_was_placed(cast, now, at_desk):
    purchase = given.confirmed_purchase(cast, now)
    data = walks.order(purchase, cast)
    ahead = post(at_desk, cast.buyer, purchase, "order", {**data, "paid_at": "2026-11-25T10:01"})
    early = post(
        at_desk, cast.buyer, purchase, "order", {**walks.order(purchase, cast), "paid_at": "2026-11-24T10:00"}
    )
    assert ahead.status_code == early.status_code == 422
    assert "lies in the future" in ahead.text and "paid before it was ordered" in early.text


def test_a_companys_shop_shows_its_licence(cast, now, at_desk):
    purchase = given.confirmed_purchase(cast, now)
    data = {**walks.order(purchase, cast), "licence": ""}
    assert post(at_desk, cast.buyer, purchase, "order", data).status_code == 422


@pytest.mark.parametrize("step", ["deliver", "check"])
def test_parcel_and_unpacking_are_photographed(cast, now, at_desk, step):
    made = {"deliver": given.shipped_purchase, "check": given.delivered_purchase}[step](cast, now)
    actor = {"deliver": cast.buyer, "check": cast.verifier}[step]
    data = {**walks.arrival(made, cast), "packing": []} if step == "deliver" else {}
    assert post(at_desk, actor, made, step, data).status_code == 422


def test_only_the_buyer_assigned_buys(cast, now, at_desk):
    purchase = given.assigned_purchase(cast, now)
    another = person("second_buyer", cast.center, *cast.buyer.roles, *cast.verifier.roles)
    answer = post(at_desk, another, purchase, "order", walks.order(purchase, cast))
    assert answer.status_code == 409
    assert "assigned to somebody else" in answer.text


@pytest.mark.clause("W-02")
def test_whoever_bought_does_not_check(cast, now):
    purchase = given.delivered_purchase(cast, now)
    roles = cast.buyer.roles | cast.verifier.roles
    both = type(cast.buyer)(cast.buyer.user, cast.center, roles)
    with pytest.raises(Refused, match="somebody else"):
        arrivals.begin_check(purchase, by=both, now=now, unpacking=[given.picture()])


def test_somebody_who_is_no_buyer_of_the_scheme_is_not_assigned(cast, now, at_desk):
    purchase = given.planned_purchase(cast, now)
    stranger = person("second_buyer", cast.center, *cast.buyer.roles)
    given.recipient(cast, now)
    data = {"buyer": stranger.user}
    assert post(at_desk, cast.organiser, purchase, "assign", data).status_code == 422
    with pytest.raises(Refused, match="scheme's buyers"):
        assigning.assign(purchase, by=cast.organiser, now=now, buyer=stranger.user)


@pytest.mark.parametrize("shared", ["shop", "brand", "enterprise", "listing"])
def test_the_database_itself_refuses_a_second_purchase_of_one_target(cast, now, shared):
    purchase = given.planned_purchase(cast, now)
    other = purchase.scheme.listings.filter(chosen=False)[0]
    same = {name: getattr(other, name) for name in ("shop", "brand", "enterprise")}
    data = {
        **same,
        "listing": other,
        "scheme": purchase.scheme,
        "plan_item": purchase.plan_item,
        "title": "Again",
        "center": cast.center,
        shared: getattr(purchase, shared),
    }
    with pytest.raises(IntegrityError, match=f"purchase_one_{shared}"), transaction.atomic():
        open_record(Purchase, by=cast.organiser, now=now, **data)


@pytest.mark.clause("6.2-3", "6.2-7-b")
def test_a_substitute_may_not_repeat_what_another_purchase_uses(cast, now, at_desk):
    rows = [
        given.row(1),
        given.row(2),
        given.row(3, brand="Brand 1"),
        given.row(4, shop="Shop 2", shop_id="S-2"),
    ]
    scheme = given.buying_scheme(cast, now, rows=rows, batches=2)
    first, second = scheme.purchases.order_by("pk")
    given.assigned(first, cast, now)
    given.failed(first, cast, now)
    repeating = [
        listing
        for listing in scheme.listings.all()
        if listing.shop_id == second.shop_id or listing.brand_id == second.brand_id
    ]
    for listing in repeating:
        answer = post(at_desk, cast.organiser, first, "replace", {"listing": listing})
        assert answer.status_code == 422
    assert post(at_desk, cast.organiser, first, "replace", walks.instead(first, cast)).status_code == 302


def test_no_sample_without_an_accepted_purchase(cast, now):
    purchase = given.checking_purchase(cast, now)
    goods = {**given.goods(purchase), "quantity": 1, "item_id": "1", "sampled_on": now.date()}
    with pytest.raises(Refused, match="accepted purchase only"):
        open_record(
            Sample, by=cast.verifier, now=now, purchase=purchase, title="x", center=cast.center, **goods
        )


def test_no_more_is_accepted_than_was_bought(cast, now, at_desk):
    purchase = given.checking_purchase(cast, now)
    data = {**walks.acceptance(purchase, cast), "quantity": 3, "backup": 1}
    assert post(at_desk, cast.verifier, purchase, "accept", data).status_code == 422


def test_a_plan_that_asks_for_a_backup_sample_gets_one(cast, now, at_desk):
    purchase = given.checking_purchase(cast, now, backup_required=True)
    data = {**walks.acceptance(purchase, cast), "backup": ""}
    assert post(at_desk, cast.verifier, purchase, "accept", data).status_code == 422


def test_a_voided_purchase_frees_its_shop(cast, now, at_desk):
    purchase = given.planned_purchase(cast, now)
    assert post(at_desk, cast.leader, purchase, "void", {"note": "In error."}).status_code == 302
    targets.add_target(purchase.scheme, listing=purchase.listing, by=cast.organiser, now=now)
    assert Purchase.objects.filter(counts=True).count() == 1


def test_a_refusal_half_way_leaves_nothing_done(cast, now):
    purchase = given.confirmed_purchase(cast, now)
    data = given.order_data(now)
    data["shot_payment"].name = "shot.exe"
    with pytest.raises(Refused):
        orders.order(purchase, by=cast.buyer, now=now, **data)
    purchase.refresh_from_db()
    assert (purchase.state, purchase.order_number) == ("assigned", "")
    assert not Event.objects.of("record", purchase.pk).filter(verb="order").exists()


def test_a_platform_takes_no_step_of_a_purchase(cast, now):
    purchase = given.planned_purchase(cast, now)
    with pytest.raises(Forbidden):
        take("assign", purchase, by=cast.quality_officer, now=now)


def test_the_deed_itself_accepts_nothing_that_is_not_in_order(cast, now):
    purchase = given.checking_purchase(cast, now)
    checks, goods = {"in_date": False}, given.goods(purchase)
    with pytest.raises(Refused, match="reject the sample"):
        acceptance.accept(purchase, by=cast.verifier, now=now, checks=checks, goods=goods, quantity=1)


def test_a_check_needs_the_unpacking_on_file(cast, now):
    purchase = given.delivered_purchase(cast, now)
    take("check", purchase, by=cast.verifier, now=now)
    with pytest.raises(Refused, match="unpacking"):
        take("accept", purchase, by=cast.verifier, now=now)


def test_where_nobody_is_assigned_nobody_is_revealed(cast, now):
    purchase = given.planned_purchase(cast, now)
    with pytest.raises(Refused, match="Nobody is assigned"):
        assigning.reveal_order(purchase, by=cast.address_keeper, now=now)
