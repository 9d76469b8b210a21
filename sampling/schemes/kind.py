"""Where and how are schemes met?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.roles import Kind
from casework.pages import navigation as stations
from casework.pages.desks import Desk
from casework.pages.navigation import Section
from sampling.schemes.models import Scheme
from sampling.schemes.views import about_scheme

SCHEMES = Desk(
    Scheme,
    on_page=frozenset({"confirm"}),
    at="schemes",
    order=50,
    label=_("Sampling schemes"),
    menu=Section.SAMPLING.at(20, Kind.CENTER, Kind.REGULATOR),
    station=stations.PLANNING,
    about=about_scheme,
    template="sampling/schemes/scheme.html",
)
