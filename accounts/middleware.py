"""For whom is a request made, and may it be made yet? Puts the Viewer on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, Organisation, StandIn, User, Viewer
from accounts.roles import Role

SESSION_KEY, SEEN_KEY = "organisation", "seen"
# The places somebody has, with their roles there, and whether anything was entrusted to them for the day:
# asked before every answer, so not put together anew each time.
PLACES = """
SELECT office.*, place.roles AS own, EXISTS (
    SELECT FROM accounts_standin AS entrusted
    WHERE entrusted.substitute_id = place.user_id AND entrusted.organisation_id = place.organisation_id
      AND %(today)s BETWEEN entrusted.first AND entrusted.last AND entrusted.ended_on IS NULL
) AS lent
FROM accounts_membership AS place JOIN accounts_organisation AS office ON office.id = place.organisation_id
WHERE place.user_id = %(user)s AND place.left_on IS NULL AND office.active
ORDER BY place.id
"""


def viewer_of(user: User, organisation: int | None, today: date | None = None) -> Viewer | None:
    """The viewer a user is in an organisation; in their first one when none, or a foreign one, is named.

    today: the day for which stand-ins count, in Shanghai; the present one unless it is given.
    """
    today = today or timezone.localdate()
    places: list[Any] = list(Organisation.objects.raw(PLACES, {"user": user.pk, "today": today}))
    if not places:
        return None
    found = next((place for place in places if place.pk == organisation), places[0])
    own = frozenset(map(Role, found.own))
    standing_in = absent_of(user, found, today) if found.lent else {}
    lent = frozenset(standing_in) - own
    return Viewer(user, found, own | lent, standing_in, lent, at_home=len(places))


def absent_of(substitute: User, organisation: Organisation, today: date) -> dict[Role, tuple[User, ...]]:
    """The colleagues in whose place somebody acts on a day, by role.

    Of the roles entrusted only those count that the absent colleague holds: what they hold as a stand-in
    themselves cannot be passed on.
    """
    entrusted = list(
        StandIn.objects.on(today)
        .filter(substitute=substitute, organisation=organisation)
        .select_related("absent")
        .order_by("id")
    )
    if not entrusted:
        return {}
    absents = [stand_in.absent_id for stand_in in entrusted]
    present = Membership.objects.filter(organisation=organisation, user__in=absents, left_on=None)
    held = dict(present.values_list("user", "roles"))
    found: dict[Role, tuple[User, ...]] = {}
    for stand_in in entrusted:
        for role in map(Role, stand_in.roles):
            before = found.get(role, ())
            if role in held.get(stand_in.absent_id, ()) and stand_in.absent not in before:
                found[role] = (*before, stand_in.absent)
    return found


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
            viewer = viewer_of(request.user, request.session.get(SESSION_KEY))
        request.viewer = viewer  # type: ignore[attr-defined]
        return self.get_response(request)


def _always_open() -> set[str]:
    """Where somebody may go who has yet to change the password they were given."""
    return {reverse(name) for name in ("password", "login", "logout", "set_language")}
