"""What does whoever takes a matter back, voids it or hands it over again read of it first?"""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.models import Viewer
from accounts.roles import Role
from casework.models.facts import Facts
from casework.pages.beside import Card, cards
from casework.pages.contents import reasons
from disposal.actions.anew import gets_it, without_the_maker
from disposal.flow.vocabulary import PlatformDisposalState
from disposal.models.alike import matters_beside, others_alike, reports_of
from disposal.models.cases import EnforcementCase
from disposal.models.competence import competent
from disposal.models.disposals import PlatformDisposal
from disposal.redaction import whole
from disposal.views.ending import how_it_ends
from disposal.views.matter import failing
from trail.enumerations import enumerated

Matter = PlatformDisposal | EnforcementCase
# From then on the platform has said what it did.
REPORTED = (PlatformDisposalState.FED_BACK, PlatformDisposalState.LESS_PROPOSED)


def where_it_stands(record: Matter, viewer: Viewer) -> list[Card]:
    """Its state, who has it, what failed, and all that was done and reported so far."""
    who = (_("Handed to"), _whose(record))
    turn = [(_("Whose turn it is"), Role(record.turn).label)] if record.turn else []
    at = record.compilation.sent_at()
    failed = [row for report in reports_of(record) for row in failing(report, at)]
    groups: list[tuple[Any, Facts]] = [
        ("", [(_("State"), record.get_state_display()), who, *turn]),
        (_("Items that failed"), failed),
        (_("Measures taken"), _measures(record)),
        *record.particulars(viewer),
    ]
    return [Card(_("Where it stands"), groups, warning=_reported(record))]


def _measures(record: Matter) -> Facts:
    if isinstance(record, EnforcementCase):
        return []
    items = record.items.prefetch_related("measures")
    return [
        (str(item), [taken.account() for taken in item.standing()] or _("none was taken")) for item in items
    ]


def _reported(record: Matter) -> str:
    if record.state not in REPORTED:
        return ""
    return _("The platform has reported already what it did: the report waits to be verified or returned.")


def why_taken_back(record: Matter, viewer: Viewer) -> list[Card]:
    """The reasons that were given on it, that of its being taken back first; then where it stands."""
    return [
        Card(_("Why it was taken back"), [("", reasons(record, viewer))]),
        *where_it_stands(record, viewer),
    ]


def who_else_has_them(record: Matter, viewer: Viewer) -> list[Card]:
    """Which other matters are about the same goods, those of platforms and of regulators apart: what is void
    is done by no other of its kind, unless there is one."""
    alike, beside = others_alike(record), list(matters_beside(record))
    card = Card(_("Other matters about the same goods"), by_kind([*alike, *beside]))
    return [card._replace(warning="" if alike else _alone(record, beside)), *why_taken_back(record, viewer)]


def _alone(record: Matter, beside: list[Any]) -> str:
    """What is so once a matter is void that has no other of its kind."""
    if not beside:
        return _("No other matter deals with these goods: once this one is void, nobody does.")
    numbers = enumerated(f"{other.number} ({other.get_state_display()})" for other in beside)
    if isinstance(record, PlatformDisposal):
        said = _(
            "Once this one is void, no platform has to handle these goods. The regulators' cases about them "
            "are others, which stay: %(numbers)s."
        )
    else:
        said = _(
            "Once this one is void, no regulator has a case about these goods. The platforms' disposals of "
            "them are others, which stay: %(numbers)s."
        )
    return said % {"numbers": numbers}


def by_kind(found: list[Any]) -> list[tuple[Any, Facts]]:
    """Matters under the name of their kind, each with its state and a link."""
    rows: dict[Any, Facts] = {}
    for other in found:
        link = format_html('<a href="{}">{}</a>', other.get_absolute_url(), other.number)
        told = format_html("{} · {} · {}", link, other.title, other.get_state_display())
        rows.setdefault(other._meta.verbose_name_plural, []).append((_whose(other), told))
    return list(rows.items())


def _whose(matter: Matter) -> Any:
    return matter.regulator if isinstance(matter, EnforcementCase) else matter.platform


def dealt_with_beside(record: Matter, viewer: Viewer) -> list[tuple[Any, Facts]]:
    """For the page of a matter: what of the other kind is about the same goods, as far as the viewer sees."""
    return by_kind(list(matters_beside(record).visible_to(viewer)))


def who_gets_it(record: Matter, viewer: Viewer) -> list[Card]:
    """To whom it goes, and whom the places on record make competent."""
    if isinstance(record, PlatformDisposal):
        rows: Facts = [(_("It goes to"), record.platform)]
    else:
        rows = [
            (_("It was with"), record.regulator),
            (_("Competent by the places on record"), competent(record.place, record.regulator)),
            (_("It may go to"), [str(each) for each in record.may_be_handed_to()]),
            (_("enterprise"), record.enterprise),
            (_("Place that counts"), record.place),
        ]
    return [Card(_("Who gets it"), [("", rows)]), *why_taken_back(record, viewer)]


def who_gets_the_goods(case: EnforcementCase, viewer: Viewer) -> list[Card]:
    """Against whom the goods are referred anew, where that shop is, and which regulator gets the case."""
    line = without_the_maker(case)
    place = whole(line.place)
    warning = "" if place else _("No place of the shop is known: the regulator that had the case gets it.")
    rows: Facts = [
        (_("Against the shop"), line.shop),
        (_("Place that counts"), place or _("Place not known")),
        (_("It goes to"), gets_it(case, line)),
        (_("It was with"), case.regulator),
    ]
    return [Card(_("Who gets it"), [("", rows)], warning=warning), *how_it_ends(case, viewer)]


ANEW = cards(who_gets_the_goods)
AGAIN = {
    "take_back": cards(where_it_stands),
    "void": cards(who_else_has_them),
    "hand_over": cards(who_gets_it),
}
