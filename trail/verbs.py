"""What is each deed called that the trail tells of beside the steps? Whoever writes it down registers it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class Verb:
    """A deed. label: as a history shows it. told: as a notification tells of it, "" where none does."""

    label: Text
    told: Text = ""


VERBS: dict[str, Verb] = {}


def register(verb: str, label: Text, *, told: Text | Literal[True] = "") -> None:
    """Say what a deed is called, where it is written down. told: True for the words of the label.

    Raises ValueError for a verb that another module registered.
    """
    if verb in VERBS:
        raise ValueError(f"{verb!r} is registered already")
    VERBS[verb] = Verb(label, label if told is True else told)
