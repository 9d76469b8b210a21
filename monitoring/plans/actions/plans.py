"""How is a plan made, changed, completed and given up, and what becomes of its cases? (4.2.1)"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from accounts.models import By, Organisation, System, Viewer
from accounts.roles import Role
from casework.actions import check, lock, open_record, take
from casework.clauses import carries
from casework.flow import Refused
from monitoring.plans.actions.feasible import contradictions
from monitoring.plans.actions.versions import approved_unchanged
from monitoring.plans.flow import WORK_PLAN_FLOW
from monitoring.plans.models.plans import PlanItem, Quota, WorkPlan
from monitoring.plans.papers import issue_plan
from monitoring.risks.flow.risk import RiskCaseState
from monitoring.risks.models.riskcases import RiskCase
from registers.entries.resting import RESTING, Resting
from trail.enumerations import enumerated


@WORK_PLAN_FLOW.handles("open")
@carries("4.2.1-c")
@transaction.atomic
def open_plan(
    *,
    by: Viewer,
    now: datetime,
    rows: Sequence[dict[str, Any]] = (),
    quotas: Sequence[dict[str, Any]] = (),
    cases: Iterable[RiskCase] = (),
    **data: Any,
) -> WorkPlan:
    """Open a plan, and put the cases that are to be sampled into it.

    rows: its products, each category, product, batches, test_items, test_standard, judgement_standard and
    grounds. quotas: each platform or None, item (a place in rows, from 0) or None, price_from, price_below
    and most. data: the fields of form 4.3; the regulator and its province are the planner's.
    """
    chosen = list(cases)
    lock(*chosen)
    plan = open_record(
        WorkPlan,
        by=by,
        now=now,
        regulator=by.organisation,
        province=by.organisation.region,
        category=rows[0]["category"] if rows else None,
        cases=chosen,
        **data,
    )
    _set_items(plan, rows, quotas)
    for case in chosen:
        take("plan", case, by=by, now=now, note=plan.number)
    return plan


@WORK_PLAN_FLOW.handles("approve")
@carries("4.2.1-a")
@transaction.atomic
def approve_plan(plan: WorkPlan, *, note: str = "", by: By, now: datetime) -> None:
    """Approve a plan as it was submitted last: its digest stands in the trail, the center gets it on paper,
    and a revision takes the place of the older version. note: the approver's opinion."""
    lock(plan)
    plan.refresh_from_db()
    check(plan.flow["approve"], plan, by, now)
    take("approve", plan, by=by, now=now, note=note, digest=approved_unchanged(plan, now))
    issue_plan(plan, by=by, now=now)


@WORK_PLAN_FLOW.handles("edit")
@transaction.atomic
def edit_plan(
    plan: WorkPlan,
    *,
    by: Viewer,
    now: datetime,
    rows: Sequence[dict[str, Any]],
    quotas: Sequence[dict[str, Any]] = (),
    cases: Iterable[RiskCase] = (),
    **data: Any,
) -> None:
    """Replace a draft's content. Cases that leave it wait again for a plan."""
    chosen = list(cases)
    former = list(plan.cases.all())
    lock(*{case.pk: case for case in [*chosen, *former]}.values())
    event = take("edit", plan, by=by, now=now, cases=chosen, **data)
    _set_items(plan, rows, quotas)
    for case in chosen:
        if case not in former:
            take("plan", case, by=by, now=now, note=plan.number)
    _release([case for case in former if case not in chosen], System(cause=event.pk), now)


def _set_items(plan: WorkPlan, rows: Sequence[dict[str, Any]], quotas: Sequence[dict[str, Any]]) -> None:
    """Write a plan's products and quotas. Raises Refused where the quotas contradict each other or them."""
    if quotas and (said := contradictions(quotas, rows, list(plan.platforms.all()))):
        raise Refused(" ".join(said))
    plan.quotas.all().delete()
    former = {(item.category_id, item.product): item for item in reversed(plan.items.all())}
    items = []
    for position, row in enumerate(rows, start=1):
        values = {name: value for name, value in row.items() if name != "test_items"}
        item = former.pop((row["category"].pk, row["product"]), None) or PlanItem(plan=plan)
        if row["batches"] < item.done:
            raise Refused(
                _("%(done)d batches of %(product)s are already done: plan no fewer.")
                % {"done": item.done, "product": item.product}
            )
        for name, value in {**values, "position": position}.items():
            setattr(item, name, value)
        item.save()
        item.test_items.set(row["test_items"])
        items.append(item)
    _drop(former.values())
    Quota.objects.bulk_create(
        Quota(plan=plan, **{**row, "item": None if row["item"] is None else items[row["item"]]})
        for row in quotas
    )


def _drop(items: Iterable[PlanItem]) -> None:
    """Take products out of a plan; one that a scheme has listed or bought stays."""
    for item in items:
        try:
            item.delete()
        except ProtectedError as error:
            raise Refused(
                _("%(product)s is already listed or bought for this plan: leave it in.")
                % {"product": item.product}
            ) from error


def _release(cases: Iterable[RiskCase], by: System, now: datetime) -> None:
    """Let cases that no other plan takes up wait for one again."""
    for case in cases:
        case.refresh_from_db()
        if case.state == RiskCaseState.PLANNED and not case.in_a_plan():
            take("unplan", case, by=by, now=now)


@WORK_PLAN_FLOW.handles("revise")
@transaction.atomic
def revise(plan: WorkPlan, *, note: str, by: By, now: datetime) -> None:
    """Make a new version of an approved plan; it is to be approved again, and received again.

    Where it is being carried out its schemes go on with what they have planned to buy, and it counts; until
    the new version is received no scheme is made, and none plans a further purchase.
    """
    lock(plan)
    plan.refresh_from_db()
    take("revise", plan, by=by, now=now, note=note, version=plan.version + 1)


@WORK_PLAN_FLOW.handles("withdraw")
@transaction.atomic
def withdraw_plan(plan: WorkPlan, *, note: str, by: By, now: datetime) -> None:
    """Give an approved plan up; its cases wait again for a plan."""
    _give_up("withdraw", plan, note, by, now)


@WORK_PLAN_FLOW.handles("void")
@transaction.atomic
def void_plan(plan: WorkPlan, *, note: str, by: By, now: datetime) -> None:
    """Void a plan; its cases wait again for a plan."""
    _give_up("void", plan, note, by, now)


def _give_up(name: str, plan: WorkPlan, note: str, by: By, now: datetime) -> None:
    cases = list(plan.cases.order_by("pk"))
    lock(*cases)
    event = take(name, plan, by=by, now=now, note=note)
    _release(cases, System(cause=event.pk), now)


@WORK_PLAN_FLOW.handles("complete")
@transaction.atomic
def complete(plan: WorkPlan, *, by: By, now: datetime, shortfall: str = "") -> None:
    """Report the plan as carried out. Refused where too few batches were tested and nobody says why.

    shortfall: why; it stands on the page, in the trail and in the paper of the evaluation.
    """
    lock(plan)
    plan.refresh_from_db()
    check(plan.flow["complete"], plan, by, now)
    unmet = enumerated(short_of(plan))
    if unmet and not shortfall:
        raise Refused(
            _("Fewer batches were tested and reported than planned; say why: %(items)s.") % {"items": unmet}
        )
    take("complete", plan, by=by, now=now, shortfall=shortfall)


def short_of(plan: WorkPlan) -> list[str]:
    """Each product of which fewer batches were tested and reported than planned: "Doll (1/2)"."""
    return [f"{item.product} ({reported}/{item.batches})" for item, reported in plan.unmet()]


def _see_to_it(plan: WorkPlan) -> Iterator[tuple[Organisation, Role]]:
    """Who plans it, and who carries it out once it was approved."""
    if plan.regulator:
        yield plan.regulator, Role.PLANNER
    if plan.center and plan.state not in WorkPlan.unsent:
        yield plan.center, Role.ORGANISER


RESTING.append(
    Resting(
        at_work=lambda: WorkPlan.objects.exclude(turn="").select_related("regulator", "center"),
        told=_see_to_it,
        items="items__test_items",
        rules="items__rules",
        category="items__category",
    )
)
