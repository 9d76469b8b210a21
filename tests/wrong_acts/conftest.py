"""How do tests of wrong acts take a step as a person does, and what do they read before it?"""

from __future__ import annotations

import html
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from casework.models import Record
from tests.api.conftest import program as program
from tests.inspection.conftest import post as post
from tests.inspection.conftest import see as see


@pytest.fixture
def beside() -> Callable[[Client, Record, str], str]:
    """What stands before the form of a step: beside(at_desk(cast.compiler), disposal, "settle")."""

    def read(client: Client, record: Record, step: str) -> str:
        page: str = client.get(reverse(f"{record.kind}-step", args=[record.number, step])).text
        return html.unescape(page.partition("<main")[2].partition("<form")[0])

    return read
