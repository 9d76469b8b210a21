"""Does a platform answer in time?"""

from __future__ import annotations

from django.db.models import Count, F, Func, IntegerField, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from casework.models import Deadline, Record
from catalogue.intervals import per_cent, wilson
from disposal.flow.letters import ANSWER
from disposal.flow.reaching import HANDLE, REPORT_HANDLING
from portals.dashboards.chart import Asked, Chart
from portals.dashboards.options import FIRST, LATE, Dot, Series, bars, intervals

DUTIES = (*HANDLE, REPORT_HANDLING, ANSWER)
LONGEST = 14


def answers(asked: Asked) -> QuerySet[Deadline]:
    """The clocks that ended in the last twelve months, on what the platform was admitted to."""
    disposals = Record.objects.listed("platformdisposal", asked.viewer).order_by().values("pk")
    letters = Record.objects.listed("assistance", asked.viewer).order_by().values("pk")
    seen = disposals.union(letters)
    terms = [term.code for term in DUTIES]
    counted = Deadline.objects.counted().filter(record__in=seen, term__in=terms)
    return counted.filter(met_at__gte=asked.year_ago).order_by()


def punctual(asked: Asked) -> Chart:
    """The share of each duty that was done in time."""
    in_time = Count("pk", filter=Q(met_at__lt=F("due_at")))
    by_term = answers(asked).values_list("term").annotate(n=Count("pk"), in_time=in_time)
    found = {term: (n, good) for term, n, good in asked.counted("punctual", lambda: by_term)}
    rows = [
        (str(term.label), n, good, *map(per_cent, (good / n, *wilson(good, n))))
        for term in DUTIES
        for n, good in [found.get(term.code, (0, 0))]
        if n
    ]
    said = _("%(good)d of %(n)d in time: %(share)s %% (%(low)s to %(high)s %%)")
    dots = [
        Dot(place, share, low, high, said % {"good": good, "n": n, "share": share, "low": low, "high": high})
        for place, (_label, n, good, share, low, high) in enumerate(rows)
    ]
    return Chart(
        "punctual",
        _("Done in time"),
        _(
            "Of what you did in the last twelve months, the share that was in time (5 days, unless a "
            "regulator has set another number), with its 95 % interval (Wilson)."
        ),
        _("No clock of yours has ended in the last twelve months."),
        (
            (_("Duty"), "text"),
            (_("Done"), "number"),
            (_("On time"), "number"),
            (_("Share, %"), "number"),
            (_("Interval from, %"), "number"),
            (_("Interval to, %"), "number"),
        ),
        rows,
        intervals(
            [f"{row[0]}  n={row[1]}" for row in rows],
            (_("Done in time"), FIRST, "circle", dots),
            told=False,
        ),
    )


def times(asked: Asked) -> Chart:
    """How many days it took, from the start of the clock to the step that met it."""
    days = Func(
        TruncDate("met_at"),
        TruncDate("started_at"),
        template="(%(expressions)s)",
        arg_joiner=" - ",
        output_field=IntegerField(),
    )
    late = Count("pk", filter=Q(met_at__gte=F("due_at")))
    by_day = answers(asked).annotate(days=days).values_list("days").annotate(n=Count("pk"), late=late)
    found = asked.counted("times", lambda: by_day.order_by("days"))
    last = LONGEST + 1
    named = [str(day) for day in range(last)] + [f"≥ {last}"]
    good, bad = [0] * len(named), [0] * len(named)
    for day, n, overdue in found:
        good[min(day, last)] += n - overdue
        bad[min(day, last)] += overdue
    return Chart(
        "times",
        _("Days until you answered"),
        _(
            "Disposals of products, reports on them and answers to letters of assistance of the last twelve "
            "months, by the days they took. Where 5 working days are set, more than 5 days can be in time."
        ),
        _("No clock of yours has ended in the last twelve months."),
        ((_("Days"), "text"), (_("On time"), "number"), (_("Late"), "number")),
        list(zip(named, good, bad, strict=True)) if found else [],
        bars(
            named,
            Series(_("On time"), good, FIRST),
            Series(_("Late"), bad, LATE),
        ),
    )
