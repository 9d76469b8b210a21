"""Is a panel free to judge: nobody sees another's score too early, and nobody approves their own?"""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Viewer
from accounts.roles import Role
from casework.actions import take
from casework.flow import Forbidden, Refused
from monitoring.assessments import actions as assessments
from monitoring.assessments.models import Assessment, Vote
from monitoring.risks.actions import riskcases
from monitoring.risks.models.riskcases import RiskCase
from tests.cast import person
from tests.monitoring import given, walks
from trail.models import Event

pytestmark = pytest.mark.django_db
VOTE: dict[str, Any] = {
    "severities": [4],
    "spread": "shared",
    "outcome": "sample",
    "remark": "Seen it before.",
}
PROPOSED: dict[str, Any] = {**given.RESULT, "outcome": "sample", "reason": "As the panel found."}


@pytest.fixture
def second(cast):
    return person("second_assessor", cast.center, Role.ASSESSOR)


def test_a_score_is_hidden_from_the_others_until_the_outcome_is_proposed(cast, at_desk, now, second):
    assessment = given.assessment_in_scoring(cast, now, others=[second.user])
    url = assessment.get_absolute_url()
    assessments.score(assessment, by=cast.assessor, now=now, **VOTE)

    def reads(viewer: Viewer) -> bool:
        return "Seen it before." in at_desk(viewer).get(url).content.decode()

    assert reads(cast.assessor) and not any(map(reads, [second, cast.chair, cast.leader, cast.planner]))
    assessments.score(assessment, by=second, now=now, **{**VOTE, "remark": ""})
    assert reads(cast.chair) and not reads(second)
    assessments.propose(assessment, by=cast.chair, now=now, **PROPOSED)
    assert reads(second) and reads(cast.leader)


def test_a_score_leaves_nothing_of_itself_in_the_trail(cast, now, second):
    assessment = given.assessment_in_scoring(cast, now, others=[second.user])
    assessments.score(assessment, by=cast.assessor, now=now, **VOTE)
    assert Event.objects.of("record", assessment.pk)[0].detail == {}


def test_nobody_scores_twice_or_from_outside_the_panel(cast, now, second):
    assessment = given.assessment_in_scoring(cast, now, others=[cast.collector.user])
    with pytest.raises(Forbidden, match="not on the panel"):
        assessments.score(assessment, by=second, now=now, **VOTE)
    assessments.score(assessment, by=cast.assessor, now=now, **VOTE)
    with pytest.raises(Refused, match="scored already"):
        assessments.score(assessment, by=cast.assessor, now=now, **VOTE)
    assert Vote.objects.count() == 1


def test_a_conflict_of_interest_is_declared_instead_of_a_score(cast, at_desk, now):
    assessment = given.assessment_in_scoring(cast, now)
    at_desk(cast.assessor).post(f"{assessment.get_absolute_url()}score/", {"conflict": "on", "severity1": 4})
    assert (Vote.objects.get().conflict, Vote.objects.get().severities) == (True, [])
    assert "conflict of interest" in at_desk(cast.chair).get(assessment.get_absolute_url()).content.decode()


def test_a_score_needs_severity_spread_and_measure(cast, at_desk, now):
    assessment = given.assessment_in_scoring(cast, now)
    answer = at_desk(cast.assessor).post(f"{assessment.get_absolute_url()}score/", {"severity1": 4})
    assert answer.status_code == 422 and not Vote.objects.exists()


def test_a_missing_score_must_be_explained(cast, now, second):
    assessment = given.assessment_in_scoring(cast, now, others=[second.user])
    assessments.score(assessment, by=cast.assessor, now=now, **VOTE)
    with pytest.raises(Refused):
        assessments.propose(assessment, by=cast.chair, now=now, **PROPOSED)
    assessments.end_scoring(assessment, by=cast.chair, now=now, absence="The second one is ill.")
    assessments.propose(assessment, by=cast.chair, now=now, **PROPOSED)
    assert (assessment.state, assessment.absence) == ("consensus", "The second one is ill.")


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcome": "notify"},
        {"outcome": "exclude", "notified": True},
        {"severity1": 5},
        {"severity1": ""},
        {"reason": ""},
    ],
)
def test_a_proposal_that_makes_no_sense_is_refused(cast, at_desk, now, wrong):
    assessment = given.scored_assessment(cast, now)
    if wrong.get("notified"):
        wrong = {**wrong, "notified": [cast.platform]}
    answer = at_desk(cast.chair).post(f"{assessment.get_absolute_url()}propose/", {**walks.PROPOSAL, **wrong})
    assert answer.status_code == 422 and Assessment.objects.get().state == "scored"


def test_measure_b_without_an_addressee_is_refused_by_the_deed_too(cast, now):
    assessment = given.scored_assessment(cast, now, "notify")
    with pytest.raises(Refused, match="at least one unit"):
        assessments.propose(assessment, by=cast.chair, now=now, **{**PROPOSED, "outcome": "notify"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"step0_probability": "2"},
        {"step0_probability": "1/0"},
        {"step0_probability": ""},
        {"step1_evidence": ""},
        {"mode": "experts"},
        {"scenario0_description": ""},
        {"step1_scenario": "2"},
        {"scenario1_description": "It burns."},
        {"criteria": "gbt-22760-2020"},
        {"step0_description": "", "step0_probability": "", "step0_evidence": ""},
    ],
)
def test_a_panel_without_a_sound_scenario_is_refused(cast, at_desk, now, wrong):
    assessment = given.open_assessment(cast, now)
    form = {**walks.PANEL, "panel": [cast.assessor.user], **wrong}
    if "step0_description" in wrong:
        form |= {"step1_description": "", "step1_probability": "", "step1_evidence": ""}
    answer = at_desk(cast.chair).post(f"{assessment.get_absolute_url()}empanel/", form)
    assert answer.status_code == 422 and Assessment.objects.get().state == "open"


def test_a_panel_is_chosen_among_the_centers_own_assessors(cast, at_desk, now):
    assessment = given.open_assessment(cast, now)
    form = {**walks.PANEL, "panel": [cast.other_assessor.user]}
    assert at_desk(cast.chair).post(f"{assessment.get_absolute_url()}empanel/", form).status_code == 422


def test_probabilities_are_kept_exactly(cast, now):
    assessment = given.assessment_in_scoring(cast, now)
    assert str(assessment.laid[0].probability) == "1/500"


def test_whoever_proposed_or_scored_does_not_approve(cast, now):
    both = person("chair_and_leader", cast.center, Role.CHAIR, Role.LEADER)
    assessment = given.scored_assessment(cast, now)
    assessments.propose(assessment, by=both, now=now, **PROPOSED)
    with pytest.raises(Refused, match="somebody else"):
        assessments.approve(assessment, by=both, now=now)
    assert RiskCase.objects.get().state == "under_assessment"


def test_a_new_assessment_supersedes_the_old_one(cast, now):
    old = walks.approved_and_assessed_anew(cast, now)
    assessments.approve(walks.newest_assessment(old), by=cast.leader, now=now)
    old.refresh_from_db()
    case = RiskCase.objects.get()
    assert (old.state, case.state, case.outcome, case.level) == (
        "superseded",
        "to_sample",
        "sample",
        "serious",
    )


def test_a_voided_assessment_gives_its_case_back(cast, now):
    assessment = given.assessment_in_scoring(cast, now)
    assessments.void_assessment(assessment, note="Wrong product.", by=cast.leader, now=now)
    assert RiskCase.objects.get().state == "registered"
    case = RiskCase.objects.get()
    again = given.open_assessment(cast, now, case)
    assessments.stop_assessment(case, note="New signals.", by=cast.chair, now=now)
    again.refresh_from_db()
    assert (again.state, RiskCase.objects.get().state) == ("voided", "registered")


def test_a_case_is_assessed_once_at_a_time(cast, now):
    case = given.registered_case(cast, now)
    given.open_assessment(cast, now, case)
    with pytest.raises(Refused):
        given.open_assessment(cast, now, case)
    assert Assessment.objects.count() == 1


def test_the_greyed_button_says_how_a_case_comes_to_be_assessed(cast, at_desk, now):
    case = given.registered_case(cast, now)
    page = at_desk(cast.chair).get(case.get_absolute_url()).content.decode()
    assert "Open an assessment from this case" in page
    assert f"{reverse('assessment-open')}?riskcase={case.number}" in page


def test_what_is_open_is_voided_before_its_case(cast, now):
    case = given.open_assessment(cast, now).riskcase
    with pytest.raises(Refused):
        riskcases.void_case(case, note="Opened twice.", by=cast.leader, now=now)


def test_a_case_of_which_a_plan_was_made_is_not_voided_when_the_plan_is_over(cast, at_desk, now):
    case = RiskCase.objects.get(plans=walks.plan_in("completed")(cast, now))
    take("evaluate", case.plans.get(), by=cast.planner, now=now, judgement="reached", evaluation="Gone.")
    riskcases.reopen(case, note="A second child was hurt.", by=cast.collector, now=now)
    url = reverse("riskcase-step", args=[case.number, "void"])
    answer = at_desk(cast.leader).post(url, {"note": "By mistake."})
    assert answer.status_code == 409 and "A work plan was made of this case" in answer.text
    case.refresh_from_db()
    assert case.state == "registered"


def test_the_page_of_an_assessment_shows_its_sensitivity(cast, at_desk, now):
    assessment = given.proposed_assessment(cast, now, "sample")
    page = at_desk(cast.leader).get(assessment.get_absolute_url()).content.decode()
    assert "if step 2 is 1/100 (1 %) or less" in page and "1/500 (0.2 %)" in page
