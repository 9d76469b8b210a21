"""What do tests of this stage start from? Compiled reports and what follows from them, by the actions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import Region, Viewer
from casework.actions import take
from casework.handlers import perform
from casework.models import Filed
from catalogue.models import TestItem
from disposal.actions import compilations, consequences, jurisdiction, procedure
from disposal.models.cases import EnforcementCase
from disposal.models.compilations import Compilation
from disposal.models.disposals import PlatformDisposal
from documents.models import Document
from inspection.reports.models.reports import Report
from sampling.samples.models.samples import Sample
from tests.cast import Cast, refuse_the_portal
from tests.disposal.given_national import NOTICED as NOTICED
from tests.disposal.given_national import agreed as agreed
from tests.disposal.given_national import begun as begun
from tests.disposal.given_national import compiled as compiled
from tests.disposal.given_national import confirmed as confirmed
from tests.disposal.given_national import counted as counted
from tests.disposal.given_national import handed_back as handed_back
from tests.disposal.given_national import handed_in as handed_in
from tests.disposal.proofs import ON_PAPER as ON_PAPER
from tests.disposal.proofs import VERIFIED as VERIFIED
from tests.disposal.proofs import located as located
from tests.disposal.proofs import party_told as party_told
from tests.disposal.proofs import served as served
from tests.disposal.proofs import service_form as service_form
from tests.documents.conftest import picture
from tests.inspection.given import BAD, delivered
from tests.photos import photographed

COUNTY = "910101"
# Why something is sent although nobody looked at its photos.
IN_HASTE = "The photos follow."
HASTY: dict[str, Any] = {"without_photos": IN_HASTE}
TEXTS = {
    "task": "Toys sold online",
    "summary": "One soft toy of two loses its eyes.",
    "analysis": "All come from one maker.",
    "advice": "Look at the makers of eyes.",
    "platform_advice": "Search for the same toy.",
}


@photographed
def failed_report(cast: Cast, now: datetime, **where: Any) -> Report:
    """A delivered report on a non-conforming product, made in the county unless told otherwise.

    What failed was graded serious only after it was tested: no grave finding was told.
    """
    where = where or {"enterprise": Region.objects.get(pk=COUNTY)}
    TestItem.objects.update(severity="ordinary")
    report = located(delivered(cast, now, values=BAD), **where)
    TestItem.objects.update(severity="serious")
    return report


LABEL = "Pine Creek Toy Works"


@photographed
def doubtful_report(cast: Cast, now: datetime, producer: str = LABEL, **where: Any) -> Report:
    """A delivered report on a product that failed, whose label names another producer than its listing."""
    report = failed_report(cast, now, **where)
    Sample.objects.filter(pk=report.sample_id).update(producer=producer)
    Report.objects.filter(pk=report.pk).update(producer=producer, producer_address="3 Mill Lane")
    return Report.objects.get(pk=report.pk)


@photographed
def in_doubt(cast: Cast, now: datetime, **data: Any) -> Compilation:
    """A draft in which somebody has to say who the party is."""
    return drafted(cast, now, reports=[doubtful_report(cast, now, **data)])


def party_form(compilation: Compilation, **changes: Any) -> dict[str, Any]:
    """The decision as it is posted: the producer on the label, who is in the next county."""
    return {
        "report": compilation.reports.get(),
        "party": "label",
        "region": "910102",
        "reason": "The label was read twice; the listing copies another shop's.",
        **changes,
    }


def texts(now: datetime) -> dict[str, Any]:
    return {**TEXTS, "period_from": now.date() - timedelta(days=30), "period_to": now.date()}


@photographed
def drafted(cast: Cast, now: datetime, reports: Sequence[Report] = (), **data: Any) -> Compilation:
    """A compilation of one non-conforming report unless told otherwise."""
    reports = list(reports) or [failed_report(cast, now)]
    return compilations.compile_reports(reports=reports, by=cast.compiler, now=now, **{**texts(now), **data})


@photographed
def submitted(cast: Cast, now: datetime, **data: Any) -> Compilation:
    compilation = drafted(cast, now, **data)
    compilations.submit(compilation, by=cast.compiler, now=now)
    return compilation


@photographed
def approved(cast: Cast, now: datetime, **data: Any) -> Compilation:
    compilation = submitted(cast, now, **data)
    compilations.approve(compilation, by=cast.leader, now=now)
    return compilation


@photographed
def sent(cast: Cast, now: datetime, **data: Any) -> Compilation:
    """Sent: one platform has to handle, one regulator to inspect."""
    compilation = approved(cast, now, **data)
    compilations.send(compilation, **HASTY, by=cast.compiler, now=now)
    return compilation


@photographed
def disposal(cast: Cast, now: datetime, **data: Any) -> PlatformDisposal:
    """What the platform has to do, as it was sent and delivered."""
    return PlatformDisposal.objects.get(compilation=sent(cast, now, **data))


def undelivered(cast: Cast, now: datetime) -> PlatformDisposal:
    """The same, where the platform and the county's regulator accept no service through the portal."""
    compilation = approved(cast, now)
    refuse_the_portal(cast.platform, cast.county)
    compilations.send(compilation, **HASTY, by=cast.compiler, now=now)
    return PlatformDisposal.objects.get(compilation=compilation)


@photographed
def received(cast: Cast, now: datetime, **data: Any) -> PlatformDisposal:
    found = disposal(cast, now, **data)
    consequences.receive(found, by=cast.quality_officer, now=now)
    return found


@photographed
def handling(cast: Cast, now: datetime, **data: Any) -> PlatformDisposal:
    found = received(cast, now, **data)
    take("handle", found, by=cast.quality_officer, now=now)
    return found


def measure(found: PlatformDisposal, cast: Cast, now: datetime, **data: Any) -> None:
    """The shop is removed by the platform, unless told otherwise."""
    row = {
        "measure": "remove",
        "carried_out_by": "platform",
        "asked_on": now.date(),
        "done_on": now.date(),
        "internal_rule": "Quality rule 7",
        "items": list(found.items.all()),
        "evidence": picture(),
    }
    consequences.enter_measure(found, by=cast.quality_officer, now=now, **{**row, **data})


@photographed
def measured(cast: Cast, now: datetime, **data: Any) -> PlatformDisposal:
    found = handling(cast, now, **data)
    measure(found, cast, now)
    return found


@photographed
def done(cast: Cast, now: datetime, handled_on: date | None = None, **data: Any) -> PlatformDisposal:
    found = measured(cast, now, **data)
    consequences.finish(found, by=cast.quality_officer, now=now, handled_on=handled_on or now.date())
    return found


@photographed
def fed_back(cast: Cast, now: datetime, **data: Any) -> PlatformDisposal:
    found = done(cast, now, **data)
    consequences.feed_back(found, by=cast.quality_officer, now=now, contact="Li", contact_phone="0571-3")
    return found


@photographed
def sent_back(cast: Cast, now: datetime) -> PlatformDisposal:
    """Returned to a platform that accepts no service through the portal: not delivered."""
    found = fed_back(cast, now)
    refuse_the_portal(cast.platform)
    consequences.reopen(found, by=cast.compiler, now=now, note="It is back.")
    return found


@photographed
def disputed(cast: Cast, now: datetime) -> PlatformDisposal:
    found = handling(cast, now)
    take("dispute", found, by=cast.quality_officer, now=now, note="Not sold here.")
    return found


def disputed_measure(cast: Cast, now: datetime) -> PlatformDisposal:
    found = disputed(cast, now)
    measure(found, cast, now)
    return found


@photographed
def referred(cast: Cast, now: datetime, **data: Any) -> EnforcementCase:
    """A product made in the county, referred to the county's regulator and delivered."""
    return EnforcementCase.objects.get(compilation=sent(cast, now, **data))


def unreceived(cast: Cast, now: datetime) -> EnforcementCase:
    """The same, not delivered yet."""
    return EnforcementCase.objects.get(compilation=undelivered(cast, now).compilation_id)


def passed_on(cast: Cast, now: datetime, case: EnforcementCase | None = None) -> EnforcementCase:
    """Assigned by the city to the next county, which accepts no service through the portal."""
    case = case or referred(cast, now)
    jurisdiction.dispute(case, by=cast.county_officer, now=now, dispute_reason="It has moved.")
    refuse_the_portal(cast.other_county)
    jurisdiction.assign(
        case,
        regulator=cast.other_county,
        assignment_reason="It moved there.",
        elsewhere=True,
        by=cast.city_officer,
        now=now,
    )
    return case


def found_by_inspection() -> dict[str, Any]:
    return {"control": "seal", "sealed": 40, "cause": "material", "cause_detail": "Weak thread."}


# The steps of a case in their order, with what each enters on a day.
STEPS: dict[str, Any] = {
    "inspect": lambda day: {"started_on": day, "jurisdiction": "Place of the enterprise"},
    "evidence": lambda day: {"kind": "inspection_record", "made_on": day, "file": picture()},
    "propose_filing": lambda day: {**found_by_inspection(), "violation": "Unsafe toys."},
    "sign_filing": lambda day: {},
    "file": lambda day: {"filed_on": day, "case_number": "2026-17"},
    "propose_decision": lambda day: {"penalties": ["fine"], "amount": "5000.00", **ON_PAPER},
    "review": lambda day: {"review_opinion": "Facts clear, grounds right."},
    "give_notice": lambda day: {},
    "serve_notice": served,
    "hear": lambda day: {
        "statement": "A first offence.",
        "considered": "The fine is at the lower end.",
        "waived": True,
        "files": [picture("statement.png", size=(8, 9))],
    },
    "decide": lambda day: {"decided_on": day, "decision_number": "2026-17-D"},
    "serve_decision": served,
    "execute": lambda day: {"executed_on": day, "execution": "Paid."},
    "close": lambda day: {"closed_on": day, "account": "Fined.", "under_control": True},
}
# Who of the county takes it, where it is not the first officer.
TAKES = {
    "sign_filing": "county_second",
    "file": "county_head",
    "review": "county_reviewer",
    "decide": "county_head",
}


def takes(step: str, cast: Cast) -> Viewer:
    """Who takes a step of the county's case."""
    return getattr(cast, TAKES.get(step, "county_officer"))  # type: ignore[no-any-return]


def case_step(name: str, case: EnforcementCase, cast: Cast, now: datetime, **data: Any) -> None:
    """One step of a case, by its action."""
    if name == "propose_filing":
        party_told(case, cast, now)
    data = data or (unlike_others(case, STEPS[name](now.date())) if name in STEPS else {})
    perform(case.flow[name], case, by=takes(name, cast), now=now, **data)


def unlike_others(case: EnforcementCase, entered: dict[str, Any]) -> dict[str, Any]:
    """What is entered, with numbers that no other case bears, and no decision that was revoked."""
    others = EnforcementCase.objects.exclude(pk=case.pk)
    for field in {"case_number", "decision_number"} & entered.keys():
        papers = Document.objects.filter(file_number=entered[field])
        if others.filter(**{field: entered[field]}).exists() or papers.exists():
            entered[field] += f"-{case.pk}-{Document.objects.count()}"
    return entered


def case_at(step: str, cast: Cast, now: datetime, case: EnforcementCase | None = None) -> EnforcementCase:
    """A case of the county after this step, all on one day; "receive": as it was delivered."""
    if case is None:
        return _after(cast, now, step)
    for name in STEPS if step != "receive" else ():
        case_step(name, case, cast, now)
        if name == step:
            break
    return case


@photographed
def _after(cast: Cast, now: datetime, step: str) -> EnforcementCase:
    """The same, from the photo of the step before it."""
    if step == "receive":
        return referred(cast, now)
    case = _after(cast, now, dict(zip(STEPS, ("receive", *STEPS), strict=False))[step])
    case_step(step, case, cast, now)
    return case


NO_FILING = {"not_filed_why": "Bankrupt."}


@photographed
def not_file_proposed(cast: Cast, now: datetime, case: EnforcementCase | None = None) -> EnforcementCase:
    case = case_at("evidence", cast, now, case)
    data = {**found_by_inspection(), **NO_FILING}
    take("propose_no_filing", case, by=cast.county_officer, now=now, **data)
    return case


@photographed
def not_filed(cast: Cast, now: datetime, case: EnforcementCase | None = None) -> EnforcementCase:
    case = not_file_proposed(cast, now, case)
    take("not_file", case, by=cast.county_head, now=now)
    return case


@photographed
def closed_unfiled(cast: Cast, now: datetime) -> EnforcementCase:
    case = not_filed(cast, now)
    case_step("close", case, cast, now)
    return case


@photographed
def unpunished(cast: Cast, now: datetime, case: EnforcementCase | None = None) -> EnforcementCase:
    """Reviewed, with a decision that imposes no penalty."""
    case = case_at("file", cast, now, case)
    case_step("propose_decision", case, cast, now, not_penalised_why="A first, slight offence.")
    case_step("review", case, cast, now)
    return case


@photographed
def reported(cast: Cast, now: datetime, case: EnforcementCase | None = None) -> EnforcementCase:
    """Closed and reported to the center."""
    case = case_at("close", cast, now, case)
    procedure.report_case(case, by=cast.county_head, now=now)
    return case


@photographed
def returned(cast: Cast, now: datetime) -> EnforcementCase:
    case = reported(cast, now)
    consequences.return_report(case, by=cast.compiler, now=now, note="Nothing is said of the recall.")
    return case


@photographed
def returning(cast: Cast, now: datetime) -> EnforcementCase:
    """The same, of a regulator that accepts no service through the portal."""
    case = reported(cast, now)
    refuse_the_portal(cast.county)
    consequences.return_report(case, by=cast.compiler, now=now, note="Nothing is said of the recall.")
    return case


def press(client: Client, record: Filed, step: str, data: dict[str, Any] | None = None) -> Any:
    """Post the form of a step, or press its button."""
    return client.post(reverse(f"{record.kind}-step", args=[record.number, step]), data or {})
