"""What does a hasty or dishonest center try, and what stops it or shows it?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from catalogue.models import TestItem
from disposal.models.cases import EnforcementCase
from monitoring.risks.models.riskcases import RiskCase
from sampling.samples.models.samples import Sample
from tests.conftest import NOW
from tests.disposal import given
from tests.disposal.given import press
from tests.sampling import given as sampling
from tests.sampling.walks import acceptance
from trail.models import Event


def test_c1_the_verifier_is_told_that_the_label_names_another_producer_than_the_listing(cast, at_desk, now):
    purchase = sampling.checking_purchase(cast, now)
    form = {**acceptance(purchase, cast), "producer": "Pine Creek Toy Works"}
    with time_machine.travel(NOW, tick=False):
        verifier = at_desk(cast.verifier)
        answer = press(verifier, purchase, "accept", form)
        assert answer.status_code == 422 and str(purchase.enterprise) in answer.content.decode()
        assert not Sample.objects.exists()
        form = {**acceptance(purchase, cast), "producer": "Pine Creek Toy Works", "label_differs": "on"}
        assert press(verifier, purchase, "accept", form).status_code == 302
        page = verifier.get(Sample.objects.get(role="test").get_absolute_url()).content.decode()
    assert "Label and listing differ" in page and str(purchase.enterprise) in page


def test_c1_a_label_of_another_model_is_read_again_and_stands_on_the_page(cast, at_desk, now):
    purchase = sampling.checking_purchase(cast, now)
    listed = purchase.listing.model
    verifier = at_desk(cast.verifier)
    with time_machine.travel(NOW, tick=False):
        form = {**acceptance(purchase, cast), "model": "QZ-9 Deluxe"}
        answer = press(verifier, purchase, "accept", form)
        assert answer.status_code == 422 and f"listing: {listed}" in answer.content.decode()
        assert press(verifier, purchase, "accept", {**form, "label_differs": "on"}).status_code == 302
        sample = Sample.objects.get(role="test")
        page = verifier.get(sample.get_absolute_url()).content.decode()
    assert "Label and listing differ" in page and f"label: QZ-9 Deluxe; listing: {listed}" in page


def test_c1_no_case_goes_to_the_listings_producer_before_a_person_has_decided(cast, at_desk, now):
    compilation = given.in_doubt(cast, now)
    compiler = at_desk(cast.compiler)
    for step, person in (("submit", compiler), ("approve", at_desk(cast.leader)), ("send", compiler)):
        assert press(person, compilation, step).status_code in (403, 409)
    answer = press(compiler, compilation, "submit")
    assert "decide who is the party first" in answer.content.decode()
    silent = given.party_form(compilation, reason="")
    assert press(compiler, compilation, "name_party", silent).status_code == 422
    assert not EnforcementCase.objects.exists()
    assert given.LABEL in compiler.get(compilation.get_absolute_url()).content.decode()


def test_c7_a_matter_takes_no_grade_from_another_products_serious_case(cast, at_desk, now):
    report = given.failed_report(cast, now)
    TestItem.objects.update(severity="ordinary")
    RiskCase.objects.update(level="serious", product="Kettle", category=None, hazard_item="Lead")
    found = given.disposal(cast, now, reports=[report])
    assert (found.level, found.items.get().least) == ("other", "delist")


def test_c7_what_nobody_has_graded_is_asked_for_and_not_taken_for_the_lesser_grade(cast, at_desk, now):
    compilation = given.drafted(cast, now)
    TestItem.objects.filter(name="Lead").update(severity="")
    compiler = at_desk(cast.compiler)
    answer = press(compiler, compilation, "submit")
    assert answer.status_code == 409 and "Lead" in answer.content.decode()
    item = TestItem.objects.get(name="Lead")
    form = {"severity": "serious", "reason": "Lead is toxic."}
    assert at_desk(cast.chair).post(reverse("severity", args=[item.pk]), form).status_code == 302
    assert press(compiler, compilation, "submit").status_code == 302


@pytest.mark.parametrize("period", [{}, {"period_from": date(2026, 10, 1), "period_to": date(2026, 11, 20)}])
def test_c5_an_empty_or_unfinished_national_report_is_not_passed_without_a_word(cast, at_desk, now, period):
    report = given.compiled(cast, now, **period)
    doubt = "quarter of this period ends on" if period else "Every figure of this period is zero"
    with time_machine.travel(NOW, tick=False):
        for person, step in ((cast.chair, "review"), (cast.leader, "approve")):
            desk = at_desk(person)
            assert doubt in desk.get(report.get_absolute_url()).content.decode()
            for hasty in ({}, {"acknowledged": "on"}, {"note": "It is right."}):
                answer = press(desk, report, step, hasty)
                assert answer.status_code == 422 and doubt in answer.content.decode()
            assert press(desk, report, step, given.NOTICED).status_code == 302
            kept = Event.objects.of("record", report.pk).filter(verb=step).get().detail["note"]
            assert doubt in kept and given.NOTICED["note"] in kept


def test_c6_the_figures_name_a_referral_as_a_referral(cast, at_desk, now):
    given.sent(cast, now)
    later = now + timedelta(days=8)
    report = given.compiled(cast, later, period_from=date(2026, 11, 1), period_to=date(2026, 11, 30))
    assert (report.figures["cases_referred"], report.figures["cases_filed"]) == (1, 0)
    page = at_desk(cast.chair).get(report.get_absolute_url()).content.decode()
    assert "Referred to regulators" in page and "Cases filed" in page and "Cases opened" not in page


def test_c6_what_was_sent_and_never_reached_its_platform_is_overdue_in_the_report(cast, at_desk, now):
    found = given.undelivered(cast, now)
    later, period = (
        now + timedelta(days=40),
        {"period_from": date(2026, 11, 1), "period_to": date(2026, 12, 31)},
    )
    report = given.compiled(cast, later, **period)
    assert (report.figures["disposals_asked"], report.figures["disposals_late"]) == (1, 1)
    assert found.number in [row["number"] for row in report.figures["overdue"]]
    assert found.number in at_desk(cast.chair).get(report.get_absolute_url()).content.decode()
