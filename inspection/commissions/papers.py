"""What do the papers of a commission say: the entrustment, and what came in its way? (6.3-3, 6.3-4)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from documents.papers import Form, Paper
from sampling.purchases.papers import Proof


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
