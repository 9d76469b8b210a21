"""How are the edges of assistance letters, and of a case on its way to the competent regulator, walked?"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from casework.models import Filed
from disposal.actions.jurisdiction import on_file
from disposal.models.cases import EnforcementCase
from disposal.models.disposals import PlatformDisposal
from tests.cast import Cast
from tests.disposal import given, given_letters
from tests.documents.conftest import picture
from tests.photos import photographed
from tests.walks import Given, Walk

OFFICER, QUALITY, REASON = "county_officer", "quality_officer", {"note": "For a good reason."}


def reason(record: Filed, cast: Cast) -> dict[str, Any]:
    return REASON


@photographed
def written_long_ago(cast: Cast, now: datetime) -> Filed:
    return given_letters.letter(cast, now - timedelta(days=60))


def letter_form(case: Filed) -> dict[str, Any]:
    """A letter as it is posted."""
    return {**given_letters.LETTER, "case": case}


def answer_form(letter: Filed, cast: Cast, **changes: Any) -> dict[str, Any]:
    """The platform's answer as it is posted."""
    said = given_letters.answer(region=given_letters.MOOR, evidence=[picture()], **changes)
    return {name: value for name, value in said.items() if value is not False}


def cannot_form(letter: Filed, cast: Cast) -> dict[str, Any]:
    return {"cannot_why": "The shop left three years ago.", "answered_by": "Li"}


def again_form(letter: Filed, cast: Cast) -> dict[str, Any]:
    return {"again": "Which building of the quay?"}


def transfer_form(case: Filed, cast: Cast, **changes: Any) -> dict[str, Any]:
    """To the county beside it, where the shop does its business."""
    assert isinstance(case, EnforcementCase)
    given_letters.moved(case, given_letters.MOOR)
    enclosed = on_file(case, cast.county_officer)
    said = {"regulator": cast.other_county, "jurisdiction": "Place of the shop.", "materials": "Photos"}
    return said | {"handed_over": enclosed} | changes


def dispute_form(case: Filed, cast: Cast) -> dict[str, Any]:
    return {"dispute_reason": "The shop moved back."}


def assign_form(case: Filed, cast: Cast) -> dict[str, Any]:
    return {"regulator": cast.other_county, "assignment_reason": "Its store is there.", "elsewhere": "on"}


def strike_form(disposal: PlatformDisposal, cast: Cast) -> dict[str, Any]:
    return {"taken": disposal.measures.get(), "note": "Entered twice."}


def letter(step: str, source: str, actor: str, start: Given, data: Any = None, target: str = "") -> Walk:
    return Walk("assistance", step, source, actor, start, data or (lambda found, cast: {}), target)


def case(step: str, source: str, start: Given, data: Any, actor: str = OFFICER, target: str = "") -> Walk:
    return Walk("enforcementcase", step, source, actor, start, data, target)


EARLY: dict[str, Given] = {
    "referred": given.unreceived,
    "received": partial(given.case_at, "receive"),
    "inspecting": partial(given.case_at, "inspect"),
}

WALKS = [
    letter("serve", "sent", OFFICER, given_letters.unserved, given.service_form),
    letter("acknowledge", "sent", QUALITY, given_letters.unserved),
    letter("urge_received", "received", OFFICER, written_long_ago, reason),
    letter("receive", "received", QUALITY, given_letters.letter),
    letter("answer", "sent", QUALITY, given_letters.unserved, answer_form),
    letter("answer", "received", QUALITY, given_letters.received, answer_form),
    letter("cannot", "sent", QUALITY, given_letters.unserved, cannot_form),
    letter("cannot", "received", QUALITY, given_letters.received, cannot_form),
    letter("accept", "answered", OFFICER, given_letters.answered),
    letter("accept", "cannot", OFFICER, given_letters.cannot),
    letter("ask_again", "answered", OFFICER, given_letters.answered, again_form, "received"),
    letter("ask_again", "cannot", OFFICER, given_letters.cannot, again_form, "received"),
    letter("void", "sent", OFFICER, given_letters.unserved, reason),
    Walk(
        "assistance",
        "follow",
        "closed",
        OFFICER,
        given_letters.closed,
        transfer_form,
        cause=("transfer", lambda letter: letter.case),
    ),
    # The letter is delivered as it is issued, to a regulator that accepts the portal.
    *(case("transfer", state, start, transfer_form, target="received") for state, start in EARLY.items()),
    *(case("dispute", state, start, dispute_form) for state, start in EARLY.items()),
    case("dispute", "passed_on", given_letters.letter_unserved, dispute_form, "other_county_officer"),
    case("assign", "disputed", given_letters.disputed, assign_form, "city_officer", "received"),
    Walk("platformdisposal", "strike", "handling", QUALITY, given.measured, strike_form),
    Walk("platformdisposal", "strike_disputed", "disputed", QUALITY, given.disputed_measure, strike_form),
]
