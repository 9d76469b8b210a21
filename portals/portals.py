"""For whom is what? Each kind of organisation's portal: a title and its sections.

A kind of record says itself where its list stands (in its part's `kind.py`); here are the pages that are no
list.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext_lazy as _

from accounts.roles import Kind, Role
from casework.flow import Text
from casework.pages.desks import DESKS, Desk
from casework.pages.navigation import Place, Section

TITLES: dict[Kind, Text] = {
    Kind.REGULATOR: _("Regulator"),
    Kind.CENTER: _("Monitoring center"),
    Kind.LABORATORY: _("Laboratory"),
    Kind.PLATFORM: _("E-commerce platform"),
    Kind.MERCHANT: _("Shop or enterprise"),
}
REGULATOR, CENTER, LABORATORY, PLATFORM = INSIDE = tuple(kind for kind in TITLES if kind != Kind.MERCHANT)


@dataclass(frozen=True)
class Item:
    """A line of the navigation. kind: a kind of record, whose list it opens and whose counts it shows; or
    route: the name of a plain view. of: the roles that work with it; to all others it stands under "All"."""

    label: Text
    kind: str = ""
    route: str = ""
    of: frozenset[Role] = frozenset(Role)


@dataclass(frozen=True)
class Page:
    """A page of the navigation that is no list of records: its name, and where it stands in which portals."""

    label: Text
    route: str
    menu: Mapping[Kind, Place]


def _page(label: Text, route: str, section: Section, order: int, *kinds: Kind) -> Page:
    return Page(label, route, dict.fromkeys(kinds, Place(section, order)))


PAGES = (
    _page(_("What is due"), "due", Section.FIGURES, 10, *INSIDE),
    _page(_("The month on one page"), "month", Section.FIGURES, 5, CENTER, REGULATOR),
    _page(_("Charts"), "dashboard", Section.FIGURES, 20, *INSIDE),
    _page(_("Risk signals"), "signals", Section.RISK, 10, CENTER),
    _page(_("Risks we found"), "signals", Section.RISK, 10, PLATFORM),
    _page(_("Joint sessions"), "sittings", Section.RISK, 40, CENTER),
    Page(
        _("Assessment criteria"),
        "criteria",
        {CENTER: Place(Section.RISK, 50), REGULATOR: Place(Section.RISK, 90)},
    ),
    _page(_("Figures of risk information"), "risk-figures", Section.RISK, 70, CENTER, REGULATOR, PLATFORM),
    _page(_("Ranking by failure rate"), "ranking", Section.RISK, 80, CENTER, REGULATOR),
    Page(
        _("Sample storage"),
        "storage",
        {CENTER: Place(Section.SAMPLING, 50), LABORATORY: Place(Section.INSPECTION, 60)},
    ),
    _page(_("Stocktaking"), "stocktakings", Section.SAMPLING, 60, CENTER),
    _page(_("Refunds"), "claims", Section.SAMPLING, 70, CENTER),
    _page(_("Recipients and addresses"), "recipients", Section.SAMPLING, 80, CENTER),
    _page(_("Confidentiality undertaking"), "undertaking", Section.SAMPLING, 90, CENTER),
    _page(_("Leak detector"), "leaks", Section.SAMPLING, 100, CENTER),
    _page(_("Money"), "money", Section.SAMPLING, 110, CENTER),
    _page(_("Laboratories"), "qualifications", Section.INSPECTION, 5, CENTER),
    _page(_("Instruments"), "instruments", Section.INSPECTION, 70, LABORATORY, CENTER, REGULATOR),
    _page(_("Signed and not issued"), "signed-reports", Section.INSPECTION, 63, LABORATORY),
    _page(_("Reports to be sealed"), "unsealed-reports", Section.INSPECTION, 65, LABORATORY, CENTER),
    _page(_("Severity of test items"), "severities", Section.DISPOSAL, 80, CENTER),
    _page(_("Reports received"), "received-reports", Section.DISPOSAL, 80, REGULATOR, PLATFORM),
    _page(_("Deadline table"), "terms", Section.DEADLINES, 10, *INSIDE),
    _page(_("Count a period"), "what-if", Section.DEADLINES, 20, *INSIDE),
    _page(_("Query"), "query", Section.SHARING, 10, *INSIDE),
    _page(_("Resource catalogue"), "resources", Section.SHARING, 20, *INSIDE),
    _page(_("Checklist of the beginning"), "checklist", Section.ADMINISTRATION, 5, REGULATOR, CENTER),
    _page(_("Product categories"), "categories", Section.REGISTERS, 10, *INSIDE),
    _page(_("Standards"), "standards", Section.REGISTERS, 20, *INSIDE),
    _page(_("Test items"), "test-items", Section.REGISTERS, 30, *INSIDE),
    _page(_("Monitoring rules"), "monitoring-rules", Section.REGISTERS, 40, *INSIDE),
    _page(_("People"), "people", Section.ADMINISTRATION, 10, *INSIDE),
    _page(_("Access tokens"), "tokens", Section.ADMINISTRATION, 20, *INSIDE),
    _page(_("Organisations"), "organisations", Section.ADMINISTRATION, 30, *INSIDE),
    _page(_("Work that failed"), "failures", Section.ADMINISTRATION, 40, *INSIDE),
    _page(_("Service through the portal"), "portal-service", Section.ADMINISTRATION, 50, *INSIDE),
)

# Whose work a page is; to all others it stands under "All".
WHOSE: dict[str, Collection[Role]] = {
    "month": (
        Role.APPROVER,
        Role.PLANNER,
        Role.CASE_OFFICER,
        Role.LEADER,
        Role.CHAIR,
        Role.ORGANISER,
        Role.COMPILER,
    ),
    "due": Role,
    "dashboard": Role,
    "signals": (Role.COLLECTOR, Role.QUALITY_OFFICER),
    "sittings": (Role.ASSESSOR, Role.CHAIR),
    "criteria": (Role.CHAIR,),
    "risk-figures": (Role.COLLECTOR, Role.LEADER),
    "ranking": (Role.PLANNER,),
    "storage": (Role.STOREKEEPER, Role.RECEIVER),
    "stocktakings": (Role.STOREKEEPER,),
    "claims": (Role.BUYER, Role.ORGANISER),
    "recipients": (Role.ADDRESS_KEEPER,),
    "undertaking": (Role.BUYER,),
    "leaks": (Role.ADDRESS_KEEPER,),
    "money": (Role.ORGANISER, Role.LEADER),
    "qualifications": (Role.ORGANISER,),
    "instruments": (Role.TESTER,),
    "signed-reports": (Role.SIGNATORY,),
    "unsealed-reports": (Role.SIGNATORY, Role.COMPILER),
    "severities": (Role.CHAIR,),
    "received-reports": (Role.CASE_OFFICER, Role.QUALITY_OFFICER),
    "terms": (Role.LEGAL_REVIEWER,),
    "resources": (Role.SHARING_OFFICER,),
    **dict.fromkeys(("standards", "test-items", "monitoring-rules"), (Role.ORGANISER,)),
    **dict.fromkeys(
        ("checklist", "categories", "people", "tokens", "organisations", "failures", "portal-service"),
        (Role.ADMINISTRATOR,),
    ),
}


@dataclass(frozen=True)
class Portal:
    """sections: (title, lines) in their order, those alone in which something stands."""

    title: Text
    sections: tuple[tuple[Text, tuple[Item, ...]], ...]


@cache
def portal_of(kind: Kind) -> Portal:
    """The portal of a kind of organisation."""
    lines = [
        (desk.menu[kind], Item(desk.label, kind=desk.kind, of=_moving(desk)))
        for desk in DESKS
        if kind in desk.menu
    ]
    lines += [
        (page.menu[kind], Item(page.label, route=page.route, of=frozenset(WHOSE.get(page.route, ()))))
        for page in PAGES
        if kind in page.menu
    ]
    lines.sort(key=lambda line: line[0].order)
    within = {
        section: tuple(item for place, item in lines if place.section is section) for section in Section
    }
    return Portal(TITLES[kind], tuple((each.label, items) for each, items in within.items() if items))


def _moving(desk: Desk) -> frozenset[Role]:
    """The roles that carry the records of a kind on."""
    return frozenset(role for step in desk.model.flow if step.primary for role in step.by)
