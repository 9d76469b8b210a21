"""Who may come in at all? A member of an organisation; its administrator."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.models import Level, Viewer
from accounts.roles import Kind, Role

P = ParamSpec("P")


class Request(HttpRequest):
    """A request of somebody who acts for an organisation."""

    viewer: Viewer


def member(
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Only for somebody who is logged in and belongs to an organisation."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if getattr(request, "viewer", None) is None:
            raise PermissionDenied(_("You belong to no organisation yet: ask your administrator to add you."))
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    return guarded


def administers(viewer: Viewer) -> bool:
    """Whether somebody keeps the people of their organisation; shops and enterprises keep none here."""
    return Role.ADMINISTRATOR in viewer.roles and viewer.kind is not Kind.MERCHANT


def keeps_organisations(viewer: Viewer) -> bool:
    """Whether somebody renames and merges organisations: the administrator of a nation or province."""
    high = viewer.organisation.level in (Level.NATION, Level.PROVINCE)
    return administers(viewer) and viewer.kind is Kind.REGULATOR and high


def administrator(
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Only for the administrator of an organisation."""

    @member
    @wraps(view)
    def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not administers(request.viewer):
            raise PermissionDenied(_("Only the administrator of your organisation may do this."))
        return view(request, *args, **kwargs)

    return guarded
