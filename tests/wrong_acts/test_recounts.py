"""Does a recount that one province begins leave the clocks of all others alone? (A10)"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from accounts.roles import Role
from casework.deadlines import recounts
from casework.models import AnnouncedYear, Record, Recount
from casework.tasks import job_task
from tests.cast import person
from tests.conftest import NOW
from tests.disposal import given_letters
from tests.inspection import given as inspection
from tests.jobs import promised
from tests.portals.deadlines.test_calendars import DAYS, load, notice
from tests.portals.deadlines.test_terms import set_it
from tests.races import runners
from tests.swept import worked

ASK = ("term-recount", "W-13")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def ask(desk: Any, reason: str = "By the new notice") -> Any:
    return desk.post(reverse(ASK[0], args=[ASK[1]]), {"reason": reason})


def letters(cast: Any) -> tuple[Any, Any]:
    """One of the first province, and one of the other, both to be answered within five working days."""
    mine, theirs = given_letters.letter(cast, NOW), given_letters.letter(cast, NOW)
    Record.objects.filter(pk=theirs.pk).update(province=cast.other_province.region)
    return mine, theirs


def ends(record: Any) -> Any:
    return record.deadlines.get(term="W-13").end


def test_a10_a_province_does_not_have_the_clocks_of_another_counted_anew(cast, at_desk):
    mine, theirs = letters(cast)
    desk = at_desk(cast.approver)
    set_it(desk)
    preview = desk.get(reverse(ASK[0], args=[ASK[1]])).text
    assert mine.number in preview and theirs.number not in preview and "Eastland" in preview
    there = ask(desk)["Location"]
    worked()
    assert (ends(mine), ends(theirs)) == (date(2026, 11, 30), date(2026, 12, 2))
    assert "records of Eastland alone" in desk.get(there).text and Recount.objects.get().total == 1


def test_a10_what_a_laboratory_has_not_sent_is_not_named_to_whoever_looks_at_what_would_move(cast, at_desk):
    """That its clock would move is told by its number; its title is the laboratory's until it is signed."""
    mine, _theirs = letters(cast)
    report = inspection.begun(cast, NOW)
    Record.objects.filter(pk=report.pk).update(title="Canary")
    mine.deadlines.filter(term="W-13").update(record=report.pk)
    desk = at_desk(cast.approver)
    set_it(desk)
    preview = desk.get(reverse(ASK[0], args=[ASK[1]])).text
    assert report.number in preview and "Canary" not in preview


@pytest.mark.parametrize("stopped", [False, True])
def test_a10_a_recount_goes_on_part_by_part_until_all_is_counted_or_it_is_stopped(
    cast, at_desk, monkeypatch, stopped
):
    """Stopped also where nothing but its row says so."""
    three = [given_letters.letter(cast, NOW) for _ in range(3)]
    monkeypatch.setattr(recounts, "PART", 1)
    desk = at_desk(cast.approver)
    set_it(desk)
    there = ask(desk)["Location"]
    assert job_task(promised(Recount).get().pk)
    if stopped:
        desk.post(there)
        cache.clear()
    worked()
    counted = [ends(letter) == date(2026, 11, 30) for letter in three]
    assert counted == ([True, False, False] if stopped else [True] * 3)
    asked = Recount.objects.get()
    assert (asked.done, asked.moved, bool(asked.finished_at)) == ((1, 1, False) if stopped else (3, 3, True))


def test_a10_the_nation_has_all_counted_and_its_page_says_so(cast, at_desk):
    both = letters(cast)
    desk = at_desk(person("nations_approver", cast.nation, Role.APPROVER))
    set_it(desk)
    there = ask(desk)["Location"]
    worked()
    assert [ends(one) for one in both] == [date(2026, 11, 30)] * 2
    assert "records of all provinces" in desk.get(there).text


def test_a10_a_recount_of_one_province_keeps_no_other_from_its_own(cast, at_desk):
    letters(cast)
    nation = at_desk(person("nations_approver", cast.nation, Role.APPROVER))
    assert ask(at_desk(cast.approver)).status_code == 302
    assert ask(at_desk(cast.other_approver)).status_code == 302
    assert ask(at_desk(cast.approver)).status_code == ask(nation).status_code == 409


def test_a10_a_province_neither_sees_nor_stops_nor_takes_over_the_recount_of_another(cast, at_desk):
    letters(cast)
    there = ask(at_desk(cast.approver))["Location"]
    stranger = at_desk(cast.other_approver)
    for pressed in ({}, {"take_over": ""}):
        assert stranger.post(there, pressed).status_code == 404
    assert stranger.get(there).status_code == 404 and Recount.objects.get().under_way


def test_a10_who_may_not_set_a_term_does_not_take_over_its_recount(cast, at_desk):
    """A colleague who only keeps the organisation's people sees it and no button."""
    letters(cast)
    there = ask(at_desk(cast.approver))["Location"]
    keeper = at_desk(cast.regulator_administrator)
    assert "Take it over" not in keeper.get(there).text
    assert keeper.post(there, {"take_over": ""}).status_code == 403
    assert Recount.objects.get().in_charge is None


def test_a10_a_calendar_that_one_province_loads_moves_no_running_clock_of_another(cast, at_desk):
    """The other has its own counted when it wants to."""
    letters(cast)
    load(at_desk(cast.regulator_administrator), notice(DAYS))
    keeper = at_desk(person("other_keeper", cast.other_province, Role.ADMINISTRATOR))
    assert "Those that run keep their dates" in keeper.get(reverse("calendars")).text
    there = keeper.post(reverse("calendar-recount"), {"reason": "The year was loaded."})["Location"]
    worked()
    assert Recount.objects.get(province=cast.other_province.region).done == 1
    assert "records of Westland alone" in keeper.get(there).text
    assert at_desk(cast.approver).post(reverse("calendar-recount"), {"reason": "I."}).status_code == 403


def test_a10_a_regulator_of_no_known_province_has_nobodys_clocks_counted(cast, at_desk):
    mine, _theirs = letters(cast)
    cast.other_province.region = None
    cast.other_province.save(update_fields=["region"])
    for pressed in ("get", "post"):
        answer = getattr(at_desk(cast.other_approver), pressed)(reverse(ASK[0], args=[ASK[1]]))
        assert answer.status_code == 403 and mine.number not in answer.text
    keeper = person("other_keeper", cast.other_province, Role.ADMINISTRATOR)
    assert load(at_desk(keeper), notice(DAYS)).status_code == 409
    assert not Recount.objects.exists() and not AnnouncedYear.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a10_two_who_ask_at_once_begin_one_recount(cast):
    deputy = person("deputy", cast.province, Role.APPROVER)
    with runners(2) as at_once:
        at_once([partial(recounts.begin, "W-13", "Now.", who, NOW) for who in (cast.approver, deputy)])
    assert Recount.objects.count() == 1
