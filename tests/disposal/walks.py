"""Which edges do the flows of this stage have, and how is each walked by HTTP?"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import Any

from casework.models import Filed
from disposal.models.cases import EnforcementCase
from disposal.models.compilations import Compilation
from disposal.models.disposals import PlatformDisposal
from inspection.reports.models.reports import Report
from tests.cast import Cast
from tests.conftest import NOW
from tests.disposal import (
    given,
    given_again,
    given_less,
    given_turned,
    walks_turned,
)
from tests.documents.conftest import picture
from tests.photos import photographed
from tests.walks import Given, Walk

REASON = {"note": "For a good reason."}


def reason(record: Filed, cast: Cast) -> dict[str, Any]:
    return REASON


def to_the_same(record: Filed, cast: Cast) -> dict[str, Any]:
    """Handed over again to the regulator that had it."""
    return {**REASON, "regulator": cast.county}


def left_to_nobody(record: Filed, cast: Cast) -> dict[str, Any]:
    """What was taken back is void, and nobody deals with its goods."""
    return {**REASON, "instead": "none"}


def compilation_form(compilation: Compilation, cast: Cast) -> dict[str, Any]:
    """The compilation as it is posted."""
    return {**given.texts(NOW), "reports": list(compilation.reports.all())}


def in_haste(record: Filed, cast: Cast) -> dict[str, Any]:
    return given.HASTY


def party_form(compilation: Compilation, cast: Cast) -> dict[str, Any]:
    return given.party_form(compilation)


def measure_form(disposal: PlatformDisposal, cast: Cast, **changes: Any) -> dict[str, Any]:
    """A measure as it is posted: the shop was urged to recall the products."""
    return {
        "items": list(disposal.items.all()),
        "measure": "remove",
        "carried_out_by": "platform",
        "asked_on": NOW.date(),
        "done_on": NOW.date(),
        "internal_rule": "Quality rule 7",
        "evidence": picture(),
        **changes,
    }


def finish_form(disposal: PlatformDisposal, cast: Cast) -> dict[str, Any]:
    return {"handled_on": NOW.date()}


def feedback_form(disposal: PlatformDisposal, cast: Cast) -> dict[str, Any]:
    return {"orders": 12, "refunded": 3, "contact": "Li", "contact_phone": "0571-3000000"}


def verify_form(disposal: PlatformDisposal, cast: Cast) -> dict[str, Any]:
    return {
        "checked_on": NOW.date(),
        "unreachable": "on",
        "not_relisted": "on",
        "check_account": "The address answers: gone.",
    }


def verify_case_form(case: Filed, cast: Cast) -> dict[str, Any]:
    return given.VERIFIED | {"checked_on": NOW.date()}


def case_form(step: str) -> Any:
    """What a step of a case asks."""
    return lambda case, cast: given.STEPS[step](NOW.date())


def receipt_form(case: Filed, cast: Cast) -> dict[str, Any]:
    return {"received_on": NOW.date()}


def not_file_form(case: Filed, cast: Cast) -> dict[str, Any]:
    return {**given.found_by_inspection(), "not_filed_why": "Bankrupt."}


def left_form(case: Filed, cast: Cast) -> dict[str, Any]:
    return {"left_noticed": "on"}


def report_form(case: Filed, cast: Cast) -> dict[str, Any]:
    return {"account": "Fined.", "under_control": True, "enclosed": [picture()]}


def text_form(report: Filed, cast: Cast) -> dict[str, Any]:
    return {"summary": "A calm quarter."}


def less_form(disposal: Filed, cast: Cast) -> dict[str, Any]:
    return {"check_account": "Looked on its page: still on sale.", "note": "All that was left is sold."}


def noticed_form(report: Filed, cast: Cast) -> dict[str, Any]:
    return {"acknowledged": "on", "note": given.NOTICED["note"]}


def at(step: str) -> Given:
    """A case after a step."""
    return partial(given.case_at, step)


def compilation(step: str, source: str, actor: str, start: Given, data: Any = None) -> Walk:
    return Walk("compilation", step, source, actor, start, **({"data": data} if data else {}))


def disposal(step: str, source: str, actor: str, start: Given, data: Any = None) -> Walk:
    return Walk("platformdisposal", step, source, actor, start, **({"data": data} if data else {}))


def case(step: str, source: str, actor: str, start: Given, data: Any = None) -> Walk:
    return Walk("enforcementcase", step, source, actor, start, **({"data": data} if data else {}))


def national(step: str, source: str, actor: str, start: Given, data: Any = None) -> Walk:
    return Walk("nationalreport", step, source, actor, start, **({"data": data} if data else {}))


OFFICER, QUALITY, HEAD = "county_officer", "quality_officer", "county_head"


def steps_of_a_case() -> list[Walk]:
    """The main road of a case from its inspection on, each step by whoever takes it."""
    names = list(given.STEPS)
    flow = EnforcementCase.flow
    return [
        case(name, flow[before].target, given.TAKES.get(name, OFFICER), at(before), case_form(name))
        for before, name in pairwise(names)
    ]


STEPS_OF_A_CASE = steps_of_a_case()


@photographed
def to_be_sent(cast: Cast, now: datetime) -> Report:
    """A delivered report in a compilation that has been approved."""
    return given.approved(cast, now).reports.get()


LATE = timedelta(days=120)


def long_ago(start: Given) -> Given:
    """The same as it came about so long ago that its time has run out."""
    return lambda cast, now: start(cast, now - LATE)


URGED: dict[str, Given] = {
    "received": given.disposal,
    "handling": given.handling,
    "done": given.done,
    "lifting": given_turned.lifting,
    "to_lift": given_turned.to_lift,
}
# In each state in which a regulator has the turn.
URGED_CASES: dict[str, Given] = {
    **{state: start for state, start in walks_turned.CASES.items() if state != "referred"},
    "not_filed": given.not_filed,
    "decided": at("decide"),
    "decision_served": at("serve_decision"),
    "executed": at("execute"),
    "closed": at("close"),
    "returned": given.returned,
    "shaken": given_turned.shaken_case,
}
URGES = [
    *(
        disposal(f"urge_{state}", state, "compiler", long_ago(start), reason)
        for state, start in URGED.items()
    ),
    *(
        case(f"urge_{state}", state, "compiler", long_ago(start), reason)
        for state, start in URGED_CASES.items()
    ),
]

WALKS = [
    *URGES,
    Walk(
        "report",
        "compile",
        "delivered",
        "compiler",
        to_be_sent,
        in_haste,
        cause=("send", lambda report: report.compilations.get()),
    ),
    compilation("edit", "draft", "compiler", given.drafted, compilation_form),
    compilation("name_party", "draft", "compiler", given.in_doubt, party_form),
    compilation("submit", "draft", "compiler", given.drafted),
    compilation("approve", "submitted", "leader", given.submitted),
    compilation("return", "submitted", "leader", given.submitted, reason),
    compilation("return", "approved", "leader", given.approved, reason),
    compilation("send", "approved", "compiler", given.approved, in_haste),
    compilation("void", "draft", "leader", given.drafted, reason),
    disposal("serve", "sent", "compiler", given.undelivered, given.service_form),
    disposal("acknowledge", "sent", QUALITY, given.undelivered),
    disposal("receive", "received", QUALITY, given.disposal),
    disposal("handle", "received", QUALITY, given.received),
    disposal("dispute", "received", QUALITY, given.received, reason),
    disposal("measure", "handling", QUALITY, given.handling, measure_form),
    disposal("finish", "handling", QUALITY, given.measured, finish_form),
    disposal("dispute", "handling", QUALITY, given.handling, reason),
    disposal("measure_disputed", "disputed", QUALITY, given.disputed, measure_form),
    disposal("settle", "disputed", "compiler", given.disputed, reason),
    disposal("feed_back", "done", QUALITY, given.done, feedback_form),
    disposal("verify", "fed_back", "compiler", given.fed_back, verify_form),
    disposal("propose_less", "fed_back", "compiler", given_less.less_done, less_form),
    disposal("accept_less", "less_proposed", "leader", given_less.less_proposed, reason),
    disposal("refuse_less", "less_proposed", "leader", given_less.less_proposed, reason),
    # Who accepts the portal has it back at once.
    replace(disposal("reopen", "fed_back", "compiler", given.fed_back, reason), target="handling"),
    disposal("serve_again", "returned", "compiler", given.sent_back, given.service_form),
    disposal("acknowledge_again", "returned", QUALITY, given.sent_back),
    *(
        disposal("take_back", state, "leader", made, reason)
        for state, made in {**walks_turned.DISPOSALS, "to_lift": given_turned.to_lift}.items()
        if state != "closed"
    ),
    disposal("hand_over", "taken_back", "compiler", given_again.disposal, reason),
    disposal("void", "taken_back", "compiler", given_again.disposal, left_to_nobody),
    case("serve", "referred", "compiler", given.unreceived, given.service_form),
    case("receive", "referred", OFFICER, given.unreceived, receipt_form),
    case("serve_letter", "passed_on", "city_officer", given.passed_on, given.service_form),
    case("receive", "passed_on", "other_county_officer", given.passed_on, receipt_form),
    case("inspect", "received", OFFICER, at("receive"), case_form("inspect")),
    *STEPS_OF_A_CASE,
    case("add_evidence", "filed", OFFICER, at("file"), case_form("evidence")),
    case("propose_no_filing", "inspecting", OFFICER, at("evidence"), not_file_form),
    case("not_file", "not_file_proposed", HEAD, given.not_file_proposed, left_form),
    case("return_filing", "file_proposed", HEAD, at("propose_filing"), reason),
    case("return_filing", "file_signed", HEAD, at("sign_filing"), reason),
    case("return_filing", "not_file_proposed", HEAD, given.not_file_proposed, reason),
    case("send_back", "decision_proposed", "county_reviewer", at("propose_decision"), reason),
    case("submit", "reviewed", OFFICER, given.unpunished),
    *(
        case("reject_decision", state, HEAD, at(before), reason)
        for before, state in [("review", "reviewed"), ("give_notice", "noticed"), ("serve_notice", "told")]
    ),
    case("reject_decision", "heard", HEAD, at("hear"), reason),
    case("revoke", "decided", HEAD, at("decide"), reason),
    case("revoke", "decision_served", HEAD, at("serve_decision"), reason),
    case("revoke", "executed", HEAD, at("execute"), reason),
    case("revoke", "closed", HEAD, at("close"), reason),
    case("hear", "heard", OFFICER, at("hear"), case_form("hear")),
    case("return_report", "closed", HEAD, at("close"), reason),
    case("close", "not_filed", OFFICER, given.not_filed, case_form("close")),
    case("feed_back", "closed", HEAD, at("close")),
    case("verify", "fed_back", "compiler", given.reported, verify_case_form),
    replace(case("return", "fed_back", "compiler", given.reported, reason), target="returned"),
    case("serve_return", "returning", "compiler", given.returning, given.service_form),
    case("receive_return", "returning", OFFICER, given.returning),
    case("amend", "returned", OFFICER, given.returned, report_form),
    case("take_back", "referred", "leader", given.unreceived, reason),
    *(
        case("take_back", state, "leader", walks_turned.CASES[state], reason)
        for state in ("passed_on", "disputed", "received", "inspecting")
    ),
    case("hand_over", "taken_back", "compiler", given_again.case, to_the_same),
    case("void", "taken_back", "compiler", given_again.case, left_to_nobody),
    national("compile", "collecting", "compiler", given.begun),
    national("write", "counted", "compiler", given.counted, text_form),
    national("review", "compiled", "chair", given.compiled, noticed_form),
    national("return", "compiled", "chair", given.compiled, reason),
    national("approve", "reviewed", "leader", given.confirmed, noticed_form),
    national("send_back", "reviewed", "leader", given.confirmed, reason),
    national("send_back", "approved", "leader", given.agreed, reason),
    national("send", "approved", "compiler", given.agreed),
    national("hand_back", "sent", "nation_officer", given.handed_in, reason),
    national("compile", "returned", "compiler", given.handed_back),
    national("acknowledge", "sent", "nation_officer", given.handed_in),
    national("void", "collecting", "leader", given.begun, reason),
]
