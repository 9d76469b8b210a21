"""Where and how are cases and notices of risks met?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.roles import Kind
from casework.pages import navigation as stations
from casework.pages.desks import Desk
from casework.pages.navigation import Section
from documents import views as papers
from monitoring.risks.models.riskcases import Notice, RiskCase
from monitoring.risks.views.information import about_case

RISK_CASES = Desk(
    RiskCase,
    at="risk-cases",
    order=10,
    label=_("Risk cases"),
    menu=Section.RISK.at(20, Kind.CENTER, Kind.REGULATOR),
    station=stations.RISK_INFORMATION,
    about=about_case,
    template="monitoring/risks/riskcase.html",
)


NOTICES = Desk(
    Notice,
    at="notices",
    order=30,
    label=_("Notices to units and regions"),
    menu=Section.RISK.at(60, Kind.CENTER, Kind.REGULATOR, Kind.PLATFORM),
    station=stations.NOTIFICATION,
    about=papers.about,
    template="monitoring/risks/notice.html",
)
