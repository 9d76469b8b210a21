"""Does the calendar around a count show each day as the count treated it?"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from casework.terms.around import MOST_WEEKS, Day, Place, Week, around
from casework.terms.calendar import DAY, Rest, official
from casework.terms.count import SHANGHAI, Count, Pause, Unit, count

CALENDAR = official()


def at(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(9, 30), SHANGHAI)


def weeks_of(
    start: str, number: int, unit: Unit = Unit.CALENDAR, *, suspended: list[Pause] | None = None, **how: Any
) -> list[Week]:
    pauses = suspended or []
    counted = count(at(start), number, unit, calendar=CALENDAR, suspended=pauses, **how)
    return around(counted, calendar=CALENDAR, suspended=pauses)


def days_of(*args: Any, **how: Any) -> dict[str, Day]:
    return {day.day.isoformat(): day for week in weeks_of(*args, **how) for day in week.days}


def test_whole_weeks_from_the_start_to_the_last_day_are_shown():
    weeks = weeks_of("2026-09-16", 15)
    assert [week.monday for week in weeks] == [date(2026, 9, n) for n in (14, 21, 28)] + [date(2026, 10, 5)]
    assert all(len(week.days) == 7 and not week.left_out for week in weeks)


def test_the_start_does_not_count_and_the_next_day_is_the_first():
    days = days_of("2026-09-16", 15)
    assert (days["2026-09-16"].places, days["2026-09-16"].number) == ((Place.START,), 0)
    assert days["2026-09-17"].number == 1
    assert days["2026-09-15"].places == ()


def test_an_end_that_moves_on_shows_where_from_over_what_and_where_to():
    days = days_of("2026-09-16", 15)
    raw, over, last = days["2026-10-01"], days["2026-10-06"], days["2026-10-08"]
    assert (raw.places, raw.number, raw.rest) == ((Place.RAW_END,), 15, Rest.NATIONAL_DAY)
    assert (over.places, over.number, over.rest) == ((Place.MOVED,), 0, Rest.SWAPPED)
    assert (last.places, last.number) == ((Place.LAST,), 0)


def test_of_working_days_the_days_of_rest_do_not_count_and_say_why():
    days = days_of("2026-09-16", 15, Unit.WORKING)
    festival, worked = days["2026-09-25"], days["2026-09-20"]
    assert (festival.places, festival.number) == ((Place.SKIPPED,), 0)
    assert festival.rest == Rest.MID_AUTUMN
    assert (worked.number, worked.makes_up, worked.rest) == (3, True, None)
    assert days["2026-10-13"].places == (Place.LAST,) and days["2026-10-13"].number == 15


def test_days_on_which_the_clock_stood_still_are_not_counted():
    days = days_of("2026-07-06", 5, suspended=[(at("2026-07-08"), at("2026-07-10"))])
    assert [days[f"2026-07-{n:02}"].number for n in (8, 9, 10, 11)] == [2, 0, 0, 3]
    assert days["2026-07-09"].places == (Place.STILL,)


def test_before_a_window_opens_it_is_too_early():
    days = days_of("2026-07-02", 20, opens=10)
    assert days["2026-07-11"].places == (Place.EARLY,)
    assert days["2026-07-12"].places == (Place.OPENS,)
    assert Place.EARLY not in days["2026-07-13"].places


def test_hours_are_not_made_of_days():
    days = days_of("2026-07-06", 50, Unit.HOURS)
    assert [days[f"2026-07-0{n}"].places for n in (6, 7, 8)] == [
        (Place.START,),
        (Place.RUNS,),
        (Place.LAST,),
    ]
    assert days_of("2026-07-06", 2, Unit.HOURS)["2026-07-06"].places == (Place.LAST, Place.START)


def test_of_a_long_period_the_first_and_last_weeks_are_shown_and_where_something_happens():
    weeks = weeks_of("2026-07-02", 90, opens=60)
    assert [week.left_out for week in weeks] == [0, 0, 0, 6, 1, 0, 0]
    assert any(Place.OPENS in day.places for day in weeks[3].days)
    assert len(weeks_of("2026-07-06", 7 * (MOST_WEEKS - 1))) == MOST_WEEKS


def test_weeks_in_which_a_long_suspension_begins_or_ends_are_shown():
    weeks = weeks_of("2026-01-05", 90, suspended=[(at("2026-02-04"), at("2026-06-03"))])
    mondays = [week.monday for week in weeks]
    assert date(2026, 2, 2) in mondays and date(2026, 6, 1) in mondays
    assert date(2026, 4, 6) not in mondays


def test_a_day_says_in_words_all_that_there_is_to_it():
    with override("en"):
        days = days_of("2026-09-16", 15)
        assert days["2026-10-01"].words == ["would end", "day 15", "National Day"]
        assert days["2026-09-20"].words == ["day 4", "worked to make up"]
        assert days["2026-10-11"].words == [] and days["2026-09-17"].weekday == "Thu"


@pytest.mark.clause("T-02")
@given(
    st.datetimes(datetime(2010, 1, 1), datetime(2026, 12, 1), timezones=st.just(SHANGHAI)),
    st.integers(1, 60),
    st.sampled_from([Unit.CALENDAR, Unit.WORKING]),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 9)), max_size=2),
)
def test_exactly_the_days_of_the_period_are_numbered(
    start: datetime, number: int, unit: Unit, stops: list[tuple[int, int]]
) -> None:
    pauses = [(start + n * DAY, start + (n + length) * DAY) for n, length in stops]
    counted: Count = count(start, number, unit, calendar=CALENDAR, suspended=pauses)
    weeks = around(counted, calendar=CALENDAR, suspended=pauses)
    if not any(week.left_out for week in weeks):
        numbers = [day.number for week in weeks for day in week.days if day.number]
        assert numbers == list(range(1, number + 1))
    shown = {place: day.day for week in weeks for day in week.days for place in day.places}
    assert shown[Place.LAST] == counted.end
    assert shown.get(Place.RAW_END) == (counted.raw_end if counted.rolled else None)
