"""How does a notice come to be with its addressee, and its time to run out?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from monitoring.models import Notice
from tests.cast import Cast
from tests.monitoring import given


def notice_to(kind: str, sent: bool, served: bool = True) -> Callable[[Cast, datetime], Notice]:
    def make(cast: Cast, now: datetime) -> Notice:
        sending = given.sent_notices if served else given.unserved_notices
        notices = sending(cast, now) if sent else given.assessed_case(cast, now, "notify").notices.all()
        return next(notice for notice in notices if getattr(notice, f"{kind}_id"))

    return make


def sent_long_ago(party: str) -> Callable[[Cast, datetime], Notice]:
    """With its addressee for so long that the time to answer is over."""
    start = given.notice_served_on_a_unit if party == "unit" else notice_to(party, sent=True)
    return lambda cast, now: start(cast, now - timedelta(days=60))
