"""How does a center's collector keep the addresses that are read on a timetable, and see how they do?"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.gate import Request, member
from casework.pages import in_charge
from casework.pages.contents import Line
from casework.pages.submissions import answered, pressed
from monitoring.feeds.actions.feeds import SUBJECT, keep_feed, keeps_feeds, read_now, switch_feed
from monitoring.feeds.forms import FeedForm
from monitoring.feeds.models import Ended, Feed, FeedRun
from monitoring.vocabulary import title

RUNS = 30
TONES = {Ended.NEW: "green", Ended.NOTHING: "grey", Ended.FAILED: "red"}

# What is done with a feed, and what befalls it.
ACTIONS = (
    *("add a feed", "change a feed", "switch a feed on", "switch a feed off", "read a feed now"),
    *("a feed is broken", "a feed works again"),
)


feed_keeper = member.to(
    keeps_feeds, gettext_lazy("Only a risk information officer of the center keeps its feeds.")
)
of_feed = feed_keeper.of(Feed.objects.visible_to, "pk")


@feed_keeper
def feeds(request: Request) -> HttpResponse:
    """Every feed of the center with its health: those that fail first."""
    found = sorted(Feed.objects.visible_to(request.viewer), key=lambda feed: (not feed.failures, feed.name))
    context = {
        "title": title(request.viewer),
        "heading": _("Feeds"),
        "columns": [
            {"label": _("Feed"), "key": "feed", "kind": "title"},
            {"label": _("Channel"), "key": "channel"},
            {"label": _("How often"), "key": "every"},
            {"label": _("Health"), "key": "health", "kind": "badge"},
            {"label": _("Read last"), "key": "last"},
            {"label": _("Next reading"), "key": "next"},
        ],
        "rows": [_row(feed) for feed in found],
    }
    return render(request, "monitoring/feeds/feeds.html", context, using="jinja2")


def _row(feed: Feed) -> dict[str, Any]:
    sub = f"{feed.get_kind_display()} · {feed.address}"
    return {
        "feed": {"text": feed.name, "url": feed.get_absolute_url(), "sub": sub},
        "channel": feed.get_channel_display(),
        "every": feed.get_every_display(),
        "health": health(feed),
        "last": feed.ended_at,
        "next": feed.next_at if feed.active else None,
    }


def health(feed: Feed) -> dict[str, str]:
    """How a feed does, as a badge."""
    if feed.failures:
        text = ngettext("%(n)d failure in a row", "%(n)d failures in a row", feed.failures)
        return {"text": text % {"n": feed.failures}, "tone": "red" if feed.told_at else "amber"}
    if not feed.active:
        return {"text": _("switched off"), "tone": "grey"}
    if not feed.ended:
        return {"text": _("not read yet"), "tone": "blue"}
    return {"text": _("in order"), "tone": "green"}


@of_feed
def feed(request: Request, found: Feed) -> HttpResponse:
    """One feed: what it reads, what came of the last readings, what was refused, and who changed it."""
    runs = list(found.runs.select_related("by")[:RUNS])
    newest = next((run for run in runs if run.ended_at), None)
    context = {
        "title": title(request.viewer),
        "feed": found,
        "health": health(found),
        "facts": [("", _facts(found))],
        "error": newest.error if newest else "",
        "refusals": newest.refusals if newest else [],
        "refused": newest.refused if newest else 0,
        "under_way": any(run.ended_at is None for run in runs),
        "columns": [
            {"label": _("Begun"), "key": "begun"},
            {"label": _("What came of it"), "key": "outcome", "kind": "badge"},
            {"label": _("Lines read"), "key": "lines", "kind": "number"},
            {"label": _("New risk signals"), "key": "signals", "kind": "number"},
            {"label": _("Already known"), "key": "known", "kind": "number"},
            {"label": _("Refused"), "key": "refused", "kind": "number"},
            {"label": _("Remark"), "key": "remark"},
        ],
        "runs": [_run(run) for run in runs],
        "trail": _trail(found),
    }
    return render(request, "monitoring/feeds/feed.html", context, using="jinja2")


def _facts(feed: Feed) -> list[tuple[str, Any]]:
    return [
        (_("Kind of feed"), feed.get_kind_display()),
        (_("Web address or mailbox"), feed.address),
        (_("Channel"), feed.get_channel_display()),
        (_("Source"), feed.get_sub_channel_display()),
        (_("How often"), feed.get_every_display()),
        (_("Products looked for"), "、".join(feed.looked_for()) or _("all")),
        *([(_("Where each column is found"), feed.mapping)] if feed.mapping else []),
        (_("Switched on"), feed.active),
        (_("Read last"), feed.ended_at),
        (_("Next reading"), feed.next_at if feed.active else None),
    ]


def _run(run: FeedRun) -> dict[str, Any]:
    said = {"text": run.get_ended_display(), "tone": TONES[Ended(run.ended)]} if run.ended_at else None
    asked = _("asked for by %(person)s") % {"person": run.by} if run.by else ""
    return {
        "begun": run.promised_at,
        "outcome": said or {"text": _("under way"), "tone": "blue"},
        "lines": run.lines,
        "signals": run.signals,
        "known": run.known,
        "refused": run.refused,
        "remark": run.error or asked,
    }


def _trail(feed: Feed) -> list[Line]:
    """What was done with the feed and what befell it, newest first; all of it is of one's own center."""
    return in_charge.lines(SUBJECT, feed.pk, ACTIONS)


# --- actions -----------------------------------------------------------------------------------------------


@of_feed
def feed_change(request: Request, found: Feed | None) -> HttpResponse:
    """A feed, new or changed."""
    now, kept = timezone.now(), found or Feed()
    heading = _("Change the feed") if found else _("Add a feed")
    form = FeedForm(request.POST or None, instance=kept, viewer=request.viewer, now=now)
    path = [(title(request.viewer), reverse("signals")), (_("Feeds"), reverse("feeds"))]
    return answered(
        request,
        form,
        lambda data: keep_feed(form.save(commit=False), by=request.viewer, now=now),
        heading=heading,
        path=[*path, (kept.name, kept.get_absolute_url())] if found else path,
    )


@of_feed.by("POST")
def feed_read(request: Request, found: Feed) -> HttpResponse:
    """Have a feed read at once."""
    return pressed(
        request,
        lambda: read_now(found, by=request.viewer, now=timezone.now()),
        heading=_("Read now"),
        back=found,
    )


@of_feed.by("POST")
def feed_switch(request: Request, found: Feed) -> HttpResponse:
    """Switch a feed on or off, as the button said."""
    on = request.POST.get("on") == "1"
    return pressed(
        request,
        lambda: switch_feed(found, on, by=request.viewer, now=timezone.now()),
        heading=_("Switch on") if on else _("Switch off"),
        back=found,
    )
