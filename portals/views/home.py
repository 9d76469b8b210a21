"""What does a person see first, and what has come to them?"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache

from accounts.gate import Request, linked, member
from accounts.models import Organisation, StandIn, Viewer
from accounts.roles import Role
from casework.deadlines import respite
from casework.deadlines.duty import veiled
from casework.models import Notification, Record, kinds
from casework.pages.lists import marks, whose_turn
from casework.pages.worklist import SHOWN, elsewhere, running, waiting, waiting_by_kind
from casework.work.notifications import happened, mark_read, reason_of, unread
from portals import figure, week, worklist
from portals.dashboards.sample import samples
from portals.deadlines.whatif import sample_weeks
from portals.forms import MattersForm, SampleForm
from portals.worklist import Group, Heap, rows_of
from registers.checklist import needs
from trail.models import Event
from trail.verbs import VERBS

Rows = list[dict[str, Any]]
# So many matters are looked through without being searched.
FEW = 10
# Who has a parcel in their hands looks for their tasks, on a phone, and not at the province.
HANDS = frozenset({Role.BUYER, Role.VERIFIER, Role.RECEIVER})
# So many notifications of one kind are one.
MANY = 3


@linked
def home(request: Request) -> HttpResponse:
    """The worklist: what this person can do, the most pressing first; and what goes on elsewhere."""
    now, form = timezone.now(), MattersForm(request.GET or None)
    words = form.words()
    records = waiting(request.viewer, now, words)
    groups = worklist.groups(records, request.viewer, now, request.path)
    asked = [worklist.asked_row(each, now) for each in respite.to_decide(request.viewer)]
    if asked and not words:
        groups = [(_("More time that is asked for"), asked, []), *groups]
    counted = _counted(None if words else records, request.viewer, now)
    number, late = (sum(each) for each in zip(*counted.values(), strict=True)) if counted else (0, 0)
    count = number + len(asked)
    context = {
        "missing": needs.left_to(request.viewer, timezone.localdate(now)),
        "groups": groups,
        "choosing": any(chosen or isinstance(heading, Heap) for heading, _rows, chosen in groups),
        "form": form if words or count > FEW else None,
        "heading": ngettext("%(n)d matter waits for you today", "%(n)d matters wait for you today", count)
        % {"n": count},
        "today": timezone.localdate(now),
        "late": late,
        "count": count,
        "shown": count if words else len(records) + len(asked),
        "suspended": _suspended(request.viewer.organisation),
        "standing_in": _standing_in(request.viewer, timezone.localdate(now)),
        "running": rows_of(running(request.viewer, now), request.viewer, now),
        **(_around(request.viewer, now, counted) if request.viewer.roles - HANDS else {}),
        "columns": [
            {"label": _("Choose"), "key": "pick", "kind": "pick"},
            {"label": _("Matter"), "key": "what", "kind": "title"},
            {"label": _("State"), "key": "state", "kind": "pair"},
            {"label": _("Due"), "key": "clock", "kind": "clock"},
            {"label": "", "key": "act", "kind": "act"},
        ],
    }
    return render(request, "portals/home.html", context, using="jinja2")


@never_cache
@member.by("GET")
def onward(request: Request) -> HttpResponse:
    """To what waits for this person next, but for the record that they come from."""
    address = worklist.most_pressing(request.viewer, timezone.now(), request.GET.get("but", ""))
    return redirect(address or "home")


def _around(viewer: Viewer, now: datetime, counted: dict[str, tuple[int, int]]) -> dict[str, Any]:
    """Where everything stands, whoever has it. counted: what waits for the viewer, by kind."""
    return {
        "others": _by_holder(others := _others(viewer), viewer, now),
        "nearest": len(others),
        "tiles_of": week.figures(viewer, now),
        **figure.live(viewer, now, {kind: number for kind, (number, _late) in counted.items()}),
    }


def _suspended(organisation: Organisation) -> Event | None:
    """What was done when nothing new was to go to an organisation any more; its people are told why."""
    if organisation.suspended_on is None:
        return None
    told = Event.objects.of("organisation", organisation.pk).filter(verb="suspend an organisation")
    return told.first()


def _counted(records: list[Record] | None, viewer: Viewer, now: datetime) -> dict[str, tuple[int, int]]:
    """By kind (how many wait, how many of them are overdue), also where not all are shown. None: some."""
    if records is None or len(records) >= SHOWN:
        return waiting_by_kind(viewer, now)
    late = Counter(each.kind for each in records if each.next_due_at and each.next_due_at <= now)
    return {kind: (number, late[kind]) for kind, number in Counter(each.kind for each in records).items()}


def _standing_in(viewer: Viewer, today: date) -> list[StandIn]:
    """In whose place the viewer acts today, and until when."""
    if not viewer.standing_in:
        return []
    found = StandIn.objects.on(today).filter(substitute=viewer.user, organisation=viewer.organisation)
    return list(found.select_related("absent").order_by("last", "id"))


def _others(viewer: Viewer) -> list[Record]:
    return veiled(elsewhere(viewer), viewer)


def _by_holder(records: list[Record], viewer: Viewer, now: datetime) -> list[Group]:
    """Records that come nearest clock first, by who has them: so do these."""
    rows = rows_of(records, viewer, now)
    held: dict[str, Rows] = {}
    for row in rows:
        held.setdefault(whose_turn(row["record"], viewer), []).append(row)
    return [(f"{holder} {len(found)}", found, []) for holder, found in held.items()]


@linked
def notifications(request: Request) -> HttpResponse:
    """The last hundred notifications of this person in this organisation."""
    found = (
        Notification.objects.filter(user=request.viewer.user, organisation=request.viewer.organisation)
        .select_related("record", "event")
        .order_by("-id")[:100]
    )
    seen = set(
        Record.objects.visible_to(request.viewer)
        .filter(pk__in=[note.record_id for note in found])
        .values_list("pk", flat=True)
    )
    there = (note for note in found if note.record is None or note.record_id in seen)
    shown = sorted(there, key=lambda note: (note.at, note.pk), reverse=True)
    known = marks([note.record for note in shown if note.record], request.viewer)
    columns = [
        {"label": _("Matter"), "key": "what", "kind": "title"},
        {"label": pgettext("notification", "What happened"), "key": "label", "kind": "badge"},
        {"label": _("Reason"), "key": "why"},
        {"label": _("When"), "key": "at"},
    ]
    context = {"heaps": _heaps(shown, known), "columns": columns}
    return render(request, "portals/notifications.html", context, using="jinja2")


def _heaps(shown: list[Notification], known: dict[int, str]) -> list[tuple[str, Rows]]:
    """(heading, lines): many of one kind in a row, which tell of the same, stand under one heading, all
    others under none."""
    heaps: list[tuple[str, Rows]] = []
    for (kind, verb, _day), group in groupby(shown, key=_alike):
        those = list(group)
        lines = [_line(note, known.get(note.record_id or 0, "")) for note in those]
        if kind and len(lines) >= MANY:
            one = those[0].record if len({note.record_id for note in those}) == 1 else None
            name = one.title if one else kinds()[kind]._meta.verbose_name_plural
            labels = {happened(note) for note in those}
            label = labels.pop() if len(labels) == 1 or verb not in VERBS else VERBS[verb].label
            said = {"label": label, "n": len(lines), "kind": name}
            heaps.append((_("%(label)s: %(n)d %(kind)s") % said, lines))
        elif heaps and not heaps[-1][0]:
            heaps[-1][1].extend(lines)
        else:
            heaps.append(("", lines))
    return heaps


def _alike(note: Notification) -> tuple[str, str, date]:
    """By what notifications are of one kind: of which records they tell, what, and of which day."""
    return note.record.kind if note.record else "", note.event.verb, timezone.localdate(note.at)


def _line(note: Notification, mark: str) -> dict[str, Any]:
    what = {"text": note.title, "url": note.url}
    if note.record:
        what = {
            "text": note.record.title,
            "url": note.record.get_absolute_url(),
            "sub": " · ".join(filter(None, (note.record.number, mark))),
        }
    return {
        "what": what,
        "label": {"text": happened(note), "tone": "blue" if note.read_at is None else "grey"},
        "why": reason_of(note.event, note.record) if note.record else note.event.detail.get("reason", ""),
        "at": note.at,
    }


@never_cache
@linked.by("GET")
def unread_count(request: Request) -> HttpResponse:
    """How many notifications are unread, for the bell. It writes no session: one that idles still ends."""
    return JsonResponse({"unread": unread(request.viewer).count()})


@linked.by("POST")
def read(request: Request) -> HttpResponse:
    """Mark all notifications as read."""
    mark_read(request.viewer, timezone.now())
    return redirect("notifications")


@member.to(lambda viewer: viewer.user.is_staff, "")
def style(request: Request) -> HttpResponse:
    """Every part of a page with sample data, for those who build pages; staff only."""
    context = {
        "form": SampleForm({}),
        "now": timezone.now(),
        "charts": samples(),
        "weeks": sample_weeks(),
        "said": [
            Message(constants.SUCCESS, _("Done: %(step)s.") % {"step": _("Receive the sample")}),
            Message(constants.INFO, _("You will be notified when it is your turn.")),
            Message(constants.WARNING, _("The membership goes on: open work is left.")),
            Message(constants.ERROR, _("This step is not possible in the record's state.")),
        ],
    }
    return render(request, "style.html", context, using="jinja2")
