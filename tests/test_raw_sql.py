"""What can somebody do who may write any SQL on the application's own log-in? Nothing of what stands here.

Each row is a statement that PostgreSQL refuses to that log-in, and the guard that refuses it: with the guard
taken away the same statement is carried out, so that no row stands here for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import psycopg2
import pytest
from django.db import connection, transaction
from environ import Env

from casework.models.clocks import Deadline
from config import readiness, rights
from monitoring.risks.actions import voidings
from sampling.recipients import personal
from sampling.recipients.models.recipients import Consent, Sealed
from tests.cast import Cast
from tests.inspection import given as testing
from tests.monitoring import given as monitoring
from tests.sampling import given as sampling
from tests.workers.conftest import database_url
from trail.models import Installation

APP = rights.APPLICATION
EVENT = (
    "INSERT INTO trail_event (at, subject_kind, subject_id, verb, clause, actor_kind, actor_id, role,"
    " moved_from, moved_to, detail, transaction, recorded_at, login)"
    " VALUES (%s, 'record', 1, 'x', '', 'user', 1, '', '', '', '{}', 7, '2020-01-01', 'x') RETURNING id"
)
EVENT_NUMBERED = EVENT.replace("(at,", "(id, at,").replace("VALUES (%s", "VALUES (-1, now()")


class Row(NamedTuple):
    """refusal: what PostgreSQL says. without: takes the guard away, as the owner."""

    sql: str
    refusal: str
    without: str


def owns(table: str) -> str:
    return f"ALTER TABLE {table} OWNER TO {APP}"


def may(right: str, table: str) -> str:
    return f"GRANT {right} ON {table} TO {APP}"


def off(trigger: str, table: str) -> str:
    return f"ALTER TABLE {table} DISABLE TRIGGER {trigger}"


def both(*statements: str) -> str:
    return "; ".join(statements)


DENIED, OWNER = "permission denied", "must be owner"
CLOCK, TOLD = off("casework_clock_told", "casework_deadline"), "nothing in the trail"
APPEND = off("trail_append_only", "trail_event")
REFUSED = {
    "triggers switched off": Row("ALTER TABLE trail_event DISABLE TRIGGER USER", OWNER, owns("trail_event")),
    "a trigger dropped": Row("DROP TRIGGER trail_stamped ON trail_event", OWNER, owns("trail_event")),
    "all triggers passed over": Row(
        "SET session_replication_role = replica",
        DENIED,
        f"GRANT SET ON PARAMETER session_replication_role TO {APP}",
    ),
    "a table made": Row(
        "CREATE TABLE public.mine (a int)", DENIED, f"GRANT CREATE ON SCHEMA public TO {APP}"
    ),
    "a program run": Row(
        "COPY (SELECT 1) TO PROGRAM 'cat >/dev/null'",
        DENIED,
        f"GRANT pg_execute_server_program TO {APP} WITH INHERIT TRUE",
    ),
    "a file read": Row(
        "SELECT pg_read_file('PG_VERSION')", DENIED, f"GRANT EXECUTE ON FUNCTION pg_read_file(text) TO {APP}"
    ),
    "the trail emptied": Row(
        "TRUNCATE trail_event CASCADE", DENIED, may("TRUNCATE", "ALL TABLES IN SCHEMA public")
    ),
    "the trail changed": Row(
        "UPDATE trail_event SET verb = 'x'", DENIED, both(may("UPDATE", "trail_event"), APPEND)
    ),
    "the trail cut": Row(
        "DELETE FROM trail_event WHERE id = (SELECT max(id) FROM trail_event)",
        DENIED,
        both(may("DELETE", "trail_event"), APPEND),
    ),
    "a due date changed": Row("UPDATE casework_deadline SET due_at = due_at + interval '1 day'", TOLD, CLOCK),
    "a clock met": Row("UPDATE casework_deadline SET met_at = now()", TOLD, CLOCK),
    "a clock stopped": Row("UPDATE casework_deadline SET suspended_at = now()", TOLD, CLOCK),
    "lateness taken back": Row("UPDATE casework_deadline SET breached_at = NULL", TOLD, CLOCK),
    "a clock put on another record": Row(
        "UPDATE casework_deadline SET term = 'T-00'", "never changes", CLOCK
    ),
    "clocks deleted": Row("DELETE FROM casework_deadline", DENIED, may("DELETE", "casework_deadline")),
    "consents deleted": Row("DELETE FROM sampling_consent", DENIED, may("DELETE", "sampling_consent")),
    "a consent widened": Row(
        "UPDATE sampling_consent SET scope = 'payment'", DENIED, may("UPDATE (scope)", "sampling_consent")
    ),
    "findings deleted": Row("DELETE FROM catalogue_finding", DENIED, may("DELETE", "catalogue_finding")),
    "a withdrawal taken back": Row(
        "UPDATE sampling_consent SET withdrawn_at = NULL WHERE withdrawn_at IS NOT NULL",
        "stays so",
        off("sampling_withdrawn", "sampling_consent"),
    ),
    "admissions deleted": Row(
        "DELETE FROM casework_admission", TOLD, off("casework_end_of_admission_told", "casework_admission")
    ),
    "a state forced": Row(
        "UPDATE casework_record SET state = 'voided'",
        "no step moves it",
        off("casework_state_told", "casework_record"),
    ),
    "a verdict turned": Row(
        "UPDATE casework_record SET outcome = 'non_conforming' WHERE outcome = 'conforming'",
        TOLD,
        off("casework_outcome_told", "casework_record"),
    ),
    "records deleted": Row(
        "DELETE FROM casework_record WHERE id = (SELECT max(id) FROM casework_record)",
        DENIED,
        both(may("DELETE", "casework_record"), off("casework_no_delete", "casework_record")),
    ),
    "a record put in the place of another": Row(
        "UPDATE casework_record SET id = -1 WHERE id = (SELECT max(id) FROM casework_record)",
        DENIED,
        may("UPDATE (id)", "casework_record"),
    ),
    "a report put in the place of another": Row(
        "UPDATE inspection_report SET record_id = record_id", DENIED, may("UPDATE", "inspection_report")
    ),
    "a record given another number": Row(
        "UPDATE casework_record SET number = 'ZZ-000000' WHERE id = (SELECT max(id) FROM casework_record)",
        "never change",
        off("casework_record_itself", "casework_record"),
    ),
    "another signatory named": Row(
        "UPDATE inspection_report SET signatory_id = tester_id",
        TOLD,
        off("inspection_report_told", "inspection_report"),
    ),
    "a calibration that lasts longer": Row(
        "UPDATE inspection_calibration SET valid_until = '2099-12-31'",
        DENIED,
        may("UPDATE", "inspection_calibration"),
    ),
    "failing results that were taken back forgotten": Row(
        "UPDATE inspection_result SET taken_back = 'x'",
        TOLD,
        off("inspection_result_told", "inspection_result"),
    ),
    "a result slipped into an issued report": Row(
        'INSERT INTO inspection_result SELECT (jsonb_populate_record(r, \'{"id": -1, "position": 99}\')).*'
        " FROM inspection_result r LIMIT 1",
        "nothing in the trail adds to it",
        off("inspection_result_added", "inspection_result"),
    ),
    "a line put before all others": Row(EVENT_NUMBERED, DENIED, may("INSERT (id)", "trail_event")),
    "a conclusion rewritten": Row(
        "UPDATE inspection_report SET conclusion = 'x'",
        TOLD,
        off("inspection_report_told", "inspection_report"),
    ),
    "a result rewritten": Row(
        "UPDATE inspection_result SET value = '0'", TOLD, off("inspection_result_told", "inspection_result")
    ),
    "an issued paper changed": Row(
        "UPDATE documents_document SET content = '{}'",
        DENIED,
        both(may("UPDATE", "documents_document"), off("documents_issued_fixed", "documents_document")),
    ),
    "a user made a superuser": Row(
        "UPDATE accounts_user SET is_superuser = true",
        "makes no superusers",
        off("accounts_superuser_made", "accounts_user"),
    ),
    "a user let in everywhere": Row(
        "UPDATE accounts_user SET is_staff = true",
        "makes no superusers",
        off("accounts_superuser_made", "accounts_user"),
    ),
    "a superuser added": Row(
        "INSERT INTO accounts_user (password, is_superuser, username, first_name, last_name, email, is_staff,"
        " is_active, name, mail, language, program, date_joined, password_given)"
        " VALUES ('', true, 'root', '', '', '', false, true, '', 'digest', '', false, now(), false)",
        "makes no superusers",
        off("accounts_superuser_added", "accounts_user"),
    ),
    "risk information that was voided brought back": Row(
        "UPDATE monitoring_risksignal SET state = 'submitted', voiding_id = NULL WHERE state = 'voided'",
        "stays so",
        off("monitoring_void_kept", "monitoring_risksignal"),
    ),
    "why risk information was voided rewritten": Row(
        "UPDATE monitoring_voiding SET reason = 'x'", DENIED, may("UPDATE", "monitoring_voiding")
    ),
    "a permission invented": Row(
        "INSERT INTO auth_permission (name, content_type_id, codename) SELECT 'x', min(id), 'x'"
        " FROM django_content_type",
        DENIED,
        may("INSERT", "auth_permission"),
    ),
    "a trial made of it": Row(
        "UPDATE trail_installation SET production = false",
        DENIED,
        may("SELECT, UPDATE", "trail_installation"),
    ),
    "the proof read": Row(
        "SELECT proof FROM trail_installation", DENIED, may("SELECT", "trail_installation")
    ),
}


def world(cast: Cast, now: datetime) -> None:
    """An issued report and all that came before it, clocks that ran out, a consent that was withdrawn, risk
    information that was voided."""
    testing.final(cast, now)
    signal = monitoring.submitted_signal(cast, now)
    voidings.void(signal, reason="Of another province.", by=cast.collector, now=now)
    Consent.objects.update(withdrawn_at=now)
    Deadline.objects.update(breached_at=now)


@contextmanager
def logged_in() -> Iterator[Any]:
    """A cursor on a connection by the application's own log-in; what it does is taken back."""
    given = Env.db_url_config(database_url())
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD"}
    said = {ours: given[theirs] for ours, theirs in names.items() if given[theirs]}
    with closing(psycopg2.connect(**said, **given.get("OPTIONS", {}))) as own, own.cursor() as cursor:
        yield cursor
        own.rollback()


def refusal(cursor: Any, sql: str) -> str:
    """How PostgreSQL refuses a statement; "" where it carries it out."""
    cursor.execute("SAVEPOINT before")
    try:
        cursor.execute(sql)
    except psycopg2.Error as error:
        return str(error)
    finally:
        cursor.execute("ROLLBACK TO SAVEPOINT before")
    return ""


@pytest.mark.django_db(transaction=True)
def test_a2_nothing_of_it_is_carried_out_on_the_applications_log_in(cast, now):
    world(cast, now)
    with logged_in() as cursor:
        said = {name: refusal(cursor, row.sql) for name, row in REFUSED.items()}
    assert not {name: words for name, words in said.items() if REFUSED[name].refusal not in words}


@pytest.mark.parametrize("name", REFUSED)
def test_without_its_guard_each_would_be(cast, now, name):
    world(cast, now)
    row = REFUSED[name]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(f"SET ROLE NONE; {row.without}; SET ROLE {APP}")
        cursor.execute(row.sql)
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a2_the_log_in_is_nobody_else_and_can_become_nobody_else():
    with logged_in() as cursor:
        for role in (connection.settings_dict["USER"], "pg_read_all_data", "pg_write_server_files"):
            assert "permission denied to set role" in refusal(cursor, f"SET ROLE {role}")
        cursor.execute("SET ROLE NONE; SELECT session_user, current_user")
        assert cursor.fetchone() == (APP, APP)
        cursor.execute(readiness.LOGIN)
        assert cursor.fetchone() == (False, False, False)


@pytest.mark.django_db(transaction=True)
def test_when_and_by_whom_a_line_was_written_the_database_says_itself():
    with logged_in() as cursor:
        cursor.execute(EVENT, [datetime(2020, 1, 1, tzinfo=UTC)])
        (pk,) = cursor.fetchone()
        cursor.execute(
            "SELECT transaction = pg_current_xact_id()::text::bigint, login, now() - recorded_at"
            " FROM trail_event WHERE id = %s",
            [pk],
        )
        own, login, ago = cursor.fetchone()
    assert (own, login) == (True, APP) and abs(ago) < timedelta(minutes=1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("production", "refused"), [(True, True), (False, False)])
def test_a2_only_in_a_trial_a_line_says_another_time_than_the_database(production, refused):
    Installation.objects.filter(pk=1).update(production=production)
    with logged_in() as cursor:
        said = refusal(cursor, cursor.mogrify(EVENT, [datetime(2020, 1, 1, tzinfo=UTC)]).decode())
        assert ("is not the time" in said) is refused
        assert not refusal(cursor, cursor.mogrify(EVENT, [datetime.now(UTC)]).decode())


@pytest.mark.django_db(transaction=True)
def test_a_table_of_ones_own_is_not_taken_for_the_trail(cast, now):
    world(cast, now)
    with logged_in() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE trail_event AS SELECT 'record'::text AS subject_kind, id AS subject_id,"
            " state AS moved_from, 'voided'::text AS moved_to,"
            " pg_current_xact_id()::text::bigint AS transaction FROM casework_record"
        )
        for name in ("a state forced", "a due date changed", "a conclusion rewritten", "admissions deleted"):
            assert REFUSED[name].refusal in refusal(cursor, REFUSED[name].sql)


@pytest.mark.django_db(transaction=True)
def test_what_lies_sealed_of_a_person_is_shown_to_nobody_who_does_not_name_them(cast, now):
    first, second = sampling.recipient(cast, now), sampling.recipient(cast, now)
    with logged_in() as cursor:
        for said in ("", "on", str(first.pk), f"{first.pk}:{'0' * 64}"):
            cursor.execute(personal.REVEALS, [said])
            for sql in ("SELECT * FROM sampling_sealed", "DELETE FROM sampling_sealed RETURNING 1"):
                cursor.execute(sql)
                assert cursor.fetchall() == []
    with personal.shown(first.pk):
        assert {*Sealed.objects.values_list("recipient", flat=True)} == {first.pk}
    assert not Sealed.objects.exists() and first.key() != second.key()


def test_the_table_of_rights_names_only_what_there_is():
    there = {
        model._meta.label: {field.column for field in model._meta.local_fields}
        for model in rights.models_of_tables()
    }
    named = {*rights.UNSEEN, *rights.READ, *rights.WRITTEN_ONCE, *rights.CHANGED, *rights.REMOVED}
    assert not named - there.keys()
    assert not {
        label: columns
        for label, columns in rights.CHANGED.items()
        if columns != rights.ALL and {*columns} - there[label]
    }
    assert not rights.WRITTEN_ONCE & (rights.CHANGED.keys() | rights.REMOVED)
