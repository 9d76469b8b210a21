"""Does each portal draw its own figures, of what its viewer may see, and of nothing else?"""

from __future__ import annotations

import csv
from io import StringIO

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from accounts.roles import Kind
from portals.dashboards import DASHBOARDS, Asked, charts
from tests.conftest import NOW
from tests.disposal import given as disposal
from tests.disposal import given_letters as letters
from tests.inspection import given as inspection
from tests.monitoring import given as monitoring
from trail.models import Event

DESKS = {
    Kind.REGULATOR: ("planner", "other_planner"),
    Kind.CENTER: ("leader", "other_leader"),
    Kind.LABORATORY: ("tester", "other_tester"),
    Kind.PLATFORM: ("quality_officer", "other_quality_officer"),
}
pytestmark = pytest.mark.django_db(databases=["default", "log"])

BOARDS = [(kind, board) for kind, boards in DASHBOARDS.items() for board in boards]
CHARTS = [(kind, name) for kind in DASHBOARDS for name in charts(kind)]


# Not every story has them: a chosen campaign, somebody late, what fell due, five answers.
SELDOM = {"funnel", "league", "due", "kept-organisations", "kept-terms", "kept-months", "replies"}


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


def rows(viewer, name, plan=None):
    """The table of a chart, counted now."""
    cache.clear()
    return list(charts(viewer.kind)[name](Asked(viewer, NOW, plan)).rows)


def lines(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))


@pytest.mark.parametrize(("kind", "board"), BOARDS)
def test_a_page_has_each_of_its_charts_with_table_and_file(kind, board, cast, now, at_desk):
    disposal.fed_back(cast, now)
    page = at_desk(cast.people[DESKS[kind][0]]).get("/dashboard/", {"of": board.name}).content.decode()
    for name in board.charts:
        assert f'id="chart-{name}"' in page
    assert page.count("data-option=") == page.count(".csv") == page.partition("<main")[2].count("<details")
    assert 'href="/dashboard/" aria-current="page"' in page


@pytest.mark.parametrize(("kind", "name"), CHARTS)
def test_a_chart_is_handed_out_as_a_file_to_its_own_portal_only(kind, name, cast, at_desk):
    for other, (desk, _stranger) in DESKS.items():
        status = at_desk(cast.people[desk]).get(reverse("dashboard-sheet", args=[name])).status_code
        assert status == (200 if name in charts(other) else 404), other
    assert at_desk(cast.respondent).get(reverse("dashboard-sheet", args=[name])).status_code == 404


def test_shops_have_no_charts(cast, at_desk):
    desk = at_desk(cast.respondent)
    assert desk.get("/dashboard/").status_code == 404
    assert "/dashboard/" not in desk.get("/").content.decode()


@pytest.mark.django_db(transaction=True, databases=["default", "log"])
def test_a_file_is_written_down_before_it_is_handed_out(cast, now, at_desk):
    monitoring.submitted_plan(cast, now)
    answer = at_desk(cast.planner).get("/dashboard/plans.csv")
    assert lines(answer) == [["State", "Work plans"], ["Submitted for approval", "1"]]
    told = Event.objects.get(verb="export a chart")
    assert (told.subject_kind, told.detail["chart"]) == ("chart", "plans")
    assert told.actor_id == cast.planner.user.pk


@pytest.mark.parametrize("kind", sorted(DASHBOARDS))
def test_a_stranger_counts_nothing_of_it(kind, cast, now):
    letters.answered(cast, now)
    disposal.fed_back(cast, now)
    own, stranger = (cast.people[name] for name in DESKS[kind])
    assert all(rows(own, name) for name in charts(kind) if name not in SELDOM)
    assert [rows(stranger, name) for name in charts(kind)] == [[] for _name in charts(kind)]


def test_a_platform_counts_nothing_before_it_was_admitted(cast, now):
    inspection.delivered(cast, now)
    assert [rows(cast.quality_officer, name) for name in charts(Kind.PLATFORM)] == [[]] * 6


@pytest.mark.parametrize(("kind", "board"), BOARDS)
def test_a_page_asks_the_database_a_few_times(kind, board, cast, now, at_desk, django_assert_max_num_queries):
    letters.answered(cast, now)
    desk = at_desk(cast.people[DESKS[kind][0]])
    with django_assert_max_num_queries(16):
        assert desk.get("/dashboard/", {"of": board.name}).status_code == 200


def test_what_was_counted_stands_for_a_minute_for_the_organisation(cast, now):
    monitoring.submitted_plan(cast, now)
    assert rows(cast.planner, "plans") == [("Submitted for approval", 1)]
    monitoring.submitted_plan(cast, now)
    counted = charts(Kind.REGULATOR)["plans"]
    assert counted(Asked(cast.approver, now)).rows == [("Submitted for approval", 1)]
    cache.clear()
    assert counted(Asked(cast.approver, now)).rows == [("Submitted for approval", 2)]


def test_a_plan_of_another_area_cannot_be_chosen(cast, now, at_desk):
    plan = monitoring.executing_plan(cast, now)
    for viewer, seen in ((cast.planner, True), (cast.other_planner, False)):
        page = at_desk(viewer).get("/dashboard/", {"plan": plan.number}).content.decode()
        assert (f'<option value="{plan.number}"' in page) == seen
        assert (plan.title in page) == seen
