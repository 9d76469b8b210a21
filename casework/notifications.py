"""Who is told in the portal, of what, and have they read it?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Mail, Membership, StandIn, User, Viewer
from casework.models import Filed, Notification, Record
from casework.outbox import promise
from trail.models import Event


def notify(record: Record, event: Event) -> None:
    """Tell the members whose move it now is, but not the person who made the move."""
    if record.turn and record.holder_id is not None:
        tell(record, event, record.holder_id, record.turn, _assigned(record))


def _assigned(record: Record) -> int | None:
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
    holding = Membership.objects.filter(
        organisation=organisation, roles__contains=[role], left_on=None, user__is_active=True
    )
    if person is not None and holding.filter(user=person).exists():
        holding = holding.filter(user=person)
    entrusted = StandIn.objects.on(timezone.localdate(event.at)).filter(
        organisation=organisation, roles__contains=[role], absent__in=holding.values("user")
    )
    concerned = Q(pk__in=holding.values("user")) | Q(pk__in=entrusted.values("substitute"))
    users = User.objects.filter(concerned, is_active=True)
    if event.actor_kind == "user":
        users = users.exclude(pk=event.actor_id)
    send(list(users.order_by("pk")), record.pk, organisation, event)


def send(users: Sequence[User], record: int, organisation: int, event: Event) -> None:
    """Tell each of these users of what happened to a record, and promise e-mails to those who want each."""
    notes = Notification.objects.bulk_create(
        Notification(user=user, organisation_id=organisation, record_id=record, event=event, at=event.at)
        for user in users
    )
    for note in notes:
        if note.user.mail == Mail.EACH and note.user.email:
            promise("casework.mail", event.at, notification=note.pk)


def happened(note: Notification) -> str:
    """What a notification tells of, in a few words and without a particular."""
    if note.event.verb == "hand over":
        return _("Handed over to you")
    step = note.record.filed_class.flow.steps.get(note.event.verb)
    return str(step.label) if step else _("A clock has run out")


def unread(viewer: Viewer) -> QuerySet[Notification]:
    """What this viewer has not read yet, in the organisation they act for."""
    return Notification.objects.filter(user=viewer.user, organisation=viewer.organisation, read_at=None)


def mark_read(viewer: Viewer, now: datetime) -> int:
    """Mark all as read; returns how many there were."""
    return unread(viewer).update(read_at=now)
