"""On which paper does the center get back what a platform and a regulator did? (forms 4.11 and 4.12)"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import By, Organisation
from casework.clauses import carries
from casework.deadlines import clocks
from casework.deadlines.clocks import local_day
from disposal.flow.vocabulary import Penalty
from disposal.models.cases import EnforcementCase
from disposal.models.disposals import PlatformDisposal
from disposal.papers.feedback import DisposedProduct, MeasureRow
from documents.actions import issue, newest


@carries("6.4-4", "6.4-2")
def issue_feedback(disposal: PlatformDisposal, by: By, now: datetime) -> None:
    """The platform's feedback form; what it reports after a return replaces what it reported before."""
    assert disposal.center is not None and disposal.platform is not None
    notice = disposal.documents.filter(paper="platform_compilation").first()
    reach = ("below_reason", "same_products", "opinion", "contact", "contact_phone", "handled_on")
    counts = ("pieces", "orders", "refunded", "consumers_told")
    with override(settings.LANGUAGE_CODE):
        _issue(
            disposal,
            "disposal_feedback",
            _("Feedback on the handling by the platform"),
            disposal.platform,
            {
                "record_number": disposal.number,
                "notice_number": notice.file_number if notice else "",
                "received_on": local_day(disposal.received_at or now),
                "level": str(disposal.get_level_display()),
                "products": _products(disposal),
                "measures": _measures(disposal),
                "reported_on": local_day(now),
                **{name: getattr(disposal, name) for name in (*reach, *counts)},
            },
            by,
            now,
        )


def _products(disposal: PlatformDisposal) -> tuple[DisposedProduct, ...]:
    return tuple(
        DisposedProduct(
            item_id=item.item_id,
            product=item.product,
            model=item.model,
            shop=item.shop,
            failed_items=item.failing,
            least=str(item.get_least_display()),
        )
        for item in disposal.items.all()
    )


def _measures(disposal: PlatformDisposal) -> tuple[MeasureRow, ...]:
    """The measures that stand; each with who carried it out, when, by which rule, and its evidence."""
    standing = disposal.standing_measures().select_related("evidence").prefetch_related("items")
    return tuple(
        MeasureRow(
            measure=taken.account(),
            carried_out_by=str(taken.get_carried_out_by_display()),
            products="、".join(item.item_id for item in taken.items.all()),
            asked_on=taken.asked_on,
            done_on=taken.done_on,
            rule=taken.internal_rule,
            amount=taken.amount,
            evidence=taken.evidence.name,
            evidence_sha256=taken.evidence.sha256,
        )
        for taken in standing
    )


# What the case's form says as it is on file, in the order of the paper.
FOUND = (
    "received_on",
    "started_on",
    "notice_number",
    "served_on",
    "jurisdiction",
    "made",
    "goods_value",
    "sold",
    "stock",
    "sealed",
    "recalled",
    "not_recalled_why",
    "under_control",
    "not_controlled_why",
    "cause_detail",
    "filed_on",
    "case_number",
    "violation",
    "not_filed_why",
    "decided_on",
    "decision_number",
    "amount",
    "not_penalised_why",
    "executed_on",
    "execution",
    "published_on",
    "closed_on",
    "account",
    "reported_by",
    "confirmed_by",
)


@carries("6.4-5", "4.2.1-d")
def issue_case_report(case: EnforcementCase, by: By, now: datetime) -> None:
    """The regulator's report on a case that it has closed."""
    with override(settings.LANGUAGE_CODE):
        _issue(
            case,
            "case_feedback",
            _("Feedback on the handling of the case"),
            case.regulator,
            {
                "record_number": case.number,
                "product": case.product,
                "item_id": case.report.item_id,
                "party": case.party_concerned,
                "platform": case.platform.name if case.platform else "",
                "control": str(case.get_control_display()),
                "cause": str(case.get_cause_display()),
                "penalties": "、".join(str(Penalty(kind).label) for kind in case.penalties),
                "reported_on": local_day(now),
                **{name: getattr(case, name) for name in FOUND},
            },
            by,
            now,
        )


@carries("6.4-4", "6.4-5")
def issue_return(record: PlatformDisposal | EnforcementCase, why: str, by: By, now: datetime) -> None:
    """The letter by which the center returns what was reported to it (退回函); the time to do it anew begins
    with its delivery."""
    assert record.center is not None
    disposal = isinstance(record, PlatformDisposal)
    addressee = record.platform if disposal else record.regulator
    assert addressee is not None
    reported = record.documents.filter(paper="disposal_feedback" if disposal else "case_feedback").last()
    served = record.flow["serve_again" if disposal else "serve_return"]
    rule = clocks.rule(served.starting(record)[0], local_day(now))
    with override(settings.LANGUAGE_CODE):
        issue(
            record,
            paper="return_letter",
            title=_("Letter returning a report"),
            content={
                "addressee": addressee.name,
                "record_number": record.number,
                "subject": record.title,
                "returned": reported.file_number if reported else "",
                "reason": why,
                "time": f"{rule.number} {rule.unit.label}",
            },
            by=by,
            now=now,
            office=record.center,
            addressee=addressee,
            supersedes=newest(record, "return_letter"),
            language=settings.LANGUAGE_CODE,
        )


def _issue(
    record: PlatformDisposal | EnforcementCase,
    paper: str,
    title: str,
    office: Organisation,
    content: dict[str, Any],
    by: By,
    now: datetime,
) -> None:
    assert record.center is not None
    issue(
        record,
        paper=paper,
        title=title,
        content={"addressee": record.center.name, **content},
        by=by,
        now=now,
        office=office,
        addressee=record.center,
        supersedes=newest(record, paper),
        language=settings.LANGUAGE_CODE,
    )
