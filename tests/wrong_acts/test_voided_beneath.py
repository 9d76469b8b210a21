"""Can what was found be made to count for nothing, by voiding what it came of?"""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from casework.models import Record
from monitoring.plans.models.plans import WorkPlan
from portals.views.plans import about
from sampling.purchases.actions.tallies import complete
from sampling.schemes.models import Scheme
from tests.conftest import NOW
from tests.disposal import given
from tests.inspection import given as testing

WHY = {"note": "Drawn up by mistake."}


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def voids(client, record):
    return client.post(reverse(f"{record.kind}-step", args=[record.number, "void"]), WHY)


@pytest.mark.parametrize("reach", [given.failed_report, testing.final])
def test_a_scheme_is_not_voided_beneath_a_report(cast, at_desk, now, reach):
    reach(cast, now)
    scheme = Scheme.objects.get()
    answer = voids(at_desk(cast.leader), scheme)
    assert answer.status_code == 409 and "came of this record" in answer.text
    assert Record.objects.get(pk=scheme.pk).state == "buying"


def test_a_scheme_is_not_voided_beneath_a_report_that_outsiders_rely_on(cast, at_desk, now):
    """All that came of the scheme is at its end: nothing is open but what the report led to."""
    report, scheme = testing.final(cast, now), Scheme.objects.get()
    others = Record.objects.exclude(pk__in=[scheme.pk, scheme.plan_id])
    others.update(turn="")
    answer = voids(at_desk(cast.leader), scheme)
    assert (
        answer.status_code == 409 and f"{report.number} came of this record, and others rely" in answer.text
    )


def test_a_plan_is_not_voided_beneath_a_report_of_a_scheme_that_is_complete(cast, at_desk, now):
    given.failed_report(cast, now)
    complete(Scheme.objects.get(), by=cast.organiser, now=now)
    plan = WorkPlan.objects.get()
    answer = voids(at_desk(cast.approver), plan)
    assert answer.status_code == 409 and "came of this record" in answer.text
    assert about(plan, cast.planner)["execution"].total.counts["reported"] == 1


def test_a_scheme_of_which_nothing_stands_is_voided(cast, at_desk, now):
    given.failed_report(cast, now)
    scheme = Scheme.objects.get()
    Record.objects.exclude(pk__in=[scheme.pk, scheme.plan_id]).update(turn="", state="voided")
    assert voids(at_desk(cast.leader), scheme).status_code == 302
