"""Can work go on, unknown to those who do it, by what has ended or with nobody who may test it? (6.3-4)"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Viewer
from casework.models import Notification, Outbox, Record
from inspection.laboratories.models import AuthorisedSignatory, QualificationScope
from registers.entries.resting import TELL
from registers.tasks import tell_of_task
from tests.cast import Cast
from tests.conftest import NOW
from tests.inspection import given as tested
from tests.monitoring import given

ENDED = "rest on a standard that has ended: Small parts"
NOBODY = "No laboratory of this plan may test Soft toy and sign the report"


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def end(cast: Cast, at_desk: Any, entry: Any, register: str = "standards") -> None:
    said = {"on": NOW.date().isoformat(), "reason": "Something else is in force."}
    at = reverse(f"{register}-end", args=[entry.pk])
    assert at_desk(cast.organiser).post(at, said).status_code == 302


def workers() -> None:
    for promised in Outbox.objects.filter(task=TELL, done_at=None):
        assert tell_of_task(promised.pk)


def told(viewer: Viewer, record: Record, verb: str = "outlive an entry") -> bool:
    return Notification.objects.filter(user=viewer.user, record=record.pk, event__verb=verb).exists()


def page(client: Any, record: Any) -> str:
    return str(client.get(record.get_absolute_url()).text)


def test_the_planner_reads_why_a_submitted_plan_cannot_be_approved(cast: Cast, at_desk: Any, now: datetime):
    plan = given.submitted_plan(cast, now)
    assert ENDED not in page(at_desk(cast.planner), plan)
    end(cast, at_desk, cast.standard)
    assert ENDED in page(at_desk(cast.planner), plan)


def test_a_plan_that_was_altered_since_it_was_submitted_says_so(cast: Cast, at_desk: Any, now: datetime):
    plan = given.submitted_plan(cast, now)
    plan.items.update(batches=7)
    assert "no longer says what was submitted" in page(at_desk(cast.approver), plan)


def test_an_item_that_ended_after_submission_is_not_approved(cast: Cast, at_desk: Any, now: datetime):
    plan = given.submitted_plan(cast, now)
    end(cast, at_desk, given.test_item(cast), "test-items")
    answer = at_desk(cast.approver).post(reverse("workplan-step", args=[plan.number, "approve"]), {})
    assert answer.status_code == 409 and "The registers say that this has ended: Small parts" in answer.text


def test_who_plans_and_who_carries_out_learn_that_a_standard_of_their_plan_ended(
    cast: Cast, at_desk: Any, now: datetime
) -> None:
    plan = given.executing_plan(cast, now)
    end(cast, at_desk, cast.standard)
    assert not told(cast.planner, plan)
    workers()
    assert told(cast.planner, plan) and told(cast.organiser, plan)
    assert ENDED in page(at_desk(cast.organiser), plan)
    assert "Something that this rests on has ended" in page(at_desk(cast.planner), plan)


def test_a_center_learns_nothing_of_a_draft_whose_standard_it_ends(cast: Cast, at_desk: Any, now: datetime):
    plan = given.draft_plan(cast, now)
    end(cast, at_desk, cast.standard)
    workers()
    assert told(cast.planner, plan) and not told(cast.organiser, plan)


def test_what_is_taken_up_again_at_once_alarms_nobody(cast: Cast, at_desk: Any, now: datetime) -> None:
    plan = given.executing_plan(cast, now)
    end(cast, at_desk, cast.standard)
    resume = reverse("standards-resume", args=[cast.standard.pk])
    assert at_desk(cast.organiser).post(resume, {"reason": "It was another one."}).status_code == 302
    workers()
    assert not told(cast.planner, plan)


def test_who_was_told_of_an_end_is_told_when_that_was_a_mistake(cast: Cast, at_desk: Any, now: datetime):
    plan = given.executing_plan(cast, now)
    end(cast, at_desk, cast.standard)
    workers()
    later = given.draft_plan(cast, now)
    resume = reverse("standards-resume", args=[cast.standard.pk])
    assert at_desk(cast.organiser).post(resume, {"reason": "It was another one."}).status_code == 302
    workers()
    again = "stand on an entry again"
    assert told(cast.planner, plan, again) and not told(cast.planner, later, again)
    assert "It was another one." in at_desk(cast.planner).get("/notifications/").text


def test_a_laboratory_at_work_learns_that_its_standard_ended_and_a_draft_tells_it_nothing(
    cast: Cast, at_desk: Any, now: datetime
) -> None:
    begun, draft = tested.accepted(cast, now), tested.drafted(cast, now)
    at_work = getattr(cast, begun.turn)
    end(cast, at_desk, cast.standard)
    workers()
    assert told(cast.organiser, begun) and told(at_work, begun)
    assert told(cast.organiser, draft) and not told(at_work, draft)
    assert "rest on a standard that has ended: Lead" in page(at_desk(at_work), begun)


def test_who_ends_a_standard_reads_what_rests_on_it_first(cast: Cast, at_desk: Any, now: datetime) -> None:
    plan = given.executing_plan(cast, now)
    answer = at_desk(cast.organiser).get(reverse("standards-end", args=[cast.standard.pk]))
    assert "Still named by: work plans" in answer.text and f"1 ({plan.number})" in answer.text


def test_rules_whose_items_rest_on_a_dead_standard_do_not_look_valid(cast: Cast, at_desk: Any) -> None:
    given.monitoring_rules(cast)
    end(cast, at_desk, cast.standard)
    answer = at_desk(cast.organiser).get(reverse("monitoring-rules"))
    assert "names what has ended: test items" in answer.text


def test_a_plan_says_before_it_is_approved_that_no_laboratory_may_test_its_goods(
    cast: Cast, at_desk: Any, now: datetime
) -> None:
    tested.qualified(cast, now)
    plan = given.submitted_plan(cast, now)
    assert NOBODY not in page(at_desk(cast.approver), plan)
    QualificationScope.objects.all().delete()
    assert NOBODY in page(at_desk(cast.approver), plan) and NOBODY in page(at_desk(cast.planner), plan)


def test_a_plan_says_that_nobody_of_its_laboratory_signs(cast: Cast, at_desk: Any, now: datetime) -> None:
    tested.qualified(cast, now)
    plan = given.submitted_plan(cast, now)
    AuthorisedSignatory.objects.all().delete()
    assert f"{NOBODY} ({cast.laboratory}: not Small parts" in page(at_desk(cast.approver), plan)


def test_one_laboratory_for_each_product_is_enough(cast: Cast, at_desk: Any, now: datetime) -> None:
    tested.qualified(cast, now)
    plan = given.submitted_plan(cast, now, laboratories=[cast.laboratory, cast.other_laboratory])
    assert NOBODY not in page(at_desk(cast.approver), plan)
    cast.laboratory.suspended_on = now.date()
    cast.laboratory.save()
    assert NOBODY in page(at_desk(cast.approver), plan)
    tested.qualified(cast, now, cast.other_laboratory)
    assert NOBODY not in page(at_desk(cast.approver), plan)
