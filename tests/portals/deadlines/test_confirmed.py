"""Which periods has a legal reviewer confirmed, and what do clocks say that count by others?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Viewer
from accounts.roles import Role
from casework.deadlines import confirmed, rules
from casework.flow import Forbidden, Refused
from casework.models import Record, TermConfirmation
from casework.terms.calendar import RollOn
from casework.terms.count import Unit
from casework.terms.table import TERMS
from tests.cast import Cast, person
from tests.inspection import given
from trail.models import Event

OPEN = "No legal reviewer has confirmed this period yet."
READ = "Order 18, art. 46, edition of 2019, on the site of the ministry"


@pytest.fixture
def reviewer(cast: Cast) -> Viewer:
    return person("jurist", cast.province, Role.LEGAL_REVIEWER)


@pytest.fixture
def record(cast: Cast, now: datetime) -> Record:
    """A commission whose clock runs for the laboratory."""
    return given.sent(cast, now)


def term_of(record: Record) -> str:
    return str(record.deadlines.running().get().term)


def shorter(cast: Cast, code: str, now: datetime, by: Viewer | None = None) -> None:
    """Half the period, from tomorrow on."""
    term = TERMS[code]
    rules.set_term(
        term,
        number=max(1, term.number // 2),
        unit=Unit(term.unit),
        roll=RollOn(term.roll),
        warn_at=[50],
        since=now.date() + timedelta(days=1),
        source="Notice 7",
        reason="Shorter from now on.",
        by=by or cast.approver,
        now=now,
    )


def test_a_clock_says_that_nobody_has_confirmed_its_period_until_somebody_has(
    cast: Cast, at_desk: Any, record: Record, reviewer: Viewer
) -> None:
    desk = at_desk(cast.receiver)
    assert OPEN in desk.get(record.get_absolute_url()).content.decode()
    answer = at_desk(reviewer).post(reverse("term-confirm", args=[term_of(record)]), {"read": READ})
    assert answer.status_code == 302
    assert OPEN not in desk.get(record.get_absolute_url()).content.decode()
    event = Event.objects.get(verb="confirm a term")
    assert event.detail["note"] == READ and event.clause == term_of(record)


def test_the_page_of_the_clock_says_so_too(
    cast: Cast, at_desk: Any, record: Record, reviewer: Viewer, now: datetime
) -> None:
    page = reverse("clock", args=[record.deadlines.running().get().pk])
    desk = at_desk(cast.receiver)
    assert OPEN in desk.get(page).content.decode()
    confirmed.confirm(TERMS[term_of(record)], read=READ, by=reviewer, now=now)
    assert OPEN not in desk.get(page).content.decode()


def test_the_table_says_which_are_confirmed_and_the_term_who_read_what(
    cast: Cast, at_desk: Any, reviewer: Viewer, now: datetime
) -> None:
    confirmed.confirm(TERMS["W-13"], read=READ, by=reviewer, now=now)
    assert confirmed.confirmed(cast.province.region, now.date()) == {"W-13"}
    assert READ in at_desk(cast.planner).get(reverse("term", args=["W-13"])).content.decode()


def test_what_one_province_confirmed_is_open_in_another_and_the_nation_confirms_for_all(
    cast: Cast, reviewer: Viewer, now: datetime
) -> None:
    confirmed.confirm(TERMS["W-13"], read=READ, by=reviewer, now=now)
    assert confirmed.confirmed(cast.other_province.region, now.date()) == set()
    of_all = person("nation_jurist", cast.nation, Role.LEGAL_REVIEWER)
    confirmed.confirm(TERMS["W-13"], read=READ, by=of_all, now=now)
    assert confirmed.confirmed(cast.other_province.region, now.date()) == {"W-13"}


def test_a_period_that_is_set_anew_is_open_again(cast: Cast, reviewer: Viewer, now: datetime) -> None:
    confirmed.confirm(TERMS["W-13"], read=READ, by=reviewer, now=now)
    shorter(cast, "W-13", now)
    assert "W-13" in confirmed.confirmed(cast.province.region, now.date())
    assert confirmed.confirmed(cast.province.region, now.date() + timedelta(days=1)) == set()


def test_whoever_set_a_period_does_not_confirm_it(cast: Cast, now: datetime) -> None:
    both = person("both", cast.province, Role.APPROVER, Role.LEGAL_REVIEWER)
    shorter(cast, "W-13", now, by=both)
    with pytest.raises(Refused):
        confirmed.confirm(TERMS["W-13"], read=READ, by=both, now=now + timedelta(days=2))
    confirmed.confirm(TERMS["DL-01"], read=READ, by=both, now=now)


@pytest.mark.parametrize("who", ["approver", "county_reviewer", "leader"])
def test_nobody_but_a_reviewer_of_the_bureau_confirms(cast: Cast, now: datetime, who: str) -> None:
    with pytest.raises(Forbidden):
        confirmed.confirm(TERMS["W-13"], read=READ, by=getattr(cast, who), now=now)
    assert not TermConfirmation.objects.exists()


@pytest.mark.parametrize("read", ["", "已阅", "同意", "ok"])
def test_without_the_text_that_was_read_nothing_is_confirmed(
    at_desk: Any, reviewer: Viewer, read: str
) -> None:
    answer = at_desk(reviewer).post(reverse("term-confirm", args=["W-13"]), {"read": read})
    assert answer.status_code == 422 and not TermConfirmation.objects.exists()


def test_what_was_confirmed_of_another_term_or_length_leaves_a_clock_open(
    cast: Cast, at_desk: Any, record: Record, reviewer: Viewer, now: datetime
) -> None:
    code = term_of(record)
    for term in TERMS.values():
        if term.code != code:
            confirmed.confirm(term, read=READ, by=reviewer, now=now)
    page = at_desk(cast.receiver).get(record.get_absolute_url()).content.decode()
    assert OPEN in page
    confirmed.confirm(TERMS[code], read=READ, by=reviewer, now=now)
    TermConfirmation.objects.filter(term=code).update(count=999)
    assert OPEN in at_desk(cast.receiver).get(record.get_absolute_url()).content.decode()


def test_after_one_is_confirmed_the_next_that_runs_is_asked(at_desk: Any, reviewer: Viewer) -> None:
    desk = at_desk(reviewer)
    answer = desk.post(reverse("term-confirm", args=["W-13"]), {"read": READ})
    following = answer["Location"].split("/")[-3]
    assert following in confirmed.in_use() - {"W-13"}
    assert "is confirmed. The next one follows." in desk.get(answer["Location"]).text


def test_the_list_shows_first_what_runs_and_nobody_has_confirmed(
    at_desk: Any, reviewer: Viewer, now: datetime
) -> None:
    confirmed.confirm(TERMS["W-13"], read=READ, by=reviewer, now=now)
    page = at_desk(reviewer).get(reverse("terms")).text
    place = {code: page.index(f'href="{reverse("term", args=[code])}"') for code in TERMS}
    used = confirmed.in_use()
    waiting = [place[code] for code in used - {"W-13"}]
    assert max(waiting) < place["W-13"] < min(place[code] for code in set(TERMS) - used)
