"""What was looked at before a step that cannot be undone, and what of it holds?

What a guard makes sure of stands beside its condition (casework.lifting), and what is shown of it is what the
guard itself answered: nothing is said to hold that would be refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from accounts.models import Viewer
from casework.flow import Refused, Text


class Check(NamedTuple):
    """holds: what is so unless it is refused, "" where that goes without saying. refused: what was answered
    instead. clause: where a norm asks for it, as “7.8.2.1 a”."""

    holds: Text
    refused: Refused | None
    clause: str = ""


# (record, viewer, now) → what else is looked at before a step of a kind. It refuses nothing by itself.
Looks = Callable[[Any, Viewer, datetime], Iterable[Check]]
L = TypeVar("L", bound=Looks)
ALSO: dict[tuple[str, str], Looks] = {}


def looks(kind: str, *steps: str) -> Callable[[L], L]:
    """Let a function say what else is looked at before these steps of a kind; packages enter it."""

    def mark(also: L) -> L:
        ALSO.update({(kind, step): also for step in steps})
        return also

    return mark
