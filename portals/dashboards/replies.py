"""How long do those who are asked for information take to answer (6.5-2-b)? A league of reply times.

From the request to the answer, in working days: the day of the request does not count, that of the answer
does. An answer for which the clock stood still, as while a question was asked back, is left out.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, DateField, Func, IntegerField, Value
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from accounts.models import Organisation
from casework.clauses import carries
from casework.deadlines.clocks import calendar, local_day
from casework.deadlines.duty import bound, duties
from casework.models import Deadline, Record
from casework.terms.calendar import DAY
from portals.dashboards.chart import Asked, Chart
from portals.dashboards.laboratory import Quantile
from portals.dashboards.options import FIRST, SECOND, Series, bars
from portals.dashboards.punctuality import WIDE

# A share request, a notice to a unit or region, a letter of assistance, the result for a shop or enterprise.
ASKED_FOR = ("DL-09", "W-10", "W-13", "DL-13")
# Who answered less often is in no league; nor is a median of all told that comes from a few.
AT_LEAST, AMONG = 5, 3
LISTED = 50
# Clocks that began longer ago are none that one still speaks of.
YEARS_BACK = timedelta(days=3 * 366)


class WorkingDay(Func):
    """Which working day a day is, counted from a first one; None outside the days that were counted."""

    template = "(%(expressions)s]"
    arg_joiner = ")[1 + "
    output_field = IntegerField()


def working_day(moment: str, first: date, last: date) -> WorkingDay:
    """The ordinal of the day of a moment among the working days from first to last."""
    over = calendar()
    days = [first + n * DAY for n in range((last - first).days + 1)]
    ordinals = list(accumulate(int(over.is_working(day)) for day in days))
    since = Func(
        TruncDate(moment),
        Value(first, DateField()),
        template="(%(expressions)s)",
        arg_joiner=" - ",
        output_field=IntegerField(),
    )
    return WorkingDay(Value(ordinals, ArrayField(IntegerField())), since)


def answers(asked: Asked) -> Any:
    """The clocks of requests that were answered in the last twelve months; with `who` and `took`."""
    met = Deadline.objects.counted().filter(
        term__in=ASKED_FOR, met_at__gt=asked.year_ago, met_at__lte=asked.now, suspensions=[]
    )
    first, last = local_day(asked.now - YEARS_BACK), local_day(asked.now)
    took = working_day("met_at", first, last) - working_day("started_at", first, last)
    owed = {pair: parties for pair, parties in duties().items() if pair[1] in ASKED_FOR}
    return bound(met.annotate(took=took).filter(took__isnull=False), owed).order_by()


def _times(clocks: Any) -> Any:
    """(organisation, answers, median, nine in ten within)"""
    middle, most = Quantile("took", part=0.5), Quantile("took", part=0.9)
    return clocks.values_list("who").annotate(n=Count("pk"), middle=middle, most=most).filter(n__gte=AT_LEAST)


@carries("6.5-2-b")
def league(asked: Asked) -> Chart:
    """Who answers how soon, the slowest first; a platform or laboratory sees itself beside its kind."""
    return _wide(asked) if asked.viewer.kind in WIDE else _own(asked)


def _wide(asked: Asked) -> Chart:
    seen = Record.objects.known_to(asked.viewer)
    found = asked.counted("replies", lambda: _times(answers(asked).filter(record__in=seen)))
    slowest = sorted(found, key=lambda each: (-each[2], -each[3], each[0]))[:LISTED]
    names = Organisation.objects.in_bulk([who for who, *_times in slowest])
    rows = [(names[who].name, n, middle, most) for who, n, middle, most in slowest if who in names]
    return _chart(rows)


def _own(asked: Asked) -> Chart:
    own = asked.viewer.organisation
    found = asked.counted("replies", lambda: _times(answers(asked).filter(who=own.pk)))
    rows = [(own.name, n, middle, most) for _who, n, middle, most in found]
    alike = Organisation.objects.filter(kind=own.kind).values("pk")
    every = answers(asked).filter(who__in=alike)
    middle, most = Quantile("took", part=0.5), Quantile("took", part=0.9)
    measured = {"n": Count("pk"), "among": Count("who", distinct=True), "middle": middle, "most": most}
    n, among, middle_of_all, most_of_all = asked.counted(
        "replies-of-all", lambda: tuple(every.aggregate(**measured).values())
    )
    if rows and among >= AMONG:
        rows.append((_("All of your kind"), n, middle_of_all, most_of_all))
    return _chart(rows)


def _chart(rows: list[tuple[str, int, float, float]]) -> Chart:
    said = [(name, n, round(middle, 1), round(most, 1)) for name, n, middle, most in rows]
    return Chart(
        "replies",
        _("Reply times"),
        _(
            "Share requests, notices, letters of assistance and results to be passed on, answered in the "
            "last twelve months: working days from the request to the answer, of organisations with at "
            "least five answers. Answers for which the clock stood still are left out."
        ),
        _("No organisation has answered five requests in the last twelve months."),
        (
            (_("Organisation"), "text"),
            (_("Answers"), "number"),
            (_("Median, working days"), "number"),
            (_("Nine in ten within, working days"), "number"),
        ),
        said,
        bars(
            [row[0] for row in said],
            Series(_("Median"), [row[2] for row in said], FIRST),
            Series(_("Nine in ten within"), [row[3] for row in said], SECOND),
            across=True,
            stacked=False,
            unit=_("days"),
        ),
    )
