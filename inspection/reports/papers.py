"""What does a test report say on paper? (6.3-6)"""

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

    `untold`: without a verdict (not tested, not judged), so that the conclusion leaves it open. `required`,
    `stated`: the codes of its verdicts by the grounds of judgement, and by what the product states of itself.
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
    required: str = ""
    stated: str = ""
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
    labelled_standard: str = ""
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
