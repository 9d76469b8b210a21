"""Where is a kind of record found: in which section of whose portal, at which station of figure 1?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.roles import Kind
from casework.flow import Text


class Section(TextChoices):
    """The sections of a portal, in the order in which they stand there."""

    FIGURES = "figures", ""
    RISK = "risk", _("Risk information")
    SAMPLING = "sampling", _("Plans and sampling")
    INSPECTION = "inspection", _("Inspection")
    DISPOSAL = "disposal", _("Result disposal")
    DEADLINES = "deadlines", _("Deadlines")
    SHARING = "sharing", _("Information sharing")
    REGISTERS = "registers", _("Registers")
    ADMINISTRATION = "administration", _("Organisation")

    def at(self, order: int, *kinds: Kind) -> dict[Kind, Place]:
        """The same place of this section, in the portals of these kinds."""
        return dict.fromkeys(kinds, Place(self, order))


class Place(NamedTuple):
    """Where a line of the navigation stands. order: among the lines of its section."""

    section: Section
    order: int


@dataclass(frozen=True, eq=False)  # a title reads otherwise in another language, a station is the same
class Station:
    """A box of figure 1. column: from left to right; row: 0 on the river's line, -1 above, 1 below it."""

    title: Text
    clause: str
    column: int
    row: int = 0


RISK_INFORMATION = Station(_("Risk information"), "6.1.2", 0)
ASSESSMENT = Station(pgettext_lazy("station", "Assessment"), "6.1.3", 1)
EXCLUSION = Station(_("Exclusion"), "6.1.3-a", 2, -1)
NOTIFICATION = Station(_("Notification"), "6.1.3-b", 2, 1)
PLANNING = Station(_("Plan and scheme"), "4.2.1", 2)
SAMPLING = Station(_("Online sampling"), "6.2", 3)
INSPECTION = Station(_("Inspection"), "6.3", 4)
COMPILATION = Station(_("Compiled report"), "6.4-1", 5)
DISPOSAL = Station(_("Platform disposal"), "6.4-2", 6, -1)
ENFORCEMENT = Station(_("Enforcement"), "6.4-3", 6)
PARTIES = Station(_("Shops, firms"), "4.2.2-e", 6, 1)
NATION = Station(_("National report"), "6.4-6", 7)
STATIONS = (
    *(RISK_INFORMATION, ASSESSMENT, EXCLUSION, PLANNING, NOTIFICATION, SAMPLING, INSPECTION, COMPILATION),
    *(DISPOSAL, ENFORCEMENT, PARTIES, NATION),
)
