"""Two people, one shop, one instant: are there ever two purchases of one shop, brand, enterprise or place?

A few races of each sort; `./run bench --only R2` runs the thousand of the goal, by requests.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from accounts.models import Viewer
from accounts.roles import Role
from casework.flow import Refused
from sampling.purchases.actions import assigning
from sampling.purchases.actions.orders import replace
from sampling.purchases.actions.targets import add_target, confirm
from sampling.purchases.models.purchases import Purchase
from sampling.recipients.actions import consents
from sampling.schemes.actions.schemes import open_scheme
from sampling.schemes.models import Scheme
from tests.cast import Cast, person
from tests.races import AtOnce, runners
from tests.sampling import given
from tests.sampling.racing import buying, market, of_one_shop, proposed, twice

pytestmark = pytest.mark.django_db(transaction=True)

RACES, FEW = 24, 6


@pytest.fixture
def two_at_once(cast: Cast) -> Iterator[AtOnce]:
    with runners(2) as at_once:
        yield at_once


@pytest.fixture
def organisers(cast: Cast) -> list[Viewer]:
    return [cast.organiser, person("second organiser", cast.center, Role.ORGANISER)]


def both(scheme: Scheme, cast: Cast, now: Any) -> Scheme:
    """Another scheme of the same plan, with one listing of its own."""
    data = {name: getattr(scheme, name) for name in ("scope", "method", "starts_on", "ends_on", "staffing")}
    more: dict[str, Any] = {"title": "The other", "buyers": [cast.buyer.user], **data}
    other = open_scheme(plan=scheme.plan, by=cast.organiser, now=now, **more)
    given.add_rows(other, cast, now, [given.row(7000 + scheme.pk)])
    return other


def one_won(outcomes: list[Any]) -> Any:
    """Of two actions one was done, and the other refused with a sentence."""
    lost = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert len(lost) == 1 and str(lost[0]), outcomes
    [won] = [outcome for outcome in outcomes if not isinstance(outcome, Refused)]
    return won


def test_of_two_who_add_the_same_shop_brand_enterprise_or_operator_one_does(
    two_at_once, organisers, cast, now
):
    scheme = buying(market(cast, now, RACES), cast, now)
    listings = list(scheme.listings.filter(line__gt=1).order_by("line"))
    for first, second in zip(listings[::2], listings[1::2], strict=True):
        own = [Scheme.objects.get(pk=scheme.pk) for _ in organisers]
        actions = [
            partial(add_target, copy, listing=listing, by=by, now=now)
            for copy, listing, by in zip(own, (first, second), organisers, strict=True)
        ]
        one_won(two_at_once(actions))
    assert Purchase.objects.filter(scheme=scheme, counts=True).count() == RACES + 1
    assert not twice(scheme)


def test_of_two_who_add_and_replace_with_one_shop_one_does(two_at_once, organisers, cast, now):
    scheme = market(cast, now, FEW)
    given.add_rows(scheme, cast, now, [given.row(5000 + number) for number in range(FEW)])
    scheme = buying(scheme, cast, now)
    pairs_of = list(scheme.listings.filter(line__gt=1).order_by("line"))
    spare = pairs_of[2 * FEW :]
    for number, target in enumerate(spare):
        purchase = add_target(scheme, listing=target, by=cast.organiser, now=now)
        given.failed(given.assigned(purchase, cast, now), cast, now)
        first, second = pairs_of[2 * number : 2 * number + 2]
        won = one_won(
            two_at_once(
                [
                    partial(replace, purchase, listing=first, by=organisers[0], now=now),
                    partial(add_target, scheme, listing=second, by=organisers[1], now=now),
                ]
            )
        )
        assert won.listing_id in (first.pk, second.pk)
    assert not twice(scheme)


def test_a_place_is_filled_once_however_many_replace_one_purchase(two_at_once, organisers, cast, now):
    rows = [given.row(number) for number in range(1, 2 * FEW + 2)]
    scheme = given.draft_scheme(cast, now, rows=rows, batches=2 * FEW + 1, cases=[])
    scheme = buying(scheme, cast, now)
    free = list(scheme.listings.filter(line__gt=1).order_by("line"))
    purchase = scheme.purchases.get()
    for first, second in zip(free[::2], free[1::2], strict=True):
        given.failed(given.assigned(purchase, cast, now), cast, now)
        copies = [Purchase.objects.get(pk=purchase.pk) for _ in organisers]
        actions = [
            partial(replace, copy, listing=listing, by=by, now=now)
            for copy, listing, by in zip(copies, (first, second), organisers, strict=True)
        ]
        substitute = one_won(two_at_once(actions))
        assert list(purchase.substitutes.all()) == [substitute]
        purchase = substitute
    assert Purchase.objects.filter(scheme=scheme, counts=True).count() == 1


def test_the_last_batch_of_a_plan_is_bought_once_by_two_schemes(two_at_once, organisers, cast, now):
    for _ in range(FEW):
        scheme = given.draft_scheme(cast, now, rows=[given.row(1), given.row(2)], batches=3, cases=[])
        other = both(scheme, cast, now)
        given.add_rows(other, cast, now, [given.row(9000)])
        for one in (scheme, other):
            buying(one, cast, now)
        wanted = [one.listings.order_by("-line")[0] for one in (scheme, other)]
        actions = [
            partial(add_target, one, listing=listing, by=by, now=now)
            for one, listing, by in zip((scheme, other), wanted, organisers, strict=True)
        ]
        one_won(two_at_once(actions))
        assert Purchase.objects.filter(scheme__plan=scheme.plan, counts=True).count() == 3


@pytest.mark.parametrize("more", [{"batches": 1}, {"batches": 2, "budget": "150.00"}], ids=["batch", "money"])
def test_the_last_batch_and_the_last_money_are_confirmed_once_by_two_schemes(
    two_at_once, organisers, cast, now, more
):
    for _ in range(FEW):
        scheme = given.draft_scheme(cast, now, rows=[given.row(1)], cases=[], **more)
        schemes = [proposed(one, cast, now) for one in (scheme, both(scheme, cast, now))]
        actions = [partial(confirm, one, by=by, now=now) for one, by in zip(schemes, organisers, strict=True)]
        one_won(two_at_once(actions))
        assert Purchase.objects.filter(scheme__plan=scheme.plan, counts=True).count() == 1


def test_a_volunteer_gets_one_parcel_of_a_shop_of_two_assigned_at_once(two_at_once, organisers, cast, now):
    consents.undertake(by=cast.buyer, now=now)
    for number in range(FEW):
        purchases = of_one_shop(cast, now, f"R-{number}")
        given.recipient(cast, now)
        actions = [
            partial(assigning.assign, purchase, by=by, now=now, buyer=cast.buyer.user)
            for purchase, by in zip(purchases, organisers, strict=True)
        ]
        outcomes = two_at_once(actions)
        assigned = Purchase.objects.filter(pk__in=[purchase.pk for purchase in purchases])
        met = list(assigned.exclude(recipient=None).values_list("recipient", flat=True))
        refused = sum(isinstance(outcome, Refused) for outcome in outcomes)
        # In the first round there is one volunteer for two purchases; later there are several to draw from.
        assert len(met) == len(set(met)) == 2 - refused and (number or refused == 1)
