"""What did a party say of a penalty proposed to it, and who wrote down what of that?

Nothing that was entered is written over: what is entered later stands beside it, each with its day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User, Viewer
from accounts.prepared import Prepared
from casework.deadlines.clocks import local_day
from casework.flow import Refused
from casework.models.facts import Facts, Said, Sayings
from disposal.flow.grounds import party_was_heard
from disposal.flow.vocabulary import Penalty
from disposal.models.parties import OF_PARTIES
from inspection.corrections.models.rested_on import OF_REPORTS_BENEATH
from trail.models import Event

# What a case says besides its own fields.
OF_CASES: Sayings = {
    **OF_REPORTS_BENEATH,
    **OF_PARTIES,
    "replies": Said(_("Result notices and replies"), each=True),
    "denials": Said(_("Denials of the product"), each=True),
    "penalties": Said(_("penalties"), Penalty),
    "heard": Said(_("What the party said"), each=True),
}


def entries(case: Any, viewer: Viewer) -> Facts:
    """All that was entered of what the party said, the oldest first: when, by whom, and on which proposal
    where that is not the last one. Persons of other offices are named by their office."""
    events = list(_proposed_and_heard(case.pk))
    last = next((event for event in events if event.verb == "propose_decision"), None)
    found = []
    for event in reversed([event for event in events if event.verb == "hear"]):
        before = last is not None and event.pk < last.pk
        said = gettext("%(day)s, entered by %(who)s, on what was proposed before")
        label = (said if before else gettext("%(day)s, entered by %(who)s")) % {
            "day": local_day(event.at),
            "who": _who(event, viewer),
        }
        found.append((label, event.detail.get("note") or _kept(event)))
    return found


@Prepared
def _proposed_and_heard(case: int) -> QuerySet[Event]:
    return Event.objects.of("record", case).filter(verb__in=("propose_decision", "hear"))


def _who(event: Event, viewer: Viewer) -> str:
    office = Organisation.objects.filter(pk=event.organisation_id or 0).first()
    own = office == viewer.organisation or (office and office.merged_into_id == viewer.organisation.pk)
    return str(User.objects.get(pk=event.actor_id)) if own and event.actor_kind == "user" else str(office)


def _kept(event: Event) -> str:
    """What the line of the trail keeps of an entry that was made before lines said it whole."""
    said = filter(None, (event.detail.get("statement"), event.detail.get("considered")))
    return " · ".join(said) or gettext("nothing was said in the time for it")


def added(before: str, more: str) -> str:
    """What was said before, and what was said since."""
    return "\n".join(part for part in (before, more) if part)


def unless_heard(
    case: Any, statement: str, considered: str, files: Sequence[object], waived: bool, now: datetime
) -> dict[str, str]:
    """Why the party cannot be called heard: {field: sentence}."""
    if waived and not files:
        return {"files": gettext("Attach what the party signed: nobody waives its time by word of mouth.")}
    if statement and not considered:
        return {"considered": gettext("Say how the party's statement was considered.")}
    if statement and not files:
        return {"files": gettext("Attach what the party signed; without it, wait until its days are over.")}
    if not statement and not waived:
        try:
            party_was_heard(case, now)
        except Refused as refused:
            return {"statement": str(refused)}
    return {}
