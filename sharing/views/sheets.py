"""How is a form of sharing shown and its deed done, and who comes in at all?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.models import Viewer
from accounts.roles import Kind, Role
from casework.flow import Forbidden, Refused
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


def sheet(
    request: Request,
    *,
    form: BaseForm,
    deed: Callable[[dict[str, Any]], Any],
    heading: Any,
    path: Sequence[tuple[Any, str]],
    done: Any,
    about: Sequence[tuple[Any, Any]] = (),
) -> HttpResponse:
    """A form and its deed. path: (label, address) of the pages above. deed: from the cleaned form to the
    page to go to. about: facts to have in mind while filling it in."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                target = deed(form.cleaned_data)
            except Forbidden as refused:
                raise PermissionDenied(str(refused)) from refused
            except Refused as refused:
                messages.error(request, str(refused))
                status = 409
            else:
                messages.success(request, done)
                return redirect(target)
    context = {"form": form, "heading": heading, "path": path, "about": about}
    return render(request, "sharing/sheet.html", context, status=status, using="jinja2")


def pressed(request: Request, deed: Callable[[], Any], *, done: Any, back: str) -> HttpResponse:
    """A deed that asks for nothing: done, and back to the page."""
    try:
        deed()
    except Forbidden as refused:
        raise PermissionDenied(str(refused)) from refused
    except Refused as refused:
        return refusal(request, refused, back)
    messages.success(request, done)
    return redirect(back)


def refusal(request: Request, refused: Refused, back: str) -> HttpResponse:
    context = {"reason": str(refused), "back": back}
    return render(request, "errors/409.html", context, status=409, using="jinja2")
