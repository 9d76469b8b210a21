"""How far does the budget of a plan reach, and who may let it be exceeded?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Viewer
from accounts.roles import Role
from casework.actions import lock
from casework.flow import Forbidden, Refused
from catalogue.yuan import NOTHING
from monitoring.plans.models.plans import WorkPlan
from monitoring.vocabulary import OverBudget
from sampling.purchases.models.purchases import Purchase
from sampling.schemes.models import Listing, Overrun
from trail import verbs
from trail.models import write

verbs.register("allow more than the budget", gettext_lazy("Allow more than the budget"))


@dataclass(frozen=True)
class Budget:
    """How far the money of a plan reaches, in yuan. limit: None where the plan has no budget. spent: less
    what was refunded. expected: of targets that nobody has paid for yet, at the prices of their listings and
    in the quantity of the plan."""

    limit: Decimal | None
    spent: Decimal
    expected: Decimal

    @property
    def left(self) -> Decimal | None:
        return None if self.limit is None else self.limit - self.spent - self.expected

    @property
    def short(self) -> bool:
        """Whether less than a tenth is left."""
        return self.limit is not None and self.left is not None and self.left * 10 < self.limit


def budget_of(plan: WorkPlan, instead_of: Purchase | None = None) -> Budget:
    """A plan's budget with what its leader allowed above it, what is spent, and what is still expected.

    instead_of: a purchase that gives way, so that nothing more is expected of it.
    """
    allowed = plan.overruns.aggregate(sum=Sum("amount", default=NOTHING))["sum"]
    bought = Purchase.objects.filter(scheme__plan=plan)
    expecting = bought.exclude(pk=instead_of.pk) if instead_of is not None else bought
    limit = None if plan.budget is None else plan.budget + allowed
    return Budget(limit, spent_on(bought), expected_of(expecting))


def budget_of_all(plans: QuerySet[WorkPlan]) -> Budget:
    """The same of several plans together; the limit is the sum of those that have one."""
    allowed = Overrun.objects.filter(plan__in=plans.exclude(budget=None).values("pk"))
    more = allowed.aggregate(sum=Sum("amount", default=NOTHING))["sum"]
    bought = Purchase.objects.filter(scheme__plan__in=plans.values("pk"))
    limit = plans.aggregate(sum=Sum("budget"))["sum"]
    return Budget(None if limit is None else limit + more, spent_on(bought), expected_of(bought))


def spent_on(bought: QuerySet[Purchase]) -> Decimal:
    """What was paid for purchases, less what was refunded, in yuan."""
    spent = bought.filter(amount__isnull=False).aggregate(
        paid=Sum("amount", default=NOTHING), back=Sum("refund_amount", default=NOTHING)
    )
    paid, back = spent["paid"], spent["back"]
    return Decimal(paid - back)


def expected_of(bought: QuerySet[Purchase]) -> Decimal:
    """What purchases will cost that nobody has paid for yet, in yuan."""
    open_still = bought.filter(amount=None, counts=True)
    pieces = F("plan_item__test_quantity") + F("plan_item__backup_quantity")
    expected = open_still.aggregate(sum=Sum(F("listing__price") * pieces, default=NOTHING))
    return Decimal(expected["sum"])


def cost_of(listings: Iterable[Listing]) -> Decimal:
    """What targets are expected to cost, in the quantity of the plan; what has no price costs nothing."""
    costs = (one.price * one.plan_item.quantity for one in listings if one.price is not None)
    return sum(costs, NOTHING)


def within_budget(plan: WorkPlan, listings: Iterable[Listing]) -> None:
    """Raise Refused if buying these would exceed the plan's budget. Call it with the plan locked."""
    left, cost = budget_of(plan).left, cost_of(listings)
    if left is None or cost <= left:
        return
    said = {"cost": cost, "left": max(left, NOTHING)}
    refusal = _("This would cost %(cost)s yuan, and %(left)s yuan of the plan's budget are left.") % said
    if plan.over_budget == OverBudget.LEADER:
        refusal += " " + _("The leader may allow more on the page of the plan's money.")
    raise Refused(refusal)


@transaction.atomic
def allow_overrun(plan: WorkPlan, *, amount: Decimal, reason: str, by: Viewer, now: datetime) -> Overrun:
    """Allow more than a plan's budget, where the plan leaves that to the leader of its center."""
    if by.organisation.pk != plan.center_id or Role.LEADER not in by.roles:
        raise Forbidden(_("Only the leader of the plan's center may allow more than the budget."))
    if plan.budget is None or plan.over_budget != OverBudget.LEADER:
        raise Refused(_("This plan does not let its budget be exceeded: have it revised."))
    lock(plan)
    detail = {"amount": str(amount), "note": reason}
    write(
        "allow more than the budget",
        ("record", plan.pk),
        actor=by.actor(Role.LEADER),
        at=now,
        clause="O18-19",
        detail=detail,
    )
    return Overrun.objects.create(plan=plan, amount=amount, reason=reason, by=by.user, at=now)
