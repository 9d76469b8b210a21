"""Who reads what nobody has sent yet, or what is none of a volunteer's business? (design 3)"""

from __future__ import annotations

from collections.abc import Callable

import pytest
import time_machine
from django.urls import reverse

from casework.models import Record
from documents.models import Attachment
from inspection.reports.models.reports import Report
from monitoring.plans.actions.plans import revise
from tests.conftest import NOW
from tests.disposal import given as disposal
from tests.disposal import given_notices
from tests.inspection import given
from tests.monitoring import given as monitoring
from tests.monitoring.given_notices import notice_to

UNSIGNED: dict[str, Callable[..., Report]] = {
    "entered": given.entered,
    "submitted": given.submitted,
    "reviewed": given.reviewed,
}
UNSENT = {
    "begun": disposal.begun,
    "compiled": disposal.compiled,
    "confirmed": disposal.confirmed,
    "agreed": disposal.agreed,
}


def seen(viewer, record, see, at_desk) -> set[str]:
    """By which ways somebody comes to a record: its page, its list, the search, its river."""
    client, found = at_desk(viewer), set()
    with time_machine.travel(NOW, tick=False):
        if client.get(record.get_absolute_url()).status_code == 200:
            found.add("page")
        for name, url in (
            ("list", reverse(f"{record.kind}-list")),
            ("search", f"{reverse('query')}?q={record.number}"),
        ):
            answer = client.get(url)
            if f'href="{record.get_absolute_url()}"' in answer.content.decode():
                found.add(name)
    if Record.objects.visible_to(viewer).filter(pk=record.pk).exists():
        found.add("record")
    return found


@pytest.mark.parametrize("state", UNSIGNED)
def test_f18_nobody_but_the_laboratory_reads_what_nobody_has_signed(cast, see, at_desk, program, state):
    report = UNSIGNED[state](cast, NOW, values=given.BAD)
    for viewer in (cast.organiser, cast.compiler, cast.buyer, cast.planner, cast.nation_officer):
        assert seen(viewer, report, see, at_desk) == set(), viewer
        assert not Attachment.objects.visible_to(viewer).filter(record=report.pk).exists()
    with time_machine.travel(NOW, tick=False):
        assert program(cast.compiler).get(f"/api/v1/reports/{report.number}/").status_code == 404
    assert {"page", "list", "record"} <= seen(cast.tester, report, see, at_desk)


def test_f18_an_issued_report_is_read_by_the_center_and_not_by_its_buyer(cast, see, at_desk):
    report = given.issued(cast, NOW)
    assert "page" in seen(cast.compiler, report, see, at_desk)
    assert seen(cast.buyer, report, see, at_desk) == set()


def test_f18_a_correction_that_the_laboratory_has_not_approved_stays_in_it(cast, see, at_desk):
    correction = given.seconded(cast, NOW, given.issued(cast, NOW))
    assert seen(cast.compiler, correction, see, at_desk) == set()
    assert "page" in seen(cast.signatory, correction, see, at_desk)


@pytest.mark.parametrize("state", UNSENT)
def test_f18_the_nation_does_not_read_a_report_that_the_center_has_not_sent(cast, see, at_desk, state):
    report = UNSENT[state](cast, NOW)
    assert seen(cast.nation_officer, report, see, at_desk) == set()
    assert "page" in seen(cast.leader, report, see, at_desk)


def test_f18_the_nation_reads_it_once_it_is_sent(cast, see, at_desk):
    assert "page" in seen(cast.nation_officer, disposal.handed_in(cast, NOW), see, at_desk)


def test_f18_a_commission_that_is_being_drafted_stays_in_the_center(cast, see, at_desk, program):
    draft = given.drafted(cast, NOW)
    for viewer in (cast.planner, cast.nation_officer, cast.receiver, cast.other_organiser):
        assert seen(viewer, draft, see, at_desk) == set(), viewer
        with time_machine.travel(NOW, tick=False):
            assert program(viewer).get(f"/api/v1/entrustments/{draft.number}/").status_code == 404
    assert "page" in seen(cast.organiser, draft, see, at_desk)
    with time_machine.travel(NOW, tick=False):
        sent = at_desk(cast.organiser).post(reverse("entrustment-step", args=[draft.number, "send"]))
    assert sent.status_code == 302 and "page" in seen(cast.planner, draft, see, at_desk)


def test_f18_county_and_city_do_not_read_a_notice_before_it_is_sent(cast, see, at_desk):
    notice = given_notices.prepared(cast, NOW)
    for viewer in (cast.county_officer, cast.nation_officer):
        assert seen(viewer, notice, see, at_desk) == set()
    assert "page" in seen(cast.compiler, notice, see, at_desk)


@pytest.mark.parametrize("make", [disposal.referred, disposal.handling, given_notices.served, disposal.sent])
def test_f18_a_volunteer_who_buys_reads_no_case_decision_or_notice(cast, see, at_desk, make):
    record = make(cast, NOW)
    assert seen(cast.buyer, record, see, at_desk) == set()
    assert "page" in seen(cast.compiler, record, see, at_desk)


def test_f18_whom_a_notice_of_risk_is_to_warn_does_not_read_its_draft(cast, see, at_desk, program):
    for party in ("platform", "regulator"):
        draft = notice_to(party, sent=False)(cast, NOW)
        for viewer in (cast.county_officer, cast.quality_officer, cast.nation_officer):
            assert seen(viewer, draft, see, at_desk) == set(), (party, viewer)
        assert "page" in seen(cast.collector, draft, see, at_desk)
        with time_machine.travel(NOW, tick=False):
            assert program(cast.county_officer).get(f"/api/v1/notices/{draft.number}/").status_code == 404
    assert "page" in seen(cast.county_officer, notice_to("regulator", sent=True)(cast, NOW), see, at_desk)


@pytest.mark.parametrize("make", [monitoring.draft_plan, monitoring.submitted_plan])
def test_f18_the_center_does_not_read_a_work_plan_before_it_is_approved(cast, see, at_desk, make):
    plan = make(cast, NOW)
    assert seen(cast.organiser, plan, see, at_desk) == set()
    assert "page" in seen(cast.planner, plan, see, at_desk)


def test_f18_a_plan_that_is_revised_does_not_vanish_from_who_carries_it_out(cast, see, at_desk):
    plan = monitoring.approved_plan(cast, NOW)
    assert "page" in seen(cast.organiser, plan, see, at_desk)
    revise(plan, note="Two more products.", by=cast.planner, now=NOW)
    assert plan.state == "draft" and "page" in seen(cast.organiser, plan, see, at_desk)
