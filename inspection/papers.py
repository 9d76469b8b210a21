"""What do the papers of a test say: entrustment, report, what was found wrong? (6.3)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from accounts.roles import Role
from documents.papers import Form, Paper
from sampling.purchases.papers import Proof


@dataclass(frozen=True, kw_only=True)
class Picture(Proof):
    """A photo that is printed: `file` is the key of its attachment, 0 where it is on file alone."""

    file: int = 0


@dataclass(frozen=True, kw_only=True)
class Result(Form):
    """One line of a test report's annex: limits and values are text and keep their precision. `method` and
    `requirement` are the standards by which this item was tested and judged.

    `untold`: without a verdict (not tested, not judged), so that the conclusion leaves it open.
    """

    number: int
    item: str
    method: str = ""
    requirement: str = ""
    unit: str = ""
    limit_low: str = ""
    limit_high: str = ""
    declared: str = ""
    measured: str
    lod: str = ""
    verdict: str
    note: str = ""
    failed: bool = False
    untold: bool = False
    # who tested it; papers of before said that alone
    subcontracted: str = ""


@dataclass(frozen=True, kw_only=True)
class TestReport(Paper, name="test_report", series="检"):
    """检验报告: 6.3-4 (grounds), 6.3-6 (product ID, conclusion); ISO/IEC 17025 7.8.2 and 7.8.8 (amendment).

    `office` is the laboratory and `issued_on` the date of issue. `task_source` is who set the task,
    `test_category` under which law (检验类别), `quantity` the number of samples with its unit, `lot_size`
    what was on offer (基数). `sample` is the sample's number, `sampling_number` that of its sampling sheet.
    `amends` is the number of the report that this one replaces, with `amendment` saying what was changed and
    why; `objections` says where and until when an objection may be filed, if the task allows one.
    """

    __test__: ClassVar[bool] = False  # pytest takes a name in Test… for a test class
    template: ClassVar[str] = "papers/test_report.html"
    sealers: ClassVar[tuple[Role, ...]] = (Role.SIGNATORY,)

    # Cover
    laboratory_address: str
    laboratory_phone: str
    cma: str
    cnas: str = ""
    objections: str = ""
    amends: str = ""
    amendment: str = ""
    # First page
    client: str
    client_contact: str = ""
    task_source: str
    test_category: str = ""
    sample: str = ""
    product: str
    brand: str = ""
    model: str = ""
    batch: str = ""
    grade: str = ""
    shop: str
    platform: str
    item_id: str
    producer: str = ""
    producer_address: str = ""
    sampled_by: str
    sampled_on: date
    sampled_at: str
    obtained: str = ""
    sampling_number: str
    received_on: date
    quantity: str
    lot_size: str = ""
    sealed_by: str = ""
    seal_state: str
    sample_state: str
    tested_items: str
    test_grounds: str
    test_grounds_are: str = ""
    judgement_grounds: str
    judgement_grounds_are: str = ""
    tested_from: date
    tested_to: date
    tested_at: str
    deviations: str = ""
    conclusion: str
    tester: str
    reviewer: str
    signatory: str
    # Annex
    results: tuple[Result, ...]
    instruments: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EntrustedGoods(Form):
    """A sample of an entrustment: `sample` is its number, `state` how it came to the laboratory."""

    number: int
    sample: str
    product: str
    brand: str = ""
    model: str = ""
    batch: str = ""
    item_id: str
    producer: str = ""
    quantity: str
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class EntrustedItem(Form):
    """An item of an entrustment: by which method, and held against what (检验项目与要求).

    `limit` is as written, with its unit; papers of before have `limit_low` and `limit_high` instead.
    """

    number: int
    item: str
    method: str
    requirement: str
    limit: str = ""
    limit_low: str = ""
    limit_high: str = ""
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Entrustment(Paper, name="entrustment", series="委"):
    """检验委托书: 4.2.2-c, 6.3-4. It is the client's; the laboratory has its place to sign and seal it.

    Papers of before were issued anew when they were accepted, with `acceptor` and `receiver`. `entrustment`
    is the number of the commission (委托编号), `marks` the marks that the report is to bear, `fee` in yuan.
    """

    template: ClassVar[str] = "papers/entrustment.html"

    entrustment: str
    client: str
    client_address: str
    client_postcode: str
    client_contact: str
    client_phone: str
    laboratory: str
    laboratory_address: str = ""
    laboratory_phone: str = ""
    samples: tuple[EntrustedGoods, ...]
    items: tuple[EntrustedItem, ...]
    obtained: str
    grade: str
    lot_size: str
    confidentiality: str
    test_grounds: str
    judgement_grounds: str
    due_on: date
    urgent: bool
    copies: int
    sending: str
    afterwards: str
    fee: str = ""
    marks: str = ""
    subcontracting: bool
    team: str = ""
    client_signature: str
    sent_on: date
    acceptor: str = ""
    accepted_on: date | None = None
    receiver: str = ""
    received_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class AbnormalityReport(Paper, name="abnormality_report", series="异"):
    """异常情况报告: 6.3-3 (form 4.8), of a laboratory to the department that set the task.

    `task_set_by` is that department, "" where none is named: the report then goes to the center.
    """

    template: ClassVar[str] = "papers/abnormality_report.html"

    addressee: str
    abnormality: str
    entrustment: str
    task_set_by: str = ""
    decides: str
    situation: str
    found_at: str
    account: str
    samples: tuple[EntrustedGoods, ...]
    proofs: tuple[Proof, ...]
    reported_by: str
    reported_on: date
    laboratory_address: str = ""
    laboratory_phone: str = ""
