"""Does every twin let in whom its page lets in, and nobody else? Derived from desks and flow tables."""

from __future__ import annotations

import json
import re

import pytest
import time_machine
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.roles import SIGNING, Kind, Role
from casework.actions import offers, roles_for
from casework.api.urls import desks, steps
from casework.models import Record, kinds
from config.urls import pages
from tests.conftest import NOW
from tests.test_access import TENANTS, example, may_see, routes
from tests.test_walls import OPEN

DESKS = {desk.kind: desk for _prefix, desk in desks(pages)}


@pytest.fixture(autouse=True)
def _on_the_day(settings):
    settings.API_RATE = "100000/min"
    with time_machine.travel(NOW, tick=False):
        yield


def test_every_kind_with_pages_has_its_twins():
    assert set(DESKS) == {kind for kind in kinds() if f"{kind}-list" in get_resolver().reverse_dict}
    for kind, desk in DESKS.items():
        for name in ("", *(f"-{step.name}" for step in steps(desk))):
            assert reverse(f"api-{kind}{name}", args=["X"])


def test_a_stranger_is_let_in_nowhere(client, db):
    for pattern in routes():
        name = str(pattern.name)
        if not name.startswith("api-") or name in OPEN:
            continue
        kinds_of = re.findall(r"<(\w+):\w+>", str(pattern.pattern))
        url = reverse(name, args=[{"str": "X"}.get(kind, 1) for kind in kinds_of])
        for answer in (client.get(url), client.post(url, "{}", content_type="application/json")):
            assert answer.status_code == 401, (name, answer.status_code)
            assert answer["Content-Type"] == "application/problem+json"


def _elsewhere(viewer, kind: str) -> bool:
    """Whether a kind stands in no portal of this viewer, who came by a link."""
    return viewer.kind == Kind.MERCHANT and kind not in TENANTS[Kind.MERCHANT]


@pytest.mark.parametrize("kind", sorted(DESKS))
def test_a_twin_shows_and_allows_what_the_page_does(kind, cast, at_desk):
    record, desk = example(kind, cast), DESKS[kind]
    url = reverse(f"api-{kind}", args=[record.number])
    for viewer in cast.people.values():
        client, seen = at_desk(viewer), may_see(record, viewer, cast)
        assert client.get(url).status_code == (200 if seen else 404), viewer
        listed = client.get(reverse(f"api-{kind}-list"))
        if _elsewhere(viewer, kind):
            assert listed.status_code == 404
        else:
            numbers = [row["number"] for row in listed.json()["results"]]
            assert (record.number in numbers) == seen, viewer
        offered = {step.name: reason for step, reason in offers(record, viewer, NOW)} if seen else {}
        for step in record.flow.leaving(record.state) if seen else ():
            if step.by == (Role.SYSTEM,):
                continue
            theirs = roles_for(step, record, viewer)
            status = 403 if not theirs else 409 if offered[step.name] else 200
            assert client.get(f"{url}{step.name}/").status_code == status, (viewer, step.name)
            if not theirs:
                sent = client.post(f"{url}{step.name}/", "{}", content_type="application/json")
                assert sent.status_code == 403, (viewer, step.name)
    assert Record.objects.get(pk=record.pk).state == record.state
    assert desk.model is type(record)


@pytest.mark.parametrize("kind", sorted(DESKS))
def test_a_record_is_opened_only_by_the_roles_of_its_opening_step(kind, cast, at_desk):
    desk, url = DESKS[kind], reverse(f"api-{kind}-list")
    for viewer in cast.people.values():
        answer = at_desk(viewer).post(url, json.dumps([]), content_type="application/json")
        if _elsewhere(viewer, kind):
            assert answer.status_code == 404
        elif desk.model.flow.opening.name not in desk.model.flow.shapes:
            assert answer.status_code == 405
        elif not set(desk.model.flow.opening.by) & viewer.roles:
            assert answer.status_code == 403, viewer
        else:
            assert answer.status_code in (403, 422), viewer  # no object: nothing is asked that way


def test_what_is_not_there_and_what_is_not_ours_look_the_same(cast, program):
    record = example("purchase", cast)
    system = program(cast.quality_officer)
    addresses = [f"/api/v1/purchases/{number}/" for number in (record.number, "PU-000000000", "\x00", "é")]
    answers = [system.get(address) for address in addresses]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_lists_are_narrowed_and_paged_as_the_pages_are(cast, program):
    record = example("report", cast)
    lims = program(cast.tester)
    url = reverse("api-report-list")
    number = record.number
    for query, found in (
        ({"state": record.state}, [number]),
        ({"category": "05"}, [number]),
        ({"category": "99"}, 422),
        ({"state": "nowhere"}, 422),
        ({"title": number.lower()}, [number]),
        ({"title": "nothing of the kind"}, []),
        ({"before": number}, []),
        ({"before": "TR-000000000"}, 422),
        ({"before": "\x00"}, 422),
    ):
        answer = lims.get(url, **query)
        said = answer.json()
        shown = (
            [row["number"] for row in said["results"]] if answer.status_code == 200 else answer.status_code
        )
        assert shown == found, query


def test_no_step_of_a_program_is_one_that_is_signed(cast, program):
    held = program(*(each for each in cast.people.values() if each.organisation == cast.center)).viewer.roles
    assert held and not held & SIGNING


def test_the_twin_has_no_session_of_its_own(cast, program):
    lims = program(cast.tester)
    lims.get("/api/v1/")
    assert not lims.client.cookies
    assert Client().get("/api/v1/").status_code == 401
