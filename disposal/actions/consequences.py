"""What can a platform and a regulator do about what they were told, and how does the center verify it?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.models import By, System, Viewer
from accounts.roles import Role
from casework.actions import lock, take
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from casework.flow import NOTHING, Refused
from casework.work.notifications import Telling
from disposal.actions.closing import cases_under, close_settled
from disposal.actions.control import unless_noticed
from disposal.actions.feedback import issue_feedback, issue_return
from disposal.actions.heard import tell_in
from disposal.flow.consequences import ENFORCEMENT_CASE_FLOW, PLATFORM_DISPOSAL_FLOW
from disposal.flow.vocabulary import EnforcementCaseState, Measure, PlatformDisposalState
from disposal.models.cases import EnforcementCase
from disposal.models.disposals import DisposalItem, MeasureTaken, PlatformDisposal
from disposal.models.sale import unless_gone
from documents.actions import attach
from documents.delivery import awaited, confirm_receipt
from inspection.reports.models.reports import Report
from trail import verbs
from trail.models import Event

verbs.register(
    "accept less", gettext_lazy("The platform did less than asked for: accepted"), notification=True
)
verbs.register(
    "propose to accept less",
    gettext_lazy("The platform did less than asked for: to be accepted or not"),
    notification=True,
)
verbs.register(
    "refuse less", gettext_lazy("The platform did less than asked for: not accepted"), notification=True
)


def _say(problems: dict[str, str]) -> None:
    if problems:
        raise Refused(" ".join(problems.values()))


@PLATFORM_DISPOSAL_FLOW.handles("acknowledge")
@transaction.atomic
def acknowledge(disposal: PlatformDisposal, *, by: Viewer, now: datetime) -> None:
    """The platform confirms that it has a report that was not delivered otherwise; its time to act begins."""
    paper = awaited(disposal)
    take("acknowledge", disposal, by=by, now=now, delivered_on=local_day(now), received_at=now)
    if paper:
        confirm_receipt(paper, by=by, now=now)


@PLATFORM_DISPOSAL_FLOW.handles("acknowledge_again")
@transaction.atomic
def acknowledge_again(disposal: PlatformDisposal, *, by: Viewer, now: datetime) -> None:
    """The same of what was returned to it."""
    _have_back("acknowledge_again", disposal, by, now)


@ENFORCEMENT_CASE_FLOW.handles("receive_return")
@transaction.atomic
def receive_return(case: EnforcementCase, *, by: Viewer, now: datetime) -> None:
    """The regulator confirms that it has back the report that was not delivered otherwise."""
    _have_back("receive_return", case, by, now)


def _have_back(name: str, record: PlatformDisposal | EnforcementCase, by: Viewer, now: datetime) -> None:
    paper = awaited(record)
    take(name, record, by=by, now=now, returned_on=local_day(now))
    if paper:
        confirm_receipt(paper, by=by, now=now)


@PLATFORM_DISPOSAL_FLOW.handles("receive")
@transaction.atomic
def receive(disposal: PlatformDisposal, *, by: By, now: datetime) -> None:
    """The platform confirms the receipt: its time has run since the delivery."""
    take("receive", disposal, by=by, now=now, received_at=now)


def _while(step: str, disposal: PlatformDisposal) -> str:
    """The step by this name, or what it is called while the report is disputed."""
    return f"{step}_disputed" if disposal.state == PlatformDisposalState.DISPUTED else step


@PLATFORM_DISPOSAL_FLOW.handles("measure", "measure_disputed")
@transaction.atomic
@carries("4.2.4-a", "6.4-2")
def enter_measure(
    disposal: PlatformDisposal,
    *,
    items: Iterable[DisposalItem],
    evidence: UploadedFile[Any],
    by: By,
    now: datetime,
    **data: Any,
) -> MeasureTaken:
    """Enter one measure about some of the products, with its evidence."""
    items = list(items)
    lock(disposal)
    _say(disposal.unless_measured({**data, "items": items}, local_day(now)))
    take(_while("measure", disposal), disposal, by=by, now=now, note=str(Measure(data["measure"]).label))
    kept = attach(disposal, evidence, "measure", by=by, now=now)
    measure = MeasureTaken.objects.create(disposal=disposal, evidence=kept, at=now, **data)
    measure.items.set(items)
    return measure


@PLATFORM_DISPOSAL_FLOW.handles("strike", "strike_disputed")
@transaction.atomic
@carries("6.4-2")
def strike_measure(
    disposal: PlatformDisposal, *, taken: MeasureTaken, note: str, by: By, now: datetime
) -> None:
    """Strike a measure entered by mistake, before it is reported: it is kept, and counts for nothing."""
    take(_while("strike", disposal), disposal, by=by, now=now, note=f"{taken}: {note}")
    struck = disposal.new_measures().filter(pk=taken.pk).update(struck_at=now, struck_why=note)
    if not struck:
        raise Refused(
            _("This measure does not stand any more, or was reported already: load the page again.")
        )


@PLATFORM_DISPOSAL_FLOW.handles("finish")
@transaction.atomic
def finish(disposal: PlatformDisposal, *, by: By, now: datetime, **data: Any) -> None:
    """The handling is finished: the five days in which to report it begin with that day (6.4-4)."""
    _say(disposal.unless_finished(data["handled_on"], data.get("below_reason", ""), local_day(now)))
    take("finish", disposal, by=by, now=now, **data)


@PLATFORM_DISPOSAL_FLOW.handles("feed_back")
@transaction.atomic
@carries("6.4-4", "4.2.4-b")
def feed_back(disposal: PlatformDisposal, *, by: By, now: datetime, **data: Any) -> None:
    """The platform reports its handling, on paper (4.11); late, too, it may and must."""
    take("feed_back", disposal, by=by, now=now, fed_back_on=local_day(now), **data)
    issue_feedback(disposal, by, now)


@PLATFORM_DISPOSAL_FLOW.handles("reopen")
@transaction.atomic
def reopen(disposal: PlatformDisposal, *, by: By, now: datetime, note: str) -> None:
    """The center found the product still on sale: the platform has to act again, in the set time from the
    delivery of the letter that says so."""
    take("reopen", disposal, by=by, now=now, note=note, reopened_at=now, returned_on=None)
    issue_return(disposal, note, by, now)
    disposal.refresh_from_db()


@ENFORCEMENT_CASE_FLOW.handles("return")
@transaction.atomic
def return_report(case: EnforcementCase, *, by: By, now: datetime, note: str) -> None:
    """The center returns a regulator's report, by a letter whose delivery begins the time to amend it."""
    take("return", case, by=by, now=now, note=note, returned_on=None)
    issue_return(case, note, by, now)
    case.refresh_from_db()


@PLATFORM_DISPOSAL_FLOW.handles("verify")
@transaction.atomic
def verify(disposal: PlatformDisposal, *, by: By, now: datetime, **data: Any) -> None:
    """The center is satisfied; with the last of them the risk case is closed. Locks the risk cases first.

    Of what was to go off sale, or went, it says that it is gone; of nothing else.
    """
    _say(unless_gone(disposal, data))
    end("verify", disposal, by, now, data)


@ENFORCEMENT_CASE_FLOW.handles("verify")
@transaction.atomic
def verify_case(
    case: EnforcementCase,
    *,
    checked_on: date,
    note: str,
    left_noticed: bool = False,
    by: Viewer,
    now: datetime,
) -> None:
    """The center has looked at what the regulator reported, on a day: at what, stands in the trail; and has
    noticed where what failed is left without control."""
    unless_noticed(case, left_noticed)
    said = f"{checked_on} · {note}"
    if case.upheld_denial() is None:
        end("verify", case, by, now, {"note": said})
        return
    event = take("verify", case, by=by, now=now, note=said)
    disown(case, System(cause=event.pk), now)


@carries("W-12")
def disown(case: EnforcementCase, by: System, now: datetime) -> None:
    """Bring before the center a case that is over, and of whose party a denial was upheld: what becomes of
    the goods nobody has said. The regulator that had the case hears of it, officer and head."""
    lock(case)
    case.refresh_from_db()
    denial = case.upheld_denial()
    if case.state != EnforcementCaseState.VERIFIED or denial is None:
        return
    with override(settings.LANGUAGE_CODE):
        note = _("%(party)s denied that the product is its own, and was right: %(denial)s.") % {
            "party": case.party_concerned,
            "denial": denial.number,
        }
    event = take("disown", case, by=by, now=now, note=note)
    telling = Telling(now)
    for role in (Role.CASE_OFFICER, Role.APPROVER):
        telling.tell(case, event, case.regulator_id, role)
    telling.send()


@ENFORCEMENT_CASE_FLOW.handles("let_stand")
@transaction.atomic
def let_stand(case: EnforcementCase, *, note: str, by: Viewer, now: datetime) -> None:
    """The center says why nothing more is to be done; the risk case is closed if it waited for this alone."""
    end("let_stand", case, by, now, {"note": note})


@PLATFORM_DISPOSAL_FLOW.handles("propose_less")
@transaction.atomic
@carries("6.4-4")
def propose_less(disposal: PlatformDisposal, *, check_account: str, note: str, by: By, now: datetime) -> None:
    """The center looked, says what it saw, and proposes that less than asked for is enough; whose case it is
    hears of it."""
    event = take("propose_less", disposal, by=by, now=now, note=note, check_account=check_account)
    _tell_regulators(disposal, "propose to accept less", event, by)


@PLATFORM_DISPOSAL_FLOW.handles("accept_less")
@transaction.atomic
@carries("6.4-4")
def accept_less(disposal: PlatformDisposal, *, by: By, now: datetime, note: str) -> None:
    """Somebody else than who proposed it holds what was done to be enough, and says why."""
    event = end("accept_less", disposal, by, now, {"note": note})
    _tell_regulators(disposal, "accept less", event, by)


@PLATFORM_DISPOSAL_FLOW.handles("refuse_less")
@transaction.atomic
@carries("6.4-4")
def refuse_less(disposal: PlatformDisposal, *, by: By, now: datetime, note: str) -> None:
    """The leader holds it not to be enough: the compiler returns it to the platform."""
    event = take("refuse_less", disposal, by=by, now=now, note=note)
    _tell_regulators(disposal, "refuse less", event, by)


def _tell_regulators(disposal: PlatformDisposal, action: str, event: Event, by: By) -> None:
    """Whoever set the task reads of it here; who has a case about a product that fell short, in the case: the
    platform's matter need not be within their region. Of what was accepted the head hears too."""
    telling = Telling(event.at)
    telling.tell(disposal, event, disposal.regulator_id, Role.CASE_OFFICER)
    short = [item.report_id for item in disposal.short()]
    tell_in(
        EnforcementCase.objects.filter(report__in=short).exclude(state__in=NOTHING),
        action,
        disposal,
        lambda case: _measured(disposal, case, event),
        telling,
        by=by,
        role=event.role,
        clause="6.4-5",
        tells=(Role.CASE_OFFICER, *((Role.APPROVER,) if action == "accept less" else ())),
    )
    telling.send()


def _measured(disposal: PlatformDisposal, case: EnforcementCase, event: Event) -> str:
    """What was said of it, and what was asked of the product and done: the regulator of the case need not see
    the platform's matter."""
    with override(settings.LANGUAGE_CODE):
        fell_short = [": ".join(line) for line in disposal.shortfall(case.report_id)]
    return " · ".join([event.detail["note"], *fell_short])


def end(
    name: str, record: PlatformDisposal | EnforcementCase, by: By, now: datetime, data: dict[str, Any]
) -> Event:
    """Take a step that ends it, and close the risk case if this was the last that it waited for."""
    if isinstance(record, PlatformDisposal):
        reports = Report.objects.filter(pk__in=record.items.values("report"))
    else:
        reports = Report.objects.filter(pk=record.report_id)
    cases = cases_under(reports)
    lock(*cases)
    event = take(name, record, by=by, now=now, **data)
    close_settled(cases, System(cause=event.pk), now)
    return event
