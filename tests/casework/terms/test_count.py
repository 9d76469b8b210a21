"""What holds of every count, whatever is counted?"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.terms.calendar import DAY, RollOn, official
from casework.terms.count import SHANGHAI, Unit, count

CALENDAR = official()
# Counted once, by looking at each day, for the brute force below.
FIRST = date(2010, 1, 1)
WORKED = [day for n in range(6209) if CALENDAR.is_working(day := FIRST + n * DAY)]

days = st.dates(FIRST, date(2026, 12, 31))
instants = st.datetimes(datetime(2010, 1, 1), datetime(2026, 12, 31, 23, 59), timezones=st.just(SHANGHAI))
numbers = st.integers(1, 120)
day_units = st.sampled_from([Unit.CALENDAR, Unit.WORKING, Unit.MONTHS])
rolls = st.sampled_from(RollOn)
pauses = st.lists(
    st.tuples(st.timedeltas(timedelta(), timedelta(60)), st.timedeltas(timedelta(), timedelta(20)))
)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 30, tzinfo=SHANGHAI)


def stops(start: datetime, drawn: list[tuple[timedelta, timedelta]]) -> list[tuple[datetime, datetime]]:
    return [(start + after, start + after + length) for after, length in drawn]


@pytest.mark.clause("T-07")
@given(days, numbers)
def test_working_days_are_the_next_so_many_days_that_are_worked(day: date, number: int) -> None:
    ahead = list(islice((each for each in WORKED if each > day), number))
    found = count(at(day), number, Unit.WORKING, calendar=CALENDAR)
    if len(ahead) == number:
        assert found.end == ahead[-1] and not found.rolled


@pytest.mark.clause("T-07")
def test_a_working_day_ends_on_the_next_worked_one_from_every_day_of_seventeen_years() -> None:
    ahead = iter(WORKED)
    coming = next(ahead)
    for n in range(6200):
        day = FIRST + n * DAY
        while coming <= day:
            coming = next(ahead)
        assert count(at(day), 1, Unit.WORKING, calendar=CALENDAR).end == coming


@pytest.mark.clause("T-04", "T-09")
@given(instants, numbers, day_units, rolls, pauses)
def test_a_period_never_ends_where_its_policy_forbids(start, number, unit, roll, drawn) -> None:
    found = count(start, number, unit, calendar=CALENDAR, roll=roll, suspended=stops(start, drawn))
    assert not CALENDAR.moves_on(found.end, roll)
    between = [found.raw_end + n * DAY for n in range((found.end - found.raw_end).days)]
    still = {day for a, b in stops(start, drawn) for day in between if a.date() < day <= b.date()}
    assert all(day in still or CALENDAR.moves_on(day, roll) for day in between)


@pytest.mark.clause("T-02")
@given(instants, numbers, day_units, rolls, st.timedeltas(timedelta(), timedelta(days=90)))
def test_under_every_policy_a_later_start_or_a_longer_period_never_ends_earlier(
    start, number, unit, roll, later
) -> None:
    def end(begins: datetime, length: int) -> datetime:
        return count(begins, length, unit, calendar=CALENDAR, roll=roll).due_at

    assert end(start, number) <= end(start + later, number)
    assert end(start, number) <= end(start, number + 1)


@pytest.mark.clause("T-15")
@given(instants, numbers, st.floats(0, 1, exclude_max=True), st.timedeltas(timedelta(), timedelta(days=90)))
def test_a_suspension_within_hours_adds_exactly_its_length(start, number, share, length) -> None:
    stopped = start + timedelta(hours=number) * share
    plain = count(start, number, Unit.HOURS, calendar=CALENDAR)
    paused = count(start, number, Unit.HOURS, calendar=CALENDAR, suspended=[(stopped, stopped + length)])
    if stopped < plain.due_at:
        assert paused.due_at - plain.due_at == length == paused.stood_still


@pytest.mark.clause("T-15")
@given(instants, numbers, pauses)
def test_suspensions_add_the_days_on_which_the_clock_stood_still_however_they_overlap(
    start, number, drawn
) -> None:
    plain = count(start, number, Unit.CALENDAR, calendar=CALENDAR, roll=RollOn.NEVER)
    found = count(
        start, number, Unit.CALENDAR, calendar=CALENDAR, roll=RollOn.NEVER, suspended=stops(start, drawn)
    )
    assert found.last_counted - plain.last_counted == found.stood_still
    assert found.stood_still <= sum(((b.date() - a.date()) for a, b in stops(start, drawn)), timedelta())


@pytest.mark.clause("O18-16")
@given(instants, numbers, st.data(), day_units, rolls, pauses)
def test_a_window_never_opens_after_it_closes(start, number, data, unit, roll, drawn) -> None:
    opens = data.draw(st.integers(1, number))
    found = count(
        start, number, unit, calendar=CALENDAR, roll=roll, suspended=stops(start, drawn), opens=opens
    )
    assert found.opens is not None and found.first_day <= found.opens <= found.raw_end <= found.end
