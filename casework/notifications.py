"""Who is told in the portal, of what, and have they read it?"""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from accounts.models import Membership, Viewer
from casework.models import Notification, Record
from trail.models import Event


def notify(record: Record, event: Event) -> None:
    """Tell the members whose move it now is, but not the person who made the move."""
    if record.turn and record.holder_id is not None:
        tell(record, event, record.holder_id, record.turn)


def tell(record: Record, event: Event, organisation: int, role: str) -> None:
    """Tell the members of an organisation in a role of what happened to a record."""
    members = Membership.objects.filter(
        organisation=organisation, roles__contains=[role], user__is_active=True
    )
    if event.actor_kind == "user":
        members = members.exclude(user=event.actor_id)
    Notification.objects.bulk_create(
        Notification(
            user_id=user, organisation_id=organisation, record_id=record.pk, event=event, at=event.at
        )
        for user in members.values_list("user", flat=True)
    )


def unread(viewer: Viewer) -> QuerySet[Notification]:
    """What this viewer has not read yet, in the organisation they act for."""
    return Notification.objects.filter(user=viewer.user, organisation=viewer.organisation, read_at=None)


def mark_read(viewer: Viewer, now: datetime) -> int:
    """Mark all as read; returns how many there were."""
    return unread(viewer).update(read_at=now)
