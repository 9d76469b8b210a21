"""Does a new fact on a decided case lead to a new assessment, which takes the place of the older one?"""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.addresses import code_of
from casework.actions import take
from monitoring.assessments import actions as assessments
from monitoring.assessments.models import Assessment
from monitoring.plans.models.plans import WorkPlan
from monitoring.risks.actions import riskcases
from monitoring.risks.models.riskcases import Notice, RiskCase
from monitoring.risks.models.signals import RiskSignal
from tests.monitoring import given, walks
from trail.models import Event

pytestmark = pytest.mark.django_db


@pytest.mark.clause("6.1.3")
@pytest.mark.parametrize("outcome", ["exclude", "notify", "sample"])
def test_a_new_signal_opens_a_decided_case_again(cast, at_desk, now, outcome):
    case = given.assessed_case(cast, now, outcome)
    data = walks.a_new_fact(case, cast)
    answer = at_desk(cast.collector).post(f"{case.get_absolute_url()}reopen/", data)
    case.refresh_from_db()
    assert (answer.status_code, case.state, case.outcome) == (302, "registered", "")
    assert case.signals.count() == 2 and RiskSignal.objects.filter(state="attached").count() == 2
    note = Event.objects.of("record", case.pk)[0].detail["note"]
    assert data["recent"][0] in note and "A second child was hurt." in note


def test_without_saying_what_is_new_no_case_is_reopened(cast, at_desk, now):
    case = given.assessed_case(cast, now, "exclude")
    answer = at_desk(cast.collector).post(f"{case.get_absolute_url()}reopen/", {"note": ""})
    assert answer.status_code == 422 and RiskCase.objects.get().state == "excluded"


@pytest.fixture
def chain(cast, now) -> tuple[Assessment, Assessment]:
    """(the older assessment, the one that was approved after a new fact)."""
    case = given.assessed_case(cast, now, "notify")
    older = case.assessments.get()
    riskcases.reopen(case, note="A second child.", by=cast.collector, now=now)
    newer = given.proposed_assessment(cast, now, "notify", case)
    assessments.approve(newer, by=cast.leader, now=now)
    older.refresh_from_db()
    return older, newer


def test_the_older_assessment_stands_until_the_new_one_is_approved(cast, now):
    older = walks.approved_and_assessed_anew(cast, now)
    assert older.state == "approved"


def test_the_two_name_each_other_on_their_pages_and_in_the_trail(cast, at_desk, chain):
    older, newer = chain
    assert (older.state, newer.supersedes) == ("superseded", older)
    for one, other in ((older, newer), (newer, older)):
        assert other.number in at_desk(cast.leader).get(one.get_absolute_url()).content.decode()
    assert Event.objects.of("record", older.pk)[0].detail["note"] == newer.number
    approval = Event.objects.of("record", newer.pk).get(verb="approve")
    assert older.number in approval.detail["supersedes"]


def test_who_was_told_of_the_older_outcome_is_told_anew(cast, chain):
    older, newer = chain
    told = Notice.objects.filter(regulator=cast.county).order_by("pk")
    assert [notice.assessment for notice in told] == [older, newer]


def test_a_reopened_case_leaves_its_plan_as_it_is(cast, at_desk, now):
    plan = given.draft_plan(cast, now)
    case = plan.cases.get()
    riskcases.reopen(case, note="A second child.", by=cast.collector, now=now)
    assessments.approve(given.proposed_assessment(cast, now, "sample", case), by=cast.leader, now=now)
    case.refresh_from_db()
    assert case.state == "to_sample" and WorkPlan.objects.get().state == "draft"
    take("plan", case, by=cast.planner, now=now)
    assert case.state == "planned"


def test_a_case_to_be_sampled_becomes_a_product_of_the_plan_opened_from_it(cast, at_desk, now):
    case = given.case_to_sample(cast, now)
    page = at_desk(cast.planner).get(reverse("workplan-open"), {"riskcase": case.number}).content.decode()
    assert f'name="item0_product" value="{case.product}"' in page
    assert f'<option value="{code_of(cast.category)}" selected>' in page
