"""Does the example of a laboratory's system do what it says: samples of twelve items in three calls?"""

from __future__ import annotations

import csv
import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine

from inspection.reports.models.reports import Report
from inspection.reports.models.tested_items import Result
from tests.conftest import NOW
from tests.documents.conftest import picture
from tests.inspection import given
from tests.monitoring.given import test_item as item
from tests.sampling import given as sampling

ROOT = Path(__file__).parents[2]
LIMS = SimpleNamespace(**runpy.run_path(str(ROOT / "docs/examples/lims.py")))
ITEMS = [f"Element {n:02}" for n in range(1, 13)]
DATABASE = pytest.mark.django_db(transaction=True, databases=["default", "log"])


@pytest.fixture
def begun(cast, monkeypatch, tmp_path):
    """begun(50) → samples in testing for twelve items each, and the folder with what the bench wrote; the
    last sample fails for Element 01, of which the limit is 90."""

    def begin(count):
        asked = [item(cast, name, unit="mg/kg", limit_text="≤ 90") for name in ITEMS]
        monkeypatch.setattr(given, "items", lambda _cast: asked)
        samples = sampling.stored_samples(cast, NOW, count)
        given.instrument(cast.laboratory, NOW)
        commission = given.in_progress(cast, NOW, samples=samples, left_out="Tested before.")
        lines = [[each.number, name, "5", "", ""] for each in samples for name in ITEMS]
        lines[-len(ITEMS)][2], lines[-len(ITEMS)][4] = "91", "92"
        with (tmp_path / "bench.csv").open("w", newline="") as file:
            csv.writer(file).writerows([["sample", "item", "value", "lod", "repeat"], *lines])
        for each in samples:
            (tmp_path / f"{each.number}.png").write_bytes(picture().read())
        return commission.number, tmp_path

    return begin


@pytest.fixture
def api(live_server, cast, program):
    return LIMS.Api(live_server.url, program(cast.tester).key)


def hand_in(api, number, folder):
    with time_machine.travel(NOW, tick=False):
        return LIMS.hand_in(api, number, folder / "bench.csv", folder, NOW.date().isoformat())


@DATABASE
def test_samples_of_twelve_items_are_handed_in_by_three_calls(api, begun):
    number, folder = begun(8)
    assert hand_in(api, number, folder) == []
    with time_machine.travel(NOW, tick=False):
        assert api.ask(f"entrustments/{number}/")["state"]["code"] == "in_progress"
    assert api.calls == 3
    reports = Report.objects.filter(entrustment__number=number)
    assert list(reports.values_list("state", flat=True)) == ["submitted"] * 8
    assert Result.objects.filter(report__in=reports).exclude(verdict="").count() == 8 * 12
    assert reports.filter(outcome="non_conforming").get().failing[0].name == ITEMS[0]


def test_fifty_samples_go_in_one_call(tmp_path):
    numbers = [f"SA-{n}" for n in range(120)]
    for number in numbers:
        (tmp_path / f"{number}.png").write_bytes(picture().read())
    assert [len(each) for each in LIMS.calls(numbers, tmp_path)] == [50, 50, 20]
    (tmp_path / "SA-1.png").write_bytes(b"0" * 3_500_000)
    assert [len(each) for each in LIMS.calls(numbers[:3], tmp_path)] == [1, 1, 1]


@DATABASE
def test_handed_in_again_it_changes_nothing(api, begun):
    number, folder = begun(2)
    assert hand_in(api, number, folder) == hand_in(api, number, folder) == []
    assert Report.objects.count() == 2 and Report.objects.exclude(state="submitted").count() == 0


@DATABASE
def test_what_is_wrong_is_said_before_anything_is_written(api, begun):
    number, folder = begun(2)
    file = folder / "bench.csv"
    file.write_text(file.read_text().replace(",91,", ",none at all,"))
    refused = hand_in(api, number, folder)
    assert len(refused) == 2 and "rows[Element 01].value" in refused[0] and api.calls == 1
    assert not Report.objects.exists()
