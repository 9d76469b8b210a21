"""What should whoever looks at a record know before it goes on? Each package says it of what it keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from accounts.models import Viewer
from casework.models import Filed

# Sentences on what will hinder a record, for those who may read it; none where nothing does.
Says = Callable[[Any, Viewer], Iterable[str]]
CAUTIONS: dict[str, list[Says]] = {}


def cautions(kind: str) -> Callable[[Says], Says]:
    """Let a function say what will hinder a record of this kind, on its page, while it is open.

    It is no wall: what must not happen is refused by the step itself, and may come weeks later.
    """

    def mark(says: Says) -> Says:
        CAUTIONS.setdefault(kind, []).append(says)
        return says

    return mark


def hindrances(record: Filed, viewer: Viewer) -> list[str]:
    """All that is said of a record which is not at its end, each once."""
    if not record.turn:
        return []
    said = (sentence for says in CAUTIONS.get(record.kind, ()) for sentence in says(record, viewer))
    return list(dict.fromkeys(said))
