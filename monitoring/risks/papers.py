"""What does a notice of a risk say on paper? (6.1.3-b)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import By
from casework.deadlines.clocks import local_day, rule
from documents.actions import issue
from documents.models import Document
from documents.papers import Paper
from monitoring.criteria.matrix import RiskLevel
from monitoring.risks.flow.notifying import ANSWER, PAPER
from monitoring.risks.models.riskcases import Notice


@dataclass(frozen=True, kw_only=True)
class RiskNotice(Paper, name="risk_notice", series="提"):
    """风险提示函: 6.1.3 b, what a unit or region is told of a risk, and by when it answers.

    `address` is that of a unit outside the system, which answers by letter. `producer`: as the label names
    it. `offered`: platform, shop and product ID or address, a line each. `contact`: whom to ask at the
    center.
    """

    template: ClassVar[str] = "papers/risk_notice.html"

    addressee: str
    address: str = ""
    notice: str
    product: str
    category: str = ""
    hazard: str
    level: str = ""
    model: str = ""
    batch: str = ""
    producer: str = ""
    offered: tuple[str, ...] = ()
    text: str
    answer_days: int
    outside: bool
    center_address: str = ""
    center_phone: str = ""
    contact: str = ""


def issue_notice(notice: Notice, *, by: By, now: datetime) -> Document:
    """The notice of the center to a unit or region (风险提示函); its delivery starts the time to answer."""
    case, center = notice.riskcase, notice.center
    assert center is not None
    with override(settings.LANGUAGE_CODE):
        return issue(
            notice,
            paper=PAPER,
            title=_("Letter of notice of a risk"),
            content={
                "addressee": notice.addressee.name if notice.addressee else notice.unit,
                "address": notice.unit_address,
                "notice": notice.number,
                "product": case.product,
                "category": str(case.category or ""),
                "hazard": case.hazard_item,
                "level": str(RiskLevel(case.level).label) if case.level else "",
                "model": notice.model,
                "batch": notice.batch,
                "producer": notice.producer,
                "offered": tuple(line.strip() for line in notice.offered.splitlines() if line.strip()),
                "text": notice.text,
                "answer_days": rule(ANSWER, local_day(now)).number,
                "outside": notice.addressee is None,
                "center_address": notice.sender_address or center.address,
                "center_phone": notice.sender_phone or center.phone,
                "contact": notice.sender_contact,
            },
            by=by,
            now=now,
            office=center,
            addressee=notice.addressee,
            language=settings.LANGUAGE_CODE,
        )
