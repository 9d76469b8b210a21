"""Are a scheme's targets chosen by the exact engine, with what proves them and who stands in whose way?"""

from decimal import Decimal

import pytest
from django.urls import reverse

from casework.actions import take
from casework.flow import Refused
from casework.tasks import job_task
from casework.work import jobs
from catalogue.models import Finding, Shop
from catalogue.names import key
from monitoring.plans.models.plans import Quota
from sampling import check
from sampling.listings.actions.identities import joined
from sampling.purchases.actions import repeats, targets
from sampling.selection.actions import choices, questions
from sampling.selection.actions.choices import choose, deny
from sampling.selection.models.choices import Choosing, Mode
from tests.cast import person
from tests.jobs import promised, worked
from tests.sampling import given
from trail.models import Event

LABEL = Choosing._meta.label_lower


def ahead_of(choosing, now):
    """What a worker brings that looks for the best."""
    return jobs.ahead(now, LABEL, choosing.pk)


def test_a_choice_is_made_by_a_worker_and_proposed(cast, now, at_desk):
    scheme = given.approved_scheme(cast, now)
    choosing = choose(scheme, by=cast.organiser, now=now, at_once=False)
    page = at_desk(cast.organiser).get(choosing.get_absolute_url()).text
    assert "Reading the listing" in page and 'hx-trigger="every 2s"' in page
    row = promised(choosing).get()
    assert job_task(row.pk) and not job_task(row.pk)
    scheme.refresh_from_db()
    choosing.refresh_from_db()
    assert scheme.state == "selecting" and choosing.result["status"] == "optimal"
    line = Event.objects.of("record", scheme.pk).get(verb="select")
    assert line.actor_kind == "system" and choosing.listing_sha256 in line.detail["note"]


@pytest.mark.clause("6.2-3")
def test_the_page_says_optimal_and_who_stands_in_whose_way(cast, now, at_desk):
    rows = [given.row(1), given.row(2, shop="Shop 1", shop_id="S-1"), given.row(3, brand="Brand 1")]
    scheme = given.selecting_scheme(cast, now, rows=rows, batches=3)
    chosen = {listing.line for listing in scheme.listings.all() if listing.chosen}
    assert chosen == {2, 3}
    page = at_desk(cast.organiser).get(scheme.choosings.get().get_absolute_url()).text
    assert "optimal: nothing is better" in page
    assert "Same shop or operator as line 2. Same brand as line 3." in page
    assert "1 without a target" in at_desk(cast.organiser).get(scheme.get_absolute_url()).text


@pytest.mark.clause("6.2-3")
@pytest.mark.parametrize("mode", Mode)
def test_whoever_has_listing_and_answer_can_check_the_choice(cast, now, at_desk, mode):
    rows = [given.row(number, brand=f"Brand {number % 4}") for number in range(1, 13)]
    scheme = given.approved_scheme(cast, now, rows=rows, batches=5)
    url = reverse("scheme-step", args=[scheme.number, "choose"])
    assert at_desk(cast.organiser).post(url, {"mode": mode, "seconds": 10}).status_code == 302
    scheme.refresh_from_db()
    targets.confirm(scheme, by=cast.organiser, now=now)
    choosing = Choosing.objects.get()
    answer = {**choosing.answer, "wanted": {**choosing.answer["wanted"], "seed": scheme.seed}}
    said = check.verdict(choosing.listing.read(), answer, scheme.seed_commitment)
    assert ("proven" in said) if mode == Mode.OPTIMAL else ("drawn by the seed" in said)
    assert scheme.purchases.count() == choosing.result["size"] == 4


def test_until_confirmation_no_choice_holds_the_seed(cast, now):
    scheme = given.selecting_scheme(cast, now)
    assert scheme.choosings.get().answer["wanted"]["seed"] == ""


@pytest.mark.clause("6.2-3")
def test_shops_of_one_operator_are_one_shop(cast, now, at_desk):
    scheme = given.approved_scheme(cast, now, rows=[given.row(1), given.row(2), given.row(3)], batches=3)
    Shop.objects.filter(shop_id__in=("S-1", "S-2")).update(credit_code="91310000MA1FL1LB6Y")
    Shop.objects.filter(shop_id="S-3").update(operator="Someone", natural_person=True)
    url = reverse("scheme-step", args=[scheme.number, "choose"])
    at_desk(cast.organiser).post(url, {"mode": "optimal"})
    assert scheme.listings.filter(chosen=True).count() == 2
    left = scheme.listings.get(chosen=False)
    assert "Same shop or operator" in left.why()


def test_a_chain_of_marks_joins_and_nothing_joins_nothing():
    one, two = {("code", "X"), ("row", "1")}, {("code", "X"), ("operator", "o"), ("row", "2")}
    assert joined([one, set(), two, {("operator", "o"), ("row", "3")}, {("row", "4")}]) == [0, -1, 0, 0, 1]


def test_quotas_of_the_plan_bind_the_choice(cast, now):
    rows = [given.row(number, price=price) for number, price in enumerate(("10", "20", "90", "95"), start=1)]
    scheme = given.approved_scheme(cast, now, rows=rows, batches=4)
    Quota.objects.create(plan=scheme.plan, price_below=Decimal(50), most=1)
    choose(scheme, by=cast.organiser, now=now, at_once=True)
    chosen = scheme.listings.filter(chosen=True)
    assert chosen.count() == 3 and chosen.filter(price__lt=50).count() == 1
    assert "quota of the plan" in scheme.listings.get(chosen=False).why()
    targets.confirm(scheme, by=cast.organiser, now=now)
    assert repeats.free_listings(scheme, now) == []


def test_price_bands_that_overlap_are_refused_in_words(cast, now, at_desk):
    scheme = given.approved_scheme(cast, now)
    Quota.objects.create(plan=scheme.plan, price_below=Decimal(50), most=1)
    Quota.objects.create(plan=scheme.plan, price_from=Decimal(40), most=1)
    choosing = choose(scheme, by=cast.organiser, now=now, at_once=True)
    assert scheme.state == "approved" and "overlap" in choosing.failure
    assert "overlap" in at_desk(cast.organiser).get(choosing.get_absolute_url()).text


def test_the_budget_binds_the_choice(cast, now):
    rows = [given.row(number, price="40") for number in range(1, 5)]
    scheme = given.approved_scheme(cast, now, rows=rows, batches=4)
    scheme.plan.budget = Decimal(250)
    scheme.plan.save(update_fields=["budget"])
    choose(scheme, by=cast.organiser, now=now, at_once=True)
    assert scheme.listings.filter(chosen=True).count() == 2
    assert "budget" in scheme.listings.filter(chosen=False)[0].why()


def test_what_failed_before_weighs_more(cast, now):
    scheme = given.approved_scheme(cast, now, rows=[given.row(1), given.row(2)], batches=1)
    finding = {"producer": "Maker 2 Co", "producer_key": key("Maker 2 Co"), "brand": "Brand 2"}
    Finding.objects.create(
        on=now.date().replace(year=2025, month=12),
        organisation="Somebody",
        product="Soft toy",
        model="another",
        verdict="non_conforming",
        source="notice",
        fingerprint="w",
        **finding,
    )
    choose(scheme, by=cast.organiser, now=now, at_once=True)
    one, two = scheme.listings.order_by("line")
    assert two.chosen and not one.chosen and (one.weight, two.weight) == (492, 652)


@pytest.mark.parametrize(("standard", "known"), [("GB 1", True), ("", True), ("GB 2", False)])
def test_another_standard_is_another_product(cast, now, standard, known):
    scheme = given.approved_scheme(cast, now, rows=[given.row(1)])
    Finding.objects.create(
        on=now.date(),
        organisation="Somebody",
        product="Soft toy",
        producer="Maker 1 Co",
        producer_key=key("Maker 1 Co"),
        brand="Brand 1",
        model="M1",
        standard=standard,
        verdict="conforming",
        source="notice",
        fingerprint="s",
    )
    scheme.listings.update(standard="GB 1")
    type(scheme).objects.filter(pk=scheme.pk).update(listings_digest=scheme.digest())
    scheme.refresh_from_db()
    choose(scheme, by=cast.organiser, now=now, at_once=True)
    assert scheme.listings.get().chosen is not known


def test_listings_changed_after_approval_are_not_chosen_from(cast, now):
    scheme = given.approved_scheme(cast, now)
    scheme.listings.filter(line=1).update(item_id="another")
    choosing = choose(scheme, by=cast.organiser, now=now, at_once=True)
    assert "not those that were approved" in choosing.failure and scheme.state == "approved"


def test_listings_changed_after_the_choice_are_not_confirmed(cast, now):
    scheme = given.selecting_scheme(cast, now)
    scheme.listings.filter(chosen=True).update(item_id="another")
    with pytest.raises(Refused, match="not those that were approved"):
        targets.confirm(scheme, by=cast.organiser, now=now)


def test_a_second_choice_waits_for_the_first(cast, now):
    scheme = given.approved_scheme(cast, now)
    choose(scheme, by=cast.organiser, now=now, at_once=False)
    with pytest.raises(Refused, match="under way"):
        choose(scheme, by=cast.organiser, now=now, at_once=False)


def test_who_asked_can_stop_a_choice_and_nothing_is_proposed(cast, now, at_desk):
    scheme = given.approved_scheme(cast, now)
    choosing = choose(scheme, by=cast.organiser, now=now, at_once=False)
    url = choosing.get_absolute_url()
    assert at_desk(cast.leader).post(url).status_code == 403
    assert at_desk(cast.other_organiser).get(url).status_code == 404
    assert at_desk(cast.planner).get(url).status_code == 404
    assert at_desk(cast.organiser).post(url).status_code == 302
    assert worked(Choosing)
    scheme.refresh_from_db()
    assert scheme.state == "approved" and not scheme.listings.filter(chosen=True).exists()
    assert "Nothing was proposed" in at_desk(cast.organiser).get(url).text


def test_a_choice_stopped_on_its_way_ends_there(cast, now, monkeypatch):
    scheme = given.approved_scheme(cast, now)
    choosing = choose(scheme, by=cast.organiser, now=now, at_once=False)
    whole = questions.question

    def stopped(*asked):
        jobs.stop(choosing, by=cast.organiser, now=now)
        return whole(*asked)

    monkeypatch.setattr(choices, "question", stopped)
    assert ahead_of(choosing, now) == jobs.Brought()


def test_what_another_worker_does_is_not_done_twice(cast, now):
    scheme = given.approved_scheme(cast, now)
    choosing = choose(scheme, by=cast.organiser, now=now, at_once=False)
    assert ahead_of(choosing, now) is not None
    assert ahead_of(choosing, now) is None


def test_a_scheme_withdrawn_meanwhile_is_proposed_nothing(cast, now):
    scheme = given.approved_scheme(cast, now)
    choosing = choose(scheme, by=cast.organiser, now=now, at_once=False)
    brought = ahead_of(choosing, now)
    assert brought is not None
    take("withdraw", scheme, by=cast.organiser, now=now, note="Another way.")
    jobs.carry_out(now, LABEL, choosing.pk, brought)
    choosing.refresh_from_db()
    assert "moved on" in choosing.failure


@pytest.mark.clause("6.2-3")
def test_exceptions_are_asked_for_in_one_press_and_allowed_by_the_leader(cast, now, at_desk):
    scheme = given.short_scheme(cast, now)
    choosing = scheme.choosings.get()
    [line] = choosing.result["exceptions"]
    organiser, leader = at_desk(cast.organiser), at_desk(cast.leader)
    page = organiser.get(choosing.get_absolute_url()).text
    assert "Ask for these exceptions" in page
    assert "Ask for these exceptions" not in leader.get(choosing.get_absolute_url()).text
    ask, grant = (reverse("scheme-step", args=[scheme.number, name]) for name in ("ask", "grant"))
    assert organiser.post(ask, {"note": ""}).status_code == 422
    assert organiser.post(ask, {"note": "Both failed last year."}).status_code == 302
    assert organiser.post(grant).status_code == 403
    assert leader.post(grant).status_code == 302
    scheme.refresh_from_db()
    assert scheme.state == "selecting" and scheme.shortfall == {}
    assert scheme.listings.get(line=line).exception == "Both failed last year."
    again = scheme.choosings.latest("pk")
    assert (again.result["size"], again.result["repeats"], again.asked["allowed"]) == (2, 1, [line])
    targets.confirm(scheme, by=cast.organiser, now=now)
    assert scheme.purchases.count() == 2


def test_refused_exceptions_leave_the_proposal_as_it_was(cast, now):
    scheme = given.asking_scheme(cast, now)
    deny(scheme, note="One is enough.", by=cast.leader, now=now)
    assert scheme.state == "selecting" and not scheme.listings.exclude(asked="").exists()
    assert scheme.listings.filter(chosen=True).count() == 1


@pytest.mark.clause("W-02")
def test_who_asked_for_exceptions_does_not_allow_them(cast, now):
    both = person("both", cast.center, *cast.leader.roles, *cast.organiser.roles)
    scheme = given.short_scheme(cast, now)
    choices.ask(scheme, note="For a reason.", by=both, now=now)
    with pytest.raises(Refused, match="somebody else"):
        choices.grant(scheme, by=both, now=now)


def test_without_a_gap_no_exception_is_asked_for(cast, now):
    scheme = given.selecting_scheme(cast, now)
    with pytest.raises(Refused, match="No exception would bring"):
        choices.ask(scheme, note="For a reason.", by=cast.organiser, now=now)


def test_where_every_batch_has_its_purchase_nothing_is_chosen(cast, now):
    scheme = given.buying_scheme(cast, now)
    second = given.approved_scheme(cast, now)
    type(second).objects.filter(pk=second.pk).update(plan=scheme.plan)
    second.refresh_from_db()
    choosing = choose(second, by=cast.organiser, now=now, at_once=True)
    assert "nothing is to be chosen" in choosing.failure
