"""Which kinds of goods failed most in samplings by anybody, and where should the next batches go?

What was drawn at random and what was aimed at are two rankings, and never one (features 3.7).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Case, CharField, Count, Q, Value, When
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation, Viewer
from accounts.roles import Kind, Role
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from catalogue.intervals import per_cent
from catalogue.models import Finding, Verdict
from catalogue.series import later_names, said, taken_over
from monitoring.plans.ranking import Cell, Prior, Proposed, Ranked, prior, propose, rank
from portals.dashboards.chart import Asked, Chart
from portals.dashboards.options import FIRST, SECOND, Dot, intervals

# Who plans, and who judges risks at a center.
RANKERS = frozenset({Role.PLANNER, Role.ASSESSOR, Role.CHAIR, Role.LEADER})
# So many rows are drawn, and so many stand on the page; the file has all.
DRAWN, LISTED = 16, 50
# So many products fit into the form of a plan.
TAKEN = 40

# Price bands: each up to, but not with, its price in yuan; by number in a cell's names.
BANDS: tuple[tuple[str, int | None, str | Promise], ...] = (
    ("1", 50, gettext_lazy("under 50 yuan")),
    ("2", 200, gettext_lazy("50 to 200 yuan")),
    ("3", 1_000, gettext_lazy("200 to 1,000 yuan")),
    ("4", None, gettext_lazy("1,000 yuan or more")),
)
UNKNOWN = "9"
BAND = Case(
    When(price=None, then=Value(UNKNOWN)),
    *(When(price__lt=Decimal(below), then=Value(name)) for name, below, _label in BANDS if below),
    default=Value(BANDS[-1][0]),
    output_field=CharField(),
)

# How finely is told apart, as the number of a cell's names.
LEVELS = {"category": 1, "platform": 2, "band": 3}


@dataclass(frozen=True)
class Wanted:
    """What is ranked and laid out. random: what was drawn at random, else what was aimed at. since: the first
    day of sampling. by: one of LEVELS. threshold, share: from 0 to 1. most: batches a cell at most."""

    random: bool
    since: date
    by: str
    threshold: float
    budget: int
    most: int
    share: float
    seed: str


class Row(NamedTuple):
    ranked: Ranked
    proposed: Proposed


@dataclass(frozen=True)
class Ranking:
    """The cells with what is proposed for each, and the prior under which they were ranked.

    moved: which classes stand under the name of another, as a sentence.
    """

    prior: Prior
    rows: Sequence[Row]
    moved: str = ""

    @property
    def laid_out(self) -> int:
        return sum(row.proposed.batches for row in self.rows)


def ranks(viewer: Viewer) -> bool:
    """Whether this viewer is shown the ranking."""
    return bool(RANKERS & viewer.roles)


def cells(asked: Asked, wanted: Wanted) -> list[Cell]:
    """What was tested since a day, in one way of sampling; counted by the database, summed to the level.

    What was found of a class that ended since stands under the one that it goes on as: that is planned.
    """
    sums: dict[tuple[str, ...], tuple[int, int]] = defaultdict(lambda: (0, 0))
    called = _called() if LEVELS[wanted.by] > 1 else {}
    classes = later_names(local_day(asked.now))
    for category, platform, band, bad, tested in _counted(asked, wanted):
        names = classes.get(category, category), called.get(platform, platform), band
        place = names[: LEVELS[wanted.by]]
        sums[place] = (sums[place][0] + bad, sums[place][1] + tested)
    return [Cell(names, bad, tested) for names, (bad, tested) in sorted(sums.items())]


def _counted(asked: Asked, wanted: Wanted) -> list[Any]:
    """(category, platform, price band, failed, tested) as they are named in what was found."""
    failed = Count("pk", filter=Q(verdict=Verdict.NON_CONFORMING))
    findings = Finding.objects.filter(targeted=not wanted.random, on__gte=wanted.since)
    named = findings.order_by().values_list("category", "platform", BAND)
    counted = named.annotate(failed=failed, tested=Count("pk"))
    return asked.counted(f"ranking-{wanted.random}-{wanted.since}", lambda: counted)


def _called() -> dict[str, str]:
    """The short name of each platform by its full one: notices say the one, our own reports the other."""
    platforms = Organisation.objects.filter(kind=Kind.PLATFORM).exclude(short_name="")
    return dict(platforms.values_list("name", "short_name"))


@carries("4.2.1-b")
def ranking(asked: Asked, wanted: Wanted) -> Ranking:
    """The cells by how likely their rate exceeds the threshold, and the batches proposed for each."""
    found = cells(asked, wanted)
    before = prior(found)
    ranked = rank(found, before, wanted.threshold)
    proposed = propose(ranked, wanted.budget, wanted.most, wanted.share, wanted.seed)
    named = [category for category, *_rest in _counted(asked, wanted)]
    moved = said(taken_over(named, later_names(local_day(asked.now))))
    return Ranking(before, [Row(*both) for both in zip(ranked, proposed, strict=True)], moved)


def label_of(names: Sequence[str]) -> list[str]:
    """The names of a cell as a person reads them."""
    bands = {name: str(label) for name, _below, label in BANDS}
    shown = [names[0] or _("Other products")]
    shown += [names[1] or _("No platform")] if len(names) > 1 else []
    return shown + ([bands.get(names[2], _("price unknown"))] if len(names) > 2 else [])


def way_of(random: bool) -> str:
    return _("Drawn at random") if random else _("Targeted")


def drawing(found: Ranking, wanted: Wanted, listed: int | None = LISTED) -> Chart:
    """The ranking as a chart with its table. listed: so many rows of it; None = all."""
    heads = [_("Product category"), _("Platform"), _("Price band")][: LEVELS[wanted.by]]
    rows, title = found.rows[:listed], _("Failure rates")
    return Chart(
        "ranking",
        f"{title} · {way_of(wanted.random)}",
        _(
            "The point is the rate to expect, the line its 90 % interval. First stands what most likely "
            "fails more often than the threshold."
        )
        + (f" {found.moved}" if found.moved else ""),
        _("Nothing that was sampled in this way and time is known: choose a longer time or the other way."),
        (
            *((head, "text") for head in heads),
            (_("Batches tested"), "number"),
            (_("Of them non-conforming"), "number"),
            (_("Observed, %"), "number"),
            (_("To expect, %"), "number"),
            (_("Interval from, %"), "number"),
            (_("Interval to, %"), "number"),
            (_("Over the threshold, probability %"), "number"),
            (_("Batches proposed"), "number"),
            (_("Of them by lot"), "number"),
        ),
        [_written(row) for row in rows],
        _drawn(rows[:DRAWN], wanted),
    )


def _written(row: Row) -> list[Any]:
    cell, (low, high) = row.ranked.cell, row.ranked.interval
    shares = (cell.failed / cell.tested, row.ranked.mean, low, high, row.ranked.exceeds)
    counts = (row.proposed.batches, row.proposed.at_random)
    return [*label_of(cell.names), cell.tested, cell.failed, *map(per_cent, shares), *counts]


def _drawn(rows: Sequence[Row], wanted: Wanted) -> dict[str, Any]:
    dots = [_dot(place, row.ranked) for place, row in enumerate(rows)]
    names = [f"{' · '.join(label_of(row.ranked.cell.names))}  n={row.ranked.cell.tested}" for row in rows]
    color, symbol = (FIRST, "circle") if wanted.random else (SECOND, "diamond")
    return intervals(names, (_("Rate to expect"), color, symbol, dots), told=False)


def _dot(place: int, ranked: Ranked) -> Dot:
    mean, low, high = map(per_cent, (ranked.mean, *ranked.interval))
    words = _("%(label)s\n%(failed)d of %(tested)d; to expect %(share)s %% (%(low)s to %(high)s %%)")
    said = {"label": " · ".join(label_of(ranked.cell.names)), "share": mean, "low": low, "high": high}
    counts = {"failed": ranked.cell.failed, "tested": ranked.cell.tested}
    return Dot(place, mean, low, high, words % {**said, **counts})


def plan_url(found: Ranking) -> str:
    """The form of a new work plan with the proposed batches by category, the platforms and the price bands
    filled in; "" where nothing is proposed."""
    chosen = [row for row in found.rows if row.proposed.batches]
    batches: dict[str, int] = defaultdict(int)
    for row in chosen:
        batches[label_of(row.ranked.cell.names)[0]] += row.proposed.batches
    most = sorted(batches.items(), key=lambda each: (-each[1], each[0]))[:TAKEN]
    asked = [("item", f"{number} {name}") for name, number in most]
    platforms = {names[1] for row in chosen if len(names := row.ranked.cell.names) > 1 and names[1]}
    asked += [("platform", name) for name in sorted(platforms)]
    bands = {names[2]: label_of(names)[2] for row in chosen if len(names := row.ranked.cell.names) > 2}
    if bands and UNKNOWN not in bands:
        asked.append(("price_range", "、".join(bands[name] for name in sorted(bands))))
    return f"{reverse('workplan-open')}?{urlencode(asked)}" if most else ""
