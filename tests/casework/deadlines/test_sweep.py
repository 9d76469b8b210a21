"""Is every clock that has run out marked once, and are those told whom it concerns?"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import transaction

from accounts.roles import Role
from casework.actions import take
from casework.deadlines import clocks
from casework.deadlines import sweep as sweeping
from casework.models import Deadline, Notification, Record
from casework.tasks import sweep
from inspection.commissions.models.commissions import Entrustment
from tests.casework.trial import brought
from tests.races import runners
from tests.swept import swept, worked
from trail.models import Event

MONTH = timedelta(days=30)


def overdue() -> list[Event]:
    return list(Event.objects.filter(verb="overdue"))


def test_a_clock_that_has_run_out_is_marked_and_told_in_the_trail(cast, now):
    record = brought(cast, now, "sent")
    due = record.next_due_at
    assert swept(now + MONTH) == 1
    clock = Deadline.objects.get(record=record.pk)
    assert (clock.breached_at, clock.met_at) == (now + MONTH, None)
    (event,) = overdue()
    assert (event.subject_id, event.clause, event.at) == (record.pk, "DL-06", now + MONTH)
    assert event.detail["term"] == "DL-06" and datetime.fromisoformat(event.detail["due_at"]) == due
    assert (event.actor_kind, event.moved_from, event.moved_to) == ("system", "", "")


def test_a_clock_is_marked_once_however_often_the_sweep_runs(cast, now):
    brought(cast, now, "sent")
    assert [swept(now + day * MONTH) for day in (1, 1, 2)] == [1, 0, 0]
    assert len(overdue()) == 1


def test_a_clock_runs_out_at_the_instant_it_is_due_and_not_before(cast, now):
    due = brought(cast, now, "sent").next_due_at
    assert due is not None
    swept(due - timedelta(microseconds=1))
    assert not overdue()
    assert swept(due) == 1 and len(overdue()) == 1


@pytest.mark.parametrize("state", ["paused", "done"])
def test_a_clock_that_stands_still_or_was_met_does_not_run_out(cast, now, state):
    record = brought(cast, now, state)
    clocks.stop(record, ("DL-09",), now, met=True)
    assert swept(now + MONTH) == 0 and not overdue()


def test_a_dropped_clock_does_not_run_out(cast, now):
    take("void", brought(cast, now, "testing"), by=cast.leader, now=now, note="By mistake")
    assert swept(now + MONTH) == 0


def test_a_clock_met_late_stays_marked(cast, now):
    record = brought(cast, now, "sent")
    swept(now + MONTH)
    take("accept", record, by=cast.receiver, now=now + MONTH)
    clock = Deadline.objects.get(record=record.pk, term="DL-06")
    assert clock.breached_at == clock.met_at == now + MONTH


def test_running_out_moves_nothing(cast, now):
    record = brought(cast, now, "sent")
    before = Record.objects.filter(pk=record.pk).values().get()
    swept(now + MONTH)
    assert Record.objects.filter(pk=record.pk).values().get() == before


def test_those_whose_turn_it_is_are_told_and_who_answers_for_their_work(cast, now):
    record = brought(cast, now, "sent")
    Notification.objects.all().delete()
    swept(now + MONTH)
    told = Notification.objects.all()
    assert {note.user for note in told} == {cast.receiver.user, cast.signatory.user, cast.organiser.user}
    assert {(note.record_id, note.event.verb) for note in told} == {(record.pk, "overdue")}


def test_those_to_whom_a_term_escalates_are_told_too(cast, now, monkeypatch):
    asked = []

    def escalates(record, term):
        asked.append((record.grade, term))
        return [(cast.province, Role.CASE_OFFICER), (cast.center, Role.LEADER)]

    monkeypatch.setattr(Entrustment, "escalates_to", escalates)
    brought(cast, now, "sent", grade="A")
    swept(now + MONTH)
    told = Notification.objects.filter(event__verb="overdue")
    above = {cast.case_officer.user, cast.leader.user}
    assert {note.user for note in told} == {cast.receiver.user, cast.signatory.user, *above}
    assert asked == [("A", "DL-06")]


def test_many_clocks_are_marked_in_batches(cast, now):
    for _ in range(5):
        brought(cast, now, "sent")
    assert swept(now + MONTH, batch=2) == 5 and len(overdue()) == 5


def test_the_worker_sweeps_by_its_own_clock(cast, now):
    brought(cast, now, "sent")
    with time_machine.travel(now + MONTH, tick=False):
        assert sweep() == 1
    assert Deadline.objects.get().breached_at == now + MONTH


@pytest.mark.django_db(transaction=True)
def test_eight_sweeps_at_once_mark_each_clock_once(cast, now):
    for _ in range(40):
        brought(cast, now, "sent")
    with runners(8) as at_once:
        marked = at_once([lambda: sweeping.sweep(now + MONTH, batch=3)] * 8)
    assert sum(marked) == 40
    assert len({event.subject_id for event in overdue()}) == len(overdue()) == 40


@pytest.mark.django_db(transaction=True)
def test_a_sweep_does_not_wait_for_a_record_that_is_being_moved(cast, now):
    moving, waiting = brought(cast, now, "sent"), brought(cast, now, "sent")
    with runners(1) as at_once:
        with transaction.atomic():
            take("accept", moving, by=cast.receiver, now=now)
            assert at_once([lambda: sweeping.sweep(now + MONTH)]) == [1]
            clocks.stop(moving, None, now, met=True)
        assert [event.subject_id for event in overdue()] == [waiting.pk]
        assert at_once([lambda: sweeping.sweep(now + MONTH)]) == [0]


def test_a_telling_that_fails_is_done_later_and_once(cast, now, monkeypatch):
    record = brought(cast, now, "sent")
    Notification.objects.all().delete()
    with monkeypatch.context() as broken:
        broken.setattr("casework.work.notifications.Telling.send", lambda telling: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            swept(now + MONTH)
    assert Deadline.objects.get().breached_at and not Notification.objects.exists()
    worked()
    worked()
    told = Notification.objects.filter(record=record.pk, user=cast.receiver.user)
    assert [note.event.verb for note in told] == ["overdue"]


def test_each_warning_is_written_once_and_goes_to_the_holder_first(cast, now):
    record = brought(cast, now, "sent")
    clock = Deadline.objects.get()
    halfway, later, due = clock.tells
    for at in (halfway, halfway, later, due):
        swept(at)
    lines = Event.objects.filter(verb__in=["warn", "overdue"], subject_id=record.pk).order_by("id")
    assert [(line.verb, line.detail.get("share")) for line in lines] == [
        ("warn", 50),
        ("warn", 80),
        ("overdue", None),
    ]
    told = Notification.objects.filter(event__in=lines)
    assert {note.user.username for note in told.filter(event=lines[0])} == {cast.receiver.user.username}
    assert cast.signatory.user in [note.user for note in told.filter(event=lines[1])]


def test_after_a_day_without_sweeps_nothing_is_missed_and_a_person_is_told_once(cast, now):
    brought(cast, now, "sent")
    Notification.objects.all().delete()
    assert swept(now + MONTH) == 1
    assert Event.objects.filter(verb="warn").count() == 2 and len(overdue()) == 1
    assert Notification.objects.filter(user=cast.receiver.user).count() == 1


def test_a_warning_of_a_clock_that_was_met_meanwhile_is_told_to_nobody(cast, now):
    record = brought(cast, now, "sent")
    sweeping.sweep(Deadline.objects.get().tells[0])
    take("accept", record, by=cast.receiver, now=now)
    Notification.objects.all().delete()
    worked()
    assert not Notification.objects.exists()
