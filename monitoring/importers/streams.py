"""Which rows lie in a file that is kept? CSV and XLSX are read from the disk, a row at a time, however large.

An XLS is no longer than 65,536 rows: it is opened by the program of its own that `grids` keeps for workbooks.
"""

from __future__ import annotations

import codecs
import csv
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.utils.translation import gettext as _

from monitoring.importers.grids import EXPLANATION, LIMIT, MEGABYTE, WEB_PAGE, Grid, Unreadable, grids, sound
from monitoring.importers.packages import Package

LARGEST = 500 * MEGABYTE
# The first bytes of what is told apart from text.
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PIECE = MEGABYTE
_JSON = re.compile(rb"\xef\xbb\xbf?\s*[\[{]|\s*[\[{]")


class Roll(Protocol):
    """A sheet that is read anew each time it is gone through. height: about how many rows it has, or None."""

    @property
    def name(self) -> str: ...

    @property
    def height(self) -> int | None: ...

    def __iter__(self) -> Iterator[list[str]]: ...


def streams(path: Path) -> bool:
    """Whether a file is of a kind that can be read a row at a time: text in columns, or XLSX."""
    with path.open("rb") as file:
        begin = file.read(64)
    return not begin.startswith(_OLE) and not _JSON.match(begin)


def rolls(path: Path) -> Iterable[Roll]:
    """The sheets of a workbook that are shown, or the one table of a text file; raises Unreadable."""
    with path.open("rb") as file:
        begin = file.read(8)
    if begin == _OLE:
        content = path.read_bytes()
        sound(content, LIMIT)
        return [Held(grid) for grid in grids(content) if not grid.refusal]
    if not begin.startswith(_ZIP):
        return [Text.of(path)]
    try:
        return [sheet for sheet in Package.of(path).sheets() if sheet.name != EXPLANATION]
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, OSError, ValueError) as error:
        raise Unreadable(_("The workbook is damaged: save it again as XLSX and load that file.")) from error


@dataclass(frozen=True)
class Held:
    """A sheet that is held as a whole, each merged cell with what a reader sees in it."""

    grid: Grid

    @property
    def name(self) -> str:
        return self.grid.name

    @property
    def height(self) -> int | None:
        return len(self.grid.cells)

    def __iter__(self) -> Iterator[list[str]]:
        for row, cells in enumerate(self.grid.cells):
            yield [self.grid.text(row, place) for place in range(len(cells))]


@dataclass(frozen=True)
class Text:
    """A table of text, with its encoding and separator."""

    path: Path
    encoding: str
    separator: str
    height: int

    @property
    def name(self) -> str:
        return _("text")

    @classmethod
    def of(cls, path: Path) -> Text:
        with path.open("rb") as file:
            begin = file.read(2)
        wide = begin in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
        for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
            height = _height(path, encoding)
            if height is not None:
                break
        else:
            raise Unreadable(
                _("The file is no workbook and no text in UTF-8 or GB18030: load an XLS, XLSX or CSV file.")
            )
        with path.open(encoding=encoding) as text:
            start = text.read(4096)
        if WEB_PAGE.match(start):
            raise Unreadable(
                _("The file is a web page under another name: open it in a spreadsheet and save it as XLSX.")
            )
        return cls(path, encoding, max(",;\t", key=start.count), height)

    def __iter__(self) -> Iterator[list[str]]:
        try:
            with self.path.open(encoding=self.encoding, newline="") as text:
                for row in csv.reader(text, delimiter=self.separator, strict=True):
                    yield [value.strip() for value in row]
        except csv.Error as error:
            raise Unreadable(_("The file is no table of text: load an XLS, XLSX or CSV file.")) from error


def _height(path: Path, encoding: str) -> int | None:
    """How many lines there are, None where the file is not of this encoding throughout."""
    decoder, lines = codecs.getincrementaldecoder(encoding)(), 0
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                text = decoder.decode(piece)
                if "\0" in text:
                    return None
                lines += text.count("\n")
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    return lines
