"""Where and how are corrections met?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.roles import Kind
from casework.pages import lists
from casework.pages import navigation as stations
from casework.pages.desks import Desk
from casework.pages.navigation import Section
from inspection.corrections.models.corrections import Correction
from inspection.corrections.views.corrections import TURNING, about_correction
from inspection.corrections.views.to_be_read import to_be_read

lists.WARNED["report"] = to_be_read


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
    template="inspection/corrections/correction.html",
)
