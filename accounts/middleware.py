"""For whom is a request made? Puts the Viewer on it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from accounts.models import Membership, User, Viewer
from accounts.roles import Role

SESSION_KEY = "organisation"


def viewer_of(user: User, organisation: int | None) -> Viewer | None:
    """The viewer a user is in an organisation; in their first one when none, or a foreign one, is named."""
    memberships = Membership.objects.filter(user=user, organisation__active=True).select_related(
        "organisation"
    )
    found = memberships.filter(organisation=organisation).first() if organisation else None
    found = found or memberships.order_by("id").first()
    if found is None:
        return None
    return Viewer(user, found.organisation, frozenset(Role(role) for role in found.roles))


class ViewerMiddleware:
    """Sets request.viewer: a Viewer, or None for a stranger or a user without membership."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        viewer = None
        if request.user.is_authenticated:
            viewer = viewer_of(request.user, request.session.get(SESSION_KEY))
        request.viewer = viewer  # type: ignore[attr-defined]
        return self.get_response(request)
