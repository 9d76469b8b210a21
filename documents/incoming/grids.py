"""Which cells lie in a file that a stranger sent, without trusting the file?

A damaged or hostile workbook can make its reader allocate gigabytes or abort, and the process with it: it is
read in quarantine (`unpacked`), and what was objected to is said here in a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from documents.incoming import unpacked
from documents.quarantine import MEGABYTE, Harmful, Limits, Objection, lines

# The largest file in bytes, and the sheet of a template that explains its columns.
LIMIT = 20 * MEGABYTE
EXPLANATION = "填写说明"

# The first bytes of what is told apart from text.
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Unreadable(ValueError):
    """The file cannot be read as a notice; the message says why, and what to do."""


class Unknown(Unreadable):
    """The file can be read, but a person must first say what its columns hold, or its product or year.

    columns: the headers that nothing here knows.
    """

    def __init__(self, why: str, columns: tuple[str, ...] = (), skipped: tuple[Any, ...] = ()) -> None:
        super().__init__(why)
        self.columns, self.skipped = columns, skipped


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as it lies: text by row and column from zero, and for each merged cell its top left one.

    `refusal` says why the cells of a sheet were not read.
    """

    name: str
    cells: list[list[str]]
    anchors: dict[tuple[int, int], tuple[int, int]]
    refusal: str = ""

    def own(self, row: int, column: int) -> str:
        """What was typed into this cell."""
        line = self.cells[row] if row < len(self.cells) else []
        return line[column] if column < len(line) else ""

    def text(self, row: int, column: int) -> str:
        """What a reader sees in this cell, which may be merged with others."""
        return self.own(*self.anchors.get((row, column), (row, column)))


def sound(content: bytes, limit: int) -> None:
    """Raise Unreadable for an empty file, and for one of more bytes than the limit."""
    if len(content) > limit:
        raise Unreadable(
            _("The file is larger than %(limit)d MB: divide it and load the parts.")
            % {"limit": limit // MEGABYTE}
        )
    if not content.strip():
        raise Unreadable(_("The file is empty: choose another one."))


def is_json(content: bytes) -> bool:
    """Whether a file begins as JSON does, and not as a letter in RTF."""
    begin = content.lstrip(b"\xef\xbb\xbf \r\n\t")[:2]
    return begin[:1] in (b"[", b"{") and begin != b"{\\"


def grids(content: bytes) -> Iterator[Grid]:
    """The sheets of an XLS or XLSX workbook, or the one table of a CSV file; raises Unreadable."""
    is_book = content.startswith((ZIP, OLE))
    return _grids("workbook" if is_book else "table", content)


def of_json(content: bytes) -> Iterator[Grid]:
    """JSON, or JSON by lines, as a table whose header are the keys; raises Unreadable."""
    return _grids("json_table", content)


def read_apart(reader: str, file: Path | bytes, *given: Any, limits: Limits | None = None) -> Iterator[Any]:
    """What a reader of this package says of a file, in quarantine; its objections as sentences."""
    try:
        yield from lines(f"{__package__}.{reader}", file, *given, limits=limits)
    except Objection as why:
        raise Unreadable(_sentence(str(why))) from why
    except Harmful as harm:
        raise Unreadable(_sentence("harm")) from harm


def _grids(reader: str, content: bytes) -> Iterator[Grid]:
    found: list[tuple[dict[str, Any], list[list[str]]]] = []
    for said in read_apart(f"unpacked:{reader}", content):
        if isinstance(said, dict):
            found.append((said, []))
        else:
            found[-1][1].extend(said)
    for head, cells in found:
        if head["name"] != EXPLANATION:
            yield Grid(head["name"] or _("text"), cells, _anchors(head["merged"]), _refusal(head))


def _refusal(head: dict[str, Any]) -> str:
    if head["hidden"]:
        return _("The sheet is hidden: show it if it belongs to the notice.")
    return _sentence("wide") if head["wide"] else ""


def _anchors(merged: list[list[int]]) -> dict[tuple[int, int], tuple[int, int]]:
    return {
        (row, column): (top, left)
        for top, left, bottom, right in merged
        for row, column in product(range(top, bottom + 1), range(left, right + 1))
    }


def _sentence(why: str) -> str:
    """What a reader objects to, in a sentence that says what to do."""
    no_table = _(
        "This is no table file, whatever its name says: open it, put its table into a spreadsheet, save that "
        "as XLSX or CSV, and load it."
    )
    damaged = _("The workbook is damaged: save it again as XLSX and load that file.")
    return {
        "encrypted": _("The workbook is encrypted: save it without a password and load it again."),
        "no workbook": no_table,
        "letter": no_table,
        "unpacks": _("The workbook unpacks to too much: divide it and load the parts."),
        "damaged": damaged,
        "closed": _(
            "The workbook cannot be opened, or has a password: save it again as XLSX, without a password."
        ),
        "harm": _(
            "The file takes more time or memory than a file may: save it again as XLSX, or divide it and load"
            " the parts."
        ),
        "wide": _("A sheet spans more than %(cells)d cells: delete its empty rows and columns.")
        % {"cells": unpacked.MOST_CELLS},
        "cell": _("A cell holds more than %(signs)d characters: shorten it.") % {"signs": unpacked.LONGEST},
        "web page": _(
            "The file is a web page under another name: open it in a spreadsheet and save it as XLSX."
        ),
        "no table": _("The file is no table of text: load an XLS, XLSX or CSV file."),
        "no JSON": _("The file is no sound JSON: load it as it was given out."),
        "no text": _(
            "This is no table file: it is no workbook and no text in UTF-8 or GB18030. Save its table as "
            "XLSX or CSV and load that."
        ),
    }.get(why, damaged)
