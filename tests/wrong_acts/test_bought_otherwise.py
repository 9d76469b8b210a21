"""Can something be bought that is not what was chosen, and nobody see it afterwards?"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from casework.flow import Refused
from catalogue.models import Brand, Shop
from documents.models import Document
from inspection.commissions.actions import commissions
from sampling.custody.actions import acceptance
from sampling.purchases.actions import orders
from sampling.purchases.models.purchases import CHECKS, Purchase
from sampling.samples.models.samples import Sample
from sampling.schemes.models import Listing
from tests.conftest import NOW
from tests.inspection import given as inspection
from tests.sampling import given, stated, walks
from tests.wrong_acts.test_buyers_confirming import rows_of

BOX = {
    "title_seen": "塑料收纳盒 大号",
    "price_seen": Decimal("12.00"),
    "changes": ["price", "product", "brand"],
    "brand_seen": "禾物",
    "differences": "Boxes are sold there now.",
}
WHY = "The small size was sold out; the large one costs more."


@pytest.fixture
def chosen(cast) -> Purchase:
    """Assigned to the buyer; small toy magnets for 32.00, of a shop whose operator is known."""
    purchase = given.assigned_purchase(cast, NOW)
    Listing.objects.filter(pk=purchase.listing_id).update(
        product="磁力小球", model="216颗", price="32.00", brand=None
    )
    Shop.objects.filter(pk=purchase.shop_id).update(operator="甲玩具有限公司")
    return Purchase.objects.get(pk=purchase.pk)


@pytest.fixture
def box(cast, chosen) -> Purchase:
    """A box stands on the page, and the organiser has it bought all the same."""
    given.confirmed(chosen, cast, NOW, **BOX)
    orders.buy_changed(chosen, note="The plan takes boxes, too.", by=cast.organiser, now=NOW)
    return Purchase.objects.get(pk=chosen.pk)


def order(purchase, cast, **typed):
    page = {"unit_price": "12.00", "amount": "36.00", "operator": "甲玩具有限公司"}
    return walks.order(purchase, cast) | page | typed


OTHERWISE = [
    ({"unit_price": "45.00", "amount": "135.00"}, "in the order 45.00, on the page 12.00"),
    ({"operator": "乙百货商行"}, "in the order “乙百货商行”, on the page “甲玩具有限公司”"),
]


@pytest.mark.parametrize(("typed", "said"), OTHERWISE)
def test_an_order_that_is_not_as_its_page_was_says_why(cast, post, box, typed, said):
    answer = post(cast.buyer, box, "order", order(box, cast, **typed))
    assert answer.status_code == 422 and said in answer.content.decode()
    assert post(cast.buyer, box, "order", order(box, cast, **typed, order_why="无")).status_code == 422
    assert post(cast.buyer, box, "order", order(box, cast, **typed, order_why=WHY)).status_code == 302


def test_an_order_as_its_page_was_explains_nothing(cast, post, box, see):
    assert post(cast.buyer, box, "order", order(box, cast, order_why=WHY)).status_code == 302
    assert WHY not in see(cast.organiser, box.get_absolute_url()).content.decode()


def test_why_the_order_is_otherwise_is_read_by_organiser_and_verifier(cast, post, box, see):
    post(cast.buyer, box, "order", order(box, cast, unit_price="45.00", order_why=WHY))
    assert WHY in see(cast.organiser, box.get_absolute_url()).content.decode()
    given.checking(given.delivered(given.shipped(box, cast, NOW), cast, NOW), cast, NOW)
    assert WHY in see(cast.verifier, f"{box.get_absolute_url()}accept/").content.decode()


def test_the_deed_itself_orders_nothing_otherwise_without_a_reason(cast, box):
    with pytest.raises(Refused, match="the unit price: in the order 45"):
        given.ordered(box, cast, NOW, unit_price="45.00")


@pytest.fixture
def checking(cast, box) -> Purchase:
    """The box has come, and is checked."""
    entry = stated.shop_entry() | {"operator": "甲玩具有限公司"}
    given.ordered(box, cast, NOW, unit_price="12.00", amount="36.00", entry=entry)
    given.checking(given.delivered(given.shipped(box, cast, NOW), cast, NOW), cast, NOW)
    return Purchase.objects.get(pk=box.pk)


def accepting(purchase, cast, **typed):
    goods = {"product": "收纳盒", "brand": "禾物", "model": "大号", "label_differs": "on"}
    return walks.acceptance(purchase, cast) | goods | typed


@pytest.mark.parametrize("typed", [{"product": "磁力小球", "model": "216颗"}, {"brand": "乐磁"}])
def test_goods_that_are_not_what_the_changed_page_showed_are_explained(cast, post, checking, typed):
    answer = post(cast.verifier, checking, "accept", accepting(checking, cast, **typed))
    assert answer.status_code == 422
    assert "The goods are not what they were ordered as" in answer.content.decode()
    said = typed | {"goods_why": "The seller sent the magnets after all."}
    assert post(cast.verifier, checking, "accept", accepting(checking, cast, **said)).status_code == 302


def test_goods_that_the_changed_page_showed_are_accepted_without_a_word(cast, post, checking):
    assert post(cast.verifier, checking, "accept", accepting(checking, cast)).status_code == 302


def test_a_page_that_names_no_brand_is_contradicted_by_none(cast, post, checking):
    checking.confirmations.update(brand_seen="页面未标明")
    assert post(cast.verifier, checking, "accept", accepting(checking, cast)).status_code == 302


def test_the_deed_itself_registers_no_goods_that_contradict_the_page(cast, checking):
    checks = dict.fromkeys(CHECKS, True)
    said: dict[str, Any] = {"checks": checks, "entry": stated.goods_entry(), "quantity": 2}
    with pytest.raises(Refused, match="product: on the goods “磁力小球”"):
        goods = given.goods(checking)
        acceptance.accept(checking, goods=goods, backup=1, by=cast.verifier, now=NOW, **said)


@pytest.mark.parametrize(
    "named",
    [
        {"changes": ["brand"], "differences": "Another brand."},
        {"changes": ["product"], "differences": "Another model."},
        {"changes": ["shop"], "differences": "Another shop."},
        {"model_seen": "100颗"},
        {"shop_seen": "Shop 99"},
    ],
)
def test_what_the_page_names_otherwise_is_named_and_told(cast, post, chosen, named):
    Listing.objects.filter(pk=chosen.listing_id).update(brand=Brand.objects.first())
    answer = post(cast.buyer, chosen, "confirm_item", stated.item_data(chosen, **named))
    assert answer.status_code == 422 and not chosen.confirmations.exists()
    text = answer.content.decode()
    assert "enter what the page names now" in text or "tick that it has changed" in text


def test_the_deed_itself_takes_no_change_that_is_not_named(cast, chosen):
    with pytest.raises(Refused, match="enter what the page names now"):
        given.confirmed(chosen, cast, NOW, changes=["brand"], differences="Another brand.")


@pytest.fixture
def sample(cast, post, checking) -> Sample:
    """The box, registered and in the store."""
    assert post(cast.verifier, checking, "accept", accepting(checking, cast)).status_code == 302
    return given.stored(checking.samples.get(role="test"), cast, NOW)


SAID = "chosen: 磁力小球; in fact: 塑料收纳盒 大号"


@pytest.mark.parametrize("who", ["organiser", "storekeeper", "compiler"])
def test_on_the_page_of_the_sample_its_center_reads_what_was_bought_instead(cast, see, sample, who):
    page = see(getattr(cast, who), sample.get_absolute_url()).content.decode()
    assert SAID in page and "The plan takes boxes, too." in page


def test_beside_label_and_commission_stands_what_was_bought_instead(cast, see, sample):
    for who, url in (
        (cast.storekeeper, reverse("sample-label", args=[sample.number])),
        (cast.organiser, f"{reverse('entrustment-open')}?sample={sample.number}"),
    ):
        assert SAID in see(who, url).content.decode()


def test_the_registration_says_what_was_bought_instead(sample):
    paper = Document.objects.get(paper="registration", record=sample)
    assert "塑料收纳盒 大号" in paper.content["changed"]


def test_the_laboratory_learns_nothing_of_what_was_chosen(cast, see, sample):
    entrustment = inspection.drafted(cast, NOW, samples=[sample])
    commissions.send(entrustment, by=cast.organiser, now=NOW)
    for url in (sample.get_absolute_url(), reverse("sample-label", args=[sample.number])):
        page = see(cast.receiver, url).content.decode()
        assert sample.number in page and "磁力小球" not in page and "The plan takes boxes" not in page
    url = entrustment.get_absolute_url()
    assert "磁力小球" not in see(cast.receiver, url).content.decode()
    assert SAID in see(cast.compiler, url).content.decode()


def test_before_it_is_stored_the_storekeeper_reads_it_beside_the_form(cast, post, see, checking):
    assert post(cast.verifier, checking, "accept", accepting(checking, cast)).status_code == 302
    registered = checking.samples.get(role="test")
    assert SAID in see(cast.storekeeper, f"{registered.get_absolute_url()}store/").content.decode()


def test_of_what_was_bought_as_chosen_nothing_is_said(cast, see):
    kept = given.stored_sample(cast, NOW)
    page = see(cast.organiser, kept.get_absolute_url()).content.decode()
    assert "Changed when it was bought" not in page


def operators(page: str) -> list[str]:
    """What the table says of the operator: as chosen, on each page, as ordered."""
    return rows_of(page)["operator"]


def checked(purchase, cast) -> str:
    """The address of the verifier's form, once the goods are there."""
    given.checking(given.delivered(given.shipped(purchase, cast, NOW), cast, NOW), cast, NOW)
    return f"{purchase.get_absolute_url()}accept/"


def test_an_operator_that_only_the_order_names_is_marked(cast, post, chosen, see):
    Shop.objects.filter(pk=chosen.shop_id).update(operator="")
    given.confirmed(chosen, cast, NOW)
    ordered = {"operator": "甲玩具有限公司", "order_why": WHY}
    assert post(cast.buyer, chosen, "order", walks.order(chosen, cast) | ordered).status_code == 302
    page = see(cast.verifier, checked(chosen, cast)).content.decode()
    assert operators(page)[-1] == "甲玩具有限公司 only named in the order"


def test_an_operator_as_the_page_named_it_is_not_marked(cast, post, box, see):
    assert post(cast.buyer, box, "order", order(box, cast)).status_code == 302
    page = see(cast.verifier, checked(box, cast)).content.decode()
    assert operators(page)[-1] == "甲玩具有限公司"


def test_whoever_accepts_has_order_payment_and_parcel_beside_the_form(cast, see, checking):
    page = see(cast.verifier, f"{checking.get_absolute_url()}accept/").content.decode()
    beside = page.partition("What was chosen, found and ordered")[2].partition("<form")[0]
    for called in ("Screenshot of the product", "Screenshot of the order", "Screenshot of the payment"):
        assert called in beside, called
    assert {file.get_absolute_url() in beside for file in checking.attachments.all()} == {True}


@pytest.mark.parametrize("who", ["organiser", "verifier"])
def test_what_was_chosen_found_and_ordered_stays_on_the_page_of_the_purchase(cast, post, see, checking, who):
    assert post(cast.verifier, checking, "accept", accepting(checking, cast)).status_code == 302
    viewer = getattr(cast, who)
    assert operators(see(viewer, checking.get_absolute_url()).content.decode())[-1] == "甲玩具有限公司"


def test_who_decides_nothing_on_it_reads_no_comparison_there(cast, see, checking):
    page = see(cast.storekeeper, checking.get_absolute_url()).content.decode()
    assert checking.number in page and "As it was ordered" not in page
