"""What does opening a record write, and when does it write nothing?"""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import FieldDoesNotExist

from accounts.models import System
from accounts.roles import Role
from casework.actions import may_open, open_record
from casework.flow import Forbidden, Refused
from casework.models import Notification, Record
from inspection.commissions.models.commissions import Entrustment
from tests.casework.trial import fields, opened
from tests.cast import person
from trail.models import Event


def test_a_record_opens_in_the_first_state_with_its_turn_and_its_holder(cast, now):
    record = Record.objects.get(pk=opened(cast, now).pk)
    assert (record.kind, record.state, record.turn) == ("entrustment", "draft", "organiser")
    assert record.holder == cast.center and record.opened_at == now and record.next_due_at is None


def test_a_record_gets_a_number_with_the_prefix_of_its_kind(cast, now):
    first, second = opened(cast, now), opened(cast, now)
    assert first.number.startswith("EN-") and len({first.number, second.number}) == 2


def test_the_values_stand_in_the_spine_and_in_the_particulars(cast, now):
    record = Entrustment.objects.get(pk=opened(cast, now, grade="A").pk)
    assert (record.title, record.category) == ("Lead in toys", cast.category)
    assert (record.grade, record.laboratory, record.due_on) == ("A", cast.laboratory, date(2026, 11, 25))


def test_values_of_a_many_to_many_field_are_kept(cast, now, item):
    assert list(opened(cast, now, items=[item]).items.all()) == [item]


def test_the_trail_says_who_opened_it_in_which_role_and_under_which_clause(cast, now):
    event = Event.objects.of("record", opened(cast, now).pk).get()
    assert (event.verb, event.clause, event.at, event.role) == ("open", "6.3-1", now, "organiser")
    assert (event.actor_kind, event.actor_id) == ("user", cast.organiser.user.pk)
    assert event.organisation_id == cast.center.pk
    assert (event.moved_from, event.moved_to, event.cause) == ("", "draft", None)


def test_the_trail_keeps_what_was_said_and_hides_what_is_secret(cast, now):
    record = opened(cast, now, grade="A", client_phone="138-0000-0000", note="By telephone")
    detail = Event.objects.of("record", record.pk).get().detail
    assert detail["grade"] == "A" and detail["note"] == "By telephone" and detail["due_on"] == "2026-11-25"
    assert detail["laboratory"] == "First Laboratory" and detail["client_phone"] == "…"
    assert "138-0000-0000" not in str(detail)


def test_the_system_opens_a_record_and_signs_with_its_own_name(cast, now):
    record = open_record(Entrustment, by=System(), now=now, **fields(cast, now))
    event = Event.objects.of("record", record.pk).get()
    assert (event.actor_kind, event.actor_id, event.organisation_id) == ("system", 0, None)
    assert event.role == Role.SYSTEM


def test_another_role_may_not_open_it(cast, now):
    with pytest.raises(Forbidden, match="Sampling and testing organiser"):
        open_record(Entrustment, by=cast.tester, now=now, **fields(cast, now))
    assert not Record.objects.exists() and not Event.objects.exists()


def test_the_role_in_another_organisation_is_not_enough(cast, now):
    with pytest.raises(Forbidden):
        open_record(Entrustment, by=cast.other_organiser, now=now, **fields(cast, now))
    assert not Record.objects.exists()


def test_a_guard_of_the_opening_refuses_with_its_reason(cast, now):
    with pytest.raises(Refused, match=r"The grade is blocked\."):
        opened(cast, now, grade="blocked")
    assert not Record.objects.exists() and not Event.objects.exists()


@pytest.mark.parametrize("name", ["colour", "colours_id"])
def test_a_field_that_does_not_exist_raises_and_nothing_is_written(cast, now, name):
    with pytest.raises(FieldDoesNotExist):
        opened(cast, now, **{name: "red"})
    assert not Record.objects.exists() and not Event.objects.exists()


def test_whose_turn_it_is_are_told_but_not_who_opened_it(cast, now):
    colleague = person("colleague", cast.center, Role.ORGANISER)
    record = opened(cast, now)
    told = Notification.objects.get()
    assert (told.user, told.organisation, told.record_id) == (colleague.user, cast.center, record.pk)
    assert told.event.verb == "open" and told.at == now and told.read_at is None


def test_who_may_open_a_kind_at_all_follows_from_the_roles(cast):
    assert may_open(Entrustment, cast.organiser) and not may_open(Entrustment, cast.tester)
