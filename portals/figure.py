"""Where do things stand in the standard's figure 1? Its stations, their ties, and what is open at each.

The figure itself is missing from the text; the ties are read off the models: a kind of record that refers to
another came of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.urls import NoReverseMatch, reverse

from accounts.models import Viewer
from casework.deadlines.duty import due
from casework.models import Filed, Record, RecordQuerySet, kinds
from casework.pages.desks import DESKS
from casework.pages.navigation import STATIONS, Station
from portals.portals import portal_of
from portals.recent_counts import kept

# What leads on without a reference: an assessment moves its case, a period sums up its results.
LEADS_ON = (
    ("assessment", "notice"),
    ("assessment", "workplan"),
    ("platformdisposal", "nationalreport"),
    ("enforcementcase", "nationalreport"),
)

# In units of the drawing.
WIDTH, GAP, TITLE, LINE, PAD, APART = 134, 16, 40, 40, 8, 16


class Line(NamedTuple):
    """What is open of one kind. url: its list, "" where it is no list of the viewer's."""

    label: str
    url: str
    open: int | None
    late: int
    y: int


class Box(NamedTuple):
    title: str
    clause: str
    x: int
    y: int
    height: int
    lines: list[Line]
    known: bool


class Figure(NamedTuple):
    """The drawing: its size, its boxes, and the paths that tie them."""

    width: int
    height: int
    boxes: list[Box]
    ties: list[str]

    @property
    def open(self) -> int:
        """How many are open in all of its lines."""
        return sum(line.open or 0 for box in self.boxes for line in box.lines)

    @property
    def late(self) -> int:
        return sum(line.late for box in self.boxes for line in box.lines)


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
    counted = kept("figure", viewer, lambda: counts(viewer, now))
    known = {kind: counted[kind][1] for at_it in stations().values() for kind in at_it if kind in counted}
    return {kind: late for kind, late in known.items() if late}


def draw(viewer: Viewer, counted: Mapping[str, tuple[int, int]]) -> Figure:
    """The figure with the numbers of the viewer's lists in it."""
    listed = {item.kind for _title, items in portal_of(viewer.kind).sections for item in items}
    placed: dict[Station, Box] = {}
    bottom: dict[int, int] = {}
    for station in STATIONS:
        y = bottom.get(station.column, 0)
        box = _box(station, y, listed, counted)
        placed[station] = box
        bottom[station.column] = y + box.height + APART
    width = (max(bottom) + 1) * (WIDTH + GAP) - GAP
    drawn = sorted(ties(), key=lambda tie: (STATIONS.index(tie[0]), STATIONS.index(tie[1])))
    paths = [_path(placed[above], placed[below]) for above, below in drawn]
    return Figure(width, max(bottom.values()) - APART, list(placed.values()), paths)


def _box(station: Station, y: int, listed: set[str], counted: Mapping[str, tuple[int, int]]) -> Box:
    lines = []
    for place, kind in enumerate(stations()[station]):
        mine = kind in listed
        number, late = counted.get(kind, (0, 0) if mine else (None, 0))
        label = str(kinds()[kind]._meta.verbose_name_plural)
        lines.append(Line(label, _list_of(kind) if mine else "", number, late, y + TITLE + place * LINE))
    height = TITLE + len(lines) * LINE + PAD
    x = station.column * (WIDTH + GAP)
    known = any(line.url for line in lines)
    return Box(str(station.title), station.clause, x, y, height, lines, known)


def _list_of(kind: str) -> str:
    """The list of what is counted: what is still open."""
    try:
        return f"{reverse(f'{kind}-list')}?due=open"
    except NoReverseMatch:
        return ""


def _path(above: Box, below: Box) -> str:
    """From the right of one to the left of the other, or from its foot where it stands above."""
    if above.x == below.x:
        middle = above.x + WIDTH // 2
        return f"M{middle} {above.y + above.height}V{below.y}"
    start, end = above.y + TITLE // 2, below.y + TITLE // 2
    bend = below.x - GAP // 2
    return f"M{above.x + WIDTH} {start}H{bend}V{end}H{below.x}"


def live(viewer: Viewer, now: datetime) -> dict[str, Any]:
    """What the home page draws."""
    counted = kept("figure", viewer, lambda: counts(viewer, now))
    return {"figure": draw(viewer, counted), "box_width": WIDTH}
