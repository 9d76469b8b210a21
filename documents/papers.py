"""What does each paper say? The content of every paper that the system prints, as plain values.

A stage fills one of these forms and stores its `content()`, which is JSON; the templates in `papers/` read
nothing else, so that a paper can be printed again from the stored content. Words (verdicts, categories,
measures) are put in as they are to be printed. A field without a default is one that the form may not leave
empty: a missing or unknown field is a TypeError, an empty one a ValueError.
"""

import json
from dataclasses import MISSING, asdict, dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Literal

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _


@dataclass(frozen=True, kw_only=True)
class Form:
    """A part of a paper: it refuses to exist with a mandatory field left empty."""

    def __post_init__(self) -> None:
        for each in fields(self):
            optional = each.default is not MISSING or each.default_factory is not MISSING
            if not optional and getattr(self, each.name) in ("", ()):
                raise ValueError(_("The paper cannot be made: fill in %(field)s.") % {"field": each.name})


@dataclass(frozen=True, kw_only=True)
class Paper(Form):
    """What every paper carries.

    `office` is the issuing office (发文单位), `number` its file number (文号), `qr` the text of the QR code
    and `verify_at` the address printed beneath it.
    """

    template: ClassVar[str]

    office: str
    title: str
    number: str
    issued_on: date
    qr: str = ""
    verify_at: str = ""

    def content(self) -> dict[str, Any]:
        """The paper as JSON values: dates in ISO 8601, decimals as strings, rows as lists."""
        content: dict[str, Any] = json.loads(json.dumps(asdict(self), cls=DjangoJSONEncoder))
        return content


@dataclass(frozen=True, kw_only=True)
class Result(Form):
    """One line of a test report's annex: limits and values are text and keep their precision."""

    number: int
    item: str
    unit: str = ""
    limit_low: str = ""
    limit_high: str = ""
    declared: str = ""
    measured: str
    lod: str = ""
    verdict: str
    note: str = ""
    failed: bool = False
    subcontracted: bool = False


@dataclass(frozen=True, kw_only=True)
class TestReport(Paper):
    """检验报告: 6.3-4 (grounds), 6.3-6 (product ID, conclusion); ISO/IEC 17025 7.8.2 and 7.8.8 (amendment).

    `office` is the laboratory and `issued_on` the date of issue. `task_source` is who set the task,
    `quantity` the number of samples with its unit, `lot_size` what was on offer (基数). `amends` is the
    number of the report that this one replaces, with `amendment` saying what was changed and why;
    `objections` says where and until when an objection may be filed, if the task allows one.
    """

    __test__: ClassVar[bool] = False  # pytest takes a name in Test… for a test class
    template: ClassVar[str] = "papers/test_report.html"

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
    sampling_number: str
    received_on: date
    quantity: str
    lot_size: str = ""
    sealed_by: str = ""
    seal_state: str
    sample_state: str
    tested_items: str
    test_grounds: str
    judgement_grounds: str
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


@dataclass(frozen=True, kw_only=True)
class Tally(Form):
    """How many batches of a category, or on a platform, were tested and in how many a problem was found."""

    name: str
    tested: int
    failed: int


@dataclass(frozen=True, kw_only=True)
class Product(Form):
    """One tested product as its platform may see it: listing and findings, nothing of the purchase."""

    item_id: str
    product: str
    model: str = ""
    shop: str
    platform: str
    report_number: str
    failed_items: str = ""
    conclusion: str
    level: str = ""
    failed: bool = False


@dataclass(frozen=True, kw_only=True)
class TracedProduct(Product):
    """One tested product as a regulator may see it: with the business behind the shop, and the producer."""

    operator: str = ""
    operator_region: str = ""
    producer: str = ""
    producer_address: str = ""
    producer_region: str = ""


@dataclass(frozen=True, kw_only=True)
class Compilation(Paper):
    """风险监测结果报告: 6.4-1, in a version for one platform and one for a regulator.

    `tested` and `failed` count batches; `handle_by` is the last day for the addressee to act (6.4-2,
    6.4-3).
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
    compiled_by: str
    approved_by: str


@dataclass(frozen=True, kw_only=True)
class PlatformCompilation(Compilation):
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
class RegulatorCompilation(Compilation):
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
class NationalReport(Paper):
    """定期上报报告: 6.4-6, the center's periodic report to the national authority.

    Figures count what happened within the period, both days included. `excluded`, `notified` and
    `to_sample` are the outcomes a, b and c of 6.1.3. *In time* and *late* feedback and reports are those of
    the 5 days of 6.4-4 and 6.4-5; `disposals_late` and `cases_late` have run over the set time without
    being done.
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
    cases_opened: int
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
