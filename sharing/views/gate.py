"""Who comes in to shared information, and who shares?"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.models import Viewer
from accounts.roles import Kind, Role
from casework.views import Request, member

P = ParamSpec("P")


def sharer(
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Only for members of organisations that take part in sharing: not for shops and enterprises."""

    @wraps(view)
    def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.viewer.kind == Kind.MERCHANT:
            raise PermissionDenied(_("Shops and enterprises take no part in the sharing of information."))
        return view(request, *args, **kwargs)

    return member(guarded)


def shares(viewer: Viewer) -> bool:
    """Whether this person offers, asks and decides for the organisation."""
    return Role.SHARING_OFFICER in viewer.roles and viewer.kind != Kind.MERCHANT


def officers_only(viewer: Viewer) -> None:
    if not shares(viewer):
        raise PermissionDenied(_("Only an information sharing officer may do this."))
