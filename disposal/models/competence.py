"""Which regulators are competent, by the places of a case? That of the actual business first (EC-10)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from accounts.models import Level, Organisation, Region
from accounts.prepared import Prepared
from accounts.roles import Kind
from casework.clauses import carries
from catalogue.models import Enterprise, Shop


def located(*who: Enterprise | Shop | Organisation | None) -> list[Region]:
    """Where these are, a shop where it really does business; each place with those around it."""
    codes = [each.place_id if isinstance(each, Shop) else each.region_id for each in who if each]
    found = {region.pk: region for region in _regions([code for code in codes if code])}
    return [found[code] for code in codes if code]


@Prepared
def _regions(codes: list[str]) -> QuerySet[Region]:
    return Region.objects.filter(pk__in=codes).select_related("parent__parent__parent")


def working() -> QuerySet[Organisation]:
    """The regulators that a case can be passed to: active, and not merged into another."""
    return Organisation.objects.filter(kind=Kind.REGULATOR, active=True, merged_into=None)


def superiors(regulator: Organisation) -> list[Organisation]:
    """Those above a regulator, the nearest first."""
    above: list[Organisation] = []
    lowest = next(iter(_above(regulator.parent_id)), None) if regulator.parent_id else None
    while lowest is not None:
        above.append(lowest)
        lowest = lowest.parent
    return above


@Prepared
def _above(regulator: int) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk=regulator).select_related("parent__parent")


@carries("6.4-3", "EC-10")
def competent(place: Region | None, otherwise: Organisation) -> Organisation:
    """The lowest active regulator whose region covers a place, of the same branch where there is one."""
    around = _around(place)
    return _lowest(around, _there(around), otherwise)


def named_by(place: Region | None, otherwise: Organisation) -> Organisation | None:
    """The one that a place makes competent; None where no place is known, or nobody works there."""
    found = competent(place, otherwise)
    return found if found.region_id in _around(place) else None


def others(own: Organisation, places: Sequence[Region]) -> list[Organisation]:
    """The regulators that may get a case with these places from one: those whose region covers one of them,
    of its own rank or below, or the lowest one there. Nobody passes a case to whom they think fit, nor to a
    superior, nor to the nation: the common superior designates whoever else is to have it (`dispute`)."""
    ranks = [str(level) for level in Level]
    below = ranks[ranks.index(own.level) :] if own.level in ranks else ranks[1:]
    around = [_around(place) for place in places]
    there = list(_there(sorted({code for codes in around for code in codes})))
    lowest = {_lowest(codes, there, own) for codes in around}
    beyond = {own, *superiors(own)}
    return [
        each
        for each in there
        if each not in beyond and each.level != Level.NATION and (each.level in below or each in lowest)
    ]


def _lowest(around: list[str], there: Iterable[Organisation], otherwise: Organisation) -> Organisation:
    """Of the regulators there the one of the nearest of these places, of the same branch if it can be."""
    return min(
        (each for each in there if each.region_id in around),
        key=lambda each: (around.index(str(each.region_id)), each.branch != otherwise.branch, each.pk),
        default=otherwise,
    )


@Prepared
def _there(codes: list[str]) -> QuerySet[Organisation]:
    return working().filter(region__in=codes)


def _around(place: Region | None) -> list[str]:
    """A place and those around it, the nearest first."""
    codes: list[str] = []
    while place is not None:
        codes.append(place.pk)
        place = place.parent
    return codes
