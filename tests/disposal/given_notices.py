"""What do tests of notices and denials start from? Notices to the cast's enterprise, made by the actions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from accounts.models import Organisation, Region
from catalogue.models import Enterprise, Shop
from disposal.actions import denials, links, notices
from disposal.flow.notices import ResultNoticeState
from disposal.models.cases import EnforcementCase
from disposal.models.disposals import PlatformDisposal
from disposal.models.notices import Denial, NoticeLink, ResultNotice
from inspection.reports.models.reports import Report
from tests.cast import Cast
from tests.disposal import given, given_again
from tests.documents.conftest import picture
from tests.photos import photographed


@photographed
def prepared(
    cast: Cast, now: datetime, *, to: str = "enterprise", reports: Sequence[Report] = ()
) -> ResultNotice:
    """The notice to the stated producer of a failed product, or to its shop; answered by cast.merchant."""
    compilation = given.sent(cast, now, **({"reports": reports} if reports else {}))
    notice = ResultNotice.objects.filter(compilation=compilation, **{f"{to}__isnull": False}).first()
    assert notice is not None
    answers_as(notice.addressee, cast.merchant)
    return ResultNotice.objects.get(pk=notice.pk)


def answers_as(addressee: Shop | Enterprise, merchant: Organisation) -> None:
    type(addressee)._default_manager.filter(pk=addressee.pk).update(organisation=merchant)


def made_in_the_county(cast: Cast) -> Region:
    return Region.objects.get(pk=given.COUNTY)


@photographed
def sent(
    cast: Cast, now: datetime, *, channel: str = "platform", address: str = "", **data: Any
) -> ResultNotice:
    notice = prepared(cast, now, **data)
    notices.send_notice(notice, channel=channel, address=address, **given.HASTY, by=cast.compiler, now=now)
    return notice


@photographed
def voided(cast: Cast, now: datetime, **data: Any) -> ResultNotice:
    notice = prepared(cast, now, **data)
    notices.void_notice(notice, note="A wrong address.", by=cast.leader, now=now)
    return notice


def link(notice: ResultNotice) -> NoticeLink:
    """The newest link of a notice."""
    found = notice.links.order_by("-id").first()
    assert found is not None
    return found


def path(notice: ResultNotice) -> str:
    """Where the newest link of a notice leads, within this site."""
    return "/" + links.address_of(link(notice)).split("/", 3)[3]


@photographed
def served(cast: Cast, now: datetime, **data: Any) -> ResultNotice:
    """Served by its addressee's own confirmation, with comments to come; a later one as it is issued."""
    notice = sent(cast, now, **data)
    if notice.state == ResultNoticeState.SENT:
        notices.acknowledge(notice, signed_by="Lin", reply="comments", by=cast.respondent, now=now)
    return notice


@photographed
def unanswered(cast: Cast, now: datetime, **data: Any) -> ResultNotice:
    """Served, and nothing signed on the receipt."""
    notice = served(cast, now, **data)
    ResultNotice.objects.filter(pk=notice.pk).update(reply="")
    return ResultNotice.objects.get(pk=notice.pk)


@photographed
def answered(cast: Cast, now: datetime, **data: Any) -> ResultNotice:
    notice = served(cast, now, **data)
    notices.comment(notice, comment="We changed the thread.", signed_by="Lin", by=cast.respondent, now=now)
    return notice


@photographed
def replied(cast: Cast, now: datetime, **data: Any) -> ResultNotice:
    """Commented, and the center has answered the comments."""
    notice = answered(cast, now, **data)
    notices.answer(notice, answer="The new thread was not tested.", by=cast.compiler, now=now)
    return notice


def commented(case: EnforcementCase, cast: Cast) -> None:
    """The party has said something against the result, and waits for the center."""
    case.notices().update(reply="comments", comment="We changed the thread.")


def deny(notice: ResultNotice, cast: Cast, now: datetime, **data: Any) -> Denial:
    said = {
        "statement": "counterfeit",
        "grounds": "Our seams differ.",
        "phone": "0571-88",
        "signed_by": "Lin",
    }
    return denials.deny(notice, proof=[picture()], by=cast.respondent, now=now, **{**said, **data})


@photographed
def denied(cast: Cast, now: datetime, **data: Any) -> ResultNotice:
    notice = served(cast, now, **data)
    deny(notice, cast, now)
    return notice


@photographed
def filed(cast: Cast, now: datetime, **data: Any) -> Denial:
    return Denial.objects.get(notice=denied(cast, now, **data))


@photographed
def asked(cast: Cast, now: datetime, **data: Any) -> Denial:
    denial = filed(cast, now, **data)
    denials.ask(denial, asked="The purchase book.", by=cast.county_officer, now=now)
    return denial


def withdraw(denial: Denial, cast: Cast, now: datetime) -> Denial:
    """Whoever has the link takes it back."""
    note = "It is ours after all."
    denials.withdraw(denial, note=note, signed_by="Lin", signed_as="head", by=cast.respondent, now=now)
    return Denial.objects.get(pk=denial.pk)


@photographed
def withdrawing(cast: Cast, now: datetime, **data: Any) -> Denial:
    """Taken back by the link, and not confirmed yet."""
    return withdraw(filed(cast, now, **data), cast, now)


def all_voided(cast: Cast, now: datetime) -> None:
    """What platforms, regulators, shops and enterprises were asked for is called off."""
    for notice in ResultNotice.objects.all():
        notices.void_notice(notice, by=cast.leader, now=now, note=given_again.WHY)
    for found in PlatformDisposal.objects.all():
        given_again.void(found, cast, now)
    for case in EnforcementCase.objects.all():
        given_again.void(case, cast, now)
