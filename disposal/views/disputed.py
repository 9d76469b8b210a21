"""What does the superior read before it decides which regulator has a case?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Viewer
from casework.models.facts import Facts
from casework.pages.beside import Card, cards
from disposal.actions.jurisdiction import by_the_place
from disposal.models.cases import EnforcementCase
from disposal.redaction import whole
from disposal.views.matter import what_it_is_about


def who_is_competent(case: EnforcementCase, viewer: Viewer) -> list[Card]:
    """Who disputes it and why, what is known of the places, and whom these name; then what it is about."""
    by_place = by_the_place(case)
    said = _("By its place, %(regulator)s is competent for this case.") % {"regulator": by_place}
    came = ("sender", "transferred_from", "transferred_on", "jurisdiction", "materials", "handed_over")
    groups: list[tuple[Any, Facts]] = [
        ("", case.facts("disputed_by", "disputed_on", "dispute_reason")),
        (_("How it came there"), case.facts(*came)),
        (_("Places"), _places(case)),
    ]
    disputed = Card(_("Who is competent"), groups, warning=said if by_place else "")
    return [disputed, *what_it_is_about(case, viewer)]


def _places(case: EnforcementCase) -> Facts:
    """Where the enterprise, the shop and the platform are, as far as that is known."""
    found: Facts = []
    if case.enterprise:
        where = (whole(case.enterprise.region), case.enterprise.address)
        found.append((case.enterprise, _where(*where)))
    if case.shop:
        found.append((case.shop, _where(whole(case.shop.place))))
    if case.platform:
        found.append((case.platform, _where(whole(case.platform.region))))
    found.append((_("Producer's address on the label"), case.report.producer_address))
    return [(label, text) for label, text in found if text]


def _where(*parts: str) -> str:
    return " · ".join(filter(None, parts)) or _("Place not known")


WHOSE = cards(who_is_competent)
