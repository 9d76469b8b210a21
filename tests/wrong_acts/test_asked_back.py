"""Can a matter rest with whoever was asked for more, or be decided before they could answer?"""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from casework.models import Deadline, Notification
from disposal.tasks import close_silent
from portals.backfill import backfill
from sharing.tasks import expire
from tests.conftest import NOW
from tests.disposal import given, given_notices
from tests.sharing import given as sharing
from tests.swept import swept

LATER = NOW + timedelta(days=30)


def test_a_shop_that_sends_no_proof_does_not_hold_its_denial_up(cast, at_desk, now):
    denial = given_notices.asked(cast, now)
    assert denial.next_due_at is not None
    with time_machine.travel(LATER, tick=False):
        close_silent()
        denial.refresh_from_db()
        page = at_desk(cast.county_officer).get("/").content.decode()
    assert denial.state == "filed" and denial.number in page
    decide = Deadline.objects.running().get(record=denial.pk)
    assert (decide.term, decide.suspended_at) == ("W-12", None)
    swept(LATER + timedelta(days=60))
    told = Notification.objects.filter(record=denial.pk, event__verb="overdue")
    assert cast.county_officer.user.pk in told.values_list("user", flat=True)


@pytest.mark.parametrize("step", ["reject", "go_on_without"])
def test_an_officer_who_asked_for_proof_waits_for_it(step, cast, at_desk, now):
    denial = given_notices.asked(cast, now)
    with time_machine.travel(NOW, tick=False):
        answer = given.press(at_desk(cast.county_third), denial, step, {"reason": "No proof came."})
    denial.refresh_from_db()
    assert answer.status_code == 409 and denial.state == "asked"
    assert "There is time to answer until 2026-12-02" in answer.content.decode()


def test_a_requester_who_answers_no_question_does_not_hold_the_request_up(cast, at_desk, now):
    request = sharing.inquired(cast, now)
    assert request.next_due_at is not None
    with time_machine.travel(LATER, tick=False):
        expire()
    request.refresh_from_db()
    assert request.state == "submitted" and request.turn
    assert Deadline.objects.running().get(record=request.pk).term == "DL-09"


def test_who_was_asked_in_time_is_not_gone_on_without(cast, now):
    request, denial = sharing.inquired(cast, now), given_notices.asked(cast, now)
    with time_machine.travel(NOW, tick=False):
        assert (expire(), close_silent()) == (0, 0)
    request.refresh_from_db()
    denial.refresh_from_db()
    assert (request.state, denial.state) == ("clarifying", "asked")


def test_a_question_that_was_asked_before_there_was_a_clock_gets_one(cast, now):
    denial = given_notices.asked(cast, now)
    denial.deadlines.filter(term="W-25").delete()
    assert [what for _kind, number, what in backfill(now, preview=True) if number == denial.number]
    assert not denial.deadlines.filter(term="W-25").exists()
    list(backfill(now, preview=False))
    assert denial.deadlines.running().filter(term="W-25", suspended_at=None).exists()
    assert denial.deadlines.get(term="W-12").suspended_at == now
