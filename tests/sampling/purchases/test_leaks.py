"""Is a recipient noticed on whom sellers cancel more often than chance explains, and left alone?"""

from datetime import timedelta
from math import comb

import pytest
from django.urls import reverse
from hypothesis import given as given_by
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from casework.flow import Forbidden, Refused
from sampling.purchases.actions import assigning, leaks
from sampling.purchases.actions.orders import replace
from sampling.purchases.models.purchases import Purchase
from sampling.recipients.actions import consents, recipients
from sampling.recipients.models.recipients import Recipient
from tests.sampling import given, stated
from trail.models import Event


def purchases(cast, now, count):
    rows = [given.row(number) for number in range(1, count + 1)]
    scheme = given.buying_scheme(cast, now, rows=rows, batches=count)
    return list(scheme.purchases.order_by("pk"))


def leaking(cast, now):
    """Of ten orders to two volunteers five go to each; the sellers cancel on one of them."""
    known, other = given.recipient(cast, now), given.recipient(cast, now)
    consents.undertake(by=cast.buyer, now=now)
    for purchase in purchases(cast, now, 10):
        assigning.assign(purchase, by=cast.organiser, now=now, buyer=cast.buyer.user)
        given.ordered(purchase, cast, now)
        if purchase.recipient == known:
            given.failed(purchase, cast, now, "seller_cancelled")
    return known, other


@pytest.mark.clause("6.2-6", "PV-07")
def test_who_is_cancelled_on_more_than_chance_explains_is_proposed_to_rest(cast, now, at_desk):
    known, other = leaking(cast, now)
    first, *_rest = [rate for rate in leaks.rates(cast.center, now) if rate.kind == "recipient"]
    assert (first.who, first.cancelled, first.ordered) == (known.pseudonym, 5, 5)
    assert (first.others_cancelled, first.others_ordered) == (0, 5)
    exact = fisher_exact([[5, 0], [0, 5]], alternative="greater").pvalue
    assert first.suspect and first.chance == pytest.approx(exact)
    kinds = {rate.kind for rate in leaks.rates(cast.center, now) if rate.suspect}
    assert kinds == {"recipient", "phone", "address"}
    for who in (cast.address_keeper, cast.leader):
        page = at_desk(who).get(reverse("leaks")).text
        assert reverse("leak-rest", args=[known.pseudonym]) in page
        assert reverse("leak-rest", args=[other.pseudonym]) not in page
        assert stated.SECRET_NAME not in page


@given_by(st.data())
def test_the_chance_is_what_counting_all_ways_gives(data):
    everything = data.draw(st.integers(1, 400))
    all_lost, ordered = data.draw(st.integers(0, everything)), data.draw(st.integers(0, everything))
    lost = data.draw(st.integers(0, min(all_lost, ordered)))
    kept, ways = everything - all_lost, range(lost, min(all_lost, ordered) + 1)
    counted = sum(comb(all_lost, n) * comb(kept, ordered - n) for n in ways if ordered - n <= kept)
    found = leaks.by_chance(lost, ordered=ordered, all_lost=all_lost, everything=everything)
    assert found == pytest.approx(counted / comb(everything, ordered), rel=1e-9)


@pytest.mark.clause("6.2-6")
def test_who_is_left_alone_receives_nothing_for_half_a_year(cast, now, at_desk):
    known, other = leaking(cast, now)
    url = reverse("leak-rest", args=[known.pseudonym])
    assert at_desk(cast.leader).post(url).status_code == 302
    assert at_desk(cast.leader).post(url).status_code == 409
    usable = Recipient.objects.usable
    assert list(usable(now)) == [other] and usable(now + timedelta(days=181)).count() == 2
    assert "Left alone" in at_desk(cast.leader).get(reverse("leaks")).text
    assert "Left alone" in at_desk(cast.address_keeper).get(reverse("recipients")).text
    line = Event.objects.of("recipient", known.pk).get(verb="let a recipient rest")
    assert line.detail["pseudonym"] == known.pseudonym


def test_a_cancellation_replaced_since_counts_on(cast, now):
    purchase = given.failed_purchase(cast, now, step="seller_cancelled")
    replace(purchase, listing=purchase.listing, by=cast.organiser, now=now)
    rate = next(rate for rate in leaks.rates(cast.center, now) if rate.kind == "recipient")
    assert (rate.cancelled, rate.ordered, rate.suspect) == (1, 1, False)
    assert Purchase.objects.get(pk=purchase.pk).state == "replaced"


def test_nobody_else_looks_or_lets_rest(cast, now, at_desk):
    recipient = given.recipient(cast, now)
    url = reverse("leak-rest", args=[recipient.pseudonym])
    assert at_desk(cast.buyer).post(url).status_code == 403
    assert at_desk(cast.other_leader).post(url).status_code == 404
    with pytest.raises(Forbidden):
        leaks.rest(recipient, by=cast.buyer, now=now)
    recipients.erase(recipient, by=cast.address_keeper, now=now, note="Moved.")
    with pytest.raises(Refused, match="already"):
        leaks.rest(recipient, by=cast.leader, now=now)
