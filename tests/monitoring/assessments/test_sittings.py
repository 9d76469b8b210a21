"""Are several cases assessed in one sitting, each with an outcome of its own?"""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.flow import Refused
from monitoring.assessments import actions as assessments
from monitoring.assessments.models import Assessment, Sitting
from monitoring.risks.models.riskcases import RiskCase
from tests.monitoring import given, walks

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(cast, now) -> list[RiskCase]:
    return [given.registered_case(cast, now, product=name) for name in ("Soft toy", "Rattle")]


def opened(at_desk, viewer, cases: list[RiskCase]):
    form = {"title": "Third quarter", "held_on": "2026-11-25", "cases": list(cases)}
    return at_desk(viewer).post(reverse("sitting-new"), form)


@pytest.mark.clause("6.1.3")
def test_a_chair_opens_one_sitting_for_several_cases(cast, at_desk, cases):
    answer = opened(at_desk, cast.chair, cases)
    sitting = Sitting.objects.get()
    assert answer["Location"] == sitting.get_absolute_url()
    page = at_desk(cast.assessor).get(sitting.get_absolute_url()).content.decode()
    assert all(one.number in page for one in Assessment.objects.filter(sitting=sitting))
    assert set(RiskCase.objects.values_list("state", flat=True)) == {"under_assessment"}
    assert "Third quarter" in at_desk(cast.leader).get(reverse("sittings")).content.decode()


def test_one_case_makes_no_joint_session(cast, at_desk, now, cases):
    assert opened(at_desk, cast.chair, cases[:1]).status_code == 422
    with pytest.raises(Refused, match="at least two"):
        assessments.open_sitting(title="Q3", held_on=now.date(), cases=cases[:1], by=cast.chair, now=now)
    assert not Sitting.objects.exists()


def test_a_case_of_a_sitting_is_assessed_in_no_other_mode(cast, at_desk, cases):
    opened(at_desk, cast.chair, cases)
    url = f"{Assessment.objects.order_by('pk')[0].get_absolute_url()}empanel/"
    assert 'value="joint" selected' in at_desk(cast.chair).get(url).content.decode()
    form = {**walks.PANEL, "panel": [cast.assessor.user]}
    assert at_desk(cast.chair).post(url, form).status_code == 422
    assert at_desk(cast.chair).post(url, {**form, "mode": "joint"}).status_code == 302


def test_a_sitting_is_its_centers_own(cast, at_desk, cases):
    opened(at_desk, cast.chair, cases)
    url = Sitting.objects.get().get_absolute_url()
    assert at_desk(cast.other_chair).get(url).status_code == 404
    assert "Third quarter" not in at_desk(cast.other_chair).get(reverse("sittings")).content.decode()
    assert at_desk(cast.planner).get(url).status_code == 403


def test_what_another_has_taken_up_meanwhile_is_refused(cast, at_desk, now, cases):
    given.open_assessment(cast, now, cases[0])
    assert opened(at_desk, cast.chair, cases).status_code == 422 and not Sitting.objects.exists()
    with pytest.raises(Refused):
        assessments.open_sitting(title="Q3", held_on=now.date(), cases=cases, by=cast.chair, now=now)
