"""As whom does a test itself change rows? As the owner, past every guard: it says what has happened before.

What it has the application do is done under the application's rights, and so are its own statements in a test
that is marked `guarded`, and all it does as SQL.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
TESTS = f"{ROOT}/tests/"
COMPILER = "django/db/models/sql/compiler.py"


class Hand:
    """guarded: whether the test that runs is refused what the application is refused."""

    guarded = False


hand = Hand()


@contextmanager
def guarded() -> Iterator[None]:
    """The same for a part of a test."""
    hand.guarded = True
    try:
        yield
    finally:
        hand.guarded = False


def by_hand(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Carry a statement out, as the owner where the test itself changes rows through the models."""
    if hand.guarded or not str(sql).startswith(("UPDATE", "DELETE")) or not _of_the_test_itself():
        return execute(sql, params, many, context)
    cursor = connection.connection.cursor()
    cursor.execute("SET ROLE NONE; SET session_replication_role = replica")
    answer = execute(sql, params, many, context)
    cursor.execute("RESET session_replication_role; RESET ROLE")
    return answer


def _of_the_test_itself() -> bool:
    """Whether the nearest of our own code that asked for the statement is a test's, and did so by a model."""
    frame, by_model = sys._getframe(2), False
    while frame is not None:
        name = frame.f_code.co_filename
        by_model = by_model or name.endswith(COMPILER)
        ours = name.startswith(f"{ROOT}/") and "/site-packages/" not in name
        if ours and frame.f_code.co_name != "save":  # a model's own saves for both
            return by_model and name.startswith(TESTS)
        frame = frame.f_back  # type: ignore[assignment]
    return False
