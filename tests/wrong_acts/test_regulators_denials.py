"""What does a regulator do wrong with a party that denied the product, or was told nothing?"""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from disposal.models import EnforcementCase, ResultNotice
from tests.conftest import NOW
from tests.disposal import given
from tests.disposal.refusals import denied

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


def test_the_officers_of_a_case_do_not_decide_a_denial_of_its_party(cast, at_desk, now):
    case = given.case_at("sign_filing", cast, now)
    denial = denied(case, cast)
    with time_machine.travel(NOW, tick=False):
        for officer in (cast.county_officer, cast.county_second):
            for step in ("uphold", "reject"):
                answer = given.press(at_desk(officer), denial, step, REASON)
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
