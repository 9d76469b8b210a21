"""How could a laboratory turn what it found into something else, and who would know? (L)"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.models import Notification
from casework.work.notifications import happened
from inspection.commissions.models.commissions import EntrustedSample
from inspection.corrections.models.corrections import Correction
from inspection.reports.models.reports import Report
from tests.conftest import NOW
from tests.disposal import given as disposal
from tests.disposal import given_notices
from tests.inspection import given, given_again
from tests.inspection.walks import HELD, REASON, correction_form, raw_form, results_form
from trail.models import Event

LATER = NOW + timedelta(hours=1)
TURN = "Non-conforming → Conforming"


def body(answer):
    return answer.content.decode()


def redone(cast, at_desk, report, **form):
    """What a tester is answered who begins another report on the sample of a voided one."""
    entrusted = EntrustedSample.objects.get(sample=report.sample)
    with time_machine.travel(NOW, tick=False):
        return at_desk(cast.tester).post(reverse("report-open"), {"entrusted": entrusted, **form})


def test_f6_a_sample_is_not_tested_again_without_a_reason_and_the_center_hears_of_it(cast, post, at_desk):
    first = given.reviewed(cast, NOW, values=given.BAD)
    assert post(cast.signatory, first, "void", {"note": "重做"}).status_code == 302
    told = Notification.objects.filter(record_id=first.pk, organisation=cast.center, event__verb="void")
    assert told.exists()
    refused = redone(cast, at_desk, first)
    assert refused.status_code == 409 and "say why it is tested again" in body(refused)
    assert redone(cast, at_desk, first, retest_reason="The sieve was clogged.").status_code == 302
    assert Report.objects.latest("pk").retest_reason == "The sieve was clogged."


@pytest.mark.parametrize("way", ["page", "API"])
def test_f6_the_second_report_names_the_failure_that_was_voided(cast, see, program, way):
    report = given_again.second_issued(cast, NOW)
    for viewer in (cast.reviewer, cast.signatory, cast.compiler) if way == "page" else (cast.compiler,):
        if way == "page":
            shown = body(see(viewer, report.get_absolute_url()))
        else:
            with time_machine.travel(NOW, tick=False):
                shown = body(program(viewer).get(f"/api/v1/reports/{report.number}/"))
        assert "Non-conforming (Lead: 91 (limit: ≤ 90 mg/kg)). Voided: To be done again." in shown
        assert "The sieve was clogged." in shown


def test_f6_the_center_receives_it_only_when_it_has_seen_that(cast, post):
    report = given_again.second_issued(cast, NOW)
    refused = post(cast.compiler, report, "receive")
    assert refused.status_code == 409 and "voided before" in body(refused)
    assert post(cast.compiler, report, "see_before").status_code == 422
    assert post(cast.compiler, report, "see_before", {"noticed": "on"}).status_code == 302
    assert post(cast.compiler, report, "receive").status_code == 302


@pytest.mark.parametrize("state", ["issued", "delivered", "final"])
def test_f6_an_issued_report_is_neither_voided_nor_offered_to_be(cast, post, see, state):
    report = getattr(given, state)(cast, NOW, values=given.BAD)
    page = body(see(cast.signatory, report.get_absolute_url()))
    assert f"{report.get_absolute_url()}void/" not in page
    assert post(cast.signatory, report, "void", REASON).status_code in (403, 404, 409)
    assert report.state == state


@pytest.mark.parametrize(
    ("day", "says"), [("2026-11-24", "received on 2026-11-25"), ("2026-11-26", "future")]
)
@pytest.mark.parametrize("way", ["page", "API"])
def test_f6_a_raw_record_is_of_no_day_on_which_the_sample_was_not_there(cast, post, program, day, says, way):
    report = given.begun(cast, NOW)
    if way == "page":
        answer = post(cast.tester, report, "record", raw_form(report, taken_on=day))
    else:
        form = {**raw_form(report, taken_on=day), "results": [r.name for r in report.results.all()]}
        with time_machine.travel(NOW, tick=False):
            answer = program(cast.tester).post(
                f"/api/v1/reports/{report.number}/record/", form, format="multipart"
            )
    assert answer.status_code == 422 and says in body(answer)
    assert not report.raw_records.exists()


def test_f7_a_measured_value_is_not_corrected_without_a_raw_record(cast, at_desk):
    report = given.final(cast, NOW, values=given.BAD)
    form = correction_form(report, new_value="80", file="", taken_on="")
    with time_machine.travel(NOW, tick=False):
        url = f"{reverse('correction-open')}?report={report.number}"
        answer = at_desk(cast.tester).post(url, form)
    assert answer.status_code == 422 and "Attach the raw record of the new value." in body(answer)
    assert not Correction.objects.exists()


def test_f7_the_page_of_a_correction_says_which_verdicts_turn_and_what_rests_on_them(cast, see):
    report = disposal.sent(cast, NOW).reports.get()
    correction = given.passed_on(cast, LATER, report, new_value="80")
    for viewer in (cast.signatory, cast.compiler):
        page = body(see(viewer, correction.get_absolute_url()))
        assert (
            page.split("What happened")[0].count(TURN) == 2
            and "the items tested meet the requirements" in page
        )
    assert "what rests on it" in page and report.compilations.get().number in page


def test_f7_a_final_report_does_not_turn_before_the_center_has_decided(cast, post):
    report = given.final(cast, NOW, values=given.BAD)
    correction = given.seconded(cast, NOW, report, new_value="80")
    assert post(cast.signatory, correction, "approve", HELD).status_code == 409
    assert post(cast.signatory, correction, "pass_on", HELD).status_code == 302
    report.refresh_from_db()
    assert (report.outcome, report.documents.count()) == ("non_conforming", 1)
    assert correction.deadlines.running().get().term == "W-21" and correction.holder == cast.center
    assert Notification.objects.filter(record_id=correction.pk, user=cast.leader.user).exists()
    assert post(cast.leader, correction, "refuse", REASON).status_code == 302
    assert given.result_of(report).value == "91"


@pytest.fixture
def turned(cast):
    """A failing report, sent on to everybody, that the center let turn; and the case that rests on it."""
    case = disposal.case_at("sign_filing", cast, NOW)
    given.applied(cast, LATER, case.report, new_value="80")
    return case


def test_f7_everybody_who_has_what_rests_on_it_is_told_and_reads_both_verdicts(cast, turned, see):
    found = turned.compilation.disposals.get()
    readers = {cast.county: (turned, cast.county_officer), cast.platform: (found, cast.quality_officer)}
    for home, (record, viewer) in readers.items():
        told = Notification.objects.filter(record_id=record.pk, organisation=home, at=LATER)
        assert "What this rests on has changed" in {happened(note) for note in told}, home
        page = body(see(viewer, record.get_absolute_url()))
        assert f"was changed on 2026-11-25: {TURN}" in page, home


def test_f7_the_page_of_the_firm_shows_both_verdicts(cast, see):
    notice = given_notices.served(cast, NOW)
    given.applied(cast, LATER, notice.report, new_value="80")
    page = body(see(cast.compiler, notice.get_absolute_url()))
    assert f"was changed on 2026-11-25: {TURN}" in page


def test_f7_no_case_is_filed_on_a_report_that_has_turned(cast, turned, at_desk):
    with time_machine.travel(LATER, tick=False):
        answer = disposal.press(at_desk(cast.county_head), turned, "file", disposal.STEPS["file"](NOW.date()))
    turned.refresh_from_db()
    assert answer.status_code == 409 and "The report it rests on has turned" in body(answer)
    assert (turned.state, turned.filed_on) == ("shaken", None)


def test_f7_the_analysis_of_a_report_that_turned_is_called_older(cast, see):
    report = given.final(cast, NOW, values=given.BAD)
    Report.objects.filter(pk=report.pk).update(analysis="Below the standard.")
    given.applied(cast, LATER, report, new_value="80")
    page = body(see(cast.compiler, report.get_absolute_url()))
    assert f"{TURN} by correction" in page and "The analysis was written before that." in page


def test_f25_testing_is_not_finished_while_the_sample_waits_for_a_decision(cast, post, see):
    entrustment = given.suspended(cast, NOW)
    sample = entrustment.entrusted.get().sample
    refused = post(cast.tester, sample, "finish")
    assert refused.status_code == 409 and "not decided on" in body(refused)
    assert sample.state == "in_test"


def test_f19_a_changed_day_of_testing_stands_in_the_log(cast, post):
    report = given.entered(cast, NOW)
    Report.objects.filter(pk=report.pk).update(tested_from="2026-11-20", tested_to="2026-11-20")
    post(cast.tester, report, "enter", results_form(report, given.GOOD))
    event = Event.objects.of("record", report.pk).filter(verb="enter").latest("id")
    assert "testing ended on: 2026-11-20 → 2026-11-25" in event.detail["note"]


@pytest.mark.parametrize(("actor", "step"), [("tester", "submit"), ("signatory", "sign")])
def test_f19_days_of_testing_agree_with_the_raw_records(cast, post, actor, step):
    begun: dict[str, Callable[..., Report]] = {"submit": given.entered, "sign": given.reviewed}
    report = begun[step](cast, NOW)
    Report.objects.filter(pk=report.pk).update(tested_from="2026-11-20", tested_to="2026-11-20")
    answer = post(getattr(cast, actor), report, step)
    assert answer.status_code == 409 and "2026-11-20 to 2026-11-20: correct the days" in body(answer)
