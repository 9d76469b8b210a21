"""Do the figures of risk information agree with a recount, in the viewer's scope and time?"""

from __future__ import annotations

import csv
import html
from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from catalogue.models import Category
from monitoring.risks.actions import voidings
from monitoring.risks.models.signals import RiskSignal
from portals.dashboards import Asked
from portals.incoming import TOLD, Span
from tests.conftest import NOW
from tests.monitoring import given
from trail.models import Event

pytestmark = pytest.mark.django_db(databases=["default", "log"])
YEAR = Span(date(2025, 11, 25), NOW.date())


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def several(cast, now):
    """Signals of three channels, two months, two degrees; one went into a case, one is a draft, one void."""
    other = Category.objects.create(code="01", name="=Appliances")
    given.registered_case(cast, now)
    given.submitted_signal(cast, now, channel="d", degree="low", hazard_type="chemical", category=other)
    given.submitted_signal(cast, now - timedelta(40), channel="d", category=None)
    given.submitted_signal(cast, now - timedelta(400))
    draft = given.submitted_signal(cast, now)
    RiskSignal.objects.filter(pk=draft.pk).update(state="draft")
    void = given.submitted_signal(cast, now)
    voidings.void(void, reason="Of another province.", by=cast.collector, now=now)


def rows(viewer, name, span=YEAR):
    cache.clear()
    return list(TOLD[name](Asked(viewer, NOW), span).rows)


RECOUNTED = {
    "told-channels": lambda signal: signal.get_channel_display(),
    "told-categories": lambda signal: signal.category.name if signal.category else "No category named",
    "told-hazards": lambda signal: signal.get_hazard_type_display(),
    "told-regions": lambda signal: signal.province.name,
    "told-months": lambda signal: f"{signal.collected_at.astimezone(NOW.tzinfo):%Y-%m}",
}


@pytest.mark.parametrize("name", TOLD)
def test_the_figures_agree_with_a_recount(name, cast, several):
    handed_in = [
        signal
        for signal in RiskSignal.objects.select_related("category", "province")
        if signal.state not in ("draft", "voided") and signal.collected_at > NOW - timedelta(365)
    ]
    of = RECOUNTED[name]
    total = Counter(of(signal) for signal in handed_in)
    high = Counter(of(signal) for signal in handed_in if signal.degree == "high")
    taken = Counter(of(signal) for signal in handed_in if signal.case_id)
    counted = {row[0]: row[1:] for row in rows(cast.leader, name)}
    assert counted == {each: (total[each], high[each], taken[each]) for each in total}
    assert sum(total.values()) == 3


def test_both_days_of_a_time_count(cast, now):
    given.submitted_signal(cast, now.replace(hour=0, minute=0) - timedelta(3))
    given.submitted_signal(cast, now.replace(hour=23, minute=59) - timedelta(3))
    day = now.date() - timedelta(3)
    assert rows(cast.leader, "told-months", Span(day, day)) == [("2026-11", 2, 2, 0)]
    assert rows(cast.leader, "told-months", Span(day + timedelta(1), NOW.date())) == []


@pytest.mark.parametrize("name", TOLD)
def test_strangers_count_nothing_of_it(name, cast, several):
    for viewer in (cast.other_leader, cast.other_planner, cast.quality_officer, cast.county_officer):
        assert rows(viewer, name) == []
    assert rows(cast.planner, name) == rows(cast.leader, name) != []


def test_the_page_has_five_tables_each_with_its_file(cast, several, at_desk):
    page = at_desk(cast.leader).get("/risk-figures/").content.decode()
    assert all(f'id="chart-{name}"' in page for name in TOLD) and "wj-asked" not in page
    assert page.count("data-option=") == 5 == page.count(".csv?first=2025-11-25&amp;last=2026-11-25")


def test_a_class_that_ended_counts_where_it_goes_on_and_the_page_says_so(cast, several, at_desk):
    goes_on = Category.objects.create(code="T1", name="Goods for children")
    Category.objects.filter(pk=cast.category.pk).update(ended_on=NOW.date(), continued_as=goes_on)
    names = [row[0] for row in rows(cast.leader, "told-categories")]
    assert "Goods for children" in names and cast.category.name not in names
    page = html.unescape(at_desk(cast.leader).get("/risk-figures/").text)
    assert f"{cast.category.name} → Goods for children" in page


def test_a_file_carries_no_formula(cast, several, at_desk):
    answer = at_desk(cast.leader).get(reverse("risk-figures-sheet", args=["told-categories"]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    found = list(csv.reader(StringIO(text)))
    assert found[0][0] == "Product category" and ["'=Appliances", "1", "0", "0"] in found


@pytest.mark.django_db(transaction=True, databases=["default", "log"])
def test_a_file_is_written_down_and_for_those_informed_only(cast, at_desk):
    url = reverse("risk-figures-sheet", args=["told-months"])
    assert at_desk(cast.tester).get(url).status_code == 404
    assert at_desk(cast.leader).get(reverse("risk-figures-sheet", args=["told-nothing"])).status_code == 404
    assert at_desk(cast.leader).get(url, {"first": "soon"}).status_code == 404
    assert not Event.objects.filter(verb="export a chart").exists()
    assert at_desk(cast.quality_officer).get(url).status_code == 200
    assert Event.objects.get(verb="export a chart").detail["chart"] == "told-months"


@pytest.mark.parametrize("asked", [{"first": "soon"}, {"first": "2026-11-02", "last": "2026-11-01"}])
def test_a_time_that_makes_no_sense_is_refused_with_a_reason(asked, cast, at_desk):
    answer = at_desk(cast.leader).get("/risk-figures/", asked)
    assert answer.status_code == 422 and "alert-danger" in answer.content.decode()


def test_the_page_asks_the_database_at_most_fifteen_times(
    cast, several, at_desk, django_assert_max_num_queries
):
    desk = at_desk(cast.leader)
    with django_assert_max_num_queries(15):
        assert desk.get("/risk-figures/").status_code == 200
