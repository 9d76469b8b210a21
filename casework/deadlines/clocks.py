"""When does a clock start, stand still, go on, move and stop?"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Case, F, Max, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import Organisation, System
from accounts.prepared import Altered, Prepared, PreparedChange
from casework.clauses import carries
from casework.flow import Refused
from casework.models import CalendarDay, Deadline, Record, TermSetting
from casework.models.clocks import warnings
from casework.terms.calendar import Calendar, RollOn, official
from casework.terms.count import SHANGHAI, Count, Unit, count
from casework.terms.table import TERMS, Term
from trail import verbs
from trail.models import Event, write

verbs.register("let a clock go on", _("Let a clock go on"))

LONGEST = 40_000  # days: no term is longer
MOMENT = timedelta(microseconds=1)


def calendar() -> Calendar:
    """The official calendar with the years that were announced and loaded here since."""
    found = _announced()
    # Of a day that two notices name, the later year's says what it is.
    return official({day: rest for day, rest, _year in found}, {year for *_on, year in found})


@Prepared
def _announced() -> QuerySet[Any, Any]:
    days = CalendarDay.objects.filter(announced__withdrawn_at=None).order_by("announced__year")
    return days.values_list("day", "rest", "announced__year")


@dataclass(frozen=True)
class Rule:
    """How a term is counted from a day on. version 0 is the default of the deadline table."""

    number: int
    unit: Unit
    roll: RollOn
    opens: int
    warn_at: tuple[int, ...]
    version: int = 0


def rule(term: Term, day: date) -> Rule:
    """What is in force for a term on a day: what a regulator set last for it, or the default."""
    return _rule(term, next(iter(_in_force(term.code, day)), None))


def rules(day: date) -> dict[str, Rule]:
    """The same for each term of the table, by its code, in one question."""
    newest = TermSetting.objects.filter(since__lte=day).order_by("term", "-version").distinct("term")
    found = {setting.term: setting for setting in newest}
    return {code: _rule(term, found.get(code)) for code, term in TERMS.items()}


def _rule(term: Term, found: TermSetting | None) -> Rule:
    if found is None:
        return Rule(term.number, term.unit, term.roll, term.opens, tuple(warnings()))
    number, unit = (term.number, term.unit) if term.fixed else (found.count, Unit(found.unit))
    return Rule(number, unit, RollOn(found.roll), term.opens, tuple(found.warn_at), found.version)


@Prepared
def _in_force(term: str, day: date) -> QuerySet[TermSetting]:
    return TermSetting.objects.filter(term=term, since__lte=day).order_by("-version")[:1]


def instant(value: date | datetime) -> datetime:
    """A day as the instant at which it begins; an instant as it is."""
    if isinstance(value, datetime):
        return value
    return timezone.make_aware(datetime.combine(value, time.min))


def local(at: datetime) -> datetime:
    """An instant by the clocks of Shanghai."""
    return timezone.localtime(at, SHANGHAI)


def local_day(at: datetime) -> date:
    """The calendar day of an instant in Shanghai."""
    return timezone.localdate(at, SHANGHAI)


def last_moment(due_at: datetime) -> datetime:
    """The last moment of a clock that is late from an instant on: 24:00 of a day is 0:00 of the next."""
    return due_at - MOMENT


def due_day(due_at: datetime) -> date:
    """The last day of a clock, as every page, file and feed shows it."""
    return local_day(last_moment(due_at))


@carries("T-13")
def start(record: Record, term: Term, event: Event, *, goes_on: bool = False) -> Deadline:
    """Start a term on a record, from the day that the record states or from the moment of the event.

    goes_on: what had met it is taken back; where it begins with the same stated day it is the same time, with
    what was granted and used of it.
    A clock of the same term that still runs is dropped: the new start replaces it. Raises Refused for a term
    that runs only from proof of service (rules.md DL-14) while there is none.
    """
    stated = getattr(record, term.start) if term.start else None
    if term.served and stated is None:
        raise Refused(_("This period runs only from proof of service: note the service first."))
    stop(record, (term.code,), event.at, met=False)
    began = instant(stated) if stated is not None else event.at
    in_force = rule(term, local_day(began))
    clock = Deadline(
        record_id=record.pk,
        term=term.code,
        rule_version=in_force.version,
        count=in_force.number,
        unit=in_force.unit,
        roll=in_force.roll,
        opens=in_force.opens,
        closes=next(iter(_closing(record.holder_id)), None) if record.holder_id else None,
        warn_at=list(in_force.warn_at),
        holder_id=record.holder_id,
        started_by=event,
        started_at=began,
    )
    if goes_on and stated is not None:
        _go_on_from(clock, event.at)
    settle(clock, recount(clock, calendar()), event.at)
    clock.save()
    return clock


@Prepared
def _closing(holder: int) -> QuerySet[Any, Any]:
    """When an organisation shuts for the day."""
    return Organisation.objects.filter(pk=holder).values_list("closes_at", flat=True)


def _go_on_from(clock: Deadline, now: datetime) -> None:
    """Keep what was granted to the clock that was met meanwhile, and when it stood still; while it counted as
    met in time, no time ran."""
    same = Deadline.objects.filter(record=clock.record_id, term=clock.term, started_at=clock.started_at)
    before = same.filter(met_at__isnull=False).order_by("-id").first()
    if before is None or before.met_at is None:
        return
    clock.count, clock.postponed, clock.suspensions = before.count, before.postponed, before.suspensions
    if before.met_at < before.due_at:
        clock.suspensions = [*before.suspensions, [before.met_at.isoformat(), now.isoformat()]]


def last_day(term: Term, day: date) -> date:
    """The last day of a term that begins on a day, by what is in force then."""
    in_force = rule(term, day)
    counted = count(instant(day), in_force.number, in_force.unit, calendar=calendar(), roll=in_force.roll)
    return counted.end


def ends(term: Term, today: date) -> Callable[[date], date]:
    """From the day on which a term began to its last day, by what is in force today."""
    in_force, days = rule(term, today), calendar()

    def end(began: date) -> date:
        counted = count(instant(began), in_force.number, in_force.unit, calendar=days, roll=in_force.roll)
        return counted.end

    return end


def earliest(term: Term, today: date) -> date:
    """The earliest day of which a term that began then has not ended before today, by what is in force."""
    end = ends(term, today)

    def runs(back: int) -> bool:
        return end(today - timedelta(days=back)) >= today

    return today - timedelta(days=bisect_right(range(1, LONGEST), False, key=lambda back: not runs(back)))


def outcome(counted: Count) -> dict[str, Any]:
    """The columns of a Deadline that a count decides."""
    return {
        "opens_on": counted.opens,
        "raw_end": counted.raw_end,
        "end": counted.end,
        "roll_reason": counted.roll_reason,
        "calendar_version": counted.calendar_version,
        "provisional": counted.provisional,
        "due_at": counted.due_at,
    }


def settle(clock: Deadline, counted: Count, now: datetime) -> None:
    """Write a count onto a clock: when it runs out, and when somebody is told before.

    Warnings whose time had passed before the clock was counted so are not made up for; those that were made
    are not made again. A clock that has run out, and by this count has not, is no longer late.
    """
    for column, value in outcome(counted).items():
        setattr(clock, column, value)
    clock.tells = tells(clock.started_at, counted.due_at, clock.warn_at)
    passed = sum(tell <= now for tell in clock.tells[:-1])
    if clock.due_at > now:
        clock.breached_at = None
        clock.told = max(passed, min(clock.told, len(clock.tells) - 1))
    else:
        clock.told = len(clock.tells) if clock.breached_at else max(passed, clock.told)
    ahead = clock.tells[clock.told :]
    clock.next_tell_at = ahead[0] if ahead and clock.suspended_at is None else None


def tells(began: datetime, due_at: datetime, warn_at: Sequence[int]) -> list[datetime]:
    """When somebody is told of a clock: after so many per cent of its time, and when it runs out."""
    whole = due_at - began
    return [*(began + whole * share / 100 for share in sorted(warn_at)), due_at]


def recount(clock: Deadline, over: Calendar) -> Count:
    """Count a clock from what its row says."""
    return count(
        clock.started_at,
        clock.count + clock.postponed,
        Unit(clock.unit),
        calendar=over,
        roll=RollOn(clock.roll),
        closes=clock.closes,
        suspended=pauses(clock),
        opens=clock.opens,
    )


def unmoved_end(clock: Deadline) -> date:
    """The last day as it would be, by the calendar of today, had nobody given the clock more time or let it
    stand still."""
    began, roll, over = clock.started_at, RollOn(clock.roll), calendar()
    unmoved = count(
        began, clock.count, Unit(clock.unit), calendar=over, roll=roll, closes=clock.closes, opens=clock.opens
    )
    return unmoved.end


def as_counted(clock: Deadline) -> Count:
    """What the row says it was counted to, for its explanation: never what another calendar would give."""
    still = sum((went_on - stopped for stopped, went_on in pauses(clock)), timedelta())
    return Count(
        number=clock.count + clock.postponed,
        unit=Unit(clock.unit),
        start=clock.started_at,
        first_day=local_day(clock.started_at) + timedelta(days=1),
        raw_end=timezone.localtime(clock.due_at) if clock.unit == Unit.HOURS else clock.raw_end,
        end=clock.end,
        due_at=clock.due_at,
        roll_reason=clock.roll_reason,
        calendar_version=clock.calendar_version,
        missing_year=(clock.end + timedelta(days=7)).year if clock.provisional else None,
        stood_still=still if clock.unit == Unit.HOURS else _whole_days(clock),
        opens=clock.opens_on,
    )


def pauses(clock: Deadline) -> list[tuple[datetime, datetime]]:
    """When a clock stood still: begin and end of each time that is over."""
    return [(datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b, *_why in clock.suspensions]


def stood_still(clock: Deadline) -> tuple[int, int]:
    """How often a clock stood still before, and on how many days in all."""
    return len(clock.suspensions), _whole_days(clock).days


def _whole_days(clock: Deadline) -> timedelta:
    days = (local_day(went_on) - local_day(stopped) for stopped, went_on in pauses(clock))
    return sum(days, timedelta())


def left_over(clock: Deadline) -> str:
    """How much is left of a clock that stands still, in words: the day on which it stopped is used up."""
    stopped = clock.suspended_at
    assert stopped is not None
    if clock.unit == Unit.HOURS:
        hours = max(clock.due_at - stopped, timedelta()) // timedelta(hours=1)
        return ngettext(
            "%(number)d hour is left when it goes on.", "%(number)d hours are left when it goes on.", hours
        ) % {"number": hours}
    days = max((clock.raw_end - local_day(stopped)).days, 0)
    if clock.unit != Unit.WORKING:
        return ngettext(
            "%(number)d day is left when it goes on.", "%(number)d days are left when it goes on.", days
        ) % {"number": days}
    over = calendar()
    worked = sum(over.is_working(local_day(stopped) + timedelta(days=day)) for day in range(1, days + 1))
    return ngettext(
        "%(number)d working day is left when it goes on.",
        "%(number)d working days are left when it goes on.",
        worked,
    ) % {"number": worked}


def stop(record: Record, codes: tuple[str, ...] | None, now: datetime, *, met: bool) -> int:
    """Meet, or drop, the running clocks of these terms (all of them when codes is None).

    What had run out by then was late, whatever comes of the duty.
    """
    return _stopped(record.pk, now, codes, met=met)


@PreparedChange
def _stopped(record: int, now: datetime, codes: Sequence[str] | None, *, met: bool) -> Altered:
    clocks = Deadline.objects.running().filter(record_id=record)
    if codes is not None:
        clocks = clocks.filter(term__in=codes)
    ended: dict[str, Any] = {"met_at" if met else "dropped_at": now}
    if not met:
        late = When(due_at__lte=now, suspended_at=None, then=Coalesce("breached_at", Value(now)))
        ended["breached_at"] = Case(late, default=F("breached_at"))
    return clocks, {**ended, "suspended_at": None, "next_tell_at": None}


@carries("T-14")
def met_by_post(record: Record, term: Term, day: date) -> bool:
    """What was posted in time is not late, whenever it arrives: the last clock of the term was met that day.

    Returns False, and changes nothing, where it had run out by then.
    """
    clock = Deadline.objects.filter(record_id=record.pk, term=term.code, dropped_at=None).last()
    if clock is None or day > clock.end:
        return False
    posted = max(instant(day), clock.started_at)
    clock.met_at, clock.breached_at, clock.next_tell_at = posted, None, None
    clock.save(update_fields=["met_at", "breached_at", "next_tell_at"])
    return True


@carries("T-15")
def suspend(record: Record, codes: tuple[str, ...], now: datetime) -> int:
    """Let the clocks of these terms stand still (T-15); what has run out stays late, and runs on."""
    running = Deadline.objects.running().filter(record_id=record.pk, term__in=codes, suspended_at=None)
    return running.filter(due_at__gt=now).update(suspended_at=now, next_tell_at=None)


def resume(record: Record, codes: tuple[str, ...], now: datetime) -> int:
    """Let them go on; the days they stood still are added (T-15)."""
    still = Deadline.objects.running().filter(record_id=record.pk, term__in=codes, suspended_at__isnull=False)
    for clock in still:
        go_on(clock, now, now)
    return len(still)


def go_on(clock: Deadline, since: datetime, now: datetime) -> None:
    """Let a clock go on that stands still, since an instant; the time between does not count."""
    assert clock.suspended_at is not None
    pause = [clock.suspended_at.isoformat(), since.isoformat(), clock.suspended_for]
    clock.suspensions = [*clock.suspensions, [part for part in pause if part]]
    clock.suspended_at, clock.suspended_for, clock.suspended_until = None, "", None
    settle(clock, recount(clock, calendar()), now)
    clock.save()


def go_on_with(record: Record, event: Event) -> None:
    """The record went on by a step: of its clocks those go on that people let stand still, for their reason
    is gone. The trail says so of each."""
    still = Deadline.objects.running().filter(record_id=record.pk, suspended_until__isnull=False)
    for clock in still.order_by("pk"):
        detail = {"term": clock.term, "step": event.verb}
        write(
            "let a clock go on",
            ("record", record.pk),
            actor=System().actor(),
            at=event.at,
            clause=clock.term,
            detail=detail,
            cause=event.pk,
        )
        go_on(clock, event.at, event.at)


def next_version(code: str) -> int:
    """The version a new setting of a term gets."""
    latest: int | None = TermSetting.objects.filter(term=code).aggregate(latest=Max("version"))["latest"]
    return (latest or 0) + 1
