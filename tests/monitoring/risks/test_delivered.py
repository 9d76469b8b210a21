"""Is a notice a paper that is served, and does the time to answer begin with that? (6.1.3 b, T-13)"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from casework.models import Deadline
from documents.models import Document
from monitoring.risks.models.riskcases import Notice, RiskCase
from tests.conftest import NOW
from tests.inspection.conftest import post as post
from tests.monitoring import given, given_notices, walks

pytestmark = pytest.mark.django_db


def running(record) -> list[tuple[str, date]]:
    """The clocks that run on a record: (term, last day)."""
    return [(clock.term, clock.end) for clock in Deadline.objects.running().filter(record_id=record.pk)]


@pytest.mark.clause("6.1.3-b")
def test_a_notice_is_a_numbered_paper_of_the_center_served_as_it_is_sent(cast, now):
    notice = given.sent_notices(cast, now)[0]
    paper = Document.objects.get(record=notice.pk)
    assert (paper.paper, paper.office, paper.addressee) == ("risk_notice", cast.center, cast.platform)
    assert paper.file_number.endswith("号") and paper.content["text"] == given.NOTICE
    assert (notice.state, notice.delivered_on) == ("with_platform", now.date())
    assert running(notice) == [("W-10", date(2026, 12, 9))]


@pytest.mark.clause("T-13")
def test_the_time_to_answer_runs_from_the_service_and_until_then_that_to_serve(cast, now, post):
    notice = given.unserved_notices(cast, now)[0]
    assert (notice.turn, notice.holder, running(notice)) == (
        "collector",
        cast.center,
        [("W-17", date(2026, 11, 27))],
    )
    later = NOW + timedelta(days=6)
    answer = post(cast.collector, notice, "serve_platform", given_notices.service(notice, cast), now=later)
    notice.refresh_from_db()
    assert (answer.status_code, notice.state) == (302, "with_platform")
    assert running(notice) == [("W-10", date(2026, 12, 9))]


def test_no_service_on_a_unit_outside_the_system_is_noted_without_proof(cast, now, post):
    notice = given.notice_sent_to_a_unit(cast, now)
    form = {**given_notices.service(notice, cast), "evidence": ""}
    assert post(cast.collector, notice, "serve_unit", form).status_code == 422
    assert running(notice) == [("W-17", date(2026, 11, 27))]


def test_a_unit_outside_the_system_is_proposed_written_to_served_and_answers_on_paper(cast, now, post):
    assessment = given.scored_assessment(cast, now, "notify")
    proposal = {**walks.PROPOSAL, "outcome": "notify", "outside": given.UNIT}
    for person, step, form in ((cast.chair, "propose", proposal), (cast.leader, "approve", {})):
        assert post(person, assessment, step, form).status_code == 302
    notice = Notice.objects.get()
    for step, form in (
        ("send_unit", given_notices.sending_away(notice, cast)),
        ("serve_unit", given_notices.service(notice, cast)),
        ("enter_answer", given_notices.answer_on_paper(notice, cast)),
    ):
        assert post(cast.collector, notice, step, form).status_code == 302, step
    paper = Document.objects.get(record=notice.pk)
    assert (paper.addressee, paper.content["addressee"]) == (None, given.UNIT)
    assert paper.content["address"] == "1 Toy Street, Eastgate" and paper.services.get().name == given.UNIT
    assert RiskCase.objects.get().state == "closed"


def test_one_more_unit_is_named_once_and_not_beside_another_addressee(cast, now, post):
    case = given.notice_to_a_unit(cast, now).riskcase
    forms: tuple[dict[str, object], ...] = (
        {"unit": given.UNIT},
        {},
        {"unit": "A school", "addressee": cast.platform},
    )
    for form in forms:
        assert post(cast.collector, case, "notify_more", form).status_code == 422
    assert post(cast.collector, case, "notify_more", {"unit": "A school"}).status_code == 302
    assert set(case.notices.values_list("unit", flat=True)) == {given.UNIT, "A school"}


def test_who_takes_part_in_the_system_gets_no_second_notice_as_a_unit_outside(cast, now, post):
    case = given.notice_to_a_unit(cast, now).riskcase
    answer = post(cast.collector, case, "notify_more", {"unit": cast.platform.name})
    assert answer.status_code == 422 and "takes part in the system" in answer.text
