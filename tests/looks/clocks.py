"""Which clocks, years and recounts are there to be looked at, which matters and figures of a month?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from accounts.models import Viewer
from casework import river
from casework.models import AnnouncedYear, Deadline, Extension, Record, Recount
from demo import founding
from tests.conftest import NOW


def _person(login: str) -> Viewer:
    return founding.province().people[login]


def _running(login: str, term: str) -> Deadline:
    """A clock of a term that this person is to act before."""
    home = _person(login).organisation
    found = Deadline.objects.running().filter(term=term, suspended_at=None, record__holder=home)
    clock = found.filter(due_at__gt=NOW).order_by("pk").first()
    assert clock is not None, (login, term)
    return clock


def handling() -> list[Any]:
    """A platform's clock, for which more time may be asked."""
    return [_running("platform2", "W-13").pk]


def inspecting() -> list[Any]:
    """A regulator's clock, which may stand still."""
    return [_running("city", "DL-04").pk]


def asked_for() -> list[Any]:
    """A clock for which more time is asked, and not decided yet."""
    clock = _running("platform2", "W-13")
    asker = _person("platform2").user
    said = {"reason": "店铺已搬迁，正在核实实际经营地。", "asked_by": asker, "asked_at": NOW}
    Extension.objects.get_or_create(clock=clock, number=3, defaults=said)
    return [clock.pk]


def loaded() -> list[Any]:
    """A year that was loaded."""
    keeper = _person("provinceadmin").user
    said = {"source": "国办发明电〔2026〕7号", "loaded_by": keeper, "loaded_at": NOW}
    year, _new = AnnouncedYear.objects.get_or_create(year=2027, defaults=said)
    year.days.get_or_create(day=date(2027, 1, 1), rest=True, name="元旦")
    return [year.pk]


def under_way() -> list[Any]:
    """A recount in its midst."""
    by = _person("approver")
    told: dict[str, Any] = {"asked_by": by.user, "organisation": by.organisation, "begun_at": NOW}
    return [Recount.objects.create(term="DL-03", reason="按新通知执行", total=1200, done=500, **told).token]


def followed() -> list[Any]:
    """The matter of which most has come."""
    cases = Record.objects.listed("riskcase", _person("organiser"))
    return [max(cases, key=lambda case: len(river.resting(case.child()))).number]


# For whom each page is shown, and what its address names.
PAGES: dict[str, tuple[str, Callable[[], list[Any]]]] = {
    "matter": ("organiser", followed),
    "month-list": ("organiser", lambda: ["tested"]),
    "term": ("approver", lambda: ["DL-03"]),
    "term-confirm": ("provincereviewer", lambda: ["W-13"]),
    "term-recount": ("approver", lambda: ["DL-03"]),
    "recount": ("approver", under_way),
    "calendar-recount": ("provinceadmin", list),
    "calendar-year": ("provinceadmin", loaded),
    "calendar-known": ("approver", lambda: [2026]),
    "calendar-withdraw": ("provinceadmin", loaded),
    "clock": ("platform2", handling),
    "clock-more": ("platform2", handling),
    "clock-still": ("city", inspecting),
    "clock-decide": ("leader", asked_for),
    "clock-withdraw": ("platform2", asked_for),
}
