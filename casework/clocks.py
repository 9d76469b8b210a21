"""When does a clock start, stand still, stop, and run out?"""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone

from casework.calendar import Calendar, official
from casework.count import Count, Unit, count
from casework.models import CalendarDay, Deadline, Record, TermSetting
from casework.notifications import notify, tell
from casework.terms import Term
from trail.models import SYSTEM, Event, write


def calendar() -> Calendar:
    """The official calendar with the days that were announced or corrected here since."""
    return official(overrides=dict(CalendarDay.objects.values_list("day", "rest")))


def setting(term: Term) -> tuple[int, Unit, int]:
    """(number, unit, version) in force for a term; version 0 is the default written in the flow."""
    if not term.fixed:
        found = TermSetting.objects.filter(term=term.code).order_by("-version").first()
        if found:
            return found.count, Unit(found.unit), found.version
    return term.number, term.unit, 0


def instant(value: date | datetime) -> datetime:
    """A day as the instant at which it begins; an instant as it is."""
    if isinstance(value, datetime):
        return value
    return timezone.make_aware(datetime.combine(value, time.min))


def local_day(at: datetime) -> date:
    """The calendar day of an instant in Shanghai."""
    return timezone.localdate(at)


def start(record: Record, term: Term, event: Event) -> Deadline:
    """Start a term on a record, from the day that the record states or from the moment of the event.

    A clock of the same term that still runs is dropped: the new start replaces it.
    """
    stop(record, (term.code,), event.at, met=False)
    began = instant(getattr(record, term.start)) if term.start else event.at
    number, unit, version = setting(term)
    counted = count(began, number, unit, calendar=calendar())
    return Deadline.objects.create(
        record_id=record.pk,
        term=term.code,
        rule_version=version,
        count=number,
        unit=unit,
        started_by=event,
        started_at=began,
        **outcome(counted),
    )


def outcome(counted: Count) -> dict[str, object]:
    """The columns of a Deadline that a count decides."""
    return {
        "raw_end": counted.raw_end,
        "end": counted.end,
        "roll_reason": counted.roll_reason,
        "calendar_version": counted.calendar_version,
        "provisional": counted.provisional,
        "due_at": counted.due_at,
    }


def stop(record: Record, codes: tuple[str, ...] | None, now: datetime, *, met: bool) -> int:
    """Meet, or drop, the running clocks of these terms (all of them when codes is None)."""
    clocks = Deadline.objects.running().filter(record_id=record.pk)
    if codes is not None:
        clocks = clocks.filter(term__in=codes)
    return clocks.update(**{"met_at" if met else "dropped_at": now, "suspended_at": None})


def suspend(record: Record, codes: tuple[str, ...], now: datetime) -> None:
    """Let the clocks of these terms stand still (T-15)."""
    Deadline.objects.running().filter(record_id=record.pk, term__in=codes, suspended_at=None).update(
        suspended_at=now
    )


def resume(record: Record, codes: tuple[str, ...], now: datetime) -> None:
    """Let them go on; the days they stood still are added (T-15)."""
    for clock in Deadline.objects.running().filter(
        record_id=record.pk, term__in=codes, suspended_at__isnull=False
    ):
        assert clock.suspended_at is not None
        clock.suspensions = [*clock.suspensions, [clock.suspended_at.isoformat(), now.isoformat()]]
        clock.suspended_at = None
        for column, value in outcome(recount(clock, calendar())).items():
            setattr(clock, column, value)
        clock.save()


def recount(clock: Deadline, over: Calendar) -> Count:
    """Count a clock again from what its row says; also what its explanation is made from."""
    pauses = [(datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b in clock.suspensions]
    return count(clock.started_at, clock.count, Unit(clock.unit), calendar=over, suspended=pauses)


def nearest(record: Record) -> datetime | None:
    """The instant at which the first running clock of a record runs out."""
    running = Deadline.objects.running().filter(record_id=record.pk, suspended_at=None)
    found: datetime | None = running.aggregate(nearest=Min("due_at"))["nearest"]
    return found


def sweep(now: datetime, batch: int = 1000) -> int:
    """Mark every clock that has run out, once, and tell who holds the record.

    Safe to run late, twice or in parallel: rows are claimed with SKIP LOCKED and marked in one
    transaction with the event that tells of it. Returns how many it marked.
    """
    marked = 0
    while claimed := _breach(now, batch):
        marked += claimed
    return marked


@transaction.atomic
def _breach(now: datetime, batch: int) -> int:
    due = Deadline.objects.overdue(now).order_by("due_at", "id")
    clocks = list(due.select_for_update(skip_locked=True, of=("self",)).select_related("record")[:batch])
    Deadline.objects.filter(pk__in=[clock.pk for clock in clocks]).update(breached_at=now)
    for clock in clocks:
        event = write(
            "overdue",
            ("record", clock.record_id),
            actor=SYSTEM,
            at=now,
            clause=clock.term,
            detail={"term": clock.term, "due_at": clock.due_at.isoformat()},
        )
        notify(clock.record, event)
        for organisation, role in clock.record.child().escalates_to(clock.term):
            tell(clock.record, event, organisation.pk, role)
    return len(clocks)


def next_version(code: str) -> int:
    """The version a new setting of a term gets."""
    latest: int | None = TermSetting.objects.filter(term=code).aggregate(latest=Max("version"))["latest"]
    return (latest or 0) + 1
