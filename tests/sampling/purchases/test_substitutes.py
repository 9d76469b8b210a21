"""Does a substitute take the place of the first in the plan, once, and do both name each other?"""

from __future__ import annotations

import html
import re
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.roles import Role
from casework.flow import Refused
from monitoring.plans.models.plans import Quota
from sampling.purchases.actions import orders
from sampling.purchases.actions import substitutes as returns
from sampling.purchases.models.purchases import Purchase
from tests.races import race, rivals, runners
from tests.sampling import given
from tests.sampling.walks import post

ROWS = [
    given.row(1, platform="First Platform"),
    given.row(2, platform="First Platform"),
    given.row(3, platform="Second Platform"),
    given.row(4, platform="First Platform"),
]
WHY = "The seller has sent the label that was missing."


def returned_of(cast, now) -> Purchase:
    """Goods of row 1 sent back, with a quota of its platform below a hundred yuan."""
    both = [cast.platform, cast.other_platform]
    purchase = given.returned_purchase(cast, now, rows=ROWS, platforms=both)
    plan = purchase.scheme.plan
    first = purchase.scheme.listings.get(line=1)
    Quota.objects.create(plan=plan, platform=first.platform, price_below=Decimal(100), most=1)
    purchase.scheme.listings.filter(line=4).update(price=Decimal("139.90"))
    Purchase.objects.filter(pk=purchase.pk).update(listing=first, platform=first.platform_id)
    purchase.refresh_from_db()
    return purchase


@pytest.mark.clause("6.2-7-b")
def test_a_substitute_is_of_the_same_product_platform_and_price_band(cast, now, at_desk):
    purchase = returned_of(cast, now)
    listings = list(purchase.scheme.listings.order_by("line"))
    assert [one.line for one in returns.same_slot(purchase, listings)] == [1, 2]
    for other in listings[2:]:
        answer = post(at_desk, cast.organiser, purchase, "replace", {"listing": other})
        assert answer.status_code == 422
        with pytest.raises(Refused, match="same product, platform and price band"):
            orders.replace(purchase, listing=other, by=cast.organiser, now=now)
    answer = post(at_desk, cast.organiser, purchase, "replace", {"listing": listings[1]})
    assert answer.status_code == 302


@pytest.mark.clause("6.2-7-b")
def test_goods_that_were_rejected_are_not_bought_again_without_a_reason(cast, now, at_desk):
    """Sent unchanged the form had bought the very goods that were no sample the first time."""
    purchase = returned_of(cast, now)
    page = at_desk(cast.organiser).get(reverse("purchase-step", args=[purchase.number, "replace"])).text
    offered = re.findall(r'<option value="[^"]*"( selected)?>([^<]*)', page)
    names = [str(purchase.scheme.listings.get(line=line)) for line in (2, 1)]
    assert [(mark, html.unescape(name)) for mark, name in offered[1:]] == [("", name) for name in names]
    again = {"listing": purchase.listing, "note": ""}
    answer = post(at_desk, cast.organiser, purchase, "replace", again)
    assert answer.status_code == 422 and purchase.defect in answer.text
    with pytest.raises(Refused, match="came and were rejected"):
        orders.replace(purchase, listing=purchase.listing, by=cast.organiser, now=now, note="无")
    said = again | {"note": WHY}
    assert post(at_desk, cast.organiser, purchase, "replace", said).status_code == 302


@pytest.mark.clause("W-05")
def test_the_chain_of_substitutes_is_shown_on_each_of_them(cast, now, at_desk):
    first = given.returned_purchase(cast, now)
    assert "wj-chain" not in at_desk(cast.organiser).get(first.get_absolute_url()).text
    second = orders.replace(first, listing=first.listing, by=cast.organiser, now=now, note=WHY)
    given.assigned(second, cast, now)
    given.failed(second, cast, now)
    third = orders.replace(second, listing=first.listing, by=cast.organiser, now=now, note=WHY)
    assert [returns.chain(one) for one in (first, second, third)] == [[first, second, third]] * 3
    for one in (first, second, third):
        page = at_desk(cast.organiser).get(one.get_absolute_url()).text
        shown = page.partition("wj-chain")[2].partition("</ol>")[0]
        assert all(other.number in shown for other in (first, second, third))


def test_the_database_itself_knows_one_substitute_at_a_time(cast, now):
    first = given.returned_purchase(cast, now)
    second = orders.replace(first, listing=first.listing, by=cast.organiser, now=now, note=WHY)
    other = given.planned_purchase(cast, now, rows=[given.row(70)])
    with pytest.raises(IntegrityError, match="purchase_one_substitute"), transaction.atomic():
        Purchase.objects.filter(pk=other.pk).update(replaces=first)
    assert second.counts


@pytest.mark.django_db(transaction=True)
def test_of_four_who_replace_a_purchase_at_once_one_does(cast, now):
    organisers = rivals(cast.center, Role.ORGANISER)
    with runners(4) as at_once:
        for number in range(8):
            purchase = given.returned_purchase(cast, now, rows=[given.row(80 + number)])
            race(
                at_once,
                "replace",
                purchase,
                organisers,
                lambda own, by: orders.replace(own, listing=own.listing, by=by, now=now, note=WHY),
            )
            assert Purchase.objects.filter(replaces=purchase).count() == 1
