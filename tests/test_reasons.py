"""Does whoever a return, refusal or settlement hits read why: on the page, by program, and when told?"""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Viewer
from accounts.programs import roles_for_programs
from accounts.roles import Role
from casework.flow import Step
from casework.models import Filed, kinds
from casework.work.notifications import concerned
from tests.api.conftest import issue
from tests.cast import Cast
from tests.conftest import NOW
from tests.test_flows import STAGES
from tests.walks import Walk
from trail.models import Event

WHY = "Because of the reason 7Q."
WALKS: list[Walk] = [walk for stage in STAGES for walk in import_module(f"tests.{stage}.walks").WALKS]

# Steps to the side that hit another organisation and owe it no reason, and why.
OWE_NONE = {
    ("notice", "answer_platform"): "it is the answer itself",
    ("platformdisposal", "measure_disputed"): "what is done about the goods is told by the measure itself",
    ("platformdisposal", "strike_disputed"): "the measure struck stands beside it, with who struck it",
    ("enforcementcase", "transfer"): "the grounds of jurisdiction are a field that is never empty",
    ("enforcementcase", "redirect"): "the denial that was upheld has its own reason",
    ("entrustment", "report_abnormality"): "the abnormality has a row of its own",
    ("resultnotice", "enter_reply"): "the addressee's own words are entered",
    ("resultnotice", "deny"): "the denial has its own grounds",
    ("sharerequest", "withdraw"): "who needs it no longer takes nothing from anybody",
    ("sharerequest", "give_back"): "who needs it no longer takes nothing from anybody",
    ("sharerequest", "expire"): "the period was agreed",
    ("sharerequest", "go_on_without"): "who was asked for more sent nothing in their time",
    ("denial", "go_on_without"): "who was asked for more sent nothing in their time",
    ("sample", "send_out"): "the laboratory is given something",
}


def hands(model: type[Filed], step: Step) -> set[str]:
    """The parties in whose hands a record lies before and after a step."""
    return {model.flow.hands(state) for state in (*step.sources, step.target)} - {""}


def party(step: Step) -> set[str]:
    """The parties that take a step."""
    return {str(step.party(role)) for role in step.by if role is not Role.SYSTEM}


def steps_aside() -> list[tuple[str, Step]]:
    """The steps off the main road by which one organisation takes from another, gives back, or ends."""
    return [
        (kind, step)
        for kind, model in kinds().items()
        for step in model.flow
        if party(step) and not step.primary and hands(model, step) - party(step)
    ]


def test_a_step_aside_that_hits_another_organisation_says_why():
    silent = {(kind, step.name) for kind, step in steps_aside() if not step.reason}
    assert silent <= set(OWE_NONE), silent - set(OWE_NONE)


def test_where_a_reason_stands_is_a_field_of_the_record_or_the_note():
    for model in kinds().values():
        for step in model.flow:
            assert step.reason in ("", "note") or model._meta.get_field(step.reason)


def person(cast: Cast, organisation: int, role: str) -> Viewer | None:
    found = (p for p in cast.people.values() if p.organisation.pk == organisation and role in p.roles)
    return next(found, None)


REASONED = [walk for walk in WALKS if not walk.cause and kinds()[walk.kind].flow[walk.step].reason]


@pytest.mark.parametrize("walk", REASONED, ids=lambda walk: walk.id)
def test_the_reason_is_asked_for_and_read_by_whom_it_hits(walk, cast, at_desk):
    step = kinds()[walk.kind].flow[walk.step]
    with time_machine.travel(NOW, tick=False):
        record = walk.given(cast, NOW)
        url = reverse(f"{walk.kind}-step", args=[record.number, walk.step])
        client = at_desk(getattr(cast, walk.actor))
        form = walk.data(record, cast)
        assert client.post(url, {**form, step.reason: ""}).status_code == 422
        assert client.post(url, {**walk.data(record, cast), step.reason: WHY}).status_code == 302
        record = type(record).objects.get(pk=record.pk)
        event = record_event(record, walk.step)
        for organisation, role in concerned(record, event):
            reader = person(cast, organisation, role)
            if reader is not None:
                read_by(reader, record, at_desk)


def record_event(record: Filed, step: str) -> Any:
    return Event.objects.of("record", record.pk).filter(verb=step).first()


def read_by(reader: Viewer, record: Filed, at_desk: Any) -> None:
    """The reason stands on their page, in what a program of theirs reads, and in what they were told."""
    client = at_desk(reader)
    assert WHY in client.get(record.get_absolute_url()).content.decode()
    home = reader.organisation
    # In some roles only a person acts: the organisation's programs read in others.
    held = reader.roles & set(roles_for_programs(reader.kind)) or set(roles_for_programs(reader.kind))
    program = issue(Viewer(reader.user, home, frozenset(held)))
    answer = program.get(reverse(f"api-{record.kind}", args=[record.number]))
    assert WHY in json.dumps(answer.json()["particulars"], ensure_ascii=False)
    assert WHY in client.get(reverse("notifications")).content.decode()
