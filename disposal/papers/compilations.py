"""What do the compiled results say, and what of a report may those read whom it does not concern? (6.4)"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Literal

from django.utils.translation import gettext as _

from documents.papers import Form, Paper
from inspection.reports.papers import Result


@dataclass(frozen=True, kw_only=True)
class RedactedReport(Paper, name="redacted_report", series="脱"):
    """检验报告（脱敏版）: what platform, shop and producer read of a test report (disposal/disclosure.py).

    `report_number`, `report_version` and `report_sha256` (of its content) name the full report; `amends` is
    the number of the report that it replaced. `left_out`: sentences that say what was, and why; `photos`: one
    for each photo, whether it is handed out or why not. Papers of before said the days of testing and the
    signatory as well.
    """

    template: ClassVar[str] = "papers/redacted_report.html"
    along: ClassVar[bool] = True
    form_of: ClassVar[str] = "test_report"

    addressee: str
    report_title: str
    report_number: str
    report_version: int
    report_sha256: str
    reported_on: date
    amends: str = ""
    laboratory: str
    laboratory_address: str
    laboratory_phone: str
    cma: str
    cnas: str = ""
    objections: str = ""
    client: str
    task_source: str
    test_category: str = ""
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
    sampled_at: str
    obtained: str = ""
    tested_items: str
    test_grounds: str
    test_grounds_are: str = ""
    judgement_grounds: str
    judgement_grounds_are: str = ""
    tested_at: str
    deviations: str = ""
    conclusion: str
    results: tuple[Result, ...]
    left_out: tuple[str, ...]
    photos: tuple[str, ...] = ()


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
class PlatformCompilation(Compilation, name="platform_compilation", series="汇"):
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
class RegulatorCompilation(Compilation, name="regulator_compilation", series="汇"):
    """The version for a regulator (6.4-3): all platforms, producers and businesses behind the shops."""

    version: Literal["regulator"] = field(default="regulator", init=False)
    by_platform: tuple[Tally, ...]
    by_category: tuple[Tally, ...]
    products: tuple[TracedProduct, ...]
