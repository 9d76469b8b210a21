"""Who begins, changes and stops what is no record, and how does a colleague take it over?

Whoever only sees another's import, draft, choice or recount leaves it alone. A colleague with the same role
takes it over first, by an action of its own; beginning, stopping and taking over stand in the trail, and on
its page.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import By, Organisation, User, Viewer
from accounts.roles import Role
from casework.flow import Forbidden, Refused
from casework.members import Asked
from casework.models import Begun
from casework.work.notifications import Owed, Telling
from trail import verbs
from trail.models import Event, write

NOT_IN_CHARGE = gettext_lazy(
    "Somebody else is in charge of this: take it over on its page before you change or stop it."
)
ELSEWHERE = gettext_lazy("Another organisation began this: only its people may change or stop it.")
BEGIN, STOP, TAKE_OVER, DISCARD = "begin work", "stop work", "take work over", "discard work"
HAND_OVER = "hand over"

verbs.register(BEGIN, gettext_lazy("Work begun"))
verbs.register(
    DISCARD,
    gettext_lazy("File discarded"),
    notification=gettext_lazy("A colleague discarded the file that you sent in"),
)
verbs.register(HAND_OVER, gettext_lazy("Hand over to a colleague"))
verbs.register(STOP, gettext_lazy("Work stopped"))
verbs.register(
    TAKE_OVER,
    gettext_lazy("Work taken over"),
    notification=gettext_lazy("A colleague took this over from you"),
)


def answers_for(work: Begun, viewer: Viewer) -> bool:
    """Whether this person began it, or took it over."""
    return work.home == viewer.organisation.pk and work.responsible == viewer.user


def owned(work: Begun, by: Viewer) -> None:
    """Raises Forbidden where somebody else answers for it."""
    if not answers_for(work, by):
        raise Forbidden(NOT_IN_CHARGE if work.home == by.organisation.pk else ELSEWHERE)


def begun(work: Begun, by: By, now: datetime) -> Event:
    """Write down that it was begun."""
    return tell(BEGIN, work, by, now)


@transaction.atomic
def take_over(work: Begun, *, by: Viewer, now: datetime) -> None:
    """Answer for it from now on; who did until now is told. Who has the role is asked where its page is."""
    current = locked(work)
    if current.home != by.organisation.pk:
        raise Forbidden(ELSEWHERE)
    if current.responsible == by.user:
        raise Refused(_("This is in your charge already."))
    if not current.open:
        raise Refused(_("This has ended: there is nothing to take over."))
    before = current.responsible
    work.in_charge = current.in_charge = by.user
    current.save(update_fields=["in_charge"])
    event = tell(TAKE_OVER, work, by, now, before=before.pk if before else 0)
    if before:
        say(before, [(work, event)], by, now)


def say(person: User, done: Sequence[tuple[Begun, Event]], by: Viewer, now: datetime) -> None:
    """Tell somebody what was done with works that were, or now are, in their charge."""
    telling = Telling(now)
    for work, event in done:
        owed = Owed(Asked(by.organisation.pk, ""), event, None, str(work)[:200], work.get_absolute_url())
        telling.note_of(person, owed)
    telling.send()


@dataclass(frozen=True)
class Left:
    """What is open of one kind and in the charge of one person."""

    model: type[Begun]
    records: list[Begun]

    @property
    def key(self) -> str:
        return f"{self.model._meta.model_name}.in_charge"

    def __str__(self) -> str:
        field = self.model._meta.get_field("in_charge").verbose_name
        return f"{self.model._meta.verbose_name_plural}: {field} ({len(self.records)})"

    def roles(self, held: Collection[str]) -> set[Role]:
        """In which of the roles held it is done; one of all that may do it where none is held any more."""
        return {role for role in self.model.takers if role in held} or set(self.model.takers)


def left_by(person: User, organisation: Organisation) -> list[Left]:
    """What nobody but this person may end, by kind, until a colleague takes it over."""
    found = []
    for model in apps.get_models():
        if issubclass(model, Begun) and model.takers:
            theirs = Q(in_charge=person) | Q(in_charge=None, **{model.beginner: person})
            works = list(model.left_open(organisation).filter(theirs).order_by("pk"))
            found += [Left(model, works)] if works else []
    return found


def hand_on(left: Left, leaver: User, successor: User, *, reason: str, by: Viewer, now: datetime) -> int:
    """Put what somebody left into a colleague's charge, who is told; the trail of each says from whom, and
    why. What another colleague took over meanwhile stays theirs. Returns how many there were."""
    done = []
    for work in left.records:
        current = locked(work)
        if current.responsible != leaver or not current.open:
            continue
        current.in_charge = successor
        current.save(update_fields=["in_charge"])
        said = {"from": str(leaver), "to": str(successor), "reason": reason}
        done.append((current, tell(HAND_OVER, current, by, now, **said)))
    say(successor, done, by, now)
    return len(done)


def locked(work: Any) -> Any:
    """The work as it is now, for whoever changes it: one at a time."""
    return type(work)._base_manager.select_for_update(of=("self",)).get(pk=work.pk)


def tell(verb: str, work: Begun, by: By, now: datetime, **detail: Any) -> Event:
    """Write down what was done with it."""
    return write(verb, (work.subject, work.pk), actor=by.actor(), at=now, detail=detail)
