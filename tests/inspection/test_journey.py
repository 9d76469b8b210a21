"""From the store to the center's desk: a commission is tested and reported, all of it on pages (6.3)."""

from __future__ import annotations

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework import river
from casework.models import Deadline, Notification
from inspection.commissions.models.commissions import Entrustment
from inspection.reports.models.reports import Report
from sampling.samples.models.samples import RECEIPT
from tests.conftest import NOW
from tests.inspection import given
from tests.inspection.walks import WALKS, accept_form, commission_form, raw_form, results_form
from tests.monitoring import given as monitoring
from tests.sampling import given as sampling


def comes_to(record, viewer) -> bool:
    """Whether it is this viewer's turn, in their organisation's hands, and they were told."""
    told = Notification.objects.filter(user=viewer.user, record_id=record.pk).exists()
    return record.turn in viewer.roles and record.holder == viewer.organisation and told


@pytest.mark.clause("4.2.2-c", "4.2.3-a", "4.2.3-b", "4.2.3-c", "6.3-1", "6.3-4", "6.3-6", "6.3-7")
def test_a_sample_is_commissioned_tested_and_reported(cast, at_desk, post, see):
    given.qualified(cast, NOW)
    sample = sampling.stored_sample(cast, NOW)
    with time_machine.travel(NOW, tick=False):
        at_desk(cast.organiser).post(reverse("entrustment-open"), commission_form([sample], cast))
    entrustment = Entrustment.objects.get()
    post(cast.organiser, entrustment, "send")
    assert comes_to(entrustment, cast.receiver)
    post(cast.storekeeper, sample, "hand_over")
    post(cast.receiver, sample, "receive", {**sampling.receipt(), **dict.fromkeys(RECEIPT, "yes")})
    assert sample.state == "at_lab"
    post(cast.receiver, entrustment, "accept", accept_form(entrustment, cast))
    assert comes_to(entrustment, cast.tester)
    post(cast.tester, entrustment, "start")
    with time_machine.travel(NOW, tick=False):
        address = f"{reverse('report-open')}?entrustment={entrustment.number}"
        assert at_desk(cast.tester).get(address).status_code == 200
        at_desk(cast.tester).post(address, {"entrusted": entrustment.entrusted.get()})
    report = Report.objects.get()
    post(cast.tester, report, "enter", results_form(report, given.BAD, analysis="Lead in the paint."))
    post(cast.tester, report, "record", raw_form(report))
    post(cast.tester, report, "submit")
    assert comes_to(report, cast.reviewer)
    post(cast.reviewer, report, "review")
    assert comes_to(report, cast.signatory)
    post(cast.signatory, report, "sign")
    post(cast.signatory, report, "issue")
    assert comes_to(report, cast.compiler)
    post(cast.compiler, report, "receive")
    entrustment.refresh_from_db()
    sample.refresh_from_db()
    assert (report.state, entrustment.state, sample.state) == ("delivered", "analysing", "tested")
    assert Deadline.objects.get(record_id=entrustment.pk, term="DL-06").met_at == NOW
    assert Deadline.objects.get(record_id=report.pk, term="DL-05").met_at is None
    page = see(cast.compiler, report.get_absolute_url()).content.decode()
    assert "Lead does not meet the requirements" in page
    assert "Lead in the paint." in page


FORMS = [walk for walk in WALKS if walk.cause is None and walk.kind in ("entrustment", "report")]


@pytest.mark.parametrize("walk", FORMS, ids=lambda walk: walk.id)
def test_every_step_is_offered_on_the_page_and_its_form_opens(walk, cast, see):
    record = walk.given(cast, NOW)
    viewer = getattr(cast, walk.actor)
    url = reverse(f"{walk.kind}-step", args=[record.number, walk.step])
    assert url in see(viewer, record.get_absolute_url()).content.decode()
    assert see(viewer, url).status_code == 200


def test_a_report_is_begun_only_on_a_sample_in_ones_own_laboratory(cast, at_desk):
    entrusted = given.in_progress(cast, NOW).entrusted.get()
    with time_machine.travel(NOW, tick=False):
        answer = at_desk(cast.other_tester).post(reverse("report-open"), {"entrusted": entrusted})
        assert answer.status_code == 422
        assert (
            at_desk(cast.organiser).post(reverse("report-open"), {"entrusted": entrusted}).status_code == 403
        )
    assert not Report.objects.exists()


def test_a_sample_gets_one_report(cast, at_desk):
    report = given.begun(cast, NOW)
    with time_machine.travel(NOW, tick=False):
        answer = at_desk(cast.tester).post(reverse("report-open"), {"entrusted": report.entrusted})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"tested_from": "2026-11-26"}, "tested_from"),
        ({"tested_from": "2026-11-24"}, "tested_from"),
        ({"tested_from": "2026-11-25", "tested_to": "2026-11-24"}, "tested_to"),
        ({"tested_at": ""}, "tested_at"),
    ],
)
def test_impossible_days_of_testing_are_refused(cast, post, changes, field):
    report = given.begun(cast, NOW)
    answer = post(cast.tester, report, "enter", results_form(report, given.GOOD, **changes))
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()


def queries(see, viewer, record) -> int:
    see(viewer, record.get_absolute_url())
    with CaptureQueriesContext(
        connection,
    ) as seen:
        see(viewer, record.get_absolute_url())
    return len(seen)


def test_a_page_costs_the_same_however_many_results_and_samples_it_shows(cast, see):
    few, many = (sampling.stored_samples(cast, NOW, count) for count in (2, 3))
    small = given.issued(cast, NOW, entrustment=given.in_progress(cast, NOW, samples=few))
    one = queries(see, cast.tester, small), queries(see, cast.tester, small.entrustment)
    entrustment = given.in_progress(cast, NOW, samples=many)
    monitoring.test_item(cast, "Cadmium", unit="mg/kg", limit_text="≤ 75")
    report = given.issued(cast, NOW, entrustment=entrustment)
    two = queries(see, cast.tester, report), queries(see, cast.tester, entrustment)
    assert two[0] <= one[0] + 1
    assert two[1] <= one[1] + 1


def test_a_report_comes_from_its_own_sample_and_not_from_three_sisters(cast):
    entrustment = given.in_progress(cast, NOW, samples=sampling.stored_samples(cast, NOW, 4))
    one, other = (given.entered(cast, NOW, entrustment=entrustment) for _ in range(2))
    correction = given.proposed(cast, NOW, one)
    for record in (one, correction):
        above = river.above(record, cast.tester)
        assert [each.pk for each in above if each.kind == "sample"] == [one.sample_id]
        assert [each.pk for each in above if each.kind == "entrustment"] == [entrustment.pk]
    below = river.below(one.sample, cast.tester)
    assert {each.pk for each in below if each.kind == "report"} == {one.pk}
    assert {each.pk for each in river.below(entrustment, cast.tester)} >= {one.pk, other.pk}
