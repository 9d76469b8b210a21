"""Who comes to the pages of accounts?"""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts import programs
from accounts.models import StandIn
from accounts.roles import Role
from tests.cast import Cast
from tests.walls import ADMINISTRATORS, STAFFED, Found, Wall


def stand_in(cast: Cast, now: datetime) -> Found:
    """The verifier stands in for the buyer."""
    kept = StandIn.objects.create(
        organisation=cast.center,
        absent=cast.buyer.user,
        substitute=cast.verifier.user,
        roles=[Role.BUYER],
        first=now.date(),
        last=now.date() + timedelta(days=9),
        reason="Leave",
    )
    return Found((kept.pk,))


def token(cast: Cast, now: datetime) -> Found:
    made, _key = programs.issue(
        organisation=cast.laboratory,
        purpose="LIMS",
        roles=["tester"],
        expires_on=now.date() + timedelta(days=9),
        by=cast.laboratory_administrator,
        now=now,
    )
    return Found((made.user.username,))


def buyer(cast: Cast, now: datetime) -> Found:
    return Found((cast.buyer.user.username,))


OWN = {"center_administrator"}
WALLS = [
    Wall("organisation", STAFFED),
    Wall("password", STAFFED),
    Wall("preferences", STAFFED, closed=404),
    Wall("stand-ins", STAFFED),
    Wall("stand-in-end", STAFFED, stand_in, {"buyer", "verifier", *OWN}, {"buyer", *OWN}),
    Wall("people", ADMINISTRATORS),
    Wall("person-add", ADMINISTRATORS),
    Wall("person", ADMINISTRATORS, buyer, OWN),
    Wall("person-password", ADMINISTRATORS, buyer, OWN, method="POST"),
    Wall("tokens", ADMINISTRATORS),
    Wall("token-new", ADMINISTRATORS),
    Wall("token-revoke", ADMINISTRATORS, token, {"laboratory_administrator"}),
    Wall("token-signing", ADMINISTRATORS, token, {"laboratory_administrator"}),
]
