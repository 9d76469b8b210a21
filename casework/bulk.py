"""How are many records opened at once? By COPY: spine, particulars and trail in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import StringIO
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction

from accounts.models import By
from accounts.numbers import number
from casework.actions import check, hand_over, instead, role_of, said
from casework.admissions import admit
from casework.deadlines import clocks
from casework.deadlines.nearest import refresh
from casework.models import Filed, Record
from casework.work.notifications import notify
from trail.models import Event

F = TypeVar("F", bound=Filed)


@transaction.atomic
def open_many(model: type[F], rows: Sequence[dict[str, Any]], *, by: By, now: datetime) -> list[F]:
    """Open a record of one kind for each row (the values of its fields), all or none, and return them.

    The rules of open_record hold for every row; whose turn it is are told of the first of theirs only.
    Many-to-many fields are not taken. Raises Forbidden or Refused.
    """
    if not rows:
        return []
    step = model.flow.opening
    kind = str(model._meta.model_name)
    records = []
    for pk, row in zip(_next_ids(len(rows)), rows, strict=True):
        record = model(**row)
        check(step, record, by, now)
        record.pk = record.id = pk
        record.kind, record.number = kind, number(model.prefix, pk, settings.NUMBER_KEY)
        record.opened_at, record.state = now, step.target
        hand_over(record)
        records.append(record)
    actor = by.actor(role_of(step, records[0], by))
    events = [
        Event(
            at=now,
            subject_kind="record",
            subject_id=record.pk,
            verb=step.name,
            clause=step.clause,
            actor_kind=actor.kind,
            actor_id=actor.id,
            organisation_id=actor.organisation,
            role=actor.role,
            moved_to=step.target,
            detail=said(model, row, "") | instead(step, record, by),
        )
        for record, row in zip(records, rows, strict=True)
    ]
    _copy(
        Event, [f for f in Event._meta.local_concrete_fields if f.name not in ("id", "transaction")], events
    )
    _copy(Record, Record._meta.local_concrete_fields, records)
    _copy(model, model._meta.local_concrete_fields, records)
    for record in records if step.starts or step.admits else ():
        opened = Event.objects.of("record", record.pk)[0]
        for term in step.starting(record):
            clocks.start(record, term, opened)
        refresh(record)
        for party in step.admits:
            admit(record, party, now)
    first = {record.holder_id: record for record in reversed(records)}
    for record in first.values():
        notify(record, Event.objects.of("record", record.pk)[0])
    return records


def _next_ids(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('casework_record', 'id')) FROM generate_series(1, %s)",
            [count],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _copy(
    model: type[models.Model], fields: Iterable[models.Field[Any, Any]], rows: Sequence[models.Model]
) -> None:
    """COPY the named columns of the rows into the model's table."""
    fields = list(fields)
    text = StringIO()
    for row in rows:
        text.write("\t".join(written(field, getattr(row, field.attname)) for field in fields) + "\n")
    text.seek(0)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        cursor.copy_expert(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN', text)


def written(field: models.Field[Any, Any], value: Any) -> str:
    """A value as COPY's text format has it."""
    if value is None:
        return r"\N"
    if isinstance(field, models.JSONField):
        value = json.dumps(value, ensure_ascii=False)
    elif isinstance(field, ArrayField):
        value = "{" + ",".join(_quoted(str(item)) for item in value) + "}"
    elif isinstance(value, datetime):
        value = value.isoformat()
    text = str(value)
    return text.replace("\\", r"\\").replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r")


def _quoted(item: str) -> str:
    """An item of an array, as PostgreSQL reads it."""
    escaped = item.replace("\\", r"\\").replace('"', r"\"")
    return f'"{escaped}"'
