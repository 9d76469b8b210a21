"""How is a program told that something cannot be done? In RFC 9457 problem details, with our own sentence."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import DatabaseError, InterfaceError, OperationalError, ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from psycopg2.errors import (
    DiskFull,
    InsufficientPrivilege,
    UndefinedColumn,
    UndefinedFunction,
    UndefinedTable,
)
from redis.exceptions import RedisError
from rest_framework import exceptions, serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from casework.flow import Forbidden, Gone, Refused, Text

PROBLEM = "application/problem+json"
# By RFC 9110, whatever an older Python calls them.
PHRASES = {413: "Content Too Large", 422: "Unprocessable Content"}
# What is away (a database, a cache) is expected back in so many seconds.
AWAY, SOON = _("A part of this system is away for a moment: nothing was carried out. Try again soon."), 5
FULL = _("The disk of this installation is full: nothing of what you sent was kept. Tell its administrator.")
BEHIND = _(
    "This system is being brought to another version, and its tables are not ready: nothing was carried out."
    " If that lasts, tell its administrator: `migrate` has not been run."
)
Errors = Mapping[str, Sequence[Text]]


class Problem(serializers.Serializer[Any]):
    """Why a request was not carried out."""

    type = serializers.CharField(help_text="about:blank: the title says what kind of problem it is.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text=_("A sentence that says what to do."))
    errors = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        required=False,
        help_text=_("By field: what is wrong with it."),
    )


class Invalid(Exception):
    """What was sent is not in order: sentences by field."""

    def __init__(self, errors: Errors) -> None:
        self.errors = errors
        super().__init__(errors)


class OnlyJson(BaseContentNegotiation):
    """There is one way to answer, whatever the request accepts."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser | None:
        main = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == main), None)

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        only = next(iter(renderers))
        return only, only.media_type or ""


def problem(
    code: int, detail: object, errors: Errors | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    """The answer that tells of a problem."""
    return Response(
        described(code, detail, errors), status=code, headers=dict(headers or {}), content_type=PROBLEM
    )


def described(code: int, detail: object, errors: Errors | None = None) -> dict[str, Any]:
    """A problem as what is written in JSON."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": PHRASES.get(code) or HTTPStatus(code).phrase,
        "status": code,
        "detail": str(detail),
    }
    if errors is not None:
        body["errors"] = {name: [str(said) for said in sentences] for name, sentences in errors.items()}
    return body


def is_full(error: BaseException | None) -> bool:
    """Whether it is the disk, the database's too, or what of it is ours to fill, that has no more room."""
    if isinstance(error, OperationalError):
        return isinstance(error.__cause__, DiskFull)
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def is_behind(error: BaseException | None) -> bool:
    """Whether a table or a column is not there because this version's migrations have not been applied."""
    missing = UndefinedTable | UndefinedColumn | UndefinedFunction | InsufficientPrivilege
    if not isinstance(error, ProgrammingError) or not isinstance(error.__cause__, missing):
        return False
    fresh = connection.copy()  # the transaction that failed tells nothing more
    with suppress(DatabaseError), closing(fresh):
        executor = MigrationExecutor(fresh)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return False


def answer(error: Exception, context: dict[str, Any]) -> HttpResponseBase | None:
    """What the API answers to an exception; None leaves an unforeseen one to be logged as such."""
    match error:
        case Invalid():
            return problem(422, _("What was sent is not in order: see the errors."), error.errors)
        case Forbidden() | PermissionDenied():
            return problem(403, str(error) or _("This is not yours to see or to do."))
        case Gone():
            return problem(410, error)
        case Refused():
            return problem(409, error)
        case Http404():
            return problem(404, _("There is nothing here that you may know of."))
        case OSError() | OperationalError() if is_full(error):
            return problem(507, FULL)
        case ProgrammingError() if is_behind(error):
            return problem(503, BEHIND, headers={"Retry-After": str(SOON)})
        case OperationalError() | InterfaceError() | RedisError():
            return problem(503, AWAY, headers={"Retry-After": str(SOON)})
        case RequestDataTooBig():
            return problem(413, _("This is too large: send files as parts of multipart/form-data."))
        case exceptions.APIException():
            return problem(error.status_code, _said(error), headers=_headers(error))
    return None


def _said(error: exceptions.APIException) -> str:
    match error:
        case exceptions.NotAuthenticated():
            return str(_("Log in, or send a token: Authorization: Bearer wj_…"))
        case exceptions.UnsupportedMediaType():
            return str(_("Send application/json or multipart/form-data."))
    return " ".join(_sentences(error.detail))


def _sentences(detail: Any) -> Iterator[str]:
    """The sentences of an error, however they are laid in one another."""
    if isinstance(detail, dict):
        detail = list(detail.values())
    for one in detail if isinstance(detail, list) else ():
        yield from _sentences(one)
    if isinstance(detail, str):
        yield str(detail)


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = str(error.auth_header)  # type: ignore[attr-defined]
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait))  # type: ignore[attr-defined]
    return headers
