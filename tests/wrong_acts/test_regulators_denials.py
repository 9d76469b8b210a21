"""What does a regulator do wrong with a party that denied the product, or was told nothing?"""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from disposal.models.cases import EnforcementCase
from disposal.models.notices import Denial, ResultNotice
from tests.conftest import NOW
from tests.disposal import given
from tests.disposal.given_denied import denied
from trail.models import write

TODAY = NOW.date()
REASON = {"reason": "Its seams differ."}


def said(answer):
    return answer.content.decode()


@pytest.mark.parametrize(
    ("before", "step", "who"),
    [
        ("hear", "decide", "county_head"),
        ("decide", "serve_decision", "county_officer"),
        ("serve_decision", "execute", "county_officer"),
    ],
)
def test_nobody_is_punished_while_their_denial_is_open(cast, at_desk, now, before, step, who):
    case = given.case_at(before, cast, now)
    denial = denied(case, cast)
    client = at_desk(getattr(cast, who))
    with time_machine.travel(NOW, tick=False):
        answer = given.press(client, case, step, given.STEPS[step](TODAY))
        page = said(client.get(case.get_absolute_url()))
    assert answer.status_code == 409 and f"({denial.number}): decide the denial first" in said(answer)
    assert "Filed with the regulator" in page and str(denial.get_statement_display()) in page


def test_who_moved_nothing_in_the_case_may_decide_its_denial(cast, at_desk, now):
    """To write a line in a case's trail, as whoever asks for more time does, is no part in it."""
    case = given.case_at("hear", cast, now)
    denial = denied(case, cast)
    actor = cast.county_third.actor(Role.CASE_OFFICER)
    write("ask for more time", ("record", case.pk), actor=actor, at=now)
    with time_machine.travel(NOW, tick=False):
        answer = given.press(at_desk(cast.county_third), denial, "reject", REASON)
    assert answer.status_code == 302


def test_the_officers_of_a_case_do_not_decide_a_denial_of_its_party(cast, at_desk, now):
    case = given.case_at("sign_filing", cast, now)
    denial = denied(case, cast)
    with time_machine.travel(NOW, tick=False):
        for officer in (cast.county_officer, cast.county_second):
            for step in ("uphold", "reject", "ask"):
                answer = given.press(
                    at_desk(officer), denial, step, {**REASON, "asked": "The purchase book."}
                )
                assert answer.status_code == 409 and "somebody else must do this" in said(answer)
        assert given.press(at_desk(cast.county_third), denial, "reject", REASON).status_code == 302


def test_against_a_party_whose_denial_was_upheld_the_case_does_not_go_on(cast, at_desk, now):
    case = given.case_at("decide", cast, now)
    denial = denied(case, cast)
    with time_machine.travel(NOW, tick=False):
        assert given.press(at_desk(cast.county_third), denial, "uphold", REASON).status_code == 302
        served = given.press(at_desk(cast.county_officer), case, "serve_decision", given.served(TODAY))
        assert served.status_code == 409 and "The product is not the party&#39;s" in said(served)
        why = {"note": "The denial was right."}
        assert given.press(at_desk(cast.county_head), case, "revoke", why).status_code == 302
    case = EnforcementCase.objects.get(pk=case.pk)
    paper = case.documents.get(paper="penalty_decision")
    assert (case.state, case.decided_on) == ("filed", None)
    assert "holds no more" in said(Client().get(reverse("verify", args=[paper.verify_token])))


def test_nobody_is_punished_for_a_result_that_they_were_not_told(cast, at_desk, now):
    case = given.case_at("hear", cast, now)
    ResultNotice.objects.filter(pk=case.notices().get().pk).update(served_on=None)
    with time_machine.travel(NOW, tick=False):
        answer = given.press(at_desk(cast.county_head), case, "decide", given.STEPS["decide"](TODAY))
    assert answer.status_code == 409 and f"{case.notices().get().number} is not served" in said(answer)


@pytest.mark.parametrize("before", ["review", "hear"])
def test_a_denial_rejected_after_the_legal_review_sends_the_case_back_to_it(cast, at_desk, now, before):
    case = given.case_at(before, cast, now)
    denial = denied(case, cast)
    head, officer = at_desk(cast.county_head), at_desk(cast.county_officer)
    step, who = ("give_notice", officer) if before == "review" else ("decide", head)
    with time_machine.travel(NOW, tick=False):
        assert given.press(at_desk(cast.county_third), denial, "reject", REASON).status_code == 302
        refused = given.press(who, case, step, given.STEPS[step](TODAY))
        assert refused.status_code == 409 and f"denial {denial.number} was rejected after" in said(refused)
        assert given.press(head, case, "reject_decision", {"note": "Review it anew."}).status_code == 302
        for again in ("propose_decision", "review"):
            given.case_step(again, case, cast, NOW)
        assert given.press(officer, case, "give_notice", {}).status_code == 302


@pytest.mark.parametrize("step", ["uphold", "reject"])
def test_whoever_decides_a_denial_reads_what_it_rests_on(cast, at_desk, now, step):
    denial = denied(given.case_at("sign_filing", cast, now), cast)
    Denial.objects.filter(pk=denial.pk).update(signed_as="head")
    client = at_desk(cast.county_third)
    with time_machine.travel(NOW, tick=False):
        page = said(client.get(reverse("denial-step", args=[denial.number, step])))
        for reason in ("理由不足", "Rejected."):
            refused = given.press(client, denial, step, {"reason": reason})
            assert refused.status_code == 422 and "This says nothing" in said(refused)
    paper = denial.attachments.all()[0]
    for shown in (denial.grounds, denial.signed_by, paper.name, paper.get_absolute_url(), "no proof of who"):
        assert shown in page, shown


@pytest.mark.parametrize(("before", "step"), [("sign_filing", "file"), ("propose_decision", "review")])
def test_whoever_files_or_decides_reads_what_became_of_a_denial(cast, at_desk, now, before, step):
    case = given.case_at(before, cast, now)
    denial = denied(case, cast)
    reader = at_desk(getattr(cast, given.TAKES[step]))
    with time_machine.travel(NOW, tick=False):
        url = reverse("enforcementcase-step", args=[case.number, step])
        assert "has not been decided yet" in said(reader.get(url))
        given.press(at_desk(cast.county_third), denial, "reject", REASON)
        page = said(reader.get(url))
    for shown in (denial.grounds, REASON["reason"], "County_Third", "Rejected"):
        assert shown in page, shown


def test_whoever_files_a_case_reads_what_it_is_about(cast, at_desk, now):
    case = given.case_at("sign_filing", cast, now)
    page = said(at_desk(cast.county_head).get(reverse("enforcementcase-step", args=[case.number, "file"])))
    report, (failed, *_others) = case.report, case.report.failing
    own = case.evidence.get().file
    for shown in (case.party_concerned, report.product, failed.name, failed.value, own.name, case.violation):
        assert str(shown) in page, shown
    assert "severity:" in page and "not entered" in page


def test_whoever_files_a_case_reads_the_requirement_that_has_no_figures(cast, at_desk, now):
    case = given.case_at("sign_filing", cast, now)
    words = {"limit_low": None, "limit_high": None, "limit_text": "", "requirement": "No cords at the neck."}
    case.report.results.filter(pk=case.report.failing[0].pk).update(**words)
    page = said(at_desk(cast.county_head).get(reverse("enforcementcase-step", args=[case.number, "file"])))
    assert "limit: No cords at the neck." in page
