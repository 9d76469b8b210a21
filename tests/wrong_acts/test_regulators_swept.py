"""What does an office sweep away by voiding it: a denial, a notice, a comment, what lies before others?"""

from __future__ import annotations

import pytest
import time_machine

from accounts.roles import Role
from casework.models import Notification
from disposal.actions import national
from disposal.models.notices import ResultNotice
from tests.cast import person
from tests.conftest import NOW
from tests.disposal import given
from tests.disposal import given_notices as told
from tests.disposal.given_denied import denied
from tests.inspection import given as inspection

TODAY = NOW.date()
WHY = {"note": "Not credible."}


def said(answer):
    return answer.content.decode()


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def who_learned(verb, record):
    return set(Notification.objects.filter(record=record.pk, event__verb=verb).values_list("user", flat=True))


def test_a_laboratory_does_not_take_from_the_department_what_lies_before_it(cast, at_desk, now):
    abnormality = inspection.referred(cast, now)
    answer = given.press(at_desk(cast.signatory), abnormality, "void", WHY)
    assert answer.status_code == 409 and "no longer possible" in said(answer)
    abnormality.refresh_from_db()
    assert (abnormality.state, abnormality.holder) == ("referred", cast.province)


def test_a_laboratory_does_not_take_from_the_center_a_correction_that_lies_before_it(cast, at_desk, now):
    correction = inspection.passed_on(cast, now)
    second = person("second_signatory", cast.laboratory, Role.SIGNATORY)
    answer = given.press(at_desk(second), correction, "void", WHY)
    assert answer.status_code == 409 and "no longer possible" in said(answer)
    correction.refresh_from_db()
    assert correction.state == "before_center"


def test_a_center_does_not_void_a_report_that_the_nation_has_the_nation_returns_it(cast, at_desk, now):
    report = given.handed_in(cast, now)
    swept = given.press(at_desk(cast.leader), report, "void", WHY)
    assert swept.status_code == 409 and "no longer possible" in said(swept)
    nation = at_desk(cast.nation_officer)
    why = {"note": "A case is counted twice."}
    assert given.press(nation, report, "hand_back", why).status_code == 302
    for reader in (nation, at_desk(cast.compiler)):
        page = said(reader.get(report.get_absolute_url()))
        assert "Returned by the national authority" in page and "A case is counted twice." in page
    assert cast.compiler.user.pk in who_learned("hand_back", report)


def test_a_returned_national_report_is_sent_as_a_new_version_in_place_of_the_old_one(cast, now):
    report = given.handed_back(cast, now)
    national.compile_national(report, by=cast.compiler, now=now)
    national.write_national(report, by=cast.compiler, now=now, summary="Counted once.")
    national.review_national(report, **given.NOTICED, by=cast.chair, now=now)
    national.approve_national(report, **given.NOTICED, by=cast.leader, now=now)
    national.send_national(report, by=cast.compiler, now=now)
    old, new = report.documents.filter(paper="national_report").order_by("id")
    assert (new.supersedes, new.content["summary"], report.state) == (old, "Counted once.", "sent")


def test_who_disputed_a_case_keeps_sight_of_it_when_it_is_assigned_elsewhere(cast, at_desk, now):
    case = given.passed_on(cast, now)
    page = at_desk(cast.county_officer).get(case.get_absolute_url())
    assert page.status_code == 200 and "It moved there." in said(page)
    assert given.press(at_desk(cast.county_officer), case, "inspect").status_code == 403


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        *(
            (who, "Only this role of the organisation concerned")
            for who in ("county_head", "leader", "compiler")
        ),
        *((who, "is no longer possible") for who in ("county_officer", "county_third")),
    ],
)
def test_no_office_sweeps_away_a_denial_to_decide_the_case(cast, at_desk, now, who, sentence):
    case = given.case_at("hear", cast, now)
    denial = denied(case, cast)
    swept = given.press(at_desk(getattr(cast, who)), denial, "void", WHY)
    assert swept.status_code in (403, 409) and sentence in said(swept)
    decided = given.press(at_desk(cast.county_head), case, "decide", given.STEPS["decide"](TODAY))
    assert decided.status_code == 409 and "decide the denial first" in said(decided)
    denial.refresh_from_db()
    assert (denial.state, denial.notice.state) == ("filed", "denied")


def test_nobody_is_punished_whose_notice_was_voided_before_it_was_told(cast, at_desk, now):
    case = given.referred(cast, now)
    notice = case.notices().get()
    assert given.press(at_desk(cast.leader), notice, "void", WHY).status_code == 302
    for step in list(given.STEPS)[: list(given.STEPS).index("decide")]:
        form = given.STEPS[step](TODAY)
        assert given.press(at_desk(given.takes(step, cast)), case, step, form).status_code == 302
    head = at_desk(cast.county_head)
    answer = given.press(head, case, "decide", given.STEPS["decide"](TODAY))
    assert answer.status_code == 409 and "no result notice to it stands" in said(answer)
    assert f"{notice.number} · Voided" in said(head.get(case.get_absolute_url()))


def test_who_has_the_case_and_who_was_to_send_it_learn_that_a_notice_was_voided(cast, at_desk, now):
    case = given.referred(cast, now)
    notice = case.notices().get()
    given.press(at_desk(cast.leader), notice, "void", WHY)
    assert cast.county_officer.user.pk in who_learned("hear from a party", case)
    assert cast.compiler.user.pk in who_learned("void", notice)
    page = said(at_desk(cast.compiler).get(notice.get_absolute_url()))
    assert "Not credible." in page and "Prepare a new notice" in page


def test_in_place_of_a_voided_notice_one_new_one_is_made_and_told(cast, at_desk, now):
    case = given.referred(cast, now)
    notice = case.notices().get()
    given.press(at_desk(cast.leader), notice, "void", WHY)
    compiler = at_desk(cast.compiler)
    assert given.press(compiler, notice, "renew").status_code == 302
    again = given.press(compiler, notice, "renew")
    assert again.status_code == 409 and "stands already" in said(again)
    new = ResultNotice.objects.get(report=notice.report, enterprise=notice.enterprise, voided_on=None)
    assert (new.state, new.failing, new.product) == ("prepared", notice.failing, notice.product)
    assert new.deadlines.running().get().term == "DL-13"
    sent = {"channel": "platform", "days": 30, **given.HASTY}
    assert given.press(compiler, new, "send", sent).status_code == 302


def test_a_comment_that_nobody_has_answered_is_not_voided_away(cast, at_desk, now):
    notice = told.answered(cast, now)
    answer = given.press(at_desk(cast.leader), notice, "void", WHY)
    assert answer.status_code == 409 and "answer the comments first" in said(answer)
    notice.refresh_from_db()
    assert notice.state == "answered"
