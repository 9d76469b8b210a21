"""Which cases and disposals were taken back, and voided, though their report says that the product fails?"""

from __future__ import annotations

from datetime import datetime

from disposal.actions import voiding
from disposal.models.cases import EnforcementCase
from disposal.models.disposals import PlatformDisposal
from tests.cast import Cast
from tests.disposal import given
from tests.photos import photographed

WHY = "Handed over by mistake."


def void(record: PlatformDisposal | EnforcementCase, cast: Cast, now: datetime) -> None:
    """The leader takes it back, and the compiler has it voided."""
    voiding.take_back(record, by=cast.leader, now=now, note=WHY)
    voiding.void(record, by=cast.compiler, now=now, note=WHY)


@photographed
def case(cast: Cast, now: datetime) -> EnforcementCase:
    """Taken back before it was delivered to the county."""
    found = given.unreceived(cast, now)
    voiding.take_back(found, by=cast.leader, now=now, note=WHY)
    return found


@photographed
def disposal(cast: Cast, now: datetime) -> PlatformDisposal:
    found = given.undelivered(cast, now)
    voiding.take_back(found, by=cast.leader, now=now, note=WHY)
    return found
