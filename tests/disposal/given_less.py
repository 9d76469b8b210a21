"""What do tests start from where a platform did less than the least measure asked of it?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from disposal.actions import consequences
from disposal.models.disposals import PlatformDisposal
from tests.cast import Cast
from tests.disposal import given
from tests.photos import photographed


@photographed
def less_done(cast: Cast, now: datetime, **data: Any) -> PlatformDisposal:
    """The platform did no more than warn consumers, and reports so."""
    found = given.handling(cast, now, **data)
    given.measure(found, cast, now, measure="warn")
    consequences.finish(
        found,
        by=cast.quality_officer,
        now=now,
        handled_on=now.date(),
        below_reason="The shop promised to act.",
    )
    consequences.feed_back(found, by=cast.quality_officer, now=now, contact="Li", contact_phone="0571-3")
    return found


@photographed
def less_proposed(cast: Cast, now: datetime, **data: Any) -> PlatformDisposal:
    found = less_done(cast, now, **data)
    why = {"note": "The rest was sold out.", "check_account": "Looked on the page: sold out, not delisted."}
    consequences.propose_less(found, by=cast.compiler, now=now, **why)
    return found
