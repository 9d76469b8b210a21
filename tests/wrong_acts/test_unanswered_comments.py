"""Who is punished while the center owes its party an answer, and does whoever decides read what was said?"""

from __future__ import annotations

from typing import Any

import pytest
import time_machine

from casework.models import Notification
from disposal.actions import notices
from tests.conftest import NOW
from tests.disposal import given
from tests.documents.conftest import picture

TODAY = NOW.date()
COMMENT = "The sample was damp: we ask for a second test."
ANSWER = "Five samples of the lot were tested dry."


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def case(cast):
    """Before the head; the party has commented on the result on paper, and the center has not answered."""
    case = given.case_at("evidence", cast, NOW)
    notice = case.notices().get()
    send: dict[str, Any] = {"channel": "platform", **given.HASTY}
    notices.send_notice(notice, **send, by=cast.compiler, now=NOW)
    notices.serve_notice(notice, **given.served(TODAY), by=cast.compiler, now=NOW)
    said: dict[str, Any] = {
        "reply": "comments",
        "comment": COMMENT,
        "signed_by": "Wang",
        "scan": picture("reply.png"),
    }
    notices.enter_reply(notice, **said, by=cast.compiler, now=NOW)
    for step in list(given.STEPS)[2 : list(given.STEPS).index("decide")]:
        given.case_step(step, case, cast, NOW)
    return case


def decide(case, cast, at_desk):
    return given.press(at_desk(cast.county_head), case, "decide", given.STEPS["decide"](TODAY))


def test_no_penalty_is_decided_before_the_center_has_answered_the_party(case, cast, at_desk):
    refused = decide(case, cast, at_desk)
    assert refused.status_code == 409
    assert f"the center ({case.center}) answers first" in refused.text
    notices.answer(case.notices().get(), answer=ANSWER, by=cast.compiler, now=NOW)
    assert decide(case, cast, at_desk).status_code == 302


def test_the_page_of_the_case_says_that_an_answer_is_owed_to_the_party(case, cast, at_desk):
    page = at_desk(cast.county_officer).get(case.get_absolute_url()).text
    assert "nobody has answered it yet" in page and "(not answered by the center yet)" in page


def test_without_a_penalty_no_answer_is_waited_for(case, cast, at_desk):
    given.press(at_desk(cast.county_head), case, "reject_decision", {"note": "The offence is slight."})
    case.refresh_from_db()
    given.case_step("propose_decision", case, cast, NOW, penalties=[], not_penalised_why="A slight offence.")
    for step in ("review", "submit"):
        given.case_step(step, case, cast, NOW)
    assert decide(case, cast, at_desk).status_code == 302


@pytest.mark.parametrize("address", ["", "decide/"])
def test_what_the_party_said_of_the_result_stands_where_it_is_decided(case, cast, at_desk, address):
    head = at_desk(cast.county_head)
    page = head.get(case.get_absolute_url() + address).text
    assert COMMENT in page and "(not answered by the center yet)" in page
    notices.answer(case.notices().get(), answer=ANSWER, by=cast.compiler, now=NOW)
    page = head.get(case.get_absolute_url() + address).text
    assert ANSWER in page and "(answered by the center on 2026-11-25)" in page


@pytest.mark.parametrize("address", ["", "decide/"])
def test_the_file_in_which_the_party_waives_its_time_is_opened_from_there(case, cast, at_desk, address):
    page = at_desk(cast.county_head).get(case.get_absolute_url() + address).text
    card = page[page.index("Signed by the party") :]
    assert case.attachments.get(kind="statement").get_absolute_url() in card.split("</ul>")[0]


def test_what_was_signed_of_an_earlier_proposal_does_not_stand_beside_the_new_one(case, cast, at_desk):
    old = case.attachments.get(kind="statement").get_absolute_url()
    given.press(at_desk(cast.county_head), case, "reject_decision", {"note": "Ask for more."})
    case.refresh_from_db()
    with time_machine.travel(NOW.replace(hour=NOW.hour + 1), tick=False) as later:
        given.case_step("propose_decision", case, cast, NOW.replace(hour=NOW.hour + 1))
        page = at_desk(cast.county_reviewer).get(f"{case.get_absolute_url()}review/").text
    assert old not in page and "Signed by the party" not in page, later


def test_who_has_the_case_hears_that_the_center_has_answered(case, cast, at_desk):
    Notification.objects.all().delete()
    notices.answer(case.notices().get(), answer=ANSWER, by=cast.compiler, now=NOW)
    assert "answered by the center" in at_desk(cast.county_officer).get("/notifications/").text
