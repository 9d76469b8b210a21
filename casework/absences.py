"""Who acts in the place of somebody absent, and who is told? Nobody stands in unseen (W-07)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import actions
from accounts.models import StandIn, User, Viewer
from accounts.roles import Role
from casework.members import Asked
from casework.work.notifications import Owed, Telling
from trail.models import Event


@transaction.atomic
def entrust(*, absent: User, substitute: User, by: Viewer, now: datetime, **named: Any) -> None:
    """Let somebody act in the place of a colleague: both are told, and the administrators."""
    event = actions.entrust(absent=absent, substitute=substitute, by=by, now=now, **named)
    _tell(event, absent, substitute, by)


@transaction.atomic
def end_stand_in(stand_in: StandIn, *, by: Viewer, now: datetime) -> None:
    """Let a stand-in end now: the same are told, unless it was over already."""
    event = actions.end_stand_in(stand_in, by=by, now=now)
    if event:
        _tell(event, stand_in.absent, stand_in.substitute, by)


def _tell(event: Event, absent: User, substitute: User, by: Viewer) -> None:
    title = _("%(substitute)s for %(absent)s") % {"substitute": substitute, "absent": absent}
    home, page = by.organisation.pk, reverse("stand-ins")
    telling = Telling(event.at)
    for person in (absent, substitute):
        telling.note_of(person, Owed(Asked(home, ""), event, None, title, page))
    telling.tell_of(event, home, Role.ADMINISTRATOR, title, page)
    telling.send()
