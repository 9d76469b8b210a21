"""Does the bar of steps on a record's page tick only what the record came through? (every kind)"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine

from casework.actions import take
from casework.pages.way import stages
from disposal.actions import procedure
from tests.conftest import NOW
from tests.disposal import given, given_notices
from tests.disposal.walks import REASON, case_form


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def bar(client, record) -> list[tuple[str, str]]:
    """(state, done/now/ahead/final/end) as the page shows them."""
    found = re.findall(
        r'<li class="wj-(\w+)".*?wj-steps-name">([^<]*)', client.get(record.get_absolute_url()).text, re.S
    )
    return [(name.strip(), when) for when, name in found]


def by(when: str, shown: list[tuple[str, str]]) -> list[str]:
    return [name for name, each in shown if each == when]


def test_the_bar_of_a_case_that_was_never_filed_ticks_nothing_of_an_enforcement(cast, at_desk):
    case = given.not_filed(cast, NOW)
    officer = at_desk(cast.county_officer)
    shown = bar(officer, case)
    assert by("now", shown) == ["No case filed"]
    assert by("ahead", shown) == ["Closed", "Handling reported", "Verified"]
    assert given.press(officer, case, "close", case_form("close")(case, cast)).status_code == 302
    shown = bar(officer, case)
    assert by("done", shown)[-2:] == ["Proposed to file no case", "No case filed"]
    assert not {"Case filed", "Legally reviewed", "Party told, may state and defend", "Decided"} & set(
        by("done", shown)
    )


def test_the_bar_of_a_disposal_that_was_disputed_ticks_no_handling_before_it_began(cast, at_desk):
    found = given.received(cast, NOW)
    platform = at_desk(cast.quality_officer)
    given.press(platform, found, "dispute", REASON)
    shown = bar(platform, found)
    assert by("done", shown) == ["Sent", "Delivered to the platform"]
    assert by("now", shown) == ["Disputed"] and by("ahead", shown)[0] == "Being handled"


def test_a_rejected_denial_was_never_upheld(cast, at_desk):
    denial = given_notices.filed(cast, NOW)
    officer = at_desk(cast.county_officer)
    answer = given.press(officer, denial, "reject", {"reason": "The label is the party's own."})
    assert answer.status_code == 302
    assert [name for name, _when in bar(officer, denial)] == ["Filed with the regulator", "Rejected"]


def test_a_notice_that_was_closed_in_silence_was_never_answered(cast, at_desk):
    notice = given_notices.unanswered(cast, NOW)
    take("close", notice, by=cast.compiler, now=NOW + timedelta(days=60))
    assert "The addressee has replied" not in [name for name, _when in bar(at_desk(cast.compiler), notice)]


def test_what_was_taken_back_is_ticked_no_more(cast):
    case = given.case_at("decide", cast, NOW)
    procedure.revoke(case, by=cast.county_head, now=NOW, note="A wrong name.")
    done = [stage.label for stage in stages(case) if stage.when == "done"]
    assert "Decided" not in done and done[-1] == "Filing proposed by two officers"
