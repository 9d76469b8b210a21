"""How does each region stand? A tile each, by where the shops of the goods do business."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Level, Region, Viewer
from accounts.roles import Kind
from portals.dashboards.chart import Asked
from portals.dashboards.rates import AT_RANDOM
from portals.leader.counted import issued, key, overdue
from portals.leader.months import Period
from portals.leader.results import COUNTED
from portals.leader.shares import Share

PLACE = "as_report__sample__purchase__shop__place"
# From a county up: one of them is the region of a tile, or none is.
ABOVE = (PLACE, f"{PLACE}__parent", f"{PLACE}__parent__parent")
# Which shops are told apart besides those of the regions: of elsewhere, and those of which no place is known.
OUTSIDE, UNKNOWN = "outside", "unknown"
BESIDE = ((OUTSIDE, _("Shops elsewhere")), (UNKNOWN, _("Place not known")))
# From so many per cent on a tile is a shade darker.
SHADES = (5, 10, 15, 20)


class Tile(NamedTuple):
    """code: of the region, or OUTSIDE, or UNKNOWN. late: what is overdue of the records of the region."""

    code: str
    name: str
    share: Share
    late: int = 0

    @property
    def shade(self) -> int | None:
        """From 0 for the lowest rates to 4; None without a rate."""
        rate = self.share.rate
        return None if rate is None else sum(rate >= bound for bound in SHADES)


def areas(viewer: Viewer) -> list[Region]:
    """The regions just below the viewer's: provinces of the nation, cities of a province, counties of a city.
    A county stands for itself. A center has what is below its province, or the provinces it works for."""
    own = viewer.organisation
    if own.level == Level.NATION:
        return list(Region.objects.filter(level=Level.PROVINCE))
    mandated = list(own.mandate.filter(level=Level.PROVINCE)) if viewer.kind is Kind.CENTER else []
    if len(mandated) > 1:
        return mandated
    home = mandated[0] if mandated else own.region
    below = list(Region.objects.filter(parent=home)) if home else []
    return below or ([home] if home else [])


def tiles(asked: Asked, period: Period, random: bool) -> list[Tile]:
    """A tile for each region, then what is of elsewhere and of no known place, where there is any."""
    regions = areas(asked.viewer)
    codes = {region.code for region in regions}
    counted: dict[str, Share] = defaultdict(Share)
    for *places, drawn, n, bad in _counted(asked, period):
        if drawn is random:
            code = _tile_of(places, codes)
            counted[code] = counted[code].plus(bad, n)
    late = _late(asked, regions) if period.live else {}
    found = [Tile(each.code, each.name, counted[each.code], late.get(each.code, 0)) for each in regions]
    return found + [Tile(code, str(name), counted[code]) for code, name in BESIDE if counted[code].tested]


def _counted(asked: Asked, period: Period) -> list[Any]:
    """(place of the shop, what is above it, what is above that, whether drawn at random, tested, failed)"""
    seen = issued(asked.viewer).filter(period.now.hold("issued_at")).values_list(*ABOVE, AT_RANDOM)
    return asked.counted(
        key(asked, f"places-{period.name}-{period.now.last.day}"), lambda: seen.annotate(**COUNTED)
    )


def _tile_of(places: list[str | None], codes: set[str]) -> str:
    if places[0] is None:
        return UNKNOWN
    return next((code for code in places if code in codes), OUTSIDE)


def of_tile(code: str, viewer: Viewer) -> Q:
    """The condition that a report counts for a tile. Raises ValueError for what is none of the viewer's."""
    codes = {region.code for region in areas(viewer)}
    if code == UNKNOWN:
        return Q(**{PLACE: None})
    if code == OUTSIDE:
        inside = Q()
        for path in ABOVE:
            inside |= Q(**{f"{path}__in": codes, f"{path}__isnull": False})
        return ~inside & Q(**{f"{PLACE}__isnull": False})
    if code not in codes:
        raise ValueError(code)
    return Q(**{ABOVE[0]: code}) | Q(**{ABOVE[1]: code}) | Q(**{ABOVE[2]: code})


def filed_under(code: str, viewer: Viewer) -> Q:
    """The condition that a record is of the region of a tile. Raises ValueError for what is none of them."""
    region = next((each for each in areas(viewer) if each.code == code), None)
    if region is None:
        raise ValueError(code)
    return Q(**{region.level: code})


def _late(asked: Asked, regions: list[Region]) -> Mapping[str, int]:
    """What is overdue of the records of each region; one statement for each level of them."""
    levels = sorted({region.level for region in regions})
    return {code: n for level in levels for code, n in _late_at(asked, level, regions)}


def _late_at(asked: Asked, level: str, regions: list[Region]) -> list[Any]:
    """(region of a level, what is overdue there)"""
    codes = [region.code for region in regions if region.level == level]
    rows = overdue(asked.viewer, asked.now).filter(**{f"{level}__in": codes}).values_list(level)
    return asked.counted(key(asked, f"late-{level}"), lambda: rows.annotate(n=Count("pk")))
