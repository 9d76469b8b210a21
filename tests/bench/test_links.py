"""Which kinds of pages does the bench walk to?"""

from __future__ import annotations

from bench.links import kind


def test_pages_of_one_kind_are_told_from_others_and_from_what_is_no_page():
    assert kind("/work-plans/WP-8TEGN4375/") == kind("/work-plans/WP-E1BRMVD5R/") != kind("/work-plans/")
    assert kind("/work-plans/?due=late&before=WP-1") == kind("/work-plans/?before=WP-2&due=open")
    assert kind("/work-plans/?due=late") != kind("/work-plans/")
    for none in (
        "/logout/",
        "/work-plans/list.csv",
        "/static/wangjian.css",
        "https://example.com/",
        "/none/",
    ):
        assert kind(none) == ""
