"""What does a stranger reach who has the link of a shop or enterprise, and takes its denial back?"""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from casework.models import Notification
from disposal.models.notices import Denial
from tests.conftest import NOW
from tests.disposal import given
from tests.disposal import given_notices as told
from tests.disposal.given_denied import denied

WHY = {"note": "It is ours after all."}
SIGNED = {**WHY, "signed_by": "Lin", "signed_as": "head"}
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        (WHY, "This field is required."),
        ({**SIGNED, "note": "无"}, "This says nothing"),
        ({**SIGNED, "signed_as": ""}, "This field is required."),
        ({**SIGNED, "signed_as": "agent"}, "Attach the authorisation"),
    ],
)
def test_a_denial_is_not_taken_back_without_name_capacity_and_reason(cast, at_desk, form, sentence):
    denial = told.filed(cast, NOW)
    answer = given.press(at_desk(cast.respondent), denial, "withdraw", form)
    denial.refresh_from_db()
    assert answer.status_code == 422 and sentence in answer.text and denial.state == "filed"


def test_officer_and_center_read_who_says_to_have_taken_it_back_and_by_what(cast, at_desk):
    denial = told.filed(cast, NOW)
    assert given.press(at_desk(cast.respondent), denial, "withdraw", SIGNED).status_code == 302
    stated = "Lin · head or legal representative by own statement, no proof shown"
    for reader in (cast.county_officer, cast.compiler):
        page = at_desk(reader).get("/notifications/").text
        assert "Take the denial back" in page and f"It is ours after all. · {stated}" in page
    assert denial.number in at_desk(cast.county_officer).get("/").text


@pytest.mark.parametrize("start", [told.filed, told.asked])
def test_the_time_to_decide_goes_on_while_nobody_has_confirmed_it(cast, start):
    denial = told.withdraw(start(cast, NOW), cast, NOW)
    clock = denial.deadlines.running().get()
    assert (clock.term, clock.suspended_at, denial.holder) == ("W-12", None, cast.county)
    assert denial.notice.state == "denied"


@pytest.mark.parametrize(
    ("before", "step", "who"),
    [("hear", "decide", "county_head"), ("decide", "serve_decision", "county_officer")],
)
def test_nobody_is_punished_by_a_withdrawal_that_nobody_confirmed(cast, at_desk, before, step, who):
    case = given.case_at(before, cast, NOW)
    denial = told.withdraw(denied(case, cast), cast, NOW)
    answer = given.press(at_desk(getattr(cast, who)), case, step, given.STEPS[step](TODAY))
    assert answer.status_code == 409 and f"taken its denial {denial.number} back: confirm" in answer.text


def test_who_has_a_hand_in_the_case_does_not_confirm_that_the_denial_was_taken_back(cast, at_desk):
    case = given.case_at("sign_filing", cast, NOW)
    denial = told.withdraw(denied(case, cast), cast, NOW)
    for step in ("void", "keep"):
        answer = given.press(at_desk(cast.county_officer), denial, step, WHY)
        assert answer.status_code == 409 and "somebody else must do this" in answer.text
    assert given.press(at_desk(cast.county_third), denial, "void", WHY).status_code == 302


def test_a_receipt_that_announced_comments_is_not_said_to_have_had_none(cast, at_desk):
    denial = told.withdrawing(cast, NOW)
    given.press(at_desk(cast.county_officer), denial, "void", WHY)
    page = at_desk(cast.compiler).get(denial.notice.get_absolute_url()).text
    assert "We have comments (none were entered)" in page
    assert "The receipt announces comments, but none were entered" in page
    assert "The addressee has not commented" not in page


@pytest.mark.parametrize("who", ["respondent", "compiler", "leader", "county_head", "city_officer"])
def test_nobody_but_who_was_to_decide_confirms_it(cast, at_desk, who):
    denial = told.withdrawing(cast, NOW)
    assert given.press(at_desk(getattr(cast, who)), denial, "void", WHY).status_code == 403


def test_what_a_stranger_took_back_is_gone_on_with_and_the_party_hears_of_it(cast, at_desk):
    denial = told.withdrawing(cast, NOW)
    why = {"note": "The head of the works knows nothing of it."}
    assert given.press(at_desk(cast.county_officer), denial, "keep", why).status_code == 302
    denial = Denial.objects.get(pk=denial.pk)
    assert (denial.state, denial.deadlines.running().get().term) == ("filed", "W-12")
    for reader in (cast.respondent, cast.compiler):
        assert why["note"] in at_desk(reader).get("/notifications/").text


def test_the_regulator_reads_who_had_seen_the_link_by_which_it_was_taken_back(cast, at_desk):
    notice = told.sent(cast, NOW)
    denial = told.deny(notice, cast, NOW)
    assert at_desk(cast.compiler).post(notice.get_absolute_url() + "links/1/show/").status_code == 200
    visitor = Client()
    visitor.post(told.path(notice))
    assert given.press(visitor, denial, "withdraw", SIGNED).status_code == 302
    page = at_desk(cast.county_officer).get(denial.get_absolute_url()).text
    assert f"{cast.compiler.user} ({cast.center}), 2026-11-25 10:00" in page
    assert str(cast.compiler.user) not in visitor.get(denial.get_absolute_url()).text


def test_the_notice_and_its_message_say_that_the_denial_was_taken_back_and_nothing_else(cast, at_desk):
    denial = told.withdrawing(cast, NOW)
    Notification.objects.all().delete()
    assert given.press(at_desk(cast.county_officer), denial, "void", WHY).status_code == 302
    page = at_desk(cast.compiler).get(denial.notice.get_absolute_url()).text
    assert "The denial was taken back" in page and "The denial was decided" not in page
    told_of = Notification.objects.filter(user=cast.compiler.user)
    assert {(note.record_id, note.event.verb) for note in told_of} == {
        (denial.notice_id, "take_back"),
        (denial.pk, "void"),
    }
    messages = at_desk(cast.compiler).get("/notifications/").text
    assert "The denial was taken back" in messages and ">Void<" not in messages


@pytest.mark.parametrize("step", ["void", "keep"])
def test_who_confirms_it_reads_who_denied_and_how_they_are_reached_beside_who_took_it_back(
    cast, at_desk, step
):
    denial = told.withdrawing(cast, NOW)
    officer = at_desk(cast.county_second)
    form = officer.get(reverse("denial-step", args=[denial.number, step])).text
    assert denial.phone in form and denial.signed_by in form and denial.withdrawn_by in form
    assert "Said to be taken back, not confirmed yet" in officer.get(denial.get_absolute_url()).text
