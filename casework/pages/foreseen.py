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
from casework.flow import Refused, Step
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
    for nobody's. clocks: what begins to run, with its last day. papers: those that the step issues; where it
    issues none, those of the step that the viewer takes after it, `then`. told: the organisations whose
    people will be told of it. begun: the records that it opens, by what they are called."""

    state: str
    turn: str
    clocks: list[tuple[str, date]]
    papers: list[Sheet]
    told: list[str]
    begun: list[str]
    then: str = ""


# What was issued on some records at a moment: the package that issues papers enters how it is found.
ISSUED: list[Callable[[Collection[int], datetime], list[Sheet]]] = []


def foreseen(step: Step, record: Filed, by: Viewer, now: datetime, data: dict[str, Any]) -> Foreseen:
    """What a step would bring about now, with what its form asks for. Nothing of it stays: not a number is
    used up, nobody is told. Raises Refused, as the step itself would."""
    with transaction.atomic():
        perform(step, type(record)._default_manager.get(pk=record.pk), by=by, now=now, **data)
        moved = _moved(now)
        papers, then = _papers(moved, now), ""
        begun = [f"{_kind(each)} {each.title}" for each in came_of(by, now)]
        after = Record.objects.get(pk=record.pk)
        state = after.get_state_display() if after.state != record.state else ""
        clocks = _clocks(after, by, now)
        told, turn = _told(moved, by, now), whose_turn(after, by)
        if not papers:
            papers, then = _papers_after(after, by, now)
        transaction.set_rollback(True)
    return Foreseen(state, turn, clocks, papers, told, begun, then)


def _papers(moved: Collection[int], now: datetime) -> list[Sheet]:
    return [sheet for made in ISSUED for sheet in made(moved, now)]


def _papers_after(record: Record, by: Viewer, now: datetime) -> tuple[list[Sheet], str]:
    """The papers of the step that the viewer takes next with a record that cannot be undone either, and what
    it is called: whoever signs reads what they will issue. None where that step asks more, or is refused."""
    flow = record.filed_class.flow
    for step in flow.carrying(record.state):
        asked = getattr(flow.shapes.get(step.name), "base_fields", {})
        if step.prepared and set(step.by) & by.roles and not any(each.required for each in asked.values()):
            filed = record.filed_class._default_manager.get(pk=record.pk)
            try:
                perform(step, filed, by=by, now=now)
            except Refused:
                return [], ""
            return _papers([record.pk], now), str(step.label)
    return [], ""


def done(step: Step, by: Viewer, now: datetime, record: Filed | None = None) -> str:
    """That a step was taken at a moment, and what came of it, with the ways there. record: the one on which
    it was taken, where the page on which this stands is another one's."""
    said = _("Done: %(step)s.") % {"step": step.label}
    if record is not None:
        way = format_html('<a href="{}">{} {}</a>', record.get_absolute_url(), _kind(record), record.title)
        said = format_html(_("Done: {step}, {record}."), step=step.label, record=way)
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


def _kind(record: Record | Filed) -> str:
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
