"""How do officials call the period of a report? (2026年第三季度, not 2026-07-01 to 2026-09-30)"""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

QUARTERS = (
    _("the first quarter of %(year)d"),
    _("the second quarter of %(year)d"),
    _("the third quarter of %(year)d"),
    _("the fourth quarter of %(year)d"),
)
HALVES = (_("the first half of %(year)d"), _("the second half of %(year)d"))


def named(first: date, last: date) -> str:
    """A period by the name that it has, both days included; by its days where it has none."""
    begins, ends = first.day == 1, (last + timedelta(days=1)).day == 1
    if begins and ends and first.year == last.year:
        known, months = {"year": first.year}, last.month - first.month + 1
        if months == 12:
            return gettext("the year %(year)d") % known
        if months == 6 and first.month in (1, 7):
            return str(HALVES[first.month // 6] % known)
        if months == 3 and first.month % 3 == 1:
            return str(QUARTERS[first.month // 3] % known)
        if months == 1:
            return date_format(first, "YEAR_MONTH_FORMAT")
    days = {"first": date_format(first, "DATE_FORMAT"), "last": date_format(last, "DATE_FORMAT")}
    return gettext("%(first)s to %(last)s") % days
