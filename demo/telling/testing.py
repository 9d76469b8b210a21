"""How is a sample tested and reported on in the demo?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from casework.actions import take
from demo import invented
from demo.telling.evidence import photo
from demo.telling.teller import Teller, test_items
from inspection.batches.analyses import actions as analyses
from inspection.commissions.actions import commissions
from inspection.commissions.models.commissions import EntrustedSample, Entrustment
from inspection.commissions.models.testing_grounds import grounds_of, rules_for
from inspection.flow.alerts import AlertState
from inspection.instruments.models import Instrument
from inspection.reports.actions import reports, signing, testing
from inspection.reports.models.edited import meant
from inspection.reports.models.reports import Report
from inspection.reports.models.tested_items import Result
from sampling.custody.actions import custody
from sampling.custody.actions import samples as keeping
from sampling.samples.models.samples import RECEIPT, Sample

# A measured value, or (value, what else is entered with it).
Values = Mapping[str, str | tuple[str, dict[str, Any]]]

# What the center does at once of what fails gravely.
AT_ONCE = "已电话告知平台先行下架该批次商品，待检验报告出具后依法处置。"
BENCH = "云泽省望澜市望澜大道18号 检验一部"


def entrusted(teller: Teller, samples: Sequence[Sample], fee: str) -> Entrustment:
    """Sent to the laboratory; the samples still lie in the center's store."""
    assert samples[0].category is not None
    items = test_items(samples[0].category.code)
    rules = rules_for(samples)
    grounds = [str(rules)] if rules else []
    entrustment = commissions.commission(
        samples=samples,
        laboratory=teller.org("laboratory"),
        items=items,
        **teller.by("organiser"),
        obtained="online",
        grade="合格品",
        lot_size="网店在售商品",
        test_grounds_are=grounds_of(items),
        judgement_grounds_are=["detailed" if rules else "rules"],
        test_grounds="、".join(sorted({item.method.number for item in items})),
        judgement_grounds="、".join([*grounds, *sorted({item.requirement.number for item in items})]),
        client_address="云泽省望澜市监测路1号",
        client_postcode="990000",
        client_contact="赵组织",
        client_phone="0990-8800001",
        due_on=teller.days.day + timedelta(days=30),
        confidentiality="检验结果仅向委托方提供",
        subcontracting=False,
        copies=1,
        sending="portal",
        afterwards="center",
        fee=Decimal(fee),
    )
    commissions.send(entrustment, **teller.by("organiser"))
    return entrustment


def hand_over(teller: Teller, sample: Sample) -> None:
    custody.hand_over(sample, **teller.by("storekeeper"))


def receive(teller: Teller, sample: Sample) -> None:
    said: dict[str, Any] = {
        **dict.fromkeys(RECEIPT, True),
        "appearance": "外观完好",
        "condition": "未启用",
        "packing": "封样袋完整",
    }
    keeping.receive(sample, **teller.by("receiver"), **said, photos=[photo("收样照片")])


def accepted(teller: Teller, entrustment: Entrustment) -> None:
    """Handed over and received, and the commission accepted: it waits for the tester."""
    live = list(entrustment.live())
    for each in live:
        hand_over(teller, each.sample)
    for each in live:
        receive(teller, each.sample)
    checked = {
        "received_on": teller.days.day,
        "appearance": "外观完好",
        "condition": "样品完好，数量满足检验要求",
        "seal": "封签完整",
        "influences": "无",
    }
    commissions.accept(
        entrustment, rows={each.pk: checked for each in live}, no_interest=True, **teller.by("receiver")
    )


def in_testing(teller: Teller, entrustment: Entrustment) -> list[EntrustedSample]:
    """The samples of an accepted commission, in testing."""
    commissions.start(entrustment, **teller.by("tester"))
    return list(entrustment.live())


def begun(teller: Teller, sample: EntrustedSample, values: Values) -> Report:
    """The results of these items are entered."""
    report = reports.begin_report(entrusted=sample, **teller.by("tester"))
    measured = [result for result in report.results.all() if result.name in values]
    rows = {result.pk: _repeated(result, _row(values[result.name])) for result in measured}
    who = teller.by("tester")
    first = sample.received_on
    testing.enter(report, rows=rows, **who, tested_from=first, tested_to=teller.days.day, tested_at=BENCH)
    done = [result for result in report.results.all() if result.name in values]
    record(teller, report, done)
    return report


def record(teller: Teller, report: Report, results: Sequence[Result]) -> None:
    """The sheets on which these items were written down while they were tested, one an instrument."""
    for number, _name, _model, items, _lasting in invented.INSTRUMENTS:
        if measured := [result for result in results if result.name in items]:
            testing.record_raw(
                report,
                kind="sheet",
                results=measured,
                file=photo("检验原始记录"),
                taken_on=teller.days.day,
                instrument=Instrument.objects.get(laboratory=report.laboratory, number=number),
                **teller.by("tester"),
            )


def _row(said: str | tuple[str, dict[str, Any]]) -> dict[str, Any]:
    value, more = said if isinstance(said, tuple) else (said, {})
    return {"value": value, **more}


def _repeated(result: Result, row: dict[str, Any]) -> dict[str, Any]:
    """What fails was measured once more, and came to the same."""
    return row | {"repeat": row["value"]} if meant(result, row).unconfirmed() else row


def submitted(teller: Teller, sample: EntrustedSample, values: Values) -> Report:
    report = begun(teller, sample, values)
    signing.submit(report, **teller.by("tester"))
    return report


def reviewed(teller: Teller, sample: EntrustedSample, values: Values) -> Report:
    report = submitted(teller, sample, values)
    signing.review(report, **teller.by("reviewer"))
    return report


def analysed(teller: Teller, entrustment: Entrustment, text: str) -> None:
    """What the laboratory says of the batch as a whole, once every sample has its report."""
    entrustment.refresh_from_db()
    analyses.analyse(entrustment, text=text, **teller.by("signatory"))


def issued(teller: Teller, sample: EntrustedSample, values: Values) -> Report:
    report = reviewed(teller, sample, values)
    for alert in report.grave_findings.filter(state=AlertState.TOLD):
        take("acknowledge", alert, answer=AT_ONCE, **teller.by("compiler"))
    signing.sign(report, **teller.by("signatory"))
    reports.publish(report, **teller.by("signatory"))
    return report
