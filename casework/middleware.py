"""Does a request come through, and may it write? A GET or HEAD runs in a read-only transaction."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from casework.resent import TOKEN, once
from catalogue.names import visible

# What looks like the number of a record, in letters large or small.
NUMBER = re.compile(r"[A-Za-z]{2}-?[0-9A-Za-z]{4,12}")


class OwnMiddleware:
    """What this site answers is for its own pages: no other site may draw it into one of theirs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class TextMiddleware:
    """An address with a NUL in it is no address: PostgreSQL's texts hold none. What forms send, they check;
    the API answers for itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.META.get("QUERY_STRING", "")
        if not request.path.startswith("/api/") and ("\0" in request.path or "%00" in asked):
            raise BadRequest("NUL in the address")
        return self.get_response(request)


class TypedMiddleware:
    """What is typed into a page comes without control characters, which a program pasted along: nobody sees
    them, and no spreadsheet that goes out can hold them. The API does the same (casework/api/fields.py)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Behind the one against forged requests, which has read the same form."""
        if request.method == "POST" and not request.path.startswith("/api/"):
            typed = request.POST.copy()
            for name, texts in typed.lists():
                typed.setlist(name, [visible(str(text)) for text in texts])
            request.POST = typed  # type: ignore[assignment]


class ReadOnlyMiddleware:
    """Innermost, so that sessions and log-in, which write on a GET, stay outside."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
            return self.get_response(request)


class OnceMiddleware:
    """What a page sends is done once, however often it is pressed. The API has keys for that."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Calls the view in the place of Django, for a form of somebody who is logged in."""
        if request.method != "POST" or TOKEN not in request.POST or not request.user.is_authenticated:
            return None
        return once(request, timezone.now(), lambda: view(request, *args, **kwargs))


class CapitalsMiddleware:
    """A number of a record that was typed in small letters leads to its address in capitals. Nobody looks
    whether there is such a record: whoever may not know of it is led to the same "not found" as ever."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        match = request.resolver_match
        typed = str(match.kwargs.get("number", "")) if match else ""
        page = request.method in ("GET", "HEAD") and not request.path.startswith("/api/")
        if not page or answer.status_code != 404 or typed == typed.upper() or not NUMBER.fullmatch(typed):
            return answer
        return redirect(request.get_full_path().replace(f"/{typed}/", f"/{typed.upper()}/", 1))


class UploadsMiddleware:
    """Tells the script that sends files with their progress (static/uploads.js) where to go on, instead of
    sending it there: what the next page says once must be said to the person."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.headers.get("X-Sent-By") == "uploads" and response.has_header("Location"):
            response.status_code = 204
        return response
