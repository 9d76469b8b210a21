"""How is an XLS made where no library writes any more? One sheet of texts, as BIFF8 in a compound file."""

from __future__ import annotations

import struct
from collections.abc import Sequence

SECTOR, SMALL = 512, 4096
FAT, END, FREE = 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _begin(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0))


def _sheet(rows: Sequence[Sequence[str]]) -> bytes:
    width = max(map(len, rows))
    cells = b"".join(
        _record(0x0204, struct.pack("<HHHHB", row, place, 0, len(text), 1) + text.encode("utf-16-le"))
        for row, texts in enumerate(rows)
        for place, text in enumerate(texts)
        if text
    )
    size = _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    return _begin(0x0010) + size + cells + _record(0x000A, b"")


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<BBIII", kind, 1, FREE, FREE, child)
    return (
        text.ljust(64, b"\0")
        + struct.pack("<H", len(text))
        + links
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def xls(*rows: Sequence[str]) -> bytes:
    """A workbook of one sheet."""
    end = _record(0x000A, b"")
    begin = _begin(0x0005) + _record(0x0042, struct.pack("<H", 1200))
    named = struct.pack("<BBBB", 0, 0, 1, 1) + "A".encode("utf-16-le")
    at = len(begin) + len(_record(0x0085, struct.pack("<I", 0) + named)) + len(end)
    book = begin + _record(0x0085, struct.pack("<I", at) + named) + end + _sheet(rows)
    size = max(len(book), SMALL)
    count = -(-size // SECTOR)
    chain = [FAT, END, *range(3, count + 2), END]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += bytes(6) + struct.pack("<IIIIIIIII", 0, 1, 1, 0, SMALL, END, 0, END, 0)
    head += struct.pack("<109I", 0, *[FREE] * 108)
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(SECTOR, b"\xff")
    folder = _entry("Root Entry", 5, 1, END, 0) + _entry("Workbook", 2, FREE, 2, size)
    return head + table + folder.ljust(SECTOR, b"\0") + book.ljust(count * SECTOR, b"\0")
