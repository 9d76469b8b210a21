"""If several approve one plan at the same moment, does exactly one of them? (on real connections)"""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connections

from accounts.models import Viewer
from accounts.roles import Role
from casework.actions import take
from casework.flow import Refused
from casework.models import Notification
from monitoring.plans.models.plans import WorkPlan
from tests.cast import person
from tests.monitoring import given
from trail.models import Event

ROUNDS, RACERS = 25, 4


def race(plan: WorkPlan, approvers: list[Viewer], now) -> list[str]:
    """What came of each approver's try, all started at once: "won" or the refusal."""
    start, results = Barrier(len(approvers)), []

    def approve(viewer: Viewer) -> None:
        own = WorkPlan.objects.get(pk=plan.pk)
        start.wait()
        try:
            take("approve", own, by=viewer, now=now)
            results.append("won")
        except Refused as refused:
            results.append(str(refused))
        finally:
            connections.close_all()

    threads = [Thread(target=approve, args=(viewer,)) for viewer in approvers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_of_four_who_approve_a_plan_at_once_one_wins(cast, now):
    approvers = [person(f"approver_{n}", cast.province, Role.APPROVER) for n in range(RACERS)]
    for _ in range(ROUNDS):
        plan = given.submitted_plan(cast, now, cases=[])
        results = race(plan, approvers, now)
        plan.refresh_from_db()
        assert plan.state == "approved" and sorted(results).count("won") == 1
        assert all("no longer possible" in lost for lost in results if lost != "won")
        assert Event.objects.of("record", plan.pk).filter(verb="approve").count() == 1
        assert Notification.objects.filter(record=plan.pk, event__verb="approve").count() == 1
