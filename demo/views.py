"""As whom does somebody practise? They choose one of the invented people, and come in without a password."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts import actions
from accounts.gate import anybody
from accounts.models import User, Viewer
from accounts.roles import Kind
from demo import founding
from portals.portals import portal_of
from trail.enumerations import enumerated


@never_cache
@anybody("all who come in here are invented").by_link()
def practice(request: HttpRequest) -> HttpResponse:
    """The invented people by portal; who is chosen is logged in at once."""
    if not settings.PRACTICE:
        raise Http404
    people = founding.province().people
    if request.method == "POST":
        chosen = people.get(request.POST.get("person", ""))
        if chosen is None:
            raise Http404
        return _enter(request, chosen.user)
    return render(request, "practice/people.html", {"groups": _groups(people.values())}, using="jinja2")


def _enter(request: HttpRequest, person: User) -> HttpResponse:
    logout(request)  # nothing of who was here before stays
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    actions.log_in(person, timezone.now())
    return redirect("home")


def _groups(people: Iterable[Viewer]) -> list[tuple[str, list[dict[str, str]]]]:
    """(portal, its people), in the order of the river."""
    found: dict[Kind, list[dict[str, str]]] = {kind: [] for kind in Kind}
    for viewer in people:
        roles = enumerated(sorted(str(role.label) for role in viewer.roles))
        said = {"name": str(viewer.user), "organisation": str(viewer.organisation), "roles": roles}
        found[Kind(viewer.kind)].append({**said, "username": viewer.user.username})
    return [(str(portal_of(kind).title), those) for kind, those in found.items() if those]
