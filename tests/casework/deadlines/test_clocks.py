"""When does a clock start, stand still, go on, stop, and by whose number does it count?"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from casework.actions import take
from casework.deadlines import clocks
from casework.deadlines.nearest import nearest
from casework.models import Deadline, TermSetting
from casework.terms.count import SHANGHAI, Unit
from tests.casework.trial import REPLY, TEST, brought, opened
from tests.swept import announced


def midnight(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=SHANGHAI)


def clock(record, term: str) -> Deadline:
    return Deadline.objects.get(record=record.pk, term=term, dropped_at=None)


def set_reply(cast, now, number: int, unit: Unit = Unit.CALENDAR) -> TermSetting:
    return TermSetting.objects.create(
        term="DL-06",
        version=clocks.next_version("DL-06"),
        count=number,
        unit=unit,
        since=now.date(),
        source="Notice 7",
        reason="Too long",
        set_by=cast.approver.user,
        set_at=now,
    )


def test_a_step_starts_the_clock_that_its_table_says(cast, now):
    record = brought(cast, now, "sent")
    reply = clock(record, "DL-06")
    assert (reply.count, reply.unit, reply.rule_version, reply.started_at) == (5, "working", 0, now)
    assert reply.started_by.verb == "send"
    # Wednesday 25 November and five working days: until the end of Wednesday 2 December.
    assert (reply.raw_end, reply.end, reply.due_at) == (
        date(2026, 12, 2),
        date(2026, 12, 2),
        midnight(2026, 12, 3),
    )
    assert record.next_due_at == reply.due_at


def test_a_clock_may_start_from_a_day_that_the_record_states(cast, now):
    record = brought(cast, now, "testing", due_on=date(2026, 11, 20))
    dated = clock(record, "DL-09")
    assert dated.started_at == midnight(2026, 11, 20) and dated.raw_end == date(2026, 11, 23)
    assert record.next_due_at == dated.due_at == midnight(2026, 11, 24)


def test_a_clock_may_start_from_an_instant_that_the_record_states(now):
    assert clocks.instant(now) is now and clocks.instant(now.date()) == midnight(2026, 11, 25)


def test_the_step_that_meets_a_term_stops_its_clock_and_no_other(cast, now):
    record = brought(cast, now, "sent")
    later = now + timedelta(days=1)
    take("accept", record, by=cast.receiver, now=later)
    assert clock(record, "DL-06").met_at == later
    assert clock(record, "DL-05").met_at is None and clock(record, "DL-09").met_at is None


def test_a_clock_that_is_started_again_replaces_the_one_that_runs(cast, now):
    record = brought(cast, now, "testing")
    later = now + timedelta(days=2)
    take("again", record, by=cast.tester, now=later)
    first, second = Deadline.objects.filter(record=record.pk, term="DL-05").order_by("id")
    assert (first.dropped_at, first.met_at) == (later, None)
    assert second.started_at == later and second.due_at > first.due_at and second.dropped_at is None


def test_a_clock_stands_still_and_is_not_the_nearest_meanwhile(cast, now):
    record = brought(cast, now, "paused", due_on=date(2026, 12, 20))
    assert clock(record, "DL-05").suspended_at == now
    assert record.next_due_at == clock(record, "DL-09").due_at == midnight(2026, 12, 24)


def test_a_clock_that_goes_on_has_the_days_added_that_it_stood_still(cast, now):
    record = brought(cast, now, "paused", due_on=date(2026, 12, 20))
    before = clock(record, "DL-05").due_at
    later = now + timedelta(days=4)
    take("resume", record, by=cast.tester, now=later, note="Why.")
    test = clock(record, "DL-05")
    assert before == midnight(2026, 12, 3) and test.due_at == midnight(2026, 12, 8)
    (stood_still,) = test.suspensions
    assert [datetime.fromisoformat(instant) for instant in stood_still] == [now, later]
    assert test.suspended_at is None and record.next_due_at == test.due_at


def test_a_clock_may_stand_still_twice(cast, now):
    record = brought(cast, now, "testing")
    for day in (1, 3):
        take("pause", record, by=cast.tester, now=now + timedelta(days=day))
        take("resume", record, by=cast.tester, now=now + timedelta(days=day + 1), note="Why.")
    test = clock(record, "DL-05")
    assert len(test.suspensions) == 2 and clocks.recount(test, clocks.calendar()).due_at == test.due_at
    assert test.due_at > midnight(2026, 12, 3)


def test_suspending_again_keeps_the_first_instant_and_leaves_others_alone(cast, now):
    record = brought(cast, now, "testing")
    clocks.suspend(record, ("DL-05",), now)
    clocks.suspend(record, ("DL-05",), now + timedelta(days=1))
    assert clock(record, "DL-05").suspended_at == now and clock(record, "DL-09").suspended_at is None


def test_letting_one_go_on_leaves_another_standing_still(cast, now):
    record = brought(cast, now, "testing")
    clocks.suspend(record, ("DL-05", "DL-09"), now)
    assert clocks.resume(record, ("DL-05",), now + timedelta(days=1)) == 1
    assert clock(record, "DL-05").suspended_at is None and clock(record, "DL-09").suspended_at == now


def test_resuming_what_runs_changes_nothing(cast, now):
    record = brought(cast, now, "testing")
    before = Deadline.objects.filter(record=record.pk).order_by("id").values()
    stood = list(before)
    clocks.resume(record, ("DL-05", "DL-09"), now)
    assert list(before.all()) == stood


def test_a_clock_that_stands_still_is_met_like_any_other(cast, now):
    record = brought(cast, now, "paused")
    assert clocks.stop(record, ("DL-05",), now, met=True) == 1
    assert (clock(record, "DL-05").met_at, clock(record, "DL-05").suspended_at) == (now, None)


def test_stopping_says_how_many_clocks_ran(cast, now):
    record = brought(cast, now, "testing")
    assert clocks.stop(record, None, now, met=False) == 2
    assert clocks.stop(record, None, now, met=False) == 0 and nearest(record) == (None, None)


def test_a_setting_replaces_the_number_where_the_standard_leaves_it_open(cast, now):
    set_reply(cast, now, 20)
    version = set_reply(cast, now, 3).version
    reply = clock(brought(cast, now, "sent"), "DL-06")
    assert (reply.count, reply.unit, reply.rule_version) == (3, "calendar", version) == (3, "calendar", 2)
    assert reply.raw_end == date(2026, 11, 28)


def test_a_new_setting_never_moves_a_running_clock(cast, now):
    record = brought(cast, now, "sent")
    before = clock(record, "DL-06")
    set_reply(cast, now, 3)
    after = clock(record, "DL-06")
    assert (after.due_at, after.count, after.rule_version) == (before.due_at, 5, 0)
    assert clocks.recount(after, clocks.calendar()).due_at == before.due_at


def test_a_number_fixed_by_law_cannot_be_set(cast, now):
    TermSetting.objects.create(
        term="DL-05",
        version=1,
        count=90,
        unit="calendar",
        since=now.date(),
        set_by=cast.approver.user,
        set_at=now,
    )
    fixed, free = (clocks.rule(term, now.date()) for term in (TEST, REPLY))
    assert (fixed.number, fixed.unit) == (7, Unit.CALENDAR)
    assert (free.number, free.unit, free.version) == (5, Unit.WORKING, 0)


def test_a_setting_counts_from_its_day_on(cast, now):
    set_reply(cast, now, 3)
    assert clocks.rule(REPLY, now.date() - timedelta(days=1)).number == 5
    assert clocks.rule(REPLY, now.date()).number == 3


def test_versions_of_a_setting_are_numbered_from_one_for_each_term(cast, now):
    assert clocks.next_version("DL-06") == 1
    set_reply(cast, now, 3)
    assert clocks.next_version("DL-06") == 2 and clocks.next_version("DL-05") == 1


@pytest.mark.parametrize(("rest", "due"), [(True, (2026, 12, 4)), (False, (2026, 12, 3))])
def test_a_day_of_rest_announced_here_moves_the_clocks_started_since(cast, now, rest, due):
    announced(cast, now, {date(2026, 11, 30): rest})
    assert clock(brought(cast, now, "sent"), "DL-06").due_at == midnight(*due)


def test_a_record_without_a_clock_has_nothing_due(cast, now):
    assert nearest(opened(cast, now)) == (None, None)


def test_the_day_of_an_instant_is_that_of_shanghai():
    assert clocks.local_day(datetime.fromisoformat("2026-11-24T16:30:00+00:00")) == date(2026, 11, 25)


@pytest.mark.parametrize(("last", "year"), [(date(2026, 12, 28), 2027), (date(2027, 1, 4), 2027)])
def test_a_provisional_clock_says_whose_announcement_may_still_move_it(cast, last, year):
    """The announcement of a year swaps days at the end of the December before (T-11)."""
    found = clock(brought(cast, midnight(2026, 12, 1), "sent"), REPLY.code)
    found.end, found.provisional = last, True
    assert clocks.as_counted(found).missing_year == year
    found.provisional = False
    assert clocks.as_counted(found).missing_year is None
