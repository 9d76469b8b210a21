"""Is each score a person's own until the outcome is proposed, by every door, and is dissent on record?"""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Viewer
from accounts.roles import Role
from casework.flow import Refused
from monitoring.assessments import actions as assessments
from monitoring.assessments.models import Assessment
from tests.api.conftest import issue
from tests.cast import person
from tests.monitoring import given, walks
from tests.monitoring.test_stage_papers import paper_of, text_of
from trail.models import Event

pytestmark = pytest.mark.django_db
SECRET = "Seen it before."
VOTE: dict[str, Any] = {"severities": [4], "spread": "shared", "outcome": "notify", "remark": SECRET}
AGREED: dict[str, Any] = {**given.RESULT, "outcome": "sample"}


@pytest.fixture
def second(cast):
    return person("second_assessor", cast.center, Role.ASSESSOR)


@pytest.fixture
def scoring(cast, now, second) -> Assessment:
    """One of two has scored, against what is going to be proposed."""
    assessment = given.assessment_in_scoring(cast, now, others=[second.user])
    assessments.score(assessment, by=cast.assessor, now=now, **VOTE)
    return assessment


@pytest.fixture
def reads(at_desk):
    """Whether somebody finds the score on the page, in the list, on the case's page or in the step's form."""

    def found(viewer: Viewer, assessment: Assessment) -> bool:
        page = assessment.get_absolute_url()
        pages = [page, reverse("assessment-list"), assessment.riskcase.get_absolute_url(), f"{page}propose/"]
        return any(SECRET.encode() in at_desk(viewer).get(one).content for one in pages)

    return found


def test_no_door_tells_a_score_before_all_are_in(cast, scoring, reads, second):
    assert not any(reads(one, scoring) for one in (second, cast.chair, cast.leader, cast.planner))
    program = issue(second, cast.collector).get(reverse("api-assessment", args=[scoring.number]))
    assert program.json()["tables"]["scores"]["rows"] == []
    trail = json.dumps(list(Event.objects.of("record", scoring.pk).values_list("detail", flat=True)))
    assert SECRET not in trail and "notify" not in trail


@pytest.mark.clause("6.1.3")
def test_the_chair_closes_the_scoring_and_then_sees_the_scores(cast, at_desk, scoring, reads, second):
    page = scoring.get_absolute_url()
    assert at_desk(cast.chair).post(f"{page}end_scoring/", {"absence": ""}).status_code == 422
    assert at_desk(cast.chair).post(f"{page}end_scoring/", {"absence": "Ill."}).status_code == 302
    assert reads(cast.chair, scoring) and not any(reads(one, scoring) for one in (second, cast.leader))


def test_nobody_scores_once_the_scoring_is_closed(cast, now, scoring, second):
    assessments.end_scoring(scoring, absence="Ill.", by=cast.chair, now=now)
    with pytest.raises(Refused, match="no longer possible"):
        assessments.score(scoring, by=second, now=now, **AGREED)


def proposed_against_one(cast, now, scoring: Assessment, second) -> Assessment:
    assessments.score(scoring, by=second, now=now, **AGREED)
    assessments.propose(scoring, by=cast.chair, now=now, **AGREED, reason="As most found.")
    return scoring


def test_before_a_measure_is_proposed_the_chair_reads_what_would_change_the_level(
    cast, at_desk, now, scoring, second
):
    assessments.score(scoring, by=second, now=now, **AGREED)
    page = at_desk(cast.chair).get(f"{scoring.get_absolute_url()}propose/").content.decode()
    assert "if step 1 is 1/20 (5 %) or less" not in page and "if step 2 is 1/1000 (0.1 %) or less" in page
    assert SECRET in page and 'value="4" selected' in page  # of two middles the graver


def test_a_vote_for_another_measure_is_named_as_dissent(cast, at_desk, now, scoring, second, reads):
    assessment = proposed_against_one(cast, now, scoring, second)
    assert [vote.assessor for vote in assessment.dissenting()] == [cast.assessor.user]
    assert "dissents" in at_desk(cast.leader).get(assessment.get_absolute_url()).content.decode()
    assert reads(second, assessment) and reads(cast.planner, assessment)


def test_the_paper_names_the_dissent_and_its_grounds(cast, now, scoring, second):
    assessment = proposed_against_one(cast, now, scoring, second)
    assessments.approve(assessment, by=cast.leader, now=now)
    paper = paper_of(assessment)
    assert [row["name"] for row in paper.content["dissenters"]] == [str(cast.assessor.user)]
    dissent = f"{cast.assessor.user}: b) notify the units or regions concerned · {SECRET}"
    assert dissent in text_of(paper)


def test_the_api_tells_the_scores_and_the_sensitivity_of_a_proposal(cast, now, scoring, second):
    assessment = proposed_against_one(cast, now, scoring, second)
    told = issue(cast.collector).get(reverse("api-assessment", args=[assessment.number])).json()["tables"]
    assert {row["remark"] for row in told["scores"]["rows"]} == {SECRET, ""}
    flips = [row["flip"] for row in told["sensitivity"]["rows"]]
    assert "The level becomes “High” if step 2 is 1/100 (1 %) or less." in flips


@pytest.mark.parametrize("outcome", ["exclude", "notify", "sample"])
def test_people_decide_on_the_measure_whatever_the_level(cast, at_desk, now, outcome):
    assessment = given.scored_assessment(cast, now)
    form = {**walks.PROPOSAL, "outcome": outcome, "severity1": 1, "spread": "isolated"}
    form |= {"notified": [cast.platform]} if outcome == "notify" else {}
    assert at_desk(cast.chair).post(f"{assessment.get_absolute_url()}propose/", form).status_code == 302
    assessment = Assessment.objects.get()
    assert (assessment.level, assessment.outcome) == ("low", outcome)
