"""Who files no case and says nothing of why, and what does the page say stands in the way? (4.2.1-d)"""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from tests.conftest import NOW
from tests.disposal import given
from tests.disposal.walks import not_file_form

IN_THE_WAY = "once it is filed"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize(
    ("entered", "sentence"),
    [
        ({"cause_detail": "其他"}, "This says nothing"),
        ({"not_filed_why": "无"}, "This says nothing"),
        ({"control": "none"}, "The products are not under control: say why."),
        ({"control": "none", "not_controlled_why": "无"}, "This says nothing"),
    ],
)
def test_r_no_case_is_filed_on_words_that_say_nothing(cast, at_desk, program, entered, sentence):
    case = given.case_at("evidence", cast, NOW)
    form = not_file_form(case, cast) | entered
    answer = given.press(at_desk(cast.county_officer), case, "propose_no_filing", form)
    assert answer.status_code == 422 and sentence in answer.text
    url = reverse("api-enforcementcase-propose_no_filing", args=[case.number])
    answer = program(cast.county_officer).post(url, form)
    assert answer.status_code == 422 and sentence in answer.text


def test_r_what_needs_no_control_is_said_to_be_under_control_or_why_not(cast, at_desk):
    case = given.case_at("evidence", cast, NOW)
    form = not_file_form(case, cast) | {"control": "none", "not_controlled_why": "All were sold by March."}
    assert given.press(at_desk(cast.county_officer), case, "propose_no_filing", form).status_code == 302


def test_r_the_page_says_of_which_decision_it_is_that_something_stands_in_the_way(cast, at_desk):
    officer, case = at_desk(cast.county_officer), given.case_at("evidence", cast, NOW)
    assert IN_THE_WAY in officer.get(case.get_absolute_url()).text
    given.press(officer, case, "propose_no_filing", not_file_form(case, cast))
    assert IN_THE_WAY not in officer.get(case.get_absolute_url()).text
