"""What is each action called that the trail has beside the steps? Whoever writes it down registers it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class Verb:
    """An action. label: as a history shows it. notification: as a notification has it, "" for none."""

    label: Text
    notification: Text = ""


VERBS: dict[str, Verb] = {}


def register(verb: str, label: Text, *, notification: Text | Literal[True] = "") -> None:
    """Say what an action is called, where it is written down. notification: True for the words of the label.

    Raises ValueError for a verb that another module registered.
    """
    if verb in VERBS:
        raise ValueError(f"{verb!r} is registered already")
    VERBS[verb] = Verb(label, label if notification is True else notification)
