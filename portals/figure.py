"""Where do things stand in the standard's figure 1? Its stations, their arrows, and what is open at each.

The figure itself is missing from the text; the ties are read off the models: a kind of record that refers to
another came of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.db.models import Count, Q, Value
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Viewer
from casework.deadlines.duty import due
from casework.flow import Flow
from casework.models import Filed, Record, RecordQuerySet, kinds
from casework.pages.desks import DESKS
from casework.pages.navigation import (
    ASSESSMENT,
    COMPILATION,
    DISPOSAL,
    EXCLUSION,
    INSPECTION,
    NATION,
    NOTIFICATION,
    PLANNING,
    RISK_INFORMATION,
    SAMPLING,
    STATIONS,
    Station,
)
from monitoring.risks.flow.risk import RiskCaseState, SignalState
from monitoring.risks.models.signals import RiskSignal
from portals.portals import portal_of
from portals.recent_counts import kept
from portals.stations import (
    APART,
    BAR,
    WIDTH,
    Back,
    Box,
    Content,
    Fork,
    Number,
    boxes,
    down,
    forks,
    over,
    path,
    under,
)

# What leads on without a reference: an assessment moves its case, a period sums up its results.
LEADS_ON = (
    ("assessment", "notice"),
    ("assessment", "workplan"),
    ("platformdisposal", "nationalreport"),
    ("enforcementcase", "nationalreport"),
)

# By which letters of 6.1.3 the ways part after the assessment.
FORK = (("a", EXCLUSION), ("b", NOTIFICATION), ("c", PLANNING))
# What is counted besides the records that are open: what came in and belongs to no case yet, and what the
# assessment excluded.
SIGNALS, EXCLUDED = "signals", "excluded"


class Figure(NamedTuple):
    """The drawing: its size, its boxes along the river, the paths that tie them, what leads back or out, the
    fork, and the bar of what is shared, which begins at `bar` and leads to `shared`, "" = nowhere. open,
    late: how many of the records at its stations are."""

    width: int
    height: int
    boxes: list[Box]
    ties: list[str]
    backs: list[Back]
    forks: list[Fork]
    bar: int
    shared: str
    open: int
    late: int


@cache
def stations() -> dict[Station, tuple[str, ...]]:
    """The kinds at each station, along the river."""
    along = sorted(DESKS, key=lambda desk: desk.order)
    return {station: tuple(desk.kind for desk in along if desk.station is station) for station in STATIONS}


@cache
def ties() -> set[tuple[Station, Station]]:
    """Which station leads to which: without those that another way says already."""
    at = {kind: station for station, found in stations().items() for kind in found}
    pairs = {(at[above], at[below]) for above, below in (*_references(), *LEADS_ON)}
    direct = {(above, below) for above, below in pairs if above is not below}
    return {tie for tie in direct if not _leads(*tie, direct - {tie})}


def _references() -> Iterator[tuple[str, str]]:
    """(kind, kind that refers to it) for every pair of kinds that stand in the figure."""
    drawn = {kind for found in stations().values() for kind in found}
    for kind, model in kinds().items():
        for field in model._meta.get_fields():
            related = field.related_model
            own = isinstance(related, type) and issubclass(related, Filed) and not field.auto_created
            if kind in drawn and own and not field.one_to_one:
                yield str(related._meta.model_name), kind  # type: ignore[union-attr]


def _leads(above: Station, below: Station, pairs: set[tuple[Station, Station]]) -> bool:
    return any(step == below or _leads(step, below, pairs) for source, step in pairs if source == above)


def open_ones(viewer: Viewer) -> RecordQuerySet[Record]:
    """What is counted: the open records in the viewer's scope."""
    return Record.objects.within(viewer).exclude(turn="").order_by()


def overdue(viewer: Viewer, now: datetime) -> RecordQuerySet[Record]:
    """Those of them that stand at a station and are overdue."""
    drawn = [kind for at_it in stations().values() for kind in at_it]
    dated: Any = open_ones(viewer).filter(kind__in=drawn).alias(due=due(viewer))
    late: RecordQuerySet[Record] = dated.filter(due__lte=now)
    return late


def counts(viewer: Viewer, now: datetime) -> dict[str, tuple[int, int]]:
    """(open, overdue) by kind, in the viewer's scope."""
    late = Count("id", filter=Q(due__lte=now))
    found = open_ones(viewer).alias(due=due(viewer)).values_list("kind").annotate(open=Count("id"), late=late)
    return {kind: (number, overdue) for kind, number, overdue in found}


def late_by_kind(viewer: Viewer, now: datetime) -> dict[str, int]:
    """How many are overdue of each kind that stands at a station, as the figure has it; along the river."""
    counted = kept("figure", viewer, lambda: counts(viewer, now) | _counted_besides(viewer))
    known = {kind: counted[kind][1] for at_it in stations().values() for kind in at_it if kind in counted}
    return {kind: late for kind, late in known.items() if late}


def draw(viewer: Viewer, counted: Mapping[str, tuple[int, int]], movable: Mapping[str, int]) -> Figure:
    """The figure with the numbers of the viewer's lists. movable: how many of each kind wait for them."""
    lines = {item.kind or item.route for _title, items in portal_of(viewer.kind).sections for item in items}
    placed = boxes(_content(station, viewer, lines, counted, movable) for station in STATIONS)
    drawn = sorted({*ties(), (ASSESSMENT, EXCLUSION)}, key=lambda tie: tuple(map(STATIONS.index, tie)))
    paths = [path(placed[above], placed[below]) for above, below in drawn]
    backs = [
        over(placed[DISPOSAL], placed[RISK_INFORMATION], _("Risks that platforms find themselves")),
        under(placed[SAMPLING], placed[SAMPLING], 0, _("Bought anew")),
        under(placed[INSPECTION], placed[SAMPLING], 1, _("Abnormal: another sample")),
    ]
    bar = max(box.y + box.height for box in placed.values()) + APART
    backs += [down(placed[COMPILATION], bar, _("Conforming too")), down(placed[NATION], bar, "")]
    shared = reverse("query") if "query" in lines else ""
    width = max(box.x for box in placed.values()) + WIDTH
    along = [placed[station] for station in STATIONS]
    letters = forks([(letter, placed[station]) for letter, station in FORK])
    at_any = [counted[kind] for at_it in stations().values() for kind in at_it if kind in counted]
    both = sum(number for number, _late in at_any), sum(late for _number, late in at_any)
    return Figure(width, bar + BAR, along, paths, backs, letters, bar, shared, *both)


def _content(
    station: Station,
    viewer: Viewer,
    lines: Collection[str],
    counted: Mapping[str, tuple[int, int]],
    movable: Mapping[str, int],
) -> Content:
    found, at_it = _besides(station, lines, counted), stations()[station]
    for kind in at_it:
        mine = kind in lines
        number, late = counted.get(kind, (0, 0) if mine else (None, 0))
        label = str(kinds()[kind]._meta.verbose_name_plural)
        found.append(Number(label, _list_of(kind) if mine else "", number, late))
    known = any(number.url or number.open for number in found)
    flows = [kinds()[kind].flow for kind in at_it]
    own = known and any(set(step.by) & viewer.roles for flow in flows for step in flow)
    foot = _("%(n)d for you") % {"n": sum(movable.get(kind, 0) for kind in at_it)} if own else _done_by(flows)
    return Content(station, found, foot if known else _("not in your scope"), known, own)


def _besides(
    station: Station, lines: Collection[str], counted: Mapping[str, tuple[int, int]]
) -> list[Number]:
    """What stands at a station that is no open record: what came in, and what was excluded."""
    if station is RISK_INFORMATION and "signals" in lines:
        url = f"{reverse('signals')}?state={SignalState.SUBMITTED}"
        return [Number(_("To be attached"), url, counted.get(SIGNALS, (0, 0))[0], 0)]
    if station is EXCLUSION:
        mine = "riskcase" in lines
        url = f"{reverse('riskcase-list')}?state={RiskCaseState.EXCLUDED}" if mine else ""
        return [
            Number(pgettext("figure", "Excluded"), url, counted.get(EXCLUDED, (0, 0))[0] if mine else None, 0)
        ]
    return []


def _done_by(flows: Iterable[Flow]) -> str:
    """What kind of organisation has most to do there, where nothing goes wrong."""
    roles = [flow.turns[state] for flow in flows for state in flow.main if state in flow.turns]
    turns = Counter(role.kind for role in roles if role.kind)
    return str(turns.most_common(1)[0][0].label) if turns else ""


def _list_of(kind: str) -> str:
    """The list of what is counted: what is still open."""
    try:
        return f"{reverse(f'{kind}-list')}?due=open"
    except NoReverseMatch:
        return ""


def live(viewer: Viewer, now: datetime, movable: Mapping[str, int]) -> dict[str, Any]:
    """What the home page draws."""
    counted = kept("figure", viewer, lambda: counts(viewer, now) | _counted_besides(viewer))
    return {"figure": draw(viewer, counted, movable), "box_width": WIDTH}


def _counted_besides(viewer: Viewer) -> dict[str, tuple[int, int]]:
    """What stands at a station besides, as far as the viewer may see it."""
    came = RiskSignal.objects.visible_to(viewer).filter(state=SignalState.SUBMITTED)
    cases = Record.objects.within(viewer).filter(kind="riskcase", state=RiskCaseState.EXCLUDED)
    counted = [
        rows.order_by().values_list(Value(name)).annotate(number=Count("pk"))
        for name, rows in ((SIGNALS, came), (EXCLUDED, cases))
    ]
    return {name: (number, 0) for name, number in counted[0].union(counted[1], all=True)}
