"""How does a notice come to be with its addressee, and its time to run out?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from monitoring.risks.actions import riskcases
from monitoring.risks.models.riskcases import Notice
from tests.cast import Cast
from tests.documents.conftest import picture
from tests.monitoring import given
from tests.photos import photographed

REPLY = {"reply": "Taken off the shelves.", "contact": "Li, 12345"}
SENDER = {"sender_contact": "Zhou", "sender_phone": "0571-88", "sender_address": "1 Monitoring Road"}


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


@photographed
def answered_notice(cast: Cast, now: datetime) -> Notice:
    notice = notice_to("platform", sent=True)(cast, now)
    riskcases.answer(notice, by=cast.quality_officer, now=now, **REPLY)
    return notice


def sending(notice: Notice, cast: Cast) -> dict[str, Any]:
    return {"text": "Please look into it.", "offered": "Not known yet.", **SENDER}


def sending_away(notice: Notice, cast: Cast) -> dict[str, Any]:
    return {**sending(notice, cast), "unit_address": "1 Toy Street, Eastgate"}


def service(notice: Notice, cast: Cast) -> dict[str, Any]:
    """The service of a notice by post."""
    return {
        "method": "post",
        "served_on": "2026-11-25",
        "signed_by": "Li",
        "relation": "self",
        "evidence": picture(),
    }


def answer_on_paper(notice: Notice, cast: Cast) -> dict[str, Any]:
    return REPLY | {"scan": picture()}


def replying(notice: Notice, cast: Cast) -> dict[str, Any]:
    return REPLY
