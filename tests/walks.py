"""How is each edge of each flow walked by HTTP? Every stage's tests/<stage>/walks.py lists its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from casework.models import Filed
from tests.cast import Cast

Given = Callable[[Cast, datetime], Filed]


@dataclass(frozen=True)
class Walk:
    """One edge: from `source` by `step`, posted by the person of the cast named `actor`.

    given: brings a record to the source state. data: the form, from the record and the cast. on: for a
    step that the system takes as a consequence, finds the record whose step `by` causes it (`step`, `by`
    and `actor` then belong to that other record, and `kind`, `source`, `edge` to the one that moves).
    """

    kind: str
    step: str
    source: str
    actor: str
    given: Given
    data: Callable[[Any, Cast], dict[str, Any]] = field(default=lambda record, cast: {})
    target: str = ""
    cause: tuple[str, Callable[[Any], Filed]] | None = None

    @property
    def id(self) -> str:
        return f"{self.kind}: {self.source} · {self.step}"


Walks = Sequence[Walk]
