"""What does a step change, and when does it change nothing?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import DatabaseError, transaction

from accounts.models import System
from accounts.roles import Role
from casework.actions import take
from casework.flow import Forbidden, Refused
from casework.holds import hold, release
from casework.lifting import own
from casework.models import Deadline, Notification, Record
from inspection.commissions.models.commissions import Entrustment
from tests.casework import trial
from tests.casework.trial import brought, opened, with_step
from tests.cast import person
from trail.models import Event


def written(record: Record) -> tuple[object, ...]:
    """All that a step may change, as it stands in the database."""
    return (
        Record.objects.filter(pk=record.pk).values().get(),
        Entrustment.objects.filter(pk=record.pk).values().get(),
        list(Event.objects.order_by("id").values()),
        list(Deadline.objects.order_by("id").values()),
        Notification.objects.count(),
    )


def refused(step: str, record: Entrustment, raises: type[Exception], **options: object) -> str:
    """Take a step that must fail, see that nothing has changed, and return the reason."""
    before = written(record)
    with pytest.raises(raises) as failure, transaction.atomic():
        take(step, record, **options)  # type: ignore[arg-type]
    assert written(record) == before
    return str(failure.value)


def test_a_step_moves_the_record_and_hands_it_over(cast, now):
    record = opened(cast, now)
    take("send", record, by=cast.organiser, now=now)
    stored = Record.objects.get(pk=record.pk)
    assert (stored.state, stored.turn, stored.holder) == ("sent", "receiver", cast.laboratory)
    assert (record.state, record.turn, record.holder_id) == ("sent", "receiver", cast.laboratory.pk)


def test_a_step_writes_one_line_of_the_trail(cast, now):
    record = opened(cast, now)
    event = take("send", record, by=cast.organiser, now=now, note="Urgent")
    assert Event.objects.of("record", record.pk).first() == event
    assert (event.verb, event.moved_from, event.moved_to) == ("send", "draft", "sent")
    assert (event.clause, event.role, event.detail) == ("4.2.2-c", "organiser", {"note": "Urgent"})


def test_another_role_may_not_take_it(cast, now):
    reason = refused("send", opened(cast, now), Forbidden, by=cast.leader, now=now)
    assert reason == (
        "Only this role of the organisation concerned may do this: Sampling and testing organiser."
    )


def test_the_same_role_of_another_organisation_may_not_take_it(cast, now):
    refused("send", opened(cast, now), Forbidden, by=cast.other_organiser, now=now)
    refused("accept", brought(cast, now, "sent"), Forbidden, by=cast.other_receiver, now=now)


def test_nobody_may_take_it_where_the_record_has_no_such_party(cast, now, monkeypatch):
    monkeypatch.setattr(Entrustment, "flow", with_step("send", by=(Role.ORGANISER, Role.QUALITY_OFFICER)))
    refused("send", opened(cast, now, platform=None), Forbidden, by=cast.quality_officer, now=now)


def test_a_person_does_not_become_the_system_by_holding_its_role(cast, now):
    impostor = person("impostor", cast.laboratory, Role.SYSTEM)
    refused("finish", brought(cast, now, "testing"), Forbidden, by=impostor, now=now)


def test_the_system_takes_its_steps_for_no_organisation(cast, now):
    event = take("finish", brought(cast, now, "testing"), by=System(), now=now)
    assert (event.actor_kind, event.organisation_id, event.moved_to) == ("system", None, "done")


def test_the_system_does_not_take_the_steps_of_people(cast, now):
    refused("send", opened(cast, now), Forbidden, by=System(), now=now)


def test_a_step_of_another_state_is_refused_by_names_a_person_reads(cast, now):
    reason = refused("accept", opened(cast, now), Refused, by=cast.receiver, now=now)
    assert reason.startswith("This record is now “Draft”; “Accept” is no longer possible.")


def test_a_stale_copy_is_judged_by_the_state_in_the_database(cast, now):
    record = opened(cast, now)
    stale = Entrustment.objects.get(pk=record.pk)
    take("send", record, by=cast.organiser, now=now)
    refused("edit", stale, Refused, by=cast.organiser, now=now)
    assert stale.state == "sent"


def test_nobody_confirms_what_they_did_themselves(cast, now):
    both = person("both", cast.center, Role.ORGANISER, Role.LEADER)
    record = opened(cast, now)
    take("edit", record, by=both, now=now)
    reason = refused("check", record, Refused, by=both, now=now)
    assert reason.startswith("You took an earlier step yourself: somebody else must do this.")
    assert reason.endswith("Of your organisation these could: Leader.")
    take("check", record, by=cast.leader, now=now)


def test_having_done_the_same_on_another_record_is_no_obstacle(cast, now):
    both = person("both", cast.center, Role.ORGANISER, Role.LEADER)
    take("edit", opened(cast, now), by=both, now=now)
    assert take("check", opened(cast, now), by=both, now=now)


def test_a_step_assigned_to_one_person_is_refused_to_a_colleague(cast, now):
    record = brought(cast, now, "testing", sent_by=cast.tester.user)
    colleague = person("colleague", cast.laboratory, Role.TESTER)
    reason = refused("measure", record, Refused, by=colleague, now=now)
    assert reason == "This was assigned to somebody else."
    assert take("measure", record, by=cast.tester, now=now)


def test_a_step_assigned_to_nobody_is_refused_to_all(cast, now):
    refused("measure", brought(cast, now, "testing"), Refused, by=cast.tester, now=now)


def test_a_guard_refuses_with_its_reason(cast, now):
    record = brought(cast, now, "testing", grade="A")
    Entrustment.objects.filter(pk=record.pk).update(grade="blocked")
    assert refused("finish", record, Refused, by=cast.tester, now=now) == "The grade is blocked."


def test_a_hold_refuses_the_steps_that_heed_it_until_it_is_released(cast, now):
    record = brought(cast, now, "testing")
    hold(record, "objection", "An objection is open.", now)
    assert refused("finish", record, Refused, by=cast.tester, now=now) == "An objection is open."
    take("pause", record, by=cast.tester, now=now)
    take("resume", record, by=cast.tester, now=now, note="Why.")
    release(record, "objection", now)
    assert take("finish", record, by=cast.tester, now=now)


def test_a_hold_with_an_end_stands_through_its_last_day(cast, now):
    record = brought(cast, now, "testing")
    hold(record, "retention", "It is to be kept.", now, until=now.date() + timedelta(days=3))
    last = now + timedelta(days=3)
    assert refused("finish", record, Refused, by=cast.tester, now=last) == "It is to be kept."
    assert take("finish", record, by=cast.tester, now=last + timedelta(days=1))


def test_one_of_two_holds_is_enough(cast, now):
    record = brought(cast, now, "testing")
    hold(record, "objection", "An objection is open.", now)
    hold(record, "recall", "A recall is open.", now)
    release(record, "objection", now)
    assert refused("finish", record, Refused, by=cast.tester, now=now) == "A recall is open."


def test_a_second_hold_of_a_code_changes_nothing(cast, now):
    record = opened(cast, now)
    first = hold(record, "objection", "An objection is open.", now)
    assert hold(record, "objection", "Another.", now) == first
    assert record.holds.get().reason == "An objection is open."


def test_voiding_without_a_reason_is_refused(cast, now):
    reason = refused("void", opened(cast, now), Refused, by=cast.leader, now=now)
    assert reason == "Say why: those whom it concerns read it."


def test_voiding_ends_the_record_and_drops_its_clocks(cast, now):
    record = brought(cast, now, "testing")
    take("void", record, by=cast.leader, now=now, note="Opened by mistake")
    assert (record.state, record.turn, record.holder_id, record.next_due_at) == ("voided", "", None, None)
    clocks = Deadline.objects.filter(record=record.pk).exclude(term="DL-06")
    assert [(clock.dropped_at, clock.met_at) for clock in clocks] == [(now, None), (now, None)]


def test_at_the_end_of_the_way_what_was_not_met_falls_away(cast, now):
    record = brought(cast, now, "sent")
    take("decline", record, by=cast.receiver, now=now, note="Why.")
    clock = Deadline.objects.get(record=record.pk)
    assert (clock.met_at, clock.dropped_at) == (None, now) and record.next_due_at is None


def test_values_are_written_to_the_spine_and_to_the_particulars(cast, now):
    record = opened(cast, now)
    take("edit", record, by=cast.organiser, now=now, title="Lead in paint", grade="B", urgent=True)
    stored = Entrustment.objects.get(pk=record.pk)
    assert (stored.title, stored.grade, stored.urgent) == ("Lead in paint", "B", True)
    assert Record.objects.get(pk=record.pk).title == "Lead in paint"


def test_a_step_writes_only_the_values_it_was_given(cast, now):
    record = opened(cast, now, grade="A")
    record.grade, record.title = "typed but not said", "typed"
    take("edit", record, by=cast.organiser, now=now, urgent=True)
    stored = Entrustment.objects.get(pk=record.pk)
    assert (stored.grade, stored.title, stored.urgent) == ("A", "Lead in toys", True)


def test_a_party_that_a_step_names_holds_the_record_at_once(cast, now):
    record = opened(cast, now, laboratory=cast.other_laboratory)
    take("send", record, by=cast.organiser, now=now, laboratory=cast.laboratory)
    assert Record.objects.get(pk=record.pk).holder == cast.laboratory
    assert take("accept", record, by=cast.receiver, now=now)


def test_a_center_that_a_step_names_carries_the_record_on(cast, now):
    record = opened(cast, now)
    take("edit", record, by=cast.organiser, now=now, center=cast.other_center)
    stored = Record.objects.get(pk=record.pk)
    assert stored.center == stored.holder == cast.other_center


def test_values_of_a_many_to_many_field_replace_the_old_ones(cast, now, item):
    record = opened(cast, now, items=[item])
    take("edit", record, by=cast.organiser, now=now, items=[])
    assert not record.items.exists()


def test_the_trail_names_what_a_many_to_many_field_was_set_to(cast, now, item):
    event = take("edit", opened(cast, now), by=cast.organiser, now=now, items=[item])
    assert event.detail == {"items": [str(item)]}


def test_a_secret_stands_in_the_record_and_not_in_the_trail(cast, now):
    record = opened(cast, now)
    event = take("edit", record, by=cast.organiser, now=now, client_phone="138-0000-0000")
    assert Entrustment.objects.get(pk=record.pk).client_phone == "138-0000-0000"
    assert event.detail == {"client_phone": "…"}


@pytest.mark.parametrize("name", ["colour", "laboratory__name"])
def test_a_field_that_does_not_exist_raises_and_nothing_is_written(cast, now, name):
    record = opened(cast, now)
    refused("edit", record, FieldDoesNotExist, by=cast.organiser, now=now, grade="B", **{name: "red"})


@pytest.mark.parametrize("name", ["state", "turn", "number", "kind", "next_due_at", "shown_platform"])
def test_what_the_engine_itself_keeps_cannot_be_set_by_a_step(cast, now, name):
    reason = refused("edit", opened(cast, now), ValueError, by=cast.organiser, now=now, **{name: None})
    assert name in reason


def test_a_value_the_database_refuses_leaves_nothing_half_done(cast, now):
    refused("edit", opened(cast, now), DatabaseError, by=cast.organiser, now=now, title="B", copies=-1)


def test_a_step_whose_guard_moved_the_record_is_refused(cast, now, monkeypatch):
    @own()
    def meddles(record, at):
        monkeypatch.setattr(Entrustment, "flow", trial.FLOW)
        take("send", Entrustment.objects.get(pk=record.pk), by=cast.organiser, now=at)

    record = opened(cast, now)
    monkeypatch.setattr(Entrustment, "flow", with_step("edit", guards=(meddles,)))
    reason = refused("edit", record, Refused, by=cast.organiser, now=now)
    assert reason == "Somebody else has just moved this record: load the page again."


def test_whose_turn_it_becomes_are_told_of_the_step(cast, now):
    other = person("second receiver", cast.laboratory, Role.RECEIVER)
    record = opened(cast, now)
    event = take("send", record, by=cast.organiser, now=now)
    told = Notification.objects.filter(event=event)
    assert {note.user for note in told} == {cast.receiver.user, other.user}
    assert {note.organisation for note in told} == {cast.laboratory}


def test_who_took_the_step_is_not_told_of_it(cast, now):
    record = brought(cast, now, "testing")
    event = take("again", record, by=cast.tester, now=now)
    assert not Notification.objects.filter(event=event).exists()


def test_who_may_no_longer_log_in_is_not_told(cast, now):
    cast.receiver.user.is_active = False
    cast.receiver.user.save()
    event = take("send", opened(cast, now), by=cast.organiser, now=now)
    assert not Notification.objects.filter(event=event).exists()


def test_of_a_step_of_the_system_everybody_whose_turn_it_is_is_told(cast, now, monkeypatch):
    monkeypatch.setattr(Entrustment, "flow", with_step("again", by=(Role.TESTER, Role.SYSTEM)))
    event = take("again", brought(cast, now, "testing"), by=System(), now=now)
    assert Notification.objects.get(event=event).user == cast.tester.user
