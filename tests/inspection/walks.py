"""Which edges does this stage's flow have, and how is each walked by HTTP?"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from accounts.addresses import code_of
from casework.models import Filed
from inspection.commissions.models.abnormalities import Abnormality
from inspection.commissions.models.commissions import Entrustment
from inspection.corrections.models.corrections import Correction
from inspection.reports.models.reports import Report
from sampling.samples.models.samples import Sample
from tests.cast import Cast
from tests.conftest import NOW
from tests.documents.conftest import picture
from tests.inspection import given, given_again
from tests.inspection.given_analyses import TEXT, analysed
from tests.photos import photographed
from tests.sampling import given as sampling
from tests.walks import Given, Walk


def service_form(entrustment: Entrustment, cast: Cast) -> dict[str, Any]:
    return {"method": "post", "served_on": NOW.date(), "evidence": picture()}


REASON = {"note": "For a good reason."}
HELD = {"held": "on"}


def seen_form(report: Report, cast: Cast) -> dict[str, Any]:
    return {"noticed": "on"}


def commission_form(samples: list[Sample], cast: Cast, now: datetime = NOW) -> dict[str, Any]:
    """The commission as it is posted."""
    return {
        **given.terms(now),
        "samples": list(samples),
        "laboratory": cast.laboratory,
        "items": list(given.items(cast)),
        "due_on": given.terms(now)["due_on"].isoformat(),
        "subcontracting": "False",
    }


def edit_form(entrustment: Entrustment, cast: Cast) -> dict[str, Any]:
    return commission_form([entrusted.sample for entrusted in entrustment.live()], cast)


def accept_form(entrustment: Entrustment, cast: Cast) -> dict[str, Any]:
    """What was checked on each sample, as posted; the day of receipt where the system has none."""
    checked = {
        f"{name}_{code_of(entrusted)}": value
        for entrusted in entrustment.live()
        for name, value in given.checks(NOW).items()
        if name != "received_on" or not entrusted.sample.received_at
    }
    return {**checked, "no_interest": "on"}


def abnormality_form(entrustment: Entrustment, cast: Cast) -> dict[str, Any]:
    return {
        "samples": list(entrustment.live()),
        "situation": "broken",
        "found_at": NOW.strftime("%Y-%m-%dT%H:%M"),
        "account": "It fell from the bench.",
        "reported_to": "center",
        "proof": [picture()],
    }


def decision_form(
    abnormality: Abnormality, cast: Cast, decision: str = "go_on", **changes: Any
) -> dict[str, Any]:
    """The same decision on all its samples, as it is posted."""
    rows = {f"decision_{code_of(row)}": decision for row in abnormality.concerning()}
    return {**rows, **REASON, **changes}


def its_schemes_abnormality(scheme: Any) -> Filed:
    return Abnormality.objects.get(entrustment__entrusted__sample__purchase__scheme=scheme)


def results_form(report: Report, values: dict[str, str], **changes: Any) -> dict[str, Any]:
    """Results as they are posted: figures alone, unless fields of rows are given as name_itemname."""
    data: dict[str, Any] = {"tested_from": NOW.date(), "tested_to": NOW.date(), "tested_at": "1 Test Road"}
    for result in report.results.all():
        stands = {"repeat": result.repeat} if result.repeat else {}
        row = stands | given.repeated(result, {"value": values[result.name]})
        data |= {f"{name}_{code_of(result)}": text for name, text in row.items()}
    return data | changes


def enter_form(report: Report, cast: Cast) -> dict[str, Any]:
    return results_form(report, given.GOOD)


def raw_form(report: Report, **changes: Any) -> dict[str, Any]:
    """A raw record of all items as it is posted."""
    form = {"kind": "printout", "file": picture(), "taken_on": NOW.date()}
    form["instrument"] = given.instrument(report.laboratory, NOW)
    return form | {"results": list(report.results.all())} | changes


def correction_form(report: Report, **changes: Any) -> dict[str, Any]:
    """A correction of the value of lead to 91, as it is posted."""
    form = {
        "report": report,
        "place": f"value-{code_of(given.result_of(report))}",
        "new_value": "91",
        "file": picture("again.png"),
        "taken_on": NOW.date(),
        "reason": "A digit was dropped in copying.",
    }
    return form | changes


def the_sample(state: Given) -> Given:
    """The sample of what another builder makes."""

    def build(cast: Cast, now: datetime) -> Filed:
        made = state(cast, now)
        sample = made.sample if isinstance(made, Report) else made.entrusted.get().sample  # type: ignore[attr-defined]
        return Sample.objects.get(pk=sample.pk)

    return build


def its_entrustment(sample: Any) -> Entrustment:
    return Entrustment.objects.get(entrusted__sample=sample)


def its_report(record: Any) -> Report:
    return Report.objects.get(pk=record.reports.get().pk)


def its_abnormality(record: Any) -> Abnormality:
    return Abnormality.objects.get(entrustment=record)


def its_correction(record: Any) -> Correction:
    return Correction.objects.get(report=record)


@photographed
def one_signed_the_other_broken(cast: Cast, now: datetime) -> Entrustment:
    """Two samples in testing: the report on one is signed, the other is under an abnormality."""
    entrustment = given.in_progress(cast, now, samples=sampling.stored_samples(cast, now))
    given.signed(cast, now, entrustment=entrustment)
    given.halt(entrustment, cast, now, entrustment.waiting().get(report=None))
    return Entrustment.objects.get(pk=entrustment.pk)


@photographed
def last_report_signed(cast: Cast, now: datetime) -> Entrustment:
    return Entrustment.objects.get(pk=given.signed(cast, now).entrustment_id)


WALKS = [
    Walk("entrustment", "edit", "draft", "organiser", given.drafted, edit_form),
    Walk("entrustment", "send", "draft", "organiser", given.drafted, target="delivered"),
    Walk("entrustment", "serve", "sent", "organiser", given.unserved, service_form),
    Walk("entrustment", "accept", "sent", "receiver", given.unserved_received, accept_form),
    Walk("entrustment", "decline", "sent", "receiver", given.unserved, lambda record, cast: REASON),
    Walk("entrustment", "accept", "delivered", "receiver", given.received, accept_form),
    Walk("entrustment", "decline", "delivered", "receiver", given.sent, lambda record, cast: REASON),
    Walk("entrustment", "start", "accepted", "tester", given.accepted),
    # Its only sample: none is left that could go on.
    Walk(
        "entrustment",
        "report_abnormality",
        "in_progress",
        "tester",
        given.in_progress,
        abnormality_form,
        target="suspended",
    ),
    Walk(
        "entrustment",
        "report",
        "in_progress",
        "signatory",
        last_report_signed,
        cause=("issue", its_report),
    ),
    Walk(
        "entrustment",
        "suspend",
        "in_progress",
        "signatory",
        one_signed_the_other_broken,
        cause=("issue", its_report),
    ),
    Walk(
        "entrustment",
        "resume",
        "suspended",
        "organiser",
        given.suspended,
        decision_form,
        cause=("decide", its_abnormality),
    ),
    Walk("entrustment", "cancel", "in_progress", "organiser", given.in_progress, lambda record, cast: REASON),
    Walk("entrustment", "cancel", "suspended", "organiser", given.suspended, lambda record, cast: REASON),
    Walk(
        "entrustment",
        "analyse",
        "analysing",
        "signatory",
        given.reported,
        lambda record, cast: {"text": TEXT},
    ),
    Walk("entrustment", "send_back", "reported", "organiser", analysed, lambda record, cast: REASON),
    Walk("entrustment", "close", "reported", "organiser", analysed),
    Walk("entrustment", "void", "draft", "leader", given.drafted, lambda record, cast: REASON),
    Walk(
        "scheme",
        "reopen",
        "completed",
        "organiser",
        given.completed_before,
        partial(decision_form, decision="replace"),
        cause=("decide", its_schemes_abnormality),
    ),
    Walk("abnormality", "refer", "reported", "organiser", given.abnormality, lambda record, cast: REASON),
    Walk("abnormality", "decide", "reported", "organiser", given.abnormality, decision_form),
    Walk("abnormality", "decide_above", "referred", "planner", given.referred, decision_form),
    Walk("abnormality", "void", "reported", "signatory", given.abnormality, lambda record, cast: REASON),
    Walk("report", "enter", "entering", "tester", given.begun, enter_form),
    Walk("report", "record", "entering", "tester", given.begun, lambda record, cast: raw_form(record)),
    Walk("report", "submit", "entering", "tester", given.entered),
    Walk("report", "review", "submitted", "reviewer", given.submitted),
    Walk("report", "return", "submitted", "reviewer", given.submitted, lambda record, cast: REASON),
    Walk("report", "sign", "reviewed", "signatory", given.reviewed),
    Walk("report", "send_back", "reviewed", "signatory", given.reviewed, lambda record, cast: REASON),
    Walk("report", "issue", "signed", "signatory", given.signed),
    Walk("report", "see_before", "issued", "compiler", given_again.second_issued, seen_form),
    Walk("report", "receive", "issued", "compiler", given.issued),
    Walk("report", "remark", "delivered", "compiler", given.delivered, lambda record, cast: REASON),
    Walk("report", "void", "entering", "signatory", given.begun, lambda record, cast: REASON),
    *(
        Walk(
            "report",
            f"amend_{state}",
            state,
            "leader",
            given.to_be_amended(state),
            lambda record, cast: REASON,
            cause=("accept", its_correction),
        )
        for state in ("issued", "delivered", "final")
    ),
    Walk(
        "report",
        "reverse",
        "final",
        "leader",
        given.to_be_amended("final"),
        lambda record, cast: REASON,
        cause=("accept", its_correction),
    ),
    Walk("correction", "confirm", "proposed", "tester", given.proposed),
    Walk("correction", "reject", "proposed", "tester", given.proposed, lambda record, cast: REASON),
    Walk("correction", "review", "confirmed", "reviewer", given.confirmed, lambda record, cast: HELD),
    Walk("correction", "approve", "reviewed", "signatory", given.seconded, lambda record, cast: HELD),
    Walk(
        "correction",
        "pass_on",
        "reviewed",
        "signatory",
        lambda cast, now: given.seconded(cast, now, given.issued(cast, now)),
        lambda record, cast: HELD,
    ),
    Walk("correction", "accept", "before_center", "leader", given.passed_on, lambda record, cast: REASON),
    Walk("correction", "refuse", "before_center", "leader", given.passed_on, lambda record, cast: REASON),
    Walk("correction", "reject", "reviewed", "signatory", given.seconded, lambda record, cast: REASON),
    Walk("correction", "reject", "confirmed", "signatory", given.confirmed, lambda record, cast: REASON),
    Walk("correction", "void", "proposed", "signatory", given.proposed, lambda record, cast: REASON),
    # What the system does to a sample as a consequence of what happens here.
    Walk(
        "sample",
        "commission",
        "stored",
        "organiser",
        the_sample(given.drafted),
        cause=("send", its_entrustment),
    ),
    Walk(
        "sample",
        "send_back",
        "at_lab",
        "receiver",
        the_sample(given.received),
        lambda record, cast: REASON,
    ),
    Walk(
        "sample",
        "release",
        "stored",
        "receiver",
        the_sample(given.sent),
        lambda record, cast: REASON,
        cause=("decline", its_entrustment),
    ),
]
