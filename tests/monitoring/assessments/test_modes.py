"""Does each mode of assessment ask for what it needs, and are probabilities kept as they were typed?"""

from __future__ import annotations

from fractions import Fraction

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User, Viewer
from accounts.roles import Role
from casework.flow import Refused
from documents.models import Attachment
from monitoring.assessments import actions as assessments
from monitoring.assessments.models import Assessment
from monitoring.criteria.forms import FractionField
from tests import odd_files
from tests.cast import person
from tests.monitoring import given, walks

pytestmark = pytest.mark.django_db
ACCOUNT = "Two of us went to the maker on Monday and saw the eyes glued on."


@pytest.fixture
def three(cast) -> list[User]:
    return [cast.assessor.user] + [person(f"assessor{n}", cast.center, Role.ASSESSOR).user for n in (2, 3)]


def paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("test.pdf", odd_files.paper(), "application/pdf")


def posted(at_desk, cast, now, people: list[User], **data):
    assessment = given.open_assessment(cast, now)
    form = {**walks.PANEL, "panel": list(people), **data}
    return at_desk(cast.chair).post(f"{assessment.get_absolute_url()}empanel/", form), assessment


LACKING = [
    ({"mode": "experts"}, 2, "panel of at least three"),
    ({"mode": "technical", "evidence": "paper"}, 2, "panel of at least three"),
    ({"mode": "technical"}, 3, "rests on a test or a paper"),
    ({"mode": "survey", "evidence": "paper"}, 3, "A survey is told"),
    ({"mode": "survey", "account": ACCOUNT}, 3, "photos or the record of the visit"),
    ({"mode": "joint"}, 3, "open that first"),
]


@pytest.mark.clause("6.1.3")
@pytest.mark.parametrize(("data", "people", "sentence"), LACKING)
def test_a_mode_without_what_it_needs_is_refused(cast, at_desk, now, three, data, people, sentence):
    if "evidence" in data:
        data = {**data, "evidence": paper()}
    answer, assessment = posted(at_desk, cast, now, three[:people], **data)
    assessment.refresh_from_db()
    assert (answer.status_code, assessment.state) == (422, "open") and sentence in answer.content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {"mode": "working"},
        {"mode": "experts"},
        {"mode": "technical", "evidence": "paper"},
        {"mode": "survey", "account": ACCOUNT, "evidence": "paper"},
    ],
)
def test_a_mode_with_what_it_needs_is_taken(cast, at_desk, now, three, data):
    files = [paper()] if "evidence" in data else []
    answer, assessment = posted(
        at_desk, cast, now, three, **{**data, **({"evidence": files} if files else {})}
    )
    assert answer.status_code == 302 and Attachment.objects.filter(record=assessment).count() == len(files)
    page = at_desk(cast.assessor).get(assessment.get_absolute_url()).content.decode()
    assert (ACCOUNT in page) == ("account" in data) and ("test.pdf" in page) == bool(files)


def test_the_deed_asks_for_the_same(cast, now, three):
    assessment = given.open_assessment(cast, now)
    told = {"by": cast.chair, "now": now, "panel": three, "scenarios": [given.scenario()]}
    with pytest.raises(Refused, match="test or a paper"):
        assessments.empanel(assessment, mode="technical", **told)
    with pytest.raises(Refused, match="at least one step"):
        assessments.empanel(assessment, mode="working", **{**told, "scenarios": []})
    assert Assessment.objects.get().state == "open"


def test_too_small_a_panel_grows_before_a_measure_is_proposed(cast, at_desk, now):
    assessment = given.assessment_cut_short(cast, now)
    page = assessment.get_absolute_url()
    assert "appoint more members" in at_desk(cast.chair).get(page).content.decode()
    assert at_desk(cast.chair).post(f"{page}propose/", walks.PROPOSAL).status_code == 409
    at_desk(cast.chair).post(f"{page}widen/", walks.one_more(assessment, cast))
    second = Viewer(User.objects.get(username="second_assessor"), cast.center, frozenset({Role.ASSESSOR}))
    assessments.score(assessment, by=second, now=now, **given.RESULT, outcome="sample")
    assert at_desk(cast.chair).post(f"{page}propose/", walks.PROPOSAL).status_code == 302


def test_a_panel_that_is_large_enough_does_not_grow(cast, now):
    assessment = given.scored_assessment(cast, now)
    with pytest.raises(Refused, match="Enough members"):
        assessments.widen(assessment, members=[cast.collector.user], by=cast.chair, now=now)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1/8", "1/8"),
        ("12.5 %", "1/8"),
        ("12.5%", "1/8"),
        ("0.125", "1/8"),
        ("１／８", "1/8"),
        ("１２.５％", "1/8"),
        ("0.1", "1/10"),
        ("1/3", "1/3"),
        ("½", "1/2"),
        ("0", "0"),
        ("100 %", "1"),
    ],
)
def test_a_probability_is_kept_exactly_as_it_was_typed(typed, kept):
    assert FractionField().clean(typed) == Fraction(kept)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "2",
        "-1/2",
        "1/0",
        "101 %",
        "1e-999999999",
        "0x1",
        "1/2/3",
        "0.000000000000001/3000000",
        "NaN",
        "9" * 30,
    ],
)
def test_what_is_no_probability_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        FractionField().clean(typed)


def test_several_scenarios_are_laid_and_the_highest_governs(cast, at_desk, now):
    second = {"scenario1_description": "The fur burns.", "step2_scenario": "2"}
    second |= {"step2_description": "It lies on a heater", "step2_probability": "50 %"}
    data = {**second, "step2_evidence": "comparison", "mode": "working"}
    answer, assessment = posted(at_desk, cast, now, [cast.assessor.user], **data)
    assert answer.status_code == 302
    assessments.score(
        assessment, by=cast.assessor, now=now, severities=[1, 3], spread="local", outcome="sample"
    )
    form = {**walks.PROPOSAL, "severity1": 1, "severity2": 3}
    assert at_desk(cast.chair).post(f"{assessment.get_absolute_url()}propose/", form).status_code == 302
    assessment = Assessment.objects.get()
    governs = assessment.governing()
    assert governs and governs.description == "The fur burns."
    assert (assessment.severity, assessment.level) == (3, "serious")
    assert [str(one.probability) for one in assessment.laid] == ["1/500", "1/2"]


def test_each_scenario_is_scored(cast, now):
    assessment = given.assessment_in_scoring(cast, now)
    with pytest.raises(Refused, match="for each scenario"):
        assessments.score(
            assessment, by=cast.assessor, now=now, severities=[1, 2], spread="local", outcome="sample"
        )
