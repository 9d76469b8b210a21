"""How are shops and enterprises told of a result, and how do they answer?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import By, Organisation, System, Viewer
from casework.actions import lock, open_record, take
from casework.clauses import carries
from casework.deadlines import clocks
from casework.deadlines.clocks import local_day
from casework.flow import Refused
from casework.models import Deadline
from catalogue.models import Enterprise, Shop
from disposal.actions.enclosures import enclose
from disposal.actions.heard import tell_cases
from disposal.actions.jurisdiction import regions
from disposal.actions.links import DAYS, make_link, merchant_of, remind
from disposal.actions.photos import only_with_reason
from disposal.actions.signatories import keep_authorisation, relation
from disposal.flow.notices import COMMENT, RESULT_NOTICE_FLOW, Reply, ResultNoticeState
from disposal.models.competence import competent
from disposal.models.compilations import Compilation
from disposal.models.notices import ResultNotice
from disposal.papers.notices import FailedItem
from disposal.redaction import Line, lines
from documents.actions import attach, issue, serve_awaited
from documents.delivery import serve
from documents.models import Document, Method
from inspection.reports.models.reports import Report
from monitoring.plans.models.plans import WorkPlan
from monitoring.vocabulary import LegalMode
from trail.models import write

Files = Sequence["UploadedFile[Any]"]
SHOWN = ("item", "unit", "limit_low", "limit_high", "measured")


@transaction.atomic
@carries("4.2.2-e", "O18-10")
def open_notices(compilation: Compilation, found: list[Line], system: System, now: datetime) -> None:
    """A notice for the shop of each tested product, and for the stated producer of each that failed."""
    plans = {line.report.sample.purchase.scheme.plan_id for line in found}
    checks = set(
        WorkPlan.objects.filter(pk__in=plans, legal_mode=LegalMode.SUPERVISION_CHECK).values_list(
            "pk", flat=True
        )
    )
    papers = _reported(found)
    for line in found:
        paper = papers.get(line.report.pk, {})
        supervision = line.report.sample.purchase.scheme.plan_id in checks
        _open(compilation, line, line.shop, paper, supervision, system, now)
        if line.failed and line.enterprise:
            _open(compilation, line, line.enterprise, paper, supervision, system, now)


def _reported(found: list[Line]) -> dict[int, dict[str, Any]]:
    """{report: what its paper says}; of an amended report the newest."""
    papers = Document.objects.filter(record__in=[line.report.pk for line in found], paper="test_report")
    return dict(papers.order_by("id").values_list("record", "content"))


@RESULT_NOTICE_FLOW.handles("void")
@transaction.atomic
@carries("W-01")
def void_notice(notice: ResultNotice, *, note: str, by: Viewer, now: datetime) -> None:
    """Void a notice with a reason. Whoever has a case about the product learns of it: its party may now have
    been told nothing, and is not punished until it is."""
    take("void", notice, by=by, now=now, note=note, voided_on=local_day(now))
    tell_cases(notice, by, now, note)


@RESULT_NOTICE_FLOW.handles("renew")
@transaction.atomic
@carries("4.2.2-e", "O18-10")
def renew_notice(notice: ResultNotice, *, by: Viewer, now: datetime) -> ResultNotice:
    """Prepare another notice in place of a voided one, of what the report says now."""
    lock(notice)
    event = take("renew", notice, by=by, now=now)
    (line,) = found = lines(Report.objects.filter(pk=notice.report_id))
    paper = _reported(found).get(notice.report_id, {})
    system = System(cause=event.pk)
    return _open(notice.compilation, line, notice.addressee, paper, notice.supervision, system, now)


def _open(
    compilation: Compilation,
    line: Line,
    to: Shop | Enterprise,
    paper: dict[str, Any],
    supervision: bool,
    system: System,
    now: datetime,
) -> ResultNotice:
    report = line.report
    place = to.place if isinstance(to, Shop) else to.region
    regulator = competent(place, compilation.regulator)
    return open_record(
        ResultNotice,
        by=system,
        now=now,
        compilation=compilation,
        report=report,
        title=f"{report.product[:90]} · {to.name[:90]}",
        center=compilation.center,
        regulator=regulator,
        platform=line.platform,
        category=report.category,
        outcome=report.outcome,
        shop=to if isinstance(to, Shop) else None,
        enterprise=to if isinstance(to, Enterprise) else None,
        supervision=supervision,
        product=report.product,
        brand=report.brand,
        model=report.model,
        batch=report.batch,
        producer=report.producer,
        item_id=report.item_id,
        offered_in=line.shop.name,
        report_number=line.number[:160],
        grounds=report.entrustment.judgement_grounds,
        failing=[{name: row[name] for name in SHOWN} for row in paper.get("results", []) if row["failed"]],
        conclusion=report.conclusion,
        **regions(regulator, place),
    )


@RESULT_NOTICE_FLOW.handles("send")
@transaction.atomic
@carries("4.2.2-e", "O18-10")
def send_notice(
    notice: ResultNotice,
    *,
    channel: str,
    address: str = "",
    days: int = DAYS,
    without_photos: str = "",
    by: Viewer,
    now: datetime,
) -> None:
    """Issue the notice with the redacted report, let its addressee see both, and send the link by which they
    come in. without_photos: why photos stay behind on which nobody decided; Refused where there are such
    photos and no reason."""
    lock(notice.report)
    only_with_reason([notice.report], without_photos)
    told: dict[str, Any] = {"merchant": merchant_of(notice.addressee), "without_photos": without_photos}
    take("send", notice, by=by, now=now, **told)
    with override(settings.LANGUAGE_CODE):
        _issue(notice, by, now)
    assert notice.merchant is not None
    enclose(notice, notice.report, notice.merchant, by=by, now=now)
    notice.refresh_from_db()
    make_link(notice, channel=channel, address=address, days=days, by=by, now=now)


def _issue(notice: ResultNotice, by: By, now: datetime) -> None:
    assert notice.center is not None
    number = clocks.rule(COMMENT, clocks.local_day(now)).number
    issue(
        notice,
        paper="result_notice",
        title=_("Notice of a test result"),
        content={
            "addressee": notice.addressee.name,
            "product": notice.product,
            "brand": notice.brand,
            "model": notice.model,
            "batch": notice.batch,
            "producer": notice.producer,
            "item_id": notice.item_id,
            "shop": notice.offered_in,
            "platform": str(notice.platform or ""),
            "report_number": notice.report_number,
            "grounds": notice.grounds,
            "failing": tuple(FailedItem(**row) for row in notice.failing),
            "conclusion": notice.conclusion,
            "failed": notice.failed,
            "comment_days": number,
            "regulator": notice.regulator.name,
            "objection_to": notice.compilation.regulator.name if notice.supervision else "",
            "center_address": notice.center.address,
            "center_phone": notice.center.phone,
        },
        by=by,
        now=now,
        office=notice.center,
        addressee=notice.merchant,
        language=settings.LANGUAGE_CODE,
    )


def _paper(notice: ResultNotice) -> Document:
    paper = notice.paper()
    if paper is None:
        raise Refused(_("The notice has not been issued yet."))
    return paper


@RESULT_NOTICE_FLOW.handles("serve")
@transaction.atomic
def serve_notice(notice: ResultNotice, *, signed_by: str = "", by: Viewer, now: datetime, **how: Any) -> None:
    """Note how and when the notice was served, with the proof; the time to comment begins with that day."""
    serve_awaited(notice, signed_by=signed_by, by=by, now=now, **how)
    notice.signed_by = signed_by
    notice.save(update_fields=["signed_by"])
    notice.refresh_from_db()
    tell_cases(notice, by, now)


@RESULT_NOTICE_FLOW.handles("acknowledge")
@transaction.atomic
@carries("T-13")
def acknowledge(
    notice: ResultNotice,
    *,
    signed_by: str,
    signed_as: str = "",
    authorisation: UploadedFile[Any] | None = None,
    reply: str,
    by: Viewer,
    now: datetime,
) -> None:
    """The addressee confirms receipt, and with it accepts service through this page: that serves it."""
    today = local_day(now)
    signed = {"signed_by": signed_by, "signed_as": signed_as, **replied(signed_by, signed_as)}
    event = take("acknowledge", notice, by=by, now=now, served_on=today, reply=reply, **signed)
    keep_authorisation(notice, signed_as, authorisation, by, now)
    assert notice.merchant is not None
    _accept_service(notice.merchant, by, now)
    serve(
        _paper(notice),
        method=Method.ELECTRONIC,
        served_on=today,
        by=System(cause=event.pk),
        now=now,
        signed_by=signed_by,
        relation=relation(signed_as),
    )
    if reply == Reply.AGREES:
        take("agree", notice, by=by, now=now)
    tell_cases(notice, by, now)


def replied(by: str, capacity: str = "") -> dict[str, str]:
    """Who signed what the addressee says of the result: not always who signed for the notice."""
    return {"replied_by": by, "replied_as": capacity}


def _accept_service(merchant: Organisation, by: Viewer, now: datetime) -> None:
    """Who confirms receipt here names this portal as where papers reach it (电子签名法 art. 11)."""
    if merchant.portal_service_since is None:
        merchant.portal_service_since = local_day(now)
        merchant.save(update_fields=["portal_service_since"])
        write("accept service here", ("organisation", merchant.pk), actor=by.actor(), at=now, clause="T-13")


@RESULT_NOTICE_FLOW.handles("agree")
@transaction.atomic
def agree(
    notice: ResultNotice,
    *,
    signed_by: str,
    signed_as: str = "",
    authorisation: UploadedFile[Any] | None = None,
    by: Viewer,
    now: datetime,
) -> None:
    """The addressee has nothing to say against the result."""
    take("agree", notice, by=by, now=now, reply=Reply.AGREES, **replied(signed_by, signed_as))
    keep_authorisation(notice, signed_as, authorisation, by, now)
    tell_cases(notice, by, now)


@RESULT_NOTICE_FLOW.handles("comment")
@transaction.atomic
def comment(
    notice: ResultNotice,
    *,
    comment: str,
    signed_by: str,
    signed_as: str = "",
    authorisation: UploadedFile[Any] | None = None,
    enclosed: Files = (),
    by: Viewer,
    now: datetime,
) -> None:
    """The addressee comments, with what it wants to show."""
    said = {"comment": comment, **replied(signed_by, signed_as)}
    take("comment", notice, by=by, now=now, reply=Reply.COMMENTS, **said)
    keep_authorisation(notice, signed_as, authorisation, by, now)
    for file in enclosed:
        attach(notice, file, "comment", by=by, now=now)
    tell_cases(notice, by, now)


@RESULT_NOTICE_FLOW.handles("answer")
@transaction.atomic
def answer(notice: ResultNotice, *, answer: str, by: Viewer, now: datetime) -> None:
    """The center answers what the addressee commented, who is sent the link once more; who has a case hears
    that it may go on."""
    take("answer", notice, by=by, now=now, answer=answer, answered_on=local_day(now))
    remind(notice, now)
    tell_cases(notice, by, now)


@RESULT_NOTICE_FLOW.handles("enter_reply")
@transaction.atomic
def enter_reply(
    notice: ResultNotice,
    *,
    reply: str,
    scan: UploadedFile[Any],
    signed_by: str,
    comment: str = "",
    posted_on: date | None = None,
    by: Viewer,
    now: datetime,
) -> None:
    """The center enters a receipt that came back on paper.

    posted_on: the day of the postmark. What was posted in time is not late, even if the notice has been
    closed in the meantime; what was posted later no longer opens it, and raises Refused.
    """
    closed = notice.state == ResultNoticeState.CLOSED
    said: dict[str, Any] = {
        "reply": reply,
        "comment": comment,
        "posted_on": posted_on,
        **replied(signed_by),
    }
    take("enter_reply", notice, by=by, now=now, **said)
    in_time = posted_on is not None and clocks.met_by_post(notice, COMMENT, posted_on)
    if closed and not in_time:
        raise Refused(_("The time to comment was over before this was posted: the notice stays closed."))
    attach(notice, scan, "reply", by=by, now=now, shared=True)
    tell_cases(notice, by, now)


@RESULT_NOTICE_FLOW.handles("close")
@transaction.atomic
def close(notice: ResultNotice, *, by: By, now: datetime) -> None:
    """Close a notice; where its addressee said nothing to the end, who has a case hears of that."""
    silent = notice.state == ResultNoticeState.SERVED
    take("close", notice, by=by, now=now)
    if silent:
        tell_cases(notice, by, now)


@carries("O18-12")
def close_silent(now: datetime, batch: int = 200) -> int:
    """Close the notices that were agreed to, or left without an answer, once the time to comment is over.

    Safe to run twice or late: each is closed by its own step. Returns how many.
    """
    over = Deadline.objects.filter(term=COMMENT.code, dropped_at=None, due_at__lte=now).values("record")
    silent = ResultNotice.objects.filter(state=ResultNoticeState.SERVED, pk__in=over)
    agreed = ResultNotice.objects.filter(
        state=ResultNoticeState.ANSWERED, reply=Reply.AGREES, denials=None, pk__in=over
    )
    closed = 0
    for notice in [*silent.order_by("pk")[:batch], *agreed.order_by("pk")[:batch]]:
        try:
            close(notice, by=System(), now=now)
        except Refused:  # answered, denied or closed by somebody a moment ago
            continue
        closed += 1
    return closed
