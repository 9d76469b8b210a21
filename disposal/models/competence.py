"""Which regulators are competent, by the places of a case? That of the actual business first (EC-10)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from accounts.models import Level, Organisation, Region
from accounts.roles import Kind
from casework.clauses import carries


def working() -> QuerySet[Organisation]:
    """The regulators that a case can be passed to: active, and not merged into another."""
    return Organisation.objects.filter(kind=Kind.REGULATOR, active=True, merged_into=None)


def superiors(regulator: Organisation) -> list[Organisation]:
    """Those above a regulator, the nearest first."""
    above = []
    while regulator.parent is not None:
        above.append(regulator.parent)
        regulator = regulator.parent
    return above


@carries("6.4-3", "EC-10")
def competent(place: Region | None, otherwise: Organisation) -> Organisation:
    """The lowest active regulator whose region covers a place, of the same branch where there is one."""
    around = _around(place)
    return min(
        working().filter(region__in=around),
        key=lambda regulator: (
            around.index(str(regulator.region_id)),
            regulator.branch != otherwise.branch,
            regulator.pk,
        ),
        default=otherwise,
    )


def named_by(place: Region | None, otherwise: Organisation) -> Organisation | None:
    """The one that a place makes competent; None where no place is known, or nobody works there."""
    found = competent(place, otherwise)
    return found if found.region_id in _around(place) else None


def others(own: Organisation, places: Sequence[Region]) -> QuerySet[Organisation]:
    """The regulators that may get a case with these places from one: those whose region covers one of them,
    of its own rank or below, or the lowest one there. Nobody passes a case to whom they think fit, nor to a
    superior, nor to the nation: the common superior designates whoever else is to have it (`dispute`)."""
    ranks = [str(level) for level in Level]
    below = ranks[ranks.index(own.level) :] if own.level in ranks else ranks[1:]
    around = {code for place in places for code in _around(place)}
    lowest = [competent(place, own).pk for place in places]
    above = [superior.pk for superior in superiors(own)]
    elsewhere = (
        working().filter(region__in=around).exclude(pk__in=[own.pk, *above]).exclude(level=Level.NATION)
    )
    return elsewhere.exclude(level=Level.NATION).filter(Q(level__in=below) | Q(pk__in=lowest))


def _around(place: Region | None) -> list[str]:
    """A place and those around it, the nearest first."""
    codes: list[str] = []
    while place is not None:
        codes.append(place.pk)
        place = place.parent
    return codes
