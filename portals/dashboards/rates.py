"""How many of the samples tested did not conform, and how sure is that?

What was drawn at random speaks of the market; what was aimed at speaks of the aim. The two are counted side
by side and never together (X.6 of the features).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import BooleanField, Case, Count, Q, Value, When
from django.utils.translation import gettext as _

from accounts.models import Viewer
from casework.deadlines.clocks import local_day
from casework.flow import VOIDED
from casework.models import Record, RecordQuerySet
from catalogue.intervals import per_cent, wilson
from catalogue.models import Verdict
from catalogue.series import later_names, said, summed, taken_over
from inspection.flow.reports import ISSUED
from monitoring.vocabulary import SamplingMethod
from portals.dashboards.chart import Asked, Chart
from portals.dashboards.options import FIRST, SECOND, Dot, intervals
from sampling.schemes.flow.schemes import GIVEN_UP

SHOWN = 16
DRAWN_AT_RANDOM = Q(as_report__sample__purchase__scheme__plan__method=SamplingMethod.RANDOM)
AT_RANDOM = Case(
    When(DRAWN_AT_RANDOM, then=Value(True)),
    default=Value(False),
    output_field=BooleanField(),
)


class Rate(NamedTuple):
    """Of what was tested of one name and in one way, how much failed; shares in per cent."""

    label: str
    way: str
    tested: int
    failed: int
    share: float
    low: float
    high: float

    @classmethod
    def of(cls, label: str, random: bool, tested: int, failed: int) -> Rate:
        low, high = wilson(failed, tested)
        shares = (per_cent(failed / tested), per_cent(low), per_cent(high))
        return cls(label, way_of(random), tested, failed, *shares)

    def said(self) -> str:
        words = _("%(label)s, %(way)s\n%(failed)d of %(tested)d: %(share)s %% (%(low)s to %(high)s %%)")
        return words % self._asdict()


FAILED = Q(outcome=Verdict.NON_CONFORMING)


def standing(viewer: Viewer) -> RecordQuerySet[Record]:
    """The issued reports within a viewer's scope on samples that stand: what counts as tested."""
    reports = Record.objects.listed("report", viewer).filter(state__in=ISSUED, outcome__in=Verdict.values)
    reports = reports.exclude(as_report__sample__state=VOIDED)
    return reports.exclude(as_report__sample__purchase__scheme__state__in=GIVEN_UP).order_by()


def tested(asked: Asked, by: str) -> list[Any]:
    """(name, whether drawn at random, tested, failed), what was tested most first. by: the path from Record
    to the name."""
    reports = standing(asked.viewer).filter(as_report__sampled_on__gte=local_day(asked.year_ago))
    failed = Count("pk", filter=FAILED)
    counted = reports.values_list(by, AT_RANDOM).annotate(n=Count("pk"), failed=failed)
    return asked.counted(f"rates-{by}", lambda: counted.order_by("-n", by))


def rates(counts: Iterable[Any], nameless: str) -> list[Rate]:
    return [Rate.of(name or nameless, random, n, bad) for name, random, n, bad in counts]


def way_of(random: bool) -> str:
    """How samples were drawn, in words."""
    return _("Drawn at random") if random else _("Targeted")


def by_category(asked: Asked) -> Chart:
    """The failure rate by product category; what ended counts under the class that it goes on as."""
    counts = tested(asked, "category__name")
    names = later_names(local_day(asked.now))
    found = rates(summed(counts, names, apart=1), _("Other products"))
    moved = said(taken_over([name for name, *_rest in counts], names))
    title = _("Failure rate by product category")
    return drawing("failures-by-category", title, _("Product category"), found, moved)


def by_platform(asked: Asked) -> Chart:
    """The failure rate by platform."""
    found = rates(tested(asked, "platform__name"), _("No platform"))
    return drawing("failures-by-platform", _("Failure rate by platform"), _("Platform"), found)


def drawing(name: str, title: str, heading: str, found: list[Rate], more: str = "") -> Chart:
    """The chart of some rates; what is of the same name stands together. more: to be said of them."""
    names = list(dict.fromkeys(rate.label for rate in found))
    rows = sorted(found, key=lambda rate: (names.index(rate.label), rate.way != way_of(True)))
    return Chart(
        name,
        title,
        _(
            "Test reports issued on samples of the last twelve months, with the 95 % interval (Wilson). "
            "Random and targeted samples are never added up: a targeted rate says nothing of the market."
        )
        + (f" {more}" if more else ""),
        _("No test report has been issued on a sample of the last twelve months."),
        (
            (heading, "text"),
            (_("Way of sampling"), "text"),
            (_("Samples tested"), "number"),
            (_("Of them non-conforming"), "number"),
            (_("Rate, %"), "number"),
            (_("Interval from, %"), "number"),
            (_("Interval to, %"), "number"),
        ),
        rows,
        intervals(
            [f"{rate.label}  n={rate.tested}" for rate in rows[:SHOWN]],
            (way_of(True), FIRST, "circle", _dots(rows, way_of(True))),
            (way_of(False), SECOND, "diamond", _dots(rows, way_of(False))),
        ),
    )


def _dots(rows: list[Rate], way: str) -> list[Dot]:
    return [
        Dot(place, rate.share, rate.low, rate.high, rate.said())
        for place, rate in enumerate(rows[:SHOWN])
        if rate.way == way
    ]
