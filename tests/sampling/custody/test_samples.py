"""Does a sample get to the laboratory as it should, and is it replaced if not? (6.2-7-a, 6.3-1, 6.3-3)"""

import pytest

from accounts.models import System
from casework.actions import take
from casework.flow import Refused
from casework.holds import hold
from casework.models import Record
from sampling.custody.actions import custody, samples
from sampling.purchases.models.purchases import Purchase
from sampling.samples.models.samples import RECEIPT, Sample
from tests.sampling import given, walks
from tests.sampling.walks import post


@pytest.mark.clause("6.2-7-a")
def test_an_accepted_parcel_becomes_a_test_and_a_backup_sample_for_the_store(cast, now, at_desk):
    purchase = given.checking_purchase(cast, now)
    assert (
        post(at_desk, cast.verifier, purchase, "accept", walks.acceptance(purchase, cast)).status_code == 302
    )
    test, backup = purchase.samples.order_by("pk")
    assert (test.role, test.quantity, backup.role, backup.quantity) == ("test", 2, "backup", 1)
    assert test.item_id == purchase.listing.item_id
    assert {sample.turn for sample in (test, backup)} == {"storekeeper"}


@pytest.mark.clause("6.2-7-a")
@pytest.mark.parametrize("missing", ["location", "conditions", "send_to", "send_by"])
def test_the_store_says_where_and_how_a_sample_lies(cast, now, at_desk, missing):
    sample = given.registered_sample(cast, now)
    data = walks.place(sample, cast)
    del data[missing]
    assert post(at_desk, cast.storekeeper, sample, "store", data).status_code == 422


def test_a_sample_without_a_commission_is_not_handed_over(cast, now, at_desk):
    sample = given.stored_sample(cast, now)
    answer = post(at_desk, cast.storekeeper, sample, "hand_over", {})
    assert answer.status_code == 409
    assert "No laboratory is commissioned" in answer.text


def test_a_commissioned_sample_is_not_commissioned_again(cast, now):
    sample = given.commissioned_sample(cast, now)
    with pytest.raises(Refused, match="already"):
        take("commission", sample, by=System(), now=now, laboratory=cast.other_laboratory)


@pytest.mark.parametrize("question", RECEIPT)
def test_the_laboratory_answers_every_point_on_receipt(cast, now, at_desk, question):
    sample = given.handed_over_sample(cast, now)
    Sample.objects.filter(pk=sample.pk).update(seal_number="F-1")
    data = {**walks.receipt(sample, cast), question: ""}
    assert post(at_desk, cast.receiver, sample, "receive", data).status_code == 422
    data[question] = "no"
    assert post(at_desk, cast.receiver, sample, "receive", data).status_code == 422


@pytest.mark.clause("6.3-1", "O18-09")
def test_a_laboratory_rejects_in_writing_with_proof(cast, now, at_desk):
    sample = given.handed_over_sample(cast, now)
    data = walks.lab_rejection(sample, cast)
    assert post(at_desk, cast.receiver, sample, "reject", {**data, "rejection": ""}).status_code == 422
    assert (
        post(at_desk, cast.receiver, sample, "reject", walks.lab_rejection(sample, cast)).status_code == 302
    )
    sample.refresh_from_db()
    assert (sample.state, sample.turn) == ("rejected_by_lab", "organiser")
    assert sample.attachments.get().kind == "rejection"


def test_another_laboratory_does_not_receive_it(cast, now, at_desk):
    sample = given.handed_over_sample(cast, now)
    assert (
        post(at_desk, cast.other_receiver, sample, "receive", walks.receipt(sample, cast)).status_code == 404
    )


def test_a_release_lets_another_laboratory_be_commissioned_and_hides_it_from_the_first(cast, now, at_desk):
    sample = given.commissioned_sample(cast, now)
    client = at_desk(cast.receiver)
    assert client.get(sample.get_absolute_url()).status_code == 200
    custody.release(sample, by=System(), now=now)
    assert client.get(sample.get_absolute_url()).status_code == 404
    assert Record.objects.get(pk=sample.pk).shown_laboratory is None
    take("commission", sample, by=System(), now=now, laboratory=cast.other_laboratory)


def test_a_sample_of_no_use_is_bought_again_and_the_substitute_names_it(cast, now, at_desk):
    sample = given.sample_in_test(cast, now)
    answer = post(at_desk, cast.organiser, sample, "resample", walks.instead(sample, cast))
    assert answer.status_code == 302
    sample.refresh_from_db()
    substitute = Purchase.objects.get(replaces=sample.purchase)
    assert (sample.state, substitute.state, substitute.listing) == (
        "invalid",
        "planned",
        sample.purchase.listing,
    )
    plan = sample.purchase.scheme.plan
    plan.refresh_from_db()
    assert plan.fulfilment == {}


def test_two_samples_of_one_purchase_are_replaced_but_once(cast, now):
    sample = given.sample_at_lab(cast, now, backup=1)
    samples.resample(sample, by=cast.organiser, now=now, note="Broken.")
    with pytest.raises(Refused):
        samples.resample(sample, by=cast.organiser, now=now, note="Broken.")
    assert Purchase.objects.filter(replaces=sample.purchase).count() == 1


@pytest.mark.parametrize("step", ["dispose", "give_back"])
def test_a_sample_that_is_held_stays_where_it_is(cast, now, at_desk, step):
    sample = given.retained_sample(cast, now)
    hold(sample, "objection", "An objection is open.", now)
    answer = post(at_desk, cast.receiver, sample, step, {"note": "x", "disposal": "scrapped"})
    assert answer.status_code == 409
    assert "An objection is open." in answer.text
