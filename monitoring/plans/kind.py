"""Where and how are work plans met?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.roles import Kind
from casework.pages import navigation as stations
from casework.pages.desks import Desk
from casework.pages.navigation import Section
from monitoring.plans.forms import asked_of_plan
from monitoring.plans.models.plans import WorkPlan
from monitoring.plans.views import about_plan

WORK_PLANS = Desk(
    WorkPlan,
    at="work-plans",
    order=40,
    label=_("Work plans"),
    menu=Section.SAMPLING.at(10, Kind.CENTER, Kind.REGULATOR),
    station=stations.PLANNING,
    filled=asked_of_plan,
    about=about_plan,
    template="monitoring/plans/workplan.html",
)
