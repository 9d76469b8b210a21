"""Which cells lie in a workbook, a table of text or JSON, as a whole? Called in quarantine only.

Each sheet is said as its head, a dictionary, and then its rows, some at a time. What would be more than
anybody looks through is an objection.
"""

from __future__ import annotations

import csv
import re
import struct
import zipfile
import zlib
from array import array
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import IO, Any

from python_calamine import CalamineError, SheetVisibleEnum, load_workbook

from documents.incoming import digits
from documents.incoming.json_tables import records
from documents.quarantine import MEGABYTE, Objection

MOST_UNPACKED = 200 * MEGABYTE
# Of all sheets: a workbook with one cell in its last corner asks for the memory of all the cells before it.
MOST_CELLS, WIDEST, LEAST = 2_000_000, 2_000, 20
# The longest text of a cell, and all that is said of a file, in characters.
LONGEST, MOST_TEXT = 131_072, 32 * MEGABYTE
# How many bytes of markup and signs a character of them may take.
WRITTEN = 6
# About how many cells are said at a time.
TOGETHER = 5_000

# From here on a number stands for no sector, but for an end, or for none.
_NO_SECTOR = 0xFFFFFFFA
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# By what an old file is told: a workbook; a letter, slides, an e-mail.
_WORKBOOK = "Workbook".encode("utf-16-le")
_NO_WORKBOOK = [name.encode("utf-16-le") for name in ("WordDocument", "PowerPoint Document", "__substg1.0_")]
SHEETS, SHARED = "xl/worksheets/", "xl/sharedStrings.xml"
# Of a cell that refers to a shared text, and how much of a cell is looked at for it.
_REFERS = re.compile(rb't="s"[^<>]{0,200}><v>(\d{1,9})</v>')
LONG_CELL = 500
_CELL = re.compile(rb'<(?:\w{1,40}:)?c\s[^<>]{0,200}?\br="([A-Z]{1,3})(\d{1,7})"')
# How a text begins that is no table: a PDF, a letter in RTF, an e-mail with its heads.
_LETTER = re.compile(
    r"\s{0,99}(?:%PDF-|\{\\rtf|(?:received|return-path|delivered-to|from|to|cc|subject|date|reply-to|message-id"
    r"|mime-version|content-type|dkim-signature|x-[a-z-]{1,40}): ?)",
    re.IGNORECASE,
)
_HEADS = ("mime-version:", "message-id:", "received:", "content-type:")
SEPARATORS = ",;\t"
WEB_PAGE = re.compile(r"\s{0,99}<(?:!doctype|html|\?xml|table|meta)", re.IGNORECASE)

Said = Iterator[dict[str, Any] | list[list[str]]]


def head(name: str, **more: Any) -> dict[str, Any]:
    """What is said of a sheet before its rows. wide: it spans more cells than are read."""
    return {"name": name, "hidden": False, "wide": False, "merged": []} | more


def parted(
    rows: Iterable[list[str]], most: int = MOST_CELLS, most_text: int = MOST_TEXT
) -> Iterator[list[list[str]]]:
    """Rows some at a time, each counted as twenty cells at least. Objections: "wide" for more cells in all or
    in a row, "unpacks" for more characters, "cell" for one of too many."""
    part: list[list[str]] = []
    cells = text = reached = 0
    for row in rows:
        cells += max(len(row), LEAST)
        if cells > most or len(row) > WIDEST:
            raise Objection("wide")
        for cell in row:
            text += len(cell)
            if len(cell) > LONGEST:
                raise Objection("cell")
        if text > most_text:
            raise Objection("unpacks")
        part.append(row)
        if cells - reached > TOGETHER:
            yield part
            part, reached = [], cells
    yield part


# --- workbooks ---------------------------------------------------------------------------------------------


def workbook(file: IO[bytes]) -> Said:
    """The sheets of an XLS or XLSX workbook. Objections: "encrypted", "no workbook", "unpacks", "wide",
    "cell", "damaged", "closed" for what does not open."""
    content = file.read()
    if content.startswith(b"PK"):
        _check_package(content)
    elif _ENCRYPTED in content:
        raise Objection("encrypted")
    elif _WORKBOOK not in content and any(word in content for word in _NO_WORKBOOK):
        raise Objection("no workbook")
    else:
        _check_chains(content)
    try:
        book = load_workbook(BytesIO(content))
    except CalamineError as error:
        raise Objection("closed") from error
    left = MOST_CELLS
    for index, name in enumerate(book.sheet_names):
        sheet = book.get_sheet_by_index(index)
        if sheet.end is None:
            continue
        height, width = (last + 1 for last in sheet.end)
        hidden = book.sheets_metadata[index].visible != SheetVisibleEnum.Visible
        wide = height * width > left
        rows = [] if hidden or wide else sheet.to_python(skip_empty_area=False)
        merged = _merged(sheet.merged_cell_ranges or [], len(rows), max(map(len, rows), default=0))
        yield head(name, hidden=hidden, wide=wide, merged=merged)
        left -= sum(map(len, rows))
        yield from parted(([_text(value) for value in row] for row in rows), 2 * MOST_CELLS)


def _check_chains(content: bytes) -> None:
    """An XLS lies in sectors, each of which names the next: where they lead round in a circle, a reader
    gathers them until its memory is full. Objection: "closed". (MS-CFB, 2.3, 2.5)"""
    size = 1 << min(content[30], 12) if len(content) > 512 else 512

    def sector(number: int) -> list[int]:
        at = (number + 1) * size
        return [link for (link,) in struct.iter_unpack("<I", content[at : at + size])]

    try:
        [more, _count, *places] = struct.unpack("<111I", content[68:512])
        for _each in range(len(content) // size):
            if more >= _NO_SECTOR:
                break
            [*found, more] = sector(more)
            places += found
        links = [link for place in places if place < _NO_SECTOR for link in sector(place)]
    except (struct.error, ValueError) as error:
        raise Objection("closed") from error
    if more < _NO_SECTOR or _circular(links):
        raise Objection("closed")


def _circular(links: list[int]) -> bool:
    done: set[int] = set()
    for at in range(len(links)):
        passed: set[int] = set()
        while at < len(links) and at not in done:
            if at in passed:
                return True
            passed.add(at)
            at = links[at]
        done |= passed
    return False


def _check_package(content: bytes) -> None:
    """Unpack once in small pieces and look at sizes, before a reader allocates memory for what is claimed."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            members = package.infolist()
            if any(member.flag_bits & 1 for member in members):
                raise Objection("encrypted")
            if "xl/workbook.xml" not in package.namelist():
                raise Objection("no workbook")
            if sum(member.file_size for member in members) > MOST_UNPACKED:
                raise Objection("unpacks")
            for member in members:
                _check_extent(package, member)
            _check_shared(package, [one for one in members if one.filename.startswith(SHEETS)])
    except Objection:
        raise
    except (zipfile.BadZipFile, RuntimeError, EOFError, zlib.error, OSError, ValueError) as error:
        raise Objection("damaged") from error


def _check_extent(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    is_sheet = member.filename.startswith(SHEETS)
    width = height = 0
    tail = b""
    with package.open(member) as stream:
        while piece := stream.read(MEGABYTE):
            if not is_sheet:
                continue
            for letters, digits in _CELL.findall(tail + piece):
                width, height = max(width, place(letters) + 1), max(height, int(digits))
            tail = piece[-200:]
    if width * height > MOST_CELLS:
        raise Objection("wide")


def _check_shared(package: zipfile.ZipFile, sheets: list[zipfile.ZipInfo]) -> None:
    """A text is written once and shared by many cells, and a reader gives each a copy. Objections: "cell" for
    a text that none holds, "unpacks" for more in all than is said."""
    if SHARED not in package.namelist():
        return
    lengths, rest = array("I"), 0
    with package.open(SHARED) as stream:
        while piece := stream.read(MEGABYTE):
            *ended, last = piece.split(b"</si>")
            for part in ended:
                lengths.append(rest + len(part))
                rest = 0
            rest += len(last)
            if rest > WRITTEN * LONGEST:
                raise Objection("cell")
    said = 0
    for sheet in sheets:
        tail = b""
        with package.open(sheet) as stream:
            while piece := stream.read(MEGABYTE):
                *cells, tail = (tail + piece).split(b"</c>")
                tail = tail[-LONG_CELL:]
                found = (_REFERS.search(cell, max(len(cell) - LONG_CELL, 0)) for cell in cells)
                said += sum(lengths[int(one[1])] for one in found if one and int(one[1]) < len(lengths))
                if said > WRITTEN * MOST_TEXT:
                    raise Objection("unpacks")


def place(letters: bytes) -> int:
    """Of a column, from zero: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _merged(ranges: Iterable[Any], height: int, width: int) -> list[list[int]]:
    """Top, left, bottom and right of what is merged, within the sheet. Objection: "wide"."""
    found, cells = [], 0
    for (top, left), (bottom, right) in ranges:
        bottom, right = min(bottom, height - 1), min(right, width - 1)
        cells += max(bottom - top + 1, 0) * max(right - left + 1, 0) + 1
        if cells > MOST_CELLS:
            raise Objection("wide")
        found.append([top, left, bottom, right])
    return found


def _text(value: object) -> str:
    if isinstance(value, float):
        return digits.plain(value)
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace("\0", "").strip()


# --- text --------------------------------------------------------------------------------------------------


def table(file: IO[bytes]) -> Said:
    """The one table of a text file. Objections: "no text", "web page", "no table", "wide", "cell"."""
    text = decoded(file.read())
    separator = separator_of(text[:4096])
    yield head("")
    yield from parted(lines(StringIO(text, newline=""), separator))


def separator_of(start: str) -> str:
    """What stands between the columns of a table, of which the first lines hold most; quoting is the
    spreadsheets' own. Objections: "web page", "letter"."""
    if WEB_PAGE.match(start):
        raise Objection("web page")
    begins = _LETTER.match(start)
    heads = sum(f"\n{name}" in start.lower() for name in _HEADS)
    if begins and (heads or start.lstrip().startswith(("%PDF-", "{\\rtf"))):
        raise Objection("letter")
    # A list without columns is one of addresses.
    if not any(sign in start for sign in (*SEPARATORS, "://")):
        raise Objection("letter")
    return max(SEPARATORS, key=start.count)


def lines(text: Iterable[str], separator: str) -> Iterator[list[str]]:
    """The lines of text in columns. Objections: "cell", "no table"."""
    csv.field_size_limit(LONGEST)
    try:
        for row in csv.reader(text, delimiter=separator, strict=True):
            yield [value.strip() for value in row]
    except csv.Error as error:
        raise Objection("cell" if "limit" in str(error) else "no table") from error


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or GB 18030. Objection: "no text"."""
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Objection("no text")


def json_table(file: IO[bytes]) -> Said:
    """JSON, or JSON by lines, as a table whose header are the keys. Objections: "no text", "no JSON", "wide",
    "cell"."""
    text = decoded(file.read())
    try:
        flat = records(text, MOST_CELLS // LEAST)
    except Objection:
        raise
    except (ValueError, RecursionError) as error:
        raise Objection("no JSON") from error
    header = list(dict.fromkeys(name for record in flat for name in record))
    if len(header) * len(flat) > MOST_CELLS:
        raise Objection("wide")
    yield head("JSON")
    yield from parted([header, *([record.get(name, "") for name in header] for record in flat)])
