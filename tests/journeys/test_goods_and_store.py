"""What becomes of goods that are not what was ordered, and of what lies in the store? (6.2-7; W-02)"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.addresses import code_of
from accounts.roles import Role
from monitoring.plans.models.plans import Quota
from sampling.deliveries.models.refunds import RefundDue
from sampling.purchases.flow.purchases import REFUNDING, RETURNING
from sampling.purchases.models.purchases import Purchase
from sampling.samples.models.counts import Stocktaking
from sampling.samples.models.samples import Sample
from tests.cast import Cast
from tests.journeys.conftest import JOURNEY, Come
from tests.journeys.people import Person, handed_over, picture
from tests.sampling import given as sampling

pytestmark = JOURNEY
OFFERS = [
    sampling.row(1, platform="First Platform"),
    sampling.row(2, platform="First Platform"),
    sampling.row(3, platform="Second Platform"),
    sampling.row(4, platform="First Platform"),
]


def bought_within_a_quota(cast: Cast, now: datetime) -> Purchase:
    """What came of line 1, of a plan that takes one of its platform below a hundred yuan."""
    both = [cast.platform, cast.other_platform]
    purchase = sampling.checking_purchase(cast, now, rows=OFFERS, platforms=both)
    first = purchase.scheme.listings.get(line=1)
    plan = purchase.scheme.plan
    Quota.objects.create(plan=plan, platform=first.platform, price_below=Decimal(100), most=1)
    purchase.scheme.listings.filter(line=4).update(price=Decimal("139.90"))
    Purchase.objects.filter(pk=purchase.pk).update(listing=first, platform=first.platform_id)
    purchase.refresh_from_db()
    return purchase


@pytest.mark.clause("6.2-7-b", "RC-05", "W-05")
def test_the_money_of_other_goods_comes_in_parts_and_a_substitute_takes_their_place(
    cast: Cast, come: Come, now: datetime
) -> None:
    # given: a purchase within a quota, whose parcel is being checked
    purchase = bought_within_a_quota(cast, now)
    verifier, buyer, organiser = come(cast.verifier), come(cast.buyer), come(cast.organiser)

    # when: other goods come out of it
    verifier.takes(
        purchase,
        "wrong_goods",
        cause="wrong_goods",
        happened="A glass bowl came, not a toy.",
        way_back="quality",
        sold="yes",
        goods_went="Online.",
        evidence=picture(verifier),
    )

    # then: the buyer has seven days from the receipt to send them back
    handed_over(purchase, Role.BUYER, buyer)
    assert buyer.reads_clock(purchase, RETURNING).day == date(2026, 12, 2)
    parcel = {"return_carrier": "Express", "return_tracking": "T-9", "sent_back_on": now.date()}
    buyer.takes(purchase, "send_back", **parcel, receipt=picture(buyer))
    buyer.takes(purchase, "arrive", seller_received_on=now.date(), proof=picture(buyer))
    # Wed 25 November + 7 = Wed 2 December
    assert buyer.reads_clock(purchase, REFUNDING).day == date(2026, 12, 2)

    # when: the money comes in two parts
    enters_refund(buyer, purchase, now, "19.70")
    assert purchase.state == "returned" and not organiser.sees_on_worklist(purchase)
    enters_refund(buyer, purchase, now, "100.00")

    # then: nothing is owed any more, and only what fills the same place is offered instead
    assert RefundDue.objects.get(purchase=purchase).left == 0
    handed_over(purchase, Role.ORGANISER, organiser)
    assert offered(organiser, purchase) == ["1", "2"]
    second = purchase.scheme.listings.get(line=2)
    organiser.takes(purchase, "replace", listing=second)
    substitute = Purchase.objects.get(replaces=purchase)
    assert (substitute.listing, substitute.counts, purchase.counts) == (second, True, False)
    assert organiser.sees_on_worklist(substitute)
    assert purchase.number in organiser.reads_at(substitute)


def enters_refund(buyer: Person, purchase: Purchase, now: datetime, amount: str) -> None:
    """On the page of the claim."""
    buyer.goes(reverse("claim", args=[purchase.number]))
    buyer.follows(buyer.page.locator(f'main a[href$="{purchase.number}/enter/"]'))
    buyer.fills(amount=amount, refunded_on=now.date(), proof=picture(buyer))
    buyer.sends()
    purchase.refresh_from_db()


def offered(organiser: Person, purchase: Purchase) -> list[str]:
    """The lines of the listing that may be bought instead."""
    organiser.goes(reverse("purchase-step", args=[purchase.number, "replace"]))
    shown = organiser.page.locator('select[name="listing"] option:not([value=""])')
    keys = [shown.nth(place).get_attribute("value") or "" for place in range(shown.count())]
    lines = [one for one in purchase.scheme.listings.order_by("line") if code_of(one) in keys]
    return [str(one.line) for one in lines]


@pytest.mark.clause("6.2-7-a", "W-02")
def test_the_store_is_counted_by_scanning_and_another_closes_the_count(
    cast: Cast, come: Come, now: datetime
) -> None:
    # given: two samples that should lie in zone A, and one of zone B
    here, gone, strayed = sampling.stored_samples(cast, now, count=3)
    Sample.objects.filter(pk=strayed.pk).update(location="B-1")
    storekeeper, verifier = come(cast.storekeeper), come(cast.verifier)

    # when: the storekeeper scans one of the two, one that belongs elsewhere, and a code of something else
    storekeeper.goes(reverse("stocktakings"))
    storekeeper.fills(place="A-")
    storekeeper.sends()
    for code in (here.number, strayed.number, here.number, "6901234567890"):
        storekeeper.fills(code=code)
        storekeeper.sends(".wj-code .btn")
    count = Stocktaking.objects.get()
    assert count.scanned.count() == 3
    storekeeper.page.locator('form[action$="/end/"] button').click()
    storekeeper.sends("#confirm .btn-primary")

    # then: the page tells what is missing and what is too much
    told = storekeeper.reads()
    assert all(said in told for said in (gone.title, strayed.title, "6901234567890"))

    # when: each is explained
    for box in storekeeper.page.locator('[name="difference"]').all():
        box.check()
    storekeeper.page.locator("#explanation").fill("Taken out to be photographed.")
    storekeeper.sends('form[action$="/explain/"] .btn-primary')

    # then: whoever opened it does not close it, another person does
    assert not storekeeper.page.locator('form[action$="/close/"]').count()
    verifier.goes(count.get_absolute_url())
    verifier.sends('form[action$="/close/"] button')
    count.refresh_from_db()
    assert (count.expected, count.present, count.closed_by) == (2, 1, cast.verifier.user)
