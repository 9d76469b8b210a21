"""Where and how are purchases met?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.roles import Kind, Role
from casework.pages import navigation as stations
from casework.pages.desks import Desk, Together
from casework.pages.navigation import Section
from sampling.purchases.models.purchases import Purchase
from sampling.purchases.views import BOUGHT, DECIDING, about_purchase

PURCHASES = Desk(
    Purchase,
    at="purchases",
    order=60,
    label=_("Purchases"),
    menu=Section.SAMPLING.at(30, Kind.CENTER),
    station=stations.SAMPLING,
    about=about_purchase,
    beside=dict.fromkeys(DECIDING, BOUGHT),
    template="sampling/purchases/purchase.html",
    together=(Together("purchases-assign", _("Assign buyers"), Role.ORGANISER, "planned"),),
)
