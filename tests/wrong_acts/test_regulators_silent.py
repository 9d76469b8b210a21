"""Who never decides on what others submitted, or never answers: is it seen where it is answered for?"""

from __future__ import annotations

from datetime import timedelta

import time_machine
from django.urls import reverse

from casework.models import Notification
from tests.conftest import NOW
from tests.monitoring import given
from tests.swept import swept

LATER = NOW + timedelta(days=30)


def told_of(record) -> set[int]:
    overdue = Notification.objects.filter(record=record.pk, event__verb="overdue")
    return set(overdue.values_list("user", flat=True))


def test_an_approver_who_sits_on_a_submitted_plan_is_late_and_known_above(cast, at_desk, now):
    plan = given.submitted_plan(cast, now)
    swept(LATER)
    assert {cast.approver.user.pk, cast.nation_officer.user.pk} <= told_of(plan)
    with time_machine.travel(LATER, tick=False):
        page = at_desk(cast.planner).get(plan.get_absolute_url()).content.decode()
        league = at_desk(cast.approver).get(reverse("dashboard"), {"of": "terms"}).content.decode()
    assert "Decide on what was submitted" in page and "days overdue" in page
    assert cast.province.name in league


def test_a_leader_who_sits_on_an_assessment_is_late_and_the_province_knows(cast, at_desk, now):
    assessment = given.proposed_assessment(cast, now, "exclude")
    swept(LATER)
    assert {cast.leader.user.pk, cast.approver.user.pk} <= told_of(assessment)
    with time_machine.travel(LATER, tick=False):
        assert assessment.number in at_desk(cast.leader).get(reverse("home")).content.decode()
