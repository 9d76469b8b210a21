"""When is a risk case settled? When nothing that came of it is under way any more."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from accounts.models import System
from casework.actions import take
from casework.clauses import carries
from disposal.models.cases import EnforcementCase
from disposal.models.disposals import PlatformDisposal
from inspection.reports.models.reports import Report
from monitoring.risks.flow.risk import RISK_CASE_FLOW
from monitoring.risks.models.riskcases import RiskCase
from sampling.purchases.models.purchases import Purchase
from sampling.samples.flow.samples import Part
from sampling.samples.models.samples import UNTESTED, Sample


def cases_under(reports: QuerySet[Report]) -> list[RiskCase]:
    """The risk cases that the plans behind these reports took up, in the order of their keys."""
    plans = reports.values("sample__purchase__scheme__plan")
    return list(RiskCase.objects.filter(plans__in=plans).distinct().order_by("pk"))


@carries("5")
def close_settled(cases: list[RiskCase], by: System, now: datetime) -> None:
    """Close those of these cases, locked by the caller, under which nothing is left to do."""
    for case in cases:
        case.refresh_from_db()
        if case.state in RISK_CASE_FLOW["close"].sources and not under_way(case):
            take("close", case, by=by, now=now)


def under_way(case: RiskCase) -> bool:
    """Whether anything bought, tested, reported or passed on for the case still waits for somebody."""
    plan = "purchase__scheme__plan__cases"
    untested = Sample.objects.filter(**{plan: case}, role=Part.TEST, state__in=UNTESTED)
    waiting = (
        Purchase.objects.filter(scheme__plan__cases=case),
        Report.objects.filter(**{f"sample__{plan}": case}),
        PlatformDisposal.objects.filter(**{f"items__report__sample__{plan}": case}),
        EnforcementCase.objects.filter(**{f"report__sample__{plan}": case}),
    )
    return untested.exists() or any(kind.exclude(turn="").exists() for kind in waiting)
