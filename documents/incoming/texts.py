"""Which rows lie in a long table of text? It is read a piece at a time. Called in quarantine only."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from io import TextIOWrapper
from typing import IO

from documents.incoming.packages import LONGEST, MOST_SAID
from documents.incoming.unpacked import WIDEST, lines, parted, separator_of
from documents.quarantine import MEGABYTE, Objection


def table(content: IO[bytes]) -> Iterator[tuple[str, str, int]]:
    """Its encoding, its separator, and about how many rows it has. Objections: "no text", "web page",
    "letter"."""
    begin = content.read(2)
    wide = begin in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        height = _height(content, encoding)
        if height is not None:
            break
    else:
        raise Objection("no text")
    content.seek(0)
    start = TextIOWrapper(content, encoding).read(4096)
    yield encoding, separator_of(start), height


def _height(content: IO[bytes], encoding: str) -> int | None:
    """How many lines there are, None where the file is not of this encoding throughout."""
    decoder, found = codecs.getincrementaldecoder(encoding)(), 0
    content.seek(0)
    try:
        while piece := content.read(MEGABYTE):
            text = decoder.decode(piece)
            if "\0" in text:
                return None
            found += text.count("\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    return found


def rows(content: IO[bytes], encoding: str, separator: str) -> Iterator[list[list[str]]]:
    """The rows, some at a time. Objections: "wide", "cell", "no table"."""
    with TextIOWrapper(content, encoding, newline="") as text:
        yield from parted(lines(_bounded(text, separator), separator), MOST_SAID, MOST_SAID)


def _bounded(text: TextIOWrapper, separator: str) -> Iterator[str]:
    """Its lines, none of which is held as a whole that is longer than any row."""
    while line := text.readline(LONGEST):
        if len(line) == LONGEST:
            raise Objection("wide" if line.count(separator) > WIDEST else "cell")
        yield line
