"""How is a platform asked about a shop, how does it answer, and what is the answer good for? (W-13)"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.models import By, Viewer
from casework.actions import lock, open_record, take
from casework.clauses import carries
from casework.deadlines.clocks import local_day, rule
from casework.flow import Refused
from catalogue.models import Shop
from disposal.flow.letters import ANSWER, ASSISTANCE_FLOW
from disposal.flow.vocabulary import Question
from disposal.models.cases import EnforcementCase
from disposal.models.letters import Assistance
from disposal.redaction import for_platform, lines
from documents.actions import attach, issue
from documents.delivery import awaited, confirm_receipt
from inspection.reports.models.reports import Report
from trail import verbs
from trail.models import write

verbs.register("bring a shop up to date", gettext_lazy("Bring a shop up to date"))
verbs.register("note an answer", gettext_lazy("Note the platform's answer"))

# What the register of shops takes over from an answer: {the answer's field: the shop's}.
REGISTERED = {
    "operator": "operator",
    "credit_code": "credit_code",
    "region": "place",
}


@ASSISTANCE_FLOW.handles("open")
@transaction.atomic
@carries("4.2.1-d", "EC-09")
def ask_platform(
    *, case: EnforcementCase, asked: Sequence[str], by: Viewer, now: datetime, **data: Any
) -> Assistance:
    """Ask the platform of the case's shop, with a letter (协查函). Locks the case."""
    lock(case)
    case.refresh_from_db()
    if case.state not in Assistance.opens_from["enforcementcase"]:
        raise Refused(_("The case is past its inspection: no letter can be sent from it any more."))
    if case.shop is None or case.platform is None:
        raise Refused(_("This case names no shop on a platform: there is nobody to ask."))
    if case.letters.exclude(turn="").exists():
        raise Refused(_("A letter from this case is still open: wait for its answer, or ask again there."))
    letter = open_record(
        Assistance,
        by=by,
        now=now,
        case=case,
        shop=case.shop,
        product=case.product,
        item_id=case.report.item_id,
        title=f"{case.product[:90]} · {case.shop.name[:90]}",
        center=case.center,
        regulator=case.regulator,
        platform=case.shop.platform,
        province=case.province,
        city=case.city,
        county=case.county,
        category=case.category,
        asked=[kind for kind in Question.values if kind in asked],
        **data,
    )
    with override(settings.LANGUAGE_CODE):
        _issue(letter, by, now)
    letter.refresh_from_db()
    return letter


def _issue(letter: Assistance, by: By, now: datetime) -> None:
    """The letter, whose delivery starts the platform's time; asked again, it takes the place of the first."""
    assert letter.platform is not None
    issue(
        letter,
        paper="assistance_letter",
        title=_("Letter asking for assistance"),
        content={
            "addressee": letter.platform.name,
            "shop": letter.shop.name,
            "shop_id": letter.shop.shop_id,
            "shop_url": letter.shop.url,
            "product": letter.product,
            "item_id": letter.item_id,
            **_tested(letter),
            "asked": tuple(str(Question(kind).label) for kind in letter.asked),
            "request": letter.request,
            "legal_ground": letter.legal_ground,
            "answer_days": rule(ANSWER, local_day(now)).number,
            "again": letter.again,
            "contact": letter.contact,
            "contact_phone": letter.contact_phone,
        },
        by=by,
        now=now,
        office=letter.regulator,
        addressee=letter.platform,
        supersedes=letter.documents.filter(paper="assistance_letter").order_by("-id").first(),
        language=settings.LANGUAGE_CODE,
    )


def _tested(letter: Assistance) -> dict[str, str]:
    """The goods and what failed on them, as the platform finds it in its compiled report."""
    report = letter.case.report
    goods = {"model": report.model, "batch": report.batch}
    if letter.platform is None or letter.case.ground_is_gone:
        return goods
    (known,) = for_platform(letter.platform, lines(Report.objects.filter(pk=report.pk)))["products"]
    return {**goods, "report_number": known.report_number, "failed_items": known.failed_items}


@ASSISTANCE_FLOW.handles("acknowledge")
@transaction.atomic
def acknowledge_letter(letter: Assistance, *, by: Viewer, now: datetime) -> None:
    """The platform confirms that it has a letter that was not delivered otherwise; its time begins."""
    paper = awaited(letter)
    take("acknowledge", letter, by=by, now=now, delivered_on=local_day(now), received_at=now)
    if paper:
        confirm_receipt(paper, by=by, now=now)


@ASSISTANCE_FLOW.handles("receive")
@transaction.atomic
def receive_letter(letter: Assistance, *, by: By, now: datetime) -> None:
    """The platform confirms the receipt; its time has run since the delivery."""
    take("receive", letter, by=by, now=now, received_at=now)


@ASSISTANCE_FLOW.handles("answer")
@transaction.atomic
@carries("W-13", "EC-01", "EC-02")
def answer_letter(
    letter: Assistance, *, evidence: Sequence[UploadedFile[Any]] = (), by: By, now: datetime, **data: Any
) -> None:
    """The platform answers what it was asked; late, too, it may and must."""
    problems = letter.unless_answered(data, local_day(now))
    if problems:
        raise Refused(" ".join(dict.fromkeys(problems.values())))
    answered: dict[str, Any] = {"answered_on": local_day(now), "cannot_why": "", **data}
    take("answer", letter, by=by, now=now, **answered, **_receipt(letter, now))
    for file in evidence:
        attach(letter, file, "answer", by=by, now=now)


@ASSISTANCE_FLOW.handles("cannot")
@transaction.atomic
def cannot_answer(letter: Assistance, *, by: By, now: datetime, **data: Any) -> None:
    """The platform says why it cannot answer."""
    take("cannot", letter, by=by, now=now, answered_on=local_day(now), **data, **_receipt(letter, now))


def _receipt(letter: Assistance, now: datetime) -> dict[str, Any]:
    """Who answers has received."""
    return {} if letter.received_at else {"received_at": now}


@ASSISTANCE_FLOW.handles("ask_again")
@transaction.atomic
def ask_again(letter: Assistance, *, by: By, now: datetime, **data: Any) -> None:
    """The answer leaves something open: the platform is asked again, and its time begins anew."""
    take("ask_again", letter, by=by, now=now, delivered_on=None, received_at=None, **data)
    with override(settings.LANGUAGE_CODE):
        _issue(letter, by, now)
    letter.refresh_from_db()


@ASSISTANCE_FLOW.handles("accept")
@transaction.atomic
@carries("EC-10", "6.4-3")
def accept_answer(letter: Assistance, *, by: Viewer, now: datetime) -> None:
    """Close the letter; the register of shops is brought up to date, and the case's trail tells of it."""
    take("accept", letter, by=by, now=now)
    write("note an answer", ("record", letter.case_id), actor=by.actor(), at=now)
    if letter.cannot_why:
        return
    shop = Shop.objects.select_for_update().get(pk=letter.shop_id)
    new = {ours: getattr(letter, theirs) for theirs, ours in REGISTERED.items() if getattr(letter, theirs)}
    if letter.operator:
        new |= {"natural_person": letter.natural_person, "credit_code": letter.credit_code}
    changed = {name: value for name, value in new.items() if getattr(shop, name) != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(shop, name, value)
    shop.save(update_fields=list(changed))
    detail = {"fields": sorted(changed), "letter": letter.number}
    write("bring a shop up to date", ("shop", shop.pk), actor=by.actor(), at=now, detail=detail)
