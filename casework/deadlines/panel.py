"""What does a record's page say of its clocks?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext

from accounts.models import Viewer
from accounts.prepared import Prepared
from casework.deadlines import clocks
from casework.deadlines.chips import Clock, chip, stopped
from casework.deadlines.duty import shown
from casework.models import Deadline, Extension, Filed
from casework.terms.table import Term
from casework.work.notifications import SEEING
from trail.models import Event


def panel(record: Filed, viewer: Viewer, now: datetime) -> list[Clock]:
    """The chips of the clocks that concern the viewer, the newest first, with what is asked for each."""
    undone, known = taken_back(record), record.flow.terms
    reads = viewer.kind in SEEING or record.holder_id == viewer.organisation.pk
    return [
        replace(
            _short(record, each, clock_of(each, known, now, undone)),
            pending=_pending(each) if reads else "",
            unconfirmed=_unconfirmed(each),
        )
        for each in _clocks(record.pk)
        if shown(each, viewer)
    ]


@Prepared
def _clocks(record: int) -> QuerySet[Deadline]:
    pending = Extension.objects.pending().filter(clock=OuterRef("pk"))
    asked = {"asked_at": Subquery(pending.values("asked_at")), "until": Subquery(pending.values("until"))}
    return Deadline.objects.filter(record=record).with_confirmation().annotate(**asked).order_by("-id")


@Prepared
def _undoing(record: int, verbs: list[str]) -> QuerySet[Event]:
    return Event.objects.of("record", record).filter(verb__in=verbs).order_by("at")


def _unconfirmed(deadline: Any) -> bool:
    """Whether a clock that may still run out counts by what nobody who knows the law has confirmed."""
    return not (deadline.confirmed or deadline.met_at or deadline.dropped_at)


def _short(record: Filed, deadline: Deadline, clock: Clock) -> Clock:
    """The chip, which says beside a term that was met if it was met by less than was asked for."""
    short = record.short_of(deadline.term) if clock.status == "met" else ""
    if not short:
        return clock
    return replace(
        clock, status="short", text=gettext("%(met)s, %(short)s") % {"met": clock.text, "short": short}
    )


def _pending(deadline: Any) -> str:
    """That something is asked for and not decided yet; read by who holds it and by the authorities."""
    if deadline.asked_at is None or deadline.met_at or deadline.dropped_at:
        return ""
    words = (
        gettext("Asked for on %(day)s, not decided yet: it is to stand still until %(until)s.")
        if deadline.until
        else gettext("Asked for on %(day)s, not decided yet: more time.")
    )
    return words % {"day": clocks.local_day(deadline.asked_at), "until": deadline.until}


def clock_of(
    deadline: Deadline, terms: dict[str, Term], now: datetime, undone: Mapping[str, tuple[datetime, str]]
) -> Clock:
    """The chip of a deadline with its explanation. undone: as taken_back says."""
    term = terms.get(deadline.term)
    label = str(term.label) if term else deadline.term
    why = clocks.as_counted(deadline).explain()
    if term:
        why = f"{why} {term.source}"
    url = reverse("clock", args=[deadline.pk])
    at, step = undone.get(deadline.term, (None, ""))
    if deadline.met_at and at and deadline.met_at <= at:
        late = deadline.met_at >= deadline.due_at
        said = (
            gettext("met late, taken back since: %(step)s")
            if late
            else gettext("met, taken back since: %(step)s")
        )
        text = said % {"step": step}
        return Clock(label, "gone", text, at, why, url)
    if deadline.met_at:
        late = deadline.met_at >= deadline.due_at
        return Clock(label, "met", gettext("met late") if late else gettext("met"), deadline.met_at, why, url)
    if deadline.dropped_at and deadline.breached_at:
        last = clocks.last_moment(deadline.due_at)
        return Clock(label, "late", gettext("overdue when its duty fell away"), last, why, url)
    if deadline.dropped_at:
        return Clock(label, "gone", gettext("no longer needed"), deadline.dropped_at, why, url)
    if deadline.suspended_at:
        still, why = standing_still(deadline), str(term.source) if term else ""
        return stopped(deadline.suspended_at, label, why, url, still)
    running = chip(deadline.due_at, now, label=label, why=why, url=url)
    assert running is not None
    return running


def taken_back(record: Filed) -> dict[str, tuple[datetime, str]]:
    """{term: (when, by which step)} of the terms that were met by what a later step took back."""
    undoing = {step.name: step for step in record.flow if step.undoes}
    return {
        term.code: (event.at, str(undoing[event.verb].label))
        for event in _undoing(record.pk, list(undoing))
        for term in undoing[event.verb].starts
        if term.start
    }


def standing_still(deadline: Deadline) -> str:
    """Why a clock stands still, and how much is left of it when it goes on."""
    until = deadline.suspended_until
    last = gettext("It goes on after %(day)s at the latest.") % {"day": until} if until else ""
    return " ".join(filter(None, (_why_still(deadline), last, clocks.left_over(deadline))))


def _why_still(deadline: Deadline) -> str:
    """The reason that somebody gave for it, or the step that stopped it."""
    if deadline.suspended_for:
        return gettext("Reason: %(reason)s.") % {"reason": deadline.suspended_for.rstrip(".。")}
    steps = deadline.record.filed_class.flow.steps
    found = Event.objects.of("record", deadline.record_id).filter(at=deadline.suspended_at)
    stopped = [steps[event.verb] for event in found if event.verb in steps and steps[event.verb].suspends]
    return gettext("Reason: %(reason)s.") % {"reason": stopped[0].label} if stopped else ""
