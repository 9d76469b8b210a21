"""How do tests of this stage take a step as a person does?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.urls import reverse

from accounts.models import Viewer
from casework.models import Filed
from tests.conftest import NOW

Post = Callable[..., HttpResponse]


@pytest.fixture
def post(at_desk: Any) -> Post:
    """post(cast.tester, record, "enter", {…}) → the answer; at NOW unless told otherwise."""

    def do(
        viewer: Viewer, record: Filed, step: str, data: dict[str, Any] | None = None, now: Any = NOW
    ) -> HttpResponse:
        url = reverse(f"{record.kind}-step", args=[record.number, step])
        with time_machine.travel(now, tick=False):
            answer: HttpResponse = at_desk(viewer).post(url, data or {})
        record.refresh_from_db()
        return answer

    return do


@pytest.fixture
def see(at_desk: Any) -> Callable[[Viewer, str], HttpResponse]:
    """see(cast.tester, url) → the page; at NOW."""

    def do(viewer: Viewer, url: str) -> HttpResponse:
        with time_machine.travel(NOW, tick=False):
            answer: HttpResponse = at_desk(viewer).get(url)
        return answer

    return do
