"""How do regulators meet the cases that were referred to them?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import chain
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Viewer
from casework.deadlines.clocks import local_day
from casework.flow import Refused
from disposal.actions.jurisdiction import why
from disposal.flow.grounds import (
    AGAINST_THE_PARTY,
    no_denial_waits,
    the_comments_are_answered,
    the_party_knows_the_result,
    the_review_knows_the_denial,
)
from disposal.flow.procedure import DECIDED
from disposal.flow.vocabulary import EnforcementCaseState, OwnEvidence
from disposal.models.cases import EnforcementCase
from disposal.models.competence import competent
from disposal.models.exhibits import CaseEvidence
from disposal.models.letters import Assistance
from disposal.redaction import whole
from disposal.views.again import dealt_with_beside
from disposal.views.ending import open_denials
from disposal.views.matter import linked
from disposal.views.proposed import out_of_proportion, signed
from documents import views as papers
from inspection.reports.models.reports import Report

# Where no case is filed nothing is decided against the party: what stands before a decision does not hold.
NOT_FILING = (EnforcementCaseState.NOT_FILE_PROPOSED, EnforcementCaseState.NOT_FILED)
BEFORE_A_DECISION = (
    *(the_party_knows_the_result, the_comments_are_answered, the_review_knows_the_denial),
    *AGAINST_THE_PARTY,
)


def about_case(case: EnforcementCase, viewer: Viewer) -> dict[str, Any]:
    """What platforms answered, who is competent by it, and the papers, each office's own version."""
    report = Report.objects.visible_to(viewer).filter(pk=case.report_id).first()
    proven = [report] if report else []
    own, sent_with, *proof = papers.papers_of_each([case, case.compilation, *proven], viewer)
    files, *proof_files = papers.files_of_each([case, *proven], viewer)
    sent = [*own, *sent_with, *chain(*proof)]
    letters = case.letters.visible_to(viewer).select_related("region", "platform").order_by("-id")
    return {
        "evidence": _evidence(report, *proof, *proof_files) if report else None,
        "papers": sent,
        "services": papers.services_of(sent),
        "files": [*files, *chain(*proof_files)],
        "own_rows": [
            _own(row) for row in case.evidence.select_related("file__uploaded_by", "file__organisation")
        ],
        "own_columns": [
            {"label": _("Kind of evidence"), "key": "kind", "kind": "title"},
            {"label": _("Made on"), "key": "made_on"},
            {"label": _("Taken by"), "key": "by", "kind": "pair"},
            {"label": _("Entered on"), "key": "entered_on"},
        ],
        "letter_rows": [_answer(letter) for letter in letters],
        "letter_columns": [
            {"label": _("Assistance letter"), "key": "letter", "kind": "title"},
            {"label": _("State"), "key": "state"},
            {"label": _("Operator"), "key": "operator"},
            {"label": _("Actual place of business"), "key": "place"},
            {"label": _("Pieces sold"), "key": "sold", "kind": "number"},
            {"label": _("Amount, yuan"), "key": "amount", "kind": "number"},
        ],
        "elsewhere": _elsewhere(case),
        "in_the_way": _in_the_way(case),
        "before_its_end": _before_its_end(case),
        "open_denials": [said for _label, said in open_denials(case, viewer)],
        "against_the_shop": _against_the_shop(case),
        "out_of_proportion": out_of_proportion(case),
        "signed": signed(case, viewer),
        "dealt_with_beside": dealt_with_beside(case, viewer),
    }


def _against_the_shop(case: EnforcementCase) -> str:
    """Where its goods are dealt with, by a link, since its party was right to deny them; "" where nowhere."""
    other = case.against_the_shop() if case.enterprise_id and case.upheld_denial() else None
    return linked(other, other.get_state_display()) if other else ""


def _decided(case: EnforcementCase) -> bool:
    return bool(case.decided_on) or case.state in (*DECIDED, *NOT_FILING) or not case.turn


def _in_the_way(case: EnforcementCase) -> list[str]:
    """What keeps a filed case from its decision, whatever its officers do meanwhile; said from the beginning,
    until it is decided, or is not filed."""
    return [] if _decided(case) else _objections(case, BEFORE_A_DECISION)


def _before_its_end(case: EnforcementCase) -> list[str]:
    """What keeps a case that was decided, or is not to be filed, from its end."""
    return _objections(case, (no_denial_waits,)) if case.turn and _decided(case) else []


def _objections(case: EnforcementCase, guards: Iterable[Callable[[Any, datetime], None]]) -> list[str]:
    found = []
    for guard in guards:
        try:
            guard(case, timezone.now())
        except Refused as refused:
            found.append(str(refused))
    return found


def _evidence(report: Report, papers: list[dict[str, Any]], files: list[dict[str, Any]]) -> dict[str, Any]:
    """The test report with its papers and raw records, for whom the report lets see it."""
    title = f"{report.title} {report.number}"
    return {"title": title, "url": report.get_absolute_url(), "papers": papers, "files": files}


def _own(row: CaseEvidence) -> dict[str, Any]:
    """One piece of the regulator's own evidence: of which kind, of which day, and whose."""
    file = row.file
    return {
        "kind": {"text": str(OwnEvidence(file.kind).label), "url": file.get_absolute_url(), "sub": file.name},
        "made_on": row.made_on,
        "by": {"text": str(file.uploaded_by or ""), "sub": str(file.organisation or "")},
        "entered_on": local_day(file.at),
    }


def _answer(letter: Assistance) -> dict[str, Any]:
    return {
        "letter": {"text": str(letter.platform), "url": letter.get_absolute_url(), "sub": letter.number},
        "state": letter.get_state_display(),
        "operator": letter.operator,
        "place": whole(letter.region),
        "sold": letter.sold,
        "amount": letter.amount,
    }


def _elsewhere(case: EnforcementCase) -> dict[str, str] | None:
    """Where the place is another regulator's: the grounds, and that regulator; None where it is ours."""
    early = case.state in case.flow["transfer"].sources
    regulator = competent(case.place, case.regulator) if early else case.regulator
    return None if regulator == case.regulator else {"why": why(case), "regulator": regulator.name}
