"""Where does somebody work on a day, and whom do they stand in for there?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Membership, Organisation, StandIn, User, Viewer
from accounts.prepared import Prepared
from accounts.roles import Role


def viewer_of(user: User, organisation: int | None, today: date) -> Viewer | None:
    """The viewer a user is in an organisation; in their first one when none, or a foreign one, is named.

    today: the day for which stand-ins count, in Shanghai.
    """
    asked_on, places = user.places_on or (None, ())
    if asked_on != today:
        places = places_of(user.pk, today)
    if not places:
        return None
    place = next((place for place in places if place.organisation_id == organisation), places[0])
    own = frozenset(map(Role, place.roles))
    standing_in = absent_of(user, place.organisation, today) if place.lent else {}  # type: ignore[attr-defined]
    lent = frozenset(standing_in) - own
    return Viewer(user, place.organisation, own | lent, standing_in, lent, at_home=len(places))


def places_of(user: int, today: date) -> Sequence[Membership]:
    """The places somebody has, each with its user, its organisation, and `lent`: whether anything is
    entrusted to them there for the day."""
    return _places(user, today)


@Prepared
def _places(user: int, today: date) -> QuerySet[Membership]:
    here = {"substitute": OuterRef("user"), "organisation": OuterRef("organisation")}
    own = Membership.objects.filter(user=user, left_on=None, organisation__active=True)
    found = own.select_related("user", "organisation").order_by("pk")
    return found.annotate(lent=Exists(StandIn.objects.on(today).filter(**here)))


def absent_of(substitute: User, organisation: Organisation, today: date) -> dict[Role, tuple[User, ...]]:
    """The colleagues in whose place somebody acts on a day, by role.

    Of the roles entrusted only those count that the absent colleague holds: what they hold as a stand-in
    themselves cannot be passed on.
    """
    entrusted = list(
        StandIn.objects.on(today)
        .filter(substitute=substitute, organisation=organisation)
        .select_related("absent")
        .order_by("id")
    )
    if not entrusted:
        return {}
    absents = [stand_in.absent_id for stand_in in entrusted]
    present = Membership.objects.filter(organisation=organisation, user__in=absents, left_on=None)
    held = dict(present.values_list("user", "roles"))
    found: dict[Role, tuple[User, ...]] = {}
    for stand_in in entrusted:
        for role in map(Role, stand_in.roles):
            before = found.get(role, ())
            if role in held.get(stand_in.absent_id, ()) and stand_in.absent not in before:
                found[role] = (*before, stand_in.absent)
    return found
