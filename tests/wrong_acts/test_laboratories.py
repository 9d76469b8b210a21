"""What could a dishonest or hasty laboratory do, and what keeps it from being done unseen? (L)"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from accounts.addresses import code_of
from accounts.models import StandIn
from catalogue.models import Finding, TestItem
from inspection.corrections.actions import corrections
from inspection.reports.models.tested_items import Result
from tests.conftest import NOW
from tests.disposal import given as disposal
from tests.documents.conftest import picture
from tests.inspection import given
from tests.inspection.walks import (
    HELD,
    REASON,
    abnormality_form,
    correction_form,
    decision_form,
    raw_form,
    results_form,
)
from tests.monitoring import given as monitoring
from tests.sampling import given as sampling

LEAD_900 = {**given.GOOD, "Lead": "900"}
BY_HAND = {"verdict": "conforming", "reason": "Looks fine to me.", "remark": "ok"}
DONE: dict[str, Any] = {"tested_from": "2026-11-25", "tested_to": "2026-11-25", "tested_at": "1 Test Road"}


def api(report, step: str) -> str:
    return f"/api/v1/reports/{report.number}/{step}/"


@pytest.mark.parametrize("way", ["page", "API"])
def test_l1_a_tester_cannot_call_lead_at_ten_times_the_limit_conforming(cast, post, program, way):
    report = given.begun(cast, NOW)
    lead = given.result_of(report)
    if way == "API":
        row = {"row": "Lead", "value": "900", **BY_HAND}
        with time_machine.travel(NOW, tick=False):
            answer = program(cast.tester).post(api(report, "enter"), {**DONE, "rows": [row]})
    else:
        by_hand = {f"{name}_{code_of(lead)}": text for name, text in BY_HAND.items()}
        answer = post(cast.tester, report, "enter", results_form(report, LEAD_900, **by_hand))
    assert answer.status_code == 409 and "the figures decide" in answer.content.decode()
    assert given.result_of(report).value == ""


def test_l1_nor_by_a_correction_of_the_report_that_says_so(cast, at_desk):
    report = given.issued(cast, NOW, values=given.BAD)
    place = {"place": f"verdict-{code_of(given.result_of(report))}", "new_value": "conforming"}
    with time_machine.travel(NOW, tick=False):
        answer = at_desk(cast.tester).post(reverse("correction-open"), correction_form(report, **place))
    assert answer.status_code == 409 and "the figures decide (91 &gt; 90)" in answer.content.decode()
    assert report.documents.count() == 1


def test_l1_nor_by_a_limit_of_detection_above_what_was_found(cast, post):
    """What may not be detected was found: 900, under a limit of detection of 1000."""
    given.items(cast)
    TestItem.objects.filter(name="Lead").update(limit_text="不得检出", limit_high=None)
    report = given.begun(cast, NOW)
    lead = given.result_of(report)
    by_hand = {"lod": "1000", "verdict": "conforming", "reason": "Below what we can detect."}
    row = {f"{name}_{code_of(lead)}": text for name, text in by_hand.items()}
    answer = post(cast.tester, report, "enter", results_form(report, LEAD_900, **row))
    assert answer.status_code == 422 and "lies below the limit of detection" in answer.content.decode()
    assert given.result_of(report).value == ""


@pytest.mark.parametrize(
    ("limit", "value"), [("≤ 0.10", "0.14"), ("≤ 1.00", "1.04"), ("≤ 7.0", "7.4"), ("≥ 10.0", "9.6")]
)
def test_l2_a_rounded_value_is_held_against_the_limit_with_its_zeros(cast, post, limit, value):
    given.items(cast)
    item = TestItem.objects.get(name="Lead")
    item.limit_text, item.comparison = limit, "rounded"
    item.save()
    report = given.begun(cast, NOW)
    post(cast.tester, report, "enter", results_form(report, {**given.GOOD, "Lead": value}))
    assert given.result_of(report).verdict == "non_conforming"
    bounds = report.paper(NOW.date())["results"][0]
    assert limit.split()[1] in (bounds["limit_low"], bounds["limit_high"])


@pytest.mark.parametrize(("limit", "value"), [("≤ 0.4", ">0.44"), ("≥ 0.6", "<0.56"), ("≤ 0.5", ">0.54")])
def test_l3_a_sign_decides_nothing_that_a_value_behind_it_contradicts(cast, post, limit, value):
    given.items(cast)
    item = TestItem.objects.get(name="Lead")
    item.limit_text, item.comparison = limit, "rounded"
    item.save()
    report = given.begun(cast, NOW)
    post(cast.tester, report, "enter", results_form(report, {**given.GOOD, "Lead": value}))
    assert (given.result_of(report).value, given.result_of(report).verdict) == (value, "")
    answer = post(cast.tester, report, "submit")
    assert answer.status_code == 409 and "Enter the result of Lead." in answer.content.decode()


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("abc", "neither a number"),
        ("3,7", "decimal point"),
        ("5 mL", "cannot be converted"),
        ("未检出", "limit of detection"),
        ("符合", "the limit is in figures"),
        ("0.12-0.15", "neither a number"),
        ("-3", "check the sign"),
    ],
)
@pytest.mark.parametrize("way", ["page", "API"])
def test_l4_what_is_no_value_of_the_item_is_refused_at_its_cell(cast, post, program, value, says, way):
    report = given.begun(cast, NOW)
    if way == "API":
        row = {"row": "Lead", "value": value}
        with time_machine.travel(NOW, tick=False):
            answer = program(cast.tester).post(api(report, "enter"), {**DONE, "rows": [row]})
        assert "rows[Lead].value" in answer.json()["errors"]
    else:
        answer = post(cast.tester, report, "enter", results_form(report, {**given.GOOD, "Lead": value}))
    assert answer.status_code == 422 and says in answer.content.decode().lower().replace("&#x27;", "'")
    assert given.result_of(report).value == ""


@pytest.mark.parametrize(
    ("value", "stored"), [("0.8 cm²", "80"), ("1e1", "10"), ("１２", "12"), ("0.5 g/kg", "0.5 g/kg")]
)
def test_l4_what_can_be_converted_is_shown_converted_beside_what_was_written(cast, post, see, value, stored):
    given.items(cast)
    TestItem.objects.filter(name="Lead").update(unit="mm²", limit_text="≥ 0.75")
    report = given.begun(cast, NOW)
    answer = post(cast.tester, report, "enter", results_form(report, {**given.GOOD, "Lead": value}))
    if stored == value:
        assert answer.status_code == 422
        return
    page = see(cast.reviewer, report.get_absolute_url()).content.decode()
    assert given.result_of(report).value == stored and f"written as {value}" in page


@pytest.mark.parametrize("way", ["page", "API"])
def test_l12_a_laboratory_leaves_no_item_untested_by_itself(cast, post, program, way):
    report = given.begun(cast, NOW)
    by_hand = {"value": "", "verdict": "not_tested", "reason": "Too little of it."}
    if way == "API":
        with time_machine.travel(NOW, tick=False):
            rows = [{"row": "Lead", **by_hand}]
            answer = program(cast.tester).post(api(report, "enter"), {**DONE, "rows": rows})
    else:
        row = {f"{name}_{code_of(given.result_of(report))}": text for name, text in by_hand.items()}
        answer = post(cast.tester, report, "enter", results_form(report, {**given.GOOD, "Lead": ""}, **row))
    assert answer.status_code == 422 and "report an abnormality" in answer.content.decode()
    assert given.result_of(report).verdict == ""


def test_l12_nor_is_a_report_submitted_that_did_so_before(cast, post):
    report = given.begun(cast, NOW)
    given.enter_one(report, "0", cast.tester, NOW, name="Small parts")
    report.results.filter(name="Lead").update(verdict="not_tested", reason="Too little of it.")
    answer = post(cast.tester, report, "submit")
    assert answer.status_code == 409 and "Lead: The commission asks for this item" in answer.content.decode()


def test_l12_a_conclusion_names_the_item_that_was_not_tested(cast, post, see):
    report = given.begun(cast, NOW)
    halted = given.halt(report.entrustment, cast, NOW, report.entrusted)
    given.decide(halted, "in_part", by=cast.organiser, now=NOW, left_out=["Lead"])
    report.refresh_from_db()
    form = results_form(report, {**given.GOOD, "Lead": ""})
    lead = given.result_of(report)
    form |= {f"verdict_{code_of(lead)}": lead.verdict, f"reason_{code_of(lead)}": lead.reason}
    assert post(cast.tester, report, "enter", form).status_code == 302
    post(cast.tester, report, "record", raw_form(report))
    for actor, step in ((cast.tester, "submit"), (cast.reviewer, "review"), (cast.signatory, "sign")):
        assert post(actor, report, step).status_code == 302
    said = "This conclusion does not cover: Lead (not tested or not judged)."
    reason = f"Left out: {halted.number}"
    for viewer in (cast.reviewer, cast.signatory):
        page = see(viewer, report.get_absolute_url()).content.decode()
        assert said in page and "Conforming as far as tested" in page
        assert f"Lead (Not tested): {reason}" in page
    assert post(cast.signatory, report, "issue").status_code == 302
    content = report.documents.get().content
    assert said in content["conclusion"] and reason in str(content["results"])
    page = see(cast.compiler, report.get_absolute_url()).content.decode()
    assert said in page and f"by hand: {reason}" in page
    listed = see(cast.compiler, reverse("report-list")).content.decode()
    assert '<span class="wj-badge wj-amber">Conforming as far as tested</span>' in listed
    assert Finding.objects.get(sample=report.sample.number).verdict == report.sample.verdict() == "in_part"


def lacks_a_raw_record(report, cast) -> None:
    """One more item was tested of which nothing was written down."""
    item = monitoring.test_item(cast, "Cadmium", unit="mg/kg", limit_text="≤ 75")
    Result.objects.create(
        report=report,
        item=item,
        position=3,
        name=item.name,
        value="1",
        judged="conforming",
        verdict="conforming",
    )


def stand_in(absent, substitute) -> None:
    """Today somebody sits in the chair of an absent colleague."""
    StandIn.objects.create(
        organisation=absent.organisation,
        absent=absent.user,
        substitute=substitute.user,
        roles=sorted(absent.roles),
        first=NOW.date(),
        last=NOW.date(),
    )


def test_l5_a_report_is_not_submitted_until_each_item_has_a_raw_record(cast, post):
    report = given.begun(cast, NOW)
    post(cast.tester, report, "enter", results_form(report, given.GOOD))
    answer = post(cast.tester, report, "submit")
    assert answer.status_code == 409 and "Add the raw record of Lead." in answer.content.decode()
    lead = given.result_of(report)
    assert post(cast.tester, report, "record", raw_form(report, results=[])).status_code == 422
    post(cast.tester, report, "record", raw_form(report, results=[lead]))
    page = post(cast.tester, report, "submit").content.decode()
    assert "Add the raw record of Small parts." in page and "Add the raw record of Lead." not in page
    assert report.state == "entering"


@pytest.mark.parametrize(("state", "step"), [("reviewed", "sign"), ("signed", "issue")])
def test_l5_a_report_is_neither_signed_nor_issued_without_the_raw_record_of_an_item(cast, post, state, step):
    report = getattr(given, state)(cast, NOW)
    lacks_a_raw_record(report, cast)
    answer = post(cast.signatory, report, step)
    assert answer.status_code == 409 and "Add the raw record of Cadmium." in answer.content.decode()
    assert (report.state, report.documents.count()) == (state, 0)


def test_l5_the_raw_record_of_another_report_covers_nothing(cast, post):
    other, report = given.entered(cast, NOW), given.begun(cast, NOW)
    form = raw_form(report, results=list(other.results.all()))
    assert post(cast.tester, report, "record", form).status_code == 422
    assert not report.raw_records.exists()


def test_l7_one_broken_sample_among_five_destroys_neither_its_sisters_nor_their_signed_reports(cast, post):
    entrustment = given.in_progress(cast, NOW, samples=sampling.stored_samples(cast, NOW, 5))
    signed = given.signed(cast, NOW, values=given.BAD, entrustment=entrustment)
    begun = given.entered(cast, NOW, entrustment=entrustment)
    broken = entrustment.waiting().filter(report=None)[0]
    form = abnormality_form(entrustment, cast) | {"samples": [broken]}
    assert post(cast.tester, entrustment, "report_abnormality", form).status_code == 302
    abnormality = entrustment.abnormalities.get()
    assert post(cast.signatory, signed, "issue").status_code == 302
    post(cast.organiser, abnormality, "decide", decision_form(abnormality, cast, "replace"))
    assert post(cast.tester, begun, "submit").status_code == 302
    entrustment.refresh_from_db()
    assert (signed.state, begun.state, entrustment.state) == ("issued", "submitted", "in_progress")
    states = sorted(each.sample.state for each in entrustment.entrusted.select_related("sample"))
    assert states == ["in_test", "in_test", "in_test", "invalid", "tested"]


def test_l7_ending_a_commission_voids_no_signed_report(cast, post):
    entrustment = given.in_progress(cast, NOW, samples=sampling.stored_samples(cast, NOW))
    report = given.signed(cast, NOW, values=given.BAD, entrustment=entrustment)
    assert post(cast.leader, entrustment, "void", {"note": "Unwelcome."}).status_code == 409
    assert post(cast.organiser, entrustment, "cancel", {"note": "Unwelcome."}).status_code == 302
    report.refresh_from_db()
    assert report.state == "signed" and post(cast.signatory, report, "issue").status_code == 302


def test_l6_a_tester_does_not_sign_their_own_test_in_the_chair_of_an_absent_signatory(cast, post):
    report = given.reviewed(cast, NOW)
    stand_in(cast.signatory, cast.tester)
    answer = post(cast.tester, report, "sign")
    assert answer.status_code == 409 and "somebody else must do this" in answer.content.decode()
    assert (report.state, report.signatory) == ("reviewed", None)


def test_l6_nor_do_they_approve_the_correction_of_their_own_test(cast, post):
    report = given.entered(cast, NOW)
    other = given.colleague("Other tester", cast.laboratory, "tester")
    post(other, report, "submit")
    place: Any = {"result": given.result_of(report), "entry": "value", "new_value": "91"}
    place |= {"file": picture(), "taken_on": NOW.date()}
    correction = corrections.propose(report=report, reason="A digit.", by=cast.reviewer, now=NOW, **place)
    post(other, correction, "confirm")
    post(cast.reviewer, correction, "review", HELD)
    stand_in(cast.signatory, given.may_sign(cast, cast.tester))
    answer = post(cast.tester, correction, "approve", HELD)
    assert answer.status_code == 409 and "tested this sample" in answer.content.decode()
    assert (correction.state, given.result_of(report).value) == ("reviewed", "<5")


def test_l6_an_amended_report_names_no_reviewer_who_never_saw_it(cast, post):
    report = given.issued(cast, NOW)
    correction = given.confirmed(cast, NOW, report)
    assert post(cast.signatory, correction, "pass_on", HELD).status_code == 409
    other = given.colleague("Second reviewer", cast.laboratory, "reviewer")
    assert post(other, correction, "review", HELD).status_code == 302
    assert post(cast.signatory, correction, "pass_on", HELD).status_code == 302
    assert post(cast.leader, correction, "accept", REASON).status_code == 302
    first, second = (paper.content["reviewer"] for paper in report.documents.order_by("id"))
    assert (first, second) == (str(cast.reviewer.user), str(other.user))


def test_l6_what_is_corrected_after_its_review_is_issued_under_who_confirmed_it_so(cast, post):
    report = given.reviewed(cast, NOW)
    correction = given.confirmed(cast, NOW, report)
    other = given.colleague("Second reviewer", cast.laboratory, "reviewer")
    post(other, correction, "review", HELD)
    approver = given.may_sign(cast, given.colleague("Second signatory", cast.laboratory, "signatory"))
    post(approver, correction, "approve", HELD)
    report.refresh_from_db()
    assert (report.reviewer, report.signatory) == (other.user, None)


@pytest.mark.parametrize(
    "confirmed", [(), ("confirm",), ("confirm", "review"), ("confirm", "review", "pass_on")]
)
def test_l10_an_issued_report_changes_only_with_every_confirmation(cast, post, confirmed):
    report = given.issued(cast, NOW)
    correction = given.proposed(cast, NOW, report, result=None, entry="producer", new_value="Another Works")
    for step in confirmed:
        by = {"confirm": cast.tester, "review": cast.reviewer, "pass_on": cast.signatory}
        post(by[step], correction, step)
    assert post(cast.signatory, correction, "approve", HELD).status_code == 409
    done = post(cast.leader, correction, "accept", REASON).status_code == 302
    report.refresh_from_db()
    assert done == (len(confirmed) == 3) == (report.producer == "Another Works")


def test_l10_a_wrong_product_producer_or_date_is_amended_and_both_versions_stay(cast, post, see):
    report = given.issued(cast, NOW)
    before = report.documents.get().content
    changes = {"product": "Soft bear", "producer": "Another Works", "sampled_on": "2026-11-20"}
    for entry, value in changes.items():
        given.applied(cast, NOW, report, result=None, entry=entry, new_value=value)
    last = report.documents.latest("id")
    assert [str(last.content[name]) for name in changes] == list(changes.values())
    assert (
        last.version == 4
        and last.supersedes
        and f"Producer: {before['producer']}" not in last.content["amendment"]
    )
    assert report.documents.order_by("id")[0].content == before
    finding = Finding.objects.get()
    assert (finding.product, finding.producer, str(finding.on)) == tuple(changes.values())


def test_l10_what_was_built_on_a_report_says_that_it_was_amended_since(cast, see):
    compilation = disposal.drafted(cast, NOW)
    report = compilation.reports.get()
    later = NOW + timedelta(hours=1)
    given.applied(cast, later, report, result=None, entry="producer", new_value="Another Works")
    page = see(cast.compiler, compilation.get_absolute_url()).content.decode()
    assert f"Test report {report.number} was amended on 2026-11-25" in page
