"""Is everything that cannot be undone read and signed alike, whatever it is? By HTTP, over all flows."""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from casework.models import kinds
from tests.conftest import NOW
from tests.disposal import given_national
from tests.test_flows import WALKS
from trail.models import Event

OPINION = "Weighed against what the laboratory measured twice."


def step_of(walk):
    return kinds()[walk.kind].flow[walk.step]


PREPARED = [walk for walk in WALKS if walk.cause is None and step_of(walk).prepared]
DECISIONS = [walk for walk in PREPARED if step_of(walk).decides]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def page_of(record, walk):
    return reverse(f"{record.kind}-step", args=[record.number, walk.step])


@pytest.mark.parametrize("walk", DECISIONS, ids=lambda walk: walk.id)
def test_whoever_decides_says_what_they_think_of_it_and_the_trail_keeps_it(walk, cast, at_desk):
    record = walk.given(cast, NOW)
    client = at_desk(getattr(cast, walk.actor))
    assert 'name="note"' in client.get(page_of(record, walk)).text
    answer = client.post(page_of(record, walk), walk.data(record, cast) | {"note": OPINION})
    assert answer.status_code == 302
    said = Event.objects.of("record", record.pk).filter(verb=walk.step).values_list("detail", flat=True)
    assert OPINION in said[0]["note"]
    assert OPINION in client.get(record.get_absolute_url()).text


def test_a_national_report_that_is_not_in_doubt_is_spoken_of_too(cast, now, at_desk, monkeypatch):
    report = given_national.confirmed(cast, now)
    monkeypatch.setattr("disposal.forms.compilations.doubts", lambda *_asked: [])
    page = at_desk(cast.leader).get(reverse("nationalreport-step", args=[report.number, "approve"])).text
    assert 'name="note"' in page and 'name="acknowledged"' not in page
