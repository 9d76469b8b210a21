"""Does a period end on the day, and at the instant, that the law says?"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.terms.calendar import DAY, Rest, RollOn, official
from casework.terms.count import SHANGHAI, Count, Unit, count

CALENDAR = official()
# The vectors and texts were worked out when 2026 was the last year announced; a newer library knows more.
CALENDAR_2026 = replace(CALENDAR, announced_until=2026)
REAL = Path(os.environ.get("WANGJIAN_REAL_DATA") or Path(__file__).parents[3].parent / "shared" / "data")
NOTICES = REAL / "vocab" / "holidays"

VECTORS = [
    ("2026-09-16", 15, "2026-10-01", "2026-10-08", "2026-10-13"),
    ("2026-09-21", 5, "2026-09-26", "2026-09-28", "2026-09-29"),
    ("2026-09-25", 5, "2026-09-30", "2026-09-30", "2026-10-09"),
    ("2026-02-09", 7, "2026-02-16", "2026-02-24", "2026-02-25"),
    ("2026-02-09", 5, "2026-02-14", "2026-02-14", "2026-02-14"),
    ("2026-04-28", 5, "2026-05-03", "2026-05-06", "2026-05-08"),
    ("2026-05-04", 5, "2026-05-09", "2026-05-09", "2026-05-11"),
    ("2026-09-15", 5, "2026-09-20", "2026-09-20", "2026-09-21"),
    ("2025-09-23", 15, "2025-10-08", "2025-10-09", "2025-10-20"),
    ("2026-01-16", 15, "2026-01-31", "2026-02-02", "2026-02-06"),
    ("2026-07-02", 60, "2026-08-31", "2026-08-31", None),
    ("2026-07-02", 75, "2026-09-15", "2026-09-15", None),
    ("2026-07-02", 90, "2026-09-30", "2026-09-30", None),
]

instants = st.datetimes(datetime(2008, 1, 1), datetime(2030, 12, 31), timezones=st.just(SHANGHAI))
numbers = st.integers(1, 120)
units = st.sampled_from(Unit)
day_units = st.sampled_from([Unit.CALENDAR, Unit.WORKING, Unit.MONTHS, Unit.YEARS])


def at(day: str, clock: str = "09:30") -> datetime:
    return datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=SHANGHAI)


def counted(day: str, number: int, unit: Unit = Unit.CALENDAR, roll: RollOn | None = None) -> Count:
    roll = roll or RollOn.STATUTORY_AND_WEEKEND
    return count(at(day), number, unit, calendar=CALENDAR_2026, roll=roll)


@pytest.mark.clause("T-04")
@pytest.mark.parametrize(("start", "number", "raw_end", "end", "_working"), VECTORS)
def test_calendar_days_end_where_the_vectors_say(
    start: str, number: int, raw_end: str, end: str, _working: str
) -> None:
    found = counted(start, number)

    assert (str(found.raw_end), str(found.end)) == (raw_end, end)
    assert found.rolled == (raw_end != end)


@pytest.mark.clause("T-07")
@pytest.mark.parametrize(("start", "number", "_raw", "_end", "working"), [v for v in VECTORS if v[4]])
def test_working_days_end_where_the_vectors_say(
    start: str, number: int, _raw: str, _end: str, working: str
) -> None:
    found = counted(start, number, Unit.WORKING)

    assert str(found.end) == working
    assert not found.rolled


@pytest.mark.clause("T-03")
@pytest.mark.parametrize(
    ("start", "number", "unit", "raw_end"),
    [
        ("2026-01-31", 1, Unit.MONTHS, "2026-02-28"),
        ("2024-01-31", 1, Unit.MONTHS, "2024-02-29"),
        ("2025-10-31", 4, Unit.MONTHS, "2026-02-28"),
        ("2026-06-15", 6, Unit.MONTHS, "2026-12-15"),
        ("2024-02-29", 1, Unit.YEARS, "2025-02-28"),
    ],
)
def test_months_and_years_end_on_the_corresponding_day_or_the_last_of_the_month(
    start: str, number: int, unit: Unit, raw_end: str
) -> None:
    assert str(counted(start, number, unit).raw_end) == raw_end


@pytest.mark.clause("T-03")
def test_a_month_that_ends_on_a_worked_saturday_does_not_move_on() -> None:
    assert counted("2026-01-31", 1, Unit.MONTHS).end == date(2026, 2, 28)


@pytest.mark.clause("T-01")
def test_a_day_is_a_day_of_shanghai() -> None:
    late_in_the_evening_in_utc = datetime(2026, 9, 15, 23, 0, tzinfo=UTC)

    assert count(late_in_the_evening_in_utc, 5, Unit.CALENDAR, calendar=CALENDAR).first_day == date(
        2026, 9, 17
    )


@pytest.mark.clause("T-02")
def test_the_start_day_does_not_count() -> None:
    found = counted("2026-07-06", 1)

    assert found.first_day == found.end == date(2026, 7, 7)


@pytest.mark.clause("T-02")
def test_hours_run_from_the_instant_into_a_holiday() -> None:
    found = counted("2026-09-30", 24, Unit.HOURS)

    assert found.due_at == found.raw_end == at("2026-10-01")
    assert not found.rolled


@pytest.mark.clause("T-05")
def test_the_last_day_ends_at_midnight() -> None:
    assert counted("2026-07-06", 1).due_at == at("2026-07-08", "00:00")


@pytest.mark.clause("T-05")
def test_the_last_day_ends_at_the_close_of_business_where_there_is_one() -> None:
    found = count(at("2026-07-06"), 1, Unit.CALENDAR, calendar=CALENDAR_2026, closes=time(17, 30))

    assert found.due_at == at("2026-07-07", "17:30")
    assert "Business closes at 17:30 on that day." in found.explain()


@pytest.mark.clause("T-08")
def test_the_same_number_ends_on_another_day_in_another_unit() -> None:
    assert counted("2026-09-21", 5).end < counted("2026-09-21", 5, Unit.WORKING).end


@pytest.mark.clause("T-09")
@pytest.mark.parametrize(
    ("start", "roll", "end"),
    [
        ("2026-07-03", RollOn.STATUTORY_AND_WEEKEND, "2026-07-06"),  # a Saturday
        ("2026-07-03", RollOn.STATUTORY, "2026-07-04"),
        ("2026-10-05", RollOn.STATUTORY_AND_WEEKEND, "2026-10-08"),  # a swapped rest day
        ("2026-10-05", RollOn.STATUTORY, "2026-10-06"),
        ("2026-09-30", RollOn.STATUTORY, "2026-10-04"),  # a holiday; the Sunday after it is none
        ("2026-09-30", RollOn.NEVER, "2026-10-01"),
    ],
)
def test_the_policy_says_on_which_days_a_period_may_not_end(start: str, roll: RollOn, end: str) -> None:
    assert str(counted(start, 1, roll=roll).end) == end


@pytest.mark.clause("T-10")
def test_the_thirteen_statutory_days_are_known_before_the_year_is_announced() -> None:
    days = [date(2027, 1, 1) + n * DAY for n in range(365)]

    assert sum(CALENDAR_2026.is_statutory(day) for day in days) == 13


@pytest.mark.clause("T-10")
@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2026-01-01", Rest.NEW_YEAR),
        ("2026-02-16", Rest.SPRING_FESTIVAL),
        ("2026-04-06", Rest.QINGMING),
        ("2026-05-02", Rest.LABOUR_DAY),
        ("2026-06-19", Rest.DRAGON_BOAT),
        ("2026-09-25", Rest.MID_AUTUMN),
        ("2026-10-05", Rest.NATIONAL_DAY),
        ("2026-10-06", Rest.SWAPPED),
        ("2026-10-11", Rest.WEEKEND),
        ("2015-09-03", Rest.DECLARED),
        ("2026-09-20", None),
    ],
)
def test_every_day_of_rest_has_its_reason(day: str, reason: Rest | None) -> None:
    assert CALENDAR.reason(date.fromisoformat(day)) == reason


@pytest.mark.clause("T-11")
@pytest.mark.skipif(not NOTICES.is_dir(), reason="WANGJIAN_REAL_DATA has no vocab/holidays")
@pytest.mark.parametrize("year", range(2007, 2027))
def test_the_calendar_equals_the_notices_on_every_day(year: int) -> None:
    notices = [json.loads((NOTICES / f"{n}.json").read_text()) for n in (year, year + 1)]
    listed = {
        date.fromisoformat(day["date"]): day["isOffDay"] for notice in notices for day in notice["days"]
    }
    days = [date(year, 1, 1) + n * DAY for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]

    assert [day for day in days if CALENDAR.is_rest(day) != listed.get(day, day.weekday() >= 5)] == []


@pytest.mark.clause("T-12")
@pytest.mark.parametrize(
    ("start", "unit", "roll", "provisional"),
    [
        ("2026-12-23", Unit.CALENDAR, None, False),
        ("2026-12-24", Unit.CALENDAR, None, True),  # the notice of a year swaps days of the December before
        ("2026-12-24", Unit.CALENDAR, RollOn.NEVER, False),
        ("2026-12-24", Unit.WORKING, RollOn.NEVER, True),
        ("2027-03-01", Unit.HOURS, None, False),
        ("2027-03-01", Unit.MONTHS, RollOn.STATUTORY, True),
    ],
)
def test_an_end_that_an_announcement_can_still_move_is_provisional(
    start: str, unit: Unit, roll: RollOn | None, provisional: bool
) -> None:
    assert counted(start, 1, unit, roll).provisional == provisional


@pytest.mark.clause("T-12")
def test_days_announced_here_make_the_end_final_and_the_version_another() -> None:
    announced = {date(2027, 5, 3): True, date(2027, 5, 4): True, date(2027, 5, 8): False}
    own = official(announced, {2027})
    found = count(at("2027-05-02"), 1, Unit.CALENDAR, calendar=own)

    assert (found.end, found.provisional) == (date(2027, 5, 5), False)
    assert own.is_working(date(2027, 5, 8))
    assert len({own.version, official({date(2027, 5, 3): True}, {2027}).version, CALENDAR.version}) == 3


def test_a_correction_outranks_the_library_and_announces_no_year() -> None:
    own = official({date(2026, 10, 1): False, date(2026, 11, 25): True, date(2024, 2, 4): True})

    assert own.is_working(date(2026, 10, 1)) and not own.is_statutory(date(2026, 10, 1))
    assert own.reason(date(2026, 11, 25)) == Rest.DECLARED
    assert not own.is_statutory(date(2026, 11, 25))
    assert own.reason(date(2024, 2, 4)) == Rest.WEEKEND
    assert own.announced_until == CALENDAR.announced_until


@pytest.mark.clause("T-15")
@pytest.mark.parametrize(
    ("stopped", "went_on", "raw_end"),
    [
        (at("2026-07-08", "00:01"), at("2026-07-10", "23:59"), "2026-07-18"),  # 9th and 10th
        (at("2026-07-08", "23:59"), at("2026-07-10", "00:00"), "2026-07-18"),
        (at("2026-07-08", "08:00"), at("2026-07-08", "20:00"), "2026-07-16"),  # within a day: none
        (at("2026-07-01"), at("2026-07-07"), "2026-07-17"),  # from before the start: the 7th alone
        (at("2026-07-17"), at("2026-07-20"), "2026-07-16"),  # it had run out
    ],
)
def test_days_on_which_the_clock_stood_still_do_not_count(
    stopped: datetime, went_on: datetime, raw_end: str
) -> None:
    found = count(at("2026-07-06"), 10, Unit.CALENDAR, calendar=CALENDAR_2026, suspended=[(stopped, went_on)])

    assert str(found.raw_end) == raw_end
    assert date(2026, 7, 16) + found.stood_still == found.raw_end


@pytest.mark.clause("T-15")
def test_working_days_stand_still_too() -> None:
    pauses = [(at("2026-07-07"), at("2026-07-09"))]
    found = count(at("2026-07-06"), 5, Unit.WORKING, calendar=CALENDAR_2026, suspended=pauses)

    assert found.end == date(2026, 7, 15)


@pytest.mark.clause("T-15")
def test_a_period_does_not_end_on_a_day_on_which_its_clock_stands_still() -> None:
    over_monday = [(at("2026-07-12"), at("2026-07-13"))]
    found = count(at("2026-07-06"), 5, Unit.CALENDAR, calendar=CALENDAR_2026, suspended=over_monday)

    assert (found.raw_end, found.end) == (date(2026, 7, 11), date(2026, 7, 14))


@pytest.mark.clause("T-15")
def test_hours_stand_still_to_the_minute_and_overlapping_pauses_count_once() -> None:
    pauses = [(at("2026-07-06", "10:00"), at("2026-07-06", "12:00"))]
    pauses += [(at("2026-07-06", "11:00"), at("2026-07-06", "13:15")), (at("2026-07-05"), at("2026-07-06"))]
    found = count(at("2026-07-06"), 2, Unit.HOURS, calendar=CALENDAR_2026, suspended=pauses)

    assert found.due_at == at("2026-07-06", "14:45")
    assert "The clock stood still for 3:15 hours, which do not count." in found.explain()


@pytest.mark.clause("T-15")
def test_hours_that_have_run_out_do_not_stand_still() -> None:
    afterwards = [(at("2026-07-06", "11:30"), at("2026-07-06", "12:00"))]
    found = count(at("2026-07-06"), 2, Unit.HOURS, calendar=CALENDAR_2026, suspended=afterwards)

    assert found.due_at == at("2026-07-06", "11:30")


def test_a_moved_end_names_the_holiday_and_the_law() -> None:
    assert counted("2026-09-16", 15).explain() == (
        "15 days from 2026-09-16 end on 2026-10-01, a holiday (National Day), so the last day is 2026-10-08. "
        "Civil Code art. 201, 203."
    )


def test_a_provisional_end_names_the_year_that_is_not_announced() -> None:
    assert counted("2026-11-26", 2, Unit.MONTHS).explain() == (
        "2 months from 2026-11-26 end on 2027-01-26. Civil Code art. 201, 202. "
        "This is provisional: the State Council has not announced the calendar of 2027 yet."
    )


@pytest.mark.parametrize(
    ("start", "number", "suspended"),
    [
        (datetime(2026, 7, 6), 1, []),
        (at("2026-07-06"), 1, [(datetime(2026, 7, 6), at("2026-07-07"))]),
        (at("2026-07-06"), 1, [(at("2026-07-08"), at("2026-07-07"))]),
        (at("2026-07-06"), 0, []),
        (at("2026-07-06"), -1, []),
    ],
)
def test_what_cannot_be_counted_is_refused(
    start: datetime, number: int, suspended: list[tuple[datetime, datetime]]
) -> None:
    with pytest.raises(ValueError):
        count(start, number, Unit.CALENDAR, calendar=CALENDAR, suspended=suspended)


@given(instants, numbers, units, st.timedeltas(timedelta(), timedelta(days=400)))
def test_a_later_start_or_a_longer_period_never_ends_earlier(
    start: datetime, number: int, unit: Unit, later: timedelta
) -> None:
    due = count(start, number, unit, calendar=CALENDAR).due_at

    assert count(start + later, number, unit, calendar=CALENDAR).due_at >= due
    assert count(start, number + 1, unit, calendar=CALENDAR).due_at >= due


@given(instants, numbers, day_units)
def test_no_period_ends_on_a_day_of_rest(start: datetime, number: int, unit: Unit) -> None:
    found = count(start, number, unit, calendar=CALENDAR)

    assert not CALENDAR.is_rest(found.end)
    assert found.due_at == datetime.combine(found.end + DAY, time(), SHANGHAI)


@given(instants, st.times(), numbers, day_units)
def test_neither_the_time_of_day_nor_the_time_zone_of_the_start_matters(
    start: datetime, clock: time, number: int, unit: Unit
) -> None:
    other = datetime.combine(start.date(), clock, SHANGHAI).astimezone(UTC)

    found, same = (count(instant, number, unit, calendar=CALENDAR) for instant in (start, other))
    assert (found.end, found.due_at) == (same.end, same.due_at)


@pytest.mark.clause("T-15")
@given(instants, numbers, st.data())
def test_a_suspension_adds_exactly_the_dates_that_passed(
    start: datetime, number: int, data: st.DataObject
) -> None:
    stopped = start + data.draw(st.integers(0, number - 1)) * DAY
    went_on = stopped + data.draw(st.timedeltas(timedelta(), timedelta(days=90)))
    plain, paused = (
        count(start, number, Unit.CALENDAR, calendar=CALENDAR, roll=RollOn.NEVER, suspended=suspended)
        for suspended in ([], [(stopped, went_on)])
    )

    assert paused.end - plain.end == went_on.date() - stopped.date() == paused.stood_still
    assert not paused.rolled
