"""What do tests of this stage and those downstream start from? Commissions and reports, by actions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Organisation, System, Viewer
from accounts.roles import Role
from casework.actions import take
from catalogue.models import TestItem
from inspection.commissions.actions import abnormalities, commissions
from inspection.commissions.models.abnormalities import Abnormality
from inspection.commissions.models.commissions import EntrustedSample, Entrustment
from inspection.corrections.actions import confirming, corrections
from inspection.corrections.models.corrections import Correction
from inspection.flow.reports import ISSUED
from inspection.flow.vocabulary import MEASURED
from inspection.reports.actions import reports, signing, testing
from inspection.reports.models.edited import meant
from inspection.reports.models.raws import RawRecord
from inspection.reports.models.reports import Report
from inspection.reports.models.tested_items import Result
from sampling.custody.actions.custody import hand_over
from sampling.custody.actions.samples import receive
from sampling.samples.actions.storage import keep_place
from sampling.samples.models.samples import Sample
from sampling.samples.models.storage import StoragePlace
from sampling.schemes.models import Scheme
from tests.cast import Cast, person, refuse_the_portal
from tests.documents.conftest import picture
from tests.inspection.given_certificates import instrument as instrument
from tests.inspection.given_certificates import may_sign as may_sign
from tests.inspection.given_certificates import names as names
from tests.inspection.given_certificates import qualified as qualified
from tests.monitoring.given import test_item
from tests.photos import photographed
from tests.sampling import given as sampling

BAD, GOOD = {"Small parts": "0", "Lead": "91"}, {"Small parts": "0", "Lead": "<5"}
# What the figures leave open, and the verdict that the tester set by hand.
OPEN: dict[str, Any] = {
    "Small parts": "0",
    "Lead": {"value": "<100", "verdict": "not_judged", "reason": "The curve ends at 100."},
}


def items(cast: Cast) -> list[TestItem]:
    """Two items: small parts (none allowed) and lead (90 mg/kg at most)."""
    return [test_item(cast), test_item(cast, "Lead", unit="mg/kg", limit_text="≤ 90")]


def terms(now: datetime) -> dict[str, Any]:
    """What a commission says besides laboratory, samples and items."""
    return {
        "obtained": "online",
        "grade": "not stated",
        "lot_size": "480 on offer",
        "test_grounds_are": ["national"],
        "test_grounds": "GB 6675-2014",
        "judgement_grounds_are": ["rules"],
        "judgement_grounds": "Monitoring rules for toys",
        "client_address": "2 Center Road",
        "client_postcode": "310000",
        "client_contact": "Organiser",
        "client_phone": "0571-2",
        "due_on": now.date() + timedelta(days=30),
        "confidentiality": "for the center alone",
        "subcontracting": False,
        "copies": 1,
        "sending": "portal",
        "afterwards": "center",
    }


@photographed
def drafted(cast: Cast, now: datetime, samples: Sequence[Sample] = (), **data: Any) -> Entrustment:
    """A commission that the organiser has drafted, for one sample in store unless told otherwise."""
    qualified(cast, now)
    return commissions.commission(
        samples=list(samples) or [sampling.stored_sample(cast, now)],
        laboratory=cast.laboratory,
        items=items(cast),
        by=cast.organiser,
        now=now,
        **{**terms(now), **data},
    )


@photographed
def sent(cast: Cast, now: datetime, **data: Any) -> Entrustment:
    entrustment = drafted(cast, now, **data)
    commissions.send(entrustment, by=cast.organiser, now=now)
    return entrustment


@photographed
def unserved(cast: Cast, now: datetime, **data: Any) -> Entrustment:
    """Sent to a laboratory that accepts no service through the portal."""
    refuse_the_portal(cast.laboratory)
    return sent(cast, now, **data)


@photographed
def unserved_received(cast: Cast, now: datetime) -> Entrustment:
    refuse_the_portal(cast.laboratory)
    return received(cast, now)


@photographed
def received(cast: Cast, now: datetime, **data: Any) -> Entrustment:
    """Sent, and its samples have been received by the laboratory."""
    entrustment = sent(cast, now, **data)
    for entrusted in entrustment.live():
        hand_over(entrusted.sample, by=cast.storekeeper, now=now)
        receive(entrusted.sample, by=cast.receiver, now=now, **sampling.receipt())
    return entrustment


def checks(now: datetime) -> dict[str, Any]:
    """What the laboratory notes of a sample on accepting the commission."""
    return {
        "received_on": now.date(),
        "appearance": "unmarked",
        "condition": "packing whole",
        "seal": "intact",
        "influences": "none",
    }


@photographed
def accepted(cast: Cast, now: datetime, **data: Any) -> Entrustment:
    entrustment = received(cast, now, **data)
    rows = {entrusted.pk: checks(now) for entrusted in entrustment.live()}
    commissions.accept(entrustment, rows=rows, no_interest=True, by=cast.receiver, now=now)
    return entrustment


@photographed
def in_progress(cast: Cast, now: datetime, **data: Any) -> Entrustment:
    entrustment = accepted(cast, now, **data)
    commissions.start(entrustment, by=cast.tester, now=now)
    return entrustment


@photographed
def begun(cast: Cast, now: datetime, entrustment: Entrustment | None = None) -> Report:
    """A report in which nothing has been entered."""
    entrustment = entrustment or in_progress(cast, now)
    entrusted = entrustment.live().filter(report=None)[0]
    return reports.begin_report(entrusted=entrusted, by=cast.tester, now=now)


def rows(report: Report, values: dict[str, Any]) -> dict[int, dict[str, Any]]:
    """Results by the key of their row; figures alone, or a whole row."""
    given = {result.pk: values[result.name] for result in report.results.all()}
    whole = {pk: value if isinstance(value, dict) else {"value": value} for pk, value in given.items()}
    return {result.pk: repeated(result, whole[result.pk]) for result in report.results.all()}


def repeated(result: Result, row: dict[str, Any]) -> dict[str, Any]:
    """What fails was measured once more, and what passes now although its repeat failed says why, unless the
    row says something of that itself."""
    if {"repeat", "repeat_said"} & row.keys() or not meant(result, row | {"repeat_said": ""}).unconfirmed():
        return row
    return row | ({"repeat_said": "Another portion."} if result.repeat else {"repeat": row["value"]})


@photographed
def entered(
    cast: Cast, now: datetime, values: dict[str, Any] = GOOD, entrustment: Entrustment | None = None
) -> Report:
    """A report with all results and their raw record, on a conforming sample unless told otherwise."""
    report = begun(cast, now, entrustment)
    done = {"tested_from": now.date(), "tested_to": now.date(), "tested_at": "1 Test Road"}
    testing.enter(report, rows=rows(report, values), by=cast.tester, now=now, **done)
    raw_record(cast, now, report)
    return report


def enter_one(report: Report, value: str, by: Viewer, now: datetime, name: str = "Lead") -> None:
    """One value, and nothing else."""
    result = result_of(report, name)
    testing.enter(report, rows={result.pk: repeated(result, {"value": value})}, by=by, now=now)


@photographed
def submitted(cast: Cast, now: datetime, **data: Any) -> Report:
    report = entered(cast, now, **data)
    signing.submit(report, by=cast.tester, now=now)
    return report


@photographed
def reviewed(cast: Cast, now: datetime, **data: Any) -> Report:
    report = submitted(cast, now, **data)
    signing.review(report, by=cast.reviewer, now=now)
    return report


@photographed
def signed(cast: Cast, now: datetime, **data: Any) -> Report:
    report = reviewed(cast, now, **data)
    signing.sign(report, by=cast.signatory, now=now)
    return report


@photographed
def issued(cast: Cast, now: datetime, **data: Any) -> Report:
    """An issued report; values=BAD makes it a non-conforming one."""
    report = signed(cast, now, **data)
    reports.publish(report, by=cast.signatory, now=now)
    return report


@photographed
def delivered(cast: Cast, now: datetime, **data: Any) -> Report:
    """A report that the center has received: what a compilation starts from."""
    report = issued(cast, now, **data)
    take("receive", report, by=cast.compiler, now=now)
    return report


def halt(
    entrustment: Entrustment, cast: Cast, now: datetime, *samples: EntrustedSample, to: str = "center"
) -> Abnormality:
    """Report that samples broke: all that wait for their report, if none is named."""
    return abnormalities.report_abnormality(
        entrustment,
        samples=list(samples or entrustment.waiting()),
        proof=[picture()],
        situation="broken",
        found_at=now,
        account="It fell.",
        reported_to=to,
        by=cast.tester,
        now=now,
    )


@photographed
def suspended(cast: Cast, now: datetime, **data: Any) -> Entrustment:
    """A commission that stands still because its sample broke."""
    entrustment = in_progress(cast, now, **data)
    halt(entrustment, cast, now)
    entrustment.refresh_from_db()
    return entrustment


@photographed
def abnormality(cast: Cast, now: datetime, to: str = "center") -> Abnormality:
    """An abnormality of the only sample of a commission. to: "regulator" = the department decides."""
    return halt(in_progress(cast, now), cast, now, to=to)


@photographed
def completed_before(cast: Cast, now: datetime) -> Scheme:
    """A scheme that was completed before an abnormality of its sample was reported."""
    entrustment = in_progress(cast, now)
    scheme: Scheme = entrustment.live().get().sample.purchase.scheme
    take("complete", scheme, by=cast.organiser, now=now)
    halt(entrustment, cast, now)
    return scheme


@photographed
def referred(cast: Cast, now: datetime) -> Abnormality:
    return abnormality(cast, now, to="regulator")


def decide(
    abnormality: Abnormality, decision: str, *, by: Viewer, now: datetime, left_out: Sequence[str] = ()
) -> Abnormality:
    """The same decision on all its samples. left_out: names of items."""
    items = TestItem.objects.filter(name__in=left_out)
    rows = {row.pk: {"decision": decision, "left_out": list(items)} for row in abnormality.concerning()}
    abnormalities.decide(abnormality, rows=rows, note="For a good reason.", by=by, now=now)
    return abnormality


@photographed
def reported(cast: Cast, now: datetime, **data: Any) -> Entrustment:
    """A commission whose only report is issued."""
    return Entrustment.objects.get(pk=issued(cast, now, **data).entrustment_id)


@photographed
def place(
    cast: Cast, now: datetime, name: str = "Cold room", by: Viewer | None = None, **changes: Any
) -> StoragePlace:
    """A place that keeps 2 to 8 ℃ and 30 to 60 %, calibrated for half a year. by: None = the laboratory's."""
    kept = {
        "equipment": f"EQ-{name}",
        "calibrated_until": now.date() + timedelta(days=180),
        "temperature_low": Decimal(2),
        "temperature_high": Decimal(8),
        "humidity_low": Decimal(30),
        "humidity_high": Decimal(60),
    }
    return keep_place(StoragePlace(name=name, **{**kept, **changes}), by=by or cast.receiver, now=now)


def colleague(name: str, home: Organisation, role: str) -> Viewer:
    """One more person in a role."""
    return person(name, home, Role(role))


@photographed
def raw_record(cast: Cast, now: datetime, report: Report | None = None, *names: str) -> RawRecord:
    """A raw record of a report in which nothing has been entered, unless another is given.

    names: the items that it covers; all of them if none is named.
    """
    report = report or begun(cast, now)
    results = report.results.filter(name__in=names) if names else report.results.all()
    return testing.record_raw(
        report,
        kind="printout",
        results=results,
        file=picture("printout.png"),
        taken_on=now.date(),
        instrument=instrument(report.laboratory, now),
        by=cast.tester,
        now=now,
    )


def result_of(report: Report, name: str = "Lead") -> Result:
    return Result.objects.get(report=report, name=name)


@photographed
def proposed(cast: Cast, now: datetime, report: Report | None = None, **changes: Any) -> Correction:
    """A correction of the value of lead to 91, on a submitted report unless another is given."""
    report = report or submitted(cast, now)
    of: dict[str, Any] = {"result": result_of(report), "entry": "value", "new_value": "91"}
    said = {"reason": "A digit was dropped in copying.", **of, **changes}
    if said["entry"] in MEASURED:
        said = {"file": picture("again.png"), "taken_on": now.date(), **said}
    return corrections.propose(report=report, by=cast.tester, now=now, **said)


@photographed
def confirmed(cast: Cast, now: datetime, report: Report | None = None, **changes: Any) -> Correction:
    correction = proposed(cast, now, report, **changes)
    confirming.confirm(correction, by=cast.tester, now=now)
    return correction


@photographed
def seconded(cast: Cast, now: datetime, report: Report | None = None, **changes: Any) -> Correction:
    """A correction that tester and reviewer have confirmed: it waits for the signatory."""
    correction = confirmed(cast, now, report, **changes)
    confirming.review(correction, held=True, by=cast.reviewer, now=now)
    return correction


@photographed
def applied(cast: Cast, now: datetime, report: Report | None = None, **changes: Any) -> Correction:
    """A correction that counts; of what is out, by the center's decision."""
    correction = seconded(cast, now, report, **changes)
    if correction.report.state not in ISSUED:
        corrections.approve(correction, held=True, by=cast.signatory, now=now)
        return correction
    corrections.pass_on(correction, held=True, by=cast.signatory, now=now)
    corrections.accept(correction, by=cast.leader, now=now, note="Proved by the raw record.")
    return correction


@photographed
def passed_on(cast: Cast, now: datetime, report: Report | None = None, **changes: Any) -> Correction:
    """A correction of a final report, before the center."""
    correction = seconded(cast, now, report or final(cast, now), **changes)
    corrections.pass_on(correction, held=True, by=cast.signatory, now=now)
    return correction


@photographed
def final(cast: Cast, now: datetime, **data: Any) -> Report:
    """A report that has been passed on in a compiled report."""
    report = delivered(cast, now, **data)
    take("compile", report, by=System(), now=now)
    return report


def to_be_amended(state: str) -> Callable[[Cast, datetime], Report]:
    """A report in one of the states after its issue, with a correction to approve that turns its verdict."""

    def build(cast: Cast, now: datetime) -> Report:
        made = {"issued": issued, "delivered": delivered, "final": final}[state]
        report = made(cast, now)
        passed_on(cast, now, report)
        return report

    return build
