"""Is the least exposed of those whom the shop does not know chosen, and never the same thing shown twice?"""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given as drawn
from hypothesis import strategies as st

from accounts.models import Organisation
from casework.flow import Refused
from catalogue.models import Shop
from sampling.purchases.actions import assigning
from sampling.purchases.actions.assigning import reveal_order
from sampling.purchases.models.purchases import Purchase
from sampling.recipients.actions import consents, exposures, recipients
from sampling.recipients.models.recipients import Means, Recipient
from sampling.recipients.rotation import NEEDED, OWN, Choice, Held, choose, next_free
from tests.sampling import given, stated

TODAY = date(2026, 11, 25)
KINDS = (*NEEDED, *OWN)


def first(choices: Sequence[Choice]) -> Choice:
    return choices[0]


def whole(person: int, exposure: int = 0, free: date | None = TODAY, **more: Held) -> list[Held]:
    """A person with all that a parcel needs."""
    own = [Held(person, kind, 10 * person + n, exposure, free) for n, kind in enumerate(NEEDED)]
    return [*own, *more.values()]


THINGS = st.builds(
    Held,
    st.integers(1, 4),
    st.sampled_from(KINDS),
    st.integers(1, 10_000),
    st.integers(0, 5),
    st.none() | st.dates(TODAY - timedelta(days=9), TODAY + timedelta(days=9)),
)


@drawn(st.lists(THINGS, unique_by=lambda one: one.key))
def test_nobody_is_chosen_by_anything_that_is_not_free(things):
    choice = choose(things, TODAY, first)
    days = [one.free for one in things if choice and one.key in choice.keys]
    assert all(day is not None and day <= TODAY for day in days)
    kinds = {one.kind for one in things if choice and one.key in choice.keys}
    assert choice is None or set(NEEDED) <= kinds


@drawn(st.lists(THINGS, unique_by=lambda one: one.key))
def test_no_other_free_person_with_as_much_of_their_own_is_less_exposed(things):
    choice = choose(things, TODAY, first)
    for person in {one.person for one in things}:
        alone = choose([one for one in things if one.person == person], TODAY, first)
        if alone is not None:
            assert choice is not None
            assert len(choice.keys) > len(alone.keys) or choice.exposure <= alone.exposure


@drawn(st.lists(THINGS, unique_by=lambda one: one.key))
def test_on_the_day_that_is_promised_somebody_is_free(things):
    day = next_free(things)
    assert day is None or choose(things, day, first) is not None
    assert choose(things, TODAY, first) is None or (day is not None and day <= TODAY)


def test_equals_are_drawn(db):
    seen = choose([*whole(1), *whole(2), *whole(3, exposure=1)], TODAY, lambda equals: equals[-1])
    assert seen is not None and seen.person == 2


def plan_of(cast, now, count=2, **cells):
    """Purchases of shops of their own, planned."""
    rows = [given.row(number, **cells) for number in range(1, count + 1)]
    scheme = given.buying_scheme(cast, now, rows=rows, batches=count)
    consents.undertake(by=cast.buyer, now=now)
    return list(scheme.purchases.order_by("pk"))


def assign(purchase, cast, now, **more):
    assigning.assign(purchase, by=cast.organiser, now=now, buyer=cast.buyer.user, **more)
    return given.receiver(purchase)


def of_one_operator(*purchases, **who):
    Shop.objects.filter(pk__in=[purchase.shop_id for purchase in purchases]).update(**who)
    for purchase in purchases:
        purchase.refresh_from_db()


@pytest.mark.clause("W-16")
def test_the_least_exposed_comes_first(cast, now):
    purchases = plan_of(cast, now, 3)
    people = {given.recipient(cast, now), given.recipient(cast, now)}
    met = [assign(purchase, cast, now) for purchase in purchases]
    assert {met[0], met[1]} == people
    exposed = exposures.exposures([one.pk for one in people], now)
    assert sorted(one.waiting for one in exposed.values()) == [1, 2]


@pytest.mark.clause("W-16")
@pytest.mark.parametrize("who", [{"operator": "One Operator Ltd"}, {"credit_code": "91310000MA1K35UL4G"}])
@pytest.mark.parametrize(("days", "fits"), [(89, False), (91, True)])
def test_another_shop_of_one_operator_meets_a_recipient_again_after_ninety_days(cast, now, who, days, fits):
    first, second = plan_of(cast, now)
    given.recipient(cast, now)
    of_one_operator(first, second, **who)
    assign(first, cast, now)
    given.ordered(first, cast, now)
    later = now + timedelta(days=days)
    if fits:
        assert assign(second, cast, later) == given.receiver(first)
    else:
        with pytest.raises(Refused, match="free on 2027-02-24"):
            assign(second, cast, later)


@pytest.mark.clause("W-16")
def test_a_shop_that_is_about_to_learn_of_somebody_is_not_shown_them_twice(cast, now):
    first, second = plan_of(cast, now)
    given.recipient(cast, now)
    of_one_operator(first, second, operator="One Operator Ltd")
    assign(first, cast, now)
    with pytest.raises(Refused, match="about to"):
        assign(second, cast, now)


@pytest.mark.clause("W-16")
@pytest.mark.parametrize("shared", ["phone", "address"])
def test_the_same_thing_under_two_persons_is_the_same(cast, now, shared):
    first, second = plan_of(cast, now)
    of_one_operator(first, second, operator="One Operator Ltd")
    told = {"phone": stated.SECRET_PHONE, "address": stated.SECRET_ADDRESS}[shared]
    given.recipient(cast, now)
    assign(first, cast, now)
    given.ordered(first, cast, now)
    given.recipient(cast, now, **{shared: told})
    with pytest.raises(Refused, match="free on"):
        assign(second, cast, now)
    stranger = given.recipient(cast, now)
    assert assign(second, cast, now) == stranger


def test_another_centers_volunteer_at_the_same_address_counts_as_well(cast, now):
    first, second = plan_of(cast, now)
    of_one_operator(first, second, operator="One Operator Ltd")
    given.recipient(cast, now)
    assign(first, cast, now)
    given.ordered(first, cast, now)
    Recipient.objects.update(center=cast.other_center)
    given.recipient(cast, now, address=stated.SECRET_ADDRESS)
    with pytest.raises(Refused, match="free on"):
        assign(second, cast, now)


def with_accounts(recipient, cast, now, number=""):
    keeper = {"by": cast.address_keeper, "now": now}
    platform = Organisation.objects.get(name="First Platform")
    kinds = ((Means.ACCOUNT, f"own-account{number}", platform), (Means.PAYMENT, f"own-wallet{number}", None))
    for kind, text, where in kinds:
        recipients.add_identifier(recipient, kind=kind, text=text, platform=where, **keeper)
    return recipient


@pytest.mark.clause("PV-01")
def test_accounts_of_the_recipients_own_are_chosen_and_not_asked_for(cast, now, at_desk):
    given.recipient(cast, now)
    rich = with_accounts(given.recipient(cast, now), cast, now)
    [purchase] = plan_of(cast, now, 1)
    assert assign(purchase, cast, now) == rich
    kinds = set(purchase.identifiers.values_list("kind", flat=True))
    assert kinds == set(Means.values)
    given.confirmed(purchase, cast, now)
    shown = reveal_order(purchase, by=cast.buyer, now=now)
    assert (shown["account"], shown["payment"]) == ("First Platform · own-account", "own-wallet")


def test_without_consent_to_it_no_payment_account_is_used_or_shown(cast, now):
    recipient = with_accounts(given.recipient(cast, now), cast, now)
    first, second = plan_of(cast, now)
    assign(first, cast, now)
    given.ordered(first, cast, now)
    recipients.withdraw(recipient, scope="payment", by=cast.address_keeper, now=now)
    assert "own-wallet" not in reveal_order(first, by=cast.buyer, now=now)["payment"]
    assign(second, cast, now)
    assert set(second.identifiers.values_list("kind", flat=True)) == {"phone", "address", "account"}
    given.delivered(given.shipped(first, cast, now), cast, now)
    recipients.forget_withdrawn(now)
    assert not recipient.identifiers.filter(kind=Means.PAYMENT).exists()


def test_who_is_assigned_anew_is_another_one(cast, now):
    purchase = given.assigned_purchase(cast, now)
    with pytest.raises(Refused, match="Nobody may receive"):
        assign(purchase, cast, now, step="reassign")
    other = given.recipient(cast, now)
    assert assign(purchase, cast, now, step="reassign") == other


def test_an_erased_recipient_is_not_offered(cast, now):
    [purchase] = plan_of(cast, now, 1)
    recipients.erase(given.recipient(cast, now), by=cast.address_keeper, now=now, note="Withdrawn.")
    with pytest.raises(Refused, match="Nobody may receive"):
        assign(purchase, cast, now)


@pytest.mark.clause("6.2-6")
def test_the_keeper_sees_how_many_shops_know_whom_and_until_when(cast, now, at_desk):
    purchase = given.ordered_purchase(cast, now)
    exposure = exposures.exposures([given.receiver(purchase).pk], now)[given.receiver(purchase).pk]
    assert (exposure.shops, exposure.until, exposure.waiting) == (1, date(2027, 2, 23), 0)
    page = at_desk(cast.address_keeper).get(reverse("recipients")).text
    assert "2027-02-23" in page and stated.SECRET_NAME not in page


def test_the_organiser_chooses_no_recipient(cast, now, at_desk):
    purchase = given.planned_purchase(cast, now)
    recipient = given.recipient(cast, now)
    page = at_desk(cast.organiser).get(reverse("purchase-step", args=[purchase.number, "assign"])).text
    assert recipient.pseudonym not in page
    assert Purchase.objects.get().recipient is None


def test_the_choice_asks_as_often_for_many_as_for_few(cast, now, django_assert_max_num_queries):
    [purchase] = plan_of(cast, now, 1)
    for _number in range(12):
        given.recipient(cast, now)
    with django_assert_max_num_queries(12):
        assert len(assigning.held(purchase, now)) == 36
