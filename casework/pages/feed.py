"""What is due for a person, as their own calendar program reads it by a secret link (RFC 5545)?

Whoever has the link can read the feed, so that it tells numbers and terms and nothing else of a record: no
title, no name, no address.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.memberships import viewer_of
from accounts.models import Membership, Viewer
from casework.deadlines import clocks
from casework.models import CalendarLink, Deadline, Record
from casework.terms.calendar import DAY
from casework.terms.table import TERMS
from trail import verbs
from trail.models import write

verbs.register("make a calendar link", gettext_lazy("Make a calendar link"))
verbs.register("revoke a calendar link", gettext_lazy("Revoke a calendar link"))

MOST = 500
# A read is noted at most so often.
NOTED = timedelta(hours=1)


def link_of(viewer: Viewer) -> CalendarLink | None:
    """The viewer's live link in the organisation they act for."""
    return _live(viewer).first()


@transaction.atomic
def make(viewer: Viewer, now: datetime) -> tuple[CalendarLink, str]:
    """A new link, and its token, which is kept nowhere; the one before is revoked."""
    # One at a time: a second request waits here, and then finds the link of the first.
    list(Membership.objects.select_for_update().filter(user=viewer.user, organisation=viewer.organisation))
    revoke(viewer, now)
    token = token_urlsafe(32)
    link = CalendarLink.objects.create(
        user=viewer.user, organisation=viewer.organisation, digest=digest(token), created_at=now
    )
    write("make a calendar link", ("calendarlink", link.pk), actor=viewer.actor(), at=now)
    return link, token


@transaction.atomic
def revoke(viewer: Viewer, now: datetime) -> None:
    """End the viewer's link at once; without one nothing happens."""
    link = _live(viewer).select_for_update().first()
    if link is None:
        return
    CalendarLink.objects.filter(pk=link.pk).update(revoked_at=now)
    write("revoke a calendar link", ("calendarlink", link.pk), actor=viewer.actor(), at=now)


def _live(viewer: Viewer) -> QuerySet[CalendarLink]:
    return CalendarLink.objects.filter(user=viewer.user, organisation=viewer.organisation, revoked_at=None)


def digest(token: str) -> str:
    """What is kept of a token, and looked for: the time of the look-up tells nothing of the token."""
    return sha256(token.encode()).hexdigest()


def reader(token: str, today: date) -> tuple[CalendarLink, Viewer] | None:
    """The link of a token, and as whom it reads today; None for any reason for which it does not."""
    live = CalendarLink.objects.filter(digest=digest(token), revoked_at=None, user__is_active=True)
    link = live.select_related("user", "organisation").first()
    viewer = viewer_of(link.user, link.organisation_id, today) if link else None
    # Who has left this organisation is taken for a member of their first one.
    if link is None or viewer is None or viewer.organisation.pk != link.organisation_id:
        return None
    return link, viewer


def note_read(link: CalendarLink, now: datetime) -> None:
    """Note that a link was read, on a connection of its own, as the request may write nothing."""
    if link.last_read_at is None or link.last_read_at <= now - NOTED:
        stale = Q(last_read_at=None) | Q(last_read_at__lte=now - NOTED)
        CalendarLink.objects.using("log").filter(stale, pk=link.pk).update(last_read_at=now)


def feed(viewer: Viewer, now: datetime) -> bytes:
    """The running clocks of the records whose move is the viewer's, each on its last day, the nearest first.

    At most five hundred. Those that stand still are not due.
    """
    mine = Record.objects.awaiting(viewer).order_by().values("pk")
    running = Deadline.objects.running().filter(suspended_at=None, record__in=mine)
    found = running.select_related("record").order_by("due_at", "id")[:MOST]
    with translation.override(viewer.user.language or settings.LANGUAGE_CODE):
        return _written(found, now)


def _written(found: Iterable[Deadline], now: datetime) -> bytes:
    written = icalendar.Calendar()
    written.add("prodid", "-//Wangjian//What is due//EN")
    written.add("version", "2.0")
    written.add("method", "PUBLISH")
    written.add("x-wr-calname", _("What is due"))
    for clock in found:
        written.add_component(_event(clock, now))
    return bytes(written.to_ical())


def _event(clock: Deadline, now: datetime) -> icalendar.Event:
    day, record = clocks.due_day(clock.due_at), clock.record
    term = TERMS.get(clock.term)
    address = settings.SITE_URL.rstrip("/") + record.get_absolute_url()
    why = [clocks.as_counted(clock).explain(), str(term.source) if term else ""]
    event = icalendar.Event()
    event.add("uid", _uid(clock))
    event.add("dtstamp", now)
    event.add("dtstart", day)
    event.add("dtend", day + DAY)
    event.add("summary", _summary(clock, str(term.label) if term else clock.term, now))
    event.add("description", " ".join(filter(None, why)) + "\n" + address)
    event.add("url", address)
    event.add("status", "TENTATIVE" if clock.provisional else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("class", "CONFIDENTIAL")
    return event


def _summary(clock: Deadline, label: str, now: datetime) -> str:
    said = f"{label} {clock.record.number}"
    if clock.due_at <= now:
        return _("Overdue: %(term)s") % {"term": said}
    return _("%(term)s (provisional)") % {"term": said} if clock.provisional else said


def _uid(clock: Deadline) -> str:
    """The same for a clock whenever it is read, and nothing that tells how many there are."""
    keyed = salted_hmac("casework.pages.feed", str(clock.pk), secret=settings.NUMBER_KEY, algorithm="sha256")
    return f"{keyed.hexdigest()[:32]}@{urlsplit(settings.SITE_URL).hostname}"
