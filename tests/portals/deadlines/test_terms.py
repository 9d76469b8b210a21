"""Does a regulator's approver set a term, with its history, and move running clocks only on purpose?"""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.models import Deadline, Notification, Recount, TermSetting
from casework.work.notifications import happened
from disposal.models.letters import Assistance
from tests.disposal import given_letters
from tests.swept import worked
from trail.models import Event


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now, tick=False):
        yield


SETTING = {
    "number": "3",
    "unit": "working",
    "roll": "statutory_and_weekend",
    "warn_at": "40 90",
    "since": "2026-11-25",
    "source": "Notice 12 of 2026",
    "reason": "Merchants vanish within days.",
}


def set_it(client, code="W-13", **changes):
    return client.post(reverse("term", args=[code]), SETTING | changes)


def test_everybody_reads_by_what_clocks_count_and_from_where(cast, at_desk):
    shown = at_desk(cast.tester).get(reverse("terms")).content.decode()
    assert "DL-01" in shown and "fixed by law" in shown and "DL-44b" in shown
    one = at_desk(cast.tester).get(reverse("term", args=["DL-22"])).content.decode()
    assert "Opens on day" in one and "Set it from a day on" not in one


def test_an_approver_of_the_province_sets_a_number_with_its_source(cast, at_desk, now):
    client = at_desk(cast.approver)
    assert set_it(client).status_code == 302
    setting = TermSetting.objects.get()
    assert (setting.term, setting.version, setting.count, setting.warn_at) == ("W-13", 1, 3, [40, 90])
    shown = client.get(reverse("term", args=["W-13"])).content.decode()
    assert "Notice 12 of 2026" in shown and str(cast.approver.user) in shown
    event = Event.objects.get(verb="set a term")
    assert (event.clause, event.actor_id) == ("W-13", cast.approver.user.pk)


@pytest.mark.parametrize("who", ["planner", "leader", "tester", "quality_officer", "county_officer"])
def test_nobody_else_sets_one(who, cast, at_desk):
    assert set_it(at_desk(getattr(cast, who))).status_code == 403
    assert not TermSetting.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"since": "2026-11-24"}, "cannot begin in the past"),
        ({"warn_at": "50 50"}, "each once"),
        ({"warn_at": "100"}, "between 1 and 99"),
        ({"warn_at": "half"}, "whole numbers with spaces"),
        ({"number": "0"}, "greater than or equal to 1"),
        ({"source": ""}, "This field is required."),
    ],
)
def test_a_bad_setting_is_refused_with_a_sentence(cast, at_desk, changes, sentence):
    answer = set_it(at_desk(cast.approver), **changes)
    assert answer.status_code in (409, 422) and sentence in answer.content.decode()
    assert not TermSetting.objects.exists()


def test_of_a_term_that_the_law_fixes_only_the_warnings_are_set(cast, at_desk):
    assert set_it(at_desk(cast.approver), code="DL-01", number="9").status_code == 302
    assert TermSetting.objects.get().count == 5


def test_a_running_clock_keeps_its_rule_until_it_is_counted_anew_on_purpose(cast, at_desk, now):
    letter = given_letters.letter(cast, now)
    client = at_desk(cast.approver)
    set_it(client)
    clock = letter.deadlines.get(term="W-13")
    assert (clock.end, clock.rule_version) == (date(2026, 12, 2), 0)
    url = reverse("term-recount", args=["W-13"])
    preview = client.get(url).content.decode()
    assert letter.number in preview and "2026-12-02" in preview and "2026-11-30" in preview
    Notification.objects.all().delete()
    answer = client.post(url, {"reason": "By the new notice"})
    worked()
    clock.refresh_from_db()
    assert (clock.end, clock.rule_version, clock.warn_at) == (date(2026, 11, 30), 1, [40, 90])
    assert Assistance.objects.get().next_due_at == clock.due_at
    told = Notification.objects.filter(record=letter.pk, user=cast.quality_officer.user)
    assert [note.event.verb for note in told] == ["move a deadline"]
    assert "Deadline moved from 2026-12-02 to 2026-11-30" in happened(told[0])
    done = client.get(answer["Location"]).content.decode()
    assert ">Done<" in done and "By the new notice" in done
    assert all(said in done for said in (letter.number, "2026-12-02", "2026-11-30"))
    page = at_desk(cast.quality_officer).get(letter.get_absolute_url()).content.decode()
    assert "Deadline moved from 2026-12-02 to 2026-11-30" in page


def test_a_recount_that_is_stopped_counts_no_further(cast, at_desk, now):
    letter = given_letters.letter(cast, now)
    client = at_desk(cast.approver)
    set_it(client)
    there = client.post(reverse("term-recount", args=["W-13"]), {"reason": "By the new notice"})["Location"]
    again = client.post(reverse("term-recount", args=["W-13"]), {"reason": "Once more"})
    assert again.status_code == 409 and "being counted already" in again.content.decode()
    client.post(there)
    worked()
    assert letter.deadlines.get(term="W-13").end == date(2026, 12, 2)
    assert Recount.objects.get().cancelled_at and "Stopped." in client.get(there).content.decode()


def test_how_a_recount_goes_is_shown_to_nobody_else(cast, at_desk, now):
    given_letters.letter(cast, now)
    there = at_desk(cast.approver).post(
        reverse("term-recount", args=["W-13"]), {"reason": "By the new notice"}
    )["Location"]
    assert at_desk(cast.quality_officer).get(there).status_code == 403


def test_an_unknown_term_is_not_there(cast, at_desk):
    assert at_desk(cast.approver).get("/terms/DL-99/").status_code == 404


def test_a_setting_of_tomorrow_counts_for_tomorrows_clocks(cast, at_desk, now):
    set_it(at_desk(cast.approver), since="2026-11-26")
    assert given_letters.letter(cast, now).deadlines.get(term="W-13").count == 5
    later = given_letters.letter(cast, now + timedelta(days=1))
    assert Deadline.objects.get(record=later.pk, term="W-13").count == 3


def test_who_set_a_term_is_named_to_regulators_alone(cast, at_desk):
    set_it(at_desk(cast.approver))
    url, name = reverse("term", args=["W-13"]), f">{cast.approver.user}<"
    assert name in at_desk(cast.planner).get(url).content.decode()
    page = at_desk(cast.quality_officer).get(url).content.decode()
    assert name not in page and "Notice 12 of 2026" in page


def test_the_table_says_which_terms_run_to_those_who_may_have_them_counted_anew(cast, at_desk, now):
    clock = given_letters.letter(cast, now).deadlines.running().get()
    line = re.compile(rf"{clock.term}</span>.*?</tr>", re.DOTALL)
    cell = '<td class="wj-cell-number" data-label="Running now">1</td>'
    for who, told in ((cast.approver, True), (cast.tester, False), (cast.planner, False)):
        [row] = line.findall(at_desk(who).get(reverse("terms")).text)
        assert (cell in row) is told, who
