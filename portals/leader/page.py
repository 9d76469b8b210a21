"""What stands on the page of a month, before it becomes HTML or a file?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Level
from casework.deadlines.clocks import local_day
from catalogue.series import later_names, said, taken_over
from portals.dashboards.chart import Asked, Row
from portals.dashboards.rates import way_of
from portals.deadlines.due import before, following
from portals.leader import drawing, results
from portals.leader.counted import FIGURES, OVERDUE, Three, is_wide, oversees, three
from portals.leader.forms import RANDOM, TARGETED
from portals.leader.listing import address
from portals.leader.money import Money, money
from portals.leader.months import Period
from portals.leader.parties import Late, late, slowest
from portals.leader.regions import OUTSIDE, SHADES, UNKNOWN, Tile, tiles
from portals.leader.risks import most_told_of
from portals.leader.shares import LEAST, Change
from portals.worklist import decisions
from trail.enumerations import enumerated

# So many classes of products stand on the page; the file has all.
CLASSES = 8


class Line(NamedTuple):
    """With what a figure is compared. red: it tells of what is proved to be worse."""

    label: str
    text: str
    red: bool = False
    why: str = ""


class Card(NamedTuple):
    """A figure at the head. note: what stands beside it. url: its list, "" = there is none."""

    label: str
    value: str | int
    note: str
    lines: list[Line]
    url: str
    late: bool = False


class Month(NamedTuple):
    """The figures of a month, counted."""

    period: Period
    random: bool
    rows: list[results.Tested]
    three: dict[str, Three]
    late: Late | None
    late_url: str
    money: Money | None
    regions: list[Tile]

    @property
    def way(self) -> str:
        return RANDOM if self.random else TARGETED

    @property
    def drawn(self) -> list[results.Tested]:
        """What was drawn in the way of which rates are told."""
        return [row for row in self.rows if row.random is self.random]

    @property
    def total(self) -> results.Row:
        return results.all_of(self.drawn, self.period)

    @property
    def tested(self) -> Three:
        """The batches of both ways."""
        whole = results.all_of(self.rows, self.period)
        return Three(whole.now.tested, whole.before.tested, whole.year.tested)


def counted(asked: Asked, period: Period, random: bool | None) -> Month:
    """Everything that is told of a month. random: which way of sampling is told of; None = that of which
    there are more batches."""
    rows = results.tested(asked, period)
    if random is None:
        at_random = results.all_of([row for row in rows if row.random], period).now.tested
        random = 2 * at_random >= results.all_of(rows, period).now.tested
    wide = is_wide(asked.viewer)
    names = [
        name for name, one in FIGURES.items() if name not in ("tested", "failed") and (wide or not one.wide)
    ]
    return Month(
        period,
        random,
        rows,
        {name: three(asked, name, period) for name in names},
        late(asked) if period.live else None,
        address("overdue", period) if oversees(asked.viewer) else "",
        money(asked, period),
        tiles(asked, period, random),
    )


def story(asked: Asked, period: Period, random: bool | None) -> dict[str, Any]:
    """The context of the page."""
    month = counted(asked, period, random)
    names = later_names(local_day(asked.now))
    classes = results.by_category(month.drawn, names, period)
    axis = drawing.axis_of([*classes[:CLASSES], month.total])
    first, decide = period.now.first, decisions(asked.viewer, asked.now) if period.live else ([], 0)
    replies = slowest(asked) if period.live else []
    return {
        "place": _place(asked),
        "wide": is_wide(asked.viewer),
        "title": date_format(first, "YEAR_MONTH_FORMAT"),
        "period": period,
        "earlier": f"?{urlencode({'month': f'{before(first):%Y-%m}'})}",
        "later": f"?{urlencode({'month': f'{following(first):%Y-%m}'})}" if period.over else "",
        "csv": f"{reverse('month-sheet')}?{urlencode({'month': period.name, 'way': month.way})}",
        "decisions": decide[0],
        "more_decisions": decide[1],
        "cards": _cards(month),
        "way": way_of(month.random),
        "ways": _ways(month),
        "rose": enumerated(row.name or _("Other products") for row in classes if _rose(row.since_before)),
        "axis": axis,
        "classes": [_class(row, axis, month) for row in classes[:CLASSES]],
        "more_classes": max(len(classes) - CLASSES, 0),
        "moved": said(taken_over([row.category for row in month.drawn if row.within], names)),
        "total": _class(month.total, axis, month),
        "least": LEAST,
        "tiles": [_tile(each, month) for each in month.regions],
        "shades": list(zip((None, *SHADES), (*SHADES, None), strict=True)),
        "risks": most_told_of(asked, period) if is_wide(asked.viewer) else [],
        "months": drawing.months_of(results.by_month(month.drawn, period)),
        "late": month.late,
        "late_url": month.late_url,
        "parties": [(each, _late_of(month, party=each.code)) for each in _worst(month.late)],
        "replies": drawing.answers_of(replies),
        "money": month.money,
        "bar": drawing.bar_of(month.money) if month.money else None,
        "plans_url": address("plans", period),
        "as_of": asked.as_of,
    }


def _place(asked: Asked) -> str:
    own = asked.viewer.organisation
    return str(own) if own.level in ("", Level.NATION) or own.region is None else own.region.name


def _worst(found: Late | None) -> list[Any]:
    return found.worst if found else []


def _rose(change: Change | None) -> bool:
    return change is not None and change.rose


def _cards(month: Month) -> list[Card]:
    """The figures at the head, in the order of the river."""
    period, found = month.period, []
    if "signals" in month.three:
        days = {"first": period.now.first.isoformat(), "last": period.now.last.isoformat()}
        told = f"{reverse('risk-figures')}?{urlencode(days)}"
        found.append(_count(str(FIGURES["signals"].label), month.three["signals"], told))
    found += [_count(str(FIGURES["tested"].label), month.tested, address("tested", period)), _rate(month)]
    for name in ("delisted", "referred", "filed"):
        if name in month.three:
            found.append(_count(str(FIGURES[name].label), month.three[name], address(name, period)))
    if month.late is not None:
        found.append(_late(month.late, month.late_url))
    return found


def _count(label: str, found: Three, url: str) -> Card:
    lines = [
        Line(_("month before"), _more(found.now - found.before)),
        Line(_("year before"), _more(found.now - found.year)),
    ]
    return Card(label, found.now, "", lines, url if found.now else "")


def _more(number: int) -> str:
    return f"{number:+,}" if number else "0"


def _rate(month: Month) -> Card:
    total = month.total
    bounds = total.now.bounds
    lines = [
        _change(_("month before"), total.since_before),
        _change(_("year before"), total.since_year),
    ]
    label = _("Failure rate (%(way)s)") % {"way": way_of(month.random)}
    url = address("failed", month.period, way=month.way) if total.now.failed else ""
    value = "—" if total.now.rate is None else f"{total.now.rate} %"
    return Card(label, value, f"{bounds[0]}–{bounds[1]}" if bounds else "", lines, url)


def _change(label: str, change: Change | None) -> Line:
    if change is None:
        return Line(label, _("too few"))
    return Line(label, told(change), change.rose, change.bounds)


def told(change: Change) -> str:
    """By how many points, and what that proves."""
    return f"{change.points:+.1f} {change.said}"


def _late_of(month: Month, **narrowed: str) -> str:
    """The list of what is overdue of a party or region; "" where there is none for the viewer."""
    return address("overdue", month.period, **narrowed) if month.late_url else ""


def _late(found: Late, url: str) -> Card:
    lines = [
        Line(_("parties"), f"{found.parties:,}"),
        Line(_("longest"), _("%(n)d days") % {"n": found.longest} if found.worst else "—"),
    ]
    return Card(str(OVERDUE), found.number, "", lines, url if found.number else "", late=True)


def _ways(month: Month) -> list[dict[str, Any]]:
    """The two ways of sampling beside each other, each with its batches of the month."""
    found = []
    for way in (RANDOM, TARGETED):
        drawn = [row for row in month.rows if row.random is (way == RANDOM)]
        url = f"?{urlencode({'month': month.period.name, 'way': way})}"
        number = results.all_of(drawn, month.period).now.tested
        found.append({"label": way_of(way == RANDOM), "url": url, "here": way == month.way, "count": number})
    return found


def _class(row: results.Row, axis: drawing.Axis, month: Month) -> dict[str, Any]:
    """A row of the table of rates. url: the reports that it counts."""
    narrowed = {"way": month.way, "category": row.name}
    whole = row == month.total
    linked = row.now.tested and (whole or row.name)
    return {
        "name": row.name or _("Other products"),
        "share": row.now,
        "url": address("tested", month.period, **narrowed) if linked else "",
        "drawn": drawing.interval(row, axis),
        "before": _change("", row.since_before),
        "year": _change("", row.since_year),
    }


def _tile(tile: Tile, month: Month) -> dict[str, Any]:
    region = {"region": tile.code}
    return {
        "tile": tile,
        "beside": tile.code in (OUTSIDE, UNKNOWN),
        "url": address("tested", month.period, way=month.way, **region) if tile.share.tested else "",
        "late_url": _late_of(month, **region) if tile.late else "",
    }


def lines(month: Month, names: Any) -> Iterator[Row]:
    """The rows of the file: part, name; then how many of how many, in each of the three times."""
    part, of = _("Part"), pgettext("figure", "out of")
    then = [_("equal days of the month before"), of, _("equal days of the year before"), of]
    rate = [_("Rate, %"), _("Interval from, %"), _("Interval to, %")]
    yield [part, pgettext("figure", "Name"), _("This month"), of, *rate, *then]
    heading = pgettext("month", "Figures")
    for name, found in {"tested": month.tested, **month.three}.items():
        earlier = [found.before, "", found.year, ""]
        yield [heading, FIGURES[name].label, found.now, "", "", "", "", *earlier]
    if month.late is not None:
        yield [heading, OVERDUE, month.late.number]
    rates = _("Failure rate (%(way)s)") % {"way": way_of(month.random)}
    for row in [
        *results.by_category(month.drawn, names, month.period),
        month.total._replace(name=_("Total")),
    ]:
        earlier = [row.before.failed, row.before.tested, row.year.failed, row.year.tested]
        yield [rates, row.name or _("Other products"), *_share(row.now), *earlier]
    for tile in month.regions:
        yield [_("Regions"), tile.name, *_share(tile.share)]
    for first, share in results.by_month(month.drawn, month.period):
        yield [_("Months"), f"{first:%Y-%m}", *_share(share)]
    for party in _worst(month.late):
        yield [OVERDUE, party.name, party.late]


def _share(share: Any) -> list[Any]:
    rate = "" if share.rate is None else share.rate
    return [share.failed, share.tested, rate, *(share.bounds or ("", ""))]
