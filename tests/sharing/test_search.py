"""Does the search find the goods by every name they have, and by none that the searcher may not read?"""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.roles import Kind
from casework.models import Record, kinds
from casework.pages.search import meant
from sampling.purchases.models.purchases import Purchase
from sampling.samples.models.samples import Sample
from tests.conftest import NOW
from tests.disposal import given as disposing
from tests.disposal import given_letters as letters
from tests.sampling import given as sampling

SEARCHERS = ("organiser", "planner", "case_officer", "receiver", "quality_officer", "nation_officer")


def found(viewer, words):
    scope = Record.objects.visible_to(viewer)
    return set(scope.filter(meant(scope, words, viewer)).values_list("kind", flat=True))


def test_the_center_finds_what_became_of_a_shop(cast):
    disposing.sent(cast, NOW)
    shop = Purchase.objects.get().shop
    kinds_found = found(cast.organiser, shop.name)
    assert kinds_found >= {"purchase", "sample", "platformdisposal", "enforcementcase"}
    assert found(cast.organiser, shop.name[1:4].upper()) == found(cast.organiser, shop.name[1:4].lower())


def test_a_product_id_leads_from_the_purchase_to_the_disposal(cast):
    disposing.sent(cast, NOW)
    item = Sample.objects.get().item_id
    assert found(cast.organiser, f" {item} ") >= {"purchase", "sample", "report", "platformdisposal"}
    assert found(cast.quality_officer, item) >= {"platformdisposal"}
    assert found(cast.other_quality_officer, item) == set()


@pytest.mark.parametrize("brackets", ["〔〕", "[]"])
def test_a_letter_is_found_by_its_file_number_in_the_list_of_letters(cast, at_desk, brackets):
    letter, other = letters.letter(cast, NOW), letters.letter(cast, NOW)
    number = letter.documents.get().file_number.translate(str.maketrans("〔〕", brackets))
    page = at_desk(cast.county_officer).get(reverse("assistance-list"), {"title": number}).text
    assert letter.get_absolute_url() in page and other.get_absolute_url() not in page


def test_the_number_of_a_report_leads_to_its_notices_for_those_who_may_see_them(cast):
    case = disposing.referred(cast, NOW)
    number = case.report.documents.get(paper="test_report").file_number
    assert found(cast.compiler, number) == {"report", "resultnotice"}
    assert found(cast.receiver, number) == {"report"}
    assert found(cast.other_quality_officer, number) == found(cast.buyer, number) == set()


def test_a_number_that_stands_on_no_paper_is_looked_for_in_titles(cast):
    case = disposing.referred(cast, NOW)
    title = Record.objects.get(pk=case.pk).title
    assert any(sign.isdigit() for sign in title) and "enforcementcase" in found(cast.compiler, title)


def test_an_order_is_found_by_its_number_and_its_parcel_by_the_center_alone(cast):
    purchase = sampling.delivered_purchase(cast, NOW)
    for words in (purchase.order_number, purchase.parcels.get().tracking_number):
        assert found(cast.organiser, words) == {"purchase"}
        assert found(cast.planner, words) == found(cast.nation_officer, words) == set()


def test_a_shop_that_is_yet_to_be_bought_from_is_not_given_away(cast):
    purchase = sampling.assigned_purchase(cast, NOW)
    for viewer in (cast.planner, cast.nation_officer, cast.quality_officer, cast.receiver):
        assert found(viewer, purchase.shop.name) == found(viewer, purchase.listing.item_id) == set()


@pytest.mark.parametrize("name", SEARCHERS)
def test_nobody_finds_a_record_by_what_its_page_does_not_tell_them(cast, at_desk, name):
    disposing.sent(cast, NOW)
    letters.letter(cast, NOW)
    viewer, client, asked = getattr(cast, name), at_desk(getattr(cast, name)), 0
    for kind, model in kinds().items():
        own = model.known_to_center_by if viewer.kind == Kind.CENTER else ()
        for lookup in (*model.known_by, *own):
            field = lookup.removesuffix("__icontains").replace("name_key", "name")
            seen = model.objects.visible_to(viewer).exclude(**{field: ""}).exclude(**{field: None})
            for number, value in seen.values_list("number", field):
                page = client.get(reverse(kind, args=[number])).content.decode()
                assert value in page or lookup.startswith("purchase__"), (kind, lookup)
                asked += 1
    assert asked or name in ("nation_officer",)


def test_a_list_is_narrowed_by_the_names_too(cast, at_desk):
    purchase = sampling.assigned_purchase(cast, NOW)
    client = at_desk(cast.organiser)
    page = client.get(reverse("purchase-list"), {"title": purchase.shop.name}).content.decode()
    assert purchase.number in page
    assert purchase.number not in client.get(reverse("purchase-list"), {"title": "zzz"}).content.decode()
