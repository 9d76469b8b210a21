"""What does a workbook hold that nobody sees who looks at its cells? Called in quarantine only.

A formula shows what it came to when somebody last reckoned it; a hidden line or column is filled in unseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import IO

from documents.incoming.packages import Package, sound, stretches
from documents.quarantine import Objection

# Of each sheet so many places are named at most.
NAMED = 20
_ROW = re.compile(rb"<row\b[^<>]{0,999}>")
_COLUMN = re.compile(rb"<col\b[^<>]{0,999}>")
_HIDDEN = re.compile(rb"\bhidden=\"(?:1|true)\"|\b(?:ht|width)=\"0(?:\.0{0,9})?\"")
_NUMBER = re.compile(rb"\b(?:r|min)=\"(\d{1,7})\"")
_FORMULA = re.compile(rb"<c\b[^<>]{0,200}?\br=\"([A-Z]{1,3}\d{1,7})\"[^<>]{0,200}><f\b")


def concealed(file: IO[bytes]) -> Iterator[tuple[str, str, str]]:
    """(sheet, "formula", "row" or "column", where it is) of the sheets that are shown. Objections as of
    `packages`; "damaged" where a sheet is written in another way than spreadsheets do."""
    with sound():
        package = Package.of(file)
        for sheet in package.sheets():
            with package.file.open(sheet.part) as stream:
                if b"<sheetData" not in stream.read(65_536):
                    raise Objection("damaged")
            for what, where in islice(_inside(package, sheet.part), NAMED):
                yield sheet.name, what, where


def _inside(package: Package, part: str) -> Iterator[tuple[str, str]]:
    for stretch in stretches(package.file, part, b"</row>"):
        for what, pattern in (("column", _COLUMN), ("row", _ROW)):
            for head in pattern.findall(stretch):
                if _HIDDEN.search(head):
                    number = _NUMBER.search(head)
                    yield what, number[1].decode() if number else ""
        for where in _FORMULA.findall(stretch):
            yield "formula", where.decode()
