"""How does each shape of a chart look? Invented figures for the style page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from portals.dashboards.chart import Chart
from portals.dashboards.options import FIRST, LATE, SECOND, Series, bars, lines
from portals.dashboards.rates import Rate, drawing

DAYS = ["10-05", "10-12", "10-19", "10-26", "11-02", "11-09"]


def samples() -> list[Chart]:
    """One chart of each shape, and one without anything to draw."""
    note, empty = _("What is counted, and what is not, as a sentence."), _("Nothing has been counted yet.")
    return [
        _stacked(note, empty),
        _dotted(),
        _lined(note, empty),
        Chart("sample-empty", _("Nothing to draw"), note, empty, (), ()),
    ]


def _stacked(note: str, empty: str) -> Chart:
    rows = [(_("Online sampling"), 41, 6), (_("Inspection"), 28, 0), (_("Compiled report"), 9, 2)]
    heads = ((_("Stage"), "text"), (_("On time"), "number"), (_("Overdue"), "number"))
    in_time = Series(_("On time"), [row[1] for row in rows], FIRST)
    overdue = Series(_("Overdue"), [row[2] for row in rows], LATE)
    option = bars([row[0] for row in rows], in_time, overdue, across=True)
    return Chart("sample-bars", _("Bars"), note, empty, heads, rows, option)


def _dotted() -> Chart:
    toys, chargers = _("Toys"), _("Power banks")
    found = [
        Rate.of(toys, True, 212, 9),
        Rate.of(toys, False, 60, 17),
        Rate.of(chargers, True, 40, 1),
        Rate.of(chargers, False, 25, 11),
    ]
    return drawing("sample-intervals", _("Shares with intervals"), _("Product category"), found)


def _lined(note: str, empty: str) -> Chart:
    middle, most = [9.5, 8.0, 8.5, 11.0, 7.5, 7.0], [16.0, 14.5, 15.0, 21.0, 13.0, 12.5]
    heads = (
        (_("Week from"), "text"),
        (_("Median, days"), "number"),
        (_("Nine in ten within, days"), "number"),
    )
    drawn = (Series(_("Median"), middle, FIRST), Series(_("Nine in ten within"), most, SECOND))
    rows = list(zip(DAYS, middle, most, strict=True))
    return Chart("sample-lines", _("Lines"), note, empty, heads, rows, lines(DAYS, *drawn, unit=_("days")))
