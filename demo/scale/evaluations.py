"""What did the evaluated plans bring? Their figures, counted of all of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from casework.models import Deadline
from catalogue.intervals import per_cent, wilson
from catalogue.models import Verdict
from inspection.flow.reports import ISSUED
from inspection.reports.models.lots import WITHOUT_GOODS
from inspection.reports.models.reports import Report
from monitoring.plans.models.brought import Figures
from monitoring.plans.models.plans import PlanItem, WorkPlan
from sampling.purchases.models.purchases import Purchase

OF_A_SAMPLE = "purchase__scheme__plan"
OF_A_COMPILATION = f"compilation__reports__sample__{OF_A_SAMPLE}"


def leave(now: datetime) -> None:
    """Write the figures of the evaluated plans, as portals.execution.figures counts each."""
    counts: dict[int, dict[str, Any]] = defaultdict(dict)
    for plan, name, number in _counted(now):
        counts[plan][name] = counts[plan].get(name, 0) + (number or 0)
    plans = list(WorkPlan.objects.filter(state="evaluated", figures={}))
    for plan_of in plans:
        plan_of.figures = _figures(defaultdict(int, counts[plan_of.pk])).kept()
    WorkPlan.objects.bulk_update(plans, ["figures"], batch_size=500)


def _counted(now: datetime) -> Iterator[tuple[int, str, Any]]:
    """(plan, what is counted, how many) of purchases, reports and answers, in a handful of queries."""
    accepted, failed = Q(state="accepted"), Q(outcome=Verdict.NON_CONFORMING)
    in_time = accepted & Q(delivered_at__date__lte=F("scheme__plan__ends_on"))
    yield from _by_plan(PlanItem.objects.all(), "plan", planned=Sum("batches"))
    yield from _by_plan(
        Purchase.objects.all(),
        "scheme__plan",
        accepted=Count("pk", filter=accepted),
        in_time=Count("pk", filter=in_time),
        missing=Count("pk", filter=Q(state__in=WITHOUT_GOODS)),
        paid=Sum("amount"),
        back=Sum("refund_amount"),
    )
    reports = Report.objects.filter(state__in=ISSUED)
    yield from _by_plan(
        reports, f"sample__{OF_A_SAMPLE}", reported=Count("pk"), failed=Count("pk", filter=failed)
    )
    over = Deadline.objects.counted().filter(Q(met_at__isnull=False) | Q(due_at__lte=now))
    met = Q(met_at__lt=F("due_at"))
    for kind in ("platformdisposal", "enforcementcase"):
        once = {
            "due": Count("pk", distinct=True),
            "met": Count("pk", filter=met, distinct=True),
        }
        yield from _by_plan(over, f"record__as_{kind}__{OF_A_COMPILATION}", **once)


def _by_plan(rows: QuerySet[Any], plan: str, **what: Any) -> Iterator[tuple[int, str, Any]]:
    found = rows.filter(**{f"{plan}__state": "evaluated"}).order_by().values(plan).annotate(**what)
    for row in found:
        yield from ((row[plan], name, row[name]) for name in what)


def _figures(counts: dict[str, Any]) -> Figures:
    reported, failed = counts["reported"], counts["failed"]
    low, high = map(per_cent, wilson(failed, reported)) if reported else (None, None)
    names = ("planned", "accepted", "missing", "in_time", "reported", "failed", "due", "met")
    spent = f"{counts['paid'] - counts['back']:.2f}"
    return Figures(**{name: counts[name] for name in names}, spent=spent, low=low, high=high)
