"""Is the invented province founded once, and each story told whole or not at all?"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from casework.deadlines.clocks import instant
from casework.terms.calendar import official
from casework.terms.count import SHANGHAI, Unit, count
from demo import founding, stories
from demo.stories import signals
from demo.telling.days import Days
from demo.telling.teller import Teller
from monitoring.risks.models.signals import RiskSignal

DAYS = st.dates(date(2026, 1, 20), date(2026, 12, 31))


@pytest.fixture
def province(db: None) -> founding.Province:
    founding.found()
    return founding.province()


def test_the_demo_is_not_mixed_with_other_organisations(cast):
    with pytest.raises(CommandError, match="one of its own"):
        call_command("demo")


def test_a_story_that_fails_leaves_nothing_and_is_told_the_next_time(province, now, monkeypatch):
    def broken(teller: Teller) -> None:
        signals.tell(teller)
        raise RuntimeError

    monkeypatch.setattr(stories, "STORIES", {"signals": broken})
    with pytest.raises(RuntimeError):
        stories.tell(province, now)
    assert not RiskSignal.objects.exists()
    monkeypatch.setattr(stories, "STORIES", {"signals": signals.tell})
    assert stories.tell(province, now) == ["signals"]
    assert stories.tell(province, now) == []


def days(day: date) -> Days:
    """The days before one, by the official calendar alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("casework.deadlines.clocks.calendar", official)
        return Days(datetime.combine(day, time(10), SHANGHAI))


@given(DAYS, st.integers(1, 30))
def test_a_working_day_told_by_its_number_is_one(day, ago):
    found = days(day)
    on = found.working_day(ago)
    assert official().is_working(on) and on < day
    assert found.ago(on) == ago


@given(DAYS, st.sampled_from(((5, -2), (5, 0), (7, 2))))
def test_a_period_can_be_begun_so_that_it_ends_when_it_is_to(day, period):
    (number, left), found = period, days(day)
    begun = found.begun(number, left)
    end = count(instant(begun), number, Unit.CALENDAR, calendar=official()).end
    wanted = day + timedelta(days=left)
    last = found.working_day(1)
    assert end <= wanted if left < 0 else end >= wanted or begun == last
    assert begun <= found.working_day(found.ago(begun)) <= last
