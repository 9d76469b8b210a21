"""What does a line of the log say, and of which request? Never an address: those hold codes and tokens."""

from __future__ import annotations

import logging
import re
from contextvars import ContextVar
from typing import Any, NamedTuple
from uuid import uuid4

from django.http import HttpRequest
from pythonjsonlogger.core import RESERVED_ATTRS

from trail.cause import cause

# An id that a proxy gave: nothing that could begin a line or fill one.
GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")


class Told(NamedTuple):
    """On whose behalf something is done. id: of the request or the task. request: None for a task."""

    id: str
    request: HttpRequest | None = None


current: ContextVar[Told | None] = ContextVar("current", default=None)


def id_of(request: HttpRequest) -> str:
    """The id that came with it, if it looks like one, else a new one."""
    given = request.headers.get("X-Request-ID", "")
    return given if GIVEN.fullmatch(given) else uuid4().hex


def route_of(request: HttpRequest) -> str:
    """The name of its address; "none" where there is none, or it was not looked for."""
    match = request.resolver_match
    return match.view_name if match else "none"


class Attributed(logging.Filter):
    """Puts the id on a record, the route in the place of the path, and the whole on one line."""

    def filter(self, record: logging.LogRecord) -> bool:
        told = current.get() or getattr(getattr(record, "request", None), "told", None)
        # A task bears the id of the request that led to it, if one did, and its own.
        record.request_id = cause.get() or (told.id if told else "")
        if told and told.request is None:
            record.task_id = told.id
        if record.name == "waitress" and record.args:  # what it says of is an address, and it knows no route
            record.args = ("<none>",) * len(record.args)
        said = record.getMessage()
        if told and told.request:
            for path in _written(told.request):
                said = said.replace(path, f"<{route_of(told.request)}>")
        record.msg, record.args = said.replace("\r", "\\r").replace("\n", "\\n"), None
        return True


def _written(request: HttpRequest) -> list[str]:
    """The address in the ways in which a message may hold it, the longest first."""
    paths = {request.get_full_path(), request.path}
    paths |= {repr(path)[1:-1] for path in paths} | {path.encode("unicode_escape").decode() for path in paths}
    return sorted((path for path in paths if len(path) > 1), key=len, reverse=True)


def logging_of(form: str, level: str) -> dict[str, Any]:
    """The setting LOGGING. form: json or text."""
    written = {
        "text": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": "%(levelname)s %(name)s %(message)s",
            "timestamp": True,
            "json_ensure_ascii": False,
            "reserved_attrs": [*RESERVED_ATTRS, "request", "data"],  # objects of Django and Celery
        },
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"attributed": {"()": "config.operation.log_lines.Attributed"}},
        "formatters": {"lines": written[form]},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "lines",
                "filters": ["attributed"],
            }
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {"wangjian.requests": {"level": "INFO"}},
    }
