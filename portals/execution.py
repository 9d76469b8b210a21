"""How far has a plan come, product by product and platform by platform, and what did it bring?

Figures alone: nothing here names a shop, a listing or a buyer, so that a regulator may read it at any time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q

from accounts.models import Organisation
from casework.deadlines.clocks import local_day
from casework.models import Deadline
from catalogue.intervals import per_cent, wilson
from disposal.models.cases import EnforcementCase
from disposal.models.disposals import DisposalItem
from inspection.reports.models.lots import Stand, counted, reports_of
from monitoring.plans.models.brought import Figures
from monitoring.plans.models.plans import WorkPlan
from sampling.purchases.actions.budgets import Budget, budget_of
from sampling.purchases.models.purchases import Purchase
from sampling.schemes.flow.schemes import GIVEN_UP
from sampling.schemes.models import Listing

# `lots` is the sum of the stands; `failed` of those reported.
STEPS = ("listed", "lots", *Stand.values, "failed")
Counts = dict[str, int]


def _none() -> Counts:
    return dict.fromkeys(STEPS, 0)


@dataclass(frozen=True)
class Way:
    """A product of the plan, or a platform of it. planned: batches; None for a platform without a quota.
    counts: by STEPS; each lot is in one stand, and they add up to `lots`."""

    name: str
    planned: int | None
    counts: Counts = field(default_factory=_none)


@dataclass(frozen=True)
class Execution:
    """A plan against what became of it. days: used of the period's and all of them."""

    products: list[tuple[Way, list[Way]]]
    total: Way
    days: tuple[int, int]
    budget: Budget
    stands: Sequence[tuple[str, Any]] = tuple(Stand.choices)


def execution(plan: WorkPlan, today: date) -> Execution:
    """Everything in a handful of queries, however many purchases there are."""
    cells: dict[tuple[int, int], Counts] = defaultdict(_none)
    for of_item, platform, counts in _counted(plan):
        for name, number in counts.items():
            cells[of_item, platform][name] += number
    items = list(plan.items.all())
    names = Organisation.objects.in_bulk({platform for _item, platform in cells})
    limits = {
        (quota.item_id, quota.platform_id): quota.most
        for quota in plan.quotas.filter(price_from=None, price_below=None, platform__isnull=False)
    }
    products = []
    for item in items:
        ways = [
            Way(str(names[platform]), limits.get((item.pk, platform), limits.get((None, platform))), counts)
            for (of, platform), counts in sorted(cells.items())
            if of == item.pk
        ]
        products.append((Way(item.product, item.batches, _sum(way.counts for way in ways)), ways))
    whole = Way("", sum(item.batches for item in items), _sum(way.counts for way, _ways in products))
    return Execution(products, whole, _days(plan, today), budget_of(plan))


def _sum(counts: Any) -> Counts:
    found = _none()
    for each in counts:
        for name, number in each.items():
            found[name] += number
    return found


def _days(plan: WorkPlan, today: date) -> tuple[int, int]:
    whole = (plan.ends_on - plan.starts_on).days + 1
    return min(max((today - plan.starts_on).days + 1, 0), whole), whole


def _counted(plan: WorkPlan) -> list[tuple[int, int, Counts]]:
    """(item, platform, counts) from listings and lots: a query each."""
    by = ("plan_item", "platform")
    listings = Listing.objects.filter(scheme__plan=plan).exclude(scheme__state__in=GIVEN_UP).order_by()
    listed = listings.values(*by).annotate(n=Count("pk"))
    return [
        *((row["plan_item"], row["platform"], {"listed": row["n"]}) for row in listed),
        *(
            (
                row["plan_item"],
                row["platform"],
                {"lots": row["n"], row["stand"]: row["n"], "failed": row["bad"]},
            )
            for row in counted(plan, *by)
        ),
    ]


def figures(plan: WorkPlan, now: datetime) -> Figures:
    """What a plan brought, for its evaluation."""
    so_far = execution(plan, local_day(now))
    counts, reports = so_far.total.counts, reports_of(plan.pk).values("pk")
    accepted = Purchase.objects.filter(scheme__plan=plan, state="accepted", counts=True)
    disposals = DisposalItem.objects.filter(report__in=reports).values("disposal")
    cases = EnforcementCase.objects.filter(report__in=reports).values("pk")
    # United: of two in an OR every clock of the country would be read.
    answers = Deadline.objects.counted().filter(record__in=disposals.union(cases))
    over = answers.filter(Q(met_at__isnull=False) | Q(due_at__lte=now))
    terms = over.aggregate(due=Count("pk"), met=Count("pk", filter=Q(met_at__lt=F("due_at"))))
    bounds = wilson(counts["failed"], counts["reported"]) if counts["reported"] else (None, None)
    low, high = (None if bound is None else per_cent(bound) for bound in bounds)
    return Figures(
        planned=so_far.total.planned or 0,
        accepted=accepted.count(),
        missing=counts[Stand.ENDED],
        in_time=accepted.filter(delivered_at__date__lte=plan.ends_on).count(),
        spent=f"{so_far.budget.spent:.2f}",
        reported=counts["reported"],
        failed=counts["failed"],
        low=low,
        high=high,
        **terms,
    )
