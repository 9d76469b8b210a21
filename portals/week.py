"""How does the week stand for an organisation? What it has open, late and due, and what it got done."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Viewer
from accounts.roles import Kind
from casework.deadlines.duty import due
from casework.models import Record
from casework.recent import counted_lately
from trail.models import Event

WEEK = timedelta(days=7)


class Tile(NamedTuple):
    """A figure as parts/tile.html has it."""

    label: str
    value: int
    note: str = ""
    tone: str = ""
    url: str = ""


def figures(viewer: Viewer, now: datetime) -> list[Tile]:
    """What the viewer's organisation has to move, and the steps its people took in the last seven days."""
    held = Record.objects.filter(holder=viewer.organisation).exclude(turn="").order_by()
    open_now = held.alias(due_at=due(viewer)).aggregate(
        open=Count("id"),
        late=Count("id", filter=Q(due_at__lte=now)),
        due=Count("id", filter=Q(due_at__gt=now, due_at__lte=now + WEEK)),
    )
    name = f"week:{viewer.organisation.pk}"
    done, before = counted_lately(name, lambda: _steps(viewer, now), lambda steps: sum(steps))
    # Who answers for a shop has no calendar.
    month = "" if viewer.kind is Kind.MERCHANT else reverse("due")
    late, soon = (month if open_now[name] else "" for name in ("late", "due"))
    return [
        Tile(_("In our hands"), open_now["open"]),
        Tile(_("Of these overdue"), open_now["late"], tone="red" if open_now["late"] else "", url=late),
        Tile(_("Of these due within 7 days"), open_now["due"], url=soon),
        Tile(_("Steps taken in 7 days"), done, note=_compared(done - before)),
    ]


def _steps(viewer: Viewer, now: datetime) -> tuple[int, int]:
    """Steps by the organisation's people that moved a record: in the last week, and in the one before."""
    taken = Event.objects.filter(organisation_id=viewer.organisation.pk, actor_kind="user")
    since = taken.filter(at__gt=now - 2 * WEEK, at__lte=now).exclude(moved_to="")
    found = since.aggregate(last=Count("id", filter=Q(at__gt=now - WEEK)), both=Count("id"))
    return found["last"], found["both"] - found["last"]


def _compared(more: int) -> str:
    if not more:
        return _("as many as the week before")
    if more > 0:
        said = ngettext("%(n)d more than the week before", "%(n)d more than the week before", more)
    else:
        said = ngettext("%(n)d fewer than the week before", "%(n)d fewer than the week before", -more)
    return said % {"n": abs(more)}
