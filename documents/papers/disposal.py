"""What do the papers of result disposal say (6.4)?"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal

from django.utils.translation import gettext as _

from documents.papers.base import Form, Paper


@dataclass(frozen=True, kw_only=True)
class Tally(Form):
    """How many batches of a category, or on a platform, were tested and in how many a problem was found."""

    name: str
    tested: int
    failed: int


@dataclass(frozen=True, kw_only=True)
class Product(Form):
    """One tested product as its platform may see it: listing and findings, nothing of the purchase.

    left_open: the items on which its report says nothing.
    """

    item_id: str
    product: str
    model: str = ""
    shop: str
    platform: str
    report_number: str
    failed_items: str = ""
    left_open: str = ""
    conclusion: str
    level: str = ""
    failed: bool = False


@dataclass(frozen=True, kw_only=True)
class TracedProduct(Product):
    """One tested product as a regulator may see it: with the business behind the shop, and the producer.

    `party` says who was taken as the party and why, where label and listing did not agree.
    """

    operator: str = ""
    operator_region: str = ""
    producer: str = ""
    producer_address: str = ""
    producer_region: str = ""
    party: str = ""


@dataclass(frozen=True, kw_only=True)
class Compilation(Paper):
    """风险监测结果报告: 6.4-1, in a version for one platform and one for a regulator.

    `tested` and `failed` count batches; `handle_by` is the last day for the addressee to act (6.4-2,
    6.4-3). least: the least measure asked of platforms, where it does not follow from the grades.
    """

    template: ClassVar[str] = "papers/compilation.html"

    addressee: str
    task: str
    period_from: date
    period_to: date
    tested: int
    failed: int
    summary: str
    analysis: str = ""
    advice: str = ""
    handle_by: date | None = None
    least: str = ""
    least_reason: str = ""
    compiled_by: str
    approved_by: str


@dataclass(frozen=True, kw_only=True)
class PlatformCompilation(Compilation, name="platform_compilation"):
    """The version for one platform (6.4-2): its own products, and of them nothing that it may not know."""

    version: Literal["platform"] = field(default="platform", init=False)
    platform: str
    products: tuple[Product, ...]

    def __post_init__(self) -> None:
        super().__post_init__()
        if any(type(each) is not Product or each.platform != self.platform for each in self.products):
            raise ValueError(
                _("The paper cannot be made: a version for %(platform)s lists only products sold there.")
                % {"platform": self.platform}
            )


@dataclass(frozen=True, kw_only=True)
class RegulatorCompilation(Compilation, name="regulator_compilation"):
    """The version for a regulator (6.4-3): all platforms, producers and businesses behind the shops."""

    version: Literal["regulator"] = field(default="regulator", init=False)
    by_platform: tuple[Tally, ...]
    by_category: tuple[Tally, ...]
    products: tuple[TracedProduct, ...]


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
class NationalReport(Paper, name="national_report"):
    """定期上报报告: 6.4-6, the center's periodic report to the national authority.

    Figures count what happened within the period, both days included. `excluded`, `notified` and
    `to_sample` are the outcomes a, b and c of 6.1.3. *In time* and *late* feedback and reports are those of
    the 5 days of 6.4-4 and 6.4-5; `disposals_late` and `cases_late` have run over the set time without
    being done, `disposals_handled_late` was done after it; `feedback_overdue` and `reports_overdue` are not
    reported though the 5 days have run out. A referral (移送) is no filing (立案); `cases_decided` counts
    decisions with a penalty; `disposals_less` what was closed, by a decision, though less was done than
    asked for. None: a report from before these were counted apart.
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


@dataclass(frozen=True, kw_only=True)
class AssistanceLetter(Paper, name="assistance_letter"):
    """协查函: a regulator asks a platform about one of its shops, on a legal ground, by a day."""

    template: ClassVar[str] = "papers/assistance_letter.html"

    addressee: str
    shop: str
    shop_id: str
    shop_url: str = ""
    product: str
    item_id: str
    asked: tuple[str, ...]
    request: str = ""
    legal_ground: str
    answer_days: int
    again: str = ""
    contact: str
    contact_phone: str


@dataclass(frozen=True, kw_only=True)
class TransferLetter(Paper, name="transfer_letter"):
    """移送函, and the decision of a superior on jurisdiction: why the addressee is competent for a case."""

    template: ClassVar[str] = "papers/transfer_letter.html"

    addressee: str
    case_number: str
    party: str
    jurisdiction: str
    account: str = ""
    enclosed: tuple[str, ...] = ()
    products: tuple[TracedProduct, ...]
    officer: str = ""


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
class DisposalFeedback(Paper, name="disposal_feedback"):
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
class CaseFeedback(Paper, name="case_feedback"):
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


@dataclass(frozen=True, kw_only=True)
class EndLetter(Paper, name="end_letter"):
    """终止处置通知书, 撤销立案通知书: the report on which something rested has turned, and so it is ended.

    `reports` says of each what it now finds. `fallen`: title and number of each paper that holds no more.
    `measures` are to be lifted; () where none was taken. `contact`: whom to ask at the office.
    """

    template: ClassVar[str] = "papers/end_letter.html"

    addressee: str
    record_number: str
    subject: str
    reports: tuple[str, ...]
    reason: str
    measures: tuple[str, ...] = ()
    fallen: tuple[str, ...] = ()
    contact: str = ""
    office_address: str = ""
    office_phone: str = ""


@dataclass(frozen=True, kw_only=True)
class ReturnLetter(Paper, name="return_letter"):
    """退回函: 6.4-4, 6.4-5, the center returns to a platform or regulator what it reported, and says why.

    `returned` is the file number of that report, `time` how long there is from the delivery, with its unit.
    """

    template: ClassVar[str] = "papers/return_letter.html"

    addressee: str
    record_number: str
    subject: str
    returned: str = ""
    reason: str
    time: str
