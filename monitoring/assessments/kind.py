"""Where and how are assessments met?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.roles import Kind
from casework.pages import navigation as stations
from casework.pages.beside import Beside
from casework.pages.desks import Desk
from casework.pages.navigation import Section
from monitoring.assessments.models import Assessment
from monitoring.assessments.views.assessments import about_assessment
from monitoring.assessments.views.known import about_known

ASSESSMENTS = Desk(
    Assessment,
    at="assessments",
    order=20,
    label=_("Assessments"),
    menu=Section.RISK.at(30, Kind.CENTER),
    station=stations.ASSESSMENT,
    about=about_assessment,
    template="monitoring/assessments/assessment.html",
    beside={"propose": Beside("monitoring/assessments/propose.html", about_known)},
)
