"""What may a compiled report say, and to whom?

A platform reads of its own products and shops only, and nothing that a person typed about others. A
regulator reads of the producers and of the businesses behind the shops as well. Nobody reads of the purchase.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Organisation, Region
from casework.clauses import carries
from catalogue.models import Enterprise, Shop, Verdict
from disposal.flow.vocabulary import MatterGrade, Party
from disposal.grading import Grader, worst
from disposal.models.parties import decision, party_of
from disposal.papers.compilations import Product, Tally, TracedProduct
from documents.models import Document
from inspection.judgement.by_figures import ItemVerdict
from inspection.reports.models.reports import Report


@dataclass(frozen=True)
class Line:
    """A report in a compilation: what it found, its MatterGrade ("" = not known), where the business is."""

    report: Report
    number: str
    level: str
    shop: Shop
    enterprise: Enterprise | None

    @property
    def failed(self) -> bool:
        return self.report.outcome == Verdict.NON_CONFORMING

    @property
    def failing(self) -> list[str]:
        """The items that failed."""
        return [r.name for r in self.report.results.all() if r.verdict == ItemVerdict.NON_CONFORMING]

    @property
    def platform(self) -> Organisation:
        return self.shop.platform

    @property
    def place(self) -> Region | None:
        """Where the enterprise is, else where the shop really does business."""
        return (self.enterprise.region if self.enterprise else None) or self.shop.place


def lines(reports: QuerySet[Report]) -> list[Line]:
    """The reports as lines, in the order in which they were begun; eleven queries however many they are."""
    bought = "sample__purchase"
    found = list(
        reports.order_by("id")
        .select_related(
            "category",
            "center",
            f"{bought}__scheme",
            f"{bought}__plan_item",
            f"{bought}__shop__platform",
            f"{bought}__shop__place__parent__parent",
            f"{bought}__enterprise__region__parent__parent",
            f"{bought}__brand",
            f"{bought}__listing",
        )
        .prefetch_related("results__item", "party_decisions__enterprise__region__parent__parent")
    )
    grader = Grader(found)
    numbers = _numbers(found)
    return [
        Line(
            report,
            numbers.get(report.pk, report.number),
            worst(each.grade for each in grader.graded(report)),
            report.sample.purchase.shop,
            party_of(report),
        )
        for report in found
    ]


def _numbers(reports: Iterable[Report]) -> dict[int, str]:
    """{report: the file number of its paper}; of an amended report the newest."""
    papers = Document.objects.filter(record__in=[report.pk for report in reports], paper="test_report")
    return dict(papers.order_by("id").values_list("record", "file_number"))


@carries("4.2.2-e", "W-04")
def for_platform(platform: Organisation, found: list[Line]) -> dict[str, Any]:
    """What the version for a platform says of these lines; only those of its own shops are taken."""
    own = [line for line in found if line.platform == platform]
    return {
        **_counts(own),
        "platform": platform.name,
        "summary": _summary(own),
        "products": tuple(Product(**_product(line)) for line in own),
    }


@carries("4.2.2-d")
def for_regulator(found: list[Line], summary: str = "") -> dict[str, Any]:
    """What the version for a regulator says of these lines. summary: as typed; without it, the figures."""
    return {
        **_counts(found),
        "summary": summary or _summary(found),
        "by_platform": _tallies(found, attrgetter("platform.name")),
        "by_category": _tallies(found, lambda line: str(line.report.category or _("Other products"))),
        "products": tuple(TracedProduct(**_product(line), **_traced(line)) for line in found),
    }


def _counts(found: list[Line]) -> dict[str, int]:
    return {"tested": len(found), "failed": sum(line.failed for line in found)}


def _summary(found: list[Line]) -> str:
    """The figures as a sentence, and the items that failed."""
    counted = _("%(tested)d batches were tested; a problem was found in %(failed)d.") % _counts(found)
    items = sorted({item for line in found if line.failed for item in line.failing})
    named = _("Items concerned: %(items)s.") % {"items": "、".join(items)}
    return f"{counted} {named}" if items else counted


def _product(line: Line) -> dict[str, Any]:
    report = line.report
    return {
        "item_id": report.item_id,
        "product": report.product,
        "model": report.model,
        "shop": line.shop.name,
        "platform": line.platform.name,
        "report_number": line.number,
        "failed_items": _("; ").join(row.failed_by() for row in report.failing),
        "left_open": "、".join(row.name for row in report.untold),
        "conclusion": report.conclusion,
        "level": str(MatterGrade(line.level).label) if line.level and line.failed else "",
        "failed": line.failed,
    }


def _traced(line: Line) -> dict[str, Any]:
    enterprise, decided = line.enterprise, decision(line.report)
    return {
        "operator": line.shop.operator,
        "operator_region": whole(line.shop.place),
        **_producer(line),
        "producer_region": whole(enterprise.region) if enterprise else "",
        "party": decided.account() if decided else "",
    }


def _producer(line: Line) -> dict[str, str]:
    """Who made it and where: whom the label names, unless somebody decided that it is another, or nobody."""
    report, enterprise = line.report, line.enterprise
    decided = decision(report)
    if decided and decided.party != Party.LABEL:
        return {
            "producer": enterprise.name if enterprise else "",
            "producer_address": enterprise.address if enterprise else "",
        }
    return {
        "producer": report.producer,
        "producer_address": report.producer_address or (enterprise.address if enterprise else ""),
    }


def _tallies(found: list[Line], name: Callable[[Line], str]) -> tuple[Tally, ...]:
    """Batches by a name, the most first."""
    groups: dict[str, list[Line]] = {}
    for line in found:
        groups.setdefault(name(line), []).append(line)
    tallies = [Tally(name=title, **_counts(group)) for title, group in groups.items()]
    return tuple(sorted(tallies, key=lambda tally: (-tally.tested, tally.name)))


def whole(region: Region | None) -> str:
    """A region with those around it: "Eastland Eastport Eastgate"; "" for none."""
    names: list[str] = []
    while region is not None:
        names.insert(0, region.name)
        region = region.parent
    return " ".join(names)
