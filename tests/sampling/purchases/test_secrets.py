"""Who may know what of targets, buyers, recipients, addresses and orders? (design 3, W-04)

That nobody else is told anything by any door: test_doors.py.
"""

import json
from datetime import datetime

import pytest
from django.urls import reverse

from sampling.purchases.models.purchases import Purchase
from sampling.schemes.models import Scheme
from tests.cast import Cast
from tests.sampling import given, stated, walks
from trail.models import Event

PEOPLE = (stated.SECRET_NAME, stated.SECRET_PHONE, stated.SECRET_ADDRESS)
ORDER = (stated.SECRET_ACCOUNT, stated.SECRET_ORDER, "wallet-88", "T-1")
OUTSIDERS = ("receiver", "tester", "quality_officer", "other_organiser", "other_buyer", "other_planner")


BUYER = "Qian Wen"


@pytest.fixture(autouse=True)
def _buyer_has_a_name_of_their_own(cast: Cast) -> None:
    cast.buyer.user.name = BUYER
    cast.buyer.user.save()


def target(purchase: Purchase) -> tuple[str, ...]:
    """What would give a target away."""
    return (purchase.shop.name, purchase.listing.item_id, purchase.listing.url, str(purchase.brand))


@pytest.mark.clause("W-04")
@pytest.mark.parametrize("who", OUTSIDERS)
def test_a_purchase_is_not_there_for_anybody_outside(cast, now, at_desk, who):
    purchase = given.ordered_purchase(cast, now)
    client = at_desk(getattr(cast, who))
    for record in (purchase, purchase.scheme):
        assert client.get(record.get_absolute_url()).status_code == 404
        assert client.get(reverse(f"{record.kind}-step", args=[record.number, "void"])).status_code == 404
        listed = client.get(reverse(f"{record.kind}-list")).text
        assert record.number not in listed and record.title not in listed
    home = client.get("/").text
    assert purchase.number not in home and purchase.title not in home


def test_local_regulators_see_no_purchase_at_all(cast, now, at_desk):
    purchase = given.ordered_purchase(cast, now)
    for who in ("county_officer", "city_officer"):
        assert at_desk(getattr(cast, who)).get(purchase.get_absolute_url()).status_code == 404


@pytest.fixture
def mine(cast: Cast, now: datetime) -> Purchase:
    """One of two purchases of a scheme, assigned to the buyer."""
    rows = [given.row(number) for number in range(1, 3)]
    return given.assigned_purchase(cast, now, rows=rows, batches=2)


@pytest.mark.clause("6.2-5")
def test_a_buyer_sees_what_is_assigned_to_them_and_no_other_purchase(cast, now, at_desk, mine):
    other = mine.scheme.purchases.exclude(pk=mine.pk).get()
    client = at_desk(cast.buyer)
    listed = client.get(reverse("purchase-list")).text
    assert client.get(mine.get_absolute_url()).status_code == 200 and mine.number in listed
    assert client.get(other.get_absolute_url()).status_code == 404 and other.number not in listed
    found = at_desk(cast.organiser).get(reverse("purchase-list")).text
    assert mine.number in found and other.number in found


@pytest.mark.clause("6.2-5")
def test_who_only_buys_sees_of_a_scheme_neither_listing_nor_choice(cast, now, at_desk, mine):
    url = mine.scheme.get_absolute_url()
    shops = {listing.shop.name for listing in mine.scheme.listings.all()}
    seen = {who: at_desk(getattr(cast, who)).get(url).text for who in ("buyer", "organiser")}
    assert not [shop for shop in shops if shop in seen["buyer"]]
    assert not [shop for shop in shops if shop not in seen["organiser"]]
    assert at_desk(cast.buyer).get(reverse("listings", args=[mine.scheme.number])).status_code == 403


def test_a_regulator_sees_the_shop_once_the_sample_is_accepted(cast, now, at_desk):
    purchase = given.accepted_purchase(cast, now)
    page = at_desk(cast.planner).get(purchase.get_absolute_url()).text
    assert purchase.shop.name in page
    assert not [secret for secret in (*PEOPLE, *ORDER, given.receiver(purchase).pseudonym) if secret in page]


def test_a_regulator_gets_none_of_the_screenshots(cast, now, at_desk):
    purchase = given.ordered_purchase(cast, now)
    url = purchase.attachments.get(kind="shot_order").get_absolute_url()
    assert url in at_desk(cast.buyer).get(purchase.get_absolute_url()).text
    assert url not in at_desk(cast.planner).get(purchase.get_absolute_url()).text


def test_people_of_the_center_see_pseudonyms_and_no_account(cast, now, at_desk):
    purchase = given.ordered_purchase(cast, now)
    page = at_desk(cast.organiser).get(purchase.get_absolute_url()).text
    assert given.receiver(purchase).pseudonym in page and purchase.shop.name in page
    assert not [secret for secret in (*PEOPLE, stated.SECRET_ACCOUNT, "wallet-88") if secret in page]
    assert reverse("purchase-reveal", args=[purchase.number]) not in page


@pytest.mark.clause("W-04")
def test_a_laboratory_sees_the_goods_and_nothing_of_the_order(cast, now, at_desk):
    sample = given.sample_at_lab(cast, now)
    purchase = sample.purchase
    client = at_desk(cast.tester)
    page = client.get(sample.get_absolute_url()).text
    goods = (sample.product, sample.brand, sample.model, sample.batch, sample.item_id, "sound")
    assert not [word for word in goods if word not in page]
    hidden = (*PEOPLE, *ORDER, purchase.shop.name, purchase.number, "39.90", "119.70", purchase.listing.url)
    buyer = (given.receiver(purchase).pseudonym, BUYER)
    assert not [secret for secret in (*hidden, *buyer) if secret in page]


def test_a_sample_is_not_there_for_a_laboratory_that_was_not_commissioned(cast, now, at_desk):
    sample = given.stored_sample(cast, now)
    assert at_desk(cast.tester).get(sample.get_absolute_url()).status_code == 404
    handed_over = given.sample_at_lab(cast, now, rows=[given.row(70)])
    assert at_desk(cast.other_tester).get(handed_over.get_absolute_url()).status_code == 404
    assert at_desk(cast.quality_officer).get(handed_over.get_absolute_url()).status_code == 404


def test_the_trail_of_the_whole_way_keeps_every_secret(cast, now):
    purchase = given.accepted_purchase(cast, now)
    told = json.dumps(list(Event.objects.values_list("detail", flat=True)), ensure_ascii=False)
    hidden = (*PEOPLE, *ORDER, purchase.shop.name, purchase.listing.url, BUYER)
    assert not [secret for secret in hidden if secret in told]


def test_whoever_asks_for_a_scheme_by_a_plan_they_may_not_see_gets_no_choice(cast, now, at_desk):
    plan = given.empty_scheme(cast, now).plan
    client = at_desk(cast.other_organiser)
    page = client.get(f"{reverse('scheme-open')}?workplan={plan.number}").text
    assert plan.title not in page
    data = {**walks.scheme_data(None, cast), "plan": plan}
    assert client.post(reverse("scheme-open"), data).status_code == 422
    assert Scheme.objects.count() == 1
