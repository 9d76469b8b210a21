"""Does `manage deadline` count as the law does, and is bad input answered with one sentence?"""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command, execute_from_command_line

from casework.terms.calendar import official
from tests.casework.terms.test_calendar import VECTORS
from tests.swept import announced

pytestmark = pytest.mark.django_db

KEYS = ["start", "number", "unit", "roll", "raw", "due", "due_at", "rolled_because", "provisional"]
KEYS += ["missing_year", "opens", "explanation", "calendar"]


def said(*options: str) -> str:
    out = StringIO()
    call_command("deadline", *options, stdout=out)
    return out.getvalue()


def found(*options: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(said(*options, "--json"))
    return answer


@pytest.mark.clause("T-04")
@pytest.mark.parametrize(("start", "days", "raw", "due", "working"), VECTORS)
def test_it_ends_where_the_vectors_say(start, days, raw, due, working):
    calendar = found("--start", start, "--days", str(days), "--unit", "calendar")
    assert (calendar["raw"], calendar["due"], calendar["provisional"]) == (raw, due, False)
    assert (calendar["rolled_because"] is None) == (raw == due)
    if working:
        assert found("--start", start, "--days", str(days), "--unit", "working")["due"] == working


@pytest.mark.clause("T-03")
def test_a_month_ends_on_the_last_day_of_a_shorter_one():
    assert found("--start", "2026-01-31", "--days", "1", "--unit", "months")["due"] == "2026-02-28"


def test_the_answer_is_whole():
    answer = found("--start", "2026-09-16", "--days", "15", "--unit", "calendar")
    assert list(answer) == KEYS
    assert answer["start"] == "2026-09-16" and answer["roll"] == "statutory+weekend"
    assert answer["due_at"] == "2026-10-09T00:00:00+08:00"
    assert answer["rolled_because"] == "national_day"
    assert answer["explanation"].startswith("15 days from 2026-09-16 end on 2026-10-01, a holiday")
    assert answer["calendar"] == official().version


@pytest.mark.parametrize(("roll", "due"), [("never", "2026-10-01"), ("statutory", "2026-10-04")])
def test_the_policy_is_asked(roll, due):
    assert found("--start", "2026-09-16", "--days", "15", "--roll", roll)["due"] == due


def test_a_window_the_close_of_business_and_suspensions_are_asked():
    still = ("--suspended", "2026-07-05..2026-07-06", "2026-07-08T10:00..2026-07-10T09:00")
    answer = found("--start", "2026-07-02", "--days", "90", "--opens", "60", "--closes", "17:30", *still)
    assert (answer["opens"], answer["raw"]) == ("2026-09-03", "2026-10-03")
    assert answer["due_at"] == "2026-10-08T17:30:00+08:00"


def test_hours_run_from_an_instant_of_any_offset():
    answer = found("--start", "2026-09-30T01:30:00.5+00:00", "--days", "24", "--unit", "hours")
    assert answer["start"] == "2026-09-30T09:30:00.500000+08:00"
    assert answer["due_at"] == answer["raw"] == "2026-10-01T09:30:00.500000+08:00"
    assert answer["due"] == "2026-10-01"


def test_a_term_brings_its_number_unit_policy_and_window():
    answer = found("--start", "2026-07-02", "--term", "DL-22")
    assert (answer["number"], answer["unit"], answer["opens"]) == (90, "calendar", "2026-08-31")
    assert found("--start", "2023-10-01", "--term", "DL-36")["roll"] == "never"


def test_a_year_that_is_not_announced_makes_it_provisional():
    year = official().announced_until + 1
    answer = found("--start", f"{year}-03-01", "--days", "5")
    assert (answer["provisional"], answer["missing_year"]) == (True, year)


def test_days_announced_here_count(cast, now):
    announced(cast, now, {date(2026, 11, 26): True})
    answer = found("--start", "2026-11-25", "--days", "1")
    assert (answer["due"], answer["rolled_because"]) == ("2026-11-27", "declared")


def test_as_text_it_says_the_last_day_first_and_names_the_festival():
    lines = said("--start", "2026-09-16", "--days", "15").splitlines()
    assert lines[0] == "2026-10-08 Thursday"
    assert "It moves on because of: National Day (national_day)" in lines


def test_it_explains_itself_in_chinese():
    assert "2026-10-08 星期四" in said("--start", "2026-09-16", "--days", "15", "--language", "zh-hans")


D = ("--start", "2026-09-16", "--days", "5")
BAD = {
    "no start": (("--days", "5"), "--start"),
    "no number": (("--start", "2026-09-16"), "--days: Give a number"),
    "a start that is no day": (("--start", "tomorrow", "--days", "5"), "--start: tomorrow"),
    "a day that does not exist": (("--start", "2026-02-30", "--days", "5"), "--start: 2026-02-30"),
    "a start before the calendar": (("--start", "2000-01-01", "--days", "5"), "--start: The calendar knows"),
    "the first instant there is": (("--start", "0001-01-01T00:00+14:00", "--days", "5"), "--start"),
    "a number that is none": (("--start", "2026-09-16", "--days", "five"), "--days"),
    "zero": (("--start", "2026-09-16", "--days", "0"), "--days"),
    "an endless number": (("--start", "2026-09-16", "--days", "1" * 30), "--days: At most 9999"),
    "an end after the calendar": (("--start", "2076-12-01", "--days", "99"), "no day after 2076"),
    "a unit that is none": ((*D, "--unit", "weeks"), "--unit: one of calendar"),
    "a policy that is none": ((*D, "--roll", "sometimes"), "--roll: one of statutory+weekend"),
    "a window that opens after it closes": ((*D, "--opens", "6"), "--opens: A window must open"),
    "a time that is none": ((*D, "--closes", "25:00"), "--closes"),
    "half a suspension": ((*D, "--suspended", "2026-09-18"), "--suspended: write FROM..TO"),
    "a suspension backwards": ((*D, "--suspended", "2026-09-19..2026-09-18"), "--suspended: A suspension"),
    "an endless suspension": ((*D, "--suspended", "2026-09-19..9999-09-18"), "--suspended: The calendar"),
    "hours from a day": ((*D, "--unit", "hours"), "--start: Hours run from an instant"),
    "a term that is none": (("--start", "2026-09-16", "--term", "DL-99"), "--term"),
    "a number twice": ((*D, "--term", "DL-14"), "leave out --days"),
    "a unit twice": (("--start", "2026-09-16", "--term", "DL-14", "--unit", "working"), "out --unit"),
    "a policy twice": (("--start", "2026-09-16", "--term", "DL-14", "--roll", "never"), "out --roll"),
    "a window twice": (("--start", "2026-09-16", "--term", "DL-14", "--opens", "2"), "out --opens"),
    "a language that is none": ((*D, "--language", "fr"), "--language"),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_answered_with_one_sentence(what):
    options, sentence = BAD[what]
    with pytest.raises(CommandError) as refused:
        said(*options)
    assert sentence in str(refused.value) and "\n" not in str(refused.value)


@pytest.mark.parametrize("options", [("--days",), ("--no-such-option",), D[:2], ("left", "over")])
def test_the_exit_code_is_1_and_nothing_else_is_printed(options, capsys):
    with pytest.raises(SystemExit) as left:
        execute_from_command_line(["manage.py", "deadline", *options])
    out, err = capsys.readouterr()
    assert left.value.code == 1 and out == "" and len(err.splitlines()) == 1
