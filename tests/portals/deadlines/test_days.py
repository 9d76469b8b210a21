"""What does the page say of a day that is typed?"""

from datetime import date

from tests.swept import announced


def test_holidays_are_named_and_days_that_make_up_for_another_are_worked(cast, at_desk):
    found = at_desk(cast.buyer).get("/calendar/2026.json").json()
    assert found["days"]["2026-10-01"] == [True, "day of rest: National Day"]
    assert found["days"]["2026-10-10"] == [False, "working day that makes up for another"]
    assert "2026-11-25" not in found["days"]
    assert (found["weekend"], found["working"], found["note"]) == ("day of rest", "working day", "")


def test_a_day_that_was_announced_here_wins(cast, at_desk, now):
    announced(cast, now, {date(2026, 11, 26): True, date(2026, 10, 2): False})
    days = at_desk(cast.receiver).get("/calendar/2026.json").json()["days"]
    assert days["2026-11-26"] == [True, "day of rest: declared by the State Council"]
    assert days["2026-10-02"] == [False, "working day"]


def test_a_year_that_is_not_announced_says_so(cast, at_desk):
    found = at_desk(cast.buyer).get("/calendar/2031.json").json()
    assert found["note"] == "the State Council has not announced the calendar of 2031 yet"
    assert found["days"]["2031-10-01"][0]


def test_the_browser_keeps_a_year_and_nobody_else_does(cast, at_desk):
    assert at_desk(cast.buyer).get("/calendar/2026.json")["Cache-Control"] == "private, max-age=3600"


def test_a_year_outside_the_calendar_is_not_found(cast, at_desk):
    assert at_desk(cast.buyer).get("/calendar/1999.json").status_code == 404
