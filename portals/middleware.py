"""What does somebody see who asks an address for what it does not do? (405)"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from portals.views.errors import not_done


class MethodMiddleware:
    """Django leaves the answer blank; this one says what happened, and leads back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        blank = answer.status_code == 405 and not answer.streaming and not answer.content
        return not_done(request, answer["Allow"]) if blank else answer
