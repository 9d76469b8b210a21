"""Who is told in the portal, of what, and have they read it?"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Mail, Organisation, User, Viewer
from accounts.roles import Kind
from casework.flow import NOTHING
from casework.members import Asked, members
from casework.models import Filed, Notification, Record
from casework.river import resting
from casework.work.outbox import promise
from trail.models import Event
from trail.verbs import VERBS

# Of what is no step of a record, whoever is told of these reads why.
REASONED = (
    "ask for more time",
    "ask to let a clock stand still",
    "let a clock stand still",
    "refuse more time",
    "refuse to let a clock stand still",
    "withdraw what was asked for a clock",
    "propose to accept less",
    "accept less",
    "refuse less",
    "hear from a party",
    "leave out what was planned",
    "take back what a platform had to do",
    "void what a platform had to do",
    "hand over again what a platform had to do",
    "outlive an entry",
    "stand on an entry again",
    "judge otherwise than before",
    "move a deadline",
)
# Who sees a record without having been admitted to it.
SEEING = (Kind.REGULATOR, Kind.CENTER)
# So many e-mails at a time come one by one; more of them come together.
MOST_EMAILS = 3


def notify(record: Record, event: Event, *, reasoned: bool = False, moves: bool = True) -> None:
    """Tell the members whose move it now is, but not the person who made the move.

    reasoned: the step gave a reason, which the other organisations concerned are owed. moves: not where the
    move is to serve a paper: who is to do that is told when it is issued, unless that has served it.
    """
    telling = Telling(event.at)
    if moves and record.turn and record.holder_id is not None:
        telling.tell(record, event, record.holder_id, record.turn, assigned(record))
    if reasoned:
        for organisation, role in concerned(record, event):
            telling.tell(record, event, organisation, role)
    if record.state in NOTHING and record.state != event.moved_from:
        for organisation, role in _bereft(record, event):
            telling.tell(record, event, organisation, role)
    telling.send()


def _bereft(record: Record, event: Event) -> list[tuple[int, str]]:
    """(organisation, role) of those of the doer's own organisation from whose hands it was taken for good."""
    flow = record.filed_class.flow
    filed = record if isinstance(record, Filed) else record.child()
    organisation, role = filed.party(flow.hands(event.moved_from)), flow.turn(event.moved_from)
    if organisation is None or organisation != event.organisation_id or not role:
        return []
    return [(organisation, str(role))]


def concerned(record: Record, event: Event) -> list[tuple[int, str]]:
    """(organisation, role) of those who have a part in the record, other than who took the step.

    A laboratory, platform or shop only once it was admitted.
    """
    flow = record.filed_class.flow
    filed = record if isinstance(record, Filed) else record.child()
    parts = {(filed.party(flow.hands(state)), str(role)) for state, role in flow.turns.items()}
    own = Organisation.objects.filter(pk=event.organisation_id or 0).first()
    others = Organisation.objects.in_bulk(pk for pk, _role in parts if pk and (own is None or pk != own.pk))
    reading = {
        pk
        for pk, other in others.items()
        if other.kind in SEEING or Record.objects.filter(pk=record.pk).admitted(other).exists()
    }
    return sorted((pk, role) for pk, role in parts if pk and pk in reading)


def tell_below(record: Filed, event: Event) -> None:
    """Tell those who have a part in what rests on a record of what happened to it: each of their own."""
    telling = Telling(event.at)
    for each in resting(record):
        for organisation, role in concerned(each, event):
            telling.tell(each, event, organisation, role)
    telling.send()


def assigned(record: Record) -> int | None:
    """The one person whose move it is, where every step of the turn is for somebody assigned."""
    moves = [step for step in record.filed_class.flow.leaving(record.state) if record.turn in step.by]
    names = {step.only for step in moves if step.name != "void"}
    if len(names) != 1 or names == {""}:
        return None
    filed = record if isinstance(record, Filed) else record.child()
    found: int | None = getattr(filed, f"{names.pop()}_id")
    return found


def tell(record: Record, event: Event, organisation: int, role: str, person: int | None = None) -> None:
    """Tell the members of an organisation in a role of what happened to a record, and who stands in today.

    person: the only one whom it concerns, if they still hold the role.
    """
    telling = Telling(event.at)
    telling.tell(record, event, organisation, role, person)
    telling.send()


class Owed(NamedTuple):
    """What is to be told to those whom a question means: of a record, or of what has a title and a page."""

    whom: Asked
    event: Event
    record: int | None = None
    title: str = ""
    url: str = ""


class Telling:
    """What is to be told at one time, to whom: written down together, each person told once of an event."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._owed: list[Owed] = []
        self._notes: dict[tuple[int, int], Notification] = {}

    def tell(
        self, record: Record, event: Event, organisation: int, role: str, person: int | None = None
    ) -> None:
        """As `tell` above; of an action its own doer is not told."""
        self._owed.append(Owed(Asked(organisation, role, person), event, record.pk))

    def tell_of(
        self, event: Event, organisation: int, role: str, title: str, url: str, person: int | None = None
    ) -> None:
        """As `tell`, of something that is no record: its title, and the page where it stands."""
        self._owed.append(Owed(Asked(organisation, role, person), event, None, title, url))

    def note(self, user: User, record: int, organisation: int, event: Event) -> None:
        """Tell this user, whoever they are."""
        self._note(user, Owed(Asked(organisation, ""), event, record))

    def note_of(self, user: User, owed: Owed) -> None:
        """The same of something that is no record; of an action its own doer is not told."""
        if not _did(user, owed.event):
            self._note(user, owed)

    def send(self) -> None:
        """Write the notifications, and promise e-mails: a few one by one, many together."""
        self._find()
        notes = Notification.objects.bulk_create(self._notes.values())
        each: dict[int, list[Notification]] = {}
        for note in notes:
            if note.user.mail == Mail.EACH and note.user.email:
                each.setdefault(note.user_id, []).append(note)
        for user, mine in each.items():
            if len(mine) > MOST_EMAILS:
                promise("casework.digest_of", self.now, user=user)
                continue
            for note in mine:
                promise("casework.mail", self.now, notification=note.pk)

    def _find(self) -> None:
        """Whom all that is owed concerns, in one question."""
        found = members({owed.whom for owed in self._owed}, timezone.localdate(self.now))
        for owed in self._owed:
            for user in found[owed.whom]:
                if not _did(user, owed.event):
                    self._note(user, owed)

    def _note(self, user: User, owed: Owed) -> None:
        note = Notification(
            user=user,
            organisation_id=owed.whom.organisation,
            record_id=owed.record,
            title=owed.title,
            url=owed.url,
            event=owed.event,
            at=owed.event.at,
        )
        self._notes.setdefault((user.pk, owed.event.pk), note)


def _did(user: User, event: Event) -> bool:
    return event.actor_kind == "user" and user.pk == event.actor_id


def happened(note: Notification) -> str:
    """What a notification tells of, in a few words; no particular of its matter but the day of a clock."""
    if note.event.verb == "hand over":
        return _("Handed over to you")
    if (action := VERBS.get(note.event.verb)) and action.notification:
        return action.told(note.event.detail) if action.told else str(action.notification)
    step = note.record.filed_class.flow.steps.get(note.event.verb) if note.record else None
    if step:
        return str(step.label)
    if note.record and (note.event.subject_kind, note.event.subject_id) != ("record", note.record.pk):
        return _("What this rests on has changed")
    return _("A clock has run out")


def reason_of(event: Event, record: Record) -> str:
    """The reason or answer that a step owed to others, or why a clock is to have more time; "" where none is
    owed."""
    if event.verb in REASONED:
        return str(event.detail.get("note", ""))
    step = record.filed_class.flow.steps.get(event.verb)
    reason = str(event.detail.get(step.reason, "")) if step and step.reason else ""
    return " · ".join(filter(None, (reason, *_told_with(event, record)))) if reason else ""


def _told_with(event: Event, record: Record) -> list[str]:
    """Who signed for a step and as what, where its kind tells that beside the reason."""
    kind = record.filed_class
    fields = [kind._meta.get_field(name) for name in kind.told_with if name in event.detail]
    said = [(field.choices, event.detail[field.name]) for field in fields if isinstance(field, models.Field)]
    return [str(dict(choices or ()).get(value, value)) for choices, value in said]


def unread(viewer: Viewer) -> QuerySet[Notification]:
    """What this viewer has not read yet, in the organisation they act for."""
    return Notification.objects.filter(user=viewer.user, organisation=viewer.organisation, read_at=None)


def mark_read(viewer: Viewer, now: datetime) -> int:
    """Mark all as read; returns how many there were."""
    return unread(viewer).update(read_at=now)
