"""How does what rests on a report that has turned come to its end, and who learns of it? (W-05)"""

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
from accounts.roles import Role
from casework.actions import lock, take
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from casework.flow import Refused
from casework.work.notifications import tell
from catalogue.models import PASSED, Verdict
from disposal.actions.closing import cases_under
from disposal.actions.consequences import end
from disposal.actions.links import remind
from disposal.flow.consequences import ENFORCEMENT_CASE_FLOW, PLATFORM_DISPOSAL_FLOW
from disposal.flow.turned import CASE_TURNED, DISPOSAL_TURNED
from disposal.flow.vocabulary import PlatformDisposalState
from disposal.models.cases import EnforcementCase
from disposal.models.disposals import DisposalItem, PlatformDisposal
from disposal.models.notices import ResultNotice
from documents.actions import attach, issue, newest, serve_awaited
from documents.delivery import awaited, confirm_receipt
from inspection.reports.models.reports import Report
from monitoring.risks.models.riskcases import RiskCase
from trail.enumerations import enumerated
from trail.models import Event

LETTER = "end_letter"
FAILS = Verdict.NON_CONFORMING
# By which papers was told or proposed what the letter ends.
FALLEN = ("platform_compilation", "result_notice", "penalty_notice", "penalty_decision")


@ENFORCEMENT_CASE_FLOW.handles("lapse")
@transaction.atomic
@carries("W-05")
def lapse_case(case: EnforcementCase, *, note: str, by: Viewer, now: datetime) -> None:
    """The head ends a case whose ground is gone; a party that was told of a penalty learns of it on paper."""
    event = end("lapse", case, by, now, {"note": note})
    with override(settings.LANGUAGE_CODE):
        if newest(case, "penalty_notice"):
            asked = {"contact": case.contact or str(by.user)}
            if case.contact_phone:
                asked["office_phone"] = case.contact_phone
            _letter(case, case.party_concerned, case.regulator, [case.report], note, by, now, **asked)
        _tell_merchants([case.report], note, event, now)


@PLATFORM_DISPOSAL_FLOW.handles("lapse")
@transaction.atomic
@carries("W-05")
def lapse_disposal(disposal: PlatformDisposal, *, note: str, by: Viewer, now: datetime) -> None:
    """The center ends a disposal whose ground is gone: a letter asks the platform to lift what it did."""
    assert disposal.center is not None and disposal.platform is not None
    lock(*_cases(disposal))
    event = take("lapse", disposal, by=by, now=now, note=note, end_delivered_on=None)
    reports = list(Report.objects.filter(pk__in=disposal.items.values("report")).order_by("pk"))
    measures = tuple(
        f"{taken.account()}: {item}"
        for taken in disposal.standing_measures()
        for item in taken.items.all()
        if taken in item.standing()
    )
    with override(settings.LANGUAGE_CODE):
        _letter(
            disposal,
            disposal.platform.name,
            disposal.center,
            reports,
            note,
            by,
            now,
            addressee=disposal.platform,
            contact=str(by.user),
            measures=measures,
        )
        _tell_merchants(reports, note, event, now)
    disposal.refresh_from_db()
    _conclude_untouched(disposal, now, event.pk)


def _letter(
    record: EnforcementCase | PlatformDisposal | ResultNotice,
    name: str,
    office: Organisation,
    reports: Sequence[Report],
    reason: str,
    by: By,
    now: datetime,
    **more: Any,
) -> None:
    addressee = more.pop("addressee", None)
    issue(
        record,
        paper=LETTER,
        title=_("Notice that a matter is ended"),
        content={
            "addressee": name,
            "record_number": record.number,
            "subject": record.title,
            "reports": tuple(f"{each.number}: {Verdict(each.outcome).label}" for each in reports),
            "reason": reason,
            "fallen": tuple(
                f"{paper.title} {paper.file_number}"
                for paper in record.documents.filter(paper__in=FALLEN, superseded_by=None).order_by("pk")
            ),
            "office_address": office.address,
            "office_phone": office.phone,
            **more,
        },
        by=by,
        now=now,
        office=office,
        addressee=addressee,
        supersedes=newest(record, LETTER),
        language=settings.LANGUAGE_CODE,
    )


def _tell_merchants(reports: Sequence[Report], reason: str, event: Event, now: datetime) -> None:
    """Shop and producer who were told of the former result learn, once, that it holds no more."""
    served = ResultNotice.objects.filter(report__in=reports, served_on__isnull=False, merchant__isnull=False)
    for notice in served.exclude(documents__paper=LETTER).order_by("pk"):
        assert notice.center is not None and notice.merchant is not None
        system = System(cause=event.pk)
        own = [notice.report]
        more = {"addressee": notice.merchant, "contact": _sender(notice)}
        _letter(notice, notice.addressee.name, notice.center, own, reason, system, now, **more)
        tell(notice, event, notice.center.pk, Role.COMPILER)
        remind(notice, now)


def _sender(notice: ResultNotice) -> str:
    """Whoever at the center last wrote to the addressee of a notice."""
    link = notice.links.select_related("created_by").last()
    return str(link.created_by) if link else ""


def _must_be_lifted(
    disposal: PlatformDisposal, lifted_on: date, evidence: UploadedFile[Any] | None, now: datetime
) -> None:
    """Raises Refused where the day cannot be or nothing shows that the measures are lifted."""
    problems = disposal.unless_lifted(lifted_on, evidence is not None, local_day(now))
    if problems:
        raise Refused(" ".join(problems.values()))


@PLATFORM_DISPOSAL_FLOW.handles("lift")
@transaction.atomic
@carries("6.4-2")
def lift(
    disposal: PlatformDisposal,
    *,
    lifted_on: date,
    evidence: UploadedFile[Any] | None = None,
    by: Viewer,
    now: datetime,
) -> None:
    """The platform has lifted what it did: its measures are struck, and count for nothing."""
    _must_be_lifted(disposal, lifted_on, evidence, now)
    end("lift", disposal, by, now, {"lifted_on": lifted_on})
    if evidence is not None:
        attach(disposal, evidence, "measure", by=by, now=now)
    why = _("The report has turned; lifted on %(day)s.") % {"day": lifted_on}
    disposal.standing_measures().update(struck_at=now, struck_why=why)


@PLATFORM_DISPOSAL_FLOW.handles("acknowledge_end")
@transaction.atomic
@carries("6.4-2")
def acknowledge_end(disposal: PlatformDisposal, *, by: Viewer, now: datetime) -> None:
    """The platform confirms the letter that ends the matter; its time to lift its measures begins."""
    lock(*_cases(disposal))
    paper = awaited(disposal)
    event = take("acknowledge_end", disposal, by=by, now=now, end_delivered_on=local_day(now))
    if paper:
        confirm_receipt(paper, by=by, now=now)
    _conclude_untouched(disposal, now, event.pk)


@PLATFORM_DISPOSAL_FLOW.handles("serve_end")
@transaction.atomic
@carries("6.4-2")
def serve_end(disposal: PlatformDisposal, *, by: Viewer, now: datetime, **proof: Any) -> None:
    """The center notes that the letter which ends the matter has reached the platform."""
    lock(*_cases(disposal))
    serve_awaited(disposal, by=by, now=now, **proof)
    _conclude_untouched(disposal, now)


def _cases(disposal: PlatformDisposal) -> list[RiskCase]:
    """Those that may be closed with its end: everybody locks them before it."""
    return cases_under(Report.objects.filter(pk__in=disposal.items.values("report")))


@PLATFORM_DISPOSAL_FLOW.handles("conclude")
@transaction.atomic
def conclude(disposal: PlatformDisposal, *, by: By, now: datetime) -> None:
    """A matter that the platform knows to be ended, and about which it did nothing, needs nothing more."""
    end("conclude", disposal, by, now, {})


def _conclude_untouched(disposal: PlatformDisposal, now: datetime, cause: int | None = None) -> bool:
    """The same, by itself, where it is so. Returns whether it was."""
    untouched = disposal.state == PlatformDisposalState.LIFTING and not disposal.is_measured
    if untouched:
        conclude(disposal, by=System(cause=cause), now=now)
    return untouched


def look_for_unmeasured(now: datetime) -> int:
    """End what nothing was done about and whose letter was served from its own page. Returns how many."""
    known = PlatformDisposal.objects.filter(state=PlatformDisposalState.LIFTING).order_by("pk")
    return sum(_conclude_untouched(disposal, now) for disposal in known)


@PLATFORM_DISPOSAL_FLOW.handles("lift_early", "lift_in_part")
@transaction.atomic
@carries("6.4-2")
def lift_part(
    disposal: PlatformDisposal,
    *,
    step: str,
    lifted_on: date,
    evidence: UploadedFile[Any] | None = None,
    by: Viewer,
    now: datetime,
) -> None:
    """A platform has lifted what it did about the products that conform by now."""
    _must_be_lifted(disposal, lifted_on, evidence, now)
    lock(disposal)
    products = disposal.to_lift()
    note = _("Lifted on %(day)s: %(products)s") % {
        "day": lifted_on,
        "products": enumerated(products),
    }
    take(step, disposal, by=by, now=now, note=note)
    disposal.items.filter(pk__in=[item.pk for item in products]).update(lifted_on=lifted_on)
    if evidence is not None:
        attach(disposal, evidence, "measure", by=by, now=now)


@ENFORCEMENT_CASE_FLOW.handles("go_on")
@transaction.atomic
@carries("W-05")
def go_on(case: EnforcementCase, *, own_ground: str, by: Viewer, now: datetime) -> None:
    """The head lets the case go on upon what the regulator found itself; who had not got it has it now."""
    received_on = case.received_on or local_day(now)
    take("go_on", case, by=by, now=now, own_ground=own_ground, received_on=received_on)


def look_for_turned(now: datetime) -> int:
    """Bring before whoever answers for it what rests on a report that turned before there was such a step, or
    while it was decided upon. Returns how many."""
    cases = EnforcementCase.objects.filter(state__in=CASE_TURNED[0].sources)
    disposals = PlatformDisposal.objects.filter(state__in=DISPOSAL_TURNED[0].sources)
    kept_off_sale = DisposalItem.objects.filter(
        report__outcome__in=PASSED, lifted_on=None, measures__isnull=False, measures__struck_at=None
    )
    in_part = PlatformDisposal.objects.filter(
        state__in=PlatformDisposal.flow["turn_in_part"].sources, pk__in=kept_off_sale.values("disposal")
    )
    turned = [
        *(("turn", case) for case in cases.filter(report__outcome__in=PASSED).order_by("pk")),
        *(("turn", each) for each in disposals.exclude(items__report__outcome=FAILS).order_by("pk")),
        *(("turn_in_part", each) for each in in_part.order_by("pk")),
    ]
    brought = 0
    for step, record in turned:
        try:
            take(step, record, by=System(), now=now)
        except Refused:  # somebody took a step a moment ago
            continue
        brought += 1
    return brought
