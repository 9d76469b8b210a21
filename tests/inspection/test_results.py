"""Are results judged, changed traceably, reviewed and signed by three persons, and then left alone?"""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction

from accounts.addresses import code_of
from catalogue.models import Finding, TestItem
from inspection.reports.actions import signing
from inspection.reports.models.tested_items import Result
from monitoring.plans.models.plans import WorkPlan
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


@pytest.mark.parametrize(("chosen", "verdict"), [("rounded", "conforming"), ("full", "non_conforming")])
def test_the_item_says_how_a_value_is_compared_and_the_tester_does_not(cast, post, chosen, verdict):
    given.items(cast)
    TestItem.objects.filter(name="Lead").update(comparison=chosen, limit_text="≤ 90.0")
    report = given.begun(cast, NOW)
    other = "full" if chosen == "rounded" else "rounded"
    form = results_form(report, {"Small parts": "0", "Lead": "90.04"})
    post(cast.tester, report, "enter", {**form, f"comparison_{code_of(result(report))}": other})
    assert (result(report).comparison, result(report).verdict) == (chosen, verdict)


def test_an_item_that_changes_leaves_the_limit_of_a_report_as_it_was(cast, post):
    report = given.begun(cast, NOW)
    item = result(report).item
    item.limit_text = "≤ 5.0"
    item.save()
    post(cast.tester, report, "enter", results_form(report, {"Small parts": "0", "Lead": "80"}))
    assert (result(report).limit_text, result(report).verdict) == ("≤ 90", "conforming")


def test_a_verdict_by_hand_needs_a_reason_and_stands_with_it_for_those_who_confirm(cast, post, see):
    report = given.begun(cast, NOW)
    row = code_of(result(report))
    form = results_form(report, {"Small parts": "0", "Lead": "<100"}, **{f"verdict_{row}": "not_judged"})
    answer = post(cast.tester, report, "enter", form)
    assert answer.status_code == 409 and "say why the verdict is set by hand" in answer.content.decode()
    assert result(report).value == ""
    why = {f"reason_{row}": "The curve ends at 100."}
    assert post(cast.tester, report, "enter", {**form, **why}).status_code == 302
    assert (result(report).judged, result(report).verdict) == ("", "not_judged")
    for viewer in (cast.reviewer, cast.signatory):
        page = see(viewer, report.get_absolute_url()).content.decode()
        assert "by hand: The curve ends at 100." in page


def test_a_verdict_by_hand_is_marked_on_the_paper(cast):
    report = given.issued(cast, NOW, values=given.OPEN)
    line = next(line for line in report.documents.get().content["results"] if line["item"] == "Lead")
    assert line["note"] == "verdict by hand: The curve ends at 100."


@pytest.mark.parametrize(
    ("value", "verdict", "says"),
    [
        ("<5", "not_judged", "the figures decide (&lt;5: ≤ 90)"),
        ("91", "not_judged", "the figures decide (91 &gt; 90)"),
        ("", "conforming", "enter the measured value"),
    ],
)
def test_a_verdict_by_hand_never_stands_against_what_was_measured(cast, post, value, verdict, says):
    report = given.begun(cast, NOW)
    row = code_of(result(report))
    by_hand = {f"verdict_{row}": verdict, f"reason_{row}": "The curve ends at 100."}
    answer = post(
        cast.tester, report, "enter", results_form(report, {"Small parts": "0", "Lead": value}, **by_hand)
    )
    assert answer.status_code == 409 and says in answer.content.decode()


@pytest.mark.parametrize(
    "changed", [{"verdict": "non_conforming", "reason": "Because."}, {"verdict": "conforming", "judged": ""}]
)
def test_the_database_refuses_a_verdict_against_the_figures_or_without_reason(cast, changed):
    report = given.entered(cast, NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        report.results.filter(name="Lead").update(**changed)


@pytest.mark.parametrize(
    ("typed", "stored", "as_written"),
    [
        ("0.05 g/kg", "50", "0.05 g/kg"),
        ("１２", "12", "１２"),
        ("<= 0.50", "≤0.50", "<= 0.50"),
        ("1e1", "10", "1e1"),
        ("12.0", "12.0", ""),
    ],
)
def test_a_value_is_stored_in_the_unit_of_the_item_and_as_it_was_written(
    cast, post, see, typed, stored, as_written
):
    report = given.begun(cast, NOW)
    post(cast.tester, report, "enter", results_form(report, {"Small parts": "0", "Lead": typed}))
    assert (result(report).value, result(report).value_as_written) == (stored, as_written)
    page = see(cast.reviewer, report.get_absolute_url()).content.decode()
    assert ("written as" in page) is bool(as_written)


def test_the_entry_says_what_each_value_is_held_against(cast, at_desk):
    report = given.begun(cast, NOW)
    with time_machine.travel(NOW, tick=False):
        page = at_desk(cast.tester).get(f"{report.get_absolute_url()}enter/").content.decode()
    line = page.partition('data-title="Lead"')[2].partition("data-line")[0]
    assert "<span>≤ 90 mg/kg</span>" in line and "Required: ≤ 90 mg/kg" in line


def test_a_declared_value_is_judged_where_the_limit_is_what_the_product_states(cast, post):
    given.items(cast)
    item = TestItem.objects.get(name="Lead")
    item.limit_text = "标示值 ± 5 %"
    item.save()
    report = given.begun(cast, NOW)
    form = results_form(report, {"Small parts": "0", "Lead": "94"})
    answer = post(cast.tester, report, "enter", form)
    assert answer.status_code == 422 and "enter the declared value" in answer.content.decode()
    assert (
        post(cast.tester, report, "enter", {**form, f"declared_{code_of(result(report))}": "100"}).status_code
        == 302
    )
    assert result(report).verdict == "non_conforming"


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
    assert last.detail["note"] == "Lead: <5, Conforming → 91, Non-conforming, repeated: 91"


@pytest.mark.clause("6.3-5")
@pytest.mark.parametrize("changed", [{"value": "91"}, {"value": ""}, {"lod": ""}])
def test_what_was_submitted_once_is_only_filled_in(cast, post, changed):
    lead = {"value": "<5", "lod": Decimal(5)}
    report = given.submitted(cast, NOW, values={**given.GOOD, "Lead": lead})
    post(cast.reviewer, report, "return", {"note": "Look at lead again."})
    row = code_of(result(report))
    form = results_form(report, given.GOOD, **{f"lod_{row}": "5"})
    form |= {f"{name}_{row}": value for name, value in changed.items()}
    answer = post(cast.tester, report, "enter", form)
    assert answer.status_code == 409
    assert "Propose a correction of it." in answer.content.decode()
    assert (result(report).value, result(report).lod) == ("<5", Decimal(5))


def test_a_limit_of_detection_is_shown_as_it_was_entered(cast, see):
    report = given.entered(cast, NOW, values={**given.GOOD, "Lead": {"value": "<10", "lod": Decimal(10)}})
    page = see(cast.tester, f"{report.get_absolute_url()}enter/").content.decode()
    assert f'name="lod_{code_of(result(report))}" value="10"' in page


def test_after_a_return_the_form_says_what_can_be_changed_and_by_what_way(cast, post, see):
    report = given.submitted(cast, NOW)
    post(cast.reviewer, report, "return", {"note": "Look at lead again."})
    page = see(cast.tester, f"{report.get_absolute_url()}enter/").content.decode()
    assert "Look at lead again." in page and "changed by a correction alone" in page
    assert f'href="/corrections/new/?report={report.number}"' in page
    row = code_of(result(report))
    locked = re.findall(rf'<(?:input|select)[^>]*name="(\w+)_{row}"[^>]*disabled', page)
    assert sorted(locked) == ["value", "verdict"]
    sent = {name: value for name, value in results_form(report, given.GOOD).items() if "value_" not in name}
    assert post(cast.tester, report, "enter", sent | {f"lod_{row}": "5"}).status_code == 302
    assert (result(report).value, result(report).lod) == ("<5", Decimal(5))


def test_what_was_empty_is_filled_in_after_a_return(cast, post):
    report = given.submitted(cast, NOW)
    post(cast.reviewer, report, "return", {"note": "State the limit of detection."})
    form = results_form(report, given.GOOD, **{f"lod_{code_of(result(report))}": "5"})
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
    signing.review(report, by=cast.reviewer, now=NOW)
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


def test_a_finding_names_all_grounds_on_which_it_was_judged(cast, post, monkeypatch):
    said = given.terms(NOW)
    grounds = "；".join([said["judgement_grounds"], *(f"GB {number}-2026" for number in range(100, 170))])
    monkeypatch.setattr(given, "terms", lambda now: {**said, "judgement_grounds": grounds})
    report = given.signed(cast, NOW)
    assert post(cast.signatory, report, "issue").status_code == 302
    assert len(grounds) > 120 and Finding.objects.get().standard == grounds


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
    assert (report.sample.state, report.entrustment.state) == ("tested", "analysing")


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


@pytest.mark.parametrize(
    ("limit", "value", "verdict", "printed"),
    [
        ("", "符合", "conforming", ""),
        ("无异味", "不符合", "non_conforming", "无异味"),
        ("不得检出", "未检出", "conforming", "不得检出"),
        ("不得检出", "0.01", "non_conforming", "不得检出"),
        ("< 90.0", "90", "non_conforming", "<90.0"),
    ],
)
def test_a_requirement_without_figures_is_met_or_not_in_a_known_word(
    cast, post, limit, value, verdict, printed
):
    given.items(cast)
    item = TestItem.objects.get(name="Lead")
    item.limit_text = limit
    item.save()
    report = given.begun(cast, NOW)
    post(cast.tester, report, "enter", results_form(report, {**given.GOOD, "Lead": value}))
    assert (result(report).verdict, report.paper(NOW.date())["results"][0]["limit_high"]) == (
        verdict,
        printed,
    )


def test_a_requirement_without_figures_takes_no_other_words(cast, post):
    given.items(cast)
    TestItem.objects.filter(name="Lead").update(limit_text="")
    report = given.begun(cast, NOW)
    answer = post(cast.tester, report, "enter", results_form(report, {**given.GOOD, "Lead": "rather nice"}))
    assert answer.status_code == 422 and "neither a number" in answer.content.decode()
