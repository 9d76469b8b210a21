"""Do charts, tabs and parties say what they were given, also to those who see no drawing?"""

from __future__ import annotations

import json
import re
from html import unescape

from portals.dashboards.chart import Chart
from portals.dashboards.options import Dot, Series, bars, intervals, lines

COLUMNS = (("State", "text"), ("Plans", "number"))


def chart(*rows, **option):
    return Chart("plans", "Plans by state", "All plans.", "There is no plan yet.", COLUMNS, rows, option)


def test_a_chart_has_its_table_open_until_it_is_drawn(draw):
    html = draw("parts/chart.html", 'chart(c, "/plans.csv")', c=chart(("Draft", 1216), series=[]))
    assert re.search(r'<div class="wj-drawing"[^>]* hidden></div>', html)
    assert '<details class="wj-more" open>' in html
    assert "1,216" in html and 'href="/plans.csv" download' in html


def test_an_option_reaches_the_script_whole_and_cannot_end_its_attribute(draw):
    names = ["<b>", 'it\'s "so"', "a & b"]
    html = draw("parts/chart.html", "chart(c)", c=chart(("Draft", 1), names=names))
    kept = re.search(r"data-option='([^']*)'", html)
    assert kept and json.loads(unescape(kept[1])) == {"names": names}
    assert "<b>" not in html


def test_a_chart_of_nothing_says_so_and_offers_no_file(draw):
    html = draw("parts/chart.html", 'chart(c, "/plans.csv")', c=chart())
    assert "There is no plan yet." in html
    assert "data-option" not in html and ".csv" not in html and "<table" not in html


def test_the_file_begins_with_the_headings():
    assert list(chart(("Draft", 3)).lines()) == [["State", "Plans"], ("Draft", 3)]


def test_one_tab_is_the_page_that_stands_open(draw):
    items = [
        {"label": "Plans", "url": "?of=plans", "here": True},
        {"label": "Results", "url": "?of=results", "here": False},
    ]
    html = draw("parts/tabs.html", 'tabs("Which charts", items)', items=items)
    assert html.count("aria-current") == 1
    assert '<a href="?of=plans" aria-current="page">Plans</a>' in html
    assert '<nav class="wj-tabs" aria-label="Which charts">' in html


def test_a_party_without_a_page_is_no_link(draw):
    html = draw("parts/party.html", "party(p)", p={"kind": "shop", "name": "Toy shop", "sub": "sells it"})
    assert "<a" not in html and "Toy shop" in html and "sells it" in html
    assert 'href="/x/"' in draw("parts/party.html", "party(p)", p={"kind": "", "name": "Y", "url": "/x/"})


def test_bars_of_several_series_stand_on_each_other_unless_they_are_unlike():
    pair = (Series("In time", [3]), Series("Overdue", [1], "--red"))
    assert all("stack" in drawn for drawn in bars(["A"], *pair)["series"])
    assert not any("stack" in drawn for drawn in bars(["A"], *pair, stacked=False)["series"])


def test_an_interval_lies_on_the_row_of_its_point_and_within_the_axis():
    option = intervals(["Toys · 60"], ("Targeted", "--chart-2", "diamond", [Dot(0, 28.3, 18.5, 40.8, "")]))
    (drawn,) = option["series"]
    assert drawn["data"][0]["value"] == [28.3, 0]
    assert drawn["markLine"]["data"] == [[{"coord": [18.5, 0]}, {"coord": [40.8, 0]}]]
    assert option["xAxis"]["max"] == 60


def test_a_line_has_a_gap_where_nothing_was_counted():
    assert lines(["10-05", "10-12"], Series("Median", [8.0, None]))["series"][0]["data"] == [8.0, None]
