"""What does a PDF do beside showing pages, and what stands on them? Asked in quarantine only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from documents.quarantine import Objection

# Actions that run something, read a file or leave the paper for another one in it; and what stands where
# scripts and films do. (ISO 32000-1, 12.6.4, 12.7.8, 13.7)
ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/GoToE", "/RichMediaExecute"}
CARRIERS = {"/JS", "/JavaScript", "/XFA", "/RichMediaContent"}
# As plain text anywhere: a viewer that mends a broken paper may find what its table does not name.
PLAIN = re.compile(rb"/(?:JavaScript|Launch)\b")
# What electronic invoices enclose.
DATA = (".xml", ".xbrl", ".ofd")
# How deep what stands in one object is followed.
DEEPEST = 200


def pages(file: IO[bytes]) -> Iterator[Any]:
    """Says nothing of a PDF that only shows pages. Objections: "locked" where it takes a password, "program"
    where it runs or starts anything, "encloses" where other files lie in it, but for the data of an invoice.
    One that cannot be read falls over."""
    reader = PdfReader(file)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Objection("locked")
    for found in _objects(reader):
        _look_at(found)
    file.seek(0)
    if PLAIN.search(file.read()):
        raise Objection("program")
    if not len(reader.pages):
        raise Objection("broken")
    yield from ()


def written(file: IO[bytes]) -> Iterator[str]:
    """The lines of text of all its pages, each with single spaces."""
    for page in PdfReader(file).pages:
        for line in page.extract_text().splitlines():
            if plain := " ".join(line.split()):
                yield plain


def _objects(reader: PdfReader) -> Iterator[Any]:
    """Each object of which the paper's table knows, one at a time in memory."""
    yield reader.trailer
    places = [(number, generation) for generation, row in reader.xref.items() for number in row]
    for number, generation in [*places, *((number, 0) for number in reader.xref_objStm)]:
        found = reader.get_object(IndirectObject(number, generation, reader))
        yield found
        if isinstance(found, StreamObject) and found.get("/Type") != "/ObjStm":
            reader.resolved_objects.pop((generation, number), None)


def _look_at(found: Any) -> None:
    waiting = [(found, 0)]
    while waiting:
        one, depth = waiting.pop()
        if depth > DEEPEST:
            raise Objection("broken")
        if isinstance(one, DictionaryObject):
            _look_at_entries(one)
            waiting += [(value, depth + 1) for value in one.values()]
        elif isinstance(one, ArrayObject):
            waiting += [(value, depth + 1) for value in one]


def _look_at_entries(of: DictionaryObject) -> None:
    """What one dictionary says of itself, through references too."""
    if not CARRIERS.isdisjoint(of) or ("/S" in of and str(of["/S"]) in ACTIONS):
        raise Objection("program")
    if "/EF" in of:
        named = str(of["/UF"] if "/UF" in of else of.get("/F", ""))
        if not named.lower().endswith(DATA):
            raise Objection("encloses")
