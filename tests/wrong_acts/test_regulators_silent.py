"""Who never decides on what others submitted, or never answers: is it seen where it is answered for?"""

from __future__ import annotations

from datetime import timedelta

import time_machine
from django.urls import reverse

from casework.models import Notification
from tests.conftest import NOW
from tests.inspection import given as inspection
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


def test_a_unit_outside_the_system_that_never_answers_is_the_centers_to_follow_up(cast, at_desk, now):
    notice = given.notice_served_on_a_unit(cast, now)
    swept(LATER)
    assert {cast.collector.user.pk, cast.leader.user.pk, cast.approver.user.pk} <= told_of(notice)
    with time_machine.travel(LATER, tick=False):
        page = at_desk(cast.leader).get(notice.get_absolute_url()).content.decode()
        assert notice.number in at_desk(cast.collector).get(reverse("home")).content.decode()
    assert "Answer the notice" in page and "days overdue" in page


def test_a_notice_that_never_reached_its_unit_is_late_and_its_case_cannot_be_closed(cast, at_desk, now):
    notice = given.notice_sent_to_a_unit(cast, now)
    swept(LATER)
    assert {cast.collector.user.pk, cast.leader.user.pk} <= told_of(notice)
    with time_machine.travel(LATER, tick=False):
        close = f"{notice.riskcase.get_absolute_url()}close/"
        answer = at_desk(cast.leader).post(close, {"note": "Nobody answered."})
        page = at_desk(cast.leader).get(notice.get_absolute_url()).content.decode()
    assert answer.status_code == 409 and "Not every notice has been answered" in answer.content.decode()
    assert "Serve the paper" in page and "days overdue" in page


def test_a_department_that_never_decides_on_an_abnormality_is_late_and_known_above(cast, at_desk, now):
    abnormality = inspection.referred(cast, now)
    swept(LATER)
    assert {cast.planner.user.pk, cast.approver.user.pk, cast.nation_officer.user.pk} <= told_of(abnormality)
    with time_machine.travel(LATER, tick=False):
        page = at_desk(cast.organiser).get(abnormality.get_absolute_url()).content.decode()
        assert abnormality.number in at_desk(cast.planner).get(reverse("home")).content.decode()
    assert "Decide on the abnormality" in page and "days overdue" in page
