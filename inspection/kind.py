"""Where and how are commissions, reports and what is found wrong with them met?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.roles import Kind
from casework.checks import looks
from casework.pages import navigation as stations
from casework.pages.beside import Beside, cards
from casework.pages.cautions import cautions
from casework.pages.desks import Desk
from casework.pages.navigation import Section
from inspection.models.abnormalities import Abnormality
from inspection.models.commissions import Entrustment
from inspection.models.corrections import Correction
from inspection.models.reports import Report
from inspection.views.abnormalities import about_abnormality
from inspection.views.checked import by_letter
from inspection.views.commissions import about_entrustment
from inspection.views.corrections import TURNING, about_correction
from inspection.views.fitness import nobody_tests, outlived
from inspection.views.reports import CONFIRMED, about_entering, about_report, what_is_voided

cautions("workplan")(nobody_tests)
cautions("entrustment")(outlived)
looks("report", "sign", "issue")(by_letter)


ENTRUSTMENTS = Desk(
    Entrustment,
    at="entrustments",
    order=90,
    label=_("Entrustments"),
    menu=Section.INSPECTION.at(10, Kind.CENTER, Kind.LABORATORY),
    station=stations.INSPECTION,
    about=about_entrustment,
    template="inspection/entrustment.html",
)


ABNORMALITIES = Desk(
    Abnormality,
    at="abnormalities",
    order=100,
    label=_("Abnormalities"),
    menu=Section.INSPECTION.at(30, Kind.CENTER, Kind.LABORATORY, Kind.REGULATOR),
    station=stations.INSPECTION,
    about=about_abnormality,
    template="inspection/abnormality.html",
)


REPORTS = Desk(
    Report,
    at="reports",
    order=110,
    label=_("Test reports"),
    menu=Section.INSPECTION.at(40, Kind.CENTER, Kind.LABORATORY),
    station=stations.INSPECTION,
    about=about_report,
    reads=("results",),
    beside={
        "enter": Beside("inspection/entering.html", about_entering),
        **dict.fromkeys(("review", "sign", "see_before", "return", "send_back", "remark"), CONFIRMED),
        "void": cards(what_is_voided),
    },
    template="inspection/report.html",
)


CORRECTIONS = Desk(
    Correction,
    on_page=frozenset({"confirm"}),
    at="corrections",
    order=120,
    label=_("Corrections"),
    menu=Section.INSPECTION.at(50, Kind.CENTER, Kind.LABORATORY),
    station=stations.INSPECTION,
    about=about_correction,
    beside=dict.fromkeys(("review", "approve", "pass_on", "accept", "refuse", "reject"), TURNING),
    template="inspection/correction.html",
)
