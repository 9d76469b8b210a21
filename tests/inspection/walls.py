"""Who comes to the register of laboratories?"""

from __future__ import annotations

from datetime import datetime

from tests.cast import Cast
from tests.inspection import given
from tests.walls import STAFFED, Found, Wall


def certificate(cast: Cast, now: datetime) -> Found:
    return Found((given.qualified(cast, now).pk,))


WALLS = [
    Wall("qualifications", STAFFED),
    Wall("qualification-new", {"organiser"}),
    Wall("qualification", {"organiser"}, certificate, open_to_all=True),
]
