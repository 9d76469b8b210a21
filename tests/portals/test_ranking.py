"""Does the page rank what was sampled, each way by itself, and lead to a plan?"""

from __future__ import annotations

import csv
import re
from datetime import date
from decimal import Decimal
from io import StringIO
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.core.cache import cache
from django.http import QueryDict

from accounts.addresses import code_of
from catalogue.models import Category, Finding
from monitoring.plans.models.plans import WorkPlan
from portals.dashboards import Asked
from portals.ranking import cells, plan_url, ranking
from portals.risk_forms import RankingForm, years_before
from tests.conftest import NOW
from trail.models import Event

pytestmark = pytest.mark.django_db(databases=["default", "log"])


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


def batches(failed, tested, **data):
    """So many findings, of which the first fail."""
    start = Finding.objects.count()
    facts = {
        "on": date(2026, 10, 1),
        "organisation": "Another body",
        "product": "Kettle",
        "category": "Appliances",
        "platform": "First Platform",
        "price": Decimal("99.90"),
        "targeted": False,
        "source": "notice.xlsx",
        **data,
    }
    Finding.objects.bulk_create(
        Finding(
            **facts,
            verdict="non_conforming" if n < failed else "conforming",
            fingerprint=f"{start + n:064d}",
        )
        for n in range(tested)
    )


def wanted(**asked):
    query = QueryDict(mutable=True)
    query.update(asked)
    form = RankingForm(query)
    assert form.is_valid(), form.errors
    return form.wanted(NOW.date())


def counted(cast, **asked):
    cache.clear()
    found = cells(Asked(cast.planner, NOW), wanted(**asked))
    return {cell.names: (cell.failed, cell.tested) for cell in found}


def lines(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))


def test_random_and_targeted_are_never_counted_together(cast):
    batches(1, 10)
    batches(6, 10, targeted=True)
    assert counted(cast, by="category") == {("Appliances",): (1, 10)}
    assert counted(cast, by="category", way="targeted") == {("Appliances",): (6, 10)}


def test_cells_are_counted_as_finely_as_is_asked(cast):
    batches(1, 4)
    batches(2, 3, price=Decimal(50))
    batches(0, 2, price=Decimal("49.99"), platform="Second Platform")
    batches(1, 1, price=None)
    place = ("Appliances", "First Platform")
    assert counted(cast, by="category") == {("Appliances",): (4, 10)}
    assert counted(cast, by="platform") == {place: (4, 8), ("Appliances", "Second Platform"): (0, 2)}
    bands = {(*place, "2"): (3, 7), (*place, "9"): (1, 1), ("Appliances", "Second Platform", "1"): (0, 2)}
    assert counted(cast, by="band") == bands


def test_only_what_was_sampled_in_the_time_asked_counts(cast):
    batches(1, 2, on=date(2025, 11, 25))
    batches(1, 1, on=date(2025, 11, 24))
    assert counted(cast, by="category", years="1") == {("Appliances",): (1, 2)}
    assert counted(cast, by="category", years="5") == {("Appliances",): (2, 3)}


def test_what_was_found_of_a_class_that_ended_ranks_where_it_goes_on(cast, at_desk):
    batches(3, 10)
    batches(1, 10, category="Kettles")
    goes_on = Category.objects.create(code="A1", name="Appliances")
    Category.objects.create(code="A2", name="Kettles", ended_on=date(2026, 1, 1), continued_as=goes_on)
    assert counted(cast, by="category") == {("Appliances",): (4, 20)}
    assert "Kettles → Appliances" in at_desk(cast.planner).get("/ranking/").text


def test_years_are_counted_back_from_a_leap_day():
    assert years_before(date(2028, 2, 29), 1) == date(2027, 2, 28)
    assert years_before(date(2028, 2, 28), 4) == date(2024, 2, 28)


def test_the_page_explains_itself_and_draws_one_of_two_rankings(cast, at_desk):
    batches(3, 10)
    page = at_desk(cast.assessor).get("/ranking/").content.decode()
    assert "are never added up" in page and "Drawn at random" in page and "Targeted" in page
    assert "too few rows to fit" in page and "12.3 %" in page and "wj-asked" not in page
    assert (
        page.count("data-option=") == 1
        and '<details class="wj-more" open data-stays>' in page
        and "/ranking.csv?" in page
    )


def test_with_enough_rows_the_page_says_what_was_fitted(cast, at_desk):
    for place in range(6):
        batches(place, 20, platform=f"Platform {place}")
    page = at_desk(cast.chair).get("/ranking/").content.decode()
    assert "over 6 rows a rate of" in page


def test_a_planner_takes_the_batches_into_a_plan(cast, at_desk):
    batches(3, 10, category=cast.category.name, platform=cast.platform.name)
    batches(0, 10, category="Plush of 2026", platform="A platform that nobody knows")
    desk = at_desk(cast.planner)
    assert "Take into a work plan" in desk.get("/ranking/").content.decode()
    url = plan_url(ranking(Asked(cast.planner, NOW), wanted(budget="30", by="band")))
    asked = parse_qs(urlsplit(url).query)
    assert sum(int(item.split(" ")[0]) for item in asked["item"]) == 30
    page = desk.get(url).content.decode()
    assert f'<option value="{code_of(cast.category)}" selected>' in page
    assert re.search(rf'value="{code_of(cast.platform)}"[^>]* checked', page)
    assert 'value="Plush of 2026"' in page and "50 to 200 yuan" in page
    assert not WorkPlan.objects.exists()


def test_who_does_not_plan_is_offered_no_plan(cast, at_desk):
    batches(3, 10)
    assert "Take into a work plan" not in at_desk(cast.leader).get("/ranking/").content.decode()


@pytest.mark.parametrize("item", ["12", "x Kettle", "-1 Kettle", "12 ", "٣ Kettle", "9" * 400 + " Kettle"])
def test_an_address_that_makes_no_sense_fills_nothing_in_or_is_refused_later(item, cast, at_desk):
    answer = at_desk(cast.planner).get("/work-plans/new/", {"item": item, "platform": "nobody"})
    assert answer.status_code == 200


def test_the_file_has_every_row_and_no_formula(cast, at_desk):
    for place in range(60):
        batches(1, 3, category=f"Goods {place:02d}")
    batches(1, 3, category="=cmd")
    desk = at_desk(cast.planner)
    page = desk.get("/ranking/", {"by": "category"}).content.decode()
    assert "in the file alone: 11." in page and "Goods 59" not in page
    rows = lines(desk.get("/ranking.csv", {"by": "category", "budget": "122", "most": "2"}))
    assert len(rows) == 62 and sum(int(row[-2]) for row in rows[1:]) == 122
    assert "'=cmd" in {row[0] for row in rows}


@pytest.mark.django_db(transaction=True, databases=["default", "log"])
def test_the_file_is_written_down_and_for_its_roles_only(cast, at_desk):
    assert at_desk(cast.collector).get("/ranking.csv").status_code == 403
    assert at_desk(cast.leader).get("/ranking.csv").status_code == 200
    assert Event.objects.get(verb="export a chart").detail["chart"] == "ranking"


@pytest.mark.parametrize("asked", [{"budget": "x"}, {"threshold": "0"}, {"way": "both"}, {"share": "101"}])
def test_what_makes_no_sense_is_refused_with_a_reason(asked, cast, at_desk):
    answer = at_desk(cast.planner).get("/ranking/", asked)
    assert answer.status_code == 422 and "alert-danger" in answer.content.decode()
    assert at_desk(cast.planner).get("/ranking.csv", asked).status_code == 404


def test_the_page_asks_the_database_at_most_fifteen_times(cast, at_desk, django_assert_max_num_queries):
    batches(3, 10)
    desk = at_desk(cast.planner)
    with django_assert_max_num_queries(15):
        assert desk.get("/ranking/").status_code == 200
