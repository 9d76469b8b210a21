"""Are results judged, changed traceably, reviewed and signed by three persons, and then left alone?"""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from catalogue.models import Finding
from inspection import actions
from inspection.models import Result
from monitoring.models import WorkPlan
from tests.conftest import NOW
from tests.inspection import given
from tests.inspection.walks import results_form
from trail.models import Event


def result(report, name="Lead") -> Result:
    return Result.objects.get(report=report, name=name)


@pytest.mark.clause("6.3-7")
def test_results_are_judged_by_their_figures(cast, post):
    report = given.begun(cast, NOW)
    form = results_form(report, {"Small parts": "0", "Lead": "90.000001"})
    assert post(cast.tester, report, "enter", form).status_code == 302
    assert result(report).verdict == result(report).judged == "non_conforming"
    assert result(report, "Small parts").verdict == "conforming"


def test_a_rounded_comparison_is_chosen_item_by_item(cast, post):
    report = given.begun(cast, NOW)
    values = {"Small parts": "0", "Lead": "90.4"}
    form = results_form(report, values, **{f"comparison_{result(report).pk}": "rounded"})
    post(cast.tester, report, "enter", form)
    assert result(report).verdict == "conforming"


def test_a_verdict_by_hand_needs_a_remark(cast, post):
    report = given.begun(cast, NOW)
    row = result(report).pk
    form = results_form(report, {"Small parts": "0", "Lead": "present"}, **{f"verdict_{row}": "not_judged"})
    assert post(cast.tester, report, "enter", form).status_code == 409
    assert result(report).value == ""
    assert (
        post(cast.tester, report, "enter", {**form, f"remark_{row}": "no limit applies"}).status_code == 302
    )
    assert (result(report).judged, result(report).verdict) == ("", "not_judged")


def test_the_database_refuses_a_verdict_by_hand_without_remark(cast):
    report = given.entered(cast, NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        report.results.filter(name="Lead").update(verdict="non_conforming", remark="")


def test_a_report_with_an_item_missing_is_not_submitted(cast, post):
    report = given.begun(cast, NOW)
    post(cast.tester, report, "enter", results_form(report, {"Small parts": "0", "Lead": ""}))
    answer = post(cast.tester, report, "submit")
    assert answer.status_code == 409
    assert "Enter the result of Lead." in answer.content.decode()


@pytest.mark.clause("6.3-5")
def test_a_result_changed_before_it_is_submitted_leaves_the_old_value_in_the_trail(cast, post):
    report = given.entered(cast, NOW)
    form = results_form(report, {"Small parts": "0", "Lead": "91"})
    assert post(cast.tester, report, "enter", form).status_code == 302
    last = Event.objects.of("record", report.pk).filter(verb="enter")[0]
    assert last.detail["note"] == "Lead: <5, Conforming → 91, Non-conforming"


@pytest.mark.clause("6.3-5")
@pytest.mark.parametrize("changed", [{"value": "91"}, {"value": ""}, {"comparison": "rounded"}])
def test_what_was_submitted_once_is_only_filled_in(cast, post, changed):
    report = given.submitted(cast, NOW)
    post(cast.reviewer, report, "return", {"note": "Look at lead again."})
    row = result(report).pk
    form = results_form(report, given.GOOD, **{f"{name}_{row}": value for name, value in changed.items()})
    answer = post(cast.tester, report, "enter", form)
    assert answer.status_code == 409
    assert "Propose a correction of it." in answer.content.decode()
    assert (result(report).value, result(report).comparison) == ("<5", "full")


def test_what_was_empty_is_filled_in_after_a_return(cast, post):
    report = given.submitted(cast, NOW)
    post(cast.reviewer, report, "return", {"note": "State the limit of detection."})
    form = results_form(report, given.GOOD, **{f"lod_{result(report).pk}": "5"})
    assert post(cast.tester, report, "enter", form).status_code == 302
    assert (str(result(report).lod), result(report).value) == ("5.000000", "<5")


@pytest.mark.clause("6.3-5")
@pytest.mark.parametrize("state", ["submitted", "reviewed", "signed", "issued", "delivered"])
def test_nothing_is_changed_once_it_is_submitted(cast, post, state):
    report = getattr(given, state)(cast, NOW)
    form = results_form(report, {"Small parts": "5", "Lead": "500"})
    assert post(cast.tester, report, "enter", form).status_code == 409
    assert result(report).value == "<5"


@pytest.mark.clause("LB-08")
def test_tester_reviewer_and_signatory_are_three_persons(cast, post):
    report = given.entered(cast, NOW)
    many = cast.tester.user.memberships.get()
    many.roles = ["tester", "reviewer", "signatory"]
    many.save()
    assert post(cast.tester, report, "submit").status_code == 302
    assert post(cast.tester, report, "review").status_code == 409
    actions.review(report, by=cast.reviewer, now=NOW)
    assert post(cast.tester, report, "sign").status_code == 409
    other = cast.reviewer.user.memberships.get()
    other.roles = ["reviewer", "signatory"]
    other.save()
    assert post(cast.reviewer, report, "sign").status_code == 409
    assert post(cast.signatory, report, "sign").status_code == 302


@pytest.mark.clause("LB-01")
def test_a_laboratory_whose_certificate_ran_out_cannot_sign(cast, post):
    report = given.reviewed(cast, NOW)
    certificate = given.qualified(cast, NOW)
    certificate.valid_until = NOW.date().replace(day=24)
    certificate.save()
    answer = post(cast.signatory, report, "sign")
    assert answer.status_code == 409
    assert "no CMA certificate" in answer.content.decode()


@pytest.mark.clause("6.3-6")
def test_an_incomplete_report_is_not_issued(cast, post):
    report = given.signed(cast, NOW)
    cast.laboratory.phone = ""
    cast.laboratory.save()
    answer = post(cast.signatory, report, "issue")
    assert answer.status_code == 409
    assert "telephone" in answer.content.decode()
    assert not report.documents.exists()
    assert not Finding.objects.exists()


@pytest.mark.clause("6.3-6")
def test_an_issued_report_is_a_paper_a_finding_and_the_end_of_the_test(cast, post):
    report = given.signed(cast, NOW, values=given.BAD)
    assert post(cast.signatory, report, "issue").status_code == 302
    paper = report.documents.get()
    assert (paper.office, paper.addressee, paper.paper) == (cast.laboratory, cast.center, "test_report")
    assert paper.content["item_id"] == report.item_id
    assert paper.content["conclusion"] == (
        "Sampled and tested: Lead does not meet the requirements of Monitoring rules for toys; "
        "the conclusion is non-conforming."
    )
    people = [paper.content[who] for who in ("tester", "reviewer", "signatory")]
    assert people == ["Tester", "Reviewer", "Signatory"]
    finding = Finding.objects.get()
    assert (finding.verdict, finding.failing, finding.item_id) == ("non_conforming", "Lead", report.item_id)
    report.sample.refresh_from_db()
    report.entrustment.refresh_from_db()
    assert (report.sample.state, report.entrustment.state) == ("tested", "reported")


@pytest.mark.parametrize(("method", "targeted"), [("random", False), ("targeted", True), ("experts", True)])
def test_a_finding_tells_whether_its_sample_was_drawn_at_random(cast, post, method, targeted):
    report = given.signed(cast, NOW, values=given.BAD)
    WorkPlan.objects.update(method=method)
    assert post(cast.signatory, report, "issue").status_code == 302
    assert Finding.objects.get().targeted is targeted


def test_an_issued_report_is_not_voided(cast, post):
    report = given.issued(cast, NOW)
    answer = post(cast.signatory, report, "void", {"note": "wrong"})
    assert (answer.status_code, report.state) == (409, "issued")


def test_a_voided_report_makes_room_for_another(cast, post):
    report = given.begun(cast, NOW)
    assert post(cast.signatory, report, "void", {"note": "wrong sample"}).status_code == 302
    assert given.begun(cast, NOW, report.entrustment).state == "entering"
