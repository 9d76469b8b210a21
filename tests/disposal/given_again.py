"""Which cases and disposals were voided though their report still says that the product fails?"""

from __future__ import annotations

from datetime import datetime

from disposal import actions
from disposal.models import EnforcementCase, PlatformDisposal
from tests.cast import Cast
from tests.disposal import given
from tests.photos import photographed


@photographed
def voided_case(cast: Cast, now: datetime) -> EnforcementCase:
    """Voided before it was delivered to the county."""
    case = given.unreceived(cast, now)
    actions.void(case, by=cast.leader, now=now, note="Sent here twice.")
    return case


@photographed
def voided_disposal(cast: Cast, now: datetime) -> PlatformDisposal:
    found = given.undelivered(cast, now)
    actions.void(found, by=cast.leader, now=now, note="The wrong platform.")
    return found
