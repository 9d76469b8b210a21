"""Are the sets of a supervision check sealed by two persons, and is the backup kept as long as needed?"""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import System
from casework.actions import take
from casework.flow import Refused
from casework.holds import hold
from casework.models import Notification
from sampling.custody.actions import custody, samples, seals
from sampling.samples.models.samples import Sample
from tests.sampling import given, sealing, walks
from tests.sampling.walks import post


@pytest.mark.clause("O18-06", "6.2-7-a")
def test_a_supervision_check_registers_both_sets(cast, now, at_desk):
    purchase = given.checking_purchase(cast, now, legal_mode="supervision_check")
    data = {**walks.acceptance(purchase, cast), "backup": ""}
    assert post(at_desk, cast.verifier, purchase, "accept", data).status_code == 422
    with pytest.raises(Refused, match="needs a backup sample"):
        given.accepted(purchase, cast, now)
    assert post(at_desk, cast.verifier, purchase, "accept", {**data, "backup": 1}).status_code == 302
    assert sorted(purchase.samples.values_list("role", flat=True)) == ["backup", "test"]


@pytest.mark.clause("O18-06", "6.2-4")
def test_of_one_piece_no_two_sets_can_be_made(cast, now, at_desk):
    purchase = given.confirmed_purchase(cast, now, legal_mode="supervision_check")
    answer = post(at_desk, cast.buyer, purchase, "order", {**walks.order(purchase, cast), "quantity": 1})
    assert answer.status_code == 422 and "at least two" in answer.text
    assert post(at_desk, cast.buyer, purchase, "order", walks.order(purchase, cast)).status_code == 302


@pytest.mark.clause("O18-07")
@pytest.mark.parametrize("missing", ["batch", "producer"])
def test_the_form_of_a_supervision_check_lacks_neither_producer_nor_batch(cast, now, at_desk, missing):
    checked = given.checking_purchase(cast, now, legal_mode="supervision_check")
    data = {**walks.acceptance(checked, cast), missing: ""}
    assert post(at_desk, cast.verifier, checked, "accept", data).status_code == 422


@pytest.mark.clause("O18-03", "O18-06", "W-02")
def test_two_different_persons_seal_a_set(cast, now, at_desk):
    test, _backup = sealing.stored_sets(cast, now)
    assert post(at_desk, cast.storekeeper, test, "witness", {}).status_code == 409
    assert post(at_desk, cast.storekeeper, test, "seal", walks.seal(test, cast)).status_code == 302
    again = post(at_desk, cast.storekeeper, test, "witness", {})
    assert again.status_code == 409 and "somebody else" in again.text
    assert post(at_desk, cast.verifier, test, "witness", {}).status_code == 302
    test.refresh_from_db()
    assert (test.state, test.sealed_by, test.witnessed_by) == (
        "stored",
        cast.storekeeper.user,
        cast.verifier.user,
    )
    assert (test.sealed_at, test.witnessed_at) == (now, now)


@pytest.mark.clause("O18-06")
@pytest.mark.parametrize("missing", ["seal_number", "front", "back"])
def test_a_seal_has_a_number_and_a_photo_of_each_side(cast, now, at_desk, missing):
    test, _backup = sealing.stored_sets(cast, now)
    data = walks.seal(test, cast)
    del data[missing]
    assert post(at_desk, cast.storekeeper, test, "seal", data).status_code == 422
    assert not test.attachments.exists()


@pytest.mark.clause("O18-06")
def test_a_seal_number_is_used_once(cast, now, at_desk):
    test, backup = sealing.stored_sets(cast, now)
    sealing.sealed_once(test, cast, now)
    data = {**walks.seal(backup, cast), "seal_number": test.seal_number}
    answer = post(at_desk, cast.storekeeper, backup, "seal", data)
    assert answer.status_code == 422 and "on another sample" in answer.text
    photos = {"front": given.picture(), "back": given.picture()}
    with pytest.raises(Refused, match="on another sample"):
        seals.seal(backup, by=cast.storekeeper, now=now, seal_number=test.seal_number, **photos)


def test_a_seal_misread_is_entered_again_until_it_is_confirmed(cast, now, at_desk):
    test = sealing.half_sealed(cast, now)
    assert post(at_desk, cast.storekeeper, test, "seal", walks.seal(test, cast)).status_code == 302
    seals.witness(test, by=cast.verifier, now=now)
    assert test.seal_number == "F-2026-0001"
    assert post(at_desk, cast.storekeeper, test, "seal", walks.seal(test, cast)).status_code == 409


def test_the_database_itself_refuses_one_person_as_both(cast, now):
    test = sealing.half_sealed(cast, now)
    with pytest.raises(IntegrityError, match="sample_sealed_by_two"), transaction.atomic():
        Sample.objects.filter(pk=test.pk).update(witnessed_by=test.sealed_by)


@pytest.mark.clause("O18-06", "4.2.2-c")
def test_nothing_of_a_supervision_check_is_handed_over_before_both_sets_are_sealed(cast, now, at_desk):
    test, backup = sealing.stored_sets(cast, now)
    take("commission", test, by=System(), now=now, laboratory=cast.laboratory)
    sealing.sealed(test, cast, now)
    early = post(at_desk, cast.storekeeper, test, "hand_over", {})
    assert early.status_code == 409 and "both sets are sealed" in early.text
    sealing.sealed(backup, cast, now)
    assert post(at_desk, cast.storekeeper, test, "hand_over", {}).status_code == 302


@pytest.mark.clause("DL-12")
def test_a_sealed_test_sample_is_to_be_delivered_in_time_and_its_backup_stays(cast, now, at_desk):
    test, backup = sealing.sealed_sets(cast, now)
    assert list(test.deadlines.running().values_list("term", "end")) == [("DL-12", date(2026, 12, 2))]
    assert not backup.deadlines.running().exists()
    take("commission", test, by=System(), now=now, laboratory=cast.laboratory)
    assert post(at_desk, cast.storekeeper, test, "hand_over", {}).status_code == 302
    assert test.deadlines.get(term="DL-12").met_at == now


@pytest.mark.clause("O18-06")
def test_without_a_backup_nothing_of_a_supervision_check_is_handed_over(cast, now, at_desk):
    test, backup = sealing.stored_sets(cast, now)
    take("commission", test, by=System(), now=now, laboratory=cast.laboratory)
    sealing.sealed(test, cast, now)
    assert post(at_desk, cast.leader, backup, "void", {"note": "In error."}).status_code == 302
    assert post(at_desk, cast.storekeeper, test, "hand_over", {}).status_code == 409


def test_the_verifiers_are_told_of_a_seal_to_confirm(cast, now):
    test = sealing.half_sealed(cast, now)
    told = Notification.objects.filter(record=test.pk, event__verb="seal")
    assert list(told.values_list("user", flat=True)) == [cast.verifier.user.pk]


@pytest.mark.clause("O18-09")
@pytest.mark.parametrize(("more", "status"), [(sealing.CHECK, 409), ({}, 302)])
def test_a_broken_seal_ends_a_sample_of_a_supervision_check(cast, now, at_desk, more, status):
    test, backup = given.accepted_purchase(cast, now, backup=1, **more).samples.order_by("pk")
    for sample in (given.stored(test, cast, now), given.stored(backup, cast, now)):
        sealing.sealed(sample, cast, now)
    take("commission", test, by=System(), now=now, laboratory=cast.laboratory)
    custody.hand_over(test, by=cast.storekeeper, now=now)
    assert post(at_desk, cast.receiver, test, "reject", walks.lab_rejection(test, cast)).status_code == 302
    assert (
        post(at_desk, cast.organiser, test, "recall_to_store", {"note": "The seal broke."}).status_code
        == status
    )


def test_risk_monitoring_asks_for_no_seal_and_takes_one(cast, now, at_desk):
    sample = given.commissioned_sample(cast, now)
    sealing.sealed(sample, cast, now)
    assert sample.sealed
    other = given.commissioned_sample(cast, now, rows=[given.row(70)])
    assert post(at_desk, cast.storekeeper, other, "hand_over", {}).status_code == 302


@pytest.mark.clause("O18-06")
def test_a_backup_is_put_aside_once_it_is_sealed_and_waits_for_nobody(cast, now, at_desk):
    test, backup = sealing.stored_sets(cast, now)
    place = {"kept_at": "Cold room 2"}
    assert post(at_desk, cast.storekeeper, backup, "set_aside", place).status_code == 409
    for sample in (test, backup):
        sealing.sealed(sample, cast, now)
    assert post(at_desk, cast.storekeeper, test, "set_aside", place).status_code == 409
    assert post(at_desk, cast.storekeeper, backup, "set_aside", {"kept_at": ""}).status_code == 422
    assert post(at_desk, cast.storekeeper, backup, "set_aside", place).status_code == 302
    backup.refresh_from_db()
    assert (backup.state, backup.turn, backup.kept_at) == ("sealed", "", "Cold room 2")


def test_a_backup_never_goes_to_the_first_laboratory(cast, now):
    _test, backup = sealing.sealed_sets(cast, now)
    with pytest.raises(Refused, match="kept for a second test"):
        take("commission", backup, by=System(), now=now, laboratory=cast.laboratory)
    Sample.objects.filter(pk=backup.pk).update(laboratory=cast.laboratory)
    with pytest.raises(Refused, match="kept for a second test"):
        custody.hand_over(backup, by=cast.storekeeper, now=now)


@pytest.mark.clause("O18-15")
def test_a_backup_stays_while_its_test_sample_is_being_tested(cast, now, at_desk):
    backup = sealing.sealed_backup(cast, now)
    answer = post(at_desk, cast.storekeeper, backup, "discard", walks.disposal(backup, cast))
    assert answer.status_code == 409 and "not tested yet" in answer.text


@pytest.mark.clause("O18-15")
def test_the_objection_period_ends_after_a_report_not_before(cast, now, at_desk):
    backup = sealing.sealed_backup(cast, now)
    data = {"objection_ended_on": walks.TODAY}
    answer = post(at_desk, cast.organiser, backup, "settle", data)
    assert answer.status_code == 409 and "No report has been issued" in answer.text
    later = (now.date() + timedelta(days=1)).isoformat()
    before = (now.date() - timedelta(days=1)).isoformat()
    for wrong in (later, before, ""):
        answer = post(at_desk, cast.organiser, backup, "settle", {"objection_ended_on": wrong})
        assert answer.status_code == 422


@pytest.mark.clause("O18-15", "DL-18")
@pytest.mark.parametrize(
    ("verdict", "until"), [("conforming", date(2026, 11, 25)), ("non_conforming", date(2027, 2, 25))]
)
def test_after_a_failure_a_backup_is_kept_three_months_longer(cast, now, at_desk, verdict, until):
    backup = sealing.tested_backup(cast, now, verdict)
    missing = post(at_desk, cast.storekeeper, backup, "discard", walks.disposal(None, cast))
    assert missing.status_code == 409 and "the end of that period is missing" in missing.text
    assert post(at_desk, cast.organiser, backup, "settle", {"objection_ended_on": walks.TODAY}).status_code
    backup.refresh_from_db()
    assert backup.keep_until == until
    assert until.isoformat() in backup.still_needed(now)
    assert backup.still_needed(now + (until - now.date()) + timedelta(days=1)) == ""


@pytest.mark.clause("O18-15")
def test_a_backup_under_objection_is_held(cast, now, at_desk):
    backup = sealing.free_backup(cast, now)
    hold(backup, "objection", "An objection is open.", now)
    answer = post(at_desk, cast.storekeeper, backup, "discard", walks.disposal(None, cast))
    assert answer.status_code == 409 and "An objection is open." in answer.text


def test_the_backup_of_a_spoilt_test_sample_is_of_no_use_and_may_go(cast, now):
    backup = sealing.sealed_backup(cast, now)
    test = backup.purchase.samples.get(role="test")
    take("commission", test, by=System(), now=now, laboratory=cast.laboratory)
    custody.hand_over(test, by=cast.storekeeper, now=now)
    samples.receive(test, by=cast.receiver, now=now, **given.receipt())
    assert backup.still_needed(now)
    take("invalidate", test, by=cast.organiser, now=now, note="Broken.")
    assert backup.still_needed(now) == ""


def test_a_test_sample_is_not_disposed_of_as_a_backup(cast, now, at_desk):
    sample = given.stored_sample(cast, now)
    assert post(at_desk, cast.storekeeper, sample, "discard", walks.disposal(None, cast)).status_code == 409


def test_the_center_sees_the_legal_mode_on_scheme_purchase_and_sample(cast, now, at_desk):
    test, _backup = sealing.stored_sets(cast, now)
    client = at_desk(cast.organiser)
    for record in (test, test.purchase, test.purchase.scheme):
        assert "Supervision spot check" in client.get(record.get_absolute_url()).text


def test_the_laboratory_can_compare_the_seal_and_learns_nothing_of_where_the_backup_lies(cast, now, at_desk):
    backup = sealing.tested_backup(cast, now)
    test = backup.purchase.samples.get(role="test")
    client = at_desk(cast.receiver)
    page = client.get(test.get_absolute_url()).text
    photos = [test.attachments.get(kind=kind) for kind in ("seal_front", "seal_back")]
    assert test.seal_number in page and not [p for p in photos if p.get_absolute_url() not in page]
    assert "Cold room 2" not in page and "Supervision" not in page
    assert client.get(reverse("sample", args=[backup.number])).status_code == 404
