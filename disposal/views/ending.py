"""What does whoever approves that a case ends, or verifies what was reported of it, read beside the form?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Viewer
from casework.flow import VOIDED
from casework.models.facts import Facts
from casework.pages.beside import Card, cards
from disposal.flow.vocabulary import Penalty
from disposal.models.cases import EnforcementCase
from disposal.models.control import left_uncontrolled
from disposal.views.matter import linked, what_is_known

DECIDED = (
    *("not_filed_why", "filed_on", "case_number", "decided_on", "decision_number", "amount"),
    *("not_penalised_why", "executed_on", "execution", "closed_on", "account"),
)


def how_it_ends(case: EnforcementCase, viewer: Viewer) -> list[Card]:
    """What was decided and done, and what stands out: goods without control, denials and letters that are
    open; then what the case is about."""
    penalties = [str(Penalty(kind).label) for kind in case.penalties]
    ended = [*case.facts(*DECIDED), *([(_("penalties"), penalties)] if penalties else [])]
    groups: list[tuple[Any, Facts]] = [
        ("", ended),
        (_("Still open"), [*open_denials(case, viewer), *_letters(case, viewer)]),
        (_("Report to the center"), case.facts("reported_by", "confirmed_by", "fed_back_on")),
    ]
    found = [left_uncontrolled(case), *_stands_out(case)]
    card = Card(_("How the case ends"), groups, warning=" ".join(filter(None, found)))
    return [card, *what_is_known(case, viewer)]


def _stands_out(case: EnforcementCase) -> list[str]:
    """What became known of whose the product is, and what is open still."""
    found = [_not_told(case)]
    if case.upheld_denial():
        found.append(_("The denial of its party was upheld: the product is not the party's."))
    if case.denials().exclude(turn="").exists():
        found.append(_("A denial of the product has not been decided yet."))
    if case.letters.exclude(turn="").exists():
        found.append(_("An assistance letter has not been answered yet."))
    return found


def _not_told(case: EnforcementCase) -> str:
    """That the party has not been told of the result, which a regulator sees of no notice before it is
    served; "" where it was."""
    standing = case.notices().exclude(state=VOIDED)
    unserved = standing.filter(served_on=None).first()
    if unserved:
        said = _("The party has not been told of the result: notice %(notice)s is not served yet.")
        return said % {"notice": unserved.number}
    if standing.exists():
        return ""
    return _("The party has not been told of the result: no notice to it stands.")


def open_denials(case: EnforcementCase, viewer: Viewer) -> Facts:
    """The denials of its party that nobody has decided, by a link."""
    denials = case.denials().exclude(turn="").visible_to(viewer)  # type: ignore[attr-defined]
    return [(_("Denial of the product"), linked(each, each.get_state_display())) for each in denials]


def _letters(case: EnforcementCase, viewer: Viewer) -> Facts:
    """The assistance letters that are open, by a link."""
    letters = case.letters.exclude(turn="").visible_to(viewer)
    return [(_("Assistance letter"), linked(each, each.get_state_display())) for each in letters]


ENDING = cards(how_it_ends)
