"""Who comes to the registers?"""

from __future__ import annotations

from datetime import datetime

from tests.cast import Cast
from tests.walls import ADMINISTRATORS, Found, Wall

KEEPER = {"regulator_administrator"}


def laboratory(cast: Cast, now: datetime) -> Found:
    return Found((cast.laboratory.pk,))


WALLS = [
    Wall("close-of-business", ADMINISTRATORS),
    Wall("portal-service", ADMINISTRATORS),
    Wall("organisations", KEEPER),
    Wall("organisation-open", KEEPER),
    Wall("organisation-detail", ADMINISTRATORS, laboratory, {*KEEPER, "laboratory_administrator"}),
    *(
        Wall(f"organisation-{action}", KEEPER, laboratory)
        for action in ("administrator", "change", "close", "merge", "rename", "resume", "suspend")
    ),
]
