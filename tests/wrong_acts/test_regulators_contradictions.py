"""What does a regulator enter that cannot be, and is it refused beside the field?"""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
import time_machine

from disposal.models.cases import EnforcementCase
from tests.conftest import NOW
from tests.disposal import given
from tests.disposal.walks import not_file_form

TODAY = NOW.date()


def refused(at_desk, cast, case, step, **changes):
    """The form as it comes back, with the sentences beside its fields."""
    form = {**given.STEPS[step](TODAY), **changes}
    with time_machine.travel(NOW, tick=False):
        answer = given.press(at_desk(given.takes(step, cast)), case, step, form)
    assert answer.status_code == 422
    return unescape(answer.content.decode())


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("than were made or bought in", {"made": 100, "sold": 90, "stock": 40}),
        ("More pieces were sealed up", {"stock": 40, "sealed": 60}),
        ("More pieces were recalled", {"sold": 10, "recalled": 11}),
    ],
)
def test_pieces_that_contradict_each_other_are_refused(cast, at_desk, now, sentence, figures):
    case = given.case_at("evidence", cast, now)
    assert sentence in refused(at_desk, cast, case, "propose_filing", **figures)


def test_a_fine_has_no_reason_for_no_penalty(cast, at_desk, now):
    case = given.case_at("file", cast, now)
    assert "needs no reason for having none" in refused(
        at_desk, cast, case, "propose_decision", not_penalised_why="A first offence."
    )


def test_a_word_to_fill_in_is_no_number_of_a_case_or_decision(cast, at_desk, now):
    for before, step, field in (
        ("sign_filing", "file", "case_number"),
        ("hear", "decide", "decision_number"),
    ):
        case = given.case_at(before, cast, now)
        assert "This is no number" in refused(at_desk, cast, case, step, **{field: "测试填写"})


def test_evidence_is_not_older_than_the_case(cast, at_desk, now):
    case = given.case_at("inspect", cast, now)
    assert "lies before the case was delivered" in refused(
        at_desk, cast, case, "evidence", made_on=TODAY - timedelta(days=1)
    )


def test_nobody_is_heard_in_words_of_the_officer_alone(cast, at_desk, now):
    case = given.case_at("serve_notice", cast, now)
    assert "Attach what the party signed" in refused(at_desk, cast, case, "hear", files=[])


def test_a_public_notice_serves_nothing_before_its_days_are_over(cast, at_desk, now):
    case = given.case_at("give_notice", cast, now)
    form = {**given.served(TODAY), "method": "public_notice"}
    with time_machine.travel(NOW, tick=False):
        answer = given.press(at_desk(cast.county_officer), case, "serve_notice", form)
    assert answer.status_code == 409 and "2026-12-25" in answer.content.decode()


def test_no_case_is_left_unfiled_without_own_evidence_and_a_returned_reason_does_not_stay(cast, at_desk, now):
    case = given.case_at("inspect", cast, now)
    with time_machine.travel(NOW, tick=False):
        form = not_file_form(case, cast)
        answer = given.press(at_desk(cast.county_officer), case, "propose_no_filing", form)
        assert answer.status_code == 409 and "evidence of your own" in answer.content.decode()
    given.case_step("evidence", case, cast, now)
    with time_machine.travel(NOW, tick=False):
        given.press(at_desk(cast.county_officer), case, "propose_no_filing", not_file_form(case, cast))
        given.press(at_desk(cast.county_head), case, "return_filing", {"note": "Look again."})
        assert "Bankrupt." not in at_desk(cast.county_officer).get(case.get_absolute_url()).text
        given.case_step("propose_filing", case, cast, now)
    case = EnforcementCase.objects.get(pk=case.pk)
    assert (case.state, case.not_filed_why) == ("file_proposed", "")
