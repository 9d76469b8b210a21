"""How far does the year's money reach, and what went out in the month?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy

from accounts.models import Viewer
from accounts.roles import Role
from casework.deadlines.clocks import local_day
from casework.models import Record
from catalogue.yuan import NOTHING
from monitoring.plans.models.plans import WorkPlan
from portals.dashboards.campaign import UNBEGUN
from portals.dashboards.chart import Asked
from portals.leader.counted import cases, key
from portals.leader.months import Period
from sampling.deliveries.models.refunds import OVERSEERS
from sampling.purchases.actions.budgets import Budget, budget_of_all
from sampling.purchases.models.purchases import Purchase
from sampling.schemes.models import Overrun

PLANS = gettext_lazy("Work plans with a budget")
# Who plans and approves money, and who oversees it.
KEEPERS = OVERSEERS | {Role.PLANNER, Role.APPROVER}


class Spent(NamedTuple):
    """paid: for how many purchases, how much. fined: in cases that were closed. In yuan."""

    paid: Decimal
    bought: int
    fined: Decimal

    @property
    def each(self) -> Decimal | None:
        """What a batch costs; None where none was paid for."""
        return (self.paid / self.bought).quantize(Decimal(1)) if self.bought else None


class Money(NamedTuple):
    """budget: of the plans of the year that have one, of which there are `plans`, as it stands today. year:
    how much of it is over today, from 0 to 1. now, before, then: of the month, and of the equal days of the
    month and of the year before."""

    budget: Budget
    plans: int
    year: float
    now: Spent
    before: Spent
    then: Spent


def sees_money(viewer: Viewer) -> bool:
    """Whether this viewer's page has a card of money."""
    return bool(KEEPERS & viewer.roles)


def plans(viewer: Viewer, year: int) -> Any:
    """The plans in the viewer's scope that were begun, have a budget, and run in a year."""
    seen = Record.objects.listed("workplan", viewer).exclude(state__in=UNBEGUN).order_by().values("pk")
    running = Q(starts_on__lte=date(year, 12, 31), ends_on__gte=date(year, 1, 1))
    return WorkPlan.objects.filter(running, pk__in=seen).exclude(budget=None).order_by()


def amounts(pks: Iterable[int]) -> dict[int, tuple[Decimal, Decimal]]:
    """Of plans that have one, (the budget with what was allowed above it, what was spent less refunds)."""
    allowed = Overrun.objects.filter(plan__in=pks).values("plan").annotate(sum=Sum("amount"))
    bought = Purchase.objects.filter(scheme__plan__in=pks, amount__isnull=False).order_by()
    paid = bought.values("scheme__plan").annotate(sum=Sum("amount") - Sum("refund_amount", default=NOTHING))
    more = dict(allowed.values_list("plan", "sum"))
    spent = dict(paid.values_list("scheme__plan", "sum"))
    budgets = WorkPlan.objects.filter(pk__in=pks).exclude(budget=None).values_list("pk", "budget")
    return {pk: (limit + more.get(pk, NOTHING), spent.get(pk, NOTHING)) for pk, limit in budgets}


def money(asked: Asked, period: Period) -> Money | None:
    """None where the viewer is told of no money, or there is none to tell of."""
    if not sees_money(asked.viewer):
        return None
    name = f"money-{period.name}-{local_day(asked.now)}"
    [found] = asked.counted(key(asked, name), lambda: [_counted(asked, period)])
    return found if found.plans or any(any(each) for each in (found.now, found.before, found.then)) else None


def _counted(asked: Asked, period: Period) -> Money:
    year = period.now.last.year
    of_year = plans(asked.viewer, year)
    first, last = date(year, 1, 1), date(year, 12, 31)
    share = ((min(local_day(asked.now), last) - first).days + 1) / ((last - first).days + 1)
    spent = _spent(asked.viewer, period)
    return Money(budget_of_all(of_year), of_year.count(), share, *spent)


def _spent(viewer: Viewer, period: Period) -> list[Spent]:
    """In each of the three times; two statements."""
    seen = Record.objects.listed("workplan", viewer).order_by().values("pk")
    bought = Purchase.objects.filter(scheme__plan__in=seen, amount__isnull=False).order_by()
    paid = _sums(bought, period, lambda days: days.hold("paid_at"), "amount")
    closed = lambda days: days.include("as_enforcementcase__closed_on")  # noqa: E731
    fined = _sums(cases(viewer), period, closed, "as_enforcementcase__amount")
    return [Spent(*paid[place], fined[place][0]) for place in range(3)]


def _sums(rows: Any, period: Period, within: Any, amount: str) -> list[tuple[Decimal, int]]:
    """(sum, how many) in each of the three times."""
    now, before, year = map(within, period.all)
    asked: dict[str, Any] = {}
    for place, those in enumerate((now, before, year)):
        asked[f"sum{place}"] = Sum(amount, filter=those, default=NOTHING)
        asked[f"n{place}"] = Count("pk", filter=those)
    found = rows.filter(now | before | year).aggregate(**asked)
    return [(found[f"sum{place}"], found[f"n{place}"]) for place in range(3)]
