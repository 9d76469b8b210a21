"""What stands beside a step's form, so that it is read before the step is taken?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from accounts.models import Viewer
from casework.flow import Text
from casework.models.facts import Facts


class Beside(NamedTuple):
    """What stands beside a step's form: a template that extends casework/step.html, and what it shows."""

    template: str
    about: Callable[[Any, Viewer], dict[str, Any]]


class Table(NamedTuple):
    """What is compared row by row, as parts/table.html has it: caption for screen readers, columns, rows."""

    caption: Text
    columns: Sequence[dict[str, Any]]
    rows: Sequence[dict[str, Any]]


class Card(NamedTuple):
    """What belongs together under one title.

    groups: (heading, "" for none; facts). files: each as documents.views.shown has it. warning: a sentence
    that stands out above it; "" where nothing does. table: stands above the facts.
    """

    title: Text
    groups: Sequence[tuple[Text, Facts]] = ()
    files: Sequence[dict[str, Any]] = ()
    warning: str = ""
    table: Table | None = None


def cards(about: Callable[[Any, Viewer], Sequence[Card]]) -> Beside:
    """Cards of facts: about(record, viewer)."""
    return Beside("casework/beside.html", lambda record, viewer: {"cards": about(record, viewer)})
