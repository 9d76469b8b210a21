"""Where does an import come from, and what came of it, line by line?"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from operator import gt

from django.db import models
from django.utils.translation import gettext as _

from accounts.models import Organisation, System, User, Viewer
from monitoring.importers.workbook import Skipped
from monitoring.origins.models.origins import SignalImport

BATCH = 2000
# How many of the lines taken are listed; they are all counted.
LISTED = 200
# The longest text of a cell that is listed.
LONGEST = 200
# How many reasons are counted apart; some name what they refuse.
MOST_REASONS = 100


@dataclass(frozen=True)
class Source:
    """Where the lines come from and to whom they go. sender: whose signals they are. sub_channel: for the
    lines that do not tell it, "" as the layout has it. sha256: of the file. origin: what stays of it."""

    filename: str
    channel: str
    sub_channel: str
    sender: Organisation
    center: Organisation
    by: Viewer | System
    now: datetime
    sha256: str
    origin: SignalImport

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
    """A line that was taken. number: of its signal, "" where it is known already or gave none. more: how many
    lines below it go on with the same product. read: its cells as they lie, where it failed and names no
    item. said: what each column that is read holds in it, but for the product, as it lies: (field, text)."""

    sheet: str
    line: int
    product: str
    hazard: str
    number: str
    more: int = 0
    read: str = ""
    said: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Head:
    """What stands above the lines of a sheet: its title, its header, and the headers that nobody knows."""

    sheet: str
    title: str
    header: tuple[str, ...]
    strange: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What an import added. findings, signals: new rows. known: lines that were there already. passed: lines
    on products without a fault. total: lines read. refused and skipped: lines and whole sheets left out,
    with reasons; of a long list the first ones only. reasons: how many were refused for each. layouts: what
    the sheets were recognised as. taken: the first of the lines taken. continued: lines that go on with the
    product above them, not counted in total. matched, waiting: new outcomes of earlier failures, matched to
    their finding or waiting for a person; known_outcomes: those there already. declined: inspections that
    were refused, with product and firm. corrected: lines of which an earlier reading of this file was put
    right. read_by: what a person said of its headers, with who and when. origin: the token of what stays of
    the file."""

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
    refused_count: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)
    continued: int = 0
    matched: int = 0
    waiting: int = 0
    known_outcomes: int = 0
    declined: tuple[Taken, ...] = ()
    corrected: int = 0
    read_by: tuple[str, ...] = ()
    origin: str = ""


class Watch:
    """Who follows an import on its way. This one looks away: the import is over at once.

    keeps: how many of the refused lines the outcome lists; None: all of them.
    """

    keeps: int | None = None

    def begins(self, height: int | None) -> None:
        """About so many lines are to be read; None: nobody knows."""

    def reached(self, lines: int) -> None:
        """So many lines have been read; raise to stop the import."""

    def refused(self, head: Head, line: Refusal) -> None:
        """A line was refused; head: of its sheet."""


class Refusals:
    """The lines that are refused, with how many there are for each reason."""

    def __init__(self, watch: Watch, heads: tuple[Head, ...]) -> None:
        self.watch, self.heads = watch, {head.sheet: head for head in heads}
        self.kept: list[Refusal] = []
        self.reasons: Counter[str] = Counter()
        self.count = 0

    def add(self, sheet: str, line: int, reason: str, cells: tuple[str, ...]) -> None:
        one = Refusal(sheet, line, reason, cells)
        self.count += 1
        known = reason in self.reasons or len(self.reasons) < MOST_REASONS
        self.reasons[reason if known else _("other reasons")] += 1
        if self.watch.keeps is None or len(self.kept) < self.watch.keeps:
            self.kept.append(one)
        self.watch.refused(self.heads[sheet], one)


def place(filename: str, sheet: str, line: int, width: int) -> str:
    """File, sheet and line; a long file name gives way to the place in it."""
    inside = f" · {sheet[:60]} · {line}"
    return filename[: width - len(inside)] + inside


def sheet_and_line(sheet: str, number: int) -> str:
    """Where in its file a line stands, as its signal says it."""
    return f"{sheet[:60]} · {number}" if sheet else str(number)


@lru_cache(1_000)
def _widths(model: type[models.Model], names: tuple[str, ...]) -> tuple[int, ...]:
    """How many characters each of these columns holds."""
    widths = {each.name: each.max_length for each in model._meta.concrete_fields if each.max_length}
    return tuple(widths.get(name, sys.maxsize) for name in names)


def too_long(model: type[models.Model], texts: dict[str, str]) -> str:
    """Which text does not fit into its column, "" where all do: nothing is cut off to make it fit."""
    widths = _widths(model, tuple(texts))
    if not any(map(gt, map(len, texts.values()), widths)):
        return ""
    name, width = next(
        (name, width) for (name, text), width in zip(texts.items(), widths, strict=True) if len(text) > width
    )
    return _("The %(field)s is longer than %(width)d characters: shorten it in the file.") % {
        "field": model._meta.get_field(name).verbose_name,  # type: ignore[union-attr]
        "width": width,
    }
