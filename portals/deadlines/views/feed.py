"""How does a person's own calendar come to know what is due? By a link, made and shown here once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts import api
from accounts.gate import Request, anybody, member
from casework.pages import feed

# One answer for every link that is not read, for whatever reason.
GONE = "There is no such calendar.\n"


class Throttle(api.Throttle):
    """So many reads a minute of each address, whether or not it is one of ours."""

    def get_cache_key(self, request: object, view: object) -> str:
        return f"feed-throttle:{view}"


@never_cache
@member
def due_feed(request: Request) -> HttpResponse:
    """Whether there is a link, and since when; a POST makes one, whose address is shown this once."""
    address = ""
    if request.method == "POST":
        _link, token = feed.make(request.viewer, timezone.now())
        address = request.build_absolute_uri(reverse("due-feed-file", args=[token]))
    context = {"link": feed.link_of(request.viewer), "address": address}
    return render(request, "portals/deadlines/feed.html", context, using="jinja2")


@member.by("POST")
def due_feed_revoke(request: Request) -> HttpResponse:
    """End the link: who has its address reads nothing from now on."""
    feed.revoke(request.viewer, timezone.now())
    messages.success(request, _("The calendar link is revoked."))
    return redirect("due-feed")


@never_cache
@anybody("a calendar program has no session: who has the address has its key").by("GET")
def due_feed_file(request: HttpRequest, token: str) -> HttpResponse:
    """The feed itself, for whoever has its address."""
    throttle, now = Throttle(), timezone.now()
    if not throttle.allow_request(request, feed.digest(token)):  # type: ignore[arg-type]
        wait = {"Retry-After": str(int(throttle.wait() or 60) + 1)}
        return HttpResponse(status=429, headers=wait, content_type="text/plain")
    found = feed.reader(token, timezone.localdate(now))
    if found is None:
        return HttpResponse(GONE, status=404, content_type="text/plain")
    link, viewer = found
    feed.note_read(link, now)
    answer = HttpResponse(feed.feed(viewer, now), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="wangjian.ics"'
    return answer
