"""What does the report to the nation say? (6.4)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from disposal.papers.compilations import Tally
from documents.papers import Form, Paper


@dataclass(frozen=True, kw_only=True)
class Overdue(Form):
    """One duty that is late at the end of the period: which record, whose turn, since when, and why."""

    number: str
    duty: str
    holder: str
    due_on: date
    days_late: int
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Case(Form):
    """One enforcement case: what was decided, when it was closed, and when the center was told (6.4-5).

    `amount` is in yuan.
    """

    number: str
    enterprise: str
    region: str
    product: str
    decision: str
    amount: Decimal | None = None
    closed_on: date | None = None
    reported_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class NationalReport(Paper, name="national_report", series="报"):
    """定期上报报告: 6.4-6, the center's periodic report to the national authority.

    Figures count what happened within the period, both days included. `excluded`, `notified` and
    `to_sample` are the outcomes a, b and c of 6.1.3. *In time* and *late* feedback and reports are those of
    the 5 days of 6.4-4 and 6.4-5; `disposals_late` and `cases_late` have run over the set time without
    being done, `disposals_handled_late` was done after it; `feedback_overdue` and `reports_overdue` are not
    reported though the 5 days have run out. A referral (移送) is no filing (立案); `cases_decided` counts
    decisions with a penalty; `disposals_less` what was closed, by a decision, though less was done than
    asked for. None: a report from before these were counted apart.
    `classes` says which classes of products are counted under the one that they go on as.
    """

    template: ClassVar[str] = "papers/national_report.html"

    addressee: str
    period_from: date
    period_to: date
    signals: int
    excluded: int
    notified: int
    to_sample: int
    bought: int
    tested: int
    failed: int
    by_category: tuple[Tally, ...] = ()
    classes: str = ""
    disposals_asked: int
    disposals_done: int
    disposals_late: int
    feedback_in_time: int
    feedback_late: int
    cases_referred: int
    cases_filed: int | None = None
    cases_not_filed: int | None = None
    cases_decided: int | None = None
    cases_unpenalised: int | None = None
    disposals_less: int | None = None
    disposals_voided: int | None = None
    disposals_handled_late: int | None = None
    feedback_overdue: int | None = None
    cases_voided: int | None = None
    reports_overdue: int | None = None
    cases_closed: int
    cases_late: int
    reports_in_time: int
    reports_late: int
    overdue: tuple[Overdue, ...] = ()
    cases: tuple[Case, ...] = ()
    summary: str
    analysis: str = ""
    advice: str = ""
    compiled_by: str
    reviewed_by: str
    approved_by: str
