"""How was one clock counted, day by day, and what has befallen it since?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from accounts.gate import Request, member
from accounts.models import Viewer
from accounts.roles import Kind
from casework import clocks, respite
from casework.around import around
from casework.calendar import Rest, RollOn, source_of
from casework.deeds import answered, refusal
from casework.flow import Refused
from casework.models import Deadline, Record
from casework.pages import standing_still as words_of_still
from casework.terms import TERMS
from documents.actions import attach
from portals.clock_forms import DecisionForm, GoOnForm, MoreTimeForm, StandStillForm


def _seen(viewer: Viewer) -> QuerySet[Deadline]:
    """The clocks of the records that the viewer may see."""
    seen = Record.objects.visible_to(viewer).values("pk")
    return Deadline.objects.filter(record__in=seen).select_related("record__holder", "record__center")


of_clock = member.of(_seen, "pk")


def _held(found: Deadline, viewer: Viewer) -> bool:
    """Whether it is this viewer's to act on the clock, or was before the record went on to a colleague."""
    own = viewer.organisation.pk in (found.holder_id, found.record.holder_id)
    turns = set(found.record.filed_class.flow.turns.values())
    return respite.holds(found, viewer) or (own and bool(turns & viewer.roles))


def _held_or_ends(found: Deadline, viewer: Viewer) -> bool:
    return _held(found, viewer) or respite.may_end(found, viewer)


NOT_YOURS = gettext_lazy("This is not yours to do for this clock.")
held = of_clock.where(_held, NOT_YOURS)


@of_clock.by("GET")
def clock(request: Request, found: Deadline) -> HttpResponse:
    """How a clock was counted; and what may be done about it, by whom."""
    counted, term = clocks.as_counted(found), TERMS.get(found.term)
    context = {
        "record": found.record,
        "label": term.label if term else found.term,
        "counted": counted,
        "still": words_of_still(found) if found.suspended_at else "",
        "gone": found.dropped_at,
        "particulars": [("", _facts(found)), (_("Stood still"), _pauses(found))],
        "acts": _acts(found, request.viewer, timezone.now()),
        "extensions": _extensions(found, request.viewer),
        "columns": EXTENSIONS,
        "weeks": []
        if found.suspended_at or found.dropped_at
        else around(counted, calendar=clocks.calendar(), suspended=clocks.pauses(found)),
    }
    return render(request, "portals/clock.html", context, using="jinja2")


def _facts(found: Deadline) -> list[tuple[str, Any]]:
    term = TERMS.get(found.term)
    set_by = _("version %(n)d of the setting") % {"n": found.rule_version}
    rows: list[tuple[str, Any]] = [
        (_("Length of the period"), f"{found.count} {found.get_unit_display()}"),
        (_("More time"), f"{found.postponed} {found.get_unit_display()}" if found.postponed else ""),
        (_("Rule"), set_by if found.rule_version else _("the default of the deadline table")),
        (_("Began"), found.started_at),
        (_("Opens on"), found.opens_on),
        *_ends(found),
        (_("May not end on"), RollOn(found.roll).label),
        (_("Calendar"), source_of(found.calendar_version)),
        (_("Provisional"), found.provisional),
        (_("Next warning"), found.next_tell_at),
        (_("Run out"), found.breached_at),
        (_("Met"), found.met_at),
        (_("No longer needed since"), found.dropped_at),
    ]
    if term:
        rows.insert(0, (_("Source"), term.source))
    return [row for row in rows if row[1] not in (None, "")]


def _ends(found: Deadline) -> list[tuple[str, Any]]:
    """When it ends; what stands still, or is not needed any more, has no last day."""
    if found.suspended_at or found.dropped_at:
        return []
    return [
        (_("Would end on"), found.raw_end),
        (_("Moved on because of"), Rest(found.roll_reason).label if found.roll_reason else ""),
        (
            _("Last day without more time and standing still"),
            clocks.unmoved_end(found) if _was_moved(found) else None,
        ),
        (_("Last day"), found.end),
    ]


def _was_moved(found: Deadline) -> bool:
    return bool(found.postponed or found.suspensions)


def _pauses(found: Deadline) -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = []
    for stopped, went_on in clocks.pauses(found):
        rows += [(_("Stopped"), stopped), (_("Went on"), went_on)]
    return [*rows, *([(_("Stopped"), found.suspended_at)] if found.suspended_at else [])]


EXTENSIONS = [
    {"label": gettext_lazy("More time"), "key": "number"},
    {"label": gettext_lazy("Reason"), "key": "reason"},
    {"label": pgettext_lazy("time", "Asked for by"), "key": "by", "kind": "pair"},
    {"label": gettext_lazy("Decision"), "key": "decision", "kind": "pair"},
]


def _extensions(found: Deadline, viewer: Viewer) -> list[dict[str, Any]]:
    """What more time was asked for: reasons are read by the holder and the authorities, and of the people of
    other organisations nobody is named, as in the trail of a record."""
    holder = found.record.holder
    if viewer.kind not in (Kind.REGULATOR, Kind.CENTER) and holder != viewer.organisation:
        return []
    asked = list(found.extensions.select_related("asked_by").order_by("-id"))
    askers = [each.asked_by_id for each in asked]
    own = set(viewer.organisation.memberships.filter(user__in=askers).values_list("user", flat=True))
    said = {None: _("not decided yet"), True: pgettext("time", "Granted"), False: pgettext("time", "Refused")}
    return [
        {
            "number": _("stands still until %(day)s") % {"day": each.until}
            if each.until
            else f"{each.number} {found.get_unit_display()}",
            "reason": each.reason,
            "by": {
                "text": str(each.asked_by if each.asked_by_id in own else holder or ""),
                "sub": clocks.local_day(each.asked_at).isoformat(),
            },
            "decision": {"text": said[each.granted], "sub": each.remark},
        }
        for each in asked
    ]


def _acts(found: Deadline, viewer: Viewer, now: datetime) -> list[tuple[str, str]]:
    """(label, address) of what this viewer may do about a clock that runs."""
    if found.met_at or found.dropped_at:
        return []
    open_one = found.extensions.filter(granted=None).exists()
    acts: list[tuple[str, str]] = []
    if respite.holds(found, viewer):
        if respite.may_stand_still(found) and not found.suspended_at and not open_one and found.due_at > now:
            acts.append((_("Let it stand still"), reverse("clock-still", args=[found.pk])))
        free = not open_one and not found.postponed and found.due_at > now
        if respite.most_time(found) and free:
            acts.append((_("Ask for more time"), reverse("clock-more", args=[found.pk])))
    if respite.may_end(found, viewer):
        acts.append((_("Let it go on"), reverse("clock-still", args=[found.pk])))
    if open_one and respite.decides(found, viewer):
        acts.append((_("Decide on what is asked for"), reverse("clock-decide", args=[found.pk])))
    return acts


@of_clock.where(_held_or_ends, NOT_YOURS)
def standing_still(request: Request, found: Deadline) -> HttpResponse:
    """Ask that a clock stand still, or let it go on, with a reason and its evidence."""
    sent = request.POST or None, request.FILES or None
    if respite.may_end(found, request.viewer):
        return _act(request, found, GoOnForm(*sent), _("Let it go on"), partial(respite.let_go_on, found))
    if not respite.holds(found, request.viewer):
        return _has_gone_on(request, found)
    label = _("Let it stand still")
    return _act(request, found, StandStillForm(*sent), label, partial(respite.stand_still, found))


@held
def more_time(request: Request, found: Deadline) -> HttpResponse:
    """Ask for more time."""
    if not respite.holds(found, request.viewer):
        return _has_gone_on(request, found)
    most, unit = respite.most_time(found), found.get_unit_display()
    form = MoreTimeForm(request.POST or None, request.FILES or None, most=most, unit=unit)
    return _act(request, found, form, _("Ask for more time"), partial(respite.ask, found))


def _has_gone_on(request: Request, found: Deadline) -> HttpResponse:
    state = found.record.get_state_display()
    moved_on = _("The matter has gone on (%(state)s): whoever has the turn now asks for it.")
    return refusal(request, Refused(moved_on % {"state": state}), reverse("clock", args=[found.pk]))


@of_clock.where(respite.decides, NOT_YOURS)
def deciding(request: Request, found: Deadline) -> HttpResponse:
    """Grant or refuse the more time, or the standing still, that was asked for."""
    asked = found.extensions.order_by("-id").first()
    if asked is None or asked.granted is not None:
        nothing = _("Nothing that was asked for waits to be decided here: it was decided already.")
        return refusal(request, Refused(nothing), reverse("clock", args=[found.pk]))
    form = DecisionForm(request.POST or None, still=bool(asked.until))
    return _act(request, found, form, _("Decide on what is asked for"), partial(respite.decide, asked))


def _act(
    request: Request, found: Deadline, form: Form, label: str, deed: Callable[..., object]
) -> HttpResponse:
    """Show the form, or do the deed with the file kept first."""
    record, back = found.record, reverse("clock", args=[found.pk])

    @transaction.atomic
    def acted(data: dict[str, Any]) -> str:
        now = timezone.now()
        if "evidence" in data:
            data["evidence"] = _kept(record, data["evidence"], request.viewer, now)
        deed(**data, by=request.viewer, now=now)
        return back

    path = [(record.number, record.get_absolute_url()), (_("Clock"), back)]
    return answered(request, form, acted, heading=label, path=path)


def _kept(record: Record, file: Any, by: Viewer, now: datetime) -> str:
    """The token of the file as it is kept with the record; "" without one."""
    return attach(record, file, "clock", by=by, now=now).token if file else ""
