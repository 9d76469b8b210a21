"""How does a program of the tests ask? By a token in the roles of somebody of the cast."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.test import Client

from accounts import programs
from accounts.models import ApiToken, Viewer
from accounts.roles import SIGNING
from tests.conftest import NOW

KEYS = count(1)


@dataclass
class Program:
    """A program that acts for an organisation; each post has a key of its own unless told otherwise."""

    token: ApiToken
    key: str
    client: Client = field(default_factory=Client)

    @property
    def viewer(self) -> Viewer:
        return programs.viewer_by(self.token)

    def get(self, url: str, **query: Any) -> Any:
        return self.client.get(url, query, headers={"Authorization": f"Bearer {self.key}"})

    def post(self, url: str, body: Any = None, *, key: str | None = None, **extra: Any) -> Any:
        """Post a JSON body; parts={…} posts multipart/form-data instead."""
        named = f"test-{next(KEYS)}" if key is None else key
        headers = {"Authorization": f"Bearer {self.key}", **({"Idempotency-Key": named} if named else {})}
        if "parts" in extra:
            return self.client.post(url, extra["parts"], headers=headers)
        sent = body if isinstance(body, str) else json.dumps({} if body is None else body, default=str)
        return self.client.post(url, sent, content_type="application/json", headers=headers)


Programs = Callable[..., Program]


def issue(*people: Viewer, **fields: Any) -> Program:
    """A token in the roles of these people of one organisation, but for those that sign, valid for a year."""
    held = {role for person in people for role in person.roles}
    roles = held - SIGNING or held
    terms = {"purpose": "LIMS", "expires_on": NOW.date() + timedelta(days=365), "by": None, "now": NOW}
    program = Program(
        *programs.issue(**{**terms, **fields}, organisation=people[0].organisation, roles=roles)
    )
    program.client.viewer = people[0]  # type: ignore[attr-defined]
    return program


@pytest.fixture
def program(db: None) -> Programs:
    return issue
