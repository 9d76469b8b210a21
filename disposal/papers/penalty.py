"""What do the notice and the decision of a penalty say?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from documents.papers import Form, Paper


@dataclass(frozen=True, kw_only=True)
class Proof(Form):
    """One piece of evidence: of which kind, of which day."""

    kind: str
    day: date


@dataclass(frozen=True, kw_only=True)
class PenaltyNotice(Paper, name="penalty_notice", series="告"):
    """行政处罚告知书: what a regulator proposes, on which facts, and how long the party may state and defend.

    Amounts are in yuan; `days` are working days from the service, `pay_days` calendar days from that of the
    decision, 0 where nothing is to be paid. `reconsidered_by`, `court`: with whom the decision is contested.
    """

    template: ClassVar[str] = "papers/penalty.html"

    addressee: str
    address: str = ""
    case_number: str
    product: str
    item_id: str
    violation: str
    penalties: str = ""
    amount: Decimal | None = None
    not_penalised_why: str = ""
    own_ground: str = ""
    model: str = ""
    batch: str = ""
    report_number: str = ""
    conclusion: str = ""
    evidence: tuple[Proof, ...] = ()
    provision: str = ""
    pay_to: str = ""
    pay_days: int = 0
    reconsidered_by: str = ""
    court: str = ""
    office_address: str = ""
    contact: str = ""
    contact_phone: str = ""
    days: int = 0


@dataclass(frozen=True, kw_only=True)
class PenaltyDecision(PenaltyNotice, name="penalty_decision", series="罚"):
    """行政处罚决定书: the same facts, as the head decided."""
