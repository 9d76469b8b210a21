"""Who gives "无" as the reason of a return, refusal or end, by page and by program? (C8)"""

from __future__ import annotations

from importlib import import_module

import pytest
import time_machine
from django.urls import reverse

from casework.models import kinds
from tests.conftest import NOW
from tests.disposal import given
from tests.test_flows import STAGES
from tests.walks import Walk

WALKS: list[Walk] = [walk for stage in STAGES for walk in import_module(f"tests.{stage}.walks").WALKS]


def owing() -> dict[tuple[str, str], Walk]:
    """Of each step that owes others a reason, one walk."""
    steps = {(walk.kind, walk.step): walk for walk in WALKS if walk.cause is None}
    return {key: walk for key, walk in steps.items() if kinds()[walk.kind].flow[walk.step].reason}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize("walk", owing().values(), ids=lambda walk: f"{walk.kind} {walk.step}")
def test_c8_nothing_is_no_reason(walk, cast, at_desk):
    record = walk.given(cast, NOW)
    url = reverse(f"{walk.kind}-step", args=[record.number, walk.step])
    reason = kinds()[walk.kind].flow[walk.step].reason
    answer = at_desk(getattr(cast, walk.actor)).post(url, {**walk.data(record, cast), reason: "无"})
    assert answer.status_code in (409, 422)
    assert "This says nothing" in answer.text or "Say why" in answer.text
    record.refresh_from_db()
    assert record.state == walk.source


def test_c8_a_program_gives_no_empty_reason_either(cast, program):
    found = given.fed_back(cast, NOW)
    url = reverse("api-platformdisposal-reopen", args=[found.number])
    answer = program(cast.compiler).post(url, {"note": "/"})
    assert answer.status_code == 422 and "This says nothing" in answer.text


def test_p2_less_than_proposed_is_not_explained_by_a_stroke(cast, at_desk):
    found = given.handling(cast, NOW)
    given.measure(found, cast, NOW, measure="warn")
    form = {"handled_on": NOW.date(), "below_reason": "没有"}
    answer = given.press(at_desk(cast.quality_officer), found, "finish", form)
    assert answer.status_code == 422 and "This says nothing" in answer.text
