"""Does a panel see all cases of its joint session, and score each from there?"""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import Viewer
from accounts.roles import Role
from monitoring.assessments.actions import empanel, open_sitting, score, void_assessment
from monitoring.assessments.models import Assessment, Sitting, Vote
from tests.cast import person
from tests.monitoring import given

pytestmark = pytest.mark.django_db
SCORE = {"severity1": 3, "spread": "regional", "outcome": "sample", "remark": "As I saw it."}


@pytest.fixture
def second(cast) -> Viewer:
    return person("second_assessor", cast.center, Role.ASSESSOR)


@pytest.fixture
def sitting(cast, now, second) -> Sitting:
    """Two cases before a panel of two, and one whose panel is not appointed."""
    cases = [given.registered_case(cast, now, product=name) for name in ("Soft toy", "Rattle", "Kite")]
    found = open_sitting(title="Third quarter", held_on=now.date(), cases=cases, by=cast.chair, now=now)
    for one in assessments(found)[:2]:
        panel, laid = [cast.assessor.user, second.user], [given.scenario()]
        empanel(one, by=cast.chair, now=now, mode="joint", panel=panel, scenarios=laid)
    return found


def assessments(sitting: Sitting) -> list[Assessment]:
    return list(Assessment.objects.filter(sitting=sitting).order_by("pk"))


def address(sitting: Sitting, one: Assessment) -> str:
    return reverse("sitting-score", args=[sitting.token, one.number])


@pytest.mark.clause("6.1.3")
def test_a_member_scores_case_after_case_on_the_page_of_the_session(cast, at_desk, sitting):
    desk, (first, other, _kite) = at_desk(cast.assessor), assessments(sitting)
    page = desk.get(sitting.get_absolute_url()).content.decode()
    assert "2 cases wait for your score" in page and page.count('wj-unfold">') == 2
    answer = desk.post(address(sitting, first), SCORE)
    assert answer["Location"] == sitting.get_absolute_url()
    assert Vote.objects.get(assessment=first).severities == [3]
    page = desk.get(sitting.get_absolute_url()).content.decode()
    assert "1 case waits for your score" in page and "you have scored" in page
    assert address(sitting, first) not in page and address(sitting, other) in page


def test_what_is_missing_is_told_of_each_case_and_no_score_is(cast, at_desk, now, sitting, second):
    first, *_others = assessments(sitting)
    score(first, by=cast.assessor, now=now, **{**given.RESULT, "outcome": "sample", "remark": "Mine."})
    page = at_desk(cast.chair).get(sitting.get_absolute_url()).content.decode()
    assert f"Still to score: {second.user}." in page and "The panel is not appointed yet." in page
    assert "0 of 3 cases are scored." in page and "Mine." not in page
    assert f"{assessments(sitting)[2].get_absolute_url()}empanel/" in page


def test_the_chair_sees_when_all_is_ready(cast, at_desk, now, sitting, second):
    *scored, kite = assessments(sitting)
    void_assessment(kite, note="Not now.", by=cast.leader, now=now)
    for one in scored:
        for member in (cast.assessor, second):
            score(one, by=member, now=now, **given.RESULT, outcome="sample")
    page = at_desk(cast.chair).get(sitting.get_absolute_url()).content.decode()
    assert "all is ready" in page and kite.number not in page
    assert all(f"{one.get_absolute_url()}propose/" in page for one in scored)
    assert "propose/" not in at_desk(cast.assessor).get(sitting.get_absolute_url()).content.decode()


def test_a_score_that_lacks_something_comes_back_open_in_its_place(cast, at_desk, sitting):
    _first, other, _kite = assessments(sitting)
    answer = at_desk(cast.assessor).post(address(sitting, other), {**SCORE, "spread": ""})
    page = answer.content.decode()
    assert answer.status_code == 422 and page.count('wj-unfold" open>') == 1
    assert f'href="#id_{other.number}_spread"' in page and "As I saw it." in page
    assert not Vote.objects.exists()


def test_who_has_scored_or_is_on_no_panel_scores_nothing(cast, at_desk, sitting):
    first, *_others = assessments(sitting)
    desk = at_desk(cast.assessor)
    desk.post(address(sitting, first), SCORE)
    assert desk.post(address(sitting, first), SCORE).status_code == 409
    third = person("third_assessor", cast.center, Role.ASSESSOR)
    assert at_desk(third).post(address(sitting, first), SCORE).status_code == 403
    assert Vote.objects.count() == 1


def test_the_session_of_another_center_and_a_case_of_none_are_not_found(cast, at_desk, now, sitting):
    first, *_others = assessments(sitting)
    assert at_desk(cast.other_chair).post(address(sitting, first), SCORE).status_code == 404
    alone = given.assessment_in_scoring(cast, now)
    assert at_desk(cast.assessor).post(address(sitting, alone), SCORE).status_code == 404


def test_more_cases_ask_no_more_of_the_database(cast, at_desk, sitting, django_assert_max_num_queries):
    desk = at_desk(cast.assessor)
    desk.get(sitting.get_absolute_url())
    with django_assert_max_num_queries(15):
        desk.get(sitting.get_absolute_url())
