"""What may a center's collector do with the addresses that are read on a timetable? (6.1.2)"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Viewer
from accounts.roles import Kind, Role
from casework.clauses import carries
from casework.flow import Forbidden, Refused
from casework.work.outbox import promise
from monitoring.feeds.models import Feed, FeedRun
from trail import verbs
from trail.models import write

verbs.register("add a feed", gettext_lazy("Feed added"))
verbs.register("change a feed", gettext_lazy("Feed changed"))
verbs.register("read a feed now", gettext_lazy("Reading asked for"))
verbs.register("switch a feed off", gettext_lazy("Feed switched off"))
verbs.register("switch a feed on", gettext_lazy("Feed switched on"))

SUBJECT = "feed"
READ = "monitoring.read_feed"
# What a change tells of in the trail. An address of the web is no secret: none with a password is kept.
TOLD = ("name", "kind", "address", "channel", "sub_channel", "every", "words", "mapping", "active")


def keeps_feeds(viewer: Viewer) -> bool:
    """Whether this person keeps the feeds of their center."""
    return viewer.kind == Kind.CENTER and Role.COLLECTOR in viewer.roles


@carries("6.1.2")
@transaction.atomic
def keep_feed(feed: Feed, *, by: Viewer, now: datetime) -> Feed:
    """Keep a feed, new or changed; it is read anew from its beginning, and soon."""
    new = feed.pk is None
    feed.center = by.organisation if new else feed.center
    _only_its_collector(feed, by)
    before = _said(Feed.objects.select_for_update().get(pk=feed.pk)) if not new else {}
    feed.next_at, feed.failures = now, 0
    feed.etag = feed.modified = feed.digest = ""
    if new:
        feed.save()
    else:
        # What a worker notes of its reading meanwhile stays as it is.
        feed.save(update_fields=[*TOLD, "next_at", "failures", "etag", "modified", "digest"])
    changed = {name: value for name, value in _said(feed).items() if before.get(name) != value}
    verb = "add a feed" if new else "change a feed"
    actor = by.actor(Role.COLLECTOR)
    write(verb, (SUBJECT, feed.pk), actor=actor, at=now, clause="6.1.2", detail=changed)
    return feed


@transaction.atomic
def switch_feed(feed: Feed, on: bool, *, by: Viewer, now: datetime) -> None:
    """Have a feed read on its timetable, or no more; what is said already takes nothing."""
    locked = _locked(feed, by)
    if locked.active == on:
        return
    Feed.objects.filter(pk=feed.pk).update(active=on, next_at=now, failures=0)
    verb = "switch a feed on" if on else "switch a feed off"
    write(verb, (SUBJECT, feed.pk), actor=by.actor(Role.COLLECTOR), at=now)


@transaction.atomic
def read_now(feed: Feed, *, by: Viewer, now: datetime) -> FeedRun:
    """Have a worker read a feed at once. Refused while a reading is under way."""
    locked = _locked(feed, by)
    if locked.runs.filter(ended_at=None).exists():
        raise Refused(_("This feed is being read: look again in a minute."))
    run = FeedRun.objects.create(feed=locked, by=by.user, promised_at=now)
    promise(READ, now, run=run.pk)
    write("read a feed now", (SUBJECT, feed.pk), actor=by.actor(Role.COLLECTOR), at=now)
    return run


def _locked(feed: Feed, by: Viewer) -> Feed:
    _only_its_collector(feed, by)
    return Feed.objects.select_for_update().get(pk=feed.pk)


def _only_its_collector(feed: Feed, by: Viewer) -> None:
    if not keeps_feeds(by) or feed.center_id != by.organisation.pk:
        raise Forbidden(_("Only a risk information officer of the center keeps its feeds."))


def _said(feed: Feed) -> dict[str, Any]:
    return {name: getattr(feed, name) for name in TOLD}
