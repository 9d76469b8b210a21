"""Does a regulator with a case go on waiting for a party that has said its word long ago?"""

from __future__ import annotations

import html
from datetime import timedelta

import pytest
import time_machine

from casework.models import Notification
from disposal.actions import notices
from tests.conftest import NOW
from tests.disposal import given, given_disowned
from tests.disposal import given_notices as told
from tests.disposal.walks_notices import COMMENT, DENIED, form
from tests.wrong_acts.test_shops import RECEIPT

ON_PAPER = form(reply="agrees", signed_by="Lin", scan="file")
SIGNED = {"signed_by": "Lin", "signed_as": "head"}
SERVED = given.service_form
REPLIED = "The addressee has replied"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize(
    ("start", "who", "step", "said"),
    [
        (told.sent, "compiler", "serve", "Served"),
        (told.sent, "respondent", "acknowledge", f"{REPLIED} · No comments on the result"),
        (told.unanswered, "respondent", "agree", f"{REPLIED} · No comments on the result"),
        (told.served, "respondent", "comment", f"{REPLIED} · We have comments (not answered"),
        (told.served, "respondent", "deny", "Denied, being decided"),
        (told.served, "compiler", "enter_reply", f"{REPLIED} · No comments on the result"),
        (told.prepared, "leader", "void", "Voided · For a good reason."),
    ],
)
def test_who_has_the_case_hears_how_far_the_notice_has_come(cast, at_desk, start, who, step, said):
    notice = start(cast, NOW)
    case = notice.report.cases.get()
    forms = {
        "serve": SERVED(),
        "acknowledge": RECEIPT,
        "agree": SIGNED,
        "comment": COMMENT(notice, cast),
        "deny": DENIED(notice, cast),
        "enter_reply": ON_PAPER(notice, cast),
        "void": {"note": "For a good reason."},
    }
    Notification.objects.all().delete()
    assert given.press(at_desk(getattr(cast, who)), notice, step, forms[step]).status_code == 302
    officer = at_desk(cast.county_officer)
    line = f"{notice.addressee} · {notice.number} · {said}"
    assert line in officer.get("/notifications/").text and line in officer.get(case.get_absolute_url()).text
    assert Notification.objects.filter(user=cast.county_officer.user, record=case.pk).count() == 1


def test_who_has_the_case_hears_that_a_denial_was_taken_back_and_confirmed(cast, at_desk):
    denial = told.withdrawing(cast, NOW)
    case = denial.notice.report.cases.get()
    Notification.objects.all().delete()
    why = {"note": "The head of the works confirms it by telephone."}
    assert given.press(at_desk(cast.county_second), denial, "void", why).status_code == 302
    assert Notification.objects.filter(user=cast.county_officer.user, record=case.pk).count() == 1
    line = f"{denial.notice.addressee} · {denial.notice.number} · "
    assert line in at_desk(cast.county_officer).get("/notifications/").text


@pytest.mark.parametrize(("step", "said"), [("uphold", "Upheld"), ("reject", "Rejected")])
def test_who_has_the_case_and_its_head_hear_how_a_denial_was_decided(cast, at_desk, step, said):
    denial = told.filed(cast, NOW)
    case = denial.notice.report.cases.get()
    Notification.objects.all().delete()
    why = {"reason": "Its seams differ."}
    assert given.press(at_desk(cast.county_second), denial, step, why).status_code == 302
    line = f"{denial.number} · {said}"
    for member in (cast.county_officer, cast.county_head):
        assert line in at_desk(member).get("/notifications/").text
        assert Notification.objects.filter(user=member.user, record=case.pk, event__verb__startswith="hear")


@pytest.mark.parametrize("made", [given_disowned.verified, given_disowned.punished])
def test_whose_case_is_over_hears_that_its_partys_denial_was_upheld(cast, at_desk, made):
    case = made(cast, NOW)
    Notification.objects.all().delete()
    denial = given_disowned.denial_of(case)
    upheld = given.press(at_desk(cast.county_third), denial, "uphold", given_disowned.WHY)
    assert upheld.status_code == 302
    for member in (cast.county_officer, cast.county_head):
        assert "Its party's denial was upheld" in html.unescape(at_desk(member).get("/notifications/").text)
        assert Notification.objects.filter(user=member.user, record=case.pk).count() == 1


def test_who_has_the_case_hears_that_the_party_said_nothing_to_the_end(cast, at_desk):
    notice = told.unanswered(cast, NOW)
    notices.close_silent(NOW + timedelta(days=20))
    page = at_desk(cast.county_officer).get(notice.report.cases.get().get_absolute_url()).text
    assert f"{notice.number} · Closed · said nothing in the time to comment" in page
