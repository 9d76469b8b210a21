"""Which cells lie in a file that a stranger sent, without trusting the file?

A damaged or hostile workbook can make its reader allocate gigabytes or abort, and the process with it. So
this module opens one by running itself as a program of its own, with bounded memory and time.
"""

from __future__ import annotations

import csv
import io
import json
import re
import resource
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import product
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import SheetVisibleEnum, load_workbook

MEGABYTE = 2**20
MOST_UNPACKED = 200 * MEGABYTE
# A workbook with one cell in its last corner asks for the memory of all the cells before it.
MOST_CELLS = 2_000_000
MOST_MEMORY = 2048 * MEGABYTE
MOST_SECONDS = 60
# The largest file in bytes, and the sheet of a template that explains its columns.
LIMIT = 20 * MEGABYTE
EXPLANATION = "填写说明"

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CELL = re.compile(rb'<(?:\w{1,40}:)?c\s[^<>]{0,200}?\br="([A-Z]{1,3})(\d{1,7})"')
WEB_PAGE = re.compile(r"\s*<(?:!doctype|html|\?xml|table|meta)", re.IGNORECASE)


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
    """Whether a file begins as JSON does."""
    return content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"[", b"{")


def grids(content: bytes) -> Iterator[Grid]:
    """The sheets of an XLS or XLSX workbook, or the one table of a CSV file; raises Unreadable."""
    if content.startswith(_ZIP):
        _check_package(content)
        yield from _workbook(content)
    elif content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise Unreadable(_encrypted())
        yield from _workbook(content)
    else:
        yield Grid(_("text"), _table(content), {})


def _encrypted() -> str:
    return _("The workbook is encrypted: save it without a password and load it again.")


def _too_wide() -> str:
    return _("A sheet spans more than %(cells)d cells: delete its empty rows and columns.") % {
        "cells": MOST_CELLS
    }


# --- workbooks ---------------------------------------------------------------------------------------------


def _check_package(content: bytes) -> None:
    """Unpack once in small pieces and look at sizes, before a reader allocates memory for what is claimed."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
            if any(member.flag_bits & 1 for member in members):
                raise Unreadable(_encrypted())
            if "xl/workbook.xml" not in package.namelist():
                raise Unreadable(_("The file is no workbook: load an XLS, XLSX or CSV file."))
            if sum(member.file_size for member in members) > MOST_UNPACKED:
                raise Unreadable(_("The workbook unpacks to too much: divide it and load the parts."))
            for member in members:
                _check_extent(package, member)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        EOFError,
        zlib.error,
        OSError,
    ) as error:
        raise Unreadable(_("The workbook is damaged: save it again as XLSX and load that file.")) from error


def _check_extent(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    is_sheet = member.filename.startswith("xl/worksheets/")
    width = height = 0
    tail = b""
    with package.open(member) as stream:
        while piece := stream.read(MEGABYTE):
            if not is_sheet:
                continue
            for letters, digits in _CELL.findall(tail + piece):
                width, height = max(width, _column_number(letters)), max(height, int(digits))
            tail = piece[-200:]
    if width * height > MOST_CELLS:
        raise Unreadable(_too_wide())


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _workbook(content: bytes) -> Iterator[Grid]:
    """What the program below finds in the workbook; whatever kills it is the file's fault."""
    damaged = _(
        "The workbook cannot be opened, or has a password: save it again as XLSX, without a password."
    )
    try:
        child = subprocess.run(  # noqa: S603  our own file, no argument from outside
            [sys.executable, "-I", __file__],
            input=content,
            capture_output=True,
            timeout=MOST_SECONDS,
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise Unreadable(damaged) from error
    for sheet in json.loads(child.stdout):
        if sheet["name"] == EXPLANATION:
            continue
        refusal = ""
        if sheet["hidden"]:
            refusal = _("The sheet is hidden: show it if it belongs to the notice.")
        elif sheet["cells"] is None:
            refusal = _too_wide()
        yield Grid(sheet["name"], sheet["cells"] or [], _anchors(sheet), refusal)


def _anchors(sheet: dict[str, Any]) -> dict[tuple[int, int], tuple[int, int]]:
    height = len(sheet["cells"] or [])
    width = max(map(len, sheet["cells"] or [[]]))
    return {
        (row, column): (top, left)
        for (top, left), (bottom, right) in sheet["merged"]
        for row, column in product(range(top, min(bottom + 1, height)), range(left, min(right + 1, width)))
    }


def _open(content: bytes) -> list[dict[str, Any]]:
    book = load_workbook(io.BytesIO(content))
    found = []
    for index, name in enumerate(book.sheet_names):
        sheet = book.get_sheet_by_index(index)
        if not sheet.total_height:
            continue
        hidden = book.sheets_metadata[index].visible != SheetVisibleEnum.Visible
        read = not hidden and sheet.total_height * sheet.total_width <= MOST_CELLS
        rows = sheet.to_python(skip_empty_area=False) if read else None
        cells = None if rows is None else [[_text(value) for value in row] for row in rows]
        merged = sheet.merged_cell_ranges or []
        found.append({"name": name, "hidden": hidden, "cells": cells, "merged": merged})
    return found


def _text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()


# --- text --------------------------------------------------------------------------------------------------


def _table(content: bytes) -> list[list[str]]:
    text = decoded(content)
    if WEB_PAGE.match(text):
        raise Unreadable(
            _("The file is a web page under another name: open it in a spreadsheet and save it as XLSX.")
        )
    # The separator is the one that the first lines hold most of; quoting is the spreadsheets' own.
    separator = max(",;\t", key=text[:4096].count)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        return [[value.strip() for value in row] for row in rows]
    except csv.Error as error:
        raise Unreadable(_("The file is no table of text: load an XLS, XLSX or CSV file.")) from error


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or GB 18030; raises Unreadable."""
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable(
        _("The file is no workbook and no text in UTF-8 or GB18030: load an XLS, XLSX or CSV file.")
    )


def main() -> None:
    """Open the workbook on standard input and write its sheets as JSON; a limit reached ends the process."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    json.dump(_open(sys.stdin.buffer.read()), sys.stdout)


if __name__ == "__main__":
    main()
