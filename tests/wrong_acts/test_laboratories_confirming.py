"""What do reviewer, signatory and center read before they put their name to a report? (L)"""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.addresses import code_of
from inspection.reports.actions import testing
from inspection.reports.models.edited import as_shown
from tests.conftest import NOW
from tests.inspection import given, given_again
from tests.inspection.walks import results_form

LATER = NOW + timedelta(hours=1)
VOIDED = "Non-conforming (Lead: 91 (limit: ≤ 90 mg/kg)). Voided: To be done again."
# What was measured once more of the value that is taken back stays beside the other.
ANOTHER = {"repeat_said": "It is that of another portion."}
SEEN = {"noticed": "on"}
STEPS = [("review", "reviewer", given.submitted), ("sign", "signatory", given.reviewed)]


def body(answer):
    return answer.content.decode()


def test_l12_nobody_confirms_or_signs_unaware_that_an_earlier_report_failed_and_was_voided(cast, post, see):
    report = given_again.second_submitted(cast, NOW)
    for actor, step in ((cast.reviewer, "review"), (cast.signatory, "sign")):
        form = body(see(actor, f"{report.get_absolute_url()}{step}/"))
        assert VOIDED in form and report.predecessors[0].number in form and "The sieve was clogged." in form
        refused = post(actor, report, step)
        assert refused.status_code == 422 and "Tick this" in body(refused) and VOIDED in body(refused)
        assert post(actor, report, step, SEEN).status_code == 302


@pytest.mark.parametrize(("step", "who", "made"), STEPS)
def test_l12_no_form_says_that_nothing_was_taken_back(cast, see, step, who, made):
    report = made(cast, NOW, values=given.BAD)
    form = body(see(getattr(cast, who), f"{report.get_absolute_url()}{step}/"))
    assert "taken back" not in form and 'name="noticed"' not in form


@pytest.mark.parametrize(("step", "who", "made"), STEPS)
def test_l12_what_fails_stands_with_its_limit_and_raw_record_beside_confirming_and_signing(
    cast, post, see, step, who, made
):
    report = made(cast, NOW, values=given.BAD)
    actor = getattr(cast, who)
    assert f'href="{report.get_absolute_url()}{step}/"' in body(see(actor, report.get_absolute_url()))
    form = body(see(actor, f"{report.get_absolute_url()}{step}/"))
    assert "Lead: 91 (limit: ≤ 90 mg/kg)" in form and report.conclusion in form
    assert f'href="{report.raw_records.get().attachment.get_absolute_url()}"' in form
    assert post(actor, report, step).status_code == 302


def over(report, cast, now, value="19"):
    """The tester puts another value of lead in the place of what failed."""
    lead = given.result_of(report)
    rows = {
        lead.pk: {"value": value, "seen": as_shown(lead), "overrule": "The flask was mixed up.", **ANOTHER}
    }
    testing.enter(report, rows=rows, by=cast.tester, now=now)


def test_l12_a_failing_value_does_not_yield_to_one_of_which_there_is_no_raw_record_since(cast, post, see):
    report = given.entered(cast, NOW, values=given.BAD)
    over(report, cast, LATER)
    refused = post(cast.tester, report, "submit")
    assert refused.status_code == 409 and "add a raw record of the value that stands now" in body(refused)
    assert "those entered so far are older" in body(see(cast.tester, report.get_absolute_url()))
    given.raw_record(cast, LATER, report, "Lead")
    assert post(cast.tester, report, "submit").status_code == 302


def test_l12_who_confirms_reads_limit_verdicts_and_both_raw_records_of_what_was_taken_back(cast, post, see):
    report = given.entered(cast, NOW, values=given.BAD)
    over(report, cast, LATER)
    given.raw_record(cast, LATER, report, "Lead")
    assert post(cast.tester, report, "submit").status_code == 302
    form = body(see(cast.reviewer, f"{report.get_absolute_url()}review/"))
    assert "(limit: ≤ 90 mg/kg; before: non-conforming, now: Conforming)" in form
    for raw in report.raw_records.all():
        assert f'href="{raw.attachment.get_absolute_url()}"' in form


def test_l12_what_was_entered_after_the_failing_value_was_emptied_may_be_recorded_before_it(cast, post):
    report = given.entered(cast, NOW, values=given.BAD)
    over(report, cast, NOW, value="")
    given.raw_record(cast, LATER, report, "Lead")
    given.enter_one(report, "19", cast.tester, LATER + timedelta(hours=1))
    assert post(cast.tester, report, "submit").status_code == 302


def in_bulk(cast, at_desk, report):
    chosen = {"step": "receive", "number": [report.number]}
    with time_machine.travel(NOW, tick=False):
        return body(at_desk(cast.compiler).post(reverse("report-several"), chosen, follow=True))


def test_l12_the_list_marks_a_report_before_which_one_was_voided_and_the_refusal_leads_to_it(cast, at_desk):
    report, other = given_again.second_issued(cast, NOW), given.issued(cast, NOW)
    page = in_bulk(cast, at_desk, report)
    assert f'<a href="{report.get_absolute_url()}">{report.number}</a>: Results on this sample' in page
    assert "open the report, read them under" in page and "read them above" not in page
    assert f"{report.number} · found and counts no more: read it" in page
    assert f"{other.number} · found" not in page


def test_l12_the_list_marks_a_report_of_which_a_failing_value_was_taken_back(cast, post, see):
    report = given.entered(cast, NOW, values=given.BAD)
    over(report, cast, NOW)
    post(cast.tester, report, "submit")
    page = body(see(cast.reviewer, reverse("report-list")))
    assert f"{report.number} · found and counts no more: read it" in page


def test_l1_the_reason_that_is_demanded_for_an_overwritten_entry_is_not_called_optional(cast, post):
    report = given.entered(cast, NOW, values=given.BAD)
    form = results_form(report, given.GOOD) | {
        f"seen_{code_of(row)}": as_shown(row) for row in report.results.all()
    }
    page = body(post(cast.tester, report, "enter", form))
    label = page.split("Why the entry is overwritten<")[1].split("</label>")[0]
    assert "mandatory where" in label and "optional" not in label
