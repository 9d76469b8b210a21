"""Does whoever returns something to whoever wrote it, or disputes it, do so without having read it?"""

from __future__ import annotations

import pytest
import time_machine

from tests.conftest import NOW
from tests.disposal import given, given_national
from tests.inspection import given as testing


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize(
    ("made", "who", "step"),
    [
        (testing.submitted, "reviewer", "return"),
        (testing.reviewed, "signatory", "send_back"),
        (testing.delivered, "compiler", "remark"),
    ],
)
def test_whoever_returns_a_test_report_reads_what_was_measured(cast, at_desk, made, who, step, beside):
    report = made(cast, NOW)
    shown = beside(at_desk(getattr(cast, who)), report, step)
    for result in report.results.all():
        assert result.name in shown and result.value in shown


@pytest.mark.parametrize(
    ("made", "who", "step"),
    [
        (given_national.compiled, "chair", "return"),
        (given_national.confirmed, "leader", "send_back"),
        (given_national.handed_in, "nation_officer", "hand_back"),
    ],
)
def test_whoever_returns_a_national_report_reads_text_and_figures(cast, at_desk, made, who, step, beside):
    report = made(cast, NOW)
    shown = beside(at_desk(getattr(cast, who)), report, step)
    assert "What goes out" in shown and report.summary in shown


def test_a_platform_that_disputes_reads_what_is_asked_and_what_fails(cast, at_desk, beside):
    disposal = given.received(cast, NOW)
    item = disposal.items.get()
    shown = beside(at_desk(cast.quality_officer), disposal, "dispute")
    for said in (str(item), item.failing, item.get_least_display()):
        assert said in shown, said
