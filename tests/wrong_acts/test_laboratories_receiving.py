"""Can a laboratory state of a sample what is not so? A seal never put on, a day before it came."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.addresses import code_of
from documents.models import Document
from sampling.custody.actions import custody
from sampling.samples.models.samples import Sample
from tests.conftest import NOW
from tests.inspection import given
from tests.inspection.walks import accept_form
from tests.sampling import given as sampling
from tests.sampling import sealing, walks


@pytest.fixture
def unsealed(cast) -> Sample:
    """On its way to the laboratory, of a monitoring task: it was never sealed."""
    return sampling.handed_over_sample(cast, NOW)


@pytest.fixture
def numbered(unsealed) -> Sample:
    """The same, with a seal."""
    Sample.objects.filter(pk=unsealed.pk).update(seal_number="F-9")
    return Sample.objects.get(pk=unsealed.pk)


def test_of_a_sample_that_was_never_sealed_the_seal_is_not_asked(cast, post, see, unsealed):
    page = see(cast.receiver, unsealed.get_absolute_url() + "receive/").content.decode()
    assert 'name="seal_intact"' not in page and 'name="packing_intact"' in page
    told = walks.receipt(unsealed, cast)
    assert "seal_intact" not in told
    assert post(cast.receiver, unsealed, "receive", told).status_code == 302
    assert Sample.objects.get(pk=unsealed.pk).seal_intact is None


def test_nobody_states_of_a_sample_never_sealed_that_its_seal_is_whole(cast, post, see, unsealed):
    assert (
        post(
            cast.receiver, unsealed, "receive", walks.receipt(unsealed, cast) | {"seal_intact": "yes"}
        ).status_code
        == 302
    )
    sample = Sample.objects.get(pk=unsealed.pk)
    assert (sample.seal_intact, sample.moves.get().seal_intact) == (None, None)
    assert "It bore no seal" in see(cast.receiver, sample.get_absolute_url()).content.decode()
    paper = Document.objects.get(record=sample.pk, paper="hand_over").content
    assert paper["seal"] == "It bore no seal"
    assert not [row for row in paper["checks"] if "seal" in row["point"].lower()]


def test_a_program_cannot_state_it_either(cast, program, unsealed):
    told: dict[str, Any] = {**dict.fromkeys(unsealed.points, True), "seal_intact": True}
    told |= {"appearance": "clean", "condition": "sound", "packing": "sound"}
    answer = program(cast.receiver).post(f"/api/v1/samples/{unsealed.number}/receive/", told)
    assert answer.status_code == 422 and set(answer.json()["errors"]) == {"seal_intact"}


def test_no_broken_seal_is_a_reason_to_reject_what_was_never_sealed(cast, post, unsealed):
    told = walks.lab_rejection(unsealed, cast)
    assert post(cast.receiver, unsealed, "reject", told).status_code == 302
    assert Sample.objects.get(pk=unsealed.pk).seal_intact is None


def test_a_seal_is_asked_with_the_number_to_compare_and_a_broken_one_is_rejected(cast, post, see, numbered):
    page = see(cast.receiver, numbered.get_absolute_url() + "receive/").content.decode()
    assert 'name="seal_intact"' in page and "Seal number F-9." in page
    broken = {**walks.receipt(numbered, cast), "seal_intact": "no"}
    answer = post(cast.receiver, numbered, "receive", broken)
    assert answer.status_code == 422 and "is rejected with a reason" in answer.content.decode()
    assert post(cast.receiver, numbered, "receive", walks.receipt(numbered, cast)).status_code == 302
    assert Sample.objects.get(pk=numbered.pk).seal_intact is True


def test_the_day_that_the_system_recorded_is_neither_asked_nor_changed(cast, post, see):
    entrustment = given.received(cast, NOW)
    page = see(cast.receiver, entrustment.get_absolute_url() + "accept/").content.decode()
    assert 'name="received_on' not in page
    [entrusted] = entrustment.live()
    early = {**accept_form(entrustment, cast), f"received_on_{code_of(entrusted)}": "2026-11-01"}
    assert post(cast.receiver, entrustment, "accept", early).status_code == 302
    assert entrustment.live().get().received_on == NOW.date()


def test_a_day_not_on_record_does_not_lie_before_the_handing_over(cast, post):
    entrustment = given.received(cast, NOW)
    [entrusted] = entrustment.live()
    Sample.objects.filter(pk=entrusted.sample_id).update(received_at=None)
    told, name = accept_form(entrustment, cast), f"received_on_{code_of(entrusted)}"
    before = {**told, name: (NOW - timedelta(days=1)).date().isoformat()}
    answer = post(cast.receiver, entrustment, "accept", before)
    assert answer.status_code == 422 and "was not handed over before" in answer.content.decode()
    assert post(cast.receiver, entrustment, "accept", {**told, name: NOW.date()}).status_code == 302


def test_a_backup_that_the_store_takes_back_is_asked_for_its_seal_with_the_number(cast, see):
    backup = sealing.sealed_backup(cast, NOW)
    custody.shift(backup, to_place="B-7", by=cast.storekeeper, now=NOW)
    page = see(cast.verifier, backup.get_absolute_url() + "take_in/").content.decode()
    assert f"Seal number {backup.seal_number}." in page
