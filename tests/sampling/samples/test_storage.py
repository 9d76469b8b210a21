"""Does the center's store keep samples under their conditions, and tell with each where it lay? (6.2-7-a)"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from casework.flow import Forbidden, Refused
from sampling.custody.actions.custody import hand_over, shift, take_in
from sampling.samples.actions import storage
from sampling.samples.models.storage import Stay, StoragePlace
from tests.inspection.given import colleague, place
from tests.sampling import given, sealing
from tests.sampling import handing as custody
from tests.sampling.walks import post

COOL = {"temperature_low": Decimal(2), "temperature_high": Decimal(10)}
LATER = timedelta(hours=1)


def room(cast, now, name="Cold room", **changes) -> StoragePlace:
    return place(cast, now, name, by=cast.storekeeper, **changes)


def kept_sample(cast, now):
    """In the store, in a room of which temperature and humidity are read off."""
    cold, sample = room(cast, now), given.stored_sample(cast, now)
    storage.put(sample, place=cold, by=cast.storekeeper, now=now, **COOL)
    return sample, cold


def send(at_desk, viewer, now, name, args=(), data=None):
    with time_machine.travel(now, tick=False):
        return at_desk(viewer).post(reverse(name, args=args), data or {})


@pytest.mark.clause("6.2-7-a")
def test_a_sample_is_taken_into_a_room_that_keeps_what_it_needs_or_not_at_all(cast, now, at_desk):
    sample, cold = given.registered_sample(cast, now), room(cast, now)
    said = {"location": "A-1", "conditions": "2-8 ℃", "send_to": "Laboratory", "send_by": now.date()}
    said |= {"storage": cold, "temperature_low": "4"}
    refused = post(at_desk, cast.storekeeper, sample, "store", said)
    assert refused.status_code == 409 and "the sample needs ≥ 4" in refused.text
    assert post(at_desk, cast.storekeeper, sample, "store", {**said, "storage": ""}).status_code == 422
    upside = {**said, "temperature_high": "1"}
    assert post(at_desk, cast.storekeeper, sample, "store", upside).status_code == 422
    assert (
        post(at_desk, cast.storekeeper, sample, "store", {**said, "temperature_low": "2"}).status_code == 302
    )
    stay = sample.stays.get()
    assert (stay.place, stay.conditions, stay.put_by) == (cold, "≥ 2.0 ℃", cast.storekeeper.user)


@pytest.mark.clause("6.2-7-a")
def test_a_reading_outside_the_range_names_what_was_done_and_which_samples_lay_there(cast, now, at_desk):
    sample, cold = kept_sample(cast, now)
    other = colleague("Second storekeeper", cast.center, "storekeeper")
    late = now + LATER
    reading = {"at": (now + LATER).strftime("%Y-%m-%dT%H:%M"), "temperature": "12", "humidity": "40"}
    assert send(at_desk, cast.storekeeper, late, "storage-reading", [cold.pk], reading).status_code == 422
    reading["note"] = "Moved to the spare cabinet."
    assert send(at_desk, cast.storekeeper, late, "storage-reading", [cold.pk], reading).status_code == 302
    page = at_desk(cast.storekeeper).get(reverse("storage-place", args=[cold.pk])).text
    assert "Moved to the spare cabinet." in page and sample.number in page
    assert other.user.notifications.filter(url=reverse("storage-place", args=[cold.pk])).exists()
    shown = at_desk(cast.verifier).get(sample.get_absolute_url()).text
    assert "Cold room (EQ-Cold room)" in shown and "12.0 ℃ · 40.0 %" in shown
    [row] = storage.where(sample, cast.verifier)
    assert (row["count"], row["read"]) == (1, ["12.0 – 12.0 ℃", "40.0 – 40.0 %"])


def test_what_was_read_off_before_or_after_a_sample_lay_there_is_not_told_of_it(cast, now):
    sample, cold = kept_sample(cast, now)
    storage.take_out(sample, note="To be photographed.", by=cast.storekeeper, now=now + LATER)
    for hours in (-1, 0, 1, 2):
        at = now + hours * LATER
        warm = Decimal(3 + hours)
        storage.read_off(cold, at=at, by=cast.storekeeper, now=now + 3 * LATER, temperature=warm)
    [row] = storage.where(sample, cast.storekeeper)
    assert (row["count"], row["read"], row["outside"]) == (2, ["3.0 – 4.0 ℃"], [])


@pytest.mark.clause("W-02")
def test_within_the_store_a_sample_changes_its_room_from_hand_to_hand(cast, now, at_desk):
    sample, cold = kept_sample(cast, now)
    dry = room(cast, now, "Dry room")
    with pytest.raises(Refused, match="second person"):
        storage.put(sample, place=dry, by=cast.storekeeper, now=now)
    shift(sample, to_place="D-1", by=cast.storekeeper, now=now)
    came = dict.fromkeys(custody.came(), "yes")
    said = {**came, "location": "D-1", "storage": dry}
    assert post(at_desk, cast.verifier, sample, "take_in", said).status_code == 302
    last, first = Stay.objects.filter(sample=sample)
    assert (first.place, first.until, last.place, last.until) == (cold, now, dry, None)
    assert last.conditions == first.conditions
    shift(sample, to_place="Desk", by=cast.storekeeper, now=now)
    take_in(sample, step="take_in", by=cast.verifier, now=now, **custody.came())
    assert not sample.stays.open().exists()


def test_a_sample_that_only_changes_its_shelf_stays_and_one_that_leaves_the_store_leaves_its_room(cast, now):
    cold, sample = room(cast, now), given.commissioned_sample(cast, now)
    storage.put(sample, place=cold, by=cast.storekeeper, now=now)
    shift(sample, to_place="A-9", by=cast.storekeeper, now=now)
    take_in(sample, step="take_in", storage=cold, by=cast.verifier, now=now, **custody.came())
    assert sample.stays.get().until is None
    hand_over(sample, by=cast.storekeeper, now=now)
    assert sample.stays.get().until == now
    with pytest.raises(Refused, match="not here now"):
        storage.put(sample, place=cold, by=cast.storekeeper, now=now)


def test_a_backup_is_not_disposed_of_while_it_lies_in_a_room(cast, now, at_desk):
    cold, backup = room(cast, now), sealing.stored_backup(cast, now)
    storage.put(backup, place=cold, by=cast.storekeeper, now=now)
    said = {"disposal": "scrapped", "note": "Room needed."}
    refused = post(at_desk, cast.storekeeper, backup, "discard", said)
    assert refused.status_code == 409 and "take it out first" in refused.text
    storage.take_out(backup, note="To be scrapped.", by=cast.storekeeper, now=now)
    assert post(at_desk, cast.storekeeper, backup, "discard", said).status_code == 302


def test_each_keeper_sees_and_keeps_its_own_store_alone(cast, now, at_desk):
    sample, cold = kept_sample(cast, now)
    theirs = place(cast, now, "Vault")
    assert cold.name in at_desk(cast.organiser).get(reverse("storage")).text
    assert sample.number in at_desk(cast.organiser).get(reverse("storage")).text
    for stranger in (cast.receiver, cast.other_storekeeper):
        assert cold.name not in at_desk(stranger).get(reverse("storage")).text
        assert at_desk(stranger).get(reverse("storage-place", args=[cold.pk])).status_code == 404
        assert not Stay.objects.visible_to(stranger).exists()
    assert not Stay.objects.visible_to(cast.planner).exists()
    assert cold.name not in at_desk(cast.planner).get(sample.get_absolute_url()).text
    assert at_desk(cast.storekeeper).get(reverse("storage-place", args=[theirs.pk])).status_code == 404
    assert at_desk(cast.verifier).get(reverse("storage-reading", args=[cold.pk])).status_code == 403
    with pytest.raises(Forbidden):
        storage.put(given.stored_sample(cast, now), place=theirs, by=cast.storekeeper, now=now)
