"""Is a story found as one line, by its numbers, its papers and its parties, and only by who may know it?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Viewer
from disposal.models.cases import EnforcementCase
from documents.models import Document
from monitoring.plans.models.plans import WorkPlan
from monitoring.risks.models.riskcases import RiskCase
from sharing.views import stories
from tests.cast import Cast
from tests.conftest import NOW
from tests.disposal import given

QUERY = reverse("query")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def case(cast: Cast) -> EnforcementCase:
    """Decided, with a story that began as a risk case."""
    return given.case_at("decide", cast, NOW)


@pytest.fixture
def finds(at_desk: Any, case: EnforcementCase) -> Any:
    """How often somebody's page leads to the story of the case's matter."""
    [matter] = RiskCase.objects.all()

    def do(viewer: Viewer, words: str) -> int:
        page = at_desk(viewer).get(QUERY, {"words": words})
        assert page.status_code == 200
        return int(page.text.count(f'href="{reverse("matter", args=[matter.number])}"'))

    return do


@pytest.mark.parametrize("name", ["number", "case_number", "decision_number"])
def test_a_matter_is_found_by_the_numbers_of_a_case(
    cast: Cast, finds: Any, case: EnforcementCase, name: str
) -> None:
    assert getattr(case, name) and finds(cast.case_officer, getattr(case, name)) == 1


def test_eighteen_records_of_one_story_are_one_line(cast: Cast, finds: Any, case: EnforcementCase) -> None:
    assert finds(cast.compiler, case.product) == 1


@pytest.mark.parametrize("brackets", ["〔〕", "[]", "()", "（）"])
def test_a_file_number_is_found_however_the_brackets_of_its_year_are_typed(
    cast: Cast, finds: Any, case: EnforcementCase, brackets: str
) -> None:
    paper = Document.objects.filter(record=case.compilation_id).first()
    assert paper is not None
    typed = paper.file_number.translate(str.maketrans("〔〕", brackets))
    assert finds(cast.compiler, typed) == 1


def test_a_number_of_a_paper_that_somebody_may_not_read_finds_nothing(
    cast: Cast, finds: Any, case: EnforcementCase
) -> None:
    """What a number leads to would tell of what it stands on."""
    for paper in Document.objects.filter(record=case.compilation_id):
        for who in (cast.other_collector, cast.tester, cast.quality_officer, cast.buyer):
            assert finds(who, paper.file_number) == 0, (who, paper)


def test_whoever_may_not_see_the_risk_case_finds_no_matter(
    cast: Cast, finds: Any, at_desk: Any, case: EnforcementCase
) -> None:
    [disposal] = case.compilation.disposals.all()
    page = at_desk(cast.quality_officer).get(QUERY, {"words": disposal.number}).text
    assert disposal.get_absolute_url() in page and finds(cast.quality_officer, disposal.number) == 0


def test_what_came_of_a_plan_without_a_risk_case_is_found_as_the_story_of_the_plan(
    cast: Cast, finds: Any, at_desk: Any, case: EnforcementCase
) -> None:
    [plan] = WorkPlan.objects.all()
    plan.cases.clear()
    story = f'href="{reverse("matter", args=[plan.number])}"'
    assert at_desk(cast.compiler).get(QUERY, {"words": case.number}).text.count(story) == 1
    assert finds(cast.compiler, case.number) == 0


def test_many_records_cost_no_more_queries_than_one(
    cast: Cast, at_desk: Any, case: EnforcementCase, django_assert_max_num_queries: Any
) -> None:
    desk = at_desk(cast.compiler)
    desk.get(QUERY, {"words": case.product})
    with django_assert_max_num_queries(30):
        assert case.number in desk.get(QUERY, {"words": case.product}).text


@pytest.mark.parametrize(("days", "status"), [(0, "ok"), (60, "late")])
def test_a_matter_is_late_where_what_was_found_of_it_is(
    cast: Cast, case: EnforcementCase, days: int, status: str
) -> None:
    [matter] = RiskCase.objects.all()
    assert matter.next_due_at is None and case.next_due_at is not None
    with time_machine.travel(NOW + timedelta(days=days), tick=False):
        (row,) = stories.rows([case], cast.compiler)
    assert row["clock"].status == status
