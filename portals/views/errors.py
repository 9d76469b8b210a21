"""What does a person, or a program, see when something is wrong?"""

from __future__ import annotations

import logging
import sys
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from casework.api.problems import AWAY, BEHIND, FULL, PROBLEM, SOON, described, is_behind, is_full
from casework.flow import KeptApart

logger = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _wrong(request, 400, _("What was sent cannot be read: send it as the description says."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not theirs to do: why, within the page that they know. One line tells the log who tried what."""
    viewer = getattr(request, "viewer", None)
    who = f"user {viewer.user.pk} of organisation {viewer.organisation.pk}" if viewer else "nobody"
    logger.warning("403 %s %r: %s", request.method, request.path, who)
    reason = str(exception)
    named = {"reason": reason, "for_lack_of_a_role": not isinstance(exception, KeptApart)}
    answer = _wrong(request, 403, reason or _("This is not yours to see or to do."), **named)
    return _logged(answer)


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is not this session's: forged, or left open while somebody logged in elsewhere."""
    told = _("This page is from an earlier log-in. Go back and load it anew: what you had typed is put back.")
    return _wrong(request, 403, told, reason=told, for_lack_of_a_role=False)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _wrong(request, 404, _("There is nothing here that you may know of."))


def not_done(request: HttpRequest, methods: str) -> HttpResponse:
    """An address that is opened, or sent to, for which the other is meant. methods: those that are."""
    answer = _wrong(request, 405, _("This address takes %(methods)s only.") % {"methods": methods})
    answer["Allow"] = methods
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """Something failed; where the database or the cache is away, it will be back soon."""
    error = sys.exception()
    if is_full(error):
        logger.error("507 %s %r: %s", request.method, request.path, error)
        return _logged(_wrong(request, 507, str(FULL)))
    if isinstance(error, ProgrammingError) and is_behind(error):
        return _away(request, error, BEHIND)
    if isinstance(error, OperationalError | InterfaceError | RedisError):
        return _away(request, error)
    return _wrong(request, 500, _("Something failed on our side. The failure has been noted."))


def _wrong(request: HttpRequest, status: int, sentence: str, **context: Any) -> HttpResponse:
    """A page for people; to a program, whatever it asked, the problem in its own terms."""
    if _of_a_program(request):
        return JsonResponse(described(status, sentence), status=status, content_type=PROBLEM)
    request.uncounted = True  # type: ignore[attr-defined]
    context["back"] = _page_before(request)
    return render(request, f"errors/{status}.html", context, status=status, using="jinja2")


def _of_a_program(request: HttpRequest) -> bool:
    return request.path == "/api" or request.path.startswith("/api/")


def _page_before(request: HttpRequest) -> str:
    """Where somebody came from, within this site; "" for nowhere, or for this very page."""
    came = request.headers.get("Referer", "")
    try:
        own = url_has_allowed_host_and_scheme(came, {request.get_host()}, request.is_secure())
    except DisallowedHost:  # what this page is about
        return ""
    return came if own and urlsplit(came).path != request.path else ""


def _away(request: HttpRequest, error: Exception, sentence: object = "") -> HttpResponse:
    """Without the request: what a page says of its reader stands in the database. sentence: what is away."""
    logger.error("503 %s %r: %s: %s", request.method, request.path, type(error).__name__, error)
    if _of_a_program(request):
        answer: HttpResponse = JsonResponse(
            described(503, sentence or AWAY), status=503, content_type=PROBLEM
        )
    else:
        answer = HttpResponse(
            render_to_string("errors/503.html", {"sentence": sentence}, using="jinja2"), status=503
        )
    answer["Retry-After"] = str(SOON)
    return _logged(answer)


def _logged(answer: HttpResponse) -> HttpResponse:
    """Its line stands in the log: Django would add the whole traceback."""
    answer._has_been_logged = True  # type: ignore[attr-defined]
    return answer
