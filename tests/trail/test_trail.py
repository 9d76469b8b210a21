"""Is the trail only ever added to?"""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction

from trail.models import SYSTEM, Actor, Event, write

pytestmark = pytest.mark.django_db


def wrote(now, **more) -> Event:
    return write("log in", ("record", 7), actor=Actor("user", 3, 4, "tester"), at=now, **more)


def test_an_event_says_who_did_what_to_what_and_when(now):
    event = Event.objects.get(pk=wrote(now, clause="6.3-1", moved=("sent", "done")).pk)
    assert (event.verb, event.subject_kind, event.subject_id, event.at) == ("log in", "record", 7, now)
    assert (event.actor_kind, event.actor_id, event.organisation_id, event.role) == ("user", 3, 4, "tester")
    assert (event.clause, event.moved_from, event.moved_to, event.detail) == ("6.3-1", "sent", "done", {})


def test_an_event_of_the_system_names_no_person(now):
    event = write("overdue", ("record", 7), actor=SYSTEM, at=now)
    assert (event.actor_kind, event.actor_id, event.organisation_id, event.role) == ("system", 0, None, "")


def test_an_event_may_name_its_cause(now):
    cause = wrote(now)
    event = wrote(now, cause=cause.pk)
    assert list(cause.consequences.all()) == [event]


def test_an_event_bears_the_number_of_its_transaction(now):
    event = wrote(now)
    event.refresh_from_db()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        assert cursor.fetchone() == (event.transaction,)


def test_the_events_of_one_subject_come_newest_first(now):
    first, second = wrote(now), wrote(now)
    write("log in", ("record", 8), actor=SYSTEM, at=now)
    write("log in", ("user", 7), actor=SYSTEM, at=now)
    assert list(Event.objects.of("record", 7)) == [second, first]


def test_an_event_reads_as_its_deed(now):
    assert str(wrote(now)) == "log in record 7"


@pytest.mark.parametrize("sql", ["UPDATE trail_event SET verb = ''", "DELETE FROM trail_event"])
def test_the_application_may_neither_change_nor_delete_an_event(now, sql):
    wrote(now)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(sql)


def test_the_application_may_not_empty_the_trail(now):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute("TRUNCATE trail_event CASCADE")


@pytest.mark.parametrize("sql", ["UPDATE trail_event SET verb = ''", "DELETE FROM trail_event"])
def test_the_owner_of_the_table_may_not_either(now, sql):
    wrote(now)
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        connection.cursor().execute(f"SET LOCAL ROLE NONE; {sql}")


@pytest.mark.guarded
def test_an_event_is_not_saved_a_second_time_nor_deleted_through_the_models(now):
    event = wrote(now)
    with pytest.raises(ProgrammingError), transaction.atomic():
        event.save()
    with pytest.raises(ProgrammingError), transaction.atomic():
        event.delete()
    assert Event.objects.filter(pk=event.pk).exists()
