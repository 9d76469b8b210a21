"""Is the deadline table whole, and is each of its periods counted as it says?"""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from casework.terms.calendar import RollOn, official
from casework.terms.count import SHANGHAI, Unit, count
from casework.terms.table import TERMS, Grade

ORDERED = datetime(2026, 7, 2, 9, tzinfo=SHANGHAI)


def counted(code: str, start: datetime = ORDERED):
    t = TERMS[code]
    return count(start, t.number, t.unit, calendar=official(), roll=t.roll, opens=t.opens)


def test_every_period_of_the_deadline_table_is_there():
    assert {f"DL-{n:02}" for n in range(1, 45)} <= set(TERMS)


@pytest.mark.parametrize("code", TERMS)
def test_each_says_for_whom_from_what_on_and_from_where(code):
    found = TERMS[code]
    assert found.who and found.begins and found.source and found.label and found.grade in Grade


@pytest.mark.parametrize(("code", "end"), [("DL-20", (8, 31)), ("DL-21", (9, 15)), ("DL-22", (9, 30))])
def test_order_18_counts_calendar_days(code, end):
    assert counted(code).end == date(2026, *end)


@pytest.mark.parametrize("code", ["DL-01", "DL-02"])
@pytest.mark.parametrize(
    ("start", "end"),
    [
        ((9, 21), (9, 28)),  # the 26th is Mid-Autumn's Saturday
        ((9, 25), (9, 30)),  # a holiday as the start
        ((5, 4), (5, 9)),  # a Saturday that is worked
        ((4, 28), (5, 6)),
    ],
)
def test_the_five_days_are_calendar_days_and_move_over_days_of_rest(code, start, end):
    (month, day), afternoon = start, time(15, tzinfo=SHANGHAI)
    found = counted(code, datetime.combine(date(2026, month, day), afternoon))
    assert found.end == date(2026, *end)


def test_a_window_opens_and_closes():
    found = counted("DL-22")
    assert (found.opens, found.end) == (date(2026, 8, 31), date(2026, 9, 30))
    assert "2026-08-31" in found.explain() and "2026-09-30" in found.explain()


def test_what_opens_at_once_is_no_window():
    assert counted("DL-20").opens is None


def test_a_window_that_opens_after_it_closes_is_refused():
    with pytest.raises(ValueError, match="open before it closes"):
        count(ORDERED, 5, Unit.CALENDAR, calendar=official(), opens=6)


def test_a_retention_period_ends_on_its_day_even_if_that_is_a_holiday():
    sold = datetime(2023, 10, 1, 9, tzinfo=SHANGHAI)
    assert TERMS["DL-36"].roll == RollOn.NEVER and counted("DL-36", sold).end == date(2026, 10, 1)
