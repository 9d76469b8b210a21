"""Is what was written down corrected by two people, traceably, and by nobody else? (6.3-5)"""

from __future__ import annotations

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.addresses import code_of
from accounts.models import Membership
from accounts.roles import Role
from casework.actions import take
from casework.flow import Refused
from casework.models import Notification
from catalogue.models import Finding
from inspection.corrections.actions import confirming, corrections
from inspection.corrections.models.corrections import Correction
from inspection.reports.models.raws import RawRecord
from inspection.reports.models.reports import Report
from tests.conftest import NOW
from tests.documents.conftest import picture
from tests.inspection import given
from tests.inspection.walks import HELD, REASON, correction_form, raw_form
from tests.races import race, rivals, runners
from tests.sampling import given as sampling
from trail.models import Event


@pytest.fixture
def propose(at_desk):
    """Post a correction of a report; the answer."""

    def do(viewer, report, **changes):
        url = f"{reverse('correction-open')}?report={report.number}"
        with time_machine.travel(NOW, tick=False):
            return at_desk(viewer).post(url, correction_form(report, **changes))

    return do


@pytest.mark.clause("6.3-5")
def test_a_value_is_corrected_by_tester_reviewer_and_signatory_together(cast, propose, post, see):
    report = given.submitted(cast, NOW)
    assert propose(cast.tester, report).status_code == 302
    correction = Correction.objects.get()
    assert (correction.old_value, correction.new_value, correction.state) == ("<5", "91", "proposed")
    assert post(cast.tester, correction, "confirm").status_code == 302
    assert post(cast.signatory, correction, "approve", HELD).status_code == 409
    assert post(cast.reviewer, correction, "review", HELD).status_code == 302
    assert given.result_of(report).value == "<5"
    assert post(cast.signatory, correction, "approve", HELD).status_code == 302
    lead = given.result_of(report)
    assert (lead.value, lead.judged, lead.verdict) == ("91", "non_conforming", "non_conforming")
    report.refresh_from_db()
    assert report.outcome == "non_conforming" and "Lead does not meet" in report.conclusion
    event = Event.objects.of("record", report.pk).get(verb="apply a correction")
    assert event.detail["note"] == f"Lead · Measured value: <5 → 91 ({correction.number})"
    page = see(cast.organiser, correction.get_absolute_url()).content.decode()
    assert "&lt;5" in page and "91" in page and "A digit was dropped in copying." in page


@pytest.mark.clause("6.3-5")
def test_no_single_person_corrects_anything(cast, propose, post):
    home = cast.tester.user.memberships.get()
    home.roles = ["tester", "reviewer", "signatory"]
    home.save()
    report = given.submitted(cast, NOW)
    propose(cast.tester, report)
    correction = Correction.objects.get()
    assert post(cast.tester, correction, "approve", HELD).status_code == 409
    post(cast.tester, correction, "confirm")
    assert post(cast.tester, correction, "review", HELD).status_code == 409
    post(cast.reviewer, correction, "review", HELD)
    assert post(cast.tester, correction, "approve", HELD).status_code == 409
    assert given.result_of(report).value == "<5"


@pytest.mark.clause("6.3-5")
def test_only_the_tester_of_the_report_confirms(cast, propose, post):
    report = given.submitted(cast, NOW)
    assert propose(cast.reviewer, report).status_code == 302
    correction = Correction.objects.get()
    other = given.colleague("Second tester", cast.laboratory, "tester")
    assert post(other, correction, "confirm").status_code == 409
    assert post(cast.reviewer, correction, "confirm").status_code == 403
    assert post(cast.tester, correction, "confirm").status_code == 302


def test_the_reviewer_of_the_report_does_not_approve(cast, post):
    correction = given.confirmed(cast, NOW, given.reviewed(cast, NOW))
    other = given.colleague("Second reviewer", cast.laboratory, "reviewer")
    confirming.review(correction, held=True, by=other, now=NOW)
    home = cast.reviewer.user.memberships.get()
    home.roles = ["reviewer", "signatory"]
    home.save()
    answer = post(cast.reviewer, correction, "approve", HELD)
    assert answer.status_code == 409 and "You reviewed this report" in answer.content.decode()


@pytest.mark.clause("6.3-5")
@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"reason": ""}, 422),
        ({"place": ""}, 422),
        ({"place": "value-0"}, 422),
        ({"new_value": "<5"}, 409),
        ({"new_value": "a trace"}, 409),
    ],
)
def test_a_correction_names_a_place_something_new_and_a_reason(cast, propose, changes, status):
    assert propose(cast.tester, given.submitted(cast, NOW), **changes).status_code == status
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    ("entry", "text", "says"),
    [("lod", "0", "greater"), ("verdict", "roughly", "roughly")],
)
def test_a_new_value_must_be_one_of_its_kind(cast, propose, entry, text, says):
    report = given.submitted(cast, NOW)
    place = f"{entry}-{code_of(given.result_of(report))}"
    answer = propose(cast.tester, report, place=place, new_value=text)
    assert answer.status_code == 422 and says in answer.content.decode()


@pytest.mark.parametrize(
    ("entry", "text", "stored"),
    [("lod", "2.5", "2.5"), ("value", "0.005 g/kg", "0.005 g/kg")],
)
def test_words_and_figures_are_read_as_the_form_writes_them(cast, entry, text, stored):
    correction = given.applied(cast, NOW, entry=entry, new_value=text)
    assert correction.new_value == stored
    assert given.result_of(correction.report).verdict == "conforming"


def test_a_verdict_by_hand_takes_the_reason_of_its_correction_and_yields_to_the_figures(cast):
    report = given.submitted(cast, NOW, values=given.OPEN)
    given.applied(cast, NOW, report, entry="verdict", new_value="Non-conforming")
    lead = given.result_of(report)
    assert (lead.verdict, lead.reason) == ("non_conforming", "A digit was dropped in copying.")
    given.applied(cast, NOW, report, entry="value", new_value="5")
    lead = given.result_of(report)
    assert (lead.verdict, lead.reason) == ("conforming", "")


def test_the_reason_of_a_verdict_by_hand_is_not_taken_away(cast):
    report = given.submitted(cast, NOW, values=given.OPEN)
    with pytest.raises(Refused, match="say why the verdict is set by hand"):
        given.proposed(cast, NOW, report, entry="reason", new_value="")


def test_a_correction_sets_no_verdict_against_the_figures(cast):
    report = given.submitted(cast, NOW, values=given.BAD)
    with pytest.raises(Refused, match="the figures decide"):
        given.proposed(cast, NOW, report, entry="verdict", new_value="conforming")
    with pytest.raises(Refused, match="neither a number"):
        given.proposed(cast, NOW, report, new_value="abc")


@pytest.mark.parametrize("entry", ["comparison", "places"])
def test_what_the_item_says_is_not_corrected_in_a_result(cast, entry):
    with pytest.raises(Refused, match="part of the test item"):
        given.proposed(cast, NOW, entry=entry, new_value="1")


@pytest.mark.parametrize(("entry", "text"), [("declared", "below 5"), ("subcontracted", "Far 161120340456")])
def test_what_the_verdict_does_not_rest_on_is_corrected_too(cast, entry, text):
    report = given.submitted(cast, NOW, entrustment=given.in_progress(cast, NOW, subcontracting=True))
    given.applied(cast, NOW, report, entry=entry, new_value=text)
    lead = given.result_of(report)
    assert getattr(lead, entry) == text
    assert lead.verdict == "conforming"


def test_one_place_has_one_open_correction(cast):
    report = given.submitted(cast, NOW)
    given.proposed(cast, NOW, report)
    with pytest.raises(Refused, match="not decided on"):
        given.proposed(cast, NOW, report, new_value="92")
    given.proposed(cast, NOW, report, entry="remark", new_value="see sheet 2")


def test_a_correction_of_what_has_changed_since_is_refused(cast):
    report = given.submitted(cast, NOW)
    correction = given.seconded(cast, NOW, report)
    report.results.filter(name="Lead").update(value="6")
    with pytest.raises(Refused, match="has changed since"):
        corrections.approve(correction, held=True, by=cast.signatory, now=NOW)
    assert (Correction.objects.get().state, given.result_of(report).value) == ("reviewed", "6")


@pytest.mark.parametrize("step", ["review", "sign", "issue"])
def test_a_report_waits_for_its_corrections(cast, post, step):
    before = {"review": given.submitted, "sign": given.reviewed, "issue": given.signed}[step]
    actor = cast.reviewer if step == "review" else cast.signatory
    report = before(cast, NOW)
    correction = given.proposed(cast, NOW, report)
    assert post(actor, report, step).status_code == 409
    post(cast.tester, correction, "reject", REASON)
    assert post(actor, report, step).status_code == 302


def test_a_rejected_correction_changes_nothing(cast, post):
    correction = given.confirmed(cast, NOW)
    assert post(cast.signatory, correction, "reject").status_code == 422
    assert post(cast.signatory, correction, "reject", REASON).status_code == 302
    assert given.result_of(correction.report).value == "<5"


@pytest.mark.clause("6.3-5", "LB-04")
@pytest.mark.parametrize("state", ["issued", "delivered"])
def test_a_correction_after_the_issue_issues_the_amended_report(cast, post, state):
    report = getattr(given, state)(cast, NOW)
    first = report.documents.get()
    correction = given.seconded(cast, NOW, report)
    assert post(cast.signatory, correction, "pass_on", HELD).status_code == 302
    assert report.documents.count() == 1 and given.result_of(report).value == "<5"
    assert post(cast.leader, correction, "accept", REASON).status_code == 302
    second = report.documents.latest("id")
    assert (second.supersedes, second.version, second.title) == (first, 2, "Amended test report")
    assert second.content["amends"] == first.file_number
    assert "Lead · Measured value: <5 → 91" in second.content["amendment"]
    assert "non-conforming" in second.content["conclusion"]
    finding = Finding.objects.get()
    assert (finding.verdict, finding.failing) == ("non_conforming", "Lead")
    assert second.file_number in finding.source
    told = Notification.objects.filter(record_id=report.pk, user=cast.compiler.user)
    assert told.filter(event__verb=f"amend_{state}").count() == 1
    report.refresh_from_db()
    assert (report.state, report.outcome) == (state, "non_conforming")


@pytest.mark.clause("6.3-5")
def test_a_verdict_that_turns_after_it_was_passed_on_is_told_to_the_center(cast, post):
    report = given.final(cast, NOW)
    post(cast.leader, given.passed_on(cast, NOW, report), "accept", REASON)
    told = Notification.objects.filter(record_id=report.pk, user=cast.compiler.user, event__verb="reverse")
    assert told.count() == 1
    assert Report.objects.get().outcome == "non_conforming"
    other = given.passed_on(cast, NOW, report, new_value="92")
    post(cast.leader, other, "accept", REASON)
    assert told.count() == 1
    assert report.documents.filter(paper="test_report").count() == 3


def test_a_laboratory_without_a_certificate_issues_no_amended_report(cast, post):
    correction = given.seconded(cast, NOW, given.issued(cast, NOW))
    certificate = given.qualified(cast, NOW)
    certificate.valid_until = NOW.date().replace(day=24)
    certificate.save()
    answer = post(cast.signatory, correction, "pass_on", HELD)
    assert answer.status_code == 409 and "CMA certificate" in answer.content.decode()
    assert given.result_of(correction.report).value == "<5"


@pytest.mark.guarded
@pytest.mark.clause("6.3-5")
def test_a_raw_record_is_kept_with_the_report_and_never_altered(cast, post, see):
    report = given.begun(cast, NOW)
    assert post(cast.tester, report, "record", raw_form(report)).status_code == 302
    raw = RawRecord.objects.get()
    assert (raw.by, raw.kind, raw.instrument) == (cast.tester.user, "printout", "ICP-MS 7")
    assert raw.attachment.reach == "authorities"
    address = raw.attachment.get_absolute_url()
    assert address in see(cast.reviewer, report.get_absolute_url()).content.decode()
    issued = given.issued(cast, NOW)
    address = issued.raw_records.get().attachment.get_absolute_url()
    assert address in see(cast.planner, issued.get_absolute_url()).content.decode()
    for change in (lambda: RawRecord.objects.update(instrument="?"), lambda: raw.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    tomorrow = raw_form(report, taken_on="2026-11-26")
    assert post(cast.tester, report, "record", tomorrow).status_code == 422


@pytest.mark.clause("6.3-5")
def test_a_raw_record_is_replaced_by_a_correction_and_stays_on_file(cast, propose, post, see):
    report = given.begun(cast, NOW)
    old = given.raw_record(cast, NOW, report)
    form = {"place": f"raw-{code_of(old)}", "new_value": "", "file": ""}
    assert propose(cast.tester, report, **form).status_code == 422
    assert propose(cast.tester, report, **{**form, "file": picture("better.png")}).status_code == 302
    correction = Correction.objects.get()
    post(cast.tester, correction, "confirm")
    post(cast.reviewer, correction, "review", HELD)
    assert post(cast.signatory, correction, "approve", HELD).status_code == 302
    new = RawRecord.objects.get(replaces=old)
    assert (new.position, new.attachment) == (2, correction.new_file)
    assert report.unrecorded() == [] and set(new.results.all()) == set(old.results.all())
    page = see(cast.tester, report.get_absolute_url()).content.decode()
    assert "printout.png" in page and "replaced by Printout of the instrument 2" in page
    both = see(cast.signatory, correction.get_absolute_url()).content.decode()
    assert "printout.png" in both and "better.png" in both
    with pytest.raises(Refused, match="replaced already"):
        corrections.propose(report=report, raw=old, file=picture(), reason="?", by=cast.tester, now=NOW)


def test_a_correction_is_proposed_from_nothing_by_choosing_the_report_first(cast, at_desk, see):
    report = given.submitted(cast, NOW)
    assert report.number in see(cast.tester, reverse("correction-open")).content.decode()
    with time_machine.travel(NOW, tick=False):
        answer = at_desk(cast.tester).post(reverse("correction-open"), {"report": report})
    assert answer.status_code == 422
    assert f"value-{code_of(given.result_of(report))}" in answer.content.decode()
    with time_machine.travel(NOW, tick=False):
        assert at_desk(cast.tester).post(reverse("correction-open"), {"report": "x"}).status_code == 422


def test_nobody_elses_report_is_corrected(cast, propose):
    report = given.submitted(cast, NOW)
    assert propose(cast.other_tester, report).status_code == 422
    assert propose(cast.organiser, report).status_code == 403
    assert not Correction.objects.exists()


def test_what_was_not_entered_yet_is_entered_and_not_corrected(cast):
    report = given.begun(cast, NOW)
    with pytest.raises(Refused, match="Nothing has been entered"):
        given.proposed(cast, NOW, report)
    with pytest.raises(Refused, match="one value, or one raw record"):
        corrections.propose(report=report, reason="?", by=cast.tester, now=NOW)
    take("void", report, by=cast.signatory, now=NOW, note="wrong")
    with pytest.raises(Refused, match="void"):
        given.proposed(cast, NOW, report)


def test_a_correction_before_the_first_submission_concludes_nothing_yet(cast):
    report = given.entered(cast, NOW)
    given.applied(cast, NOW, report)
    report.refresh_from_db()
    assert (given.result_of(report).value, report.outcome, report.conclusion) == ("91", "", "")


def test_a_place_of_another_report_is_refused(cast):
    commission = given.in_progress(cast, NOW, samples=sampling.stored_samples(cast, NOW))
    one, two = (
        given.entered(cast, NOW, entrustment=commission),
        given.entered(cast, NOW, entrustment=commission),
    )
    with pytest.raises(Refused, match="another report"):
        given.proposed(cast, NOW, one, result=given.result_of(two))


def test_when_the_tester_has_left_another_tester_answers_for_the_correction(cast):
    report = given.submitted(cast, NOW)
    Membership.objects.filter(user=cast.tester.user).update(left_on=NOW.date())
    with pytest.raises(Refused, match="another tester must propose"):
        corrections.propose(**said(report), by=cast.reviewer, now=NOW)
    other = given.colleague("Second tester", cast.laboratory, "tester")
    assert corrections.propose(**said(report), by=other, now=NOW).tester == other.user


def said(report):
    return {
        "report": report,
        "result": given.result_of(report),
        "entry": "value",
        "new_value": "91",
        "file": picture(),
        "taken_on": NOW.date(),
        "reason": "A digit was dropped.",
    }


def test_a_waiting_correction_ends_with_its_commission(cast, post):
    entrustment = given.in_progress(cast, NOW)
    correction = given.proposed(cast, NOW, given.entered(cast, NOW, entrustment=entrustment))
    given.halt(entrustment, cast, NOW)
    assert post(cast.organiser, entrustment, "cancel", REASON).status_code == 302
    correction.refresh_from_db()
    assert (correction.state, correction.report.state) == ("voided", "voided")


@pytest.mark.parametrize("verdict", ["not_tested", "not_judged"])
def test_a_correction_does_not_leave_a_report_without_any_verdict(cast, verdict):
    lead = {**given.OPEN["Lead"], "verdict": "non_conforming"}
    report = given.submitted(cast, NOW, values={**given.OPEN, "Lead": lead})
    report.results.filter(name="Small parts").update(value="", judged="", verdict=verdict, reason="no sieve")
    correction = given.seconded(cast, NOW, report, entry="verdict", new_value="not_judged")
    with pytest.raises(Refused, match="at least one verdict"):
        corrections.approve(correction, held=True, by=cast.signatory, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_two_leaders_who_let_a_correction_count_at_once_one_does(cast, now):
    report = given.delivered(cast, now)
    correction = given.passed_on(cast, now, report)
    leaders = rivals(cast.center, Role.LEADER)[:2]
    with runners(2) as at_once:
        race(
            at_once,
            "accept",
            correction,
            leaders,
            lambda own, by: corrections.accept(own, by=by, now=now, note="Proved."),
        )
    assert report.documents.filter(paper="test_report").count() == 2
    assert Event.objects.of("record", report.pk).filter(verb="apply a correction").count() == 1
