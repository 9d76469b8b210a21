"""What is known already of a case's product? What was assessed, sampled or failed in the last six months.

Findings of any sampling by anybody are shared knowledge; assessments are shown as far as they may be seen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value

from accounts.models import Viewer
from accounts.roles import Kind
from casework.clauses import carries
from casework.deadlines.clocks import instant, local_day
from catalogue.models import FOLDED_MAKE, Bare, Category, Finding, Folded, same_make, six_months_before
from catalogue.names import folded, key
from monitoring.assessments.models import Assessment
from monitoring.risks.flow.risk import AssessmentState
from monitoring.risks.models.riskcases import RiskCase
from monitoring.risks.models.signals import RiskSignal
from trail.models import Event

# So many of each are shown, the newest; and so many of a case's signals say what its product is.
SHOWN, READ = 12, 50
# Who decides on risks, and may read what is known; platforms and laboratories may not.
AUTHORITIES = (Kind.CENTER, Kind.REGULATOR)


class Make(NamedTuple):
    """Producer, brand and model: what makes two products one (Order 18)."""

    producer: str
    brand: str
    model: str


@dataclass(frozen=True)
class Product:
    """What a case is about: its product's name within its category, and its signals' IDs and makes."""

    name: str
    category: int | None
    items: frozenset[str] = frozenset()
    makes: frozenset[Make] = frozenset()


@dataclass(frozen=True)
class Known:
    """A thing known: a finding or an assessment. why: what is alike, "item", "make" or "name"."""

    on: date
    why: str
    what: Finding | Assessment


def product_of(case: RiskCase, signals: Iterable[RiskSignal]) -> Product:
    """The product of a case, as the case and these of its signals name it."""
    items, makes = set(), set()
    for signal in signals:
        if signal.item_id:
            items.add(signal.item_id)
        # A producer alone makes many products: brand or model must be known too.
        if signal.enterprise and (signal.brand or signal.model):
            makes.add(Make(signal.enterprise, signal.brand, signal.model))
    return Product(case.product, case.category_id, frozenset(items), frozenset(makes))


@carries("6.1.3")
def known(case: RiskCase, signals: Iterable[RiskSignal], viewer: Viewer, now: datetime) -> list[Known]:
    """What is known of the case's product, the newest first; two questions to the database.

    signals: those of the case that the viewer may see. Its own assessments stand on its page already.
    """
    if viewer.kind not in AUTHORITIES:
        return []
    product, since = product_of(case, signals), six_months_before(local_day(now))
    tested = [Known(each.on, _why(each, product), each) for each in findings(product, since)[:SHOWN]]
    judged = [
        Known(local_day(each.approved_at), "name" if each.named else "make", each)
        for each in assessments(product, viewer, since).exclude(riskcase=case.pk)[:SHOWN]
    ]
    return sorted([*tested, *judged], key=lambda each: each.on, reverse=True)


def _why(finding: Finding, product: Product) -> str:
    if finding.item_id in product.items:
        return "item"
    same = {(key(make.producer)[:200], folded(make.brand), folded(make.model)) for make in product.makes}
    make = (finding.producer_key, folded(finding.brand), folded(finding.model))
    return "make" if make in same else "name"


def findings(product: Product, since: date) -> QuerySet[Finding]:
    """Findings on equal or like products sampled on or after a day, the newest first."""
    named = Q(bare=Bare(Value(product.name)))
    if product.category:
        # A class that no catalogue knows, as titles of notices have them, contradicts nothing.
        named &= ~Q(category__in=Category.objects.exclude(pk=product.category).values("name"))
    alike = [named]
    if product.items:
        alike.append(Q(item_id__in=sorted(product.items)) & ~Q(item_id=""))
    alike += [
        same_make("producer_key", key(make.producer)[:200], make.brand, make.model)
        for make in sorted(product.makes)
    ]
    found = Finding.objects.alias(bare=Bare("product"), **FOLDED_MAKE).filter(
        reduce(or_, alike), on__gte=since
    )
    return found.order_by("-on", "-pk")


def assessments(product: Product, viewer: Viewer, since: date) -> QuerySet[Any]:
    """Assessments of equal or like products, approved on or after a day, that the viewer may see; the latest
    first, with `approved_at` and `named`: whether the name is the same."""
    same = RiskCase.objects.alias(bare=Bare("product")).filter(
        bare=Bare(Value(product.name)), category=product.category
    )
    alike = Q(riskcase__in=same.order_by().values("pk"))
    if told := _told(product):
        mine = RiskSignal.objects.visible_to(viewer)
        seen = mine.alias(folded_enterprise=Folded("enterprise"), **FOLDED_MAKE).filter(
            reduce(or_, told), case__isnull=False
        )
        alike |= Q(riskcase__in=seen.order_by().values("case"))
    approved = Event.objects.filter(subject_kind="record", subject_id=OuterRef("pk"), verb="approve")
    return (
        Assessment.objects.visible_to(viewer)
        .filter(alike, state=AssessmentState.APPROVED)
        .annotate(
            approved_at=Subquery(approved.order_by("-id").values("at")[:1]),
            named=Q(riskcase__in=same.order_by().values("pk")),
        )
        .filter(approved_at__gte=instant(since))
        .select_related("center")
        .order_by("-approved_at", "-pk")
    )


def _told(product: Product) -> Collection[Q]:
    """The conditions by which signals of other cases tell of the same product."""
    told = [Q(item_id__in=sorted(product.items)) & ~Q(item_id="")] if product.items else []
    return told + [
        same_make("folded_enterprise", Folded(Value(make.producer)), make.brand, make.model) & ~Q(model="")
        for make in sorted(product.makes)
        if make.model
    ]
