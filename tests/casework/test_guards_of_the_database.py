"""Does the database itself refuse what goes round the engine?"""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction

from accounts.numbers import number
from casework.models import Record
from inspection.commissions.models.commissions import Entrustment
from tests.casework.trial import brought, opened
from trail.models import SYSTEM, write

pytestmark = pytest.mark.guarded


def refused(sql: str, values: list[int], match: str) -> None:
    with (
        pytest.raises(ProgrammingError, match=match),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, values)


def test_a_state_changed_by_sql_is_refused(cast, now):
    record = opened(cast, now)
    refused(
        "UPDATE casework_record SET state = 'done' WHERE id = %s",
        [record.pk],
        "no step moves it from draft to done",
    )
    assert Record.objects.get(pk=record.pk).state == "draft"


def test_a_state_saved_past_the_engine_is_refused(cast, now):
    record = opened(cast, now)
    record.state = "sent"
    with pytest.raises(ProgrammingError, match="no step moves it"), transaction.atomic():
        record.save()
    with pytest.raises(ProgrammingError, match="no step moves it"), transaction.atomic():
        Entrustment.objects.filter(pk=record.pk).update(state="sent")


def test_the_trail_of_another_move_or_another_record_does_not_help(cast, now):
    record, other = opened(cast, now), opened(cast, now)
    write("send", ("record", other.pk), actor=SYSTEM, at=now, moved=("draft", "sent"))
    write("send", ("record", record.pk), actor=SYSTEM, at=now, moved=("draft", "done"))
    write("send", ("user", record.pk), actor=SYSTEM, at=now, moved=("draft", "sent"))
    refused("UPDATE casework_record SET state = 'sent' WHERE id = %s", [record.pk], "no step moves it")


@pytest.mark.django_db(transaction=True)
def test_the_trail_of_an_earlier_transaction_does_not_help(cast, now):
    record = opened(cast, now)
    write("send", ("record", record.pk), actor=SYSTEM, at=now, moved=("draft", "sent"))
    refused("UPDATE casework_record SET state = 'sent' WHERE id = %s", [record.pk], "no step moves it")


def test_other_columns_may_change_without_a_step(cast, now):
    record = opened(cast, now)
    assert Record.objects.filter(pk=record.pk).update(title="Lead in paint", state="draft") == 1


def test_a_record_inserted_past_the_engine_is_refused(cast, now):
    refused(
        "INSERT INTO casework_record (kind, number, title, state, turn, opened_at, outcome)"
        " VALUES ('entrustment', 'EN-1', 'Lead', 'draft', '', now(), '')",
        [],
        "no step opened it",
    )
    with pytest.raises(ProgrammingError, match="no step opened it"), transaction.atomic():
        Record.objects.create(
            kind="entrustment",
            number=number("EN", 1, settings.NUMBER_KEY),
            title="Lead",
            state="draft",
            opened_at=now,
        )


def test_a_record_is_never_deleted(cast, now):
    record = brought(cast, now, "done")
    refused(
        "WITH gone AS (DELETE FROM inspection_entrustment WHERE record_id = %s)"
        " DELETE FROM casework_record WHERE id = %s",
        [record.pk, record.pk],
        "permission denied",
    )
    assert Entrustment.objects.filter(pk=record.pk).exists()


@pytest.mark.parametrize("table", ["casework_record", "trail_event"])
def test_no_table_of_the_engine_is_emptied(cast, now, table):
    opened(cast, now)
    refused(f"TRUNCATE {table} CASCADE", [], "permission denied")


def test_the_guards_cannot_be_taken_off_by_the_application(cast):
    refused("DROP TRIGGER casework_state_told ON casework_record", [], "must be owner")
    refused("ALTER TABLE casework_record DISABLE TRIGGER ALL", [], "must be owner")
    refused("SET LOCAL session_replication_role = replica", [], "permission denied")
