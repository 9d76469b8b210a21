"""Where and how are commissions met, and what comes in their way?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.roles import Kind
from casework.pages import navigation as stations
from casework.pages.cautions import cautions
from casework.pages.desks import Desk
from casework.pages.navigation import Section
from inspection.commissions.models.abnormalities import Abnormality
from inspection.commissions.models.commissions import Entrustment
from inspection.commissions.views.abnormalities import about_abnormality
from inspection.commissions.views.commissions import about_entrustment
from inspection.commissions.views.fitness import nobody_tests, outlived

cautions("workplan")(nobody_tests)
cautions("entrustment")(outlived)


ENTRUSTMENTS = Desk(
    Entrustment,
    at="entrustments",
    order=90,
    label=_("Entrustments"),
    menu=Section.INSPECTION.at(10, Kind.CENTER, Kind.LABORATORY),
    station=stations.INSPECTION,
    about=about_entrustment,
    template="inspection/commissions/entrustment.html",
)


ABNORMALITIES = Desk(
    Abnormality,
    at="abnormalities",
    order=100,
    label=_("Abnormalities"),
    menu=Section.INSPECTION.at(30, Kind.CENTER, Kind.LABORATORY, Kind.REGULATOR),
    station=stations.INSPECTION,
    about=about_abnormality,
    template="inspection/commissions/abnormality.html",
)
