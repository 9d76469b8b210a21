"""Where and how are settlements met?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.roles import Kind
from casework.pages.desks import Desk
from casework.pages.navigation import Section
from sampling.money.models import Settlement
from sampling.money.views import about_settlement

SETTLEMENTS = Desk(
    Settlement,
    at="settlements",
    order=80,
    label=_("Settlements"),
    menu=Section.SAMPLING.at(120, Kind.CENTER),
    about=about_settlement,
    template="sampling/money/settlement.html",
)
