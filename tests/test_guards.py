"""Does each guard of each step refuse by itself, with its own sentence, by HTTP, as the person?

The guards are read from the flow tables; how each is brought to refuse, from tests/<stage>/refusals.py.
"""

from __future__ import annotations

from html import unescape
from importlib import import_module
from random import Random

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.urls import reverse

from casework.flow import Refused
from tests.conftest import NOW
from tests.refusals import Refusal, needed
from tests.test_flows import STAGES, WALKS
from trail.models import Event

ROWS: list[Refusal] = [row for stage in STAGES for row in import_module(f"tests.{stage}.refusals").REFUSALS]
MET = [row for row in ROWS if not row.why]
# Those whose step a person takes on the record itself; they are met before anything that is sent is read.
BY_PROGRAM = [row for row in MET if (walk := row.walk(WALKS)) and walk.cause is None]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def test_every_guard_of_every_step_has_its_row():
    rows = [(row.kind, row.step, row.guard.__name__) for row in ROWS]
    assert needed() - set(rows) == set()
    assert set(rows) - needed() == set()
    assert len(rows) == len(set(rows))


def objection(guard, record) -> str:
    """What a guard says against a step with a record, "" if nothing."""
    try:
        guard(record, NOW)
    except Refused as refused:
        return str(refused)
    return ""


def brought(row, cast):
    """A record to which only this guard objects."""
    given = row.given or row.walk(WALKS).given
    record = given(cast, NOW)
    row.spoil(record, cast)
    if record.pk:
        record = type(record).objects.get(pk=record.pk)
    objections = {guard for guard in row.of.guards if objection(guard, record)}
    assert objections == {row.guard}
    assert record.state in row.of.sources or not row.of.sources
    return record


def actor(row, cast):
    return getattr(cast, row.actor or row.walk(WALKS).actor)


def press(client, row, record, cast):
    """The step is posted; where the system takes it, the step of another record that causes it."""
    walk = row.walk(WALKS)
    if row.door:
        return client.post(row.door(record), row.data(record, cast))
    name, posted = (walk.cause[0], walk.cause[1](record)) if walk.cause else (row.step, record)
    url = reverse(f"{posted.kind}-step", args=[posted.number, name])
    return client.post(url, (row.data or walk.data)(posted, cast))


def without(row, press) -> str:
    """What comes of the step when the guard is gone: "" if it is taken, else who or what refuses it."""
    try:
        with row.disarmed(), transaction.atomic():
            answer = press()
    except (AssertionError, KeyError, ValueError, DatabaseError) as broken:
        return repr(broken)
    form = (answer.context or {}).get("form")
    return "" if answer.status_code == 302 else unescape(answer.text + str(form.errors if form else ""))


@pytest.mark.parametrize("row", MET, ids=lambda row: row.id)
def test_a_guard_refuses_with_its_own_sentence_and_without_it_the_step_is_taken(row, cast, at_desk):
    record = brought(row, cast)
    sentence, client = objection(row.guard, record), at_desk(actor(row, cast))
    written = Event.objects.count()
    answer = press(client, row, record, cast)
    assert answer.status_code == 409 and sentence in unescape(answer.text)
    assert not record.pk or type(record).objects.get(pk=record.pk).state == record.state
    assert Event.objects.count() == written
    behind = without(row, lambda: press(client, row, record, cast))
    assert bool(behind) == bool(row.behind)
    assert row.behind in behind and sentence not in behind


@pytest.mark.parametrize("row", Random(16).sample(BY_PROGRAM, 24), ids=lambda row: row.id)
def test_a_program_reads_the_same_sentence(row, cast, at_desk):
    record = brought(row, cast)
    client = at_desk(actor(row, cast))
    written = Event.objects.count()
    url = reverse(f"api-{row.kind}-{row.step}", args=[record.number])
    answer = client.post(url, "{}", "application/json", headers={"Idempotency-Key": "one"})
    assert answer.status_code == 409
    assert answer.json()["detail"] == objection(row.guard, record)
    assert Event.objects.count() == written


@pytest.mark.parametrize("row", [row for row in ROWS if row.why], ids=lambda row: row.id)
def test_a_guard_that_nobody_meets_refuses_all_the_same(row, cast):
    brought(row, cast)
