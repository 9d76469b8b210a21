"""How much of what fell due was late? By organisation, by term, and by the month of the last day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from accounts.roles import Kind
from casework.deadlines.duty import bound, somebodys
from casework.models import Deadline, Record
from casework.terms.table import TERMS
from catalogue.intervals import per_cent, wilson
from documents.models import Document
from portals.dashboards.chart import Asked, Chart, Text
from portals.dashboards.due import INSTANT
from portals.dashboards.options import FIRST, LATE, SECOND, Dot, Option, Series, bars, intervals

# So many rows are drawn, and so many stand in the table.
DRAWN, LISTED = 15, 50
# Who sees the whole of a scope; the others see their own.
WIDE = (Kind.REGULATOR, Kind.CENTER)
# What each of the charts counts.
BY_DUTY = gettext_lazy(
    "Clocks whose last day was in the last twelve months, by whose duty they were; the share that was late, "
    "met or not, with its 95 % interval (Wilson)."
)
BY_TERM = gettext_lazy(
    "Clocks whose last day was in the last twelve months, by the term that they count; the share that was "
    "late, met or not, with its 95 % interval (Wilson)."
)
BY_MONTH = gettext_lazy("Clocks whose last day was in the last twelve months, by the month of that day.")


class Kept(NamedTuple):
    """Of the clocks of one name that fell due, how many were met in time; shares in per cent."""

    label: str
    due: int
    in_time: int
    met_late: int
    open_late: int
    share: float
    low: float
    high: float

    @classmethod
    def of(cls, label: object, due: int, in_time: int, met_late: int) -> Kept:
        late = due - in_time
        shares = map(per_cent, (late / due, *wilson(late, due)) if due else (0, 0, 0))
        return cls(str(label), due, in_time, met_late, late - met_late, *shares)

    def said(self) -> str:
        words = _("%(label)s\n%(late)d of %(due)d late: %(share)s %% (%(low)s to %(high)s %%)")
        return words % {**self._asdict(), "late": self.due - self.in_time}


def fallen_due(asked: Asked) -> QuerySet[Deadline]:
    """The clocks whose last day was in the last twelve months, in the viewer's scope.

    What was dropped or voided never fell due, and what stands still is not due yet.
    """
    ended = Deadline.objects.counted().filter(
        due_at__gt=asked.year_ago, due_at__lte=asked.now, suspended_at=None
    )
    return ended.filter(record__in=Record.objects.known_to(asked.viewer)).order_by()


def _counted(clocks: Any, *by: Any) -> list[tuple[Any, ...]]:
    """(names …, due, met in time, met late)"""
    return list(
        clocks.values_list(*by).annotate(
            n=Count("pk"),
            in_time=Count("pk", filter=Q(met_at__lt=F("due_at"))),
            met_late=Count("pk", filter=Q(met_at__gte=F("due_at"))),
        )
    )


def _by_organisation(asked: Asked) -> list[Any]:
    """(organisation bound, due, met in time, met late)"""
    found = _own(bound(fallen_due(asked)), asked)
    return asked.counted("kept-organisations", lambda: _counted(found, "who"))


def _by_term_and_month(asked: Asked) -> list[Any]:
    """(term, first instant of the month, due, met in time, met late); of two charts that stand on a page. Of
    a whole scope nobody need ask whose the clocks are."""
    month, wide = TruncMonth(F("due_at") - INSTANT), asked.viewer.kind in WIDE
    found = somebodys(fallen_due(asked)) if wide else _own(bound(fallen_due(asked)), asked)
    return asked.counted("kept", lambda: _counted(found, "term", month))


def _own(clocks: Any, asked: Asked) -> Any:
    """Of those who do not see the whole of a scope their own."""
    return clocks if asked.viewer.kind in WIDE else clocks.filter(who=asked.viewer.organisation.pk)


def _summed(counted: Iterable[tuple[Any, ...]]) -> list[tuple[Any, int, int, int]]:
    """The counts of each name together."""
    sums: dict[Any, tuple[int, int, int]] = {}
    for name, due, in_time, met_late in counted:
        before = sums.get(name, (0, 0, 0))
        sums[name] = (before[0] + due, before[1] + in_time, before[2] + met_late)
    return [(name, *counts) for name, counts in sums.items()]


def by_organisation(asked: Asked) -> Chart:
    """Who kept their terms, the most late first; also whose clocks stand still, though none fell due."""
    counted = _by_organisation(asked)
    standing = _standing(asked)
    found = [*counted, *((who, 0, 0, 0) for who in standing.keys() - {who for who, *_counts in counted})]
    worst = sorted(found, key=lambda each: (each[2] - each[1], -each[1], each[0]))[:LISTED]
    names = Organisation.objects.in_bulk([who for who, *_counts in worst])
    rows = [Kept.of(names[who].name, *counts) for who, *counts in worst if who in names]
    letters = urging_letters(asked, names)
    urged = [letters.get(who, 0) for who, *_counts in worst if who in names]
    still = [standing.get(who, 0) for who, *_counts in worst if who in names]
    chart = _chart(
        "kept-organisations", _("Late, by organisation"), _("Organisation"), BY_DUTY, rows, _dots(rows)
    )
    return replace(
        chart,
        columns=(*chart.columns, (_("Let stand still"), "number"), (_("Urged"), "number")),
        rows=[(*row, held, times) for row, held, times in zip(rows, still, urged, strict=True)],
    )


def _standing(asked: Asked) -> dict[int, int]:
    """How many clocks of each organisation people let stand still now."""
    seen = Record.objects.known_to(asked.viewer)
    still = Deadline.objects.running().exclude(suspended_for="").filter(record__in=seen)
    whose = bound(still).order_by().values_list("who").annotate(n=Count("pk"))
    return dict(asked.counted("standing", lambda: whose))


def urging_letters(asked: Asked, whom: Collection[int]) -> dict[int, int]:
    """How many letters of the last twelve months urged each of these organisations."""
    seen = Record.objects.known_to(asked.viewer)
    letters = Document.objects.filter(
        paper="urge_letter", addressee__in=whom, issued_at__gt=asked.year_ago, record__in=seen
    )
    whose = letters.order_by().values_list("addressee").annotate(n=Count("pk"))
    return dict(asked.counted("urged", lambda: whose))


def by_term(asked: Asked) -> Chart:
    """Which terms are kept, the most late first."""
    found = _summed((term, *counts) for term, _month, *counts in _by_term_and_month(asked))
    worst = sorted(found, key=lambda each: (each[2] - each[1], -each[1], each[0]))[:LISTED]
    rows = [Kept.of(TERMS[term].label if term in TERMS else term, *counts) for term, *counts in worst]
    return _chart("kept-terms", _("Late, by term"), _("Term"), BY_TERM, rows, _dots(rows))


def by_month(asked: Asked) -> Chart:
    """How it went month by month."""
    found = _summed((f"{month:%Y-%m}", *counts) for _term, month, *counts in _by_term_and_month(asked))
    rows = [Kept.of(month, *counts) for month, *counts in sorted(found)]
    drawing = bars(
        [row.label for row in rows],
        Series(_("On time"), [row.in_time for row in rows], FIRST),
        Series(_("Met late"), [row.met_late for row in rows], SECOND),
        Series(_("Still open, late"), [row.open_late for row in rows], LATE),
    )
    return _chart("kept-months", _("Late, by month of the last day"), _("Month"), BY_MONTH, rows, drawing)


def _dots(rows: list[Kept]) -> Option:
    drawn = rows[:DRAWN]
    dots = [Dot(place, row.share, row.low, row.high, row.said()) for place, row in enumerate(drawn)]
    names = [f"{row.label}  n={row.due}" for row in drawn]
    return intervals(names, (_("Share late"), LATE, "circle", dots), told=False)


def _chart(name: str, title: str, heading: Text, told: Text, rows: list[Kept], drawing: Option) -> Chart:
    return Chart(
        name,
        title,
        str(told),
        _("No clock fell due in the last twelve months."),
        (
            (heading, "text"),
            (_("Due"), "number"),
            (_("On time"), "number"),
            (_("Met late"), "number"),
            (_("Still open, late"), "number"),
            (_("Share late, %"), "number"),
            (_("Interval from, %"), "number"),
            (_("Interval to, %"), "number"),
        ),
        rows,
        drawing,
    )
