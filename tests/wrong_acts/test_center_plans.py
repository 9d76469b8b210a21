"""Can a center report a plan as completed whose work is open, or of which little was tested, unseen?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from casework.models import Record
from monitoring.plans.kind import WORK_PLANS
from monitoring.plans.models.milestones import lots
from monitoring.plans.models.plans import WorkPlan
from sampling.purchases.actions.tallies import complete
from sampling.samples.models.samples import Sample
from sampling.schemes.models import Scheme
from tests.cast import Cast
from tests.conftest import NOW
from tests.disposal import given as passed_on
from tests.inspection import given as tests
from tests.sampling import given
from trail.models import Event

SAID = {"shortfall": "The shop had no more of them."}


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def reports(client, plan: WorkPlan, **said):
    return client.post(reverse("workplan-step", args=[plan.number, "complete"]), said)


OPEN: dict[str, Callable[[Cast, datetime], Any]] = {
    "a scheme": given.draft_scheme,
    "a purchase": given.ordered_purchase,
    "a sample in the store": given.stored_sample,
    "a sample in testing": tests.begun,
    "a report that is not issued": tests.signed,
    "an abnormality": tests.abnormality,
    "a correction of an issued report": tests.proposed,
    "a failure of which nobody was told": passed_on.failed_report,
    "a compilation before its approval": passed_on.submitted,
    "a compilation that is not sent": passed_on.approved,
}


def named(what: str, found) -> str:
    """The number that the refusal is to name: a laboratory's report is its sample's business until then."""
    if "sample" in what or what == "a report that is not issued":
        return Sample.objects.get().number
    return str(found.number)


@pytest.mark.parametrize("what", OPEN)
def test_a_plan_is_not_completed_while_its_work_is_open(cast, at_desk, now, what):
    found = OPEN[what](cast, now)
    plan = WorkPlan.objects.get()
    answer = reports(at_desk(cast.organiser), plan, **SAID)
    assert answer.status_code == 409 and named(what, found) in answer.text
    plan.refresh_from_db()
    assert plan.state == "executing"


def test_a_plan_whose_failure_was_passed_on_is_completed(cast, at_desk, now):
    passed_on.sent(cast, now)
    complete(Scheme.objects.get(), by=cast.organiser, now=now)
    plan = WorkPlan.objects.get()
    assert reports(at_desk(cast.organiser), plan).status_code == 302


@pytest.mark.parametrize("state", ["rejected_return", "returned", "refunded"])
def test_goods_that_are_not_kept_are_not_shown_as_waiting_for_their_check(cast, now, state):
    purchase = given.checking_purchase(cast, now)
    counts = dict(WORK_PLANS.context(WorkPlan.objects.get(), cast.planner)["execution"].total.counts)
    Record.objects.filter(pk=purchase.pk).update(state=state)
    refused = WORK_PLANS.context(WorkPlan.objects.get(), cast.planner)["execution"].total.counts
    assert (counts["coming"], counts["ended"]) == (1, 0) and (refused["coming"], refused["ended"]) == (0, 1)


def test_a_program_completes_no_plan_with_open_work_either(cast, at_desk, now):
    sample = given.stored_sample(cast, now)
    plan = WorkPlan.objects.get()
    url = reverse("api-workplan-complete", args=[plan.number])
    answer = at_desk(cast.organiser).post(url, SAID, content_type="application/json")
    assert answer.status_code == 409 and sample.number in answer.json()["detail"]


def in_part(cast, now) -> WorkPlan:
    """One of two batches is reported and passed on, the other was not to be had; nothing is open."""
    rows = [given.row(1), given.row(2)]
    scheme = given.buying_scheme(cast, now, rows=rows, batches=2)
    first, second = scheme.purchases.order_by("pk")
    for go_on in (given.assigned, given.ordered, given.shipped, given.delivered, given.checking):
        go_on(first, cast, now)
    given.accepted(first, cast, now)
    sample = given.stored(first.samples.get(role="test"), cast, now)
    given.failed(given.assigned(second, cast, now), cast, now)
    tests.issued(cast, now, entrustment=tests.in_progress(cast, now, samples=[sample]))
    complete(scheme, by=cast.organiser, now=now)
    return WorkPlan.objects.get()


@pytest.mark.parametrize("said", ["", "无", "/"])
def test_a_plan_of_which_a_batch_was_not_tested_is_not_completed_without_a_reason(cast, at_desk, now, said):
    plan = in_part(cast, now)
    answer = reports(at_desk(cast.organiser), plan, shortfall=said)
    assert answer.status_code in (409, 422) and "(1/2)" in answer.text
    plan.refresh_from_db()
    assert plan.state == "executing"


def test_why_a_batch_was_not_tested_stands_before_the_regulator_and_in_the_trail(cast, at_desk, now):
    plan = in_part(cast, now)
    assert reports(at_desk(cast.organiser), plan, **SAID).status_code == 302
    page = at_desk(cast.planner).get(plan.get_absolute_url()).text
    assert SAID["shortfall"] in page
    done = Event.objects.of("record", plan.pk).get(verb="complete")
    assert SAID["shortfall"] in str(done.detail)


def test_what_was_not_to_be_had_is_not_shown_as_done(cast, at_desk, now):
    plan = in_part(cast, now)
    [reached] = lots(plan).values()
    assert (reached.reported, reached.ended) == (1, 1)
    counts = WORK_PLANS.context(plan, cast.planner)["execution"].total.counts
    assert (counts["lots"], counts["reported"], counts["ended"]) == (2, 1, 1)
    page = at_desk(cast.planner).get(plan.get_absolute_url()).text
    assert page.count("Ended without a report") >= 2
