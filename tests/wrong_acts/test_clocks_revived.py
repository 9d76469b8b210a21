"""Can a decision be taken back to get its time anew?"""

from __future__ import annotations

from datetime import timedelta

import time_machine
from django.urls import reverse

from casework.models import Deadline
from tests.conftest import NOW
from tests.disposal import given

WHY = {"note": "The wrong article was cited."}
MORE = {"number": "30", "reason": "The books are still being read."}
TODAY = NOW.date()


def granted(cast, at_desk, case) -> Deadline:
    clock: Deadline = case.deadlines.running().get(term="DL-24")
    ask, decide = (reverse(name, args=[clock.pk]) for name in ("clock-more", "clock-decide"))
    assert at_desk(cast.county_officer).post(ask, MORE).status_code == 302
    assert at_desk(cast.county_head).post(decide, {"granted": "yes", "remark": ""}).status_code == 302
    return clock


def revoked(cast, at_desk, now, days) -> tuple[Deadline, Deadline]:
    """The clock of a decision that was granted more time and revoked some days after, and the one since."""
    with time_machine.travel(NOW, tick=False):
        case = given.case_at("file", cast, now)
        before = granted(cast, at_desk, case)
        names = list(given.STEPS)
        for name in names[names.index("propose_decision") : names.index("decide") + 1]:
            viewer = given.takes(name, cast)
            assert given.press(at_desk(viewer), case, name, given.STEPS[name](TODAY)).status_code == 302
    with time_machine.travel(NOW + timedelta(days=days), tick=False):
        assert given.press(at_desk(cast.county_head), case, "revoke", WHY).status_code == 302
    before.refresh_from_db()
    return before, case.deadlines.running().get(term="DL-24")


def test_who_revokes_a_decision_gets_no_more_time_than_was_left_and_none_granted_twice(cast, at_desk, now):
    before, since = revoked(cast, at_desk, now, days=10)
    assert (since.started_at, since.postponed) == (before.started_at, 30)
    assert since.raw_end == before.raw_end + timedelta(days=10)
    with time_machine.travel(NOW + timedelta(days=10), tick=False):
        again = at_desk(cast.county_officer).post(reverse("clock-more", args=[since.pk]), MORE)
    assert again.status_code == 409 and "given 30 days more already" in again.text


def test_of_two_clocks_of_one_name_the_page_says_which_was_of_the_revoked_decision(cast, at_desk, now):
    _before, since = revoked(cast, at_desk, now, days=1)
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        page = at_desk(cast.county_officer).get(since.record.get_absolute_url()).text
    assert page.count("met, taken back since: Revoke the decision") == 1


def test_who_has_the_role_but_no_longer_the_turn_is_told_of_the_state_and_not_of_a_missing_role(
    cast, at_desk, now
):
    clock = given.case_at("propose_decision", cast, now).deadlines.running().get(term="DL-24")
    with time_machine.travel(NOW, tick=False):
        answer = at_desk(cast.county_officer).post(reverse("clock-more", args=[clock.pk]), MORE)
    assert answer.status_code == 409 and "The matter has gone on (Decision proposed" in answer.text
    assert not clock.extensions.exists()
