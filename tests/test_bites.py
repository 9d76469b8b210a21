"""Does every separation, every personal step and every hold of every flow bite, by HTTP, as the person?

The cases are made from the flow tables, so that a new one needs no test of its own; what the tables have to
say stands in tests/test_tables.py, written by hand.
"""

from __future__ import annotations

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from accounts.models import Membership, Viewer
from casework.models import Hold, kinds
from tests.cast import person
from tests.conftest import NOW
from tests.test_flows import WALKS
from trail.models import write

# One walk a step, by those who press the button themselves.
PRESSED = list({(walk.kind, walk.step): walk for walk in WALKS if walk.cause is None}.values())


def step_of(walk):
    return kinds()[walk.kind].flow[walk.step]


SEPARATED = [walk for walk in PRESSED if step_of(walk).differs]
ASSIGNED = [walk for walk in PRESSED if step_of(walk).only]
HELD = [walk for walk in PRESSED if step_of(walk).heeds_holds]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def press(client, walk, record, cast):
    url = reverse(f"{record.kind}-step", args=[record.number, walk.step])
    return client.post(url, walk.data(record, cast))


@pytest.mark.parametrize("walk", SEPARATED, ids=lambda walk: walk.id)
def test_whoever_took_an_earlier_step_does_not_take_this_one(walk, cast, at_desk):
    record = walk.given(cast, NOW)
    viewer = getattr(cast, walk.actor)
    for verb in step_of(walk).differs:
        with transaction.atomic():
            # It has been in other hands: of a draft that never was, its author disposes.
            write(verb, ("record", record.pk), actor=viewer.actor(), at=NOW, moved=(walk.source, "elsewhere"))
            answer = press(at_desk(viewer), walk, record, cast)
            assert answer.status_code == 409 and "You took an earlier step yourself" in answer.text, verb
            record.refresh_from_db()
            assert record.state == walk.source
            transaction.set_rollback(True)


@pytest.mark.parametrize("walk", ASSIGNED, ids=lambda walk: walk.id)
def test_a_colleague_in_the_same_role_does_not_take_what_was_assigned_to_one(walk, cast, at_desk):
    record = walk.given(cast, NOW)
    viewer = getattr(cast, walk.actor)
    colleague = person("a_colleague", viewer.organisation, *viewer.roles)
    data = walk.data(record, cast)
    url = reverse(f"{record.kind}-step", args=[record.number, walk.step])
    assert at_desk(colleague).post(url, data).status_code in (404, 409)
    record.refresh_from_db()
    assert record.state == walk.source


@pytest.mark.parametrize("walk", HELD, ids=lambda walk: walk.id)
def test_a_step_that_heeds_holds_is_refused_with_the_reason_of_the_hold(walk, cast, at_desk):
    record = walk.given(cast, NOW)
    Hold.objects.create(record_id=record.pk, code="test", reason="A re-inspection needs it.", since=NOW)
    answer = press(at_desk(getattr(cast, walk.actor)), walk, record, cast)
    assert answer.status_code == 409 and "A re-inspection needs it." in answer.text
    record.refresh_from_db()
    assert record.state == walk.source


def test_what_is_separated_stays_so_for_who_stands_in(cast, at_desk):
    """Each role that a separated step names may be lent; who took the earlier step is found all the same."""
    walk = next(walk for walk in SEPARATED if walk.kind == "report" and walk.step == "sign")
    record = walk.given(cast, NOW)
    viewer = getattr(cast, walk.actor)
    tester = cast.tester
    lent = Viewer(tester.user, tester.organisation, tester.roles | viewer.roles)
    Membership.objects.filter(user=tester.user).update(roles=sorted(lent.roles))
    answer = press(at_desk(tester), walk, record, cast)
    assert answer.status_code == 409
