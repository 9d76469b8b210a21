"""When is nothing to be done with risk cases, assessments and plans? (casework.idle)"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from accounts.models import Viewer
from monitoring.assessments.models import Assessment, Vote
from monitoring.plans.flow import WORK_PLAN_FLOW
from monitoring.plans.models import milestones
from monitoring.risks.flow.risk import ASSESSMENT_FLOW, RISK_CASE_FLOW


@RISK_CASE_FLOW.idles("under_assessment", "notified")
def it_goes_on_with_its_parts(now: datetime, viewer: Viewer) -> Q:
    """The assessment, or the notices, carry it on."""
    return Q()


@ASSESSMENT_FLOW.idles("scoring")
def no_score_is_theirs_to_give(now: datetime, viewer: Viewer) -> Q:
    """Who is not on the panel scores nothing, and nobody twice."""
    panel = Assessment.panel.through.objects.filter(assessment=OuterRef("pk"), user=viewer.user.pk)
    given = Vote.objects.filter(assessment=OuterRef("pk"), assessor=viewer.user.pk)
    return ~Q(Exists(panel)) | Q(Exists(given))


@WORK_PLAN_FLOW.idles("executing")
def some_of_its_work_is_open(now: datetime, viewer: Viewer) -> Q:
    """Its schemes, purchases, samples, reports … are at work."""
    return milestones.some_open()
