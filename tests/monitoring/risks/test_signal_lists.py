"""Is risk information found by its number, its words, its channel and its time, within what one may see?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from monitoring.risks.actions.signals import register
from monitoring.risks.models import signals
from tests.conftest import NOW
from tests.monitoring import given

pytestmark = pytest.mark.django_db
DAY = NOW.date()
LIST, QUERY = reverse("signals"), reverse("query")


def listed(at_desk, viewer, where=LIST, **asked) -> set[str]:
    """The products that the page of a list shows."""
    page = at_desk(viewer).get(where, asked)
    assert page.status_code == 200
    return {name for name in ("Kettle", "Cot", "Rattle") if f">{name}</a>" in page.text}


@pytest.fixture
def three(cast):
    """A kettle of today, a cot of a month ago over another channel, a rattle of another center."""
    before = NOW - timedelta(days=30)
    kettle = given.submitted_signal(cast, NOW, product="Kettle", brand="Steam & Co")
    cot = given.submitted_signal(cast, NOW, product="Cot", channel="d", collected_at=before)
    data = {**given.signal_data(cast, NOW), "product": "Rattle"}
    register(by=cast.other_collector, now=NOW, **data)
    return kettle, cot


@pytest.mark.parametrize("where", [LIST, QUERY])
def test_it_is_found_by_its_number_and_by_words_of_the_goods(cast, at_desk, three, where):
    kettle, _cot = three
    for words in (kettle.number, kettle.number.lower(), f" {kettle.number} ", "kett", "steam &"):
        assert listed(at_desk, cast.collector, where, words=words) == {"Kettle"}, words
    assert listed(at_desk, cast.collector, where, words="zzz") == set()


def test_a_number_that_is_asked_for_stands_before_what_was_not_found(cast, at_desk, three):
    page = at_desk(cast.collector).get(QUERY, {"words": three[0].number}).text
    assert page.index(three[0].get_absolute_url()) < page.index("Nothing was found")


@pytest.mark.parametrize("where", [LIST, QUERY])
def test_nobody_finds_what_they_may_not_see(cast, at_desk, three, where):
    kettle, _cot = three
    for who in (cast.other_collector, cast.quality_officer, cast.tester, cast.county_officer):
        for words in (kettle.number, "Kettle"):
            assert "Kettle" not in listed(at_desk, who, where, words=words), who
    for who in (cast.planner, cast.case_officer, cast.nation_officer):
        assert listed(at_desk, who, where, words="Kettle") == {"Kettle"}


def test_a_list_is_narrowed_by_channel_and_by_time(cast, at_desk, three):
    today, before = NOW.date(), NOW.date() - timedelta(days=30)
    assert listed(at_desk, cast.collector, channel="d") == {"Cot"}
    assert listed(at_desk, cast.collector, first=today) == {"Kettle"}
    assert listed(at_desk, cast.collector, first=before, last=before) == {"Cot"}
    assert listed(at_desk, cast.collector, first=before, last=today, words="cot") == {"Cot"}
    assert listed(at_desk, cast.collector, first=before, state="draft") == set()


def test_all_that_came_in_over_years_is_not_read_through(cast, at_desk, three):
    long_ago, today = NOW.date() - timedelta(days=32), NOW.date()
    assert listed(at_desk, cast.collector, first=long_ago) == {"Kettle", "Cot"}
    for asked in ({"first": long_ago, "last": today}, {"last": today}):
        assert "at most 31 days before" in at_desk(cast.collector).get(LIST, asked).text
    assert "wj-errors" not in at_desk(cast.collector).get(LIST, {"first": today, "last": today}).text


def test_a_day_that_makes_no_sense_is_said_and_narrows_nothing(cast, at_desk, three):
    page = at_desk(cast.collector).get(LIST, {"first": "yesterday"}).text
    assert "wj-errors" in page and ">Kettle</a>" in page


def test_only_the_newest_are_read_for_their_words_and_the_page_says_so(cast, at_desk, three, monkeypatch):
    monkeypatch.setattr(signals, "NEWEST", 1)
    assert listed(at_desk, cast.collector, words="kettle") == set()
    assert listed(at_desk, cast.collector, words=three[0].number) == {"Kettle"}
    day = NOW.date()
    assert listed(at_desk, cast.collector, first=day, last=day, words="kettle") == {"Kettle"}
    assert "among the newest" in at_desk(cast.collector).get(LIST, {"words": "kettle"}).text
    assert "among the newest" not in at_desk(cast.collector).get(LIST, {"state": "draft"}).text
