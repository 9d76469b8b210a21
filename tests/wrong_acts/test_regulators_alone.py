"""What does one person do alone who holds two roles: officer, reviewer and head, or buyer and leader?"""

from __future__ import annotations

import pytest
import time_machine

from accounts.roles import Role
from tests.cast import person
from tests.conftest import NOW
from tests.disposal import given
from tests.sampling import given as sampling

TODAY = NOW.date()
ALONE = "You took an earlier step yourself: somebody else must do this."


def said(answer):
    return answer.content.decode()


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def walked(case, cast, at_desk, who, until):
    """The case as these people take its steps, up to one of them, whose answer is returned."""
    for step in given.STEPS:
        by = who.get(step, given.takes(step, cast))
        answer = given.press(at_desk(by), case, step, given.STEPS[step](TODAY))
        if step == until:
            return answer
        assert answer.status_code == 302, (step, answer.status_code)
        if step == "evidence":
            given.party_told(case, cast, NOW)
    raise AssertionError(until)


@pytest.mark.parametrize("step", ["inspect", "evidence"])
def test_who_inspects_does_not_file_as_the_head(cast, at_desk, now, step):
    case = given.referred(cast, now)
    solo = person("solo", cast.county, Role.CASE_OFFICER, Role.APPROVER)
    refused = walked(case, cast, at_desk, {step: solo, "file": solo}, "file")
    assert refused.status_code == 409 and ALONE in said(refused)
    assert str(cast.county_head.user) in said(refused)


@pytest.mark.parametrize("step", ["inspect", "evidence", "give_notice", "serve_notice", "hear", "review"])
def test_who_gives_notice_serves_hears_or_reviews_does_not_decide_as_the_head(cast, at_desk, now, step):
    case = given.referred(cast, now)
    solo = person("solo", cast.county, Role.CASE_OFFICER, Role.LEGAL_REVIEWER, Role.APPROVER)
    refused = walked(case, cast, at_desk, {step: solo, "decide": solo}, "decide")
    assert refused.status_code == 409 and ALONE in said(refused)
    case.refresh_from_db()
    assert case.state == "heard"


def test_who_filed_the_case_does_not_pass_its_decision_as_legal_reviewer(cast, at_desk, now):
    case = given.referred(cast, now)
    both = person("rev_head", cast.county, Role.LEGAL_REVIEWER, Role.APPROVER)
    refused = walked(case, cast, at_desk, {"file": both, "review": both}, "review")
    assert refused.status_code == 409 and ALONE in said(refused)


def test_who_heard_the_party_does_not_take_the_decision_back(cast, at_desk, now):
    case = given.case_at("give_notice", cast, now)
    solo = person("solo", cast.county, Role.CASE_OFFICER, Role.APPROVER)
    given.press(at_desk(solo), case, "serve_notice", given.STEPS["serve_notice"](TODAY))
    for step in ("hear", "decide"):
        given.case_step(step, case, cast, now)
    refused = given.press(at_desk(solo), case, "revoke", {"note": "On second thoughts."})
    assert refused.status_code == 409 and ALONE in said(refused)


def test_who_sent_goods_back_does_not_write_off_the_refund_as_the_leader(cast, at_desk, now):
    purchase = sampling.returned_purchase(cast, now)
    cast.buyer.user.memberships.update(roles=["buyer", "leader"])
    why = {"note": "The seller is gone."}
    refused = given.press(at_desk(cast.buyer), purchase, "write_off", why)
    assert refused.status_code == 409 and ALONE in said(refused)
    assert given.press(at_desk(cast.leader), purchase, "write_off", why).status_code == 302
