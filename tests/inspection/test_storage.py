"""Does a laboratory keep samples properly: a rule, equipment, conditions, and what lies where? (6.3-2)"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.urls import reverse

from casework.actions import take
from casework.flow import Forbidden, Refused
from casework.models import Notification
from sampling.samples.actions import storage
from sampling.samples.models.samples import Sample
from sampling.samples.models.storage import Reading, Stay, StoragePlace, StorageRule
from tests.conftest import NOW
from tests.documents.conftest import picture
from tests.inspection import given
from trail.models import Event

PLACE = {"name": "Freezer", "equipment": "EQ-9", "calibrated_until": "2027-05-01", "temperature_high": "-18"}
AT = NOW.strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def send(at_desk):
    """send(cast.receiver, "storage-put", [number], {…}) → the answer, at NOW."""

    def do(viewer, name, args=(), data=None):
        with time_machine.travel(NOW, tick=False):
            return at_desk(viewer).post(reverse(name, args=args), data or {})

    return do


def received_sample(cast) -> Sample:
    return Sample.objects.get(pk=given.accepted(cast, NOW).samples.get().pk)


def put(cast, sample, place, **needs):
    return storage.put(sample, place=place, by=cast.receiver, now=NOW, **needs)


@pytest.mark.clause("6.3-2")
def test_the_receiver_keeps_the_rule_in_every_version(cast, send, see):
    rule = {"title": "Sample management", "in_force_since": "2026-01-01"}
    send(cast.receiver, "storage-rule-new", (), {**rule, "version": "1", "file": picture()})
    again = send(cast.receiver, "storage-rule-new", (), {**rule, "version": "1", "file": picture()})
    assert again.status_code == 409
    send(cast.receiver, "storage-rule-new", (), {**rule, "version": "2", "file": picture()})
    assert sorted(StorageRule.objects.values_list("version", flat=True)) == ["1", "2"]
    assert "No sample-management rule" not in see(cast.tester, reverse("storage")).content.decode()
    assert "No sample-management rule" in see(cast.other_tester, reverse("storage")).content.decode()


@pytest.mark.clause("6.3-2")
def test_a_sample_is_put_into_a_place_moved_and_taken_out_and_its_trail_tells(cast, send, see):
    sample, cold, dry = received_sample(cast), given.place(cast, NOW), given.place(cast, NOW, "Dry room")
    assert sample.number in see(cast.receiver, reverse("storage")).content.decode()
    needs = {"temperature_low": "0", "temperature_high": "10"}
    assert send(cast.receiver, "storage-put", [sample.number], {"place": cold, **needs}).status_code == 302
    assert send(cast.receiver, "storage-put", [sample.number], {"place": dry, **needs}).status_code == 302
    assert send(cast.receiver, "storage-out", [sample.number], {"note": "To the bench"}).status_code == 302
    left, last = Stay.objects.order_by("id")
    assert (left.place, left.until, last.place, last.until) == (cold, NOW, dry, NOW)
    verbs = [event.verb for event in Event.objects.of("record", sample.pk)[:3]]
    assert verbs == [
        "take out of the storage place",
        "move to another storage place",
        "put into a storage place",
    ]
    page = see(cast.organiser, sample.get_absolute_url()).content.decode()
    assert "Put into a storage place" in page and "Cold room (EQ-Cold room)" in page


@pytest.mark.clause("6.3-2")
@pytest.mark.parametrize(
    ("needs", "said"),
    [
        ({"temperature_high": "4"}, "the sample needs ≤ 4"),
        ({"temperature_low": "5"}, "the sample needs ≥ 5"),
        ({"humidity_high": "40"}, "keeps 2"),
    ],
)
def test_a_place_that_does_not_keep_what_the_sample_needs_is_refused(cast, send, needs, said):
    sample, cold = received_sample(cast), given.place(cast, NOW)
    answer = send(cast.receiver, "storage-put", [sample.number], {"place": cold, **needs})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Stay.objects.exists()


@pytest.mark.clause("6.3-2")
def test_a_place_whose_calibration_has_run_out_is_refused(cast, send, see):
    sample = received_sample(cast)
    cold = given.place(cast, NOW, calibrated_until=NOW.date() - timedelta(days=1))
    answer = send(cast.receiver, "storage-put", [sample.number], {"place": cold})
    assert answer.status_code == 422
    assert "was calibrated until 2026-11-24 only" in answer.content.decode()
    page = see(cast.tester, reverse("storage-place", args=[cold.pk])).content.decode()
    assert "The calibration has run out" in page


def test_the_deed_itself_refuses_what_no_form_would_send(cast):
    sample, cold = received_sample(cast), given.place(cast, NOW)
    with pytest.raises(Refused, match="the sample needs"):
        put(cast, sample, cold, temperature_high=Decimal(4))
    put(cast, sample, cold)
    with pytest.raises(Refused, match="already"):
        put(cast, sample, cold)
    with pytest.raises(Forbidden):
        storage.take_out(sample, note="?", by=cast.tester, now=NOW)
    with pytest.raises(Forbidden):
        storage.put(sample, place=cold, by=cast.other_receiver, now=NOW)


def test_a_sample_that_is_not_at_the_laboratory_is_put_nowhere(cast):
    sample, cold = given.sent(cast, NOW).samples.get(), given.place(cast, NOW)
    with pytest.raises(Refused, match="not here now"):
        put(cast, sample, cold)
    with pytest.raises(Refused, match="in no storage place"):
        storage.take_out(sample, note="?", by=cast.receiver, now=NOW)


@pytest.mark.clause("6.3-2")
def test_a_reading_outside_the_range_is_noted_shown_and_told(cast, send, see):
    entrustment = given.accepted(cast, NOW)
    sample, cold = entrustment.samples.get(), given.place(cast, NOW)
    put(cast, sample, cold)
    reading = {"at": AT, "temperature": "11.5", "humidity": "40"}
    told = Notification.objects.filter(
        url=reverse("storage-place", args=[cold.pk]), event__verb="a reading outside the range"
    )
    colleague = given.colleague("Second receiver", cast.laboratory, "receiver")
    assert send(cast.receiver, "storage-reading", [cold.pk], reading).status_code == 422
    reading["note"] = "Door closed; 5 ℃ after an hour."
    assert send(cast.receiver, "storage-reading", [cold.pk], reading).status_code == 302
    assert [note.user for note in told] == [colleague.user]
    event = Event.objects.of("record", sample.pk).get(verb="a reading outside the range")
    assert "11.5 ℃ · 40" in event.detail["note"]
    page = see(cast.tester, reverse("storage")).content.decode()
    assert "outside the range" in page and "wj-red" in page


def test_a_reading_within_the_range_tells_nobody(cast, send):
    cold = given.place(cast, NOW)
    assert (
        send(cast.receiver, "storage-reading", [cold.pk], {"at": AT, "temperature": "5"}).status_code == 302
    )
    assert not Reading.objects.get().outside
    assert not Event.objects.filter(verb="a reading outside the range").exists()


@pytest.mark.parametrize("data", [{"at": AT}, {"at": "2026-11-26T10:00", "temperature": "5"}])
def test_an_empty_reading_or_one_of_tomorrow_is_refused(cast, send, data):
    cold = given.place(cast, NOW)
    assert send(cast.receiver, "storage-reading", [cold.pk], data).status_code == 422
    assert not Reading.objects.exists()


@pytest.mark.guarded
def test_a_reading_is_never_altered(cast):
    cold = given.place(cast, NOW)
    storage.read_off(cold, at=NOW, by=cast.receiver, now=NOW, temperature=Decimal(5))
    with pytest.raises(DatabaseError), transaction.atomic():
        Reading.objects.update(temperature=Decimal(6))
    with pytest.raises(DatabaseError), transaction.atomic():
        Reading.objects.all().delete()


def test_a_place_cannot_cease_to_keep_what_lies_in_it(cast, send):
    sample, cold = received_sample(cast), given.place(cast, NOW)
    put(cast, sample, cold, temperature_high=Decimal(8))
    warmer = {"name": "Cold room", "equipment": "EQ-1", "calibrated_until": "2027-05-01"}
    url = "storage-place-change"
    answer = send(cast.receiver, url, [cold.pk], {**warmer, "temperature_high": "20"})
    assert answer.status_code == 409 and sample.number in answer.content.decode()
    kept = {**warmer, "temperature_low": "2", "temperature_high": "6"}
    assert send(cast.receiver, url, [cold.pk], kept).status_code == 302
    assert StoragePlace.objects.get().temperature_high == 6


@pytest.mark.parametrize(
    "changes", [{"temperature_low": "9", "temperature_high": "2"}, {"humidity_low": "120"}]
)
def test_a_range_that_cannot_be_is_refused(cast, send, changes):
    assert send(cast.receiver, "storage-place-new", (), {**PLACE, **changes}).status_code == 422
    assert not StoragePlace.objects.exists()


def test_two_places_do_not_bear_one_name_or_number(cast, send):
    assert send(cast.receiver, "storage-place-new", (), PLACE).status_code == 302
    assert send(cast.receiver, "storage-place-new", (), {**PLACE, "name": "Other"}).status_code == 422
    assert send(cast.other_receiver, "storage-place-new", (), PLACE).status_code == 302


@pytest.mark.clause("6.3-2")
def test_a_sample_is_not_disposed_of_while_it_lies_in_a_place(cast, post):
    report = given.issued(cast, NOW)
    sample = Sample.objects.get(pk=report.sample_id)
    put(cast, sample, given.place(cast, NOW))
    post(cast.receiver, sample, "retain")
    answer = post(cast.receiver, sample, "dispose")
    assert answer.status_code == 409 and "take it out first" in answer.content.decode()
    storage.take_out(sample, note="To be scrapped", by=cast.receiver, now=NOW)
    take("dispose", sample, by=cast.receiver, now=NOW + timedelta(days=200))
    assert sample.state == "disposing"


def test_a_laboratory_sees_its_own_storage_and_only_the_receiver_keeps_it(cast, send, see):
    sample, cold = received_sample(cast), given.place(cast, NOW)
    put(cast, sample, cold)
    assert cold.name in see(cast.tester, reverse("storage")).content.decode()
    assert cold.name not in see(cast.other_receiver, reverse("storage")).content.decode()
    pages: list[tuple[str, list[Any]]] = [
        ("storage-place", [cold.pk]),
        ("storage-place-change", [cold.pk]),
        ("storage-reading", [cold.pk]),
    ]
    for name, args in [*pages, ("storage-put", [sample.number]), ("storage-out", [sample.number])]:
        assert see(cast.other_receiver, reverse(name, args=args)).status_code == 404
        assert see(cast.receiver, reverse(name, args=args)).status_code == 200
        allowed = 200 if name == "storage-place" else 403
        assert see(cast.tester, reverse(name, args=args)).status_code == allowed
    assert see(cast.quality_officer, reverse("storage")).status_code == 403


def test_the_center_sees_where_its_samples_lie_and_which_lie_nowhere(cast, see):
    entrustment = given.accepted(cast, NOW)
    before = see(cast.organiser, entrustment.get_absolute_url()).content.decode()
    assert "These samples lie in no storage place" in before
    put(cast, entrustment.samples.get(), given.place(cast, NOW))
    after = see(cast.organiser, entrustment.get_absolute_url()).content.decode()
    assert "These samples lie in no storage place" not in after
    assert "Cold room" in after and "2.0 – 8.0 ℃" in after


@pytest.mark.django_db(transaction=True, databases=["default", "log"])
def test_the_rule_is_read_by_its_laboratory_and_the_read_is_logged(cast, at_desk):
    rule = storage.add_rule(
        title="Rule",
        version="1",
        in_force_since=NOW.date(),
        file=picture(),
        by=cast.receiver,
        now=NOW,
    )
    url = reverse("storage-rule", args=[rule.pk])
    assert at_desk(cast.tester).get(url).getvalue()[:4] == b"\x89PNG"
    assert at_desk(cast.other_tester).get(url).status_code == 404
    assert Event.objects.of("storage rule", rule.pk).filter(verb="download a file").count() == 1
