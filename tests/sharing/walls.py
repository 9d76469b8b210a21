"""Who comes to shared information?"""

from __future__ import annotations

from datetime import datetime

from sharing.actions import safeguards
from tests.cast import Cast
from tests.sharing import given
from tests.walls import CENTER, LABORATORY, OFFICERS, PLATFORM, PROVINCE, STAFFED, Found, Wall

# The officers of other organisations, for what is everybody's.
OTHERS = {f"other_{name}" for name in OFFICERS}
CENTERS, LABORATORYS = {"center_sharing_officer"}, {"laboratory_sharing_officer"}


def offered(cast: Cast, now: datetime) -> Found:
    """The laboratory offers a table; the center has not taken it in."""
    return Found((given.offered(cast, now).number,))


def first_table(cast: Cast, now: datetime) -> Found:
    return Found((given.offered(cast, now).number, 1))


def offered_csv(cast: Cast, now: datetime) -> Found:
    return Found((given.offered(cast, now).number, "csv"))


def accepted(cast: Cast, now: datetime) -> Found:
    return Found((given.table(cast, now).number,))


def granted(cast: Cast, now: datetime) -> Found:
    """The platform was granted the laboratory's table."""
    found = given.active(cast, now)
    return Found((found.number,), found)


def granted_csv(cast: Cast, now: datetime) -> Found:
    found = given.active(cast, now)
    return Found((found.number, "csv"), found)


def draft(cast: Cast, now: datetime) -> Found:
    return Found((safeguards.publish(text="Keep it.", by=cast.center_sharing_officer, now=now).pk,))


def in_force(cast: Cast, now: datetime) -> Found:
    return Found((given.rules(cast, now).pk,))


PARTIES = LABORATORY | CENTER
WALLS = [
    Wall("query", STAFFED),
    Wall("resources", STAFFED),
    Wall("resource-live", OFFICERS),
    Wall("resource-table", OFFICERS),
    Wall("resource", STAFFED, offered, PARTIES),
    Wall("resource", STAFFED, accepted, open_to_all=True, case="taken in"),
    Wall("resource-change", OFFICERS, offered, CENTERS | LABORATORYS, LABORATORYS),
    Wall("resource-supply", OFFICERS, offered, CENTERS | LABORATORYS, LABORATORYS),
    Wall("resource-withdraw", OFFICERS, offered, CENTERS | LABORATORYS),
    Wall(
        "resource-withdraw", OFFICERS, accepted, may=CENTERS | LABORATORYS, open_to_all=True, case="taken in"
    ),
    Wall("resource-accept", OFFICERS, offered, CENTERS | LABORATORYS, CENTERS, method="POST"),
    Wall("resource-ask", OFFICERS, accepted, open_to_all=True),
    Wall("resource-data", STAFFED, offered, PARTIES),
    Wall("resource-data", STAFFED, accepted, may=PARTIES, open_to_all=True, case="on request"),
    Wall("resource-download", STAFFED, offered_csv, PARTIES),
    Wall("resource-file", STAFFED, first_table, PARTIES),
    Wall("shared-data", STAFFED, granted, may=PLATFORM),
    Wall("shared-download", STAFFED, granted_csv, may=PLATFORM),
    Wall("sharing-figures", STAFFED),
    Wall("safeguards", STAFFED),
    Wall("safeguard-new", CENTERS),
    Wall(
        "safeguard-confirm",
        STAFFED,
        draft,
        CENTER | PROVINCE | {"nation_officer"},
        {"regulator_sharing_officer"},
        method="POST",
    ),
    Wall("safeguard-acknowledge", STAFFED, in_force, may=OFFICERS | OTHERS, open_to_all=True, method="POST"),
]
