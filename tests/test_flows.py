"""Can every edge of every flow be walked by HTTP, by the person whose step it is, and by nobody else?"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse

from accounts.roles import Role
from casework.actions import represented, roles_for
from casework.deadlines.waiting import unfounded, waiting
from casework.flow import Flow, Wait, With
from casework.idle import idle, in_hand, why_idle
from casework.models import Record, kinds
from casework.separation import kept_from, objection
from casework.terms.table import Term, term
from tests.conftest import NOW
from tests.walks import Walk

STAGES = settings.STAGES


def walks_of(stage: str) -> list[Walk]:
    """The walks of all modules of a stage's tests that have some: no list names them."""
    folder = Path(__file__).parent / stage
    walking = [path for path in sorted(folder.rglob("*.py")) if "\nWALKS" in path.read_text()]
    names = (".".join(("tests", stage, *path.relative_to(folder).with_suffix("").parts)) for path in walking)
    return [walk for name in names for walk in import_module(name).WALKS]


WALKS: list[Walk] = [walk for stage in STAGES for walk in walks_of(stage)]


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
    assert disagreeing(cast, NOW) == []


def disagreeing(cast, now) -> list[tuple[str, str, str, str]]:
    """(kind, state, who, reason) of the open records of which the worklist's SQL and the guards do not say
    alike whether something is to be done, or whether it is kept from them in person."""
    found = []
    turns = set(Record.objects.values_list("holder", "turn"))
    for who, viewer in cast.people.items():
        if not turns & {(viewer.organisation.pk, role) for role in viewer.roles}:
            continue  # nothing waits for them: four questions less for each of fifty people
        theirs = Record.objects.awaiting(viewer)
        states = in_hand(theirs)
        waits = set(theirs.filter(idle(states, viewer, now)).values_list("pk", flat=True))
        kept = set(theirs.filter(kept_from(states, viewer)).values_list("pk", flat=True))
        for record in theirs:
            reason, objections = why_idle(record.child(), viewer, now), objections_to(record, viewer, now)
            if bool(reason) != (record.pk in waits):
                found.append((record.kind, record.state, who, reason))
            could = all(objections) and not all("Nobody else" in each for each in objections)
            if could != (record.pk in kept):
                found.append((record.kind, record.state, who, str(objections)))
    return found


def objections_to(record, viewer, now) -> list[str]:
    """Why somebody may not take each of the steps that move a record on or back; "" where they may."""
    child = record.child()
    ways = [
        step for step in child.flow.leaving(record.state) if record.turn in roles_for(step, child, viewer)
    ]
    moving = [step for step in ways if step.target not in (record.state, "voided")]
    said = [objection(step, child, viewer, represented(step, child, viewer), now.date()) for step in moving]
    return [each or "" for each in said] or [""]


def test_each_state_says_whose_turn_it_is_and_has_a_way_out_for_them():
    for kind, model in kinds().items():
        for state, role in model.flow.turns.items():
            ways = [step for step in model.flow.leaving(state) if role in step.by and step.name != "void"]
            assert ways, (kind, state, role)


def test_every_role_that_a_step_names_belongs_to_a_party_of_the_record():
    for kind, model in kinds().items():
        for step in model.flow:
            for role in step.by:
                party = step.party(role)
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
    assert unfounded(flow) == []


def test_a_state_without_a_clock_and_without_a_reason_is_found():
    flow = kinds()["platformdisposal"].flow
    bare = Flow(
        flow.states,
        *(replace(step, starts=step.starts if step.follows else ()) for step in flow if step.name != "void"),
        turns=flow.turns,
        main=flow.main,
        voids=flow["void"].by,
        waits={"handling": With("compilation")},
    )
    assert waiting(bare)["handling"] == With("compilation")
    assert {state for state, by in waiting(bare).items() if by is None} == set(flow.turns) - {"handling"}


@pytest.mark.parametrize(("kind", "state"), [("denial", "asked"), ("sharerequest", "clarifying")])
def test_a_clock_that_stands_still_is_none_by_which_a_state_waits(kind, state):
    assert waiting(kinds()[kind].flow)[state] == ("W-25",)
    assert waiting(without_clock(kind, state, With("workplan")))[state] == With("workplan")


# Of a kind a state, a reason that does not hold for it, and the step that brings it there.
STRANGE = (
    ("workplan", "submitted", Wait.FREE, "submit"),  # another role decides
    ("workplan", "completed", Wait.UNTIL, "complete"),  # another organisation does
    ("sample", "discarding", Wait.FREE, "discard"),  # another person of the same role
    ("notice", "answered", With("riskcase"), "answer"),  # another organisation brought it there
    ("compilation", "submitted", With("entrustment"), "submit"),  # which has no clock in its draft
    ("purchase", "refunded", Wait.FREE, "write_off"),
)


@pytest.mark.parametrize(("kind", "state", "reason", "step"), STRANGE)
def test_a_reason_that_does_not_hold_is_found(kind, state, reason, step):
    assert (state, step) in unfounded(without_clock(kind, state, reason))


@pytest.mark.parametrize(
    ("kind", "state"), (("workplan", "draft"), ("scheme", "draft"), ("settlement", "draft"))
)
def test_what_was_returned_is_nobodys_free_choice(kind, state):
    flow = kinds()[kind].flow
    bare = [
        replace(step, starts=()) if step.name == "return" else step for step in flow if step.name != "void"
    ]
    again = Flow(
        flow.states, *bare, turns=flow.turns, main=flow.main, voids=flow["void"].by, waits=flow.waits
    )
    assert unfounded(flow) == [] and (state, "return") in unfounded(again)


def without_clock(kind: str, state: str, reason: Wait | With) -> Flow:
    """The flow of a kind as if nothing ran in a state, for a reason."""
    flow = kinds()[kind].flow
    clocks = {code for by in (waiting(flow)[state],) if isinstance(by, tuple) for code in by}
    bare = (
        replace(step, starts=tuple(each for each in step.starts if each.code not in clocks))
        for step in flow
        if step.name != "void"
    )
    stated = {**{each: by for each, by in flow.waits.items() if not isinstance(by, Term)}, state: reason}
    return Flow(flow.states, *bare, turns=flow.turns, main=flow.main, voids=flow["void"].by, waits=stated)


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_the_main_path_leads_from_an_opening_to_where_nobody_has_a_turn(kind):
    flow = kinds()[kind].flow
    assert flow.main[0] in {step.target for step in flow if not step.sources}
    assert flow.main[-1] not in flow.turns
