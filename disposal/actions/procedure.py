"""What does each step of a case do: its evidence, its papers to the party, its days, its report? (4.2.1-d)"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import By, System, Viewer
from casework.actions import check as check_step
from casework.actions import lock, take
from casework.clauses import carries
from casework.deadlines import clocks
from casework.deadlines.clocks import local_day
from casework.flow import Refused
from casework.separation import who_took
from disposal.actions.control import unless_noticed
from disposal.actions.feedback import issue_case_report
from disposal.flow.consequences import ENFORCEMENT_CASE_FLOW
from disposal.flow.grounds import DEFEND
from disposal.flow.procedure import EXECUTE
from disposal.flow.vocabulary import OwnEvidence, Penalty
from disposal.models.cases import EnforcementCase
from disposal.models.exhibits import CaseEvidence
from disposal.models.hearing import added, unless_heard
from disposal.models.numbering import hold_numbers
from disposal.papers.penalty import Proof
from documents.actions import attach, issue, newest
from documents.delivery import awaited, serve, served_on_that_day

Files = Sequence["UploadedFile[Any]"]


def _in_order(case: EnforcementCase, data: dict[str, Any], now: datetime) -> None:
    hold_numbers(case, data, local_day(now))
    problems = case.unless_in_order(data, local_day(now))
    if problems:
        raise Refused(" ".join(problems.values()))


@ENFORCEMENT_CASE_FLOW.handles("receive", "inspect", "file", "execute")
@transaction.atomic
def take_dated(case: EnforcementCase, *, step: str, by: By, now: datetime, **data: Any) -> None:
    """A step of an enforcement case: its days follow one another, and none lies ahead."""
    _in_order(case, data, now)
    take(step, case, by=by, now=now, **data)


@ENFORCEMENT_CASE_FLOW.handles("evidence", "add_evidence")
@transaction.atomic
@carries("6.4-3")
def enter_evidence(
    case: EnforcementCase,
    *,
    step: str,
    kind: str,
    made_on: date,
    file: UploadedFile[Any],
    by: Viewer,
    now: datetime,
) -> None:
    """Enter what the regulator found itself, on a day."""
    _in_order(case, {"made_on": made_on}, now)
    take(step, case, by=by, now=now, note=f"{OwnEvidence(kind).label}, {made_on}")
    kept = attach(case, file, kind, by=by, now=now, unlike=_others(kind))
    CaseEvidence.objects.create(case=case, file=kept, made_on=made_on)


def _others(kind: str) -> set[str]:
    """What a file that proves this cannot prove as well."""
    return {*OwnEvidence.values, "service", "statement"} - {kind}


@ENFORCEMENT_CASE_FLOW.handles("propose_filing")
@transaction.atomic
def propose_filing(case: EnforcementCase, *, by: Viewer, now: datetime, **data: Any) -> None:
    """Propose to file: why none was to be filed, as was proposed before and returned, holds no more."""
    take("propose_filing", case, by=by, now=now, not_filed_why="", **data)


@ENFORCEMENT_CASE_FLOW.handles("not_file")
@transaction.atomic
def file_no_case(case: EnforcementCase, *, left_noticed: bool = False, by: Viewer, now: datetime) -> None:
    """The head approves that no case is filed, and has noticed where what failed is left without control."""
    take("not_file", case, by=by, now=now, note=unless_noticed(case, left_noticed))


@ENFORCEMENT_CASE_FLOW.handles("propose_decision")
@transaction.atomic
def propose_decision(case: EnforcementCase, *, by: Viewer, now: datetime, **data: Any) -> None:
    """Propose a penalty, or none; of what is proposed anew the party has to be told anew. The trail says what
    was proposed each time: the record keeps the last proposal alone."""
    unheard: dict[str, Any] = {
        **dict.fromkeys(("statement", "considered", "review_opinion"), ""),
        "told_on": None,
        "waived": False,
    }
    take("propose_decision", case, by=by, now=now, note=_proposal(case, data), **unheard, **data)


def _proposal(case: EnforcementCase, data: Mapping[str, Any]) -> str:
    """What is proposed, in one line."""
    with override(settings.LANGUAGE_CODE):
        penalties = "、".join(str(Penalty(kind).label) for kind in data.get("penalties") or ())
        said = {name: data.get(name) for name in ("amount", "pay_to", "provision", "not_penalised_why")}
        return " · ".join(
            _("%(label)s: %(value)s") % {"label": _label(case, name), "value": value}
            for name, value in {"penalties": penalties, **said}.items()
            if value
        )


def _label(case: EnforcementCase, name: str) -> str:
    return str(getattr(case._meta.get_field(name), "verbose_name", name))


@ENFORCEMENT_CASE_FLOW.handles("give_notice")
@transaction.atomic
@carries("PN-01")
def give_notice(case: EnforcementCase, *, by: Viewer, now: datetime) -> None:
    """Issue the notice before the decision (行政处罚告知书)."""
    take("give_notice", case, by=by, now=now)
    with override(settings.LANGUAGE_CODE):
        days = clocks.rule(DEFEND, local_day(now)).number
        _paper(case, "penalty_notice", _("Notice of a proposed penalty"), by, now, days=days)


@ENFORCEMENT_CASE_FLOW.handles("decide")
@transaction.atomic
@carries("PN-01")
def decide(case: EnforcementCase, *, by: Viewer, now: datetime, **data: Any) -> None:
    """The head decides; the decision (行政处罚决定书) is issued under the number that the head gives."""
    _in_order(case, data, now)
    take("decide", case, by=by, now=now, **data)
    with override(settings.LANGUAGE_CODE):
        _paper(case, "penalty_decision", _("Decision on a penalty"), by, now, case.decision_number)


@ENFORCEMENT_CASE_FLOW.handles("revoke")
@transaction.atomic
@carries("PN-01")
def revoke(case: EnforcementCase, *, note: str, by: Viewer, now: datetime) -> None:
    """The head takes the decision back: the case stands as it was filed, and is decided anew; or, where its
    report has turned meanwhile, on what it goes on, if it does."""
    undone: dict[str, Any] = {
        **dict.fromkeys(("decided_on", "decision_served_on", "executed_on", "closed_on", "fed_back_on")),
        **dict.fromkeys(("decision_number", "execution", "reported_by", "confirmed_by"), ""),
    }
    event = take("revoke", case, by=by, now=now, note=note, **undone)
    if case.ground_is_gone and not case.own_ground:
        take("turn", case, by=System(cause=event.pk), now=now)


def _paper(
    case: EnforcementCase, paper: str, title: str, by: Viewer, now: datetime, number: str = "", **more: Any
) -> None:
    issue(
        case,
        paper=paper,
        title=title,
        content={
            "addressee": case.party_concerned,
            "address": case.enterprise.address if case.enterprise else "",
            "case_number": case.case_number,
            "product": case.product,
            "item_id": case.report.item_id,
            "violation": case.violation,
            "penalties": "、".join(str(Penalty(kind).label) for kind in case.penalties),
            "amount": case.amount,
            "not_penalised_why": case.not_penalised_why,
            "own_ground": case.own_ground,
            **_facts(case),
            "provision": case.provision,
            "pay_to": case.pay_to,
            "pay_days": clocks.rule(EXECUTE, local_day(now)).number if case.amount else 0,
            "reconsidered_by": case.reconsidered_by,
            "court": case.court,
            "office_address": case.regulator.address,
            "contact": case.contact,
            "contact_phone": case.contact_phone,
            **more,
        },
        by=by,
        now=now,
        office=case.regulator,
        supersedes=newest(case, paper),
        number=number,
        language=settings.LANGUAGE_CODE,
    )


def _facts(case: EnforcementCase) -> dict[str, Any]:
    """What was tested with which result, unless that has turned since; and the regulator's own evidence."""
    report = case.report
    # As whoever is told can find it: by the number on its paper, not by that of the record.
    paper = report.documents.filter(paper="test_report").order_by("-id").first()
    number = paper.file_number if paper else report.number
    tested = {"report_number": number, "conclusion": report.conclusion}
    own = [
        Proof(kind=str(OwnEvidence(row.file.kind).label), day=row.made_on)
        for row in case.evidence.select_related("file").order_by("made_on", "pk")
    ]
    if paper and not case.ground_is_gone:
        issued_on = local_day(paper.issued_at)
        own.insert(0, Proof(kind=_("Test report %(number)s") % {"number": number}, day=issued_on))
    return {
        "model": report.model,
        "batch": report.batch,
        **({} if case.ground_is_gone else tested),
        "evidence": tuple(own),
    }


@ENFORCEMENT_CASE_FLOW.handles("serve_notice", "serve_decision")
@transaction.atomic
def note_service(
    case: EnforcementCase,
    *,
    step: str,
    served_on: date,
    evidence: UploadedFile[Any],
    by: Viewer,
    now: datetime,
    **how: Any,
) -> None:
    """Note how and when a paper of the case was served on the party, with the proof: the step that follows it
    is taken with that. A paper that was served before is not served again: the step goes on with that
    service. Refused where another day is entered than that one."""
    dated: dict[str, Any] = {case.flow[step].dated: served_on}
    check_step(case.flow[step], case, by, now)
    _in_order(case, dated, now)
    paper = awaited(case)
    service = served_on_that_day(paper, served_on) if paper else None
    proof = attach(case, evidence, "service", by=by, now=now, unlike=_others("service"))
    if paper and not service:
        serve(paper, served_on=served_on, by=by, now=now, evidence=proof, **how)
    else:  # a case that was decided before there were papers has none
        take(step, case, by=by, now=now, **dated)
    case.refresh_from_db()


@ENFORCEMENT_CASE_FLOW.handles("hear")
@transaction.atomic
@carries("PN-01")
def hear(
    case: EnforcementCase,
    *,
    statement: str = "",
    considered: str = "",
    waived: bool = False,
    files: Files = (),
    by: Viewer,
    now: datetime,
) -> None:
    """What the party stated, and how that was considered; or that its days ran without a word. What was
    entered before stays, and a waiver that was signed holds."""
    lock(case)
    case.refresh_from_db()
    problems = unless_heard(case, statement, considered, files, waived, now)
    if problems:
        raise Refused(" ".join(problems.values()))
    with override(settings.LANGUAGE_CODE):
        note = _heard(case, {"statement": statement, "considered": considered}, waived)
    said: dict[str, Any] = {
        "statement": added(case.statement, statement),
        "considered": added(case.considered, considered),
        "waived": case.waived or waived,
    }
    take("hear", case, by=by, now=now, note=note, **said)
    for file in files:
        attach(case, file, "statement", by=by, now=now, unlike=_others("statement"))


def _heard(case: EnforcementCase, said: Mapping[str, str], waived: bool) -> str:
    """What is entered of a hearing, in one line."""
    rows = [
        _("%(label)s: %(value)s") % {"label": _label(case, name), "value": value}
        for name, value in said.items()
        if value
    ]
    return " · ".join([*rows, *([_label(case, "waived")] if waived else [])]) or _(
        "nothing was said in the time for it"
    )


@ENFORCEMENT_CASE_FLOW.handles("close", "amend")
@transaction.atomic
def write_report(
    case: EnforcementCase, *, step: str, by: Viewer, now: datetime, enclosed: Files = (), **data: Any
) -> None:
    """Close a case, or amend its report: the account, with the papers that are added."""
    _in_order(case, data, now)
    if problems := case.unless_controlled(data):
        raise Refused(" ".join(problems.values()))
    take(step, case, by=by, now=now, **data)
    for file in enclosed:
        attach(case, file, "case", by=by, now=now)


@ENFORCEMENT_CASE_FLOW.handles("feed_back")
@transaction.atomic
@carries("6.4-5", "4.2.1-d")
def report_case(case: EnforcementCase, *, left_noticed: bool = False, by: Viewer, now: datetime) -> None:
    """The head confirms and sends what the officer wrote (4.12): two persons, named by the trail."""
    left = unless_noticed(case, left_noticed)
    people = {"reported_by": who_took(case, "close", "amend"), "confirmed_by": str(by.user)}
    take("feed_back", case, by=by, now=now, fed_back_on=local_day(now), note=left, **people)
    issue_case_report(case, by, now)
