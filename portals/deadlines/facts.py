"""What stands on a clock's page: how it is counted, what was asked for it, and who decided so?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from accounts.models import User, Viewer
from accounts.roles import Kind, Role
from casework.deadlines import clocks
from casework.models import Deadline, Extension
from casework.terms.calendar import Rest, RollOn, source_of
from casework.terms.count import Count, in_words
from casework.terms.table import TERMS
from documents.models import Attachment
from trail.models import Event

Rows = list[tuple[Any, Any]]


def facts(found: Any) -> Rows:
    """How a deadline `with_confirmation` is counted, and what became of it."""
    term = TERMS.get(found.term)
    set_by = _("version %(n)d of the setting") % {"n": found.rule_version}
    rows: Rows = [
        (_("Length of the period"), in_words(found.count, found.unit)),
        (_("More time"), in_words(found.postponed, found.unit) if found.postponed else ""),
        (
            pgettext("deadline", "Rule"),
            set_by if found.rule_version else _("the default of the deadline table"),
        ),
        (
            pgettext("term", "Confirmed"),
            _("yes") if found.confirmed else _("No legal reviewer has confirmed this period yet."),
        ),
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


def _ends(found: Deadline) -> Rows:
    """When it ends; what stands still, or is not needed any more, has no last day."""
    unmoved = _("Last day without more time and standing still")
    if found.dropped_at:
        return []
    if found.suspended_at:
        return [
            (unmoved, clocks.unmoved_end(found)),
            (_("Stands still since"), found.suspended_at),
            (_("Stands still at most until"), found.suspended_until),
        ]
    moved = found.postponed or found.suspensions
    return [
        (_("Would end on"), found.raw_end),
        (_("Moved on because of"), Rest(found.roll_reason).label if found.roll_reason else ""),
        (unmoved, clocks.unmoved_end(found) if moved else None),
        (_("Last day"), found.end),
    ]


def pauses(found: Deadline) -> Rows:
    """Each time that it stood still, and how often and long in all."""
    rows: Rows = []
    for stopped, went_on in clocks.pauses(found):
        rows += [(_("Stopped"), stopped), (_("Went on"), went_on)]
    if rows:
        rows.append((_("In all"), stood_still(found)))
    return [*rows, *([(_("Stopped"), found.suspended_at)] if found.suspended_at else [])]


def stood_still(found: Deadline) -> str:
    """How often it stood still before, and on how many days."""
    times, days = clocks.stood_still(found)
    if not times:
        return pgettext("time", "never")
    words = ngettext("once, on %(days)s", "%(times)d times, on %(days)s in all", times)
    return words % {"times": times, "days": in_words(days, "calendar")}


EXTENSIONS = [
    {"label": gettext_lazy("Asked for"), "key": "what"},
    {"label": gettext_lazy("Reason"), "key": "reason"},
    {"label": gettext_lazy("Evidence"), "key": "evidence"},
    {"label": pgettext_lazy("time", "Asked for by"), "key": "by", "kind": "pair"},
    {"label": gettext_lazy("Decision"), "key": "decision", "kind": "pair"},
]


def extensions(found: Deadline, viewer: Viewer) -> list[dict[str, Any]]:
    """What was asked for: reasons are read by the holder and the authorities, and of the people of other
    organisations nobody is named, as in the trail of a record."""
    holder = found.record.holder
    if viewer.kind not in (Kind.REGULATOR, Kind.CENTER) and holder != viewer.organisation:
        return []
    asked = list(found.extensions.select_related("asked_by", "decided_by").order_by("-id"))
    lines = _decisions(found, asked)
    return [
        {
            "what": what(each),
            "reason": each.reason,
            "evidence": _files([each], viewer),
            "by": {"text": _named(each.asked_by, found, viewer), "sub": _minute(each.asked_at)},
            "decision": {"text": _outcome(each), "sub": _decided(each, lines, viewer)},
        }
        for each in asked
    ]


def what(asked: Extension) -> str:
    """More time, or a standing still, in words."""
    if asked.until:
        return _("Stand still until %(day)s") % {"day": asked.until}
    return _("%(period)s more") % {"period": in_words(asked.number, asked.clock.unit)}


def _outcome(asked: Extension) -> str:
    if asked.withdrawn_at:
        return pgettext("time", "Withdrawn")
    if asked.pending and (asked.clock.met_at or asked.clock.dropped_at):
        return _("no longer needed")
    said = {None: _("not decided yet"), True: pgettext("time", "Granted"), False: pgettext("time", "Refused")}
    return said[asked.granted]


def _decisions(found: Deadline, asked: Iterable[Extension]) -> dict[tuple[datetime, int], Event]:
    """The lines of the trail of what was decided, by when and by whom."""
    decided = [each.decided_at for each in asked if each.decided_at]
    events = Event.objects.of("record", found.record_id).filter(at__in=decided, clause=found.term)
    return {(event.at, event.actor_id): event for event in events}


def _decided(asked: Extension, lines: dict[tuple[datetime, int], Event], viewer: Viewer) -> str:
    """By whom, in which role, in whose place, when, and with which remark."""
    if asked.withdrawn_at:
        return _minute(asked.withdrawn_at)
    if asked.decided_at is None or asked.decided_by_id is None:
        return ""
    line = lines.get((asked.decided_at, asked.decided_by_id))
    own = line is not None and line.organisation_id == viewer.organisation.pk
    role = str(Role(line.role).label) if line and line.role else ""
    whom = line.detail.get("for", "") if line and own else ""
    instead = _("for %(name)s") % {"name": whom} if whom else ""
    name = " ".join(filter(None, (str(asked.decided_by), instead))) if own else ""
    return " · ".join(filter(None, (name, role, _minute(asked.decided_at), asked.remark)))


def _named(user: User, found: Deadline, viewer: Viewer) -> str:
    own = viewer.organisation.memberships.filter(user=user).exists()
    return str(user if own else found.record.holder or "")


def _minute(at: datetime) -> str:
    return f"{clocks.local(at):%Y-%m-%d %H:%M}"


def _files(asked: Iterable[Extension], viewer: Viewer) -> SafeString | str:
    """The files that prove it, as links, as far as the viewer may see them."""
    tokens = [each.evidence for each in asked if each.evidence]
    found = Attachment.objects.filter(token__in=tokens).visible_to(viewer) if tokens else []
    return format_html_join(", ", '<a href="{}">{}</a>', ((each.get_absolute_url(), each) for each in found))


def to_decide_on(found: Deadline, asked: Extension, viewer: Viewer, now: datetime) -> Rows:
    """What somebody who decides has to know."""
    record, (times, _days) = found.record, clocks.stood_still(found)
    title = format_html('<a href="{}">{} {}</a>', record.get_absolute_url(), record.number, record.title)
    before = in_words(found.postponed, found.unit) if found.postponed else pgettext("time", "never")
    return [
        (_("Matter"), title),
        (_("State"), record.get_state_display()),
        (_("Asked for"), _how_long(asked, now)),
        (_("Reason"), asked.reason),
        (_("Evidence"), _files([asked], viewer)),
        (pgettext("time", "Asked for by"), _named(asked.asked_by, found, viewer)),
        (pgettext("time", "Asked for on"), asked.asked_at),
        *_last_days(found, asked, now),
        (_("Given more time before"), before),
        (_("Stood still before"), stood_still(found) if times else pgettext("time", "never")),
    ]


def _last_days(found: Deadline, asked: Extension, now: datetime) -> Rows:
    if found.suspended_at:
        return _ends(found)
    granted = if_granted(found, asked, now).end
    return [(_("Last day now"), found.end), (_("Last day if it is granted"), granted)]


def _how_long(asked: Extension, now: datetime) -> str:
    if not asked.until:
        return what(asked)
    days = (asked.until - clocks.local_day(now)).days
    if days <= 0:
        return what(asked)
    return _("%(what)s (%(days)s)") % {"what": what(asked), "days": in_words(days, "calendar")}


def if_granted(found: Deadline, asked: Extension, now: datetime) -> Count:
    """To what the clock would be counted; a standing still taken whole, from now on."""
    would = Deadline(
        started_at=found.started_at,
        count=found.count,
        unit=found.unit,
        roll=found.roll,
        opens=found.opens,
        closes=found.closes,
        postponed=asked.number or found.postponed,
        suspensions=found.suspensions,
    )
    if asked.until:
        ends = max(clocks.instant(asked.until + timedelta(days=1)), now)
        would.suspensions = [*found.suspensions, [now.isoformat(), ends.isoformat()]]
    return clocks.recount(would, clocks.calendar())
