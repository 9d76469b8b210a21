"""Which rows lie in a large XLSX workbook? Its parts are unpacked in pieces and never held as a whole.

A workbook of a million rows costs its usual readers more than a gigabyte. Of this one's only the shared texts
are kept, as bytes; a row is found between its marks and let go again. Merged cells are read as they lie.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from html import unescape
from itertools import accumulate, islice
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

from django.utils.translation import gettext as _

from monitoring.importers.grids import MEGABYTE, Unreadable

PIECE = MEGABYTE
# The longest row, and the most shared texts, in bytes; the most that all parts may unpack to.
LONGEST = 4 * MEGABYTE
MOST_SHARED = 512 * MEGABYTE
MOST_UNPACKED = 4096 * MEGABYTE
WIDEST, MOST_ROWS = 2_000, 2**20
# How many shared texts are kept ready: what comes often comes early.
MET = 50_000

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# No pattern looks further than the next mark that ends or begins what it looks for: a file made to keep one
# busy takes no longer than another.
_HEAD = re.compile(rb"<row\b(?:[^<>]{0,200}?\br=\"(\d+)\")?[^<>]*>")
_INSIDE = (
    rb"(?:/>|>(?:<f\b[^<>]*(?:/>|>[^<]*</f>))?"
    rb"(?:<v[^<>]*>([^<]*)</v>|<is>((?:[^<]|<(?!/?c\b|/?is>))*)</is>)?[^<]*</c>)"
)
# A cell that holds a number or a shared text, as most programs write it; and any cell.
_USUAL = re.compile(rb"<c r=\"([A-Z]+)\d+\"(?: s=\"(\d+)\")?(?: t=\"([sn])\")?><v>([^<]*)</v>()")
_CELL = re.compile(
    rb"<c\b(?=[^<>]{0,200}?\br=\"([A-Z]{1,3}))(?=(?:[^<>]{0,200}?\bs=\"(\d{1,9})\")?)"
    rb"(?=(?:[^<>]{0,200}?\bt=\"(\w{1,20})\")?)[^<>]{0,200}?" + _INSIDE,
    re.DOTALL,
)
_PLAIN = re.compile(rb"<t(?: [^<>]*)?>([^<]*)</t>")
# A shared text as most programs write it.
_ITEM = re.compile(rb"<si><t(?: [^<>]*)?>([^<]*)</t></si>")
_SOUND = re.compile(rb"<rPh\b(?:[^<]|<(?!/?rPh\b))*</rPh>")
_DIMENSION = re.compile(rb"<dimension ref=\"[A-Z]+\d+:[A-Z]+(\d+)\"")
# What a format of numbers holds that is one of dates, once texts and colours are struck out.
_NO_DATE = re.compile(r"\"[^\"]{0,200}\"|\\.|\[[^\]]{0,200}\]")
_DATE = re.compile(r"[ymdhs年月日]", re.IGNORECASE)
_BUILT_IN = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))


@dataclass
class Package:
    """An XLSX file, and what all its sheets refer to."""

    path: Path

    @classmethod
    def of(cls, path: Path) -> Package:
        """Raises Unreadable where the file is no workbook that can be read in this way."""
        with ZipFile(path) as file:
            members = file.infolist()
            if any(member.flag_bits & 1 for member in members):
                raise Unreadable(
                    _("The workbook is encrypted: save it without a password and load it again.")
                )
            if "xl/workbook.xml" not in file.namelist():
                raise Unreadable(_("The file is no workbook: load an XLS, XLSX or CSV file."))
            if sum(member.file_size for member in members) > MOST_UNPACKED:
                raise Unreadable(_("The workbook unpacks to too much: divide it and load the parts."))
        return cls(path)

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
        with ZipFile(self.path) as file:
            content = file.read(part)
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
        with ZipFile(self.path) as file:
            if "xl/styles.xml" not in file.namelist():
                return frozenset()
        tree = self._tree("xl/styles.xml")
        own = {
            one.get("numFmtId"): bool(_DATE.search(_NO_DATE.sub("", one.get("formatCode", ""))))
            for one in tree.iterfind(f"{_MAIN}numFmts/{_MAIN}numFmt")
        }
        formats = [one.get("numFmtId", "0") for one in tree.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")]
        return frozenset(
            str(place).encode()
            for place, number in enumerate(formats)
            if own.get(number, int(number) in _BUILT_IN)
        )

    @cached_property
    def shared(self) -> Shared:
        """The texts that cells refer to by their place."""
        found = Shared()
        with ZipFile(self.path) as file:
            if "xl/sharedStrings.xml" in file.namelist():
                for stretch in _stretches(file, "xl/sharedStrings.xml", b"</si>"):
                    plain = [] if b"&" in stretch else _ITEM.findall(stretch)
                    if len(plain) == stretch.count(b"</si>"):
                        found.add(plain)
                    else:
                        items = stretch.split(b"</si>")[:-1]
                        found.add([_text(one[one.rfind(b"<si>") + 4 :]) for one in items])
        return found


@dataclass
class Shared:
    """Texts by place, as one stretch of bytes: a Python text each would take ten times as much."""

    content: bytearray = field(default_factory=bytearray)
    ends: array[int] = field(default_factory=lambda: array("I", [0]))
    met: dict[bytes, str] = field(default_factory=dict)

    def add(self, texts: list[bytes]) -> None:
        before = len(self.content)
        self.content += b"".join(texts)
        self.ends.extend(islice(accumulate(map(len, texts), initial=before), 1, None))
        if len(self.content) > MOST_SHARED:
            raise Unreadable(_("The workbook unpacks to too much: divide it and load the parts."))

    def at(self, place: bytes) -> str:
        """The text at a place, which is written in digits."""
        found = self.met.get(place)
        if found is None:
            number = int(place)
            found = self.content[self.ends[number] : self.ends[number + 1]].decode(errors="replace").strip()
            if len(self.met) < MET:
                self.met[place] = found
        return found


@dataclass(frozen=True)
class Rows:
    """A sheet of a package, read anew each time it is gone through."""

    package: Package
    name: str
    part: str

    @property
    def height(self) -> int | None:
        with ZipFile(self.package.path) as file, file.open(self.part) as stream:
            found = _DIMENSION.search(stream.read(4096))
        return int(found[1]) if found else None

    def __iter__(self) -> Iterator[list[str]]:
        shared, dated, since = self.package.shared, self.package.dated, self.package.since
        reached, met, places = 0, shared.met, dict[bytes, int]()
        with ZipFile(self.package.path) as file:
            parts = (
                one for each in _stretches(file, self.part, b"</row>") for one in each.split(b"</row>")[:-1]
            )
            for part in parts:
                head = _HEAD.match(part, part.rfind(b"<row"))
                if head is None:
                    continue
                number = int(head[1] or reached + 1)
                yield from ([] for _gap in range(reached + 1, min(number, MOST_ROWS)))
                reached = number
                row: list[str] = []
                for letters, style, kind, value, inline in _cells(part[head.end() :]):
                    place = places.get(letters)
                    if place is None:
                        place = places[letters] = _place(letters)
                    if place >= WIDEST:
                        continue
                    if place > len(row):
                        row += [""] * (place - len(row))
                    if kind == b"s":
                        row.append(met.get(value) or shared.at(value))
                    elif inline or kind not in (b"", b"n"):
                        row.append(_said(kind, value, inline))
                    else:
                        row.append(_number(value, since if style in dated else None))
                yield row


def _stretches(file: ZipFile, part: str, end: bytes) -> Iterator[bytes]:
    """A part, which is unpacked in pieces, cut behind such ends."""
    rest = b""
    with file.open(part) as stream:
        while piece := stream.read(PIECE):
            whole, found, rest = (rest + piece).rpartition(end)
            if found:
                yield whole + found
            if len(rest) > LONGEST:
                raise Unreadable(_("The workbook is damaged: save it again as XLSX and load that file."))


def _cells(row: bytes) -> list[tuple[bytes, bytes, bytes, bytes, bytes]]:
    """Of each cell its column, style, type, value and inline text."""
    found = _USUAL.findall(row)
    return found if len(found) == row.count(b"<v") and b"<is>" not in row else _CELL.findall(row)


def _place(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


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
    return f"{float(value):.15g}"
