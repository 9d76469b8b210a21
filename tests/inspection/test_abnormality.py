"""A laboratory's abnormality: reported with proof, decided sample by sample, while the others go on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.addresses import code_of
from casework.flow import Refused
from casework.models import Deadline, Notification
from documents.models import Document
from inspection.commissions.models.abnormalities import Abnormality, AbnormalSample
from inspection.commissions.models.commissions import Entrustment
from inspection.reports.actions import reports
from inspection.reports.models.reports import Report
from sampling.purchases.models.purchases import Purchase
from sampling.samples.models.samples import Sample
from tests.conftest import NOW
from tests.inspection import given
from tests.inspection.walks import REASON, abnormality_form, decision_form, results_form
from tests.sampling import given as sampling

LATER = NOW + timedelta(days=7)


def clock(record, term: str = "DL-06") -> Deadline:
    return Deadline.objects.get(record_id=record.pk, term=term, dropped_at=None)


def sample_of(entrustment: Entrustment) -> Sample:
    return Sample.objects.get(entrusted__entrustment=entrustment)


@pytest.fixture
def two(cast) -> Entrustment:
    """A commission of two samples in testing."""
    return given.in_progress(cast, NOW, samples=sampling.stored_samples(cast, NOW))


@pytest.fixture
def one(cast) -> Abnormality:
    """An abnormality of the only sample of a commission."""
    return given.abnormality(cast, NOW)


@pytest.mark.clause("6.3-3")
def test_an_abnormality_is_reported_with_proof_and_the_clock_of_its_only_sample_stands_still(cast, post, see):
    entrustment = given.in_progress(cast, NOW)
    answer = post(cast.tester, entrustment, "report_abnormality", abnormality_form(entrustment, cast))
    assert answer.status_code == 302
    assert entrustment.state == "suspended"
    assert clock(entrustment).suspended_at == NOW
    found = Abnormality.objects.get(entrustment=entrustment)
    assert (found.situation, found.reported_by, found.found_at) == ("broken", cast.tester.user, NOW)
    assert found.attachments.filter(kind="abnormality", organisation=cast.laboratory).count() == 1
    page = see(cast.organiser, entrustment.get_absolute_url()).content.decode()
    assert "It fell from the bench." in page and found.number in page and "standing still" in page


@pytest.mark.clause("6.3-3", "DL-07")
@pytest.mark.parametrize(("found", "said"), [("2026-11-25T09:00", "met"), ("2026-11-20T16:00", "met late")])
def test_an_abnormality_that_was_not_reported_promptly_is_seen_to_be_late(cast, post, see, found, said):
    entrustment = given.in_progress(cast, NOW - timedelta(days=7))
    form = {**abnormality_form(entrustment, cast), "found_at": found}
    assert post(cast.tester, entrustment, "report_abnormality", form).status_code == 302
    abnormality = Abnormality.objects.get()
    prompt = clock(abnormality, "DL-07")
    assert prompt.met_at == NOW and (prompt.due_at <= NOW) == (said == "met late")
    page = see(cast.organiser, abnormality.get_absolute_url()).content.decode()
    assert ("met late" in page) == (said == "met late")


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


def test_testing_goes_on_as_decided_and_the_days_are_added(cast, post, one):
    entrustment = one.entrustment
    due = clock(entrustment).due_at
    form = decision_form(one, cast, note="Use the second piece.")
    assert post(cast.organiser, one, "decide", form, LATER).status_code == 302
    entrustment.refresh_from_db()
    assert entrustment.state == "in_progress"
    running = clock(entrustment)
    assert (running.suspended_at, running.due_at) == (None, due + timedelta(days=7))
    assert "Use the second piece." in one.decision and one.decided_by == cast.organiser.user


@pytest.mark.parametrize("decision", ["end", "replace"])
def test_the_last_sample_that_is_given_up_ends_its_commission(cast, post, one, decision):
    entrustment, sample = one.entrustment, sample_of(one.entrustment)
    assert post(cast.organiser, one, "decide", decision_form(one, cast, decision)).status_code == 302
    entrustment.refresh_from_db()
    assert (entrustment.state, sample_of(entrustment).state) == ("cancelled", "invalid")
    fell = Deadline.objects.get(record=entrustment.pk, term="DL-06")
    assert fell.dropped_at and not fell.met_at
    substitute = Purchase.objects.filter(replaces=sample.purchase).first()
    assert (substitute is not None) == (decision == "replace")
    if substitute:
        assert (substitute.state, substitute.listing) == ("planned", sample.purchase.listing)


@pytest.mark.clause("6.3-3")
def test_the_others_of_a_commission_go_on_under_the_same_clock(cast, post, two):
    broken = two.live()[1]
    form = abnormality_form(two, cast) | {"samples": [broken]}
    post(cast.tester, two, "report_abnormality", form)
    assert (two.state, clock(two).suspended_at) == ("in_progress", None)
    report = given.issued(cast, NOW, entrustment=two)
    assert (report.state, report.sample != broken.sample) == ("issued", True)
    two.refresh_from_db()
    assert two.state == "suspended"


@pytest.mark.parametrize("state", ["entered", "submitted", "reviewed", "signed"])
def test_nothing_is_reported_on_a_sample_that_is_not_decided_on(cast, post, two, state):
    report = getattr(given, state)(cast, NOW, entrustment=two)
    abnormality = given.halt(two, cast, NOW, report.entrusted)
    steps = {"entered": "submit", "submitted": "review", "reviewed": "sign", "signed": "issue"}
    actor = {"entered": cast.tester, "submitted": cast.reviewer}.get(state, cast.signatory)
    answer = post(actor, report, steps[state])
    assert answer.status_code == 409 and abnormality.number in answer.content.decode()
    given.decide(abnormality, "go_on", by=cast.organiser, now=NOW)
    assert post(actor, report, steps[state]).status_code == 302


def test_no_result_is_entered_and_no_report_begun_meanwhile(cast, post, two):
    report = given.begun(cast, NOW, two)
    other = two.waiting().get(report=None)
    given.halt(two, cast, NOW, other)
    with pytest.raises(Refused, match="not decided on"):
        reports.begin_report(entrusted=other, by=cast.tester, now=NOW)
    given.halt(two, cast, NOW, report.entrusted)
    assert post(cast.tester, report, "enter", results_form(report, given.GOOD)).status_code == 409
    assert given.result_of(report).value == ""


def test_a_sample_is_under_one_abnormality_at_a_time(cast, two):
    broken = two.live()[0]
    given.halt(two, cast, NOW, broken)
    with pytest.raises(Refused, match="not decided on yet"):
        given.halt(two, cast, NOW, broken)


def test_what_is_issued_is_no_longer_in_testing(cast, two):
    report = given.issued(cast, NOW, entrustment=two)
    two.refresh_from_db()
    with pytest.raises(Refused, match="its testing is over"):
        given.halt(two, cast, NOW, report.entrusted)


def test_each_sample_is_decided_on_by_itself_and_the_form_says_what_is_lost(cast, post, see, two):
    report = given.submitted(cast, NOW, entrustment=two)
    abnormality = given.halt(two, cast, NOW)
    first, second = abnormality.concerning()
    page = see(cast.organiser, f"{abnormality.get_absolute_url()}decide/").content.decode()
    assert f"report {report.number} (Submitted for review) is voided with what was entered" in page
    assert "no report has been begun; it becomes invalid" in page
    form = {f"decision_{code_of(first)}": "go_on", f"decision_{code_of(second)}": "end", **REASON}
    assert post(cast.organiser, abnormality, "decide", form).status_code == 302
    two.refresh_from_db()
    report.refresh_from_db()
    assert (two.state, report.state) == ("in_progress", "submitted")
    assert [row.entrusted.sample.state for row in abnormality.concerning()] == ["in_test", "invalid"]
    form = decision_form(abnormality, cast)
    assert post(cast.organiser, abnormality, "decide", form).status_code == 409


def test_a_decision_is_asked_for_on_every_sample_and_none_is_preselected(cast, post, two):
    abnormality = given.halt(two, cast, NOW)
    row = abnormality.concerning()[0]
    assert (
        post(cast.organiser, abnormality, "decide", {f"decision_{code_of(row)}": "end", **REASON}).status_code
        == 422
    )
    assert post(cast.organiser, abnormality, "decide", REASON).status_code == 422
    assert abnormality.state == "reported"


def test_a_sample_tested_in_part_says_which_items_were_left_out(cast, post, one):
    [row], lead = one.concerning(), one.entrustment.items.get(name="Lead")
    bare = decision_form(one, cast, "in_part")
    assert post(cast.organiser, one, "decide", bare).status_code == 409
    everything = bare | {f"left_out_{code_of(row)}": list(one.entrustment.items.all())}
    assert post(cast.organiser, one, "decide", everything).status_code == 409
    post(cast.organiser, one, "decide", bare | {f"left_out_{code_of(row)}": [lead]})
    report = given.begun(cast, NOW, Entrustment.objects.get(pk=one.entrustment_id))
    left_out = given.result_of(report)
    assert (left_out.verdict, left_out.reason) == ("not_tested", f"Left out: {one.number}")
    assert report.unrecorded() == ["Add the raw record of Small parts."]


def test_what_was_entered_is_not_left_out(cast, two):
    report = given.entered(cast, NOW, entrustment=two)
    abnormality = given.halt(two, cast, NOW, report.entrusted)
    with pytest.raises(Refused, match="entered already"):
        given.decide(abnormality, "in_part", by=cast.organiser, now=NOW, left_out=["Lead"])
    report.results.filter(name="Lead").update(value="", judged="", verdict="")
    given.decide(abnormality, "in_part", by=cast.organiser, now=NOW, left_out=["Lead"])
    assert given.result_of(report).verdict == "not_tested"


@pytest.mark.clause("6.3-3")
def test_what_is_reported_to_the_department_is_decided_by_the_department_while_the_center_looks_on(
    cast, post, see
):
    entrustment = given.in_progress(cast, NOW)
    form = abnormality_form(entrustment, cast) | {"reported_to": "regulator"}
    post(cast.tester, entrustment, "report_abnormality", form)
    abnormality = Abnormality.objects.get()
    assert (abnormality.turn, abnormality.holder) == ("planner", cast.planner.organisation)
    for viewer in (cast.planner, cast.organiser):
        assert Notification.objects.filter(record_id=abnormality.pk, user=viewer.user).exists()
        assert see(viewer, abnormality.get_absolute_url()).status_code == 200
    assert abnormality.number in see(cast.planner, "/").content.decode()
    assert clock(abnormality, "DL-07b").met_at is None
    end = decision_form(abnormality, cast, "replace")
    assert post(cast.organiser, abnormality, "decide", end).status_code in (403, 409)
    assert post(cast.organiser, entrustment, "cancel", REASON).status_code == 409
    assert post(cast.organiser, sample_of(entrustment), "invalidate", REASON).status_code == 409
    assert post(cast.planner, abnormality, "decide_above", end).status_code == 302
    assert clock(abnormality, "DL-07b").met_at == NOW
    assert (sample_of(entrustment).state, Purchase.objects.count()) == ("invalid", 2)


def test_the_center_passes_an_abnormality_on_to_the_department(cast, post, one):
    assert post(cast.organiser, one, "refer", REASON).status_code == 302
    assert (one.turn, one.holder) == ("planner", cast.planner.organisation)


def test_what_names_no_department_is_not_reported_to_one(cast):
    entrustment = given.in_progress(cast, NOW)
    Entrustment.objects.filter(pk=entrustment.pk).update(regulator=None)
    entrustment.refresh_from_db()
    with pytest.raises(Refused, match="names no department"):
        given.halt(entrustment, cast, NOW, to="regulator")


def test_an_abnormality_reported_by_mistake_is_voided_and_its_sample_goes_on(cast, post, one):
    assert post(cast.tester, one, "void", REASON).status_code == 403
    assert post(cast.signatory, one, "void", REASON).status_code == 302
    entrustment = Entrustment.objects.get(pk=one.entrustment_id)
    assert (entrustment.state, sample_of(entrustment).awaited(NOW)) == ("in_progress", "")


def test_an_unfinished_report_ends_with_its_commission_and_the_form_says_so(cast, post, see):
    entrustment = given.in_progress(cast, NOW)
    report = given.begun(cast, NOW, entrustment)
    abnormality = given.halt(entrustment, cast, NOW)
    page = see(cast.organiser, f"{entrustment.get_absolute_url()}cancel/").content.decode()
    assert f"report {report.number} (Results being entered) is voided with what was entered" in page
    post(cast.organiser, entrustment, "cancel", REASON)
    report.refresh_from_db()
    abnormality.refresh_from_db()
    assert (report.state, abnormality.state, sample_of(entrustment).awaited(NOW)) == ("voided", "voided", "")


def test_a_signed_report_is_issued_although_its_commission_was_ended(cast, post, two):
    report = given.signed(cast, NOW, entrustment=two)
    assert post(cast.organiser, two, "cancel", REASON).status_code == 302
    report.refresh_from_db()
    assert post(cast.signatory, report, "issue").status_code == 302
    two.refresh_from_db()
    states = sorted(Sample.objects.values_list("state", flat=True))
    assert (report.state, two.state, states) == ("issued", "cancelled", ["invalid", "tested"])


@pytest.mark.parametrize(("state", "step"), [("abnormality", "decide"), ("referred", "decide_above")])
def test_nobody_else_decides(cast, post, state, step):
    abnormality = getattr(given, state)(cast, NOW)
    form = decision_form(abnormality, cast)
    assert post(cast.tester, abnormality, step, form).status_code == 403
    assert post(cast.other_organiser, abnormality, step, form).status_code == 404
    assert post(cast.other_planner, abnormality, step, form).status_code == 404
    assert AbnormalSample.objects.get().decision == ""


def test_a_report_that_is_signed_is_neither_replaced_nor_ended(cast, post, two):
    report = given.signed(cast, NOW, entrustment=two)
    abnormality = given.halt(two, cast, NOW, report.entrusted)
    assert (
        post(cast.organiser, abnormality, "decide", decision_form(abnormality, cast, "end")).status_code
        == 422
    )
    with pytest.raises(Refused, match="stays"):
        given.decide(abnormality, "replace", by=cast.organiser, now=NOW)
    assert Report.objects.get().state == "signed"


@pytest.mark.clause("6.3-3")
@pytest.mark.parametrize(("to", "party"), [("center", "center"), ("regulator", "province")])
def test_the_report_is_a_numbered_paper_to_whom_it_is_reported_that_all_concerned_see(cast, see, to, party):
    found = given.abnormality(cast, NOW, to=to)
    paper = Document.objects.get(record=found.pk)
    addressee = getattr(cast, party)
    assert (paper.paper, paper.office, paper.addressee) == (
        "abnormality_report",
        cast.laboratory,
        addressee,
    )
    assert paper.services.get().addressee == addressee and "It fell." in paper.content["account"]
    sample = found.concerning().get().entrusted.sample
    assert [row["sample"] for row in paper.content["samples"]] == [sample.number]
    for person in (cast.tester, cast.organiser, cast.planner):
        assert paper.file_number in see(person, found.get_absolute_url()).content.decode()
    assert not Document.objects.visible_to(cast.quality_officer).filter(pk=paper.pk).exists()
