"""What is noted of each request, and which are answered before anything else is asked?"""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import resolve

from accounts.addresses import code_of
from config.operation.log_lines import Told, current, id_of, route_of
from config.operation.measures import ANSWERS
from trail.cause import cause

WATCHED = {"/healthz", "/readyz", "/metrics"}
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
logger = logging.getLogger("wangjian.requests")
Answer = Callable[[HttpRequest], HttpResponse]


class NotedMiddleware:
    """Gives a request its id, and notes how it was answered: a line of the log, and a measure."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began, told = perf_counter(), Told(id_of(request), request)
        token, before = current.set(told), cause.set(told.id)
        request.told = told  # type: ignore[attr-defined]  # Django has more to say when all is answered
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = told.id
            _note(request, response.status_code, perf_counter() - began)
        finally:
            current.reset(token)
            cause.reset(before)
        return response


def _note(request: HttpRequest, status: int, seconds: float) -> None:
    method = request.method if request.method in METHODS else "other"  # anybody may invent one
    noted: dict[str, Any] = {"route": route_of(request), "method": method, "status": status}
    ANSWERS.labels(**noted).observe(seconds)
    noted |= {"ms": round(seconds * 1000), "user": _user(request)}
    logger.info("%(method)s %(route)s %(status)d %(ms)d ms %(user)s", noted, extra=noted)


def _user(request: HttpRequest) -> str:
    """The code of who asked. Where nobody looked who that is, it is not looked for now."""
    user = request.user if hasattr(request, "viewer") else None
    return code_of(user) if user is not None and user.is_authenticated else "-"


class WatchedMiddleware:
    """Answers programs that watch by themselves: by whatever host or protocol they ask, and although what
    sessions and pages need is dead. Nothing in these answers depends on the request but its token."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info not in WATCHED:
            return self.get_response(request)
        # By their own table: to read that of all addresses takes seconds, which no probe waits.
        request.resolver_match = resolve(request.path_info, "config.operation.urls")
        answer: HttpResponse = request.resolver_match.func(request)
        answer._has_been_logged = True  # type: ignore[attr-defined]  # what is wrong has a line of its own
        answer["Cache-Control"] = "no-store"
        answer["X-Content-Type-Options"] = "nosniff"
        return answer
