"""What does the State Council's notice of a year say, and what follows when it is loaded or withdrawn?

A year is loaded whole, from JSON or CSV, and checked against the Regulation on Public Holidays before it
counts. Loading or withdrawing one begins a recount: no date moves without a line in the trail.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO

import holidays
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.gate import keeps_organisations
from accounts.models import Viewer
from accounts.roles import Role
from casework.clauses import carries
from casework.deadlines import recounts
from casework.flow import Forbidden, Refused
from casework.models import AnnouncedYear, CalendarDay, Recount
from trail import verbs
from trail.enumerations import enumerated
from trail.models import write

verbs.register("load a year", gettext_lazy("Load a year"))
verbs.register("withdraw a year", gettext_lazy("Withdraw a year"))

LARGEST = 256 * 1024
# The columns of a table: what a file may call each; the first is what the form that is handed out calls it.
COLUMNS = {"date": ("日期", "date"), "rest": ("放假或上班", "rest"), "name": ("名称", "name")}
# A day as notices, spreadsheets and programs write it.
WRITTEN = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
OFF = {"true", "1", "yes", "rest", "off", "是", "休", "放假"}
ON = {"false", "0", "no", "work", "on", "否", "班", "上班"}


@dataclass(frozen=True)
class Notice:
    """A year as announced: day → (is it rest, the festival's name). source: the paper, as far as it says."""

    year: int
    days: dict[date, tuple[bool, str]]
    source: str


@carries("T-11")
def read(content: bytes) -> Notice:
    """A notice from a JSON file ({"year", "papers", "days": [{"date", "isOffDay", "name"}]}) or a CSV file
    (COLUMNS). Raises Refused with what is wrong with it."""
    if len(content) > LARGEST:
        raise Refused(_("The file is too large for the calendar of a year."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    notice = _json(text) if text.lstrip().startswith(("{", "[")) else _csv(text)
    _check(notice)
    return notice


def _json(text: str) -> Notice:
    try:
        found = json.loads(text)
        days = list(_days((row["date"], str(row["isOffDay"]), row.get("name", "")) for row in found["days"]))
        year, papers = int(found["year"]), [str(paper) for paper in found.get("papers", [])]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Refused(_('The file must hold {"year", "days": [{"date", "isOffDay", "name"}]}.')) from error
    return Notice(year, _each_once(days), enumerated(papers)[:200])


def _csv(text: str) -> Notice:
    try:
        rows = [{_column(said): cell for said, cell in row.items()} for row in csv.DictReader(StringIO(text))]
        days = list(_days((row["date"], row["rest"], row.get("name") or "") for row in rows))
    except (ValueError, KeyError, TypeError, AttributeError, csv.Error) as error:
        columns = enumerated(names[0] for names in COLUMNS.values())
        raise Refused(
            _("The file must have the columns %(columns)s, and a day such as 2027-01-01 in each line.")
            % {"columns": columns}
        ) from error
    years = [day.year for day, _rest, _name in days]
    return Notice(max(set(years), key=years.count) if years else 0, _each_once(days), "")


def _column(heading: str) -> str:
    """Which column a heading means; what means none is left aside."""
    return next((name for name, names in COLUMNS.items() if heading.strip().lower() in names), heading)


def _day(text: str) -> date:
    written = WRITTEN.fullmatch(text.strip())
    if written is None:
        raise ValueError(text)
    return date(*map(int, written.groups()))


def blank(year: int) -> Iterator[tuple[str, str, str]]:
    """The lines of a form to be filled in: its columns, and the days that the Regulation on Public Holidays
    gives a year in any case."""
    yield tuple(names[0] for names in COLUMNS.values())  # type: ignore[misc]
    for day, name in sorted(_statutory(year).items()):
        if day.year == year:
            yield day.isoformat(), "放假", name


def _statutory(year: int) -> Mapping[date, str]:
    return holidays.country_holidays("CN", years=year, observed=False, language="zh_CN")


def _days(rows: Iterator[tuple[str, str, str]]) -> Iterator[tuple[date, bool, str]]:
    for place, (day, rest, name) in enumerate(rows, start=1):
        said = rest.strip().lower()
        if said not in OFF | ON:
            known = {"place": place, "said": rest.strip()[:40]}
            raise Refused(_("Day %(place)d of the file: “%(said)s” is neither 放假 nor 上班.") % known)
        yield _day(day), said in OFF, name.strip()[:40]


def _each_once(days: list[tuple[date, bool, str]]) -> dict[date, tuple[bool, str]]:
    found = {day: (rest, name) for day, rest, name in days}
    if len(found) < len(days):
        raise Refused(_("A day stands in the file twice."))
    return found


def _check(notice: Notice) -> None:
    """Refuse what no notice says: nothing, days of other years, a statutory day that is worked."""
    if not notice.days:
        raise Refused(_("The file names no day: the year is not announced by it."))
    first, last = date(notice.year - 1, 12, 1), date(notice.year, 12, 31)
    for day, (rest, _name) in notice.days.items():
        if not first <= day <= last:
            raise Refused(_("%(day)s is no day of %(year)d.") % {"day": day, "year": notice.year})
        if not rest and day.weekday() < 5:
            raise Refused(_("%(day)s is a weekday: it is worked anyhow.") % {"day": day})
    for day, name in sorted(_statutory(notice.year).items()):
        known = notice.days.get(day)
        if day.year == notice.year and not (known[0] if known else day.weekday() >= 5):
            raise Refused(_("%(name)s (%(day)s) is missing.") % {"name": name, "day": day})


@transaction.atomic
def load(notice: Notice, *, source: str, by: Viewer, now: datetime, swaps_nothing: bool = False) -> Recount:
    """Let a year count as announced; one that was loaded before is withdrawn. swaps_nothing: whether whoever
    loads it declares that the notice swaps no day. Raises Forbidden or Refused."""
    _keeper(by)
    _swapped(notice, swaps_nothing)
    for before in AnnouncedYear.objects.select_for_update().filter(year=notice.year, withdrawn_at=None):
        _withdraw(before, _("Replaced by %(source)s") % {"source": source}, by, now)
    year = AnnouncedYear.objects.create(year=notice.year, source=source, loaded_by=by.user, loaded_at=now)
    CalendarDay.objects.bulk_create(
        CalendarDay(announced=year, day=day, rest=rest, name=name)
        for day, (rest, name) in notice.days.items()
    )
    declared = _("%(source)s; swaps no day, as whoever loaded it declared") % {"source": source}
    said = {"year": notice.year, "days": len(notice.days), "note": declared if swaps_nothing else source}
    write("load a year", ("calendar", year.pk), actor=by.actor(Role.ADMINISTRATOR), at=now, detail=said)
    reason = _("The calendar of %(year)d was loaded: %(source)s") % {"year": notice.year, "source": source}
    return recounts.begin("", reason[:200], by, now)


def _swapped(notice: Notice, swaps_nothing: bool) -> None:
    """Each notice so far has swapped days: what names none is the form as it was handed out, until somebody
    says otherwise."""
    swaps = any(not rest for rest, _name in notice.days.values())
    if not swaps and not swaps_nothing:
        raise Refused(
            _(
                "The file names no day off that is worked to make up for it. Add the days that the notice"
                " swaps, with 放假 or 上班 of each. If it really swaps none, tick that below."
            )
        )
    if swaps and swaps_nothing:
        raise Refused(_("The file names days off that are worked, so the notice swaps days: untick that."))


@transaction.atomic
def withdraw(year: AnnouncedYear, *, reason: str, by: Viewer, now: datetime) -> Recount:
    """Let a year that was loaded count no longer. Raises Forbidden or Refused."""
    _keeper(by)
    live = AnnouncedYear.objects.select_for_update().filter(pk=year.pk, withdrawn_at=None).first()
    if live is None:
        raise Refused(_("This calendar was withdrawn already."))
    _withdraw(live, reason, by, now)
    said = _("The calendar of %(year)d was withdrawn: %(reason)s") % {"year": year.year, "reason": reason}
    return recounts.begin("", said[:200], by, now)


def _withdraw(year: AnnouncedYear, reason: str, by: Viewer, now: datetime) -> None:
    AnnouncedYear.objects.filter(pk=year.pk).update(
        withdrawn_at=now, withdrawn_by=by.user, reason=reason[:200]
    )
    said = {"year": year.year, "note": reason}
    write("withdraw a year", ("calendar", year.pk), actor=by.actor(Role.ADMINISTRATOR), at=now, detail=said)


def _keeper(by: Viewer) -> None:
    if not keeps_organisations(by):
        raise Forbidden(_("Only the administrator of the national or a provincial regulator may do this."))
