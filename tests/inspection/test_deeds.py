"""Do the actions themselves refuse what no form would send?"""

from __future__ import annotations

from decimal import Decimal

import pytest

from casework.actions import take
from casework.flow import Refused
from catalogue.models import Category
from inspection.commissions.actions import abnormalities, commissions
from inspection.commissions.models.abnormalities import Abnormality
from inspection.commissions.models.commissions import Entrustment
from inspection.reports.actions import reports, signing, testing
from sampling.samples.models.samples import Sample
from tests.conftest import NOW
from tests.inspection import given
from tests.inspection.walks import commission_form
from tests.monitoring import given as monitoring
from tests.sampling import given as sampling
from trail.models import Event


def test_an_abnormality_without_proof_is_refused(cast):
    entrustment = given.in_progress(cast, NOW)
    said = {"situation": "other", "found_at": NOW, "account": "?", "reported_to": "center"}
    with pytest.raises(Refused, match="proof"):
        abnormalities.report_abnormality(
            entrustment, samples=list(entrustment.live()), proof=[], by=cast.tester, now=NOW, **said
        )
    assert not Abnormality.objects.exists()


def test_a_report_already_issued_outlives_its_commission(cast):
    entrustment = given.in_progress(cast, NOW, samples=sampling.stored_samples(cast, NOW))
    report = given.issued(cast, NOW, entrustment=entrustment)
    entrustment.refresh_from_db()
    given.halt(entrustment, cast, NOW)
    entrustment.refresh_from_db()
    commissions.cancel(entrustment, by=cast.organiser, now=NOW, note="enough")
    report.refresh_from_db()
    states = sorted(Sample.objects.values_list("state", flat=True))
    assert (report.state, states) == ("issued", ["invalid", "tested"])


def test_a_second_report_on_a_sample_is_refused(cast):
    report = given.begun(cast, NOW)
    with pytest.raises(Refused, match="already has a report"):
        reports.begin_report(entrusted=report.entrusted, by=cast.tester, now=NOW)


def test_a_sample_is_under_one_commission(cast):
    sample = given.drafted(cast, NOW).samples.get()
    with pytest.raises(Refused, match="under another commission"):
        given.drafted(cast, NOW, samples=[sample])
    assert Entrustment.objects.count() == 1


def test_a_commission_with_no_sample_left_is_not_accepted(cast):
    entrustment = given.received(cast, NOW)
    take("invalidate", Sample.objects.get(), by=cast.organiser, now=NOW, note="Why.")
    with pytest.raises(Refused, match="No sample is left"):
        commissions.accept(entrustment, rows={}, no_interest=True, by=cast.receiver, now=NOW)


def test_a_commission_is_not_accepted_without_the_declaration(cast):
    with pytest.raises(Refused, match="no conflict of interests"):
        commissions.accept(given.received(cast, NOW), rows={}, by=cast.receiver, now=NOW)


def test_a_report_that_judges_nothing_is_not_submitted(cast):
    report = given.entered(cast, NOW)
    report.results.update(judged="", verdict="not_judged", reason="no reagent")
    with pytest.raises(Refused, match="at least one verdict"):
        signing.submit(report, by=cast.tester, now=NOW)


def test_the_limit_of_detection_stands_in_the_trail(cast):
    report = given.begun(cast, NOW)
    lead = report.results.get(name="Lead")
    rows = {lead.pk: {"value": "ND", "lod": Decimal("5.0")}}
    testing.enter(report, rows=rows, by=cast.tester, now=NOW)
    event = Event.objects.of("record", report.pk).filter(verb="enter")[0]
    assert event.detail["note"] == "Lead: – → ND, LOD 5, Conforming"


def test_samples_and_items_are_of_one_category(cast, at_desk):
    entrustment = given.drafted(cast, NOW, samples=sampling.stored_samples(cast, NOW))
    one, two = entrustment.samples.order_by("pk")
    other = Category.objects.create(code="06", name="Kettles")
    type(two)._base_manager.filter(pk=two.pk).update(category=other)
    url = f"{entrustment.get_absolute_url()}edit/"
    answer = at_desk(cast.organiser).post(url, {**commission_form([one, two], cast), "due_on": "2099-01-01"})
    assert answer.status_code == 422
    assert "one product category" in answer.content.decode()


def test_a_change_of_a_draft_replaces_samples_and_items(cast, post):
    one, two = sampling.stored_samples(cast, NOW)
    entrustment = given.drafted(cast, NOW, samples=[one])
    form = {**commission_form([two], cast), "items": [monitoring.test_item(cast)], "grade": "A"}
    assert post(cast.organiser, entrustment, "edit", form).status_code == 302
    assert list(entrustment.samples.all()) == [two]
    assert [item.name for item in entrustment.items.all()] == ["Small parts"]
    assert (entrustment.grade, entrustment.title) == ("A", two.product)


def test_a_sample_begun_by_itself_does_not_hold_up_its_commission(cast):
    entrustment = given.received(cast, NOW)
    rows = {entrusted.pk: given.checks(NOW) for entrusted in entrustment.live()}
    sample = entrustment.live()[0].sample
    commissions.accept(entrustment, rows=rows, no_interest=True, by=cast.receiver, now=NOW)
    take("begin", sample, by=cast.tester, now=NOW)
    commissions.start(entrustment, by=cast.tester, now=NOW)
    report = given.begun(cast, NOW, entrustment)
    assert report.state == "entering" and sample.state == "in_test"


def test_a_report_is_issued_on_a_sample_that_the_tester_has_finished(cast):
    report = given.signed(cast, NOW)
    take("finish", report.sample, by=cast.tester, now=NOW)
    reports.publish(report, by=cast.signatory, now=NOW)
    assert (report.state, Sample.objects.get(pk=report.sample_id).state) == ("issued", "tested")
