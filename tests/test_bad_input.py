"""Is bad input refused with a sentence that says what to do, and is nothing half done?"""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from casework.models import Record
from catalogue.models import Finding
from monitoring.risks.models.signals import RiskSignal
from tests.api.conftest import issue
from tests.conftest import NOW
from tests.monitoring import given
from tests.test_flows import WALKS
from trail.models import Event


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def posted(kind, step, cast, at_desk, **wrong):
    """(record, answer) of a step posted as its walk does it, but for what is wrong."""
    walk = next(walk for walk in WALKS if (walk.kind, walk.step) == (kind, step) and walk.cause is None)
    record = walk.given(cast, NOW)
    data = {**walk.data(record, cast), **wrong}
    url = reverse(f"{kind}-step", args=[record.number, step])
    return record, at_desk(getattr(cast, walk.actor)).post(url, data)


def assert_unmoved(record):
    before = (record.state, record.turn, record.next_due_at)
    found = Record.objects.get(pk=record.pk)
    assert (found.state, found.turn, found.next_due_at) == before


def test_a_step_in_the_wrong_state_is_refused_with_the_state_it_is_in(cast, at_desk):
    plan = given.submitted_plan(cast, NOW)
    answer = at_desk(cast.planner).post(reverse("workplan-step", args=[plan.number, "submit"]))
    assert answer.status_code == 409
    assert "Submitted for approval" in answer.content.decode()
    assert_unmoved(plan)


def test_the_wrong_person_is_told_whose_step_it_is(cast, at_desk):
    plan = given.submitted_plan(cast, NOW)
    answer = at_desk(cast.planner).post(reverse("workplan-step", args=[plan.number, "approve"]))
    assert answer.status_code == 403 and "not yours" in answer.content.decode()
    assert_unmoved(plan)


def test_a_date_in_the_future_is_refused_beside_its_field(cast, at_desk):
    ahead = (NOW + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    record, answer = posted("purchase", "deliver", cast, at_desk, delivered_at=ahead)
    assert answer.status_code == 422 and "future" in answer.content.decode()
    assert_unmoved(record)


def test_a_negative_quantity_is_refused(cast, at_desk):
    record, answer = posted("workplan", "edit", cast, at_desk, item0_batches="-3")
    assert answer.status_code == 422 and "greater than" in answer.content.decode()
    assert_unmoved(record)
    assert record.items.get().batches > 0


FILES = {
    "an empty file": (b"", "empty"),
    "a file that is no workbook": (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "workbook"),
    "a file too large": (b"a,b\n" + b"1,2\n" * 6_000_000, "large"),
}


@pytest.mark.parametrize("what", FILES)
def test_a_bad_notice_is_refused_whole(what, cast, at_desk):
    content, word = FILES[what]
    events = Event.objects.count()
    file = SimpleUploadedFile("notice.xls", content)
    answer = at_desk(cast.collector).post(reverse("signal-import"), {"file": file, "channel": "b"})
    assert answer.status_code == 422 and word in answer.content.decode().lower()
    assert not RiskSignal.objects.exists() and not Finding.objects.exists()
    assert Event.objects.count() == events


@pytest.mark.parametrize(
    "address", ["/signals/?before=%00", "/signals/%00/", "/query/?words=a%00b", "/to/%00/"]
)
def test_an_address_with_a_nul_in_it_is_a_bad_request(address, cast, at_desk):
    assert at_desk(cast.collector).get(address).status_code == 400


def test_a_program_gets_a_sentence_for_a_nul(cast):
    answer = issue(cast.collector).get("/api/v1/risk-cases/?category=%00&before=%00")
    assert answer.status_code == 422 and {"category", "before"} <= set(answer.json()["errors"])
