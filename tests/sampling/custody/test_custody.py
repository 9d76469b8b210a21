"""Does every sample go from hand to hand, with two persons each time, and is each of its moves told?"""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from accounts.models import System
from casework.actions import take
from casework.flow import Refused
from casework.holds import hold
from documents.models import Document
from sampling.custody.actions import seals
from sampling.custody.actions.custody import give, hand_over, shift, take_in, timeline
from sampling.samples.models.moves import LOOKED_AT, Move, Purpose
from tests.sampling import given, sealing, walks
from tests.sampling import handing as custody
from tests.sampling.walks import post


@pytest.mark.clause("6.3-1", "W-02")
def test_what_the_store_hands_over_the_laboratory_takes_with_what_it_saw(cast, now, at_desk):
    sample = given.commissioned_sample(cast, now)
    assert post(at_desk, cast.storekeeper, sample, "hand_over", {}).status_code == 302
    move = sample.moves.get()
    assert (move.purpose, move.given_by, move.taken_at) == ("testing", cast.storekeeper.user, None)
    assert post(at_desk, cast.receiver, sample, "receive", walks.receipt(sample, cast)).status_code == 302
    move.refresh_from_db()
    assert (move.taken_by, move.taken_at) == (cast.receiver.user, now)
    assert [getattr(move, name) for name in LOOKED_AT] == [None, True, True, True]  # it bore no seal


@pytest.mark.clause("O18-09", "W-02")
def test_what_a_laboratory_refuses_goes_back_and_the_store_takes_it(cast, now, at_desk):
    sample = given.sample_rejected_by_lab(cast, now)
    assert sample.moves.get().refused_at == now
    answer = post(at_desk, cast.organiser, sample, "recall_to_store", {"note": "Bring it back."})
    assert answer.status_code == 302
    sample.refresh_from_db()
    assert (sample.state, sample.turn) == ("coming_back", "storekeeper")
    broken = {**walks.arrived(sample, cast), "packing_intact": "no"}
    assert post(at_desk, cast.storekeeper, sample, "take_back", broken).status_code == 422
    said = {**broken, "remarks": "The box is torn."}
    assert post(at_desk, cast.storekeeper, sample, "take_back", said).status_code == 302
    sample.refresh_from_db()
    assert (sample.state, sample.location, sample.keeper) == ("stored", "B-7", cast.storekeeper.user)
    back = sample.moves.get(purpose="back")
    assert (back.given_by, back.packing_intact) == (cast.receiver.user, False)


@pytest.mark.clause("W-02")
def test_nobody_confirms_what_they_handed_over_themselves(cast, now, at_desk):
    sample = custody.shifted_sample(cast, now)
    answer = post(at_desk, cast.storekeeper, sample, "take_in", walks.arrived(sample, cast))
    assert answer.status_code == 409 and "somebody else confirms" in answer.text
    assert post(at_desk, cast.verifier, sample, "take_in", walks.arrived(sample, cast)).status_code == 302
    sample.refresh_from_db()
    assert (sample.state, sample.location) == ("stored", "B-7")
    # and the other way round, as often as they like
    shift(sample, to_place="B-8", by=cast.verifier, now=now)
    take_in(sample, step="take_in", by=cast.storekeeper, now=now, **custody.came())
    assert sample.location == "B-8"


def test_the_database_itself_refuses_one_person_at_both_ends(cast, now):
    move = custody.shifted_sample(cast, now).moves.get()
    with pytest.raises(IntegrityError, match="move_by_two"), transaction.atomic():
        Move.objects.filter(pk=move.pk).update(taken_by=move.given_by)
    with pytest.raises(IntegrityError, match="move_one_under_way"), transaction.atomic():
        give(move.sample, Purpose.WITHIN, cast.center, by=cast.verifier, now=now)


def test_what_is_not_taken_at_another_place_stays_where_it_was(cast, now, at_desk):
    sample = custody.shifted_sample(cast, now)
    assert post(at_desk, cast.verifier, sample, "turn_back", {"note": "No room."}).status_code == 302
    sample.refresh_from_db()
    assert (sample.state, sample.location) == ("stored", "A-1")
    assert "No room." in at_desk(cast.verifier).get(sample.get_absolute_url()).text


def test_what_is_voided_on_its_way_is_under_way_no_longer(cast, now, at_desk):
    sample = given.commissioned_sample(cast, now)
    hand_over(sample, by=cast.storekeeper, now=now)
    assert post(at_desk, cast.leader, sample, "void", {"note": "Entered twice."}).status_code == 302
    [move] = sample.moves.all()
    assert (move.taken_at, move.refused_at, move.remarks) == (None, now, "Entered twice.")
    assert not Move.objects.under_way().filter(sample=sample).exists()
    assert "Entered twice." in at_desk(cast.storekeeper).get(sample.get_absolute_url()).text


@pytest.mark.clause("O18-13", "O18-14")
def test_a_backup_goes_to_another_laboratory_for_the_second_test(cast, now, at_desk):
    backup = sealing.tested_backup(cast, now, "non_conforming")
    first = {"laboratory": cast.laboratory}
    answer = post(at_desk, cast.storekeeper, backup, "send_out", first)
    assert answer.status_code == 409 and "made by another" in answer.text
    second = walks.second_lab(backup, cast)
    assert post(at_desk, cast.storekeeper, backup, "send_out", second).status_code == 302
    page = at_desk(cast.other_receiver).get(f"{backup.get_absolute_url()}receive/").text
    assert page.count("<figure>") == 2
    photos = {"front": given.picture(), "back": given.picture()}
    data = {**walks.receipt(backup, cast), **photos}
    assert post(at_desk, cast.other_receiver, backup, "receive", data).status_code == 302
    assert at_desk(cast.receiver).get(backup.get_absolute_url()).status_code == 404


def test_a_tested_sample_comes_back_to_the_store_and_the_timeline_tells_it_all(cast, now, at_desk):
    sample = custody.returned_sample(cast, now)
    assert (sample.state, sample.location) == ("returned", "C-1")
    rows = timeline(sample, cast.storekeeper)
    assert [row["purpose"] for row in rows] == ["To be tested", "Back after the test"]
    assert rows[0]["given_by"] == cast.storekeeper.user and rows[0]["taken_by"] is None
    page = at_desk(cast.storekeeper).get(sample.get_absolute_url()).text
    assert page.count("<li>") >= 2 and "wj-moves" in page


def test_a_laboratory_sees_no_place_and_no_move_within_the_center(cast, now, at_desk):
    sample = custody.shifted_sample(cast, now)
    take_in(sample, step="take_in", by=cast.verifier, now=now, **custody.came())
    take("commission", sample, by=System(), now=now, laboratory=cast.laboratory)
    hand_over(sample, by=cast.storekeeper, now=now)
    rows = timeline(sample, cast.receiver)
    assert [(row["purpose"], row["from_place"], row["given_by"]) for row in rows] == [
        ("To be tested", "", None)
    ]
    page = at_desk(cast.receiver).get(sample.get_absolute_url()).text
    moves = page.partition("wj-moves")[2].partition("</ol>")[0]
    assert "B-7" not in page and moves and str(cast.storekeeper.user) not in moves


@pytest.mark.clause("6.3-2", "W-02")
def test_a_second_person_is_there_when_a_laboratory_disposes_of_a_sample(cast, now, at_desk):
    sample = custody.disposing_sample(cast, now)
    again = post(at_desk, cast.receiver, sample, "confirm_disposal", walks.witnessed(sample, cast))
    assert again.status_code == 409 and "somebody else" in again.text
    assert post(at_desk, cast.tester, sample, "confirm_disposal", {"note": ""}).status_code == 422
    done = post(at_desk, cast.tester, sample, "confirm_disposal", walks.witnessed(sample, cast))
    assert done.status_code == 302
    paper = Document.objects.get(record=sample.pk, paper="disposal_record")
    said = paper.content
    assert (said["disposed_by"], said["witnessed_by"]) == (str(cast.receiver.user), str(cast.tester.user))
    assert (said["way"], said["reason"], paper.office) == ("Destroyed", "Its time is over.", cast.laboratory)
    assert sample.attachments.get(kind="disposal").sha256 == said["photos"][0]["sha256"]


@pytest.mark.clause("O18-15", "DL-18")
def test_the_sample_that_failed_is_kept_like_its_backup(cast, now, at_desk):
    backup = sealing.tested_backup(cast, now, "non_conforming")
    test = backup.purchase.samples.get(role="test")
    assert "end of that period is missing" in test.still_needed(now)
    seals.settle(backup, by=cast.organiser, now=now, objection_ended_on=now.date())
    assert "2027-02-25" in test.still_needed(now)
    conforming = sealing.tested_backup(cast, now, rows=[given.row(70)]).purchase.samples.get(role="test")
    assert conforming.still_needed(now) == ""


@pytest.mark.clause("O18-15")
def test_a_hold_that_comes_meanwhile_stops_the_disposal(cast, now, at_desk):
    sample = custody.discarding_sample(cast, now)
    hold(sample, "objection", "An objection is open.", now)
    answer = post(at_desk, cast.verifier, sample, "confirm_discard", walks.witnessed(sample, cast))
    assert answer.status_code == 409 and "An objection is open." in answer.text
    assert post(at_desk, cast.storekeeper, sample, "keep", {}).status_code == 302


def test_a_test_sample_in_the_store_is_not_disposed_of(cast, now, at_desk):
    sample = given.stored_sample(cast, now)
    answer = post(at_desk, cast.storekeeper, sample, "discard", walks.disposal(sample, cast))
    assert answer.status_code == 409 and "tested first" in answer.text
    with pytest.raises(Refused, match="not on its way"):
        take_in(sample, step="take_in", by=cast.verifier, now=now, **custody.came())
