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
from django.db.models.functions import Concat
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

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
from casework.recent import counted_lately
from monitoring.risks.flow.risk import RiskCaseState, SignalState
from monitoring.risks.models.signals import RiskSignal
from monitoring.vocabulary import Channel
from portals.portals import portal_of
from portals.stations import (
    APART,
    BAR,
    WIDTH,
    Back,
    Box,
    Content,
    Fork,
    Number,
    Source,
    boxes,
    down,
    forks,
    over,
    path,
    sources,
    under,
)
from sampling.purchases.flow.purchases import PurchaseState

# What leads on without a reference: an assessment moves its case, a period sums up its results.
LEADS_ON = (
    ("assessment", "notice"),
    ("assessment", "workplan"),
    ("platformdisposal", "nationalreport"),
    ("enforcementcase", "nationalreport"),
)

# By which letters of 6.1.3 the ways part after the assessment.
FORK = (("a", EXCLUSION), ("b", NOTIFICATION), ("c", PLANNING))
# What is counted besides the records that are open: what came in over a channel and belongs to no case yet,
# what the assessment excluded, and which goods were sent back.
SIGNALS, EXCLUDED, SENT_BACK = "signals", "excluded", "sent back"
# The five channels of 6.1.2, as short as there is room.
CHANNELS = {
    Channel.COMPLAINTS: pgettext_lazy("channel", "Complaints"),
    Channel.REGULATORS: pgettext_lazy("channel", "Regulators"),
    Channel.PLATFORMS: pgettext_lazy("channel", "Platforms"),
    Channel.INTERNET: pgettext_lazy("channel", "Internet"),
    Channel.STANDARDS: pgettext_lazy("channel", "Standards"),
}


class Figure(NamedTuple):
    """The drawing: its size, the channels, its boxes along the river, the paths that tie them, what leads
    back or out, the fork, and the bar of what is shared, which begins at `bar` and leads to `shared`, "" =
    nowhere. open, late: how many of the records at its stations are."""

    width: int
    height: int
    sources: list[Source]
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
    found = _told_of(viewer, now)
    known = {kind: found[kind][1] for at_it in stations().values() for kind in at_it if kind in found}
    return {kind: late for kind, late in known.items() if late}


def draw(viewer: Viewer, counted: Mapping[str, tuple[int, int]], movable: Mapping[str, int]) -> Figure:
    """The figure with the numbers of the viewer's lists. movable: how many of each kind wait for them."""
    lines = {item.kind or item.route for _title, items in portal_of(viewer.kind).sections for item in items}
    placed = boxes(_content(station, viewer, lines, counted, movable) for station in STATIONS)
    drawn = sorted({*ties(), (ASSESSMENT, EXCLUSION)}, key=lambda tie: tuple(map(STATIONS.index, tie)))
    paths = [path(placed[above], placed[below]) for above, below in drawn]
    backs = _backs(placed, lines, counted)
    bar = max(box.y + box.height for box in placed.values()) + APART
    backs += [down(placed[COMPILATION], bar, _uncounted(_("Conforming too")))]
    backs += [down(placed[NATION], bar, _uncounted(""))]
    shared = reverse("query") if "query" in lines else ""
    width = max(box.x for box in placed.values()) + WIDTH
    along = [placed[station] for station in STATIONS]
    letters = forks([(letter, placed[station]) for letter, station in FORK])
    at_any = [counted[kind] for at_it in stations().values() for kind in at_it if kind in counted]
    both = sum(number for number, _late in at_any), sum(late for _number, late in at_any)
    channels = sources(_channels(lines, counted), placed[RISK_INFORMATION])
    return Figure(width, bar + BAR, channels, along, paths, backs, letters, bar, shared, *both)


def _channels(lines: Collection[str], counted: Mapping[str, tuple[int, int]]) -> list[tuple[str, Number]]:
    """(letter, how many pieces that came in over it belong to no case yet) of each channel."""
    mine = "signals" in lines
    return [
        (letter, _counted(str(label), _came(letter), f"{SIGNALS} {letter}", counted, mine=mine))
        for letter, label in CHANNELS.items()
    ]


def _came(channel: str = "") -> str:
    """The list of what belongs to no case yet, over one channel or over all."""
    narrowed = f"&channel={channel}" if channel else ""
    return f"{reverse('signals')}?state={SignalState.SUBMITTED}{narrowed}"


def _backs(
    placed: Mapping[Station, Box], lines: Collection[str], counted: Mapping[str, tuple[int, int]]
) -> list[Back]:
    """What leads back, and how many go that way, as the lists of it say that the viewer has."""
    own = _counted(
        _("Risks that platforms find themselves"),
        _came(Channel.PLATFORMS),
        f"{SIGNALS} {Channel.PLATFORMS}",
        counted,
        mine="signals" in lines,
    )
    goods = f"{reverse('purchase-list')}?state={PurchaseState.RETURNED}"
    anew = _counted(_("Sent back, refund awaited"), goods, SENT_BACK, counted, mine="purchase" in lines)
    another, mine = _("Abnormal, to be decided"), "abnormality" in lines
    abnormal = _counted(another, _list_of("abnormality"), "abnormality", counted, mine=mine)
    return [
        over(placed[DISPOSAL], placed[RISK_INFORMATION], own),
        under(placed[SAMPLING], placed[SAMPLING], 0, anew),
        under(placed[INSPECTION], placed[SAMPLING], 1, abnormal),
    ]


def _counted(
    label: str, url: str, name: str, counted: Mapping[str, tuple[int, int]], *, mine: bool
) -> Number:
    """How many of what is counted under a name; none, and no list, where it is none of the viewer's."""
    return Number(label, url, counted.get(name, (0, 0))[0], 0) if mine else _uncounted(label)


def _uncounted(label: str) -> Number:
    return Number(label, "", None, 0)


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
    ready = sum(movable.get(kind, 0) for kind in at_it) if own else 0
    foot = _("%(n)d for you") % {"n": ready} if ready else _done_by(flows)
    return Content(station, found, foot if known else _("not in your scope"), known, own)


def _besides(
    station: Station, lines: Collection[str], counted: Mapping[str, tuple[int, int]]
) -> list[Number]:
    """What stands at a station that is no open record: what came in, and what was excluded."""
    if station is RISK_INFORMATION and "signals" in lines:
        all_of_it = sum(number.open or 0 for _letter, number in _channels(lines, counted))
        return [Number(_("To be attached"), _came(), all_of_it, 0)]
    if station is EXCLUSION:
        url = f"{reverse('riskcase-list')}?state={RiskCaseState.EXCLUDED}"
        label = pgettext("figure", "Excluded")
        return [_counted(label, url, EXCLUDED, counted, mine="riskcase" in lines)]
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
    return {"figure": draw(viewer, _told_of(viewer, now), movable), "box_width": WIDTH}


def _told_of(viewer: Viewer, now: datetime) -> dict[str, tuple[int, int]]:
    """(open, overdue) of all that the figure tells of."""
    return counted_lately(
        f"figure:{viewer.organisation.pk}",
        lambda: counts(viewer, now) | _counted_besides(viewer),
        lambda found: sum(number for number, _late in found.values()),
    )


def _counted_besides(viewer: Viewer) -> dict[str, tuple[int, int]]:
    """What stands at a station besides, as far as the viewer may see it."""
    came = RiskSignal.objects.visible_to(viewer).filter(state=SignalState.SUBMITTED)
    seen = Record.objects.within(viewer)
    over_channels, *others = [
        rows.order_by().values_list(name).annotate(number=Count("pk"))
        for name, rows in (
            (Concat(Value(f"{SIGNALS} "), "channel"), came),
            (Value(EXCLUDED), seen.filter(kind="riskcase", state=RiskCaseState.EXCLUDED)),
            (Value(SENT_BACK), seen.filter(kind="purchase", state=PurchaseState.RETURNED)),
        )
    ]
    return {name: (number, 0) for name, number in over_channels.union(*others, all=True)}
