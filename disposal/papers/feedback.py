"""What do platforms and regulators report back? (6.4, forms 4.11 and 4.12)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from documents.papers import Form, Paper


@dataclass(frozen=True, kw_only=True)
class DisposedProduct(Form):
    """One product that a platform had to handle, and the least measure that was proposed."""

    item_id: str
    product: str
    model: str = ""
    shop: str
    failed_items: str = ""
    least: str


@dataclass(frozen=True, kw_only=True)
class MeasureRow(Form):
    """One measure (6.4-2): who carried it out, when it was asked for and done, by which rule, with its proof.

    `amount` is in yuan; `evidence_sha256` is the digest of the file that proves it.
    """

    measure: str
    carried_out_by: str
    products: str
    asked_on: date | None = None
    done_on: date
    rule: str
    amount: Decimal | None = None
    evidence: str
    evidence_sha256: str


@dataclass(frozen=True, kw_only=True)
class DisposalFeedback(Paper, name="disposal_feedback", series="馈"):
    """平台处置反馈表: 6.4-4, within 5 days of `handled_on`."""

    template: ClassVar[str] = "papers/disposal_feedback.html"

    addressee: str
    record_number: str
    notice_number: str = ""
    received_on: date
    level: str = ""
    products: tuple[DisposedProduct, ...]
    measures: tuple[MeasureRow, ...]
    handled_on: date
    reported_on: date
    below_reason: str = ""
    pieces: int | None = None
    orders: int | None = None
    refunded: int | None = None
    consumers_told: int | None = None
    same_products: str = ""
    opinion: str = ""
    contact: str
    contact_phone: str


@dataclass(frozen=True, kw_only=True)
class CaseFeedback(Paper, name="case_feedback", series="结"):
    """案件处理反馈表: 6.4-5, within 5 days of `closed_on`. Amounts are in yuan."""

    template: ClassVar[str] = "papers/case_feedback.html"

    addressee: str
    record_number: str
    product: str
    item_id: str
    party: str
    platform: str = ""
    received_on: date
    started_on: date
    notice_number: str = ""
    served_on: date | None = None
    jurisdiction: str
    control: str = ""
    made: int | None = None
    goods_value: Decimal | None = None
    sold: int | None = None
    stock: int | None = None
    sealed: int | None = None
    recalled: int | None = None
    not_recalled_why: str = ""
    under_control: bool = False
    not_controlled_why: str = ""
    cause: str = ""
    cause_detail: str = ""
    filed_on: date | None = None
    case_number: str = ""
    violation: str = ""
    not_filed_why: str = ""
    decided_on: date | None = None
    decision_number: str = ""
    penalties: str = ""
    amount: Decimal | None = None
    not_penalised_why: str = ""
    executed_on: date | None = None
    execution: str = ""
    published_on: date | None = None
    closed_on: date
    reported_on: date
    account: str
    reported_by: str
    confirmed_by: str
