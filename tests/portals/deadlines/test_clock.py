"""Does a clock show how it was counted, to those who may see its record and to nobody else?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from casework.models import Deadline, Extension, Notification
from tests.disposal import given, given_letters
from tests.odd_files import paper


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now, tick=False):
        yield


def test_a_clock_is_shown_day_by_day_with_its_rule(cast, at_desk, now):
    letter = given_letters.letter(cast, now)
    url = reverse("clock", args=[letter.deadlines.running().get().pk])
    assert url in at_desk(cast.quality_officer).get(letter.get_absolute_url()).content.decode()
    page = at_desk(cast.quality_officer).get(url).content.decode()
    assert "5 working days from 2026-11-25 end on 2026-12-02" in page
    assert "the default of the deadline table" in page and letter.get_absolute_url() in page


def test_a_clock_of_somebody_elses_record_is_not_there(cast, at_desk, now):
    letter = given_letters.letter(cast, now)
    url = reverse("clock", args=[letter.deadlines.running().get().pk])
    foreign, missing = (
        at_desk(cast.other_quality_officer).get(at) for at in (url, reverse("clock", args=[999_999_999]))
    )
    assert foreign.status_code == missing.status_code == 404


def evidence():
    return SimpleUploadedFile("appraisal.pdf", paper())


def clock_of(record, term):
    return Deadline.objects.get(record=record.pk, term=term)


def at(name, clock):
    return reverse(name, args=[clock.pk])


def ask(client, clock, number="3"):
    return client.post(at("clock-more", clock), {"number": number, "reason": "The shop has moved."})


def test_the_form_of_the_decision_says_when_its_remark_is_mandatory(cast, at_desk, now):
    clock = clock_of(given_letters.letter(cast, now), "W-13")
    assert ask(at_desk(cast.quality_officer), clock).status_code == 302
    leader = at_desk(cast.leader)
    page = leader.get(at("clock-decide", clock)).text
    assert "mandatory where it is refused" in page and "optional" not in page
    assert leader.post(at("clock-decide", clock), {"granted": "no"}).status_code == 422


def test_more_time_is_asked_for_and_given_by_the_leader_of_the_center(cast, at_desk, now):
    letter = given_letters.letter(cast, now)
    clock = clock_of(letter, "W-13")
    assert ask(at_desk(cast.quality_officer), clock).status_code == 302
    told = Notification.objects.filter(user=cast.leader.user, record=letter.pk)
    assert [note.event.verb for note in told] == ["ask for more time"]
    answer = at_desk(cast.leader).post(at("clock-decide", clock), {"granted": "yes", "remark": ""})
    assert answer.status_code == 302
    clock.refresh_from_db()
    letter.refresh_from_db()
    assert (clock.end, clock.postponed, letter.next_due_at) == (date(2026, 12, 7), 3, clock.due_at)
    page = at_desk(cast.quality_officer).get(letter.get_absolute_url()).content.decode()
    assert "Deadline moved from 2026-12-02 to 2026-12-07" in page
    own = at_desk(cast.quality_officer).get(at("clock", clock)).content.decode()
    assert own.count("3 working days") == 2


def test_more_time_is_refused_with_a_reason_and_nothing_moves(cast, at_desk, now):
    clock = clock_of(given_letters.letter(cast, now), "W-13")
    ask(at_desk(cast.quality_officer), clock)
    leader = at_desk(cast.leader)
    assert leader.post(at("clock-decide", clock), {"granted": "no"}).status_code == 422
    said = {"granted": "no", "remark": "The register names the place."}
    assert leader.post(at("clock-decide", clock), said).status_code == 302
    before = clock.due_at
    clock.refresh_from_db()
    assert clock.due_at == before
    assert "The register names the place." in leader.get(at("clock", clock)).content.decode()


@pytest.mark.parametrize(
    ("number", "status", "sentence"), [("6", 409, "At most 5"), ("0", 422, "greater than or equal to 1")]
)
def test_no_more_than_its_own_length_is_given(number, status, sentence, cast, at_desk, now):
    clock = clock_of(given_letters.letter(cast, now), "W-13")
    answer = ask(at_desk(cast.quality_officer), clock, number)
    assert answer.status_code == status and sentence in answer.content.decode()


def test_more_time_is_asked_for_once_and_before_the_clock_has_run_out(cast, at_desk, now):
    letter = given_letters.letter(cast, now)
    clock, client = clock_of(letter, "W-13"), at_desk(cast.quality_officer)
    ask(client, clock)
    assert "asked for already" in ask(client, clock).content.decode()
    clock.extensions.all().delete()
    with time_machine.travel(now + timedelta(days=30), tick=False):
        assert "It has run out" in ask(at_desk(cast.quality_officer), clock).content.decode()


def test_of_a_term_that_the_law_fixes_nobody_gives_more(cast, at_desk, now):
    clock = clock_of(given.done(cast, now), "DL-01")
    assert "cannot be given more time" in ask(at_desk(cast.quality_officer), clock).content.decode()


@pytest.mark.parametrize("who", ["quality_officer", "county_officer", "compiler", "other_leader"])
def test_nobody_else_decides(who, cast, at_desk, now):
    clock = clock_of(given_letters.letter(cast, now), "W-13")
    ask(at_desk(cast.quality_officer), clock)
    answer = at_desk(getattr(cast, who)).post(at("clock-decide", clock), {"granted": "yes"})
    assert answer.status_code in (403, 404)
    assert not Extension.objects.filter(granted=True).exists()


def still(client, clock, **more):
    said = {"reason": "Appraisal under way", "evidence": evidence(), "until": "2026-12-10"} | more
    return client.post(at("clock-still", clock), said)


def granted(client, clock):
    return client.post(at("clock-decide", clock), {"granted": "yes", "remark": ""})


def test_the_time_of_an_appraisal_does_not_count(cast, at_desk, now):
    case = given.case_at("receive", cast, now)
    clock, client = clock_of(case, "DL-04"), at_desk(cast.county_officer)
    before = clock.end
    assert still(client, clock).status_code == 302
    assert granted(at_desk(cast.county_head), clock).status_code == 302
    clock.refresh_from_db()
    case.refresh_from_db()
    assert clock.suspended_for == "Appraisal under way" and clock.next_tell_at is None
    assert case.next_due_at is None and case.attachments.filter(kind="clock").count() == 1
    with time_machine.travel(now + timedelta(days=7), tick=False):
        assert still(at_desk(cast.county_officer), clock, reason="It is here").status_code == 302
    clock.refresh_from_db()
    assert clock.suspended_at is None and clock.end > before and clock.next_tell_at
    assert clock.suspensions[0][2] == "Appraisal under way"


def test_a_clock_stands_still_only_where_the_law_lets_it_and_with_evidence(cast, at_desk, now):
    letter_clock = clock_of(given_letters.letter(cast, now), "W-13")
    refused = still(at_desk(cast.quality_officer), letter_clock)
    assert refused.status_code == 409 and "does not let this clock" in refused.content.decode()
    case_clock = clock_of(given.case_at("receive", cast, now), "DL-04")
    bare = at_desk(cast.county_officer).post(at("clock-still", case_clock), {"reason": "Appraisal"})
    assert bare.status_code == 422 and not Extension.objects.exists()


def test_of_those_who_ask_nobody_is_named_to_other_organisations(cast, at_desk, now):
    clock = clock_of(given_letters.letter(cast, now), "W-13")
    ask(at_desk(cast.quality_officer), clock)
    name = str(cast.quality_officer.user)
    assert name in at_desk(cast.quality_officer).get(at("clock", clock)).content.decode()
    for viewer in (cast.leader, cast.county_officer):
        page = at_desk(viewer).get(at("clock", clock)).content.decode()
        assert name not in page and "First Platform" in page and "The shop has moved." in page


def test_what_was_decided_meanwhile_is_said_to_whoever_decides_second(cast, at_desk, now):
    clock = clock_of(given_letters.letter(cast, now), "W-13")
    ask(at_desk(cast.quality_officer), clock)
    leader = at_desk(cast.leader)
    assert granted(leader, clock).status_code == 302
    for answer in (leader.get(at("clock-decide", clock)), granted(leader, clock)):
        assert answer.status_code == 409 and "decided already" in answer.content.decode()


def test_a_matter_that_went_on_says_so_to_whoever_wants_its_clock_to_stand_still(cast, at_desk, now):
    clock = given.case_at("propose_decision", cast, now).deadlines.running().get(term="DL-24")
    officer = at_desk(cast.county_officer)
    for answer in (officer.get(at("clock-still", clock)), still(officer, clock)):
        assert answer.status_code == 409 and "The matter has gone on" in answer.content.decode()
    assert not Extension.objects.exists()


def test_a_clock_that_was_given_more_time_shows_its_last_day_without_it(cast, at_desk, now):
    clock = clock_of(given_letters.letter(cast, now), "W-13")
    client, first = at_desk(cast.quality_officer), clock.end.isoformat()
    assert "without more time" not in client.get(at("clock", clock)).content.decode()
    ask(client, clock)
    assert granted(at_desk(cast.leader), clock).status_code == 302
    page = client.get(at("clock", clock)).content.decode()
    clock.refresh_from_db()
    beside = page.partition("Last day without more time and standing still")[2][:80]
    assert clock.end.isoformat() > first and first in beside
