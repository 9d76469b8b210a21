"""How far has a work plan come, from the batches planned to the cases closed?"""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Sum
from django.utils.translation import gettext as _

from accounts.models import Viewer
from casework.flow import NOTHING, VOIDED
from casework.models import Record
from catalogue.intervals import per_cent
from catalogue.models import Verdict
from disposal.models.cases import EnforcementCase
from disposal.models.disposals import DisposalItem
from inspection.flow.reports import ISSUED
from monitoring.plans.flow import WorkPlanState
from monitoring.plans.models.plans import PlanItem
from portals.dashboards.chart import Asked, Campaign, Chart
from portals.dashboards.options import Series, bars
from sampling.purchases.flow.purchases import LOOKING, PurchaseState
from sampling.samples.flow.samples import Part
from sampling.schemes.flow.schemes import GIVEN_UP

OFFERED = 50
# The place in the funnel of what was found non-conforming.
FAILED = 4
# A plan that nobody has received yet has no campaign.
UNBEGUN = (WorkPlanState.DRAFT, WorkPlanState.SUBMITTED, WorkPlanState.APPROVED, WorkPlanState.VOIDED)
NOT_BOUGHT = (PurchaseState.PLANNED, *LOOKING, PurchaseState.VOIDED)


def campaigns(viewer: Viewer) -> list[Campaign]:
    """The work plans in the viewer's scope that are being carried out or were, the newest first."""
    begun = Record.objects.listed("workplan", viewer).exclude(state__in=UNBEGUN).order_by("-id")
    items = PlanItem.objects.filter(plan=OuterRef("pk")).order_by().values("plan")
    batches = Subquery(items.annotate(n=Sum("batches")).values("n"))
    found = begun.annotate(batches=batches)[:OFFERED]
    return [Campaign(*row) for row in found.values_list("pk", "number", "title", "state", "batches")]


def funnel(asked: Asked) -> Chart:
    """The batches of one plan on their way; each step counts what reached it, wherever it is now."""
    plan = asked.plan
    steps = (
        [plan.batches or 0, *asked.counted(f"funnel-{plan.pk}", lambda: _steps(plan, asked))] if plan else []
    )
    named = [
        _("Planned batches"),
        _("Bought"),
        _("Accepted samples"),
        _("Test report issued"),
        _("Found non-conforming"),
        _("Closed by platform and regulator"),
        _("Ended by the regulator without a case filed"),
    ]
    rows = [
        (name, n, per_cent(n / of) if (of := _of(place, steps)) else None)
        for place, (name, n) in enumerate(zip(named, steps, strict=False))
    ]
    labels = [str(n) if share is None else f"{n}  ({share} %)" for _name, n, share in rows]
    title = _("The way of a campaign")
    return Chart(
        "funnel",
        f"{title} · {plan.title}" if plan else title,
        _(
            "How many batches of the plan reached each step, and their share of the step before. Closed are "
            "the non-conforming ones that a platform and a regulator had to handle and on which neither has "
            "anything left to do; what was voided counts for nothing. Where the regulator filed no case "
            "they are counted apart."
        ),
        _("No work plan is being carried out yet."),
        ((_("Step"), "text"), (_("Number of batches"), "number"), (_("Of the step before, %"), "number")),
        rows,
        bars(
            [row[0] for row in rows],
            Series(_("Number of batches"), [row[1] for row in rows]),
            across=True,
            labels=labels,
        ),
    )


def _of(place: int, steps: list[int]) -> int:
    """Of how many a step is a share: of the step before; each of the two ends of what failed."""
    return steps[min(place - 1, FAILED)] if place else 0


def _steps(plan: Campaign, asked: Asked) -> list[int]:
    """Bought, accepted, tested, non-conforming, closed, ended without a case filed."""
    purchases = Record.objects.listed("purchase", asked.viewer).filter(as_purchase__scheme__plan=plan.pk)
    purchases = purchases.exclude(as_purchase__scheme__state__in=GIVEN_UP)
    bought = purchases.order_by().aggregate(
        bought=Count("pk", filter=~Q(state__in=NOT_BOUGHT) & Q(as_purchase__ordered_at__isnull=False)),
        accepted=Count("pk", filter=Q(state=PurchaseState.ACCEPTED)),
    )
    return [bought["bought"], bought["accepted"], *_tested(plan, asked)]


def _tested(plan: Campaign, asked: Asked) -> list[int]:
    """Tested, non-conforming, closed and ended without a case, of the reports on the plan's test samples."""
    items = DisposalItem.objects.filter(report=OuterRef("pk")).exclude(disposal__state__in=NOTHING)
    cases = EnforcementCase.objects.filter(report=OuterRef("pk")).exclude(state__in=NOTHING)
    reports = (
        Record.objects.listed("report", asked.viewer)
        .filter(
            as_report__sample__purchase__scheme__plan=plan.pk,
            as_report__sample__role=Part.TEST,
            state__in=ISSUED,
        )
        .exclude(as_report__sample__state=VOIDED)
        .exclude(as_report__sample__purchase__scheme__state__in=GIVEN_UP)
        .annotate(
            followed=Exists(items) & Exists(cases),
            unfiled=Exists(cases.filter(filed_on=None).exclude(not_filed_why="")),
            open=Exists(items.exclude(disposal__turn="")) | Exists(cases.exclude(turn="")),
        )
    )
    ended = Q(followed=True, open=False)
    failed = Q(outcome=Verdict.NON_CONFORMING)
    found: dict[str, Any] = reports.order_by().aggregate(
        tested=Count("pk"),
        failed=Count("pk", filter=failed),
        closed=Count("pk", filter=failed & ended & Q(unfiled=False)),
        not_filed=Count("pk", filter=failed & ended & Q(unfiled=True)),
    )
    return [found["tested"], found["failed"], found["closed"], found["not_filed"]]
