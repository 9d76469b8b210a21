"""Where and how are reports met?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.roles import Kind
from casework.checks import looks
from casework.pages import navigation as stations
from casework.pages.beside import Beside, cards
from casework.pages.desks import Desk
from casework.pages.navigation import Section
from inspection.reports.models.reports import Report
from inspection.reports.views.reports import (
    CONFIRMED,
    about_entering,
    about_report,
    by_letter,
    what_is_voided,
)

looks("report", "sign", "issue")(by_letter)


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
        "enter": Beside("inspection/reports/entering.html", about_entering),
        **dict.fromkeys(("review", "sign", "see_before", "return", "send_back", "remark"), CONFIRMED),
        "void": cards(what_is_voided),
    },
    template="inspection/reports/report.html",
)
