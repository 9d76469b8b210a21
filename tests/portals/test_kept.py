"""Do the figures of terms and reply times say what the clocks say, each to those whom it concerns?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache

from casework.deadlines.duty import duties
from casework.models import Deadline
from portals.dashboards import Asked, charts, replies
from tests.disposal import given as disposal
from tests.disposal import given_letters as letters
from tests.inspection import given as inspection
from tests.sharing import given as sharing

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _fresh(db):
    cache.clear()


def rows(viewer, name, now):
    """The table of a chart, counted now."""
    cache.clear()
    return list(charts(viewer.kind)[name](Asked(viewer, now)).rows)


def again(clock, *met):
    """The same clock run again and again, and met at these moments."""
    for at in met:
        clock.pk, clock.met_at = None, at
        clock.save(force_insert=True)


def inspected(cast, now, in_time, late):
    """So many tests that kept their clock or did not, and one still open; and when all are due."""
    clock = Deadline.objects.running().get(record=inspection.in_progress(cast, now))
    again(clock, *[clock.due_at - DAY] * in_time, *[clock.due_at] * late)
    return clock.due_at


def of_testing(viewer, now):
    """What is said of the time in which to test, among the terms that a viewer is told of."""
    return [row for row in rows(viewer, "kept-terms", now) if row.label == "Test, and enter the results"]


def test_of_what_fell_due_each_clock_is_counted_once(cast, now):
    later = inspected(cast, now, in_time=4, late=2)
    worst, *others = rows(cast.planner, "kept-terms", later)
    assert worst == ("Test, and enter the results", 7, 4, 2, 1, 42.9, 15.8, 75.0)
    assert others and not any(row.share for row in others)
    laboratory, center, *_others = rows(cast.leader, "kept-organisations", later)
    # Beside its tests it accepted the commission and began in time.
    assert laboratory[:5] == ("First Laboratory", 9, 6, 2, 1)
    assert center[0] == "Eastland Monitoring Center"
    months = {row[0]: row[1:5] for row in rows(cast.tester, "kept-months", later)}
    assert [sum(column) for column in zip(*months.values(), strict=True)] == [9, 6, 2, 1]


def test_what_is_not_yet_due_was_dropped_or_stands_still_is_not_counted(cast, now):
    later = inspected(cast, now, in_time=1, late=0)
    assert of_testing(cast.tester, later - DAY) == []
    assert [row.due for row in of_testing(cast.tester, later)] == [2]
    running = Deadline.objects.filter(pk=Deadline.objects.running().get(term="DL-06").pk)
    for column in ("suspended_at", "dropped_at"):
        running.update(**{column: now})
        assert [row.due for row in of_testing(cast.tester, later)] == [1]
        running.update(**{column: None})
    assert rows(cast.tester, "kept-terms", later + 366 * DAY) == []


def test_an_organisation_sees_what_was_its_own_duty_and_a_stranger_nothing(cast, now):
    later = inspected(cast, now, in_time=1, late=1)
    disposal.handling(cast, now)
    # One of them was for the product that the platform handles.
    assert [row.due for row in of_testing(cast.tester, later)] == [4]
    own = [row[0] for row in rows(cast.quality_officer, "kept-terms", later)]
    assert own == ["Handle products of serious risk and their shops"]
    for stranger in (cast.other_tester, cast.other_quality_officer, cast.other_planner, cast.other_leader):
        assert [rows(stranger, name, later) for name in ("kept-terms", "kept-months")] == [[], []]


def test_a_clock_is_the_duty_of_whom_the_flow_gives_the_record_to():
    assert set(duties()["report", "DL-05"]) == {"center"}
    assert set(duties()["notice", "W-10"]) == {"platform", "regulator", "center"}
    assert set(duties()["sharerequest", "DL-09"]) == {"owner"}
    assert ("resultnotice", "W-11") not in duties()


def answered(record, now, *days):
    """A request that was answered so often, each time after so many days."""
    clock = Deadline.objects.running().get(record=record)
    clock.delete()
    again(clock, *[now + later * DAY for later in days])


def test_reply_times_count_working_days(cast, now):
    # A Wednesday: Thursday, Friday, the weekend, Monday.
    answered(letters.letter(cast, now), now, 0, 1, 2, 3, 5)
    [row] = rows(cast.planner, "replies", now + 9 * DAY)
    assert row == ("First Platform", 5, 2.0, 2.6)


def test_the_median_and_the_nine_in_ten_of_reply_times_stand_side_by_side(cast, now):
    answered(letters.letter(cast, now), now, 0, 1, 2, 3, 5)
    drawn = replies.league(Asked(cast.planner, now + 9 * DAY)).option["series"]
    assert len(drawn) == 2 and not any("stack" in bar for bar in drawn)


def test_who_answered_seldom_and_whose_clock_stood_still_is_in_no_league(cast, now):
    answered(letters.letter(cast, now), now, *[1] * 5)
    later = now + 9 * DAY
    assert len(rows(cast.planner, "replies", later)) == 1
    assert rows(cast.other_planner, "replies", later) == []
    Deadline.objects.filter(pk=Deadline.objects.latest("pk").pk).update(
        suspensions=[[now.isoformat(), now.isoformat()]]
    )
    assert rows(cast.planner, "replies", later) == []


def test_a_platform_sees_its_own_line_beside_all_of_its_kind_if_they_are_several(cast, now, monkeypatch):
    answered(letters.letter(cast, now), now, *[1] * 5)
    later = now + 9 * DAY
    assert rows(cast.quality_officer, "replies", later) == [("First Platform", 5, 1.0, 1.0)]
    monkeypatch.setattr(replies, "AMONG", 1)
    _own, every = rows(cast.quality_officer, "replies", later)
    assert every == ("All of your kind", 5, 1.0, 1.0)
    assert rows(cast.other_quality_officer, "replies", later) == []
    assert rows(cast.tester, "replies", later) == []


def test_answers_to_share_requests_are_those_of_whoever_holds_the_resource(cast, now):
    request = sharing.asked(cast, now)
    answered(request, now, *[1] * 5)
    holder = sharing.holder(cast, request)
    [row] = rows(holder, "replies", now + 2 * DAY)
    assert row == (holder.organisation.name, 5, 1.0, 1.0)
