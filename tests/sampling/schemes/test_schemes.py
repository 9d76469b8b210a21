"""Does a scheme choose what it says it chooses, and can anybody check that? (6.2-1, 6.2-3)"""

import json
from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.urls import reverse

from accounts.addresses import code_of
from casework.actions import take
from casework.flow import Forbidden, Refused
from casework.models import Notification
from catalogue.models import Finding, six_months_before
from catalogue.names import key
from monitoring.plans.actions import plans
from sampling.deliveries.actions import arrivals
from sampling.listings.actions import listings
from sampling.purchases.actions import repeats, tallies, targets
from sampling.purchases.models.purchases import Purchase
from sampling.schemes.actions import schemes, seeds
from sampling.schemes.actions.seeds import seed_of
from sampling.schemes.models import Scheme
from tests.cast import person
from tests.monitoring.given import approved_plan, executing_plan, plan_rows
from tests.sampling import given, walks
from trail.models import Event


@pytest.mark.clause("6.2-1", "4.2.2-b")
def test_the_organiser_makes_a_scheme_for_a_plan_that_was_received(cast, now, at_desk):
    plan = executing_plan(cast, now)
    client = at_desk(cast.organiser)
    url = f"{reverse('scheme-open')}?workplan={plan.number}"
    assert f'value="{code_of(plan)}" selected' in client.get(url).text
    data = {**walks.scheme_data(None, cast), "plan": plan}
    assert client.post(reverse("scheme-open"), data).status_code == 302
    scheme = Scheme.objects.get()
    assert (scheme.center, scheme.regulator, scheme.state) == (cast.center, cast.province, "draft")


def test_a_scheme_is_made_only_for_a_plan_that_is_being_carried_out(cast, now, at_desk):
    data = {**walks.scheme_data(None, cast), "plan": approved_plan(cast, now)}
    answer = at_desk(cast.organiser).post(reverse("scheme-open"), data)
    assert answer.status_code == 422 and "Select a valid choice" in answer.text
    assert not Scheme.objects.exists()


@pytest.mark.parametrize(
    "missing", ["platforms", "scope", "method", "starts_on", "ends_on", "staffing", "buyers"]
)
def test_scope_method_period_and_people_are_mandatory(cast, now, at_desk, missing):
    plan = executing_plan(cast, now)
    data = {**walks.scheme_data(None, cast), "plan": plan}
    del data[missing]
    answer = at_desk(cast.organiser).post(reverse("scheme-open"), data)
    assert answer.status_code == 422
    assert not Scheme.objects.exists()


def test_only_buyers_of_the_center_can_be_named(cast, now, at_desk):
    plan = executing_plan(cast, now)
    data = {**walks.scheme_data(None, cast), "plan": plan, "buyers": [cast.other_buyer.user]}
    assert at_desk(cast.organiser).post(reverse("scheme-open"), data).status_code == 422


def test_another_centers_organiser_makes_no_scheme_of_this_plan(cast, now):
    plan = executing_plan(cast, now)
    with pytest.raises(Forbidden):
        schemes.open_scheme(plan=plan, by=cast.other_organiser, now=now, title="x")


def test_a_scheme_without_listings_is_not_submitted(cast, now):
    scheme = given.empty_scheme(cast, now)
    with pytest.raises(Refused, match="no listings"):
        schemes.submit(scheme, by=cast.organiser, now=now)


@pytest.mark.clause("6.2-3")
def test_the_seed_is_settled_and_told_to_the_regulator_before_the_listing_is_frozen(cast, now, at_desk):
    scheme = given.draft_scheme(cast, now)
    with pytest.raises(Refused, match="settle one before"):
        schemes.submit(scheme, by=cast.organiser, now=now)
    url = reverse("scheme-step", args=[scheme.number, "commit"])
    assert at_desk(cast.organiser).post(url).status_code == 302
    scheme.refresh_from_db()
    seed = seed_of(scheme)
    assert seeds.commitment(seed) == scheme.seed_commitment and scheme.listings_digest == ""
    line = Event.objects.of("record", scheme.pk).get(verb="commit")
    assert line.detail["seed_commitment"] == scheme.seed_commitment
    assert seed not in str(line.detail) and scheme.seed_sealed not in str(line.detail)
    told = Notification.objects.filter(organisation=cast.province, event=line)
    assert cast.planner.user.pk in told.values_list("user", flat=True)
    page = at_desk(cast.planner).get(scheme.get_absolute_url()).text
    assert scheme.seed_commitment in page and seed not in page
    assert at_desk(cast.organiser).post(url).status_code == 409


@pytest.mark.clause("6.2-1")
def test_submission_freezes_the_listings_by_their_digest(cast, now, at_desk):
    scheme = given.settled_scheme(cast, now)
    url = reverse("scheme-step", args=[scheme.number, "submit"])
    assert at_desk(cast.organiser).post(url).status_code == 302
    scheme.refresh_from_db()
    rows = [
        [
            *(listing.line, listing.plan_item.product, listing.platform.name, listing.shop.shop_id),
            *(listing.shop.name, str(listing.brand or ""), str(listing.enterprise or "")),
            *(listing.product, listing.model, listing.item_id, listing.url, listing.priced()),
        ]
        for listing in scheme.listings.all()
    ]
    written = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    assert scheme.listings_digest == scheme.digest() == sha256(written.encode()).hexdigest()


def test_a_listing_that_names_a_standard_has_it_in_its_digest(cast, now):
    scheme = given.draft_scheme(cast, now)
    before = scheme.digest()
    scheme.listings.filter(line=1).update(standard="GB 6675.1-2014")
    assert scheme.digest() != before


@pytest.mark.clause("O18-02")
@pytest.mark.parametrize(("days", "known"), [(184, True), (185, False)])
def test_what_anybody_sampled_within_six_months_is_left_out(cast, now, days, known):
    Finding.objects.create(
        on=now.date() - timedelta(days=days),
        organisation="Somebody",
        product="Soft toy",
        producer="Maker 1 Co",
        producer_key=key("Maker 1 Co"),
        brand="BRAND 1",
        model="m1",
        verdict="conforming",
        source="notice",
        fingerprint="f",
    )
    scheme = given.selecting_scheme(cast, now, rows=[given.row(1)])
    listing = scheme.listings.get()
    assert listing.chosen is not known
    assert ("six months" in listing.why()) is known


def test_a_repeat_needs_an_exception_by_the_leader(cast, now, at_desk):
    rows = [given.row(1), given.row(2, shop="Shop 1", shop_id="S-1")]
    scheme = given.buying_scheme(cast, now, rows=rows, batches=2)
    left = scheme.listings.get(chosen=False)
    url = reverse("scheme-step", args=[scheme.number, "add"])
    assert at_desk(cast.organiser).post(url, {"listing": left}).status_code == 422
    with pytest.raises(Refused, match="same shop"):
        targets.add_target(scheme, listing=left, by=cast.organiser, now=now)

    allow = {"listing": left.line, "exception": "Follow-up of a failure."}
    step = reverse("scheme-step", args=[scheme.number, "allow"])
    assert at_desk(cast.organiser).post(step, allow).status_code == 403
    assert at_desk(cast.leader).post(step, allow).status_code == 302
    assert at_desk(cast.organiser).post(url, {"listing": left}).status_code == 302
    assert set(scheme.purchases.values_list("exception", flat=True)) == {"", "Follow-up of a failure."}


def test_no_target_beyond_the_quota(cast, now):
    scheme = given.buying_scheme(cast, now)
    free = scheme.listings.filter(chosen=False)[0]
    with pytest.raises(Refused, match="quota"):
        targets.add_target(scheme, listing=free, by=cast.organiser, now=now)
    assert Purchase.objects.count() == 1


def test_a_scheme_is_not_completed_while_a_purchase_is_under_way(cast, now):
    scheme = given.buying_scheme(cast, now)
    with pytest.raises(Refused, match="still under way"):
        tallies.complete(scheme, by=cast.organiser, now=now)


@pytest.mark.clause("W-02")
def test_whoever_listed_or_drafted_does_not_approve(cast, now):
    scheme = given.draft_scheme(cast, now)
    both = person("both", cast.center, *cast.leader.roles, *cast.organiser.roles)
    offers, _refused = listings.judge(scheme, [(1, given.row(77))])
    listings.add_offers(scheme, offers=offers, by=both, now=now, step="list")
    seeds.commit(scheme, by=cast.organiser, now=now)
    schemes.submit(scheme, by=cast.organiser, now=now)
    with pytest.raises(Refused, match="somebody else"):
        schemes.approve(scheme, by=both, now=now)


def test_an_accepted_sample_and_a_documented_failure_are_tallied_on_the_plan(cast, now):
    rows = [given.row(1), given.row(2)]
    scheme = given.buying_scheme(cast, now, rows=rows, batches=2)
    first, second = scheme.purchases.order_by("pk")
    for go_on in (given.assigned, given.ordered, given.shipped, given.delivered, given.checking):
        go_on(first, cast, now)
    given.accepted(first, cast, now)
    given.failed(given.assigned(second, cast, now), cast, now)
    plan = scheme.plan
    plan.refresh_from_db()
    item = str(plan.items.get().pk)
    assert plan.fulfilment == {item: {"accepted": 1, "not_found": 1}}
    assert [reported for _item, reported in plan.unmet()] == [0]


def test_where_no_target_can_be_chosen_none_is_confirmed(cast, now):
    scheme = given.selecting_scheme(cast, now)
    scheme.listings.update(chosen=False)
    with pytest.raises(Refused, match="No target"):
        targets.confirm(scheme, by=cast.organiser, now=now)


def test_an_exception_does_not_buy_one_listing_twice(cast, now):
    scheme = given.buying_scheme(cast, now, batches=4)
    listing = scheme.listings.filter(chosen=True)[0]
    targets.allow(scheme, listing=listing, exception="Follow-up.", by=cast.leader, now=now)
    listing.refresh_from_db()
    with pytest.raises(Refused, match="same shop"):
        targets.add_target(scheme, listing=listing, by=cast.organiser, now=now)


def test_what_became_known_after_the_choice_is_not_added(cast, now):
    scheme = given.buying_scheme(cast, now, batches=4, rows=[given.row(1), given.row(2)])
    arrivals.void_purchase(scheme.purchases.all()[0], note="In error.", by=cast.leader, now=now)
    listing = scheme.listings.get(purchases__counts=False)
    maker = str(listing.enterprise)
    known = {"producer": maker, "producer_key": key(maker)}
    Finding.objects.create(
        on=now.date(),
        organisation="Somebody",
        product="Soft toy",
        brand=str(listing.brand),
        model=listing.model,
        verdict="conforming",
        source="notice",
        fingerprint="g",
        **known,
    )
    assert repeats.obstacles(listing, now) == ["Sampled within the last six months."]
    assert repeats.free_listings(scheme, now) == []


@pytest.mark.parametrize(("step", "tallied"), [("suspend", True), ("withdraw", False)])
def test_a_plan_that_is_suspended_is_tallied_and_one_given_up_is_not(cast, now, step, tallied):
    scheme = given.buying_scheme(cast, now)
    purchase = given.assigned(scheme.purchases.get(), cast, now)
    take(step, scheme.plan, by=cast.approver, now=now, note="Why.")
    given.failed(purchase, cast, now)
    scheme.plan.refresh_from_db()
    assert bool(scheme.plan.fulfilment) == tallied


def test_no_scheme_for_a_plan_that_stands_still(cast, now):
    plan = executing_plan(cast, now)
    take("suspend", plan, by=cast.approver, now=now, note="Why.")
    with pytest.raises(Refused, match="not being carried out"):
        schemes.open_scheme(plan=plan, by=cast.organiser, now=now, title="x")


def test_a_scheme_without_buyers_is_not_submitted(cast, now):
    scheme = given.draft_scheme(cast, now)
    scheme.buyers.clear()
    with pytest.raises(Refused, match="Nobody is named"):
        schemes.submit(scheme, by=cast.organiser, now=now)


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 11, 25), date(2026, 5, 25)),
        (date(2026, 8, 31), date(2026, 2, 28)),
        (date(2028, 8, 31), date(2028, 2, 29)),
    ],
)
def test_six_months_are_counted_by_the_calendar(day, before):
    assert six_months_before(day) == before


def test_while_a_plan_is_revised_its_schemes_go_on_and_plan_nothing_new(cast, now, at_desk):
    purchase = given.assigned_purchase(cast, now, batches=2)
    scheme, plan = purchase.scheme, purchase.scheme.plan
    plans.revise(plan, note="More platforms.", by=cast.planner, now=now)
    listing = scheme.listings.all()[2]
    with pytest.raises(Refused, match="not being carried out now"):
        targets.add_target(scheme, listing=listing, by=cast.organiser, now=now)
    given.failed(purchase, cast, now)
    plan.refresh_from_db()
    assert plan.fulfilment == {str(plan.items.get().pk): {"not_found": 1}} and plan.state == "draft"


def test_a_product_that_a_scheme_lists_stays_in_the_plan(cast, now, at_desk):
    scheme = given.draft_scheme(cast, now)
    plans.revise(scheme.plan, note="Dolls.", by=cast.planner, now=now)
    with pytest.raises(Refused, match="already listed or bought"):
        plans.edit_plan(scheme.plan, by=cast.planner, now=now, rows=plan_rows(cast, ["Doll"]))
    assert scheme.plan.items.get().product == "Soft toy"


@pytest.mark.parametrize(
    ("lines", "left"),
    [("2", [1, 3, 4]), ("1-2，4", [3]), ("3-99", [1, 2])],
)
def test_listings_go_by_their_lines(cast, now, at_desk, lines, left):
    scheme = given.draft_scheme(cast, now, rows=[given.row(number) for number in range(1, 5)])
    url = reverse("scheme-step", args=[scheme.number, "unlist"])
    assert at_desk(cast.organiser).post(url, {"listings": lines}).status_code == 302
    assert list(scheme.listings.order_by("line").values_list("line", flat=True)) == left


@pytest.mark.parametrize(("lines", "said"), [("all", "as 3, 8-12"), ("9", "no such line"), ("-", "as 3")])
def test_lines_that_are_none_are_refused_and_nothing_goes(cast, now, at_desk, lines, said):
    scheme = given.draft_scheme(cast, now)
    url = reverse("scheme-step", args=[scheme.number, "unlist"])
    answer = at_desk(cast.organiser).post(url, {"listings": lines})
    assert answer.status_code == 422 and said in answer.text and scheme.listings.exists()
