"""How much does it matter that a listing is sampled? From what monitoring knows of whom it names.

docs/selection.md says how a weight is made. It is a whole number, and the same for all who know the same.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Count, Q

from accounts.models import Organisation
from catalogue.models import Finding, Verdict
from monitoring.plans.ranking import DEFAULT
from monitoring.risks.flow.risk import RiskCaseState
from monitoring.risks.models.signals import RiskSignal
from sampling.listings.actions.identities import same

# Findings of so long count.
LONG = timedelta(days=730)
# What an open risk case adds for each of product ID, enterprise, brand and shop that its signals name.
CASE = 500
PER_MILLE = 1_000
OPEN = (
    RiskCaseState.REGISTERED,
    RiskCaseState.UNDER_ASSESSMENT,
    RiskCaseState.NOTIFIED,
    RiskCaseState.TO_NOTIFY,
    RiskCaseState.TO_SAMPLE,
    RiskCaseState.PLANNED,
)
# What is known by findings, and what open cases name, of what a listing names.
NAMED = ("category", "enterprise", "brand", "shop")
SUSPECTED = ("item_id", "enterprise", "brand", "shop")
COLUMN = {"enterprise": "producer_key"}


class Names(NamedTuple):
    """What a listing names, "" where it does not."""

    category: str
    enterprise: str
    brand: str
    shop: str
    item_id: str


@dataclass
class Weights:
    """What is known, by key: of so many batches tested so many failed; and what open risk cases name."""

    failed: dict[str, Counter[str]] = field(default_factory=dict)
    tested: dict[str, Counter[str]] = field(default_factory=dict)
    suspected: dict[str, set[str]] = field(default_factory=dict)

    def of(self, names: Names) -> int:
        """The weight of a listing: failure rates in per mille, and what open cases add."""
        rates = sum(self.rate(name, same(getattr(names, name))) for name in NAMED)
        cases = sum(_key(name, getattr(names, name)) in self.suspected[name] for name in SUSPECTED)
        return rates + CASE * cases

    def rate(self, name: str, value: str) -> int:
        """The failure rate to expect in per mille; what few batches say is drawn towards the national one."""
        failed, tested = (counts[name][value] if value else 0 for counts in (self.failed, self.tested))
        return round(PER_MILLE * (DEFAULT.a + failed) / (DEFAULT.weight + tested))


def _key(name: str, value: str) -> str:
    return value if name == "item_id" else same(value)


def weights(center: Organisation, day: date) -> Weights:
    """What monitoring knows on a day: findings of anybody, and the center's own open risk cases."""
    found = Weights()
    recent = Finding.objects.filter(on__gte=day - LONG, on__lte=day)
    for name in NAMED:
        column = COLUMN.get(name, name)
        bad = Count("pk", filter=Q(verdict=Verdict.NON_CONFORMING))
        failed, tested = Counter[str](), Counter[str]()
        named = recent.exclude(**{column: ""}).order_by().values_list(column)
        for value, many, all_of_them in named.annotate(bad=bad, all=Count("pk")).iterator():
            failed[same(value)] += many
            tested[same(value)] += all_of_them
        found.failed[name], found.tested[name] = failed, tested
    signals = RiskSignal.objects.filter(center=center, case__state__in=OPEN).order_by()
    for name in SUSPECTED:
        values = signals.exclude(**{name: ""}).values_list(name, flat=True).distinct()
        found.suspected[name] = {_key(name, value) for value in values.iterator()}
    return found
