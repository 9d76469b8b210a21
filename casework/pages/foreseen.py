"""What will a step bring about, and what has it? Before, it is taken to try, looked at, and taken back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from accounts.models import Organisation, Viewer
from casework.deadlines.duty import shown
from casework.flow import Step
from casework.handlers import perform
from casework.models import Filed, Notification, Record
from casework.pages.lists import whose_turn
from trail.models import Event

# So many of the records that came of a step are named.
NAMED = 3


class Sheet(NamedTuple):
    """A paper as it will be, as HTML; and to whom it will go, "" for nobody. since: the day of the one before
    it, None = it is the first; changes: (line of that one, line of this one) where they differ."""

    title: str
    addressee: str
    html: str
    since: datetime | None = None
    changes: Sequence[tuple[str, str]] = ()


class Foreseen(NamedTuple):
    """state: the one that the record comes to, "" where it stays in its own. turn: whose turn it is then, ""
    for nobody's. clocks: what begins to run, with its last day. papers: those that the step issues. told:
    the organisations whose people will be told of it. begun: the records that it opens, by what they are
    called."""

    state: str
    turn: str
    clocks: list[tuple[str, date]]
    papers: list[Sheet]
    told: list[str]
    begun: list[str]


# What was issued on some records at a moment: the package that issues papers enters how it is found.
ISSUED: list[Callable[[Collection[int], datetime], list[Sheet]]] = []


def foreseen(step: Step, record: Filed, by: Viewer, now: datetime, data: dict[str, Any]) -> Foreseen:
    """What a step would bring about now, with what its form asks for. Nothing of it stays: not a number is
    used up, nobody is told. Raises Refused, as the step itself would."""
    with transaction.atomic():
        perform(step, type(record)._default_manager.get(pk=record.pk), by=by, now=now, **data)
        moved = _moved(now)
        papers = [sheet for made in ISSUED for sheet in made(moved, now)]
        begun = [f"{_kind(each)} {each.title}" for each in came_of(by, now)]
        after = Record.objects.get(pk=record.pk)
        state = after.get_state_display() if after.state != record.state else ""
        clocks = _clocks(after, by, now)
        found = Foreseen(state, whose_turn(after, by), clocks, papers, _told(moved, by, now), begun)
        transaction.set_rollback(True)
    return found


def done(step: Step, by: Viewer, now: datetime) -> str:
    """That a step was taken at a moment, and what came of it, with the ways there."""
    said = _("Done: %(step)s.") % {"step": step.label}
    begun = came_of(by, now)
    if not begun:
        return said
    ways = [(each.get_absolute_url(), _kind(each), each.title) for each in begun[:NAMED]]
    named = format_html_join(_(", "), '<a href="{}">{} {}</a>', ways)
    if len(begun) > NAMED:
        return format_html(_("{done} What came of it: {records} …"), done=said, records=named)
    return format_html(_("{done} What came of it: {records}."), done=said, records=named)


def came_of(by: Viewer, now: datetime) -> list[Record]:
    """The records that were opened at a moment, as far as the viewer may see them."""
    seen = Record.objects.visible_to(by).filter(pk__in=_moved(now), opened_at=now)
    return list(seen.order_by("pk"))


def _kind(record: Record) -> str:
    return str(record.filed_class._meta.verbose_name)


def _moved(now: datetime) -> list[int]:
    """The records of which the trail wrote at a moment."""
    return list(Event.objects.filter(at=now, subject_kind="record").values_list("subject_id", flat=True))


def _clocks(record: Record, by: Viewer, now: datetime) -> list[tuple[str, date]]:
    """(term, last day) of what began to run on a record at a moment, as far as it concerns the viewer."""
    started = record.deadlines.running().filter(started_by__at=now).select_related("record").order_by("end")
    terms = record.filed_class.flow.terms
    return [(str(terms[clock.term].label), clock.end) for clock in started if shown(clock, by)]


def _told(moved: Collection[int], by: Viewer, now: datetime) -> list[str]:
    """Of which organisations people are told at a moment, of what the doer may see."""
    seen = Record.objects.visible_to(by).filter(pk__in=moved)
    notes = Notification.objects.filter(at=now, record__in=seen)
    return [
        str(each) for each in Organisation.objects.filter(pk__in=notes.values("organisation")).order_by("pk")
    ]
