"""What does whoever decides a dispute read of it first: a platform's objection, two regulators' places?"""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from tests.conftest import NOW
from tests.disposal import given


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def beside(client, record, step) -> str:
    """What stands before the form of a step."""
    page = client.get(reverse(f"{record.kind}-step", args=[record.number, step])).text
    return page.partition("<main")[2].partition("<form")[0]


def test_whoever_settles_an_objection_reads_it_with_its_papers_and_what_fails(cast, at_desk, now):
    disposal = given.disputed_measure(cast, now)
    shown = beside(at_desk(cast.compiler), disposal, "settle")
    item = disposal.items.get()
    [failing] = item.report.failing
    taken = disposal.measures.get()
    for said in ("Not sold here.", str(item), failing.name, failing.held_against, taken.account()):
        assert said in shown, said
    assert taken.evidence.get_absolute_url() in shown
