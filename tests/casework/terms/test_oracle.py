"""Does the count agree with a second one that knows nothing of it? A sample of `./run bench oracle`."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from random import Random

import pytest
import time_machine

from bench import agree
from bench.oracle import FESTIVALS
from casework.terms.calendar import DAY, official
from casework.terms.count import SHANGHAI

pytestmark = pytest.mark.skipif(
    not agree.NOTICES.is_dir(), reason="the State Council's notices are not here: set WANGJIAN_REAL_DATA"
)
OF_A_DAY = agree.EACH * len(agree.KINDS)
SAMPLE = 20_000


def sample(seed: int, size: int) -> list[agree.Case]:
    """Every day of 2010-2026 about as often as any other."""
    draw, days = Random(seed), agree.every_day()
    return [agree.case(days[n % len(days)], draw.randrange(OF_A_DAY)) for n in range(size)]


@pytest.mark.clause("T-02", "T-03", "T-04", "T-07", "T-09", "T-15")
def test_both_counts_agree_on_twenty_thousand_cases():
    compared, found = agree.differences(sample(2026, SAMPLE))
    assert found == []
    assert compared == SAMPLE


def test_the_oracle_has_its_own_eyes_for_every_day():
    rested = {day for day in agree.every_day() if official().is_rest(day)}
    assert rested == {day for day in agree.oracle().rest if agree.FIRST <= day <= agree.LAST}
    held = {day for day in agree.every_day() if official().is_statutory(day)}
    assert held == {day for day in agree.oracle().statutory if agree.FIRST <= day <= agree.LAST}


def test_the_notices_name_each_festival_of_the_oracle():
    days = [day for path in agree.NOTICES.glob("*.json") for day in json.loads(path.read_text())["days"]]
    names = {day["date"]: day["name"] for day in days}
    announced = [year for year in FESTIVALS if year <= agree.oracle().announced]
    assert announced
    for year in announced:
        for name, day in zip(("春节", "清明", "端午", "中秋"), FESTIVALS[year], strict=True):
            assert name in names[f"{year}-{day}"]


def test_one_wrong_day_is_noticed(monkeypatch):
    wrong = official({date(2026, 10, 8): True})
    monkeypatch.setattr(agree, "calendar", lambda: wrong)
    around = [date(2026, 9, 1) + n * DAY for n in range(40)]
    _compared, found = agree.differences(agree.cases(around))
    assert found


def test_the_cases_reach_every_corner():
    found = sample(1, SAMPLE)
    assert {(each.unit, each.roll) for each in found} == set(agree.KINDS)
    assert {each.start.time() for each in found} == set(agree.CLOCKS)
    assert len({str(each.start.tzinfo) for each in found}) == len(set(agree.ZONES))
    days = {each.start.date() for each in found}
    assert date(2024, 2, 29) in days and {each.year for each in days} == set(range(2010, 2027))
    assert any(each.suspended for each in found) and any(each.opens and each.closes for each in found)


@pytest.mark.parametrize("hours", [-2, 40 * 24, -20 * 365 * 24])
def test_a_count_does_not_look_at_the_clock_of_the_process(hours):
    asked = sample(7, 500)
    with time_machine.travel(datetime(2026, 11, 25, 10, tzinfo=SHANGHAI), tick=False) as clock:
        before = [agree.ours(each) for each in asked]
        clock.shift(timedelta(hours=hours))
        assert [agree.ours(each) for each in asked] == before
