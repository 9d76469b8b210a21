"""Does a correction turn a verdict, and nobody held it against what was written down? (L)"""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse

from tests.conftest import NOW
from tests.disposal import given as disposal
from tests.inspection import given
from tests.inspection.walks import HELD, REASON
from trail.models import Event

TURN = "Non-conforming → Conforming"


def body(answer):
    return answer.content.decode()


def turning(cast, step):
    """A correction by which a final report that failed would conform, before a step."""
    made = given.confirmed if step == "review" else given.seconded
    build = given.submitted if step == "approve" else given.final
    return made(cast, NOW, build(cast, NOW, values=given.BAD), new_value="72")


@pytest.mark.parametrize(
    ("step", "who"), [("review", "reviewer"), ("approve", "signatory"), ("pass_on", "signatory")]
)
def test_l13_no_verdict_turns_before_somebody_held_it_against_the_raw_records(cast, post, see, step, who):
    correction, actor = turning(cast, step), getattr(cast, who)
    form = body(see(actor, f"{correction.get_absolute_url()}{step}/"))
    assert "91 → 72; limit: ≤ 90 mg/kg" in form and TURN in form
    assert "checked" not in form[form.index('name="held"') :][:200]
    refused = post(actor, correction, step)
    assert refused.status_code == 422 and "Tick this" in body(refused) and TURN in body(refused)
    assert post(actor, correction, step, HELD).status_code == 302
    assert TURN in Event.objects.of("record", correction.pk).filter(verb=step).get().detail["note"]


@pytest.mark.parametrize(
    ("step", "who"),
    [("review", "reviewer"), ("pass_on", "signatory"), ("accept", "leader"), ("refuse", "leader")],
)
def test_l13_old_and_new_raw_record_stand_beside_the_form_of_whoever_decides(cast, see, step, who):
    correction = given.passed_on(cast, NOW, given.final(cast, NOW, values=given.BAD), new_value="72") if (
        who == "leader"
    ) else turning(cast, step)  # fmt: skip
    form = body(see(getattr(cast, who), f"{correction.get_absolute_url()}{step}/"))
    old, new = correction.report.raw_records.get().attachment, correction.new_file
    assert new and "≤ 90 mg/kg" in form
    for file in (old, new):
        assert f'href="{file.get_absolute_url()}"' in form


def test_l13_where_no_verdict_turns_confirming_stays_a_single_button_and_passing_on_is_read(cast, post, see):
    correction = given.confirmed(cast, NOW, given.final(cast, NOW, values=given.BAD), new_value="95")
    for actor, step, way in ((cast.reviewer, "review", "action"), (cast.signatory, "pass_on", "href")):
        page = body(see(actor, correction.get_absolute_url()))
        assert f'{way}="{correction.get_absolute_url()}{step}/"' in page
        assert post(actor, correction, step).status_code == 302


def test_l13_who_signed_the_report_alone_is_not_told_that_they_took_a_step_of_its_correction(cast, post):
    report = given.final(cast, NOW, values=given.BAD)
    correction = given.confirmed(cast, NOW, report, new_value="72")
    refused = post(cast.signatory, correction, "void", REASON)
    assert refused.status_code == 409
    assert f"You had a hand in {report.number}, on which this rests" in body(refused)
    assert "You took an earlier step" not in body(refused)


def test_l13_the_page_changes_no_letter_of_what_somebody_named(cast, see):
    report = given.submitted(cast, NOW)
    assert f'<h1 class="wj-named">{report.title}' in body(see(cast.reviewer, report.get_absolute_url()))
    style = Path("static/wangjian.css").read_text()
    [changing] = [line for line in style.splitlines() if "uppercase" in line]
    assert changing.startswith(":lang(en)") and "h1:not(.wj-named)" in changing


UNDER_WAY = "is under way at the laboratory since 2026-11-25"


@pytest.mark.parametrize("made", ["proposed", "confirmed", "seconded"])
def test_l13_the_center_takes_no_report_further_unaware_that_the_laboratory_corrects_it(cast, see, made):
    report = given.delivered(cast, NOW, values=given.BAD)
    correction = getattr(given, made)(cast, NOW, report, new_value="72")
    page = body(see(cast.compiler, report.get_absolute_url()))
    assert f"{report.number} {UNDER_WAY}" in page
    assert "91 → 72" not in page and correction.reason not in page
    form = body(see(cast.compiler, reverse("compilation-open")))
    assert "a correction of it is under way at the laboratory" in form


def test_l13_the_leader_approves_no_compiled_report_unaware_that_one_of_its_reports_is_corrected(
    cast, post, see
):
    compiled = disposal.submitted(cast, NOW)
    given.seconded(cast, NOW, compiled.reports.get(), new_value="72")
    refused = post(cast.leader, compiled, "approve")
    assert refused.status_code == 409 and "These corrections are not decided yet" in body(refused)
    assert UNDER_WAY in body(see(cast.leader, compiled.get_absolute_url()))


def test_l13_neither_platform_nor_regulator_hears_of_what_the_laboratory_has_not_agreed_on(cast, see):
    found = disposal.disposal(cast, NOW)
    given.seconded(cast, NOW, found.items.get().report, new_value="72")
    assert UNDER_WAY in body(see(cast.compiler, found.get_absolute_url()))
    for reader in (cast.quality_officer, cast.case_officer):
        assert "is under way at the laboratory" not in body(see(reader, found.get_absolute_url()))


@pytest.mark.parametrize(
    ("made", "says"),
    [
        ("seconded", "a correction of it is under way at the laboratory"),
        ("passed_on", "a correction of it waits for the center&#39;s decision"),
    ],
)
def test_l13_lists_say_that_a_correction_is_not_decided_on_to_whom_it_concerns(cast, see, made, says):
    report, other = (given.delivered(cast, NOW, values=given.BAD) for _each in "12")
    correction = getattr(given, made)(cast, NOW, report, new_value="72")
    for url, verdict in ((reverse("report-list"), ""), (reverse("home"), " · Non-conforming")):
        page = body(see(cast.compiler, url))
        assert f"{report.number}{verdict} · {says}" in page and page.count(says) == 1, url
        assert other.number in page, url
    told = says in body(see(cast.case_officer, reverse("report-list")))
    assert told == (correction.state == "before_center")
