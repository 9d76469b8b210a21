"""Does the what-if page answer, explain, and say beside each field what is wrong with it?"""

from __future__ import annotations

import re

import pytest
import time_machine

from accounts.roles import Kind
from casework.models import Deadline
from portals.portals import portal_of
from tests.conftest import NOW
from trail.models import Event

OWN = {"number": "15", "unit": "calendar", "roll": "statutory_and_weekend", "start": "2026-09-16"}


@pytest.fixture
def ask(cast, at_desk):
    """ask(number="5", …): (status, the page in English, as text without tags)."""

    def asked(**query: str) -> tuple[int, str]:
        client = at_desk(cast.quality_officer)
        client.cookies["language"] = "en"
        answer = client.get("/what-if/", query)
        main = answer.content.decode().split("<main")[1].split("</main")[0]
        return answer.status_code, re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))

    return asked


@pytest.mark.clause("T-04")
def test_the_last_day_is_said_with_its_reason_and_the_law(ask):
    status, page = ask(**OWN)
    assert status == 200 and "Last day 2026-10-08 Thursday until 24:00" in page
    assert "a holiday (National Day), so the last day is 2026-10-08. Civil Code art. 201, 203." in page


@pytest.mark.clause("T-08")
def test_the_same_number_in_the_unit_it_is_mistaken_for_stands_beside_it(ask):
    _status, page = ask(**OWN)
    assert "15 working days 2026-10-13 5 days later" in page
    assert "5 days 2026-09-28 1 day earlier" in ask(start="2026-09-21", number="5", unit="working")[1]
    assert (
        "1 day 2026-09-17 on the same day"
        in ask(start="2026-09-16", start_time="09:30", number="24", unit="hours")[1]
    )


def test_a_term_brings_its_period_its_law_and_its_grade(ask):
    _status, page = ask(term="DL-22", start="2026-07-02", unit="working")
    assert "Last day 2026-09-30" in page and "Not before 2026-08-31" in page
    assert "Spot check measures (SAMR Order 18) art. 48" in page
    assert "a report on the text was read" in page


def test_the_calendar_around_it_shows_each_day(ask):
    _status, page = ask(**OWN)
    days = page.replace("- ", "-")
    assert "2026-09-25 day 9 Mid-Autumn Festival" in days and "2026-10-08 last day" in days


def test_hours_close_of_business_and_a_suspension_are_asked(ask):
    hours = {"number": "24", "unit": "hours", "start": "2026-09-30", "start_time": "09:30"}
    assert "Last day 2026-10-01 Thursday until 09:30" in ask(**hours)[1]
    pause = {"stopped": "2026-09-18T10:00", "went_on": "2026-09-21T09:00", "closes": "17:30"}
    assert "Last day 2026-10-08 Thursday until 17:30" in ask(**OWN, **pause)[1]
    assert "The clock stood still on 3 days" in ask(**OWN, **pause)[1]


BAD = {
    "nothing but a start": ({"start": "2026-09-16"}, "Give a number, or choose a period of the table."),
    "no start": ({**OWN, "start": ""}, "This field is required."),
    "both a term and a number": ({**OWN, "term": "DL-14"}, "leave one of the two out"),
    "a term that is none": ({**OWN, "term": "DL-99"}, "Select a valid choice."),
    "a year the calendar does not know": ({**OWN, "start": "2000-01-01"}, "years from 2001 to 2076"),
    "hours without a time": ({**OWN, "unit": "hours"}, "Hours run from an instant"),
    "half a suspension": ({**OWN, "stopped": "2026-09-18T10:00"}, "Give both when the clock stopped"),
    "a window that opens too late": ({**OWN, "opens": "16"}, "A window must open before it closes."),
    "an end after the calendar": ({**OWN, "start": "2076-12-30"}, "no day after 2076"),
    "nonsense": ({"number": "-1", "unit": "x", "roll": "y", "start": "z", "closes": "?"}, "5 things"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_wrong_is_said_beside_the_field(what, ask):
    query, sentence = BAD[what]
    status, page = ask(**query)
    assert status == 422 and sentence in page and "Last day" not in page


def test_it_begins_with_today_and_no_errors(cast, at_desk):
    with time_machine.travel(NOW, tick=False):
        page = at_desk(cast.tester).get("/what-if/").content.decode()
    assert 'value="2026-11-25"' in page and "wj-error" not in page


def test_nothing_is_kept(ask):
    before = (Event.objects.count(), Deadline.objects.count())
    ask(**OWN)
    assert (Event.objects.count(), Deadline.objects.count()) == before


def test_it_asks_few_questions(cast, at_desk, django_assert_max_num_queries):
    client = at_desk(cast.approver)
    with django_assert_max_num_queries(15):
        assert client.get("/what-if/", OWN).status_code == 200


def test_every_organisation_with_a_portal_finds_it_in_the_navigation():
    for kind in set(Kind) - {Kind.MERCHANT}:
        assert any(item.route == "what-if" for _title, items in portal_of(kind).sections for item in items)
