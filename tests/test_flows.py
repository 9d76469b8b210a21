"""Can every edge of every flow be walked by HTTP, by the person whose step it is, and by nobody else?"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

import pytest
import time_machine
from django.urls import reverse

from accounts.roles import Role
from casework.flow import Flow, Wait
from casework.models import kinds
from casework.terms import term
from casework.waiting import strange, waiting
from tests.conftest import NOW
from tests.walks import Walk

STAGES = ("monitoring", "sampling", "inspection", "disposal", "sharing")
WALKS: list[Walk] = [walk for stage in STAGES for walk in import_module(f"tests.{stage}.walks").WALKS]


def edges() -> set[tuple[str, str, str]]:
    """(kind, source, step) of every edge; opening steps have no source, voiding is walked once a kind."""
    found = set()
    for kind, model in kinds().items():
        for step in model.flow:
            sources = step.sources[:1] if step.name == "void" else step.sources
            found |= {(kind, str(source), step.name) for source in sources}
    return found


def test_every_edge_is_walked():
    walked = {(walk.kind, walk.source, walk.step) for walk in WALKS}
    assert walked - edges() == set()
    assert edges() - walked == set()


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.id)
def test_an_edge_leads_where_the_table_says(walk, cast, at_desk):
    with time_machine.travel(NOW, tick=False):
        record = walk.given(cast, NOW)
        assert (record.kind, record.state) == (walk.kind, walk.source)
        name, posted = walk.cause if walk.cause else (walk.step, lambda found: found)
        moved = posted(record)
        client = at_desk(getattr(cast, walk.actor))
        url = reverse(f"{moved.kind}-step", args=[moved.number, name])
        answer = client.post(url, walk.data(moved, cast))
    form = (getattr(answer, "context", None) or {}).get("form")
    assert answer.status_code == 302, (answer.status_code, form and form.errors)
    record.refresh_from_db()
    assert record.state == (walk.target or kinds()[walk.kind].flow[walk.step].target)


def test_each_state_says_whose_turn_it_is_and_has_a_way_out_for_them():
    for kind, model in kinds().items():
        for state, role in model.flow.turns.items():
            ways = [step for step in model.flow.leaving(state) if role in step.by and step.name != "void"]
            assert ways, (kind, state, role)


def test_every_role_that_a_step_names_belongs_to_a_party_of_the_record():
    for kind, model in kinds().items():
        for step in model.flow:
            for role in step.by:
                party = role.kind or step.of
                assert role is Role.SYSTEM or hasattr(model, f"{party}_id"), (kind, step.name, role)


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_a_flow_starts_terms_of_the_deadline_table_and_says_by_what(kind):
    model = kinds()[kind]
    for found in model.flow.terms.values():
        assert term(found.code, found.start, found.when) == found
        assert not found.start or hasattr(model, found.start)


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_state_that_waits_for_somebody_has_a_clock_or_says_why_it_has_none(kind):
    flow = kinds()[kind].flow
    assert [state for state, by in waiting(flow).items() if by is None] == []
    assert strange(flow) == []


def test_a_state_without_a_clock_and_without_a_reason_is_found():
    flow = kinds()["platformdisposal"].flow
    bare = Flow(
        flow.states,
        *(replace(step, starts=step.starts if step.follows else ()) for step in flow if step.name != "void"),
        turns=flow.turns,
        main=flow.main,
        voids=flow["void"].by,
        waits={"handling": Wait.WITH},
    )
    assert waiting(bare)["handling"] is Wait.WITH
    assert {state for state, by in waiting(bare).items() if by is None} == set(flow.turns) - {"handling"}
