"""Are values written as a person reads them?"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from config import jinja


def test_an_instant_is_written_in_shanghai_time_with_its_weekday():
    written = jinja.moment(datetime(2026, 10, 7, 17, 5, tzinfo=UTC))
    assert ">2026-10-08 01:05<" in written
    assert 'title="Thursday"' in written


def test_the_day_of_an_instant_is_the_day_in_shanghai():
    assert ">2026-10-08<" in jinja.day(datetime(2026, 10, 7, 16, 0, tzinfo=UTC))


@pytest.mark.parametrize("write", [jinja.day, jinja.moment, jinja.number, jinja.shown])
def test_nothing_is_written_as_a_dash(write):
    assert write(None) == "—"


@given(st.integers(min_value=0, max_value=10**7))
def test_a_count_is_told_up_to_the_cap_only(count):
    expected = f"{count:,}" if count <= 1000 else "1,000+"
    assert jinja.capped(count) == expected


def test_a_count_that_was_given_up_is_told_as_over_the_cap():
    assert jinja.capped(None) == "1,000+"


@pytest.mark.parametrize(
    ("value", "written"),
    [(True, "Yes"), (False, "No"), (0, "0"), (1216, "1,216"), (["a", "b"], "a, b"), ([], "—"), ("K7", "K7")],
)
def test_a_particular_is_written_by_its_type(value, written):
    assert jinja.shown(value) == written


def test_a_particular_that_is_a_day_is_written_as_a_day():
    assert 'datetime="2026-10-08"' in jinja.shown(date(2026, 10, 8))


@pytest.mark.parametrize(("code", "tag"), [("zh-hans", "zh-Hans"), ("en", "en")])
def test_the_language_is_named_as_html_names_it(code, tag):
    with translation.override(code):
        assert jinja.language() == tag


def test_the_languages_to_switch_to_are_named_in_themselves():
    assert [(choice["name"], choice["here"]) for choice in jinja.languages()] == [
        ("简体中文", False),
        ("English", True),
    ]
