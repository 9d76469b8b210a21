"""Are the assessment and the work plan issued on paper, complete, and replaced by what comes after them?"""

from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader

from accounts.roles import Role
from documents.models import Document
from documents.papers import PAPERS
from documents.render import render
from monitoring.assessments import actions as assessments
from monitoring.plans.actions import plans, versions
from monitoring.risks.actions import riskcases
from tests.cast import person
from tests.monitoring import given

pytestmark = pytest.mark.django_db


def text_of(paper: Document) -> str:
    """What a reader can copy out of the paper in English."""
    pdf = render(PAPERS[paper.paper].template, {"paper": paper.content}, language="en")
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def paper_of(record) -> Document:
    return Document.objects.get(record_id=record.pk, superseded_by=None)


@pytest.fixture
def assessment(cast, now):
    found = given.proposed_assessment(cast, now, "notify", dissent="One of us had it less grave.")
    assessments.approve(found, by=cast.leader, now=now)
    return found


def test_an_approved_assessment_is_a_paper_of_the_center(cast, assessment, at_desk):
    paper = paper_of(assessment)
    assert (paper.paper, paper.office, paper.addressee) == ("assessment", cast.center, None)
    page = at_desk(cast.leader).get(assessment.get_absolute_url()).content.decode()
    assert paper.file_number in page


def test_the_assessment_prints_form_4_2_whole(cast, assessment):
    text = text_of(paper_of(assessment))
    signal = assessment.riskcase.signals.get()
    for expected in (
        assessment.number,
        signal.number,
        "A child swallows an eye.",
        "The eye comes off",
        "1/500",
        "Regional",
        "As the panel found.",
        "One of us had it less grave.",
        str(cast.assessor.user),
        str(cast.chair.user),
        str(cast.leader.user),
        str(cast.platform),
        "b) notify the units or regions concerned",
        "The level becomes “High” if the severity is 2 or less.",
    ):
        assert expected in text, expected


def test_a_conflict_of_interest_is_printed_in_the_place_of_a_score(cast, now):
    other = person("second_assessor", cast.center, Role.ASSESSOR)
    assessment = given.assessment_in_scoring(cast, now, others=[other.user])
    assessments.score(assessment, by=cast.assessor, now=now, conflict=True, remark="My own firm.")
    found: dict[str, Any] = {"outcome": "exclude", "severities": [1], "spread": "none"}
    assessments.score(assessment, by=other, now=now, **found)
    proposal = {**found, "reason": "Nothing."}
    assessments.propose(assessment, by=cast.chair, now=now, **proposal)
    assessments.approve(assessment, by=cast.leader, now=now)
    text = text_of(paper_of(assessment))
    assert "conflict of interest" in text and "My own firm." in text


def test_a_new_assessment_takes_the_place_of_the_older_one_on_paper_too(cast, now):
    case = given.assessed_case(cast, now, "exclude")
    older = paper_of(case.assessments.get())
    riskcases.reopen(case, note="New evidence.", by=cast.collector, now=now)
    newer = given.proposed_assessment(cast, now, "sample", case)
    assessments.approve(newer, by=cast.leader, now=now)
    assert paper_of(newer).supersedes == older and paper_of(newer).version == 2


def test_an_approved_plan_is_a_paper_of_the_regulator_to_the_center(cast, now, at_desk):
    plan = given.submitted_plan(cast, now)
    at_desk(cast.approver).post(f"{plan.get_absolute_url()}approve/")
    paper = paper_of(plan)
    assert (paper.paper, paper.office, paper.addressee) == ("workplan", cast.province, cast.center)
    assert paper.file_number in at_desk(cast.organiser).get(plan.get_absolute_url()).content.decode()


def test_the_plan_prints_form_4_3_whole(cast, now):
    plan = given.approved_plan(cast, now, products=("Soft toy", "Rattle"), batches=4, budget="1200.50")
    text = text_of(paper_of(plan))
    for expected in (
        str(cast.center),
        plan.number,
        plan.cases.get().number,
        "Toys sold online",
        "Rattle",
        "Small parts",
        cast.standard.number,
        "Judged by the standard",
        str(cast.platform),
        str(cast.laboratory),
        "1200.50",
        "Total 8",
        str(cast.planner.user),
        str(cast.approver.user),
    ):
        assert expected in text, expected


def test_a_revision_takes_the_place_of_the_older_version(cast, now):
    plan = given.approved_plan(cast, now)
    older = paper_of(plan)
    plans.revise(plan, note="More batches.", by=cast.planner, now=now)
    versions.submit_plan(plan, by=cast.planner, now=now)
    plans.approve_plan(plan, by=cast.approver, now=now)
    newer = paper_of(plan)
    assert (newer.supersedes, newer.content["version"]) == (older, 2)
    assert "Version 2" in text_of(newer)


def test_a_plan_that_may_not_be_approved_leaves_no_paper(cast, now, at_desk):
    plan = given.draft_plan(cast, now)
    assert at_desk(cast.approver).post(f"{plan.get_absolute_url()}approve/").status_code == 409
    assert not Document.objects.filter(record_id=plan.pk).exists()
