"""For whom is what? Each kind of organisation's portal: a title and its sections, as plain data."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.roles import Kind


@dataclass(frozen=True)
class Item:
    """A line of the navigation. kind: a kind of record, whose list it opens and whose counts it shows; or
    route: the name of a plain view."""

    label: str | Promise
    kind: str = ""
    route: str = ""


@dataclass(frozen=True)
class Section:
    title: str | Promise
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Portal:
    title: str | Promise
    sections: tuple[Section, ...]


FIGURES_OF_RISK = Item(_("Figures of risk information"), route="risk-figures")
RANKING = Item(_("Ranking by failure rate"), route="ranking")
RISK = Section(
    _("Risk information"),
    (
        Item(_("Risk signals"), route="signals"),
        Item(_("Risk cases"), kind="riskcase"),
        Item(_("Assessments"), kind="assessment"),
        Item(_("Joint sessions"), route="sittings"),
        Item(_("Assessment criteria"), route="criteria"),
        Item(_("Notices to units and regions"), kind="notice"),
        FIGURES_OF_RISK,
        RANKING,
    ),
)
PLANS = Section(
    _("Plans and sampling"),
    (
        Item(_("Work plans"), kind="workplan"),
        Item(_("Sampling schemes"), kind="scheme"),
        Item(_("Purchases"), kind="purchase"),
        Item(_("Samples"), kind="sample"),
        Item(_("Sample storage"), route="storage"),
        Item(_("Stocktaking"), route="stocktakings"),
        Item(_("Refunds"), route="claims"),
        Item(_("Recipients and addresses"), route="recipients"),
        Item(_("Confidentiality undertaking"), route="undertaking"),
        Item(_("Leak detector"), route="leaks"),
        Item(_("Money"), route="money"),
        Item(_("Settlements"), kind="settlement"),
    ),
)
TESTS = Section(
    _("Inspection"),
    (
        Item(_("Laboratories"), route="qualifications"),
        Item(_("Entrustments"), kind="entrustment"),
        Item(_("Abnormalities"), kind="abnormality"),
        Item(_("Test reports"), kind="report"),
        Item(_("Corrections"), kind="correction"),
    ),
)
RESULTS = Section(
    _("Result disposal"),
    (
        Item(_("Compiled reports"), kind="compilation"),
        Item(_("Platform disposals"), kind="platformdisposal"),
        Item(_("Result notices"), kind="resultnotice"),
        Item(_("Denials"), kind="denial"),
        Item(_("Enforcement cases"), kind="enforcementcase"),
        Item(_("Assistance letters"), kind="assistance"),
        Item(_("National reports"), kind="nationalreport"),
    ),
)

# A center grades what failed as well.
GRADED = Section(RESULTS.title, (*RESULTS.items, Item(_("Severity of test items"), route="severities")))
SHARING = Section(
    _("Information sharing"),
    (
        Item(_("Query"), route="query"),
        Item(_("Resource catalogue"), route="resources"),
        Item(_("Share requests"), kind="sharerequest"),
    ),
)
ADMINISTRATION = Section(
    _("Organisation"),
    (
        Item(_("People"), route="people"),
        Item(_("Access tokens"), route="tokens"),
        Item(_("Organisations"), route="organisations"),
        Item(_("Work that failed"), route="failures"),
        Item(_("Service through the portal"), route="portal-service"),
    ),
)

FIGURES = Section("", (Item(_("What is due"), route="due"), Item(_("Charts"), route="dashboard")))
DEADLINES = Section(
    _("Deadlines"),
    (
        Item(_("Deadline table"), route="terms"),
        Item(_("Count a period"), route="what-if"),
    ),
)
RECEIVED = Item(_("Reports received"), route="received-reports")

PORTALS: dict[Kind, Portal] = {
    Kind.REGULATOR: Portal(
        _("Regulator"),
        (
            FIGURES,
            Section(
                _("Risk information"),
                (
                    Item(_("Risk cases"), kind="riskcase"),
                    Item(_("Notices to units and regions"), kind="notice"),
                    FIGURES_OF_RISK,
                    RANKING,
                    Item(_("Assessment criteria"), route="criteria"),
                ),
            ),
            Section(
                _("Plans and sampling"),
                (Item(_("Work plans"), kind="workplan"), Item(_("Sampling schemes"), kind="scheme")),
            ),
            Section(TESTS.title, (Item(_("Abnormalities"), kind="abnormality"),)),
            Section(RESULTS.title, (*RESULTS.items, RECEIVED)),
            DEADLINES,
            SHARING,
            ADMINISTRATION,
        ),
    ),
    Kind.CENTER: Portal(
        _("Monitoring center"),
        (FIGURES, RISK, PLANS, TESTS, GRADED, DEADLINES, SHARING, ADMINISTRATION),
    ),
    Kind.LABORATORY: Portal(
        _("Laboratory"),
        (
            FIGURES,
            Section(
                _("Inspection"),
                (
                    Item(_("Entrustments"), kind="entrustment"),
                    Item(_("Samples"), kind="sample"),
                    Item(_("Abnormalities"), kind="abnormality"),
                    Item(_("Test reports"), kind="report"),
                    Item(_("Corrections"), kind="correction"),
                    Item(_("Sample storage"), route="storage"),
                ),
            ),
            DEADLINES,
            SHARING,
            ADMINISTRATION,
        ),
    ),
    Kind.PLATFORM: Portal(
        _("E-commerce platform"),
        (
            FIGURES,
            Section(
                _("Risk information"),
                (
                    Item(_("Risks we found"), route="signals"),
                    Item(_("Notices to units and regions"), kind="notice"),
                    FIGURES_OF_RISK,
                ),
            ),
            Section(
                _("Result disposal"),
                (
                    Item(_("Platform disposals"), kind="platformdisposal"),
                    Item(_("Assistance letters"), kind="assistance"),
                    RECEIVED,
                ),
            ),
            DEADLINES,
            SHARING,
            ADMINISTRATION,
        ),
    ),
    Kind.MERCHANT: Portal(
        _("Shop or enterprise"),
        (
            Section(
                _("Result disposal"),
                (
                    Item(_("Result notices"), kind="resultnotice"),
                    Item(_("Denials"), kind="denial"),
                ),
            ),
        ),
    ),
}
