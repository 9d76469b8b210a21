"""How is each edge of notices and denials walked by HTTP?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from casework.actions import take
from casework.models import Filed
from disposal.actions import jurisdiction
from disposal.models.cases import EnforcementCase
from disposal.models.notices import Denial, ResultNotice
from tests.cast import Cast, refuse_the_portal
from tests.conftest import NOW
from tests.disposal import given as disposal
from tests.disposal import given_notices as given
from tests.documents.conftest import picture
from tests.photos import photographed
from tests.walks import Given, Walk

REASON = {"note": "For a good reason."}


def form(**data: Any) -> Any:
    """What a step asks, with a picture wherever a file is asked for."""
    return lambda record, cast: {key: picture() if value == "file" else value for key, value in data.items()}


@photographed
def silent(cast: Cast, now: datetime) -> ResultNotice:
    """Served so long ago that the time to comment is over."""
    return given.served(cast, now - timedelta(days=40))


@photographed
def closed_in_silence(cast: Cast, now: datetime) -> ResultNotice:
    found = silent(cast, now)
    take("close", found, by=cast.compiler, now=now)
    return found


def notice(step: str, source: str, actor: str, start: Given, data: Any = None) -> Walk:
    return Walk("resultnotice", step, source, actor, start, **({"data": data} if data else {}))


@photographed
def asked_long_ago(cast: Cast, now: datetime) -> Denial:
    return given.asked(cast, now - timedelta(days=30))


def denial(step: str, source: str, actor: str, start: Given, data: Any = None) -> Walk:
    return Walk("denial", step, source, actor, start, **({"data": data} if data else {}))


def its_denial(found: Filed) -> Filed:
    assert isinstance(found, ResultNotice)
    return found.denials.get()


def taken_back(cast: Cast, now: datetime) -> ResultNotice:
    """Its denial was taken back by the link, which the regulator has not confirmed yet."""
    return given.withdrawing(cast, now).notice


def case_at(step: str = "") -> Callable[[Cast, datetime], EnforcementCase]:
    """A case of the county after a step, or as it was referred; its enterprise has denied."""

    def made(cast: Cast, now: datetime) -> EnforcementCase:
        report = given.filed(cast, now).notice.report
        case = EnforcementCase.objects.get(report=report)
        return disposal.case_at(step, cast, now, case) if step else case

    return made


@photographed
def case_in_dispute(cast: Cast, now: datetime) -> EnforcementCase:
    case = case_at()(cast, now)
    jurisdiction.dispute(case, by=cast.county_officer, now=now, dispute_reason="It has moved.")
    return EnforcementCase.objects.get(pk=case.pk)


@photographed
def denied_undelivered(cast: Cast, now: datetime) -> EnforcementCase:
    refuse_the_portal(cast.county, cast.platform)
    return case_at()(cast, now)


@photographed
def denied_passed_on(cast: Cast, now: datetime) -> EnforcementCase:
    return disposal.passed_on(cast, now, case_at()(cast, now))


def denial_of(case: Filed) -> Denial:
    assert isinstance(case, EnforcementCase)
    return Denial.objects.get(notice__report__cases=case)


def redirect(source: str, start: Given) -> Walk:
    """The regulator upholds the denial of the enterprise: its case turns against the shop."""
    data = form(reason="The seams differ.")
    return Walk(
        "enforcementcase", "redirect", source, "county_third", start, data, "received", ("uphold", denial_of)
    )


ME, COMPILER, OFFICER = "respondent", "compiler", "county_officer"
DENIED = form(
    statement="not_made",
    grounds="Our seams differ.",
    phone="0571-88",
    signed_by="Lin",
    signed_as="head",
    proof="file",
)
SIGNED = {"signed_by": "Lin", "signed_as": "head"}
COMMENT = form(comment="We changed the thread.", signed_by="Lin", signed_as="head", enclosed="file")

WALKS = [
    notice(
        "send",
        "prepared",
        COMPILER,
        given.prepared,
        form(channel="platform", days=30, without_photos=disposal.IN_HASTE),
    ),
    notice(
        "serve",
        "sent",
        COMPILER,
        given.sent,
        form(method="post", served_on=NOW.date(), signed_by="Lin", relation="self", evidence="file"),
    ),
    notice(
        "acknowledge",
        "sent",
        ME,
        given.sent,
        form(reply="comments", signed_by="Lin", signed_as="head", accepts="on"),
    ),
    notice("agree", "served", ME, given.unanswered, form(signed_by="Lin", signed_as="head")),
    notice("comment", "served", ME, given.served, COMMENT),
    notice(
        "enter_reply", "served", COMPILER, given.served, form(reply="agrees", signed_by="Lin", scan="file")
    ),
    notice(
        "enter_reply",
        "closed",
        COMPILER,
        closed_in_silence,
        form(reply="agrees", signed_by="Lin", posted_on=NOW.date() - timedelta(days=30), scan="file"),
    ),
    notice("deny", "sent", ME, given.sent, DENIED),
    notice("deny", "served", ME, given.served, DENIED),
    notice("deny", "answered", ME, given.answered, DENIED),
    Walk(
        "resultnotice",
        "settle",
        "denied",
        OFFICER,
        given.denied,
        data=form(reason="The seams differ."),
        cause=("reject", its_denial),
    ),
    Walk(
        "resultnotice",
        "take_back",
        "denied",
        OFFICER,
        taken_back,
        data=form(**REASON),
        cause=("void", its_denial),
    ),
    notice("close", "served", COMPILER, silent),
    notice("answer", "answered", COMPILER, given.answered, form(answer="The old thread was tested.")),
    notice("close", "answered", COMPILER, given.replied),
    notice("void", "prepared", "leader", given.prepared, form(**REASON)),
    notice("renew", "voided", COMPILER, given.voided),
    denial("ask", "filed", OFFICER, given.filed, form(asked="The purchase book.")),
    denial("supply", "asked", ME, given.asked, form(supplement="Here it is.", proof="file")),
    denial("uphold", "filed", OFFICER, given.filed, form(reason="The seams differ.")),
    denial("reject", "filed", OFFICER, given.filed, form(reason="The seams are alike.")),
    denial("reject", "asked", OFFICER, asked_long_ago, form(reason="No proof came.")),
    denial("go_on_without", "asked", OFFICER, asked_long_ago),
    denial("withdraw", "filed", ME, given.filed, form(**REASON, **SIGNED)),
    denial("withdraw", "asked", ME, given.asked, form(**REASON, **SIGNED)),
    denial("keep", "withdrawing", OFFICER, given.withdrawing, form(**REASON)),
    denial("void", "withdrawing", OFFICER, given.withdrawing, form(**REASON)),
    redirect("referred", denied_undelivered),
    redirect("passed_on", denied_passed_on),
    redirect("received", case_at("receive")),
    redirect("inspecting", case_at("inspect")),
    redirect("disputed", case_in_dispute),
]
