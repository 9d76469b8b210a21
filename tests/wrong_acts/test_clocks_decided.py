"""Who decides on a clock: can those who work on the matter, with what do they decide, and is it seen?"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.roles import Role
from casework.api.serializers import row
from casework.models import Deadline, Record
from casework.pages.lists import lines
from tests.accounts.test_stand_ins import entrusted
from tests.cast import person
from tests.conftest import NOW
from tests.disposal import given
from tests.documents.conftest import picture

TODAY = NOW.date()
UNTIL = TODAY + timedelta(days=20)
WHY = "The appraisal is not here yet."
START = given.STEPS["inspect"](TODAY)
YES = {"granted": "yes", "remark": ""}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def clock(cast, now) -> Deadline:
    """The county officer is inspecting."""
    found: Deadline = given.case_at("inspect", cast, now).deadlines.get(term="DL-04")
    return found


def at(name, clock):
    return reverse(name, args=[clock.pk])


def still(client, clock, until=UNTIL):
    said = {"reason": WHY, "evidence": picture(), "until": until.isoformat()}
    return client.post(at("clock-still", clock), said)


def more(client, clock, number=15):
    return client.post(at("clock-more", clock), {"number": str(number), "reason": WHY})


def decide(client, clock, **said):
    return client.post(at("clock-decide", clock), YES | said)


def stands_in(cast, substitute):
    entrusted(cast, cast.county_head, substitute, Role.APPROVER, first=TODAY, last=TODAY)


def test_an_officer_of_the_case_who_stands_in_for_the_head_does_not_let_its_clock_stand_still(
    cast, at_desk, clock
):
    officer = at_desk(cast.county_second)
    found = given.STEPS["evidence"](TODAY)
    assert given.press(officer, clock.record, "evidence", found).status_code == 302
    stands_in(cast, cast.county_second)
    still(at_desk(cast.county_third), clock)
    shown, tried = officer.get(at("clock-decide", clock)), decide(officer, clock)
    for answer in (shown, tried):
        assert answer.status_code == 403 and "You work on this matter yourself" in answer.text
        assert str(cast.county_head.user) in answer.text and "for the role" not in answer.text
    for page in ("/", at("clock", clock), clock.record.get_absolute_url()):
        assert at("clock-decide", clock) not in officer.get(page).text
    assert Deadline.objects.get(pk=clock.pk).suspended_at is None


def test_who_asked_for_more_time_does_not_grant_it_in_the_heads_place(cast, at_desk, clock):
    stands_in(cast, cast.county_second)
    asker = at_desk(cast.county_second)
    more(asker, clock)
    answer = decide(asker, clock)
    assert answer.status_code == 403 and "You asked for it yourself" in answer.text
    assert at("clock-decide", clock) not in asker.get("/").text


def test_nobody_decides_in_the_place_of_a_head_who_worked_on_the_case(cast, at_desk, now):
    both = person("both", cast.county, Role.APPROVER, Role.CASE_OFFICER)
    case = given.case_at("receive", cast, now)
    assert given.press(at_desk(both), case, "inspect", START).status_code == 302
    clock = case.deadlines.get(term="DL-04")
    entrusted(cast, both, cast.county_third, Role.APPROVER, first=TODAY, last=TODAY)
    still(at_desk(cast.county_second), clock)
    answer = decide(at_desk(cast.county_third), clock)
    assert answer.status_code == 403 and "Who you stand in for works on this matter" in answer.text


def test_a_stand_in_who_did_nothing_on_the_case_decides_and_the_trail_says_in_whose_place(
    cast, at_desk, clock
):
    stands_in(cast, cast.county_third)
    still(at_desk(cast.county_officer), clock)
    third = at_desk(cast.county_third)
    assert at("clock-decide", clock) in third.get("/").text
    assert decide(third, clock).status_code == 302
    shown = third.get(clock.record.get_absolute_url()).text.partition("Let a clock stand still")[2][:600]
    head = str(cast.county_head.user)
    assert f"for {head}" in shown and str(Role.APPROVER.label) in shown


def test_who_decides_sees_what_they_decide_on(cast, at_desk, clock):
    still(at_desk(cast.county_officer), clock)
    page = at_desk(cast.county_head).get(at("clock-decide", clock)).text
    file = clock.record.attachments.get(kind="clock").get_absolute_url()
    assert WHY in page and UNTIL.isoformat() in page and "(20 days)" in page and file in page
    assert f'{clock.record.get_absolute_url()}">{clock.record.number}' in page
    # It goes on on 2026-12-16; the fifteenth working day after that, without New Year's Day, is a Thursday.
    assert clock.end.isoformat() in page.partition("Last day now")[2][:120]
    assert "2027-01-07" in page.partition("Last day if it is granted")[2][:120]
    assert page.count("never") == 2 and " checked" not in page.partition('name="granted"')[2][:300]


def test_who_decides_on_a_third_standing_still_sees_the_first_two(cast, at_desk, clock):
    officer, head = at_desk(cast.county_officer), at_desk(cast.county_head)
    for _time in range(2):
        still(officer, clock)
        decide(head, clock)
        with time_machine.travel(NOW + timedelta(days=5), tick=False):
            officer.post(at("clock-still", clock), {"reason": "It is here."})
    still(officer, clock)
    for page in (head.get(at("clock-decide", clock)).text, officer.get(at("clock", clock)).text):
        assert "2 times, on 10 days in all" in page


def test_a_clock_goes_on_by_itself_when_the_case_does(cast, at_desk, now):
    case = given.case_at("receive", cast, now)
    clock = case.deadlines.get(term="DL-04")
    still(at_desk(cast.county_officer), clock)
    decide(at_desk(cast.county_head), clock)
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        assert given.press(at_desk(cast.county_officer), case, "inspect", START).status_code == 302
        page = at_desk(cast.county_officer).get(case.get_absolute_url()).text
    clock.refresh_from_db()
    case.refresh_from_db()
    assert clock.suspended_at is None and len(clock.suspensions) == 1 and clock.next_tell_at
    assert case.next_due_at == clock.due_at and case.still_since is None
    assert "A clock goes on, because the matter did: " in page and "standing still" not in page


def test_a_step_that_stays_where_the_case_is_lets_no_clock_go_on(cast, at_desk, clock):
    still(at_desk(cast.county_officer), clock)
    decide(at_desk(cast.county_head), clock)
    found = given.STEPS["evidence"](TODAY)
    assert given.press(at_desk(cast.county_officer), clock.record, "evidence", found).status_code == 302
    clock.refresh_from_db()
    assert clock.suspended_at is not None


def test_nothing_stands_still_for_a_reason_from_before_the_case_went_on(cast, at_desk, now):
    case = given.case_at("receive", cast, now)
    clock = case.deadlines.get(term="DL-04")
    still(at_desk(cast.county_third), clock)
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        given.press(at_desk(cast.county_second), case, "inspect", START)
        answer = decide(at_desk(cast.county_head), clock)
        refused = decide(at_desk(cast.county_head), clock, granted="no", remark="It went on.")
    assert answer.status_code == 409 and "The matter has gone on since" in answer.text
    assert refused.status_code == 302 and Deadline.objects.get(pk=clock.pk).suspended_at is None


def test_what_stands_still_says_so_in_list_home_and_file(cast, at_desk, clock):
    still(at_desk(cast.county_officer), clock)
    decide(at_desk(cast.county_head), clock)
    officer = at_desk(cast.county_officer)
    for page in ("/", reverse("enforcementcase-list"), clock.record.get_absolute_url()):
        assert "standing still" in officer.get(page).text
    assert "standing still" in [*lines(Record.objects.filter(pk=clock.record_id))][1]
    found = Record.objects.get(pk=clock.record_id)
    assert row(found)["stands_still_since"] == NOW


def test_a_clocks_page_says_who_decided_in_which_role_and_when(cast, at_desk, clock):
    still(at_desk(cast.county_officer), clock)
    decide(at_desk(cast.county_head), clock)
    page = at_desk(cast.county_officer).get(at("clock", clock)).text
    said = f"{cast.county_head.user} · {Role.APPROVER.label} · {NOW:%Y-%m-%d %H:%M}"
    assert said in page and "Stand still until" in page
    assert UNTIL.isoformat() in page.partition("Stands still at most until")[2][:120]
    assert clock.end.isoformat() in page.partition("without more time and standing still")[2][:120]


def test_what_is_asked_for_reads_as_asked_and_not_as_done(cast, at_desk, clock):
    officer = at_desk(cast.county_officer)
    assert "Ask to let it stand still" in officer.get(at("clock", clock)).text
    assert still(officer, clock).status_code == 302
    message = officer.get(at("clock", clock)).text
    assert f"It counts once it is granted by: {cast.county}" in message
    assert "not decided yet: it is to stand still until" in officer.get(clock.record.get_absolute_url()).text


def test_who_asked_takes_it_back_and_nobody_decides_on_it_any_more(cast, at_desk, clock):
    officer, head = at_desk(cast.county_officer), at_desk(cast.county_head)
    still(officer, clock)
    why = {"reason": "The appraisal came today."}
    assert head.post(at("clock-withdraw", clock), why).status_code == 403
    assert officer.post(at("clock-withdraw", clock), why).status_code == 302
    answer = decide(head, clock)
    assert answer.status_code == 409 and "was withdrawn" in answer.text
    assert at("clock-decide", clock) not in head.get("/").text
    assert "Withdraw what was asked for a clock" in head.get(clock.record.get_absolute_url()).text
    assert still(officer, clock).status_code == 302


def test_what_nobody_decided_before_the_clock_was_met_waits_for_nobody(cast, at_desk, now):
    case = given.case_at("sign_filing", cast, now)
    clock = case.deadlines.get(term="DL-04")
    asked = clock.extensions.create(number=15, reason=WHY, asked_by=cast.county_officer.user, asked_at=NOW)
    given.case_step("file", case, cast, NOW)
    officer = at_desk(cast.county_officer)
    assert asked.pending and "not decided yet" not in officer.get(case.get_absolute_url()).text
    page = officer.get(at("clock", clock)).text
    assert "no longer needed" in page and "not decided yet" not in page


def test_more_time_is_not_asked_for_where_it_is_asked_for_or_was_given(cast, at_desk, clock):
    officer = at_desk(cast.county_officer)
    assert "at most 15 working days" in officer.get(at("clock-more", clock)).text
    more(officer, clock)
    answer = officer.get(at("clock-more", clock))
    assert answer.status_code == 409 and "Something is asked for already" in answer.text
    decide(at_desk(cast.county_head), clock)
    answer = officer.get(at("clock-more", clock))
    assert answer.status_code == 409 and "given 15 working days more already" in answer.text
    assert at("clock-more", clock) not in officer.get(at("clock", clock)).text


@pytest.mark.parametrize("days", [-1, 91])
def test_the_days_until_which_a_clock_may_stand_still_are_named(days, cast, at_desk, clock):
    answer = still(at_desk(cast.county_officer), clock, TODAY + timedelta(days=days))
    assert answer.status_code == 409 and "from 2026-11-26 to 2027-02-23" in answer.text


def test_what_waits_for_a_decision_is_counted_beside_home(cast, at_desk, clock):
    def beside_home():
        page = at_desk(cast.county_head).get("/due/").text
        return int(re.findall(r'href="/"><span>Home</span><span class="wj-count[^>]*>(\d+)', page)[0])

    before = beside_home()
    more(at_desk(cast.county_officer), clock)
    assert beside_home() == before + 1
