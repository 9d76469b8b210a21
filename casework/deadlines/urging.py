"""How is somebody urged who has let a clock run out (催办)? By a step that moves neither state nor clock."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from casework.flow import Refused, Step
from casework.terms.table import RIGHTS
from trail.models import Event

# Every step of this kind is called so, with the state in which it is taken.
PREFIX = "urge_"


def longest_over(record: Any, now: datetime) -> Any:
    """The running clock of a record that has been over for the longest time, or None; what a party may do in
    a time is its right, and nobody is urged for it."""
    clocks = record.deadlines.running().filter(suspended_at=None, due_at__lte=now).exclude(term__in=RIGHTS)
    return clocks.order_by("due_at", "pk").first()


def a_clock_has_run_out(record: Any, now: datetime) -> None:
    """Whoever is still in time is not urged."""
    if longest_over(record, now) is None:
        raise Refused(_("No time has run out here: there is nothing to urge yet."))


def not_urged_today(record: Any, now: datetime) -> None:
    """Once a day is enough, whoever does it."""
    last = Event.objects.of("record", record.pk).filter(verb__startswith=PREFIX).first()
    if last and timezone.localdate(last.at) == timezone.localdate(now):
        raise Refused(
            gettext("A letter has urged this today already: the next may go out tomorrow, if it is needed.")
        )


def urges(*states: str, by: tuple[Role, ...], clause: str, above: tuple[Role, ...] = ()) -> tuple[Step, ...]:
    """A step for each of these states, in which somebody else has the turn."""
    return tuple(
        Step(
            f"{PREFIX}{state}",
            _("Urge"),
            (state,),
            state,
            by,
            clause,
            guards=(a_clock_has_run_out, not_urged_today),
            above=above,
            reason="note",
            primary=False,
        )
        for state in states
    )


class Urged(NamedTuple):
    """How often a record was urged, and when last."""

    times: int
    last: datetime


def urged(records: Collection[int]) -> dict[int, Urged]:
    """Of these records those that were urged."""
    found = Event.objects.filter(
        subject_kind="record", subject_id__in=records, verb__startswith=PREFIX
    ).order_by()
    counted = found.values_list("subject_id").annotate(n=Count("pk"), last=Max("at"))
    return {record: Urged(times, last) for record, times, last in counted}
