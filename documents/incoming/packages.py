"""Which rows lie in a large XLSX workbook? Its parts are unpacked in pieces and never held as a whole.

A workbook of a million rows costs its usual readers more than a gigabyte. Of this one's a row is found
between its marks and let go again; the shared texts lie in a file, as far as a row has asked for them. Merged
cells are read as they lie. Called in quarantine only.
"""

from __future__ import annotations

import os
import re
import zlib
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from html import unescape
from itertools import accumulate, islice
from tempfile import TemporaryFile
from typing import IO
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from documents.incoming import digits
from documents.incoming.unpacked import WIDEST, parted, place
from documents.quarantine import MEGABYTE, Objection

PIECE = MEGABYTE
# The longest row, and the most shared texts, in bytes; the most that all parts may unpack to.
LONGEST = 4 * MEGABYTE
MOST_SHARED = 1024 * MEGABYTE
MOST_UNPACKED = 4096 * MEGABYTE
MOST_ROWS = 2**20
# The most cells, and the most characters of text, of a sheet.
MOST_SAID = 2_000_000_000
# How many shared texts are kept ready, if they are not long: what comes often comes early.
MET, LONG = 50_000, 1_000

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# No pattern looks further than the next mark that ends or begins what it looks for: a file made to keep one
# busy takes no longer than another.
_HEAD = re.compile(rb"<row\b(?:[^<>]{0,200}?\br=\"(\d{1,9})\")?[^<>]*>")
_INSIDE = (
    rb"(?:/>|>(?:<f\b[^<>]*(?:/>|>[^<]*</f>))?"
    rb"(?:<v[^<>]*>([^<]*)</v>|<is>((?:[^<]|<(?!/?c\b|/?is>))*)</is>)?[^<]*</c>)"
)
# A cell that holds a number or a shared text, as most programs write it; and any cell.
_USUAL = re.compile(rb"<c r=\"([A-Z]{1,3})\d{1,7}\"(?: s=\"(\d{1,9})\")?(?: t=\"([sn])\")?><v>([^<]*)</v>()")
_CELL = re.compile(
    rb"<c\b(?=[^<>]{0,200}?\br=\"([A-Z]{1,3}))(?=(?:[^<>]{0,200}?\bs=\"(\d{1,9})\")?)"
    rb"(?=(?:[^<>]{0,200}?\bt=\"(\w{1,20})\")?)[^<>]{0,200}?" + _INSIDE,
    re.DOTALL,
)
_PLAIN = re.compile(rb"<t(?: [^<>]*)?>([^<]*)</t>")
# A shared text as most programs write it.
_ITEM = re.compile(rb"<si><t(?: [^<>]*)?>([^<]*)</t></si>")
_SOUND = re.compile(rb"<rPh\b(?:[^<]|<(?!/?rPh\b))*</rPh>")
_DIMENSION = re.compile(rb"<dimension ref=\"[A-Z]{1,3}\d{1,7}:[A-Z]{1,3}(\d{1,7})\"")
# What a format of numbers holds that is one of dates, once texts and colours are struck out.
_NO_DATE = re.compile(r"\"[^\"]{0,200}\"|\\.|\[[^\]]{0,200}\]")
_DATE = re.compile(r"[ymdhs年月日]", re.IGNORECASE)
_BUILT_IN = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))


def sheets(content: IO[bytes]) -> Iterator[tuple[str, str, int | None]]:
    """Name, part and about how many rows of each sheet that is shown. Objections as of `unpacked`."""
    with sound():
        yield from ((one.name, one.part, one.height) for one in Package.of(content).sheets())


def rows(content: IO[bytes], part: str) -> Iterator[list[list[str]]]:
    """The rows of a sheet, some at a time. Objections as of `unpacked`."""
    with sound():
        yield from parted(iter(Rows(Package.of(content), "", part)), MOST_SAID, MOST_SAID)


@contextmanager
def sound() -> Iterator[None]:
    """What goes wrong within is the file's fault."""
    try:
        yield
    except Objection:
        raise
    except (BadZipFile, zlib.error, ArithmeticError, LookupError, RuntimeError, OSError, ValueError) as error:
        raise Objection("damaged") from error


@dataclass
class Package:
    """An XLSX file, and what all its sheets refer to."""

    file: ZipFile

    @classmethod
    def of(cls, content: IO[bytes]) -> Package:
        """Raises Objection where the file is no workbook that can be read in this way."""
        file = ZipFile(content)
        members = file.infolist()
        if any(member.flag_bits & 1 for member in members):
            raise Objection("encrypted")
        if "xl/workbook.xml" not in file.namelist():
            raise Objection("no workbook")
        if sum(member.file_size for member in members) > MOST_UNPACKED:
            raise Objection("unpacks")
        return cls(file)

    def sheets(self) -> list[Rows]:
        """The sheets that are shown, in their order."""
        links = {one.get("Id"): one.get("Target", "") for one in self._tree("xl/_rels/workbook.xml.rels")}
        found = []
        for one in self._tree("xl/workbook.xml").iterfind(f"{_MAIN}sheets/{_MAIN}sheet"):
            target = links[one.get(_LINK)]
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if one.get("state", "visible") == "visible" and "worksheets/" in part:
                found.append(Rows(self, one.get("name", ""), part))
        return found

    def _tree(self, part: str) -> ElementTree.Element:
        content = self.file.read(part)
        if b"<!DOCTYPE" in content:
            raise ValueError("a workbook declares no document type")
        return ElementTree.fromstring(content)  # noqa: S314 (without a document type there are no entities)

    @cached_property
    def since(self) -> datetime:
        """Day nought of this workbook's dates."""
        found = self._tree("xl/workbook.xml").find(f"{_MAIN}workbookPr")
        late = found is not None and found.get("date1904") in ("1", "true")
        return datetime(1904, 1, 1) if late else datetime(1899, 12, 30)  # noqa: DTZ001 (a day on paper)

    @cached_property
    def dated(self) -> frozenset[bytes]:
        """The styles of cells that show a number as a date."""
        if "xl/styles.xml" not in self.file.namelist():
            return frozenset()
        tree = self._tree("xl/styles.xml")
        own = {
            one.get("numFmtId"): bool(_DATE.search(_NO_DATE.sub("", one.get("formatCode", ""))))
            for one in tree.iterfind(f"{_MAIN}numFmts/{_MAIN}numFmt")
        }
        formats = [one.get("numFmtId", "0") for one in tree.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")]
        return frozenset(
            str(at).encode() for at, number in enumerate(formats) if own.get(number, int(number) in _BUILT_IN)
        )

    @cached_property
    def shared(self) -> Shared:
        """The texts that cells refer to by their place."""
        return Shared(self._texts())

    def _texts(self) -> Iterator[list[bytes]]:
        if "xl/sharedStrings.xml" not in self.file.namelist():
            return
        for stretch in stretches(self.file, "xl/sharedStrings.xml", b"</si>"):
            plain = [] if b"&" in stretch else _ITEM.findall(stretch)
            if len(plain) == stretch.count(b"</si>"):
                yield plain
            else:
                yield [_text(one[one.rfind(b"<si>") + 4 :]) for one in stretch.split(b"</si>")[:-1]]


class Shared:
    """Texts by place. They are unpacked as far as somebody asks, and lie in a file, one behind the other: in
    memory are where each ends, and those that come often."""

    def __init__(self, texts: Iterator[list[bytes]]) -> None:
        self.texts = texts
        self.ends = array("Q", [0])
        self.met: dict[bytes, str] = {}
        self.content = TemporaryFile(buffering=0)  # noqa: SIM115 (it goes with its process)

    def at(self, digits: bytes) -> str:
        """The text at a place. Raises IndexError where there is none."""
        found = self.met.get(digits)
        if found is None:
            number = int(digits)
            while number + 1 >= len(self.ends):
                self._unpack()
            begin, end = self.ends[number], self.ends[number + 1]
            found = os.pread(self.content.fileno(), end - begin, begin).decode(errors="replace").strip()
            if len(self.met) < MET and len(found) < LONG:
                self.met[digits] = found
        return found

    def _unpack(self) -> None:
        """The next texts; raises IndexError where all are unpacked."""
        texts = next(self.texts, None)
        if texts is None:
            raise IndexError("there are not so many texts")
        before = self.ends[-1]
        self.content.write(b"".join(texts))
        self.ends.extend(islice(accumulate(map(len, texts), initial=before), 1, None))
        if self.ends[-1] > MOST_SHARED:
            raise Objection("unpacks")


@dataclass(frozen=True)
class Rows:
    """A sheet of a package, read anew each time it is gone through."""

    package: Package
    name: str
    part: str

    @property
    def height(self) -> int | None:
        with self.package.file.open(self.part) as stream:
            found = _DIMENSION.search(stream.read(4096))
        return int(found[1]) if found else None

    def __iter__(self) -> Iterator[list[str]]:
        shared, dated, since = self.package.shared, self.package.dated, self.package.since
        reached, met, places = 0, shared.met, dict[bytes, int]()
        pieces = stretches(self.package.file, self.part, b"</row>")
        parts = (one for each in pieces for one in each.split(b"</row>")[:-1])
        for part in parts:
            head = _HEAD.match(part, part.rfind(b"<row"))
            if head is None:
                continue
            number = max(int(head[1] or 0), reached + 1)
            if number > MOST_ROWS:
                raise Objection("wide")
            yield from ([] for _gap in range(reached + 1, number))
            reached = number
            row: list[str] = []
            for letters, style, kind, value, inline in _cells(part[head.end() :]):
                at = places.get(letters)
                if at is None:
                    at = places[letters] = place(letters)
                if at >= WIDEST:
                    continue
                if at > len(row):
                    row += [""] * (at - len(row))
                if kind == b"s":
                    row.append(met.get(value) or shared.at(value))
                elif inline or kind not in (b"", b"n"):
                    row.append(_said(kind, value, inline))
                else:
                    row.append(_number(value, since if style in dated else None))
            yield row


def stretches(file: ZipFile, part: str, end: bytes) -> Iterator[bytes]:
    """A part, which is unpacked in pieces, cut behind such ends."""
    rest = b""
    with file.open(part) as stream:
        while piece := stream.read(PIECE):
            whole, found, rest = (rest + piece).rpartition(end)
            if found:
                yield whole + found
            if len(rest) > LONGEST:
                raise Objection("damaged")


def _cells(row: bytes) -> list[tuple[bytes, bytes, bytes, bytes, bytes]]:
    """Of each cell its column, style, type, value and inline text."""
    found = _USUAL.findall(row)
    return found if len(found) == row.count(b"<v") and b"<is>" not in row else _CELL.findall(row)


def _text(inside: bytes) -> bytes:
    """The text between two marks, in UTF-8: of all its runs, without how it is pronounced."""
    plain = _PLAIN.fullmatch(inside)
    found = plain[1] if plain else b"".join(_PLAIN.findall(_SOUND.sub(b"", inside)))
    return unescape(found.decode(errors="replace")).encode() if b"&" in found else bytes(found)


def _said(kind: bytes, value: bytes, inline: bytes) -> str:
    """The text of a cell that refers to none: its own, a formula's, yes or no, an error."""
    if inline:
        return _text(inline).decode(errors="replace").strip()
    if kind == b"b":
        return str(value == b"1")
    return unescape(value.decode(errors="replace")).strip()


def _number(value: bytes, since: datetime | None) -> str:
    """A number as a spreadsheet shows it, or the day and time that it stands for."""
    if not value:
        return ""
    if since is not None:
        when = since + timedelta(days=round(float(value) * 86400) / 86400)
        return when.date().isoformat() if not (when.hour or when.minute or when.second) else when.isoformat()
    if len(value) < 16 and value.isdigit():
        return value.decode()
    return digits.plain(float(value))
