"""Who is told that a clock is running out, or has? The holder, then their supervisor, then those above."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from accounts.roles import Kind, Role
from casework.models import Deadline, Record
from casework.work.notifications import Telling, assigned
from trail import verbs
from trail.models import Event

verbs.register("overdue", gettext_lazy("Overdue"))


def _warned(detail: Mapping[str, Any]) -> str:
    """Whoever is reminded for the last time reads that it is the last."""
    if detail.get("last"):
        return gettext("A clock is running out: this is the last reminder")
    return gettext("A clock is running out")


verbs.register("warn", gettext_lazy("A clock is running out"), notification=True, told=_warned)

# Who answers for an organisation's work. Shops and enterprises answer for themselves.
SUPERVISORS: dict[str, Role] = {
    Kind.REGULATOR: Role.APPROVER,
    Kind.CENTER: Role.LEADER,
    Kind.LABORATORY: Role.SIGNATORY,
    Kind.PLATFORM: Role.ADMINISTRATOR,
}


def warn(now: datetime, events: list[int]) -> None:
    """Tell of these lines of the trail whom they concern; of each clock only the last, if it still runs.

    The first warning is the holder's alone; those after it are also their supervisor's, and of a clock that
    has run out those are told as well to whom the record's kind escalates it.
    """
    written = Event.objects.filter(pk__in=events).order_by("id")
    last = {event.detail["clock"]: event for event in written}
    running = Deadline.objects.running().filter(pk__in=last).select_related("record__holder")
    telling = Telling(now)
    for clock in running.order_by("pk"):
        for organisation, role, person in _concerned(clock, last[clock.pk]):
            telling.tell(clock.record, last[clock.pk], organisation, role, person)
    telling.send()


def _concerned(clock: Deadline, event: Event) -> Iterator[tuple[int, str, int | None]]:
    """(organisation, role, the one person meant or None)."""
    record: Record = clock.record
    if record.turn and record.holder is not None:
        yield record.holder.pk, record.turn, assigned(record)
        if event.detail["nth"] > 1 and record.holder.kind in SUPERVISORS:
            yield record.holder.pk, SUPERVISORS[record.holder.kind], None
    if event.verb == "overdue":
        for organisation, role in record.child().escalates_to(clock.term):
            yield organisation.pk, role, None
