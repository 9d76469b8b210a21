"""Does a prepared question answer what its queryset would, while a test goes on, or changes its scope?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from accounts.prepared import QUESTIONS, Prepared


def forget() -> None:
    """For tests that change what a question is built of, a scope or a flow: none is known any more."""
    for question in QUESTIONS:
        question.known.clear()


@pytest.fixture
def forgotten() -> Iterator[None]:
    """None is known before such a test, or after it."""
    forget()
    yield
    forget()


# So many answers are taken on trust before one is compared.
TRUSTED = 2


def told(row: Any, deep: int = 2) -> Any:
    """All that a row says, with the rows that came with it, and those that came with these."""
    if not hasattr(row, "_state") or not deep:
        return row
    own = {name: value for name, value in vars(row).items() if not name.startswith("_")}
    return type(row), own, {name: told(each, deep - 1) for name, each in row._state.fields_cache.items()}


@pytest.fixture
def asked_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compare every third answer with the one of a queryset that is built for whoever asks."""
    asks, answers = Prepared.__call__, count()

    def ask(question: Prepared[Any], *given: Any, **shape: Any) -> list[Any]:
        found = asks(question, *given, **shape)
        if next(answers) % (TRUSTED + 1) == TRUSTED:
            expected = question.unprepared(*given, **shape)
            assert list(map(told, found)) == list(map(told, expected)), question.build.__qualname__
        return found

    monkeypatch.setattr(Prepared, "__call__", ask)
