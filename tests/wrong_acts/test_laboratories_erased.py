"""Who above the laboratory reads what failed and was taken back, before the report goes on? (L)"""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from inspection.reports.actions import reports, signing, testing
from inspection.reports.models.edited import as_shown
from inspection.reports.models.reports import Report
from tests.conftest import NOW
from tests.disposal import given as disposal
from tests.inspection import given, given_again
from tests.photos import photographed
from trail.models import Event

WHY = "The flask was mixed up."
SAID = f"Tester had entered 900; Tester put 19 in its place: {WHY}"
# What was measured once more of the value that is taken back stays beside the other.
ANOTHER = {"repeat_said": "It is that of another portion."}
SEEN = {"noticed": "on"}


def body(answer):
    return answer.content.decode()


def over(report, value, cast, why=WHY, **row):
    """The tester enters another value of lead, having seen what stands there."""
    lead = given.result_of(report)
    rows = {lead.pk: {"value": value, "seen": as_shown(lead), "overrule": why, **ANOTHER, **row}}
    testing.enter(report, rows=rows, by=cast.tester, now=NOW)


@photographed
def taken_back(cast, now) -> Report:
    """A report, submitted, of which a failing value was taken back."""
    report = given.entered(cast, now, values={**given.GOOD, "Lead": "900"})
    over(report, "19", cast)
    signing.submit(report, by=cast.tester, now=now)
    return report


@photographed
def issued(cast, now) -> Report:
    return given_again.issued_knowingly(cast, now, taken_back(cast, now))


def test_l12_neither_reviewer_nor_signatory_goes_on_without_having_seen_it(cast, post, see):
    report = taken_back(cast, NOW)
    for actor, step in ((cast.reviewer, "review"), (cast.signatory, "sign")):
        form = body(see(actor, f"{report.get_absolute_url()}{step}/"))
        assert SAID in form and "checked" not in form[form.index("noticed") :][:200]
        answer = post(actor, report, step)
        assert answer.status_code == 422 and SAID in body(answer)
        assert post(actor, report, step, SEEN).status_code == 302
        assert SAID in Event.objects.of("record", report.pk).filter(verb=step).get().detail["note"]


@pytest.mark.parametrize("way", ["page", "list", "API"])
def test_l12_the_center_does_not_receive_it_before_it_has_seen_what_was_taken_back(
    cast, post, program, way, at_desk
):
    report = issued(cast, NOW)
    said = "A failing result of this report was taken back"
    with time_machine.travel(NOW, tick=False):
        if way == "page":
            answer = post(cast.compiler, report, "receive")
        elif way == "list":
            chosen = {"step": "receive", "number": [report.number]}
            answer = at_desk(cast.compiler).post(reverse("report-several"), chosen, follow=True)
        else:
            answer = program(cast.compiler).post(
                f"/api/v1/reports/{report.number}/receive/", {}, format="json"
            )
    report.refresh_from_db()
    assert said in body(answer) and report.state == "issued"


def test_l12_the_center_reads_item_values_who_and_why_where_it_says_that_it_saw_them(cast, post, see):
    report = issued(cast, NOW)
    assert SAID in body(see(cast.compiler, report.get_absolute_url())).split("Results</h")[0]
    form = body(see(cast.compiler, f"{report.get_absolute_url()}see_before/"))
    assert f"Lead: {SAID}" in form
    assert post(cast.compiler, report, "see_before").status_code == 422
    assert post(cast.compiler, report, "see_before", SEEN).status_code == 302
    assert post(cast.compiler, report, "receive").status_code == 302


def test_l12_a_failing_value_that_was_taken_back_and_voided_is_told_by_the_next_report(cast, post, see):
    first = given.begun(cast, NOW)
    given.enter_one(first, "900", cast.tester, NOW)
    over(first, "", cast)
    reports.void_report(first, by=cast.signatory, now=NOW, note="To be done again.")
    entrusted = first.entrustment.entrusted.get()
    second = reports.begin_report(entrusted=entrusted, retest_reason="Once more.", by=cast.tester, now=NOW)
    page = body(see(cast.reviewer, second.get_absolute_url()))
    assert f"Tester had entered 900; Tester put – in its place: {WHY}" in page


def test_l12_an_entry_of_a_colleague_that_did_not_fail_holds_up_nobody(cast, post):
    report = given.entered(cast, NOW)
    second = given.colleague("Second tester", cast.laboratory, "tester")
    lead = given.result_of(report)
    rows = {lead.pk: {"value": "20", "seen": as_shown(lead), "overrule": WHY}}
    testing.enter(report, rows=rows, by=second, now=NOW)
    assert given.result_of(report).overruled
    signing.submit(report, by=cast.tester, now=NOW)
    assert post(cast.reviewer, report, "review").status_code == 302


def received(report, cast, post):
    post(cast.compiler, report, "see_before", SEEN)
    assert post(cast.compiler, report, "receive").status_code == 302
    return report


def test_l12_who_approves_what_goes_out_reads_what_was_taken_back(cast, post, see):
    report = received(issued(cast, NOW), cast, post)
    compiled = disposal.submitted(cast, NOW, reports=[report])
    form = body(see(cast.leader, f"{compiled.get_absolute_url()}approve/"))
    assert (
        "Found and counts no more" in form
        and f"{report.number} {report.title}: taken back: Lead: {SAID}" in form
    )


@photographed
def in_part(cast, now) -> Report:
    """A report, received, of which an abnormality left lead out."""
    report = given.begun(cast, now)
    halted = given.halt(report.entrustment, cast, now, report.entrusted)
    given.decide(halted, "in_part", by=cast.organiser, now=now, left_out=["Lead"])
    report.refresh_from_db()
    lead = given.result_of(report)
    rows = given.rows(
        report, {**given.GOOD, "Lead": {"value": "", "verdict": lead.verdict, "reason": lead.reason}}
    )
    done = {"tested_from": now.date(), "tested_to": now.date(), "tested_at": "1 Test Road"}
    testing.enter(report, rows=rows, by=cast.tester, now=now, **done)
    given.raw_record(cast, now, report)
    signing.submit(report, by=cast.tester, now=now)
    signing.review(report, by=cast.reviewer, now=now)
    signing.sign(report, by=cast.signatory, now=now)
    reports.publish(report, by=cast.signatory, now=now)
    return report


def test_l12_who_approves_what_goes_out_reads_which_items_were_not_tested(cast, post, see):
    report = received(in_part(cast, NOW), cast, post)
    compiled = disposal.submitted(cast, NOW, reports=[report])
    form = body(see(cast.leader, f"{compiled.get_absolute_url()}approve/"))
    assert (
        "Tested in part" in form
        and f"{report.number} {report.title}: Lead (Not tested): Left out: AB" in form
    )


SUMMARIES = [
    ("共1批次，全部合格。", 422),
    ("抽查部分平台，全部合格。", 422),
    ("1批次部分项目未检，其余项目全部合格。", 302),
]


@pytest.mark.parametrize(("summary", "status"), SUMMARIES)
def test_c12_no_summary_says_that_all_conform_where_a_report_does_in_part(
    cast, post, at_desk, summary, status
):
    report = received(in_part(cast, NOW), cast, post)
    form = disposal.texts(NOW) | {"reports": [report], "summary": summary}
    with time_machine.travel(NOW, tick=False):
        answer = at_desk(cast.compiler).post(reverse("compilation-open"), form)
    assert answer.status_code == status
    if status == 422:
        said = "“全部合格”, but these reports conform only as far as they were tested"
        assert f"{said}: {report.number}" in body(answer)


def test_l12_the_page_of_a_decided_abnormality_still_says_what_had_been_entered(cast, see):
    report = given.begun(cast, NOW)
    given.enter_one(report, "900", cast.tester, NOW)
    over(report, "", cast)
    halted = given.halt(report.entrustment, cast, NOW, report.entrusted)
    said = f"Tester had entered 900; Tester put – in its place: {WHY}"
    assert said in body(see(cast.organiser, halted.get_absolute_url()))
    given.decide(halted, "in_part", by=cast.organiser, now=NOW, left_out=["Lead"])
    page = body(see(cast.organiser, halted.get_absolute_url()))
    assert said in page
