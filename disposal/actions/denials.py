"""A shop or enterprise says that the goods are not its own: what is asked, and what follows from it?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import By, System, Viewer
from accounts.roles import Role
from casework.actions import lock, open_record, take
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from casework.work.notifications import tell
from disposal.actions.consequences import disown
from disposal.actions.heard import tell_cases
from disposal.actions.jurisdiction import redirect_case
from disposal.actions.links import remind
from disposal.actions.notices import Files
from disposal.actions.signatories import keep_authorisation, relation
from disposal.flow.notices import DENIAL_FLOW, RESULT_NOTICE_FLOW, DenialState, ResultNoticeState
from disposal.models.cases import EnforcementCase
from disposal.models.notices import Denial, ResultNotice
from documents.actions import attach, issue
from documents.delivery import confirm_receipt
from trail.enumerations import enumerated
from trail.models import Event


@RESULT_NOTICE_FLOW.handles("deny")
@transaction.atomic
@carries("W-12")
def deny(
    notice: ResultNotice,
    *,
    signed_by: str,
    signed_as: str = "",
    authorisation: UploadedFile[Any] | None = None,
    proof: Files,
    by: Viewer,
    now: datetime,
    **data: Any,
) -> Denial:
    """The addressee denies with proof, and by that confirms the receipt; the regulator of the place has to
    decide."""
    paper, signed = notice.paper(), {}
    if paper and notice.state == ResultNoticeState.SENT:
        confirm_receipt(paper, by=by, now=now, signed_by=signed_by, relation=relation(signed_as))
        signed = {"signed_by": signed_by, "signed_as": signed_as}
    event = take("deny", notice, by=by, now=now, **signed)
    denial = open_record(
        Denial,
        by=by,
        now=now,
        notice=notice,
        title=notice.title,
        merchant=notice.merchant,
        regulator=notice.regulator,
        center=notice.center,
        province=notice.province,
        city=notice.city,
        county=notice.county,
        category=notice.category,
        platform=notice.platform,
        signed_by=signed_by,
        signed_as=signed_as,
        **data,
    )
    keep_authorisation(denial, signed_as, authorisation, by, now)
    for file in proof:
        attach(denial, file, "denial", by=by, now=now)
    _tell_center(notice, event)
    tell_cases(notice, by, now)
    return denial


def _tell_center(notice: ResultNotice, event: Event) -> None:
    """The center sees to it that the addressee hears of it: it has the links."""
    if notice.center_id is not None:
        tell(notice, event, notice.center_id, Role.COMPILER)


@DENIAL_FLOW.handles("ask")
@transaction.atomic
def ask(denial: Denial, *, asked: str, by: Viewer, now: datetime) -> None:
    """The regulator asks for more proof; its clock stands still until it comes."""
    event = take("ask", denial, by=by, now=now, asked=asked)
    remind(denial.notice, now)
    _tell_center(denial.notice, event)


@DENIAL_FLOW.handles("supply")
@transaction.atomic
def supply(denial: Denial, *, supplement: str, proof: Files, by: Viewer, now: datetime) -> None:
    """The party adds what it was asked for; what it added before stays."""
    said = "\n".join(part for part in (denial.supplement, supplement) if part)
    take("supply", denial, by=by, now=now, supplement=said)
    for file in proof:
        attach(denial, file, "denial", by=by, now=now)


@DENIAL_FLOW.handles("uphold", "reject")
@transaction.atomic
@carries("W-12")
def decide(denial: Denial, *, step: str, reason: str, by: Viewer, now: datetime) -> None:
    """Uphold or reject: the party gets a reply, the notice is answered."""
    notice = denial.notice
    lock(notice)
    event = take(step, denial, by=by, now=now, reason=reason, decided_on=local_day(now))
    system = System(cause=event.pk)
    take("settle", notice, by=system, now=now)
    _tell_of_decision(denial, by, now)
    if step == "uphold" and notice.enterprise:
        note = _("%(enterprise)s denied that the product is its own, and was right: %(denial)s.") % {
            "enterprise": notice.enterprise,
            "denial": denial.number,
        }
        for case in EnforcementCase.objects.filter(report=notice.report, enterprise=notice.enterprise):
            redirect_case(case, by=system, now=now, note=note)
    if step == "uphold":
        for case in _cases_of(notice):
            disown(case, system, now)
    with override(settings.LANGUAGE_CODE):
        _reply(denial, by, now)
    remind(notice, now)


def _tell_of_decision(denial: Denial, by: By, now: datetime) -> None:
    """Whoever decides has no hand in the cases about the product: their officers and heads learn it here."""
    with override(settings.LANGUAGE_CODE):
        said = f"{denial.number} · {denial.get_state_display()}"
    tell_cases(denial.notice, by, now, said, tells=(Role.CASE_OFFICER, Role.APPROVER))


def _cases_of(notice: ResultNotice) -> QuerySet[EnforcementCase]:
    """The cases about the product against the addressee of a notice."""
    party: dict[str, Any] = {"enterprise": notice.enterprise}
    if notice.enterprise is None:
        party["shop"] = notice.shop
    return EnforcementCase.objects.filter(report=notice.report, **party).order_by("pk")


@DENIAL_FLOW.handles("withdraw")
@transaction.atomic
@carries("W-12")
def withdraw(
    denial: Denial,
    *,
    note: str,
    signed_by: str,
    signed_as: str = "",
    authorisation: UploadedFile[Any] | None = None,
    by: Viewer,
    now: datetime,
) -> None:
    """Whoever came by the link takes the denial back, signs, and says why. It stays open until the regulator
    has made sure that it was the party."""
    signed = {"withdrawn_by": signed_by, "withdrawn_as": signed_as}
    event = take("withdraw", denial, by=by, now=now, note=note, **signed)
    keep_authorisation(denial, signed_as, authorisation, by, now)
    _tell_of(denial, event)


@DENIAL_FLOW.handles("void")
@transaction.atomic
@carries("W-12")
def void_denial(denial: Denial, *, note: str, by: Viewer, now: datetime) -> None:
    """The regulator confirms that the party took its denial back: the notice counts as answered."""
    lock(denial.notice)
    event = take("void", denial, by=by, now=now, note=note)
    take("take_back", denial.notice, by=System(cause=event.pk), now=now)
    tell_cases(denial.notice, by, now)
    _tell_of(denial, event)
    remind(denial.notice, now)


@DENIAL_FLOW.handles("keep")
@transaction.atomic
@carries("W-12")
def keep(denial: Denial, *, note: str, by: Viewer, now: datetime) -> None:
    """It was not the party that took the denial back: it is decided."""
    event = take("keep", denial, by=by, now=now, note=note)
    _tell_of(denial, event)
    remind(denial.notice, now)


def _tell_of(denial: Denial, event: Event) -> None:
    """The center reads in the denial of a withdrawal, and of what became of it: it has the links. The party
    and the regulator are told by the step itself."""
    if denial.center_id is not None:
        tell(denial, event, denial.center_id, Role.COMPILER)


def _reply(denial: Denial, by: By, now: datetime) -> None:
    notice = denial.notice
    paper = notice.paper()
    issue(
        denial,
        paper="denial_reply",
        title=_("Reply to a denial"),
        content={
            "addressee": notice.addressee.name,
            "notice_number": paper.file_number if paper else notice.number,
            "product": notice.product,
            "model": notice.model,
            "report_number": notice.report_number,
            "statement": str(denial.get_statement_display()),
            "signed": enumerated(filter(None, (denial.signed_by, str(denial.get_signed_as_display())))),
            "upheld": denial.state == DenialState.UPHELD,
            "reason": denial.reason,
        },
        by=by,
        now=now,
        office=denial.regulator,
        addressee=denial.merchant,
        language=settings.LANGUAGE_CODE,
    )
