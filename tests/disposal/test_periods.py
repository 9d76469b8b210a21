"""Does the report on a period begin by itself, once, so that its clock runs? (6.4-6, DL-08)"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine

from accounts.models import Organisation
from casework.models import Notification
from casework.terms.count import SHANGHAI
from config.celery import app
from disposal.models.compilations import NationalReport
from disposal.tasks import begin_periods
from tests.conftest import NOW
from tests.disposal import given
from trail.models import Event

QUARTER = (date(2026, 7, 1), date(2026, 9, 30))
AUGUST = datetime(2026, 8, 4, 9, tzinfo=SHANGHAI)


def run(at: datetime = NOW) -> int:
    with time_machine.travel(at, tick=False):
        return begin_periods()


@pytest.fixture
def at_work(cast):
    """The center had something on file in the quarter."""
    return given.drafted(cast, AUGUST)


@pytest.mark.clause("6.4-6")
def test_the_report_on_the_quarter_that_ended_begins_by_itself(cast, at_work, at_desk):
    assert run() == 1
    report = NationalReport.objects.get()
    assert (report.period_from, report.period_to) == QUARTER
    assert (report.center, report.regulator, report.state) == (cast.center, cast.nation, "collecting")
    assert report.deadlines.get(term="DL-08").end == date(2026, 10, 20)
    assert Event.objects.of("record", report.pk).get().actor_kind == "system"
    told = Notification.objects.filter(record=report.pk).values_list("user", flat=True)
    assert list(told) == [cast.compiler.user.pk]
    answer = given.press(at_desk(cast.compiler), report, "compile")
    assert answer.status_code == 302


def test_it_begins_once_however_often_it_is_asked(cast, at_work):
    assert [run(), run(NOW + timedelta(hours=1)), run(NOW + timedelta(days=1))] == [1, 0, 0]
    assert run(datetime(2027, 1, 1, 7, tzinfo=SHANGHAI)) == 1
    assert NationalReport.objects.count() == 2


def test_a_report_that_a_person_began_is_not_begun_again(cast, at_work):
    given.begun(cast, NOW, period_from=date(2026, 8, 1), period_to=date(2026, 8, 31))
    assert run() == 0


def test_a_center_that_was_not_yet_at_work_has_nothing_to_report(cast, now):
    given.drafted(cast, now)
    assert run() == 0


@pytest.mark.parametrize("without", ["mandate", "activity", "nation"])
def test_without_a_mandate_an_active_center_or_a_nation_nothing_begins(cast, at_work, without):
    if without == "mandate":
        cast.center.mandate.clear()
    if without == "activity":
        Organisation.objects.filter(pk=cast.center.pk).update(active=False)
    if without == "nation":
        Organisation.objects.filter(pk=cast.nation.pk).update(active=False)
    assert run() == 0


def test_beat_asks_once_a_day():
    rows = [row for row in app.conf.beat_schedule.values() if row["task"] == "disposal.begin_periods"]
    assert len(rows) == 1 and rows[0]["schedule"].remaining_estimate(NOW) < timedelta(days=1)
