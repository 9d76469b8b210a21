"""How does what rests on a report that has turned move, by HTTP?"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from casework.models import Filed
from disposal.actions.consequences import verify
from disposal.models.cases import EnforcementCase
from disposal.models.disposals import PlatformDisposal
from inspection.corrections.actions import corrections
from inspection.corrections.models.corrections import Correction
from tests.cast import Cast
from tests.conftest import NOW
from tests.disposal import given, given_disowned, given_less, given_letters, given_turned
from tests.documents.conftest import picture
from tests.inspection import given as testing
from tests.photos import photographed
from tests.walks import Given, Walk

# How a case comes to each of the states in which a report may turn under it.
CASES: dict[str, Given] = {
    "referred": given.unreceived,
    "passed_on": given.passed_on,
    "disputed": given_letters.disputed,
    "not_file_proposed": given.not_file_proposed,
    **{
        state: partial(given.case_at, step)
        for state, step in {
            "received": "receive",
            "inspecting": "inspect",
            "file_proposed": "propose_filing",
            "file_signed": "sign_filing",
            "filed": "file",
            "decision_proposed": "propose_decision",
            "reviewed": "review",
            "noticed": "give_notice",
            "told": "serve_notice",
            "heard": "hear",
        }.items()
    },
}


@photographed
def verified(cast: Cast, now: datetime, **data: Any) -> PlatformDisposal:
    found = given.fed_back(cast, now, **data)
    checked = {"checked_on": now.date(), "unreachable": True, "not_relisted": True, "check_account": "Gone."}
    verify(found, by=cast.compiler, now=now, **checked)
    return found


DISPOSALS: dict[str, Given] = {
    "sent": given.undelivered,
    "received": given.disposal,
    "handling": given.handling,
    "done": given.done,
    "fed_back": given.fed_back,
    "less_proposed": given_less.less_proposed,
    "disputed": given.disputed,
    "returned": given.sent_back,
    "closed": verified,
}


@photographed
def both_verified(cast: Cast, now: datetime) -> PlatformDisposal:
    return given_turned.two(cast, now, verified)


@photographed
def the_other_turns(cast: Cast, now: datetime) -> PlatformDisposal:
    """Of two products the second conforms by now, and its measures are to be lifted."""
    found = given_turned.two(cast, now)
    other = found.items.last()
    assert other is not None
    correction = testing.passed_on(cast, now, other.report, new_value="80")
    corrections.accept(correction, by=cast.leader, now=now, **given_turned.PROVED)
    found.refresh_from_db()
    return found


@photographed
def two_less(cast: Cast, now: datetime) -> PlatformDisposal:
    return given_turned.two(cast, now, given_less.less_proposed)


@photographed
def failing_again(cast: Cast, now: datetime) -> PlatformDisposal:
    """A correction by which it would fail once more is before the leader."""
    found = given_turned.to_lift(cast, now)
    given_turned.before_the_leader(found, cast, now, "91")
    return found


def under_correction(made: Given) -> Given:
    """The same, with a correction of its report before the center's leader."""

    def build(cast: Cast, now: datetime) -> Filed:
        record = made(cast, now)
        given_turned.before_the_leader(record, cast, now)
        return record

    return build


def its_correction(record: Any) -> Filed:
    return Correction.objects.get(report=given_turned.report_of(record))


def why(record: Filed, cast: Cast) -> dict[str, Any]:
    return given_turned.WHY


def turning(kind: str, source: str, made: Given) -> Walk:
    """The leader of the center lets a report turn."""
    cause = "accept", its_correction
    return Walk(kind, "turn", source, "leader", under_correction(made), why, cause=cause)


def own_ground(record: Filed, cast: Cast) -> dict[str, Any]:
    return {"own_ground": "The record of our inspection of 25 November: the eyes come off by hand."}


def upheld(record: Filed, cast: Cast) -> dict[str, Any]:
    return given_disowned.WHY


def lift_form(record: Filed, cast: Cast) -> dict[str, Any]:
    return {"lifted_on": NOW.date(), "evidence": picture()}


@photographed
def unfiled(cast: Cast, now: datetime) -> EnforcementCase:
    return given_turned.shaken_case(cast, now, "evidence")


WALKS = [
    *(turning("enforcementcase", state, made) for state, made in CASES.items()),
    *(turning("platformdisposal", state, made) for state, made in DISPOSALS.items()),
    turning("platformdisposal", "to_lift", the_other_turns),
    Walk(
        "platformdisposal",
        "lift_early",
        "handling",
        "quality_officer",
        given_turned.handling_in_part,
        lift_form,
    ),
    *(
        replace(
            turning("platformdisposal", state, made), step="turn_in_part", cause=("accept", its_correction)
        )
        for state, made in {
            "fed_back": given_turned.two,
            "less_proposed": two_less,
            "closed": both_verified,
        }.items()
    ),
    Walk("platformdisposal", "lift_in_part", "to_lift", "quality_officer", given_turned.to_lift, lift_form),
    Walk(
        "platformdisposal",
        "turn_back",
        "to_lift",
        "leader",
        failing_again,
        why,
        cause=("accept", lambda record: Correction.objects.latest("pk")),
    ),
    Walk("enforcementcase", "lapse", "shaken", "county_head", given_turned.shaken_case, why),
    Walk("enforcementcase", "go_on", "shaken", "county_head", unfiled, own_ground),
    Walk("enforcementcase", "go_on_filed", "shaken", "county_head", given_turned.shaken_case, own_ground),
    # Who accepts the portal has the letter at once.
    Walk(
        "platformdisposal", "lapse", "shaken", "compiler", given_turned.shaken_disposal, why, target="lifting"
    ),
    Walk("platformdisposal", "go_on", "shaken", "compiler", given_turned.failing_again, why),
    Walk("platformdisposal", "serve_end", "ending", "compiler", given_turned.ending, given.service_form),
    Walk("platformdisposal", "acknowledge_end", "ending", "quality_officer", given_turned.ending),
    Walk("platformdisposal", "lift", "lifting", "quality_officer", given_turned.lifting, lift_form),
    Walk("platformdisposal", "conclude", "lifting", "quality_officer", given_turned.lifting_nothing),
    Walk(
        "enforcementcase",
        "disown",
        "verified",
        "county_third",
        given_disowned.verified,
        upheld,
        cause=("uphold", given_disowned.denial_of),
    ),
    Walk("enforcementcase", "refer_anew", "disowned", "compiler", given_disowned.disowned, why),
    Walk("enforcementcase", "let_stand", "disowned", "compiler", given_disowned.disowned, why),
    Walk("enforcementcase", "revoke", "verified", "county_head", given_disowned.punished, why),
    Walk("enforcementcase", "revoke", "disowned", "county_head", given_disowned.after_a_penalty, why),
]
