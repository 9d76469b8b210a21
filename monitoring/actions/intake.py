"""Where does an import come from, and what came of it, line by line?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _

from accounts.models import Organisation, System, User, Viewer
from monitoring.importers.workbook import Skipped

BATCH = 2000
# How many of the lines taken are listed; they are all counted.
LISTED = 200


@dataclass(frozen=True)
class Source:
    """Where the lines come from and to whom they go. sender: whose signals they are. sub_channel: for the
    lines that do not tell it, "" as the layout has it."""

    filename: str
    channel: str
    sub_channel: str
    sender: Organisation
    center: Organisation
    by: Viewer | System
    now: datetime

    @property
    def collector(self) -> User | None:
        return self.by.user if isinstance(self.by, Viewer) else None


@dataclass(frozen=True)
class Refusal:
    """A line that was not taken, why, and its cells as they lie."""

    sheet: str
    line: int
    reason: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Taken:
    """A line that was taken. number: of its signal, "" where it is known already or gave none."""

    sheet: str
    line: int
    product: str
    hazard: str
    number: str


@dataclass(frozen=True)
class Head:
    """What stands above the lines of a sheet: its title, and its header."""

    sheet: str
    title: str
    header: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What an import added. findings, signals: new rows. known: lines that were there already. passed: lines
    on products without a fault. total: lines read. refused and skipped: lines and whole sheets left out,
    with reasons. layouts: what the sheets were recognised as. taken: the first of the lines taken."""

    total: int
    findings: int
    signals: int
    known: int
    refused: tuple[Refusal, ...]
    skipped: tuple[Skipped, ...]
    dry_run: bool = False
    passed: int = 0
    layouts: tuple[str, ...] = ()
    taken: tuple[Taken, ...] = ()
    heads: tuple[Head, ...] = ()


def place(filename: str, sheet: str, line: int, width: int) -> str:
    """File, sheet and line; a long file name gives way to the place in it."""
    inside = f" · {sheet[:60]} · {line}"
    return filename[: width - len(inside)] + inside


def too_long(model: type[models.Model], texts: dict[str, str]) -> str:
    """Which text does not fit into its column, "" where all do: nothing is cut off to make it fit."""
    for field in model._meta.concrete_fields:
        width = field.max_length
        if width and len(texts.get(field.name, "")) > width:
            return _("The %(field)s is longer than %(width)d characters: shorten it in the file.") % {
                "field": field.verbose_name,
                "width": width,
            }
    return ""
