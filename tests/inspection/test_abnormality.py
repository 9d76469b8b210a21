"""A laboratory's abnormality: reported with proof, decided by the center, its clock standing still."""

from __future__ import annotations

from datetime import timedelta

import pytest

from casework.models import Deadline
from inspection.models import Abnormality, Entrustment
from sampling.models import Purchase, Sample
from tests.conftest import NOW
from tests.inspection import given
from tests.inspection.walks import REASON, abnormality_form

LATER = NOW + timedelta(days=7)


def clock(entrustment: Entrustment) -> Deadline:
    return Deadline.objects.get(record_id=entrustment.pk, term="DL-06")


def sample_of(entrustment: Entrustment) -> Sample:
    return Sample.objects.get(entrusted__entrustment=entrustment)


@pytest.fixture
def suspended(cast, post) -> Entrustment:
    """A commission on which the tester has reported that the sample broke."""
    entrustment = given.in_progress(cast, NOW)
    post(cast.tester, entrustment, "report_abnormality", abnormality_form(entrustment, cast))
    return entrustment


@pytest.mark.clause("6.3-3")
def test_an_abnormality_is_reported_with_proof_and_the_clock_stands_still(cast, post, see):
    entrustment = given.in_progress(cast, NOW)
    answer = post(cast.tester, entrustment, "report_abnormality", abnormality_form(entrustment, cast))
    assert answer.status_code == 302
    assert entrustment.state == "suspended"
    assert clock(entrustment).suspended_at == NOW
    found = Abnormality.objects.get(entrustment=entrustment)
    assert (found.situation, found.reported_by, found.found_at) == ("broken", cast.tester.user, NOW)
    assert entrustment.attachments.filter(kind="abnormality", organisation=cast.laboratory).count() == 1
    page = see(cast.organiser, entrustment.get_absolute_url()).content.decode()
    assert "It fell from the bench." in page
    assert "standing still" in page


@pytest.mark.clause("6.3-3", "DL-07")
@pytest.mark.parametrize(("found", "said"), [("2026-11-25T09:00", "met"), ("2026-11-20T16:00", "met late")])
def test_an_abnormality_that_was_not_reported_promptly_is_seen_to_be_late(cast, post, see, found, said):
    entrustment = given.in_progress(cast, NOW)
    form = {**abnormality_form(entrustment, cast), "found_at": found}
    assert post(cast.tester, entrustment, "report_abnormality", form).status_code == 302
    prompt = entrustment.deadlines.get(term="DL-07")
    assert prompt.met_at == NOW and (prompt.due_at <= NOW) == (said == "met late")
    page = see(cast.organiser, entrustment.get_absolute_url()).content.decode()
    assert ("met late" in page) == (said == "met late")


@pytest.mark.clause("6.3-3")
@pytest.mark.parametrize("missing", ["proof", "account", "situation", "found_at", "samples", "reported_to"])
def test_an_abnormality_without_what_the_form_asks_is_refused(cast, post, missing):
    entrustment = given.in_progress(cast, NOW)
    form = abnormality_form(entrustment, cast)
    del form[missing]
    assert post(cast.tester, entrustment, "report_abnormality", form).status_code == 422
    assert entrustment.state == "in_progress"
    assert not Abnormality.objects.exists()
    assert clock(entrustment).suspended_at is None


def test_an_abnormality_of_tomorrow_is_refused(cast, post):
    entrustment = given.in_progress(cast, NOW)
    form = {**abnormality_form(entrustment, cast), "found_at": "2026-11-26T10:00"}
    assert post(cast.tester, entrustment, "report_abnormality", form).status_code == 422


@pytest.mark.clause("6.3-3")
def test_the_center_lets_testing_go_on_and_the_days_are_added(cast, post, suspended):
    entrustment = suspended
    due = clock(entrustment).due_at
    assert (
        post(cast.organiser, entrustment, "resume", {"note": "Use the second piece."}, LATER).status_code
        == 302
    )
    assert entrustment.state == "in_progress"
    running = clock(entrustment)
    assert running.suspended_at is None
    assert running.due_at == due + timedelta(days=7)
    assert Abnormality.objects.get().decision == "Use the second piece."


@pytest.mark.clause("6.3-3")
def test_the_center_cancels_and_the_sample_is_invalid(cast, post, suspended):
    entrustment = suspended
    assert post(cast.organiser, entrustment, "cancel", REASON).status_code == 302
    assert entrustment.state == "cancelled"
    assert sample_of(entrustment).state == "invalid"
    assert clock(entrustment).suspended_at is None
    assert clock(entrustment).met_at or clock(entrustment).dropped_at


@pytest.mark.clause("6.3-3")
def test_the_center_has_a_substitute_bought(cast, post, suspended):
    entrustment = suspended
    sample = sample_of(entrustment)
    assert post(cast.organiser, entrustment, "resample", REASON).status_code == 302
    assert entrustment.state == "cancelled"
    assert sample_of(entrustment).state == "invalid"
    substitute = Purchase.objects.get(replaces=sample.purchase)
    assert (substitute.state, substitute.listing) == ("planned", sample.purchase.listing)


def test_an_unfinished_report_ends_with_its_commission(cast, post):
    entrustment = given.in_progress(cast, NOW)
    report = given.begun(cast, NOW, entrustment)
    given.halt(entrustment, cast, NOW)
    post(cast.organiser, entrustment, "cancel", REASON)
    report.refresh_from_db()
    assert report.state == "voided"


@pytest.mark.parametrize("step", ["enter", "submit"])
def test_nothing_is_entered_while_testing_stands_still(cast, post, step):
    entrustment = given.in_progress(cast, NOW)
    report = given.entered(cast, NOW, entrustment=entrustment)
    given.halt(entrustment, cast, NOW)
    from_page = {f"value_{result.pk}": "1" for result in report.results.all()}
    answer = post(cast.tester, report, step, from_page if step == "enter" else None)
    assert answer.status_code in (409, 422)
    assert report.state == "entering"


@pytest.mark.parametrize("step", ["resume", "cancel", "resample"])
def test_only_the_centers_organiser_decides(cast, post, step):
    entrustment = given.suspended(cast, NOW)
    assert post(cast.tester, entrustment, step, REASON).status_code == 403
    assert post(cast.other_organiser, entrustment, step, REASON).status_code == 404
    assert entrustment.state == "suspended"
