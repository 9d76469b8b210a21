"""For whom is a request made, and may it be made yet? Puts the Viewer on it."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.memberships import viewer_of

SESSION_KEY, SEEN_KEY = "organisation", "seen"


class IdleMiddleware:
    """Ends the session of a browser in which nobody did anything for too long. What was typed there is kept
    by the browser (static/drafts.js), and put back after the next log-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_IDLE_MINUTES and request.user.is_authenticated:
            _look_at_the_clock(request, timezone.now().timestamp())
        elif _is_over(request):
            messages.info(
                request,
                _(
                    "Your session is over: log in again, and what you had typed is put back. If you came by a"
                    " link, open the link once more; if it does not open, it is worthless now, and whoever"
                    " sent it can send you another."
                ),
            )
        return self.get_response(request)


def _is_over(request: HttpRequest) -> bool:
    """Whether the browser names a session that is no more: it lasted its time, or was ended elsewhere. The
    answer takes its name away, so this is said once."""
    named = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    return bool(named) and not request.user.is_authenticated and request.session.is_empty()


def _look_at_the_clock(request: HttpRequest, now: float) -> None:
    """End an idle session, or note that this one is not; once a minute, and not for what a page asks by
    itself."""
    seen: float = request.session.get(SEEN_KEY, now)
    if now - seen > 60 * settings.SESSION_IDLE_MINUTES:
        logout(request)
        messages.info(
            request,
            _(
                "Nobody did anything here for %(minutes)d minutes: log in again."
                " What you had typed is put back."
            )
            % {"minutes": settings.SESSION_IDLE_MINUTES},
        )
    elif request.path != reverse("notifications-count") and not 0 < now - seen < 60:
        request.session[SEEN_KEY] = now


class ViewerMiddleware:
    """Sets request.viewer: a Viewer, or None for a stranger or a user without membership."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        viewer = None
        if request.user.is_authenticated:
            if request.user.password_given and request.path not in _always_open():
                return redirect("password")
            viewer = viewer_of(request.user, request.session.get(SESSION_KEY), timezone.localdate())
        request.viewer = viewer  # type: ignore[attr-defined]
        return self.get_response(request)


def _always_open() -> set[str]:
    """Where somebody may go who has yet to change the password they were given."""
    return {reverse(name) for name in ("password", "login", "logout", "set_language")}
