"""What does a person see when something is wrong?"""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/400.html", {}, status=400, using="jinja2")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not theirs to do: why, within the page that they know. One line tells the log who tried what."""
    viewer = getattr(request, "viewer", None)
    who = f"user {viewer.user.pk} of organisation {viewer.organisation.pk}" if viewer else "nobody"
    logger.warning("403 %s %r: %s", request.method, request.path, who)
    answer = render(request, "errors/403.html", {"reason": str(exception)}, status=403, using="jinja2")
    answer._has_been_logged = True  # type: ignore[attr-defined]  # Django would add the whole traceback
    return answer


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is not this session's: forged, or left open while somebody logged in elsewhere."""
    told = _("This page is from an earlier log-in. Go back and load it anew: what you had typed is put back.")
    return render(request, "errors/403.html", {"reason": told}, status=403, using="jinja2")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.html", {}, status=404, using="jinja2")


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "errors/500.html", {}, status=500, using="jinja2")
