"""Does anybody confirm, sign or void a report without its values beside the form? (L)"""

from __future__ import annotations

import pytest

from inspection.reports.models.reports import Report
from inspection.reports.views import reports as views
from tests.conftest import NOW
from tests.inspection import given, given_again
from tests.inspection.walks import REASON

STEPS = [("review", "reviewer", given.submitted), ("sign", "signatory", given.reviewed)]


def body(answer):
    return answer.content.decode()


def row(form, item):
    """What a form says in the row of an item."""
    return form.split("Results by item")[1].split(f">{item}</td>")[1].split("</tr>")[0]


@pytest.mark.parametrize(("step", "who", "made"), STEPS)
def test_l15_who_confirms_or_signs_reads_every_value_though_none_fails(cast, post, see, step, who, made):
    report, actor = made(cast, NOW), getattr(cast, who)
    page = body(see(actor, report.get_absolute_url()))
    assert f'href="{report.get_absolute_url()}{step}/"' in page
    form = body(see(actor, f"{report.get_absolute_url()}{step}/"))
    lead = row(form, "Lead")
    assert "&lt;5" in lead and "≤ 90 mg/kg" in lead and "Conforming" in lead and "Small parts" in form
    assert f'href="{report.raw_records.get().attachment.get_absolute_url()}"' in form
    assert "hold them against the raw records above" in form and 'name="noticed"' not in form
    assert post(actor, report, step).status_code == 302


def test_l15_the_new_values_stand_beside_those_that_were_voided(cast, see):
    report = given_again.second_submitted(cast, NOW)
    form = body(see(cast.reviewer, f"{report.get_absolute_url()}review/"))
    assert "&lt;5" in row(form, "Lead") and "Lead: 91 (limit: ≤ 90 mg/kg)" in form
    assert f'href="{report.raw_records.get().attachment.get_absolute_url()}"' in form


def test_l15_of_very_many_items_what_fails_stands_first_and_a_link_leads_on(cast, see, monkeypatch):
    report = given.submitted(cast, NOW, values=given.BAD)
    monkeypatch.setattr(views, "SHOWN", 1)
    form = body(see(cast.reviewer, f"{report.get_absolute_url()}review/"))
    assert "91" in row(form, "Lead") and ">Small parts</td>" not in form
    link = f'<a href="{report.get_absolute_url()}">1 item more: read it on the page of the report</a>'
    assert link in form


@pytest.mark.parametrize("made", [given.entered, given.submitted, given.reviewed])
def test_l15_who_voids_a_report_reads_what_of_it_fails(cast, post, see, made):
    report = made(cast, NOW, values=given.BAD)
    form = body(see(cast.signatory, f"{report.get_absolute_url()}void/"))
    assert "What is voided" in form and "Lead: 91 (limit: ≤ 90 mg/kg)" in form
    assert "<dd>Non-conforming</dd>" in form and "Non-conforming" in row(form, "Lead")
    refused = post(cast.signatory, report, "void", {"note": ""})
    assert refused.status_code == 422 and "Lead: 91 (limit: ≤ 90 mg/kg)" in body(refused)
    assert post(cast.signatory, report, "void", REASON).status_code == 302


def test_l15_who_voids_a_report_that_conforms_reads_what_of_it_was_corrected(cast, see):
    report = given.submitted(cast, NOW, values=given.BAD)
    given.applied(cast, NOW, report, new_value="72")
    report = Report.objects.get(pk=report.pk)
    form = body(see(cast.signatory, f"{report.get_absolute_url()}void/"))
    assert "Lead · Measured value: 91 → 72 by correction RX" in form
