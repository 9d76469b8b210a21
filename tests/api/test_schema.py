"""Does the API do what its description says, whatever is sent? No error of ours, and answers as described."""

from __future__ import annotations

import json
from functools import cache

import pytest
import schemathesis
import time_machine
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.urls import reverse
from django.utils.translation import override
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as drawing
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks

from accounts.programs import roles_for_programs
from accounts.roles import Kind, Role
from casework.api.urls import desks, steps
from casework.models import Record, kinds
from casework.pages.forms import NoteForm
from config.urls import pages
from config.wsgi import application
from tests.api.conftest import issue
from tests.cast import Cast
from tests.conftest import NOW
from tests.disposal import given as disposals
from tests.test_flows import WALKS
from tests.walks import Walk

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
DESKS = {desk.kind: desk for _prefix, desk in desks(pages)}
OPENED = [kind for kind, desk in DESKS.items() if desk.model.flow.opened_by_form]
READ = (
    *("find_signal", "read_signal", "read_paper", "read_file"),
    *("find_claims", "read_claim", "find_counts", "read_count"),
)
PROGRAMS = {
    Kind.LABORATORY: "tester",
    Kind.PLATFORM: "quality_officer",
    Kind.CENTER: "organiser",
    Kind.REGULATOR: "planner",
}


@cache
def raw():
    """The API as it describes itself."""
    with override("en"):
        return SchemaGenerator().get_schema(request=None, public=True)


@cache
def description():
    return schemathesis.openapi.from_dict(raw())


def asked(name, program, examples=1, mode=GenerationMode.POSITIVE, **path) -> None:
    """Ask as many examples of an operation; whatever is done is undone."""
    operation = description().find_operation_by_id(name)
    own = {"Authorization": f"Bearer {program.key}", "Idempotency-Key": "fuzz"}

    @drawing(
        max_examples=examples,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode, path_parameters=path or None))
    def ask(case):
        with transaction.atomic():
            response = case.call(app=application, headers=own)
            transaction.set_rollback(True)
        case.validate_response(response, checks=CHECKS)

    ask()


@pytest.fixture(autouse=True)
def _on_the_day(settings):
    """Requests come one after the other on the connection of the test, which a web server would close."""
    settings.API_RATE = "100000/min"
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    with time_machine.travel(NOW, tick=False):
        yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.django_db
def test_the_description_is_valid_and_complete():
    GENERATOR_STATS.reset()
    described = raw()
    validate_schema(described)
    assert not GENERATOR_STATS
    for prefix, desk in desks(pages):
        one = f"/api/v1/{prefix}{{number}}/"
        assert {one, *(f"{one}{step.name}/" for step in steps(desk))} <= set(described["paths"])


@pytest.mark.django_db
@pytest.mark.parametrize("kind", PROGRAMS)
def test_what_is_read_is_answered_as_described(kind, cast):
    disposals.measured(cast, NOW)
    home = getattr(cast, PROGRAMS[kind]).organisation
    program = issue(*(viewer for viewer in cast.people.values() if viewer.organisation == home))
    numbers = dict(Record.objects.visible_to(program.viewer).order_by("pk").values_list("kind", "number"))
    assert numbers
    for name in DESKS:
        asked(f"find_{name}", program, examples=2)
        if name in numbers:
            asked(f"read_{name}", program, number=numbers[name])
    for other in (*READ, "worklist", "whoami"):
        asked(other, program)


def walkable() -> list[Walk]:
    """For each form that a program may fill in, one way to the state in which it is asked for.

    All those of laboratories and platforms, whose systems are many; of the others every third.
    """
    programs = {role for kind in PROGRAMS for role in roles_for_programs(kind)}
    found: dict[object, Walk] = {}
    for walk in WALKS:
        step = DESKS[walk.kind].model.flow[walk.step]
        form = DESKS[walk.kind].form(step)
        if walk.cause is None and form not in (None, NoteForm) and set(step.by) & programs:
            found.setdefault(form, walk)
    outside = {Role.TESTER, Role.RECEIVER, Role.QUALITY_OFFICER}
    theirs = [walk for walk in found.values() if outside & set(kinds()[walk.kind].flow[walk.step].by)]
    return theirs + [walk for walk in found.values() if walk not in theirs][::3]


@pytest.mark.django_db
@pytest.mark.parametrize("walk", walkable(), ids=lambda walk: walk.id)
def test_what_is_sent_to_a_step_is_answered_as_described(walk, cast: Cast):
    number = walk.given(cast, NOW).number
    program, name = issue(getattr(cast, walk.actor)), f"{walk.kind}_{walk.step}"
    asked(f"{name}_asks", program, number=number)
    asked(name, program, examples=3, number=number)
    asked(name, program, examples=3, mode=GenerationMode.NEGATIVE, number=number)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", OPENED)
def test_what_is_sent_to_open_a_record_is_answered_as_described(kind, cast):
    step = DESKS[kind].model.flow.opening
    able = [
        viewer
        for viewer in cast.people.values()
        if viewer.roles & set(step.by) & set(roles_for_programs(viewer.kind))
    ]
    if able:  # what only a person opens has no program to ask it
        asked(f"{kind}_{step.name}", issue(able[0]), examples=3)


def test_a_stranger_who_asks_again_has_nothing_built_again(client, db, monkeypatch):
    first = client.get(reverse("api-schema")).content
    monkeypatch.setattr(SchemaGenerator, "get_schema", lambda *_args, **_named: pytest.fail("built again"))
    assert client.get(reverse("api-schema")).content == first


def test_the_description_and_its_page_are_open_to_everybody(client, db):
    answer = client.get(reverse("api-schema"))
    assert answer.status_code == 200 and answer.json() == json.loads(json.dumps(raw(), default=str))
    page = client.get(reverse("api-docs"))
    assert page.status_code == 200 and "<style" not in page.content.decode()
    assert "script-src" not in page["Content-Security-Policy"]
    script = client.get(reverse("api-docs") + "?script=")
    assert script["Content-Type"].startswith("application/javascript")
    assert settings.SPECTACULAR_SETTINGS["SWAGGER_UI_DIST"] == "SIDECAR"
