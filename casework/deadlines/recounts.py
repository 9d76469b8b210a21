"""What would a changed term or calendar move, and how are running clocks counted anew by it?

Nothing moves a running clock by itself. A recount is asked for on purpose, after a look at what it would
move; it goes on in the background, a part at a time, and each clock that moves says so in its record's trail.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Min, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.gate import keeps_organisations
from accounts.models import Level, Region, Viewer
from casework.deadlines import clocks, rules
from casework.flow import Forbidden, Refused, Step
from casework.models import Deadline, Filed, Record, Recount
from casework.terms.calendar import Calendar
from casework.terms.count import Count
from casework.terms.table import TERMS
from casework.work import jobs
from casework.work.notifications import Telling
from trail import verbs
from trail.models import Actor, Event, write


def in_words(detail: Mapping[str, Any]) -> str:
    """From which day to which a deadline was moved, or that its day is no longer provisional, or is again."""
    code = detail["term"]
    before, after = (clocks.due_day(datetime.fromisoformat(detail[at])) for at in ("before", "after"))
    told = {"term": TERMS[code].label if code in TERMS else code, "day": after}
    if before != after:
        said = gettext("Deadline moved from %(before)s to %(after)s: %(term)s")
        return said % {**told, "before": before, "after": after}
    if detail["provisional"]:
        return gettext("Provisional again: %(term)s, %(day)s") % told
    return gettext("No longer provisional: %(term)s, %(day)s") % told


verbs.register("move a deadline", _("A deadline was moved"), notification=True, told=in_words)

PART = 500
SHOWN = 100
LOOKED_AT = 2_000
NOT_YOURS = _("Only who may set a term or load a calendar lets clocks be counted anew.")
NO_REGION = _("It is not known of which province your organisation is: ask its administrator to enter it.")
# The key under which recounts begin one after the other.
BEGINNING = 20_260_713


@dataclass(frozen=True)
class Move:
    """A clock that would run out at another instant."""

    clock: Deadline
    before: datetime
    after: datetime
    provisional: bool


def may_ask(term: str, viewer: Viewer) -> bool:
    """Who has clocks counted anew: those of a term, who sets it; all of them (""), who loads calendars."""
    return rules.may_set(viewer) if term else keeps_organisations(viewer)


def may_answer(asked: Recount, viewer: Viewer) -> bool:
    """Who may be in charge of a recount."""
    return may_ask(asked.term, viewer)


def placed(viewer: Viewer) -> bool:
    """Whether it is known whose clocks a regulator may have counted anew."""
    return viewer.organisation.level == Level.NATION or viewer.organisation.region_id is not None


def over(viewer: Viewer) -> Region | None:
    """Whose clocks a regulator has counted anew: a province those of its records, the nation (None) all."""
    return None if viewer.organisation.level == Level.NATION else viewer.organisation.region


def concerned(term: str, province: Region | None) -> QuerySet[Deadline]:
    """The running clocks that a recount looks at: those of a term, or all of them; of a province, or all."""
    running = Deadline.objects.running()
    found = running.filter(term=term) if term else running
    return found.filter(record__province=province) if province else found


def by_term(viewer: Viewer) -> dict[str, int]:
    """How many running clocks of each term this viewer may have counted anew."""
    found = concerned("", over(viewer)).order_by().values_list("term")
    return dict(found.annotate(n=models.Count("pk")))


def preview(
    term: str, province: Region | None, now: datetime, look_at: int = LOOKED_AT
) -> tuple[list[Move], int]:
    """The first clocks that would move, nearest first, and how many of those looked at would."""
    over, by = clocks.calendar(), _rule(term, now)
    nearest = concerned(term, province).select_related("record").order_by("due_at", "id")[:look_at]
    moves = []
    for clock in nearest:
        before = clock.due_at
        counted = anew(clock, over, by)
        if counted.due_at != before:
            moves.append(Move(clock, before, counted.due_at, counted.provisional))
    return moves[:SHOWN], len(moves)


def _rule(term: str, now: datetime) -> clocks.Rule | None:
    """By what the clocks of a term are to be counted; None: each by its own rule, over another calendar."""
    return clocks.rule(TERMS[term], clocks.local_day(now)) if term else None


def anew(clock: Deadline, over: Calendar, by: clocks.Rule | None) -> Count:
    """Count a clock by a rule, which its row then says; by None as the row says. Nothing is saved."""
    if by is not None:
        clock.rule_version, clock.count, clock.unit = by.version, by.number, by.unit
        clock.roll, clock.opens, clock.warn_at = by.roll, by.opens, list(by.warn_at)
    return clocks.recount(clock, over)


@transaction.atomic
def begin(term: str, reason: str, by: Viewer, now: datetime) -> Recount:
    """Ask for a recount of the running clocks of a term ("" = all) within the asker's province.

    Raises Forbidden, and Refused while one is under way that counts any of them.
    """
    if not may_ask(term, by):
        raise Forbidden(NOT_YOURS)
    if not placed(by):
        raise Refused(NO_REGION)
    province = over(by)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [BEGINNING])
    if any(_meets(other, term, province) for other in Recount.objects.under_way()):
        raise Refused(_("These clocks are being counted already: wait until that is done, or cancel it."))
    total = concerned(term, province).count()
    who = {"asked_by": by.user, "organisation": by.organisation}
    asked = Recount(term=term, province=province, reason=reason, total=total, **who)
    jobs.begin(asked, by=by, now=now)
    return asked


def _meets(other: Recount, term: str, province: Region | None) -> bool:
    """Whether a recount counts any of the clocks of a term and a province."""
    same_term = not term or other.term in ("", term)
    return same_term and (province is None or other.province is None or other.province == province)


@jobs.does(Recount)
def go_on(asked: Recount, say: jobs.Saying, now: datetime) -> bool:
    """Count one part anew; returns whether another is left. What is counted stays."""
    part = list(concerned(asked.term, asked.province).filter(pk__gt=asked.reached).order_by("pk")[:PART])
    # Records before their clocks, in the order that everybody keeps: a step locks them so too.
    records = Record.objects.filter(pk__in={clock.record_id for clock in part})
    locked = records.select_for_update().order_by("pk").in_bulk()
    still = Deadline.objects.running().filter(pk__in=[clock.pk for clock in part])
    moved = _move(list(still.select_for_update().order_by("pk")), locked, asked, now)
    asked.done += len(part)
    asked.moved += len(moved)
    asked.reached = part[-1].pk if part else asked.reached
    asked.save(update_fields=["done", "moved", "reached"])
    refresh(moved)
    say(asked.done, asked.total)
    return len(part) == PART


def _move(part: list[Deadline], records: dict[int, Record], asked: Recount, now: datetime) -> list[int]:
    """Count clocks anew and write them; the records of those that moved, whose trails say so."""
    over, by, telling = clocks.calendar(), _rule(asked.term, now), Telling(now)
    actor = Actor("user", asked.asked_by_id, asked.organisation_id)
    moved = []
    for clock in part:
        before, was_provisional = clock.due_at, clock.provisional
        clocks.settle(clock, anew(clock, over, by), now)
        if (clock.due_at, clock.provisional) == (before, was_provisional):
            clock.save()
            continue
        event = said(clock, before, asked.reason, actor, now, recount=asked.token)
        record = records[clock.record_id]
        clock.save()
        if record.turn and record.holder_id:
            telling.tell(record, event, record.holder_id, record.turn)
        moved.append(record.pk)
    telling.send()
    return moved


def moved(asked: Recount, now: datetime) -> list[Event]:
    """The first lines of the trail that tell what a recount moved."""
    told = Event.objects.filter(at__range=(asked.begun_at, asked.finished_at or now), verb="move a deadline")
    return list(told.filter(detail__recount=asked.token).order_by("id")[:SHOWN])


def bring_forward(record: Filed, step: Step, day: date, actor: Actor, now: datetime) -> None:
    """What began the clocks of a step turns out to have been on an earlier day: they begin with that one."""
    Record.objects.select_for_update().get(pk=record.pk)
    setattr(record, step.dated, day)
    record.save(update_fields=[step.dated])
    codes = [term.code for term in step.starting(record)]
    for clock in Deadline.objects.running().filter(record_id=record.pk, term__in=codes):
        before, clock.started_at = clock.due_at, clocks.instant(day)
        clocks.settle(clock, clocks.recount(clock, clocks.calendar()), now)
        said(clock, before, "", actor, now)
        clock.save()
    refresh([record.pk])


def correct(clock: Deadline, by: clocks.Rule, actor: Actor, now: datetime) -> None:
    """Count a running clock by the rule that the corrected table gives it; its record's trail says so."""
    before = clock.due_at
    clocks.settle(clock, anew(clock, clocks.calendar(), by), now)
    said(clock, before, "", actor, now)
    clock.save()
    refresh([clock.record_id])


def said(clock: Deadline, before: datetime, reason: str, actor: Actor, now: datetime, **more: str) -> Event:
    """The line of the trail that tells of a deadline that was moved, or is no longer provisional."""
    detail = {
        "term": clock.term,
        "before": before.isoformat(),
        "after": clock.due_at.isoformat(),
        "provisional": clock.provisional,
        "note": reason,
        **more,
    }
    return write(
        "move a deadline", ("record", clock.record_id), actor=actor, at=now, clause=clock.term, detail=detail
    )


def refresh(records: list[int]) -> None:
    """Write the nearest running clock of each record onto the spine, where worklists read it."""
    running = Deadline.objects.running().filter(record=OuterRef("pk"), suspended_at=None).order_by()
    nearest = running.values("record").annotate(nearest=Min("due_at")).values("nearest")
    Record.objects.filter(pk__in=records).update(next_due_at=Subquery(nearest))
