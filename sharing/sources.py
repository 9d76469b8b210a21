"""Which information does the system itself serve, row by row, for whom, and what does each field mean?

A resource of the catalogue names one of these sources. What a source may show of whose records is decided
here, once, for pages, downloads and programs alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.contrib.postgres.aggregates import StringAgg
from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.roles import Kind
from casework.flow import Text
from catalogue.models import Finding, Standard, TestItem, Verdict
from disposal.flow.vocabulary import EnforcementCaseState, Penalty, PlatformDisposalState
from disposal.models.cases import EnforcementCase
from disposal.models.disposals import DisposalItem
from inspection.flow.reports import ReportState
from inspection.laboratories.models import Qualification
from inspection.reports.models.reports import Report
from monitoring.risks.models.signals import RiskSignal
from monitoring.vocabulary import Degree, HazardType
from sharing.flow import Heading, Holding, Openness

Row = tuple[int, list[Any]]
Shown = Callable[[Any], Any]
Rows = TypeVar("Rows", bound="models.QuerySet[Any, Any]")


def _as_it_is(value: Any) -> Any:
    return value


@dataclass(frozen=True)
class Column:
    """A field. name: as programs call it. path: where a source's query finds it. shown: how it is written.
    order: whether it leads to the order in a shop's books, and so to who bought and received the goods."""

    name: str
    label: Text
    meaning: Text = ""
    path: str = ""
    shown: Shown = _as_it_is
    order: bool = False


@dataclass(frozen=True)
class Source:
    """One kind of live information. providers: who may offer it. openness: how open it may be at most.

    rows: (provider, reader) → what of the provider's the reader may be shown at all. in_order: the rows have
    an order of their own and their cursor is the place in it; else the newest comes first, by key.
    """

    label: Text
    abstract: Text
    holding: Holding
    headings: tuple[Heading, ...]
    providers: tuple[Kind, ...]
    openness: Openness
    columns: tuple[Column, ...]
    rows: Callable[[Organisation, Organisation], models.QuerySet[Any, Any]]
    in_order: bool = False

    def page(
        self,
        provider: Organisation,
        reader: Organisation,
        columns: list[Column],
        after: int | None,
        size: int,
        words: str,
    ) -> list[Row]:
        """The next rows, one more than a page; only these columns are read and looked in."""
        paths = [column.path or column.name for column in columns]
        found = narrowed(self.rows(provider, reader), paths, words)
        if self.in_order:
            begin = after or 0
            numbered = enumerate(found.values_list(*paths)[begin : begin + size + 1], begin + 1)
            return [(place, _written(columns, values)) for place, values in numbered]
        if after is not None:
            found = found.filter(pk__lt=after)
        listed = found.order_by("-pk").values_list("pk", *paths)[: size + 1]
        return [(pk, _written(columns, values)) for pk, *values in listed]


def _written(columns: list[Column], values: Any) -> list[Any]:
    return [column.shown(value) for column, value in zip(columns, values, strict=True)]


def narrowed(rows: Rows, paths: list[str], words: str) -> Rows:
    """Rows in which one of the fields contains the words."""
    if not words or not paths:
        return rows
    return rows.filter(reduce(or_, (Q(**{f"{path}__icontains": words}) for path in paths)))


class _Mark(models.Func):
    """The fingerprint that inspection gives the finding of a report with this number."""

    template = "encode(sha256(convert_to('report ' || %(expressions)s, 'UTF8')), 'hex')"
    output_field = models.CharField()


def passed_on(provider: Organisation, reader: Organisation) -> models.QuerySet[Finding]:
    """Findings that are out: imported ones, and those of reports already passed on in a compiled report.

    A report is known to the system from its issue on; its finding must not reach a platform before the
    center passes it on. A platform gets what concerns itself, and nothing of its competitors.
    """
    kept_back = Report.objects.exclude(state=ReportState.FINAL).annotate(mark=_Mark("number"))
    found = Finding.objects.exclude(fingerprint__in=kept_back.values("mark"))
    return found.filter(platform__in=known_as(reader)) if reader.kind == Kind.PLATFORM else found


def known_as(organisation: Organisation) -> list[str]:
    """The names an organisation bears and bore."""
    past = [name for pair in organisation.past_names.values_list("name", "short_name") for name in pair]
    return sorted({organisation.name, organisation.short_name, *past} - {""})


def _findings_by_month(provider: Organisation, reader: Organisation) -> models.QuerySet[Any, Any]:
    found = passed_on(provider, reader).annotate(month=TruncMonth("on")).values("month", "platform")
    failed = Count("pk", filter=Q(verdict=Verdict.NON_CONFORMING))
    return found.annotate(tested=Count("pk"), failed=failed).order_by("-month", "platform")


def _risks_by_month(provider: Organisation, reader: Organisation) -> models.QuerySet[Any, Any]:
    sent = RiskSignal.objects.filter(center=provider).standing()
    found = sent.annotate(month=TruncMonth("collected_at")).values("month", "hazard_type", "degree")
    return found.annotate(signals=Count("pk")).order_by("-month", "hazard_type", "degree")


def _qualifications(provider: Organisation, reader: Organisation) -> models.QuerySet[Any, Any]:
    """A center gives its register, a laboratory its own certificates."""
    own = {"laboratory": provider} if provider.kind == Kind.LABORATORY else {}
    scope = StringAgg("scope__category__name", "; ", distinct=True, default=models.Value(""))
    return Qualification.objects.filter(**own).annotate(covers=scope)


def _handled(provider: Organisation, reader: Organisation) -> models.QuerySet[Any, Any]:
    """The products that a platform has dealt with and reported on."""
    done = (PlatformDisposalState.FED_BACK, PlatformDisposalState.CLOSED, PlatformDisposalState.TO_LIFT)
    return DisposalItem.objects.filter(disposal__platform=provider, disposal__state__in=done)


def _closed_cases(provider: Organisation, reader: Organisation) -> models.QuerySet[Any, Any]:
    """The cases that a regulator has closed."""
    state = EnforcementCaseState
    done = (state.CLOSED, state.FED_BACK, state.VERIFIED, state.DISOWNED)
    return EnforcementCase.objects.filter(regulator=provider, state__in=done).order_by("-closed_on", "-pk")


def _named(words: type[models.TextChoices]) -> Shown:
    return lambda value: str(words(value).label) if value else ""


def _penalties(values: list[str]) -> str:
    return "、".join(str(Penalty(value).label) for value in values)


def _month(value: Any) -> str:
    return f"{value:%Y-%m}"


SOURCES: dict[str, Source] = {
    "findings": Source(
        _("Findings"),
        _("Products tested in any sampling, with verdict, as far as they have been passed on."),
        Holding.FINDINGS,
        (Heading.PRODUCT, Heading.PRODUCER, Heading.TEST, Heading.SOURCE),
        (Kind.CENTER,),
        Openness.REQUEST,
        (
            Column("on", _("sampled on"), _("Day of sampling"), order=True),
            Column("organisation", _("sampled by"), _("Who ordered the sampling")),
            Column("product", _("product"), _("Name as on the report")),
            Column("producer", _("producer"), _("Producer as stated on the product")),
            Column("brand", _("brand"), _("Trade mark")),
            Column("model", _("model"), _("Specification and model")),
            Column("batch", _("date of production or batch"), _("As stated on the product")),
            Column("standard", _("standard"), _("Grounds of judgement")),
            Column("platform", _("platform"), _("E-commerce platform of the sale")),
            Column("shop", _("shop"), _("Shop sampled")),
            Column("item_id", _("product ID"), _("The platform's number of the product")),
            Column("price", _("price"), _("In yuan, a piece"), order=True),
            Column("verdict", _("verdict"), _("Conforming or not"), shown=_named(Verdict)),
            Column("failing", _("non-conforming items"), _("Test items that failed")),
            Column("laboratory", _("laboratory"), _("Who tested")),
            Column("source", _("source"), _("Report or notice that says so")),
        ),
        passed_on,
    ),
    "finding_figures": Source(
        _("Findings by month and platform"),
        _("How many batches were tested and failed, a month and platform."),
        Holding.FIGURES,
        (Heading.TEST, Heading.SCOPE),
        (Kind.CENTER,),
        Openness.REQUEST,
        (
            Column("month", _("month"), _("Month of sampling"), shown=_month),
            Column("platform", _("platform"), _("E-commerce platform of the sale")),
            Column("tested", _("batches tested"), _("Count")),
            Column("failed", _("with problems"), _("Number found non-conforming")),
        ),
        _findings_by_month,
        in_order=True,
    ),
    "risk_figures": Source(
        _("Risk signals by month"),
        _("How many risk signals the center received, a month, type and degree of hazard."),
        Holding.RISKS,
        (Heading.HAZARD, Heading.DEGREE, Heading.SOURCE),
        (Kind.CENTER,),
        Openness.MEMBERS,
        (
            Column("month", _("month"), _("Month of collection"), shown=_month),
            Column("hazard_type", _("type of hazard"), _("Form 4.1"), shown=_named(HazardType)),
            Column("degree", _("degree of the hazard"), _("Form 4.1"), shown=_named(Degree)),
            Column("signals", _("signals"), _("Count")),
        ),
        _risks_by_month,
        in_order=True,
    ),
    "qualifications": Source(
        _("Laboratories' qualifications"),
        _("Certificates of laboratories, their validity and what they cover."),
        Holding.LABORATORIES,
        (Heading.TEST,),
        (Kind.CENTER, Kind.LABORATORY),
        Openness.REQUEST,
        (
            Column("laboratory", _("laboratory"), _("Name of the organisation"), "laboratory__name"),
            Column("cma_number", _("CMA certificate number"), _("As on the certificate")),
            Column("valid_from", _("valid from"), _("First day")),
            Column("valid_until", _("valid until"), _("Last day")),
            Column("cnas_number", _("CNAS certificate number"), _("As on the certificate")),
            Column("covers", _("covers"), _("Product categories covered")),
        ),
        _qualifications,
    ),
    "standards": Source(
        _("Standards"),
        _("Standards that testing and judgement rest on."),
        Holding.STANDARDS,
        (Heading.TEST,),
        (Kind.CENTER,),
        Openness.MEMBERS,
        (
            Column("number", _("number"), _("Number of the standard")),
            Column("title", _("title"), _("Title of the standard")),
            Column("in_force_since", _("in force since"), _("First day")),
            Column("withdrawn_on", _("withdrawn on"), _("Day of withdrawal")),
        ),
        lambda provider, reader: Standard.objects.all(),
    ),
    "test_items": Source(
        _("Test items"),
        _("What is measured for which products, by which method, against which limits."),
        Holding.STANDARDS,
        (Heading.PRODUCT, Heading.TEST),
        (Kind.CENTER,),
        Openness.MEMBERS,
        (
            Column("category", _("product category"), _("Class of products"), "category__name"),
            Column("name", _("test item"), _("What is measured")),
            Column("method", _("test method"), _("Number of the standard"), "method__number"),
            Column("requirement", _("grounds of judgement"), _("As above"), "requirement__number"),
            Column("unit", _("unit"), _("Unit of the limits")),
            Column("limit_text", _("limit"), _("As the standard writes it")),
            Column("limit_low", _("lower limit"), _("Smallest value allowed")),
            Column("limit_high", _("upper limit"), _("Greatest value allowed")),
        ),
        lambda provider, reader: TestItem.objects.all(),
    ),
    "handled": Source(
        _("Products handled by the platform"),
        _("Products that the platform dealt with after a compiled report, and reported."),
        Holding.DISPOSALS,
        (Heading.PRODUCT, Heading.HANDLING),
        (Kind.PLATFORM,),
        Openness.REQUEST,
        (
            Column("product", _("product"), _("Name as on the report")),
            Column("model", _("model"), _("Specification and model")),
            Column("item_id", _("product ID"), _("The platform's number of the product")),
            Column("shop", _("shop"), _("Shop sampled")),
            Column("failing", _("non-conforming items"), _("Test items that failed")),
            Column("handled_on", _("handling finished on"), _("Last day"), "disposal__handled_on"),
        ),
        _handled,
    ),
    "cases": Source(
        _("Closed enforcement cases"),
        _("Cases that the regulator has closed, with the penalties."),
        Holding.DISPOSALS,
        (Heading.PRODUCER, Heading.HANDLING),
        (Kind.REGULATOR,),
        Openness.REQUEST,
        (
            Column("case_number", _("case number"), _("As filed")),
            Column("product", _("product"), _("Name as on the report")),
            Column("enterprise", _("enterprise"), _("Name of the organisation"), "enterprise__name"),
            Column("penalties", _("penalties"), _("As decided"), shown=_penalties),
            Column("decided_on", _("decided on"), _("Day of the decision")),
            Column("closed_on", _("closed on"), _("Day of closing")),
        ),
        _closed_cases,
        in_order=True,  # the key of a record never leaves the server
    ),
}
