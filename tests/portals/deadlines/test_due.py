"""What does the calendar say is due, on which day, and whose move is it?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from casework.models import Deadline, Record
from portals.deadlines import due as dues
from portals.deadlines.due import Mover, Whose
from tests.conftest import NOW
from tests.disposal import given as disposal
from tests.inspection import given as inspection
from tests.monitoring import given as monitoring
from tests.sharing import given as sharing
from tests.swept import announced

DECEMBER = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def numbers(viewer, whose, first=DECEMBER, now=NOW):
    return [due.number for due in dues.of_month(viewer, whose, first, now)[1].shown]


def running(record):
    return Deadline.objects.running().get(record=record)


def test_a_clock_stands_on_its_last_day_with_its_term_and_leads_to_its_record(cast, now, at_desk):
    entrustment = inspection.in_progress(cast, now)
    end = running(entrustment).end
    page = at_desk(cast.tester).get("/due/", {"month": f"{end:%Y-%m}"}).content.decode()
    cell = page.split(f'datetime="{end.isoformat()}"')[1].split("</td>")[0]
    assert f'href="{entrustment.get_absolute_url()}"' in cell
    assert "Test, and enter the results" in cell and entrustment.number in cell


def test_own_moves_stand_before_those_of_colleagues(cast, now):
    first = inspection.in_progress(cast, now)
    second = inspection.in_progress(cast, now)
    Record.objects.filter(pk=first.pk).update(turn="receiver")
    _counted, found = dues.of_month(cast.tester, Whose.OURS, running(first).end.replace(day=1), now)
    assert [(due.number, due.mover) for due in found.shown] == [
        (second.number, Mover.ME),
        (first.number, Mover.COLLEAGUE),
    ]
    assert numbers(cast.tester, Whose.MINE) == [second.number]


def test_more_than_three_on_a_day_lead_to_its_list(cast, now, at_desk):
    entrustments = [inspection.in_progress(cast, now) for _ in range(5)]
    end = running(entrustments[0]).end
    page = at_desk(cast.tester).get("/due/", {"month": f"{end:%Y-%m}"}).content.decode()
    assert f'href="#day-{end.isoformat()}">+2<' in page
    listed = page.split(f'id="day-{end.isoformat()}"')[1]
    assert all(entrustment.number in listed for entrustment in entrustments)


def test_what_has_run_out_stands_above_and_on_no_day(cast, now, at_desk):
    entrustment = inspection.in_progress(cast, now)
    due_at = running(entrustment).due_at
    with time_machine.travel(due_at, tick=False):
        page = at_desk(cast.tester).get("/due/", {"month": "2026-12"}).content.decode()
    above, below = page.split('id="due-month"')
    assert entrustment.number in above and "1 day overdue" in above
    assert entrustment.number not in below and "Nothing falls due in this month." in below


def test_a_clock_that_stands_still_is_not_due(cast, now):
    entrustment = inspection.in_progress(cast, now)
    first, due_at = running(entrustment).end.replace(day=1), running(entrustment).due_at
    assert numbers(cast.tester, Whose.OURS, first) == [entrustment.number]
    Deadline.objects.update(suspended_at=now)
    Record.objects.update(next_due_at=None)
    assert numbers(cast.tester, Whose.OURS, first) == []
    assert dues.run_out(cast.tester, Whose.OURS, due_at) == ([], 0)


def test_an_organisation_sees_what_it_holds_and_a_scope_what_lies_in_it(cast, now):
    found = disposal.handling(cast, now)
    first = running(found).end.replace(day=1)
    assert numbers(cast.quality_officer, Whose.OURS, first) == [found.number]
    assert found.number not in numbers(cast.leader, Whose.OURS, first)
    seen = dues.of_month(cast.leader, Whose.ALL, first, now)[1].shown
    assert [due.mover for due in seen if due.number == found.number] == [Mover.OTHER]
    for stranger in (cast.other_quality_officer, cast.other_leader, cast.other_planner):
        assert numbers(stranger, Whose.ALL, first) == numbers(stranger, Whose.OURS, first) == []


def test_only_regulators_and_centers_choose_whose_moves_they_see(cast, now, at_desk):
    notice = monitoring.sent_notices(cast, now)[0]
    asked = {"month": f"{running(notice).end:%Y-%m}", "whose": "all"}
    page = at_desk(cast.leader).get("/due/", asked).content.decode()
    assert notice.number in page and "All in my scope" in page
    other = at_desk(cast.quality_officer).get("/due/", asked).content.decode()
    assert "All in my scope" not in other


def test_a_share_request_is_due_with_whoever_holds_the_resource(cast, now):
    asked = sharing.asked(cast, now)
    holder, first = sharing.holder(cast, asked), running(asked).end.replace(day=1)
    assert numbers(holder, Whose.OURS, first) == [asked.number]
    assert [numbers(cast.other_tester, whose, first) for whose in Whose] == [[], [], []]


def test_rest_days_bear_their_names_and_days_that_make_up_for_them_are_marked(cast, at_desk, now):
    page = at_desk(cast.buyer).get("/due/", {"month": "2026-10"}).content.decode()
    cells = {day: page.split(f'datetime="2026-10-{day}"')[1].split("</td>")[0] for day in ("01", "10", "12")}
    assert "National Day" in cells["01"] and "working day" in cells["10"]
    assert "wj-due-mark" not in cells["12"]
    announced(cast, now, {date(2026, 10, 12): True})
    assert "day of rest" in at_desk(cast.buyer).get("/due/", {"month": "2026-10"}).content.decode()


@pytest.mark.parametrize("asked", ["", "2026-13", "soon", "1999-12", "2026-11-25"])
def test_without_a_month_that_there_is_the_present_one_is_shown(asked, cast, at_desk):
    page = at_desk(cast.buyer).get("/due/", {"month": asked}).content.decode()
    assert "November 2026" in page
    assert 'href="?month=2026-10"' in page and 'href="?month=2026-12"' in page


def test_a_month_shows_at_most_two_hundred_and_some_of_every_day(cast, now, monkeypatch):
    early = [inspection.in_progress(cast, now) for _ in range(4)]
    monkeypatch.setattr(dues, "SHOWN", 4)
    late = inspection.in_progress(cast, now + timedelta(days=1))
    first = running(late).end.replace(day=1)
    counted, found = dues.of_month(cast.tester, Whose.OURS, first, now)
    assert found.number == 5 and sum(counted.values()) == 5
    assert late.number in [due.number for due in found.shown] and len(found.shown) == 4
    assert {due.number for due in found.shown} < {record.number for record in (*early, late)}


@pytest.mark.parametrize("who", ["planner", "leader", "tester", "quality_officer"])
def test_the_calendar_asks_few_questions(who, cast, now, at_desk, django_assert_max_num_queries):
    disposal.fed_back(cast, now)
    desk = at_desk(getattr(cast, who))
    with django_assert_max_num_queries(15):
        assert desk.get("/due/", {"whose": "all"}).status_code == 200
