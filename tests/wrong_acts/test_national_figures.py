"""Does the nation read of penalties nobody decided, of actions taken back, of a wrong party that is late?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from accounts.roles import Role
from casework.actions import take
from casework.handlers import perform
from disposal import figures
from disposal.actions import consequences, national, procedure
from disposal.models.cases import EnforcementCase
from disposal.models.compilations import NationalReport
from disposal.models.disposals import PlatformDisposal
from documents.models import Document
from tests.cast import person
from tests.conftest import NOW
from tests.disposal import given, given_again
from tests.monitoring import given as monitoring

AFTER = NOW + timedelta(days=8)
NOVEMBER = {"period_from": date(2026, 11, 1), "period_to": date(2026, 11, 30)}
DECIDED = ("cases_filed", "cases_decided", "cases_unpenalised", "cases_closed", "reports_in_time")


def counted(cast, *names: str) -> list[int]:
    found = figures.of(cast.center.pk, *NOVEMBER.values())
    return [found[name] for name in names]


def page_of_november(cast, at_desk) -> str:
    """The page of the report on November, compiled after it."""
    report = given.compiled(cast, AFTER, **NOVEMBER)
    with time_machine.travel(AFTER, tick=False):
        return str(at_desk(cast.chair).get(report.get_absolute_url()).text)


def pressed(at_desk, who, record, step, note, at=NOW) -> None:
    with time_machine.travel(at, tick=False):
        assert given.press(at_desk(who), record, step, {"note": note}).status_code == 302


def test_a_penalty_that_was_only_proposed_is_not_reported(cast, at_desk, now):
    case = given.case_at("propose_decision", cast, now)
    page = page_of_november(cast, at_desk)
    assert case.case_number in page and "Case filed" in page and "Fine" not in page
    [row] = figures.of(cast.center.pk, *NOVEMBER.values())["cases"]
    assert (row["penalties"], row["amount"], row["state"]) == ([], None, "filed")
    assert counted(cast, *DECIDED) == [1, 0, 0, 0, 0]


def test_a_penalty_decided_after_the_period_is_not_reported_for_it(cast, at_desk, now):
    case = given.case_at("hear", cast, now)
    given.case_step("decide", case, cast, now + timedelta(days=6))
    [row] = figures.of(cast.center.pk, *NOVEMBER.values())["cases"]
    assert (row["penalties"], row["amount"]) == ([], None)
    assert counted(cast, *DECIDED) == [1, 0, 0, 0, 0]


def test_a_revoked_decision_its_closing_and_its_report_count_for_nothing(cast, at_desk, now):
    case = given.case_at("close", cast, now)
    assert counted(cast, *DECIDED) == [1, 1, 0, 1, 0]
    pressed(at_desk, cast.county_head, case, "revoke", "It was wrong.")
    assert counted(cast, *DECIDED) == [1, 0, 0, 0, 0]
    page = page_of_november(cast, at_desk)
    assert "Case filed" in page and "Fine" not in page


def test_a_decision_without_a_penalty_that_was_revoked_is_none(cast, at_desk, now):
    case = given.unpunished(cast, now)
    take("submit", case, by=cast.county_officer, now=now)
    given.case_step("decide", case, cast, now)
    assert counted(cast, *DECIDED) == [1, 0, 1, 0, 0]
    pressed(at_desk, cast.county_head, case, "revoke", "It was wrong.")
    assert counted(cast, *DECIDED) == [1, 0, 0, 0, 0]


def test_no_case_is_filed_by_revoking_a_decision_that_was_not_made(cast, at_desk, now):
    case = given.closed_unfiled(cast, now)
    with time_machine.travel(NOW, tick=False):
        answer = given.press(at_desk(cast.county_head), case, "revoke", {"note": "File it after all."})
    assert answer.status_code == 409 and "there is no decision to revoke" in answer.text
    assert counted(cast, "cases_filed", "cases_not_filed", "cases_closed") == [0, 1, 1]


def test_whose_only_notice_was_voided_was_told_nothing(cast, at_desk, now):
    notice = monitoring.notice_sent_to_a_unit(cast, now)
    assert counted(cast, "notified") == [1]
    pressed(at_desk, cast.leader, notice, "void", "The wrong unit.")
    assert counted(cast, "notified") == [0]
    anew = {"addressee": cast.other_platform}
    with time_machine.travel(NOW, tick=False):
        given.press(at_desk(cast.collector), notice.riskcase, "notify_anew", anew)
    notice.riskcase.refresh_from_db()
    assert (notice.riskcase.state, counted(cast, "notified")) == ("notified", [1])


def test_a_case_that_is_assessed_anew_is_not_to_be_sampled(cast, at_desk, now):
    case = monitoring.case_to_sample(cast, now)
    assert counted(cast, "to_sample") == [1]
    pressed(at_desk, cast.collector, case, "reopen", "It was another product.")
    assert counted(cast, "to_sample") == [0]


def returned_by_the_center(cast, now) -> EnforcementCase:
    """A case that the county passed on, closed there, whose report the center returns and nobody serves."""
    head = person("oc_head", cast.other_county, Role.APPROVER)
    case = given.referred(cast, now)
    given.passed_on(cast, now, case)
    officer, day = cast.other_county_officer, now.date()
    take("receive", case, by=officer, now=now, received_on=day)
    unfiled = {**given.found_by_inspection(), **given.NO_FILING}
    for name, by, data in (
        ("inspect", officer, {"started_on": day, "jurisdiction": "Place"}),
        ("evidence", officer, given.STEPS["evidence"](day)),
        ("propose_no_filing", officer, unfiled),
        ("not_file", head, {"left_noticed": True}),
        ("close", officer, {"closed_on": day, "account": "None.", "under_control": True}),
    ):
        perform(case.flow[name], case, by=by, now=now, **data)
    procedure.report_case(case, by=head, now=now)
    consequences.return_report(case, by=cast.compiler, now=now, note="Nothing on the recall.")
    return case


def test_the_center_that_does_not_serve_what_it_returns_is_named_not_whoever_passed_the_case_on(cast, now):
    case = returned_by_the_center(cast, now)
    found = figures.of(cast.center.pk, date(2026, 11, 1), date(2027, 1, 31))
    late = [(row["term"], row["holder"]) for row in found["overdue"] if row["number"] == case.number]
    assert late == [("W-17", cast.center.name)]


def test_what_was_voided_after_the_compiling_is_shown_and_needs_a_reason(cast, at_desk, now):
    given.sent(cast, now)
    report = given.compiled(cast, AFTER, **NOVEMBER)
    with time_machine.travel(AFTER, tick=False):
        given_again.void(PlatformDisposal.objects.get(), cast, AFTER)
        chair = at_desk(cast.chair)
        page = chair.get(report.get_absolute_url()).text
        assert "Disposals asked for: 1 → 0" in page and "Have the figures compiled anew" in page
        assert given.press(chair, report, "review").status_code == 422
        assert given.press(chair, report, "review", given.NOTICED).status_code == 302


@pytest.mark.parametrize("state", ["reviewed", "approved"])
def test_what_was_voided_after_the_review_is_neither_approved_nor_sent_unseen(cast, at_desk, now, state):
    given.sent(cast, now)
    report = (
        given.confirmed(cast, AFTER, **NOVEMBER)
        if state == "reviewed"
        else given.agreed(cast, AFTER, **NOVEMBER)
    )
    given_again.void(PlatformDisposal.objects.get(), cast, AFTER)
    who, step = (cast.leader, "approve") if state == "reviewed" else (cast.compiler, "send")
    with time_machine.travel(AFTER, tick=False):
        desk = at_desk(who)
        answer = given.press(desk, report, step)
        assert answer.status_code == 422 and "Disposals asked for: 1 → 0" in answer.text
        assert given.press(at_desk(cast.leader), report, "send_back", {"note": "Anew."}).status_code == 302
    report = NationalReport.objects.get()
    national.compile_national(report, by=cast.compiler, now=AFTER)
    assert report.figures["disposals_asked"] == 0 and not Document.objects.filter(record=report).exists()
