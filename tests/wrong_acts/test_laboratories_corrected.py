"""A failing value was corrected away: does anybody go on with the report without having read it? (L)"""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from inspection.reports.models.reports import Report
from tests.conftest import NOW
from tests.disposal import given as disposal
from tests.inspection import given, given_again
from tests.photos import photographed
from trail.models import Event

LATER = NOW + timedelta(hours=1)
SEEN = {"noticed": "on"}
MARK = "found and counts no more: read it"
CHANGE = "Lead · Measured value: 91 → 72 by correction RX"
LIMIT = "A digit was dropped in copying. (limit: ≤ 90 mg/kg; before: non-conforming, now: Conforming)"


def body(answer):
    return answer.content.decode()


@photographed
def within(cast, now) -> Report:
    """A report, submitted, whose failing value the laboratory corrected by itself."""
    report = given.submitted(cast, now, values=given.BAD)
    given.applied(cast, now, report, new_value="72")
    return Report.objects.get(pk=report.pk)


@photographed
def within_issued(cast, now) -> Report:
    return given_again.issued_knowingly(cast, now, within(cast, now))


@photographed
def amended(cast, now) -> Report:
    """A report, issued, whose failing value was corrected by the leader's decision."""
    report = given.issued(cast, now, values=given.BAD)
    given.applied(cast, now, report, new_value="72")
    return Report.objects.get(pk=report.pk)


ISSUED = pytest.mark.parametrize("made", [within_issued, amended])


def test_l14_neither_reviewer_nor_signatory_goes_on_without_having_seen_it(cast, post, see):
    report = within(cast, NOW)
    for actor, step in ((cast.reviewer, "review"), (cast.signatory, "sign")):
        form = body(see(actor, f"{report.get_absolute_url()}{step}/"))
        assert CHANGE in form and LIMIT in form
        assert "checked" not in form[form.index("noticed") :][:200]
        refused = post(actor, report, step)
        assert refused.status_code == 422 and CHANGE in body(refused)
        assert post(actor, report, step, SEEN).status_code == 302
        assert CHANGE in Event.objects.of("record", report.pk).filter(verb=step).get().detail["note"]


@ISSUED
@pytest.mark.parametrize("way", ["page", "list", "API"])
def test_l14_the_center_does_not_receive_it_before_it_has_seen_that(cast, post, program, at_desk, made, way):
    report = made(cast, NOW)
    with time_machine.travel(NOW, tick=False):
        if way == "page":
            answer = post(cast.compiler, report, "receive")
        elif way == "list":
            chosen = {"step": "receive", "number": [report.number]}
            answer = at_desk(cast.compiler).post(reverse("report-several"), chosen, follow=True)
        else:
            url = f"/api/v1/reports/{report.number}/receive/"
            answer = program(cast.compiler).post(url, {}, format="json")
    report.refresh_from_db()
    assert "A failing result of this report was taken back" in body(answer) and report.state == "issued"


@ISSUED
def test_l14_the_center_reads_it_on_the_list_and_where_it_says_that_it_saw_it(cast, post, see, made):
    report, other = made(cast, NOW), given.issued(cast, NOW)
    page = body(see(cast.compiler, reverse("report-list")))
    assert f"{report.number} · {MARK}" in page and f"{other.number} · {MARK}" not in page
    form = body(see(cast.compiler, f"{report.get_absolute_url()}see_before/"))
    assert CHANGE in form and LIMIT in form
    for raw in report.raw_records.all():
        assert f'href="{raw.attachment.get_absolute_url()}"' in form
    assert post(cast.compiler, report, "see_before").status_code == 422
    assert post(cast.compiler, report, "see_before", SEEN).status_code == 302
    assert post(cast.compiler, report, "receive").status_code == 302


def test_l14_what_was_seen_before_a_correction_does_not_cover_it(cast, post):
    report = within_issued(cast, NOW)
    assert post(cast.compiler, report, "see_before", SEEN).status_code == 302
    for value in ("95", "80"):
        given.applied(cast, LATER, report, new_value=value)
    assert post(cast.compiler, report, "receive").status_code == 409
    assert post(cast.compiler, report, "see_before", SEEN).status_code == 302
    given.applied(cast, LATER, report, new_value="81")
    assert post(cast.compiler, report, "receive").status_code == 302


@ISSUED
def test_l14_who_compiles_and_who_approves_reads_which_report_was_corrected(cast, post, see, made):
    report, other = made(cast, NOW), given.delivered(cast, NOW)
    post(cast.compiler, report, "see_before", SEEN)
    assert post(cast.compiler, report, "receive").status_code == 302
    choice = body(see(cast.compiler, reverse("compilation-open")))
    assert f"Conforming · {MARK}" in choice and choice.count(MARK) == 1
    compiled = disposal.submitted(cast, NOW, reports=[report, other])
    page = body(see(cast.leader, compiled.get_absolute_url()))
    assert f"{report.number} · {MARK}" in page and f"{other.number} · {MARK}" not in page
    form = body(see(cast.leader, f"{compiled.get_absolute_url()}approve/"))
    assert f"{report.number} {report.title}: taken back: {CHANGE}" in form and LIMIT in form


@pytest.mark.parametrize("value", ["95", "0"])
def test_l14_a_correction_by_which_no_failing_item_conforms_holds_up_nobody(cast, post, value):
    report = given.submitted(cast, NOW, values=given.BAD if value == "95" else given.GOOD)
    given.applied(cast, NOW, report, new_value=value)
    assert post(cast.reviewer, report, "review").status_code == 302


def test_l14_who_decides_on_an_abnormality_reads_it(cast, see):
    report = within(cast, NOW)
    halted = given.halt(report.entrustment, cast, NOW, report.entrusted)
    assert CHANGE in body(see(cast.organiser, f"{halted.get_absolute_url()}decide/"))
