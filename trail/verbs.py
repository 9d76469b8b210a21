"""What is each action called that the trail has beside the steps? Whoever writes it down registers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class Verb:
    """An action. label: as a history shows it. notification: as a notification has it, "" for none. told:
    what both say of what the event keeps, where that is more."""

    label: Text
    notification: Text = ""
    told: Callable[[Mapping[str, Any]], str] | None = None

    def in_words(self, detail: Mapping[str, Any]) -> str:
        """What a history says of an event with this detail."""
        return self.told(detail) if self.told else str(self.label)


VERBS: dict[str, Verb] = {}


def register(
    verb: str,
    label: Text,
    *,
    notification: Text | Literal[True] = "",
    told: Callable[[Mapping[str, Any]], str] | None = None,
) -> None:
    """Say what an action is called, where it is written down. notification: True for the words of the label.

    Raises ValueError for a verb that another module registered.
    """
    if verb in VERBS:
        raise ValueError(f"{verb!r} is registered already")
    VERBS[verb] = Verb(label, label if notification is True else notification, told)
