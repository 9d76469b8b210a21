"""Who is punished before the time to answer is over, or by a file that proves three things at once? (G2)"""

from __future__ import annotations

from datetime import date, timedelta

import time_machine

from casework.models import Deadline
from tests.conftest import NOW
from tests.disposal import given

TODAY = NOW.date()


def said(answer):
    return answer.content.decode()


def heard_early(case, cast, at_desk, **changes):
    """The party stated something on the day it was told, and kept the rest of its time."""
    form = {**given.STEPS["hear"](TODAY), "waived": "", **changes}
    return given.press(at_desk(cast.county_officer), case, "hear", form)


def test_g2_an_early_statement_does_not_cut_the_time_to_ask_for_a_hearing(cast, at_desk, now):
    case = given.case_at("serve_notice", cast, now)
    with time_machine.travel(NOW, tick=False):
        assert heard_early(case, cast, at_desk).status_code == 302
        refused = given.press(at_desk(cast.county_head), case, "decide", given.STEPS["decide"](TODAY))
    assert refused.status_code == 409 and "first day to decide is 2026-12-03" in said(refused)


def test_g2_a_decision_made_later_is_not_dated_back_into_the_time_to_answer(cast, at_desk, now):
    case = given.case_at("serve_notice", cast, now)
    with time_machine.travel(NOW, tick=False):
        heard_early(case, cast, at_desk)
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        head = at_desk(cast.county_head)
        early = given.press(head, case, "decide", given.STEPS["decide"](TODAY))
        assert early.status_code == 422 and "could answer until 2026-12-02" in said(early)
        form = given.STEPS["decide"](date(2026, 12, 3))
        assert given.press(head, case, "decide", form).status_code == 302


def test_g2_nobody_waives_the_time_of_the_party_without_its_paper(cast, at_desk, now):
    case = given.case_at("serve_notice", cast, now)
    with time_machine.travel(NOW, tick=False):
        form = {"statement": "", "considered": "", "waived": "on"}
        refused = given.press(at_desk(cast.county_officer), case, "hear", form)
    assert refused.status_code == 422 and "by word of mouth" in said(refused)


def test_g2_no_penalty_before_the_party_could_comment_on_the_result(cast, at_desk, now):
    case = given.case_at("hear", cast, now)
    # It had kept silent.
    Deadline.objects.filter(record__in=case.notices(), term="W-11").update(met_at=None)
    with time_machine.travel(NOW, tick=False):
        refused = given.press(at_desk(cast.county_head), case, "decide", given.STEPS["decide"](TODAY))
    assert refused.status_code == 409 and "first day to decide is 2026-12-11" in said(refused)
