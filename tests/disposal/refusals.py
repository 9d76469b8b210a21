"""To which compiled reports, cases, disposals, letters and notices does each guard object?"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from functools import partial
from itertools import takewhile
from typing import Any

from accounts.models import Organisation
from casework.actions import take
from casework.asking import the_time_to_answer_is_over
from casework.models import Deadline, Record
from catalogue.models import TestItem
from disposal.actions.jurisdiction import on_file
from disposal.actions.notices import renew_notice
from disposal.flow import again, consequences, grounds, less, notices, results
from disposal.models.cases import EnforcementCase
from disposal.models.compilations import Compilation, NationalReport
from disposal.models.disposals import PlatformDisposal
from disposal.models.notices import Denial, ResultNotice
from tests.cast import Cast
from tests.conftest import NOW
from tests.disposal import (
    given,
    given_again,
    given_less,
    given_letters,
    given_notices,
    given_turned,
    refusals_denied,
    walks_turned,
)
from tests.disposal.walks import URGED, URGED_CASES, noticed_form
from tests.disposal.walks_letters import transfer_form
from tests.inspection import given as inspection
from tests.photos import photographed
from tests.refusals import Refusal, changed, refusals, rested_on, unurged
from tests.walks import Given


def with_a_report_not_received(compilation: Compilation, cast: Cast) -> None:
    """One of its reports has been passed on in another compiled report meanwhile."""
    compilation.reports.add(given.sent(cast, NOW).reports.get())


def label_and_listing_differ(compilation: Compilation, cast: Cast) -> None:
    compilation.reports.update(producer=given.LABEL)


def all_said_to_conform(compilation: Compilation, cast: Cast) -> None:
    Compilation.objects.filter(pk=compilation.pk).update(summary="全部符合。")


def said_to_fail_nowhere(report: NationalReport, cast: Cast) -> None:
    """Its figures count a failure, and its text denies it."""
    figures = {**report.figures, "tested": 1, "failed": 1}
    NationalReport.objects.filter(pk=report.pk).update(figures=figures, summary="未发现不合格。")


def nobody_graded(compilation: Compilation, cast: Cast) -> None:
    TestItem.objects.update(severity="")


@photographed
def of_this_year(cast: Cast, now: datetime) -> NationalReport:
    """Its period has not ended."""
    return given.begun(cast, now, period_from=date(2026, 10, 1), period_to=date(2026, 12, 31))


def letter_open(case: EnforcementCase, cast: Cast) -> None:
    given_letters.letter(cast, NOW, given_letters.moved(case, given_letters.MOOR))


def every_report_conforms(found: PlatformDisposal, cast: Cast) -> None:
    Record.objects.filter(pk__in=found.items.values("report")).update(outcome="conforming")


def report_has_turned(record: EnforcementCase | ResultNotice, cast: Cast) -> None:
    Record.objects.filter(pk=record.report_id).update(outcome="conforming")


def with_a_correction(compilation: Compilation, cast: Cast) -> None:
    inspection.proposed(cast, NOW, compilation.reports.earliest("pk"), new_value="92")


def corrected_afterwards(compilation: Compilation, cast: Cast) -> None:
    report = compilation.reports.earliest("pk")
    inspection.applied(cast, NOW, report, new_value="92")
    report.corrections.update(decided_at=NOW + timedelta(hours=1))


def nobody_above(case: EnforcementCase, cast: Cast) -> None:
    Organisation.objects.filter(pk=case.regulator_id).update(parent=None)


def nobody_else(case: EnforcementCase, cast: Cast) -> None:
    Organisation.objects.exclude(pk=case.regulator_id).update(active=False)


def unproved(before: str) -> Given:
    """A case after a step, for which the regulator has looked at nothing itself; no action leads there."""

    def made(cast: Cast, now: datetime) -> EnforcementCase:
        case = given.referred(cast, now)
        with ExitStack() as unguarded:
            for row in UNPROVED:
                unguarded.enter_context(row.disarmed())
            for name in takewhile(lambda name: name != before, given.STEPS):
                if name != "evidence":
                    given.case_step(name, case, cast, now)
            given.case_step(before, case, cast, now)
        return case

    return made


def silent(case: EnforcementCase, cast: Cast) -> None:
    """The party knows the result, and has not said a word of it."""
    Deadline.objects.filter(record__in=case.notices(), term="W-11").update(met_at=None)


def untold(case: EnforcementCase, cast: Cast) -> None:
    """The result was sent to the party, and has not reached it."""
    case.notices().update(served_on=None)


UNPROVED = [
    Refusal("enforcementcase", step, grounds.own_evidence, given=unproved(before))
    for step, before in {
        "propose_filing": "inspect",
        "propose_no_filing": "inspect",
        "sign_filing": "propose_filing",
        "file": "sign_filing",
        "propose_decision": "file",
        "decide": "hear",
    }.items()
]


def case_after(step: str) -> Callable[[Cast, datetime], EnforcementCase]:
    return partial(given.case_at, step)


@photographed
def with_a_letter(cast: Cast, now: datetime) -> EnforcementCase:
    return EnforcementCase.objects.get(pk=given_letters.letter(cast, now).case_id)


def with_a_disposal(compilation: Compilation, cast: Cast) -> None:
    """No action leads there: disposals come of a compiled report that was sent, which is not voided."""
    given.disposal(cast, NOW).compilation.disposals.update(compilation=compilation)


def with_a_denial(notice: ResultNotice, cast: Cast) -> None:
    """No action leads there: what is denied waits for nobody, and is not voided."""
    Denial.objects.filter(pk=given_notices.filed(cast, NOW).pk).update(notice=notice)


@photographed
def renewed(cast: Cast, now: datetime) -> ResultNotice:
    """Voided, and another one prepared in its place."""
    notice = given_notices.voided(cast, now)
    renew_notice(notice, by=cast.compiler, now=now)
    return notice


@photographed
def closed_after_comments(cast: Cast, now: datetime) -> ResultNotice:
    notice = given_notices.replied(cast, now)
    take("close", notice, by=cast.compiler, now=now)
    return notice


def passed_back(case: Any, cast: Cast) -> dict[str, Any]:
    back = {"regulator": cast.county, "handed_over": on_file(case, cast.other_county_officer)}
    return transfer_form(case, cast, **back)


def with_a_reason(disposal: Any, cast: Cast) -> dict[str, Any]:
    return {"handled_on": NOW.date(), "below_reason": "The shop is gone."}


def no_measure(disposal: Any, cast: Cast) -> dict[str, Any]:
    return {"taken": 0, "note": "Entered twice."}


def taken_back_under_it(case: EnforcementCase, cast: Cast) -> None:
    """No action leads there: under an open letter a case is not taken back, and none is sent afterwards."""
    Record.objects.filter(pk=case.pk).update(state="taken_back", turn="compiler")


@photographed
def turned_under_a_letter(cast: Cast, now: datetime) -> EnforcementCase:
    case = with_a_letter(cast, now)
    given_turned.turn(case, cast, now)
    return case


@photographed
def seen_by_nobody(cast: Cast, now: datetime) -> EnforcementCase:
    """The report turned before the regulator had found anything itself."""
    return given_turned.shaken_case(cast, now, "receive")


@photographed
def filed_on_nothing(cast: Cast, now: datetime) -> EnforcementCase:
    """The same of a filed one; no action leads there."""
    case = unproved("file")(cast, now)
    assert isinstance(case, EnforcementCase)
    given_turned.turn(case, cast, now)
    return case


def report_fails_again(case: EnforcementCase, cast: Cast) -> None:
    Record.objects.filter(pk=case.report_id).update(outcome="non_conforming")


def every_report_fails(disposal: Any, cast: Cast) -> None:
    Record.objects.filter(pk__in=disposal.items.values("report")).update(outcome="non_conforming")


STANDING = "A report that stands turns nothing: the system takes no step, and nobody else may."

NO_CHOICE = "Select a valid choice"

REFUSALS: list[Refusal] = [
    *refusals_denied.REFUSALS,
    *(row for state, start in URGED.items() for row in unurged("platformdisposal", state, start)),
    *(row for state, start in URGED_CASES.items() for row in unurged("enforcementcase", state, start)),
    *unurged("assistance", "received", given_letters.letter),
    Refusal("compilation", "name_party", results.a_party_in_doubt, given=given.drafted, behind=NO_CHOICE),
    *refusals("denial", "go_on_without reject", the_time_to_answer_is_over, given=given_notices.asked),
    *refusals("compilation", "submit approve", results.reports_delivered, with_a_report_not_received),
    Refusal(
        "compilation", "send", results.reports_delivered, with_a_report_not_received, behind="is now “Final”"
    ),
    *refusals("compilation", "submit approve send", results.reports_stand, with_a_correction),
    *refusals("compilation", "submit approve send", results.parties_decided, label_and_listing_differ),
    *refusals("compilation", "submit approve", results.severities_set, nobody_graded),
    *refusals("compilation", "submit approve send", results.written_since_corrected, corrected_afterwards),
    *refusals("compilation", "submit approve send", results.says_what_was_found, all_said_to_conform),
    Refusal("compilation", "send", results.severities_set, nobody_graded, behind="KeyError"),
    rested_on("compilation", given.drafted, with_a_disposal),
    Refusal("nationalreport", "compile", results.period_over, given=of_this_year),
    *refusals(
        "nationalreport",
        "review approve send",
        results.says_what_was_counted,
        said_to_fail_nowhere,
        data=noticed_form,
    ),
    Refusal(
        "enforcementcase",
        "transfer",
        consequences.passed_on_once,
        given=given_letters.transferred,
        actor="other_county_officer",
        data=passed_back,
    ),
    *refusals("enforcementcase", "transfer dispute", grounds.no_letter_is_open, letter_open),
    Refusal(
        "enforcementcase",
        "transfer",
        consequences.somebody_else_is_competent,
        nobody_else,
        behind="That choice is not one of the available choices.",
    ),
    Refusal("enforcementcase", "dispute", consequences.somebody_can_decide, nobody_above),
    *UNPROVED,
    Refusal("enforcementcase", "give_notice", grounds.a_penalty_is_proposed, given=given.unpunished),
    Refusal("enforcementcase", "revoke", grounds.something_was_decided, given=given.closed_unfiled),
    Refusal("enforcementcase", "submit", grounds.no_penalty_is_proposed, given=case_after("review")),
    Refusal(
        "enforcementcase",
        "decide",
        grounds.the_times_to_answer_are_over,
        silent,
        behind="The party could answer until",
    ),
    Refusal("enforcementcase", "decide", grounds.the_comments_are_answered, given_notices.commented),
    Refusal("enforcementcase", "decide", grounds.the_party_knows_the_result, untold),
    *refusals(
        "enforcementcase", "propose_filing sign_filing file", grounds.verdict_stands, report_has_turned
    ),
    *refusals("enforcementcase", "give_notice decide", grounds.penalty_has_a_verdict, report_has_turned),
    *refusals(
        "enforcementcase",
        "serve_decision execute close feed_back",
        grounds.the_decision_has_a_ground,
        report_has_turned,
    ),
    Refusal("enforcementcase", "turn", grounds.the_ground_is_gone, given=case_after("receive"), why=STANDING),
    Refusal("enforcementcase", "lapse", grounds.the_ground_is_gone, report_fails_again),
    Refusal("enforcementcase", "lapse", grounds.no_letter_is_open, given=turned_under_a_letter),
    Refusal("enforcementcase", "go_on", grounds.not_filed_yet, given=given_turned.shaken_case),
    Refusal("enforcementcase", "go_on", grounds.something_to_go_on, given=seen_by_nobody),
    Refusal("enforcementcase", "go_on_filed", grounds.filed_already, given=walks_turned.unfiled),
    Refusal("enforcementcase", "go_on_filed", grounds.something_to_go_on, given=filed_on_nothing),
    Refusal("platformdisposal", "turn", grounds.the_ground_is_gone, given=given.disposal, why=STANDING),
    Refusal(
        "platformdisposal", "turn_in_part", grounds.a_part_is_to_be_lifted, given=given.fed_back, why=STANDING
    ),
    Refusal(
        "platformdisposal",
        "turn_back",
        grounds.nothing_to_lift_in_part,
        given=given_turned.to_lift,
        why=STANDING,
    ),
    Refusal("platformdisposal", "lift_early", grounds.a_part_is_to_be_lifted, given=given.measured),
    Refusal("platformdisposal", "lift_in_part", grounds.a_part_is_to_be_lifted, every_report_fails),
    Refusal(
        "platformdisposal", "finish", grounds.nothing_to_lift_in_part, given=given_turned.handling_in_part
    ),
    Refusal("platformdisposal", "lapse", grounds.the_ground_is_gone, given=given_turned.failing_again),
    Refusal("platformdisposal", "go_on", grounds.the_ground_is_back, given=given_turned.shaken_disposal),
    rested_on("enforcementcase", with_a_letter, taken_back_under_it),
    Refusal("enforcementcase", "take_back", grounds.no_letter_is_open, given=with_a_letter),
    *(
        Refusal(kind, "hand_over", again.a_report_still_fails, turned, given=made)
        for kind, turned, made in (
            ("enforcementcase", report_has_turned, given_again.case),
            ("platformdisposal", every_report_conforms, given_again.disposal),
        )
    ),
    Refusal("platformdisposal", "verify", less.enough_was_done, given=given_less.less_done),
    Refusal("platformdisposal", "propose_less", less.less_was_done, given=given.fed_back),
    Refusal("platformdisposal", "receive", consequences.not_confirmed, changed(received_at=NOW)),
    Refusal(
        "platformdisposal",
        "strike",
        consequences.a_measure_stands,
        given=given.handling,
        data=no_measure,
        behind=NO_CHOICE,
    ),
    Refusal(
        "platformdisposal",
        "strike_disputed",
        consequences.a_measure_stands,
        given=given.disputed,
        data=no_measure,
        behind=NO_CHOICE,
    ),
    Refusal(
        "platformdisposal",
        "finish",
        consequences.a_measure_is_entered,
        given=given.handling,
        data=with_a_reason,
    ),
    Refusal(
        "platformdisposal", "lift", grounds.a_measure_is_to_be_lifted, given=given_turned.lifting_nothing
    ),
    Refusal("platformdisposal", "conclude", grounds.no_measure_is_to_be_lifted, given=given_turned.lifting),
    Refusal("assistance", "receive", consequences.not_confirmed, changed(received_at=NOW)),
    Refusal("resultnotice", "send", notices.says_what_the_report_says, report_has_turned),
    Refusal("resultnotice", "answer", notices.comments_wait, given=given_notices.replied),
    Refusal(
        "resultnotice",
        "enter_reply",
        notices.unanswered,
        given=closed_after_comments,
        behind="the notice stays closed",
    ),
    Refusal("resultnotice", "agree", notices.no_comments_were_announced, given=given_notices.served),
    Refusal("resultnotice", "close", notices.time_to_comment_is_over, given=given_notices.served),
    Refusal("resultnotice", "close", notices.comments_are_answered, given=given_notices.answered),
    Refusal("resultnotice", "void", notices.comments_are_answered, given=given_notices.answered),
    Refusal(
        "resultnotice",
        "renew",
        notices.no_other_tells,
        given=renewed,
        behind="result_notice_producer_once",
    ),
    rested_on("resultnotice", given_notices.prepared, with_a_denial),
]
