"""Which files are no whole of their kind, or are two kinds at once? Beside those of tests/hostile.py."""

from __future__ import annotations

import io
import json
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable

from PIL import Image

Made = dict[str, Callable[[], bytes]]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEAD = "商品名称,检验结论,不合格项目,生产企业,抽检日期,标准值,实测值\n"
ROW = "绒毛玩具,不合格,小零件,某某玩具厂,2026-09-01,0,1\n"
SECTOR, FREE, LAST, FAT = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
# What a spreadsheet would carry out, were it to open what was taken in.
FORMULAE = ("=cmd|'/c calc'!A0", '=HYPERLINK("http://127.0.0.1:9/","x")', "@SUM(1)", "+1+1", "-2+3")


# --- the old workbook --------------------------------------------------------------------------------------


def compound(stream: bytes, name: str = "Workbook") -> bytes:
    """An OLE file of one stream, as an XLS has it. (MS-CFB)"""
    stream = stream.ljust(4096, b"\0")
    count = -(-len(stream) // SECTOR)
    chain = [FAT, LAST, *range(3, count + 2), LAST]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(SECTOR, b"\xff")
    head = OLE + bytes(16) + struct.pack("<5H6x9I", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, LAST, 0, LAST, 0)
    folder = _entry("Root Entry", 5, LAST, 0, child=1) + _entry(name, 2, 2, len(stream))
    sectors = table + folder.ljust(SECTOR, b"\0") + stream.ljust(count * SECTOR, b"\0")
    return head + struct.pack("<109I", 0, *[FREE] * 108) + sectors


def _entry(name: str, kind: int, begin: int, size: int, child: int = FREE) -> bytes:
    text = name.encode("utf-16-le")
    links = struct.pack("<HBB3I", len(text) + 2, kind, 1, FREE, FREE, child)
    return text.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", begin, size)


def records(*given: tuple[int, bytes], length: int | None = None) -> bytes:
    """Records of BIFF8. length: what the last one says of itself."""
    made = [struct.pack("<HH", kind, len(data)) + data for kind, data in given]
    if length is not None:
        kind, data = given[-1]
        made[-1] = struct.pack("<HH", kind, length) + data
    return b"".join(made)


BOF = (0x809, struct.pack("<HHHHII", 0x600, 5, 0xDBB, 0x7CC, 0, 6))
SHEET = (0x809, struct.pack("<HHHHII", 0x600, 0x10, 0xDBB, 0x7CC, 0, 6))
END = (0x0A, b"")


def _bound(at: int) -> tuple[int, bytes]:
    return 0x85, struct.pack("<IBBBB", at, 0, 0, 1, 0) + b"a"


def _sheet(*cells: tuple[int, bytes], strings: bytes = b"") -> bytes:
    """A workbook of one sheet of these records."""
    shared = [(0xFC, strings)] if strings else []
    place = len(records(BOF, _bound(0), *shared, END))
    return compound(records(BOF, _bound(place), *shared, END, SHEET, *cells, END))


OLD: Made = {
    "beyond.xls": lambda: compound(records(BOF, _bound(2**31), END)),
    "cut.xls": lambda: compound(records(BOF, _bound(60), length=8_000)),
    "whole.xls": lambda: _sheet((0x200, struct.pack("<IIHHH", 0, 2**32 - 1, 0, 65_535, 0))),
    "corner.xls": lambda: _sheet((0x203, struct.pack("<HHHd", 65_535, 65_535, 0, 1.0))),
    "shared.xls": lambda: _sheet((0xFD, struct.pack("<HHHI", 0, 0, 0, 2**31)), strings=bytes(8)),
    "strings.xls": lambda: _sheet(
        strings=struct.pack("<II", 2**31 - 1, 2**31 - 1) + b"\xff\xff\x01" + b"a" * 90
    ),
    "runs.xls": lambda: _sheet(strings=struct.pack("<IIHBHI", 1, 1, 65_535, 0x0D, 65_535, 2**32 - 1)),
    "merged.xls": lambda: _sheet(*[(0xE5, struct.pack("<H4H", 1, 0, 65_535, 0, 255))] * 2_000),
    "labels.xls": lambda: _sheet(*[(0x204, struct.pack("<HHHH", 0, 0, 0, 65_535) + b"a")] * 9_000),
    "formula.xls": lambda: _sheet((0x06, struct.pack("<HHHdHIH", 0, 0, 0, 1.0, 0, 0, 65_535))),
    "locked.xls": lambda: compound(records(BOF, (0x2F, b"\1\0" + bytes(52)), END)),
    "round.xls": lambda: _round(),
}


def _round() -> bytes:
    """The sectors of its stream come back to the first."""
    made = bytearray(compound(records(BOF, _bound(9), END)))
    made[SECTOR + 9 * 4 : SECTOR + 10 * 4] = struct.pack("<I", 2)
    return bytes(made)


# --- text --------------------------------------------------------------------------------------------------


ENCODED: Made = {
    "formulae.csv": lambda: (HEAD + "".join(ROW.replace("绒毛玩具", f'"{f}"') for f in FORMULAE)).encode(),
    "wide.csv": lambda: (",".join(f"c{n}" for n in range(16_000)) + "\n").encode() * 15,
    "utf16.csv": lambda: (HEAD + ROW).encode("utf-16"),
    "utf16_cut.csv": lambda: (HEAD + ROW * 900).encode("utf-16")[:-1],
    "utf32.csv": lambda: (HEAD + ROW).encode("utf-32"),
    "surrogates.csv": lambda: HEAD.encode() + b"\xed\xa0\x80," * 900,
    "overlong.csv": lambda: HEAD.encode() + b"\xc0\xaf\xe0\x80\xaf,\xf8\x88\x80\x80\x80," * 900,
    "half.gb.csv": lambda: HEAD.encode("gb18030") + b"\x81\x30\x81" * 9_000,
    "beyond.gb.csv": lambda: HEAD.encode("gb18030") + b"\xe3\x32\x9a\x36" * 9_000,
    "utf7.csv": lambda: b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-," * 900,
    "marks.csv": lambda: (HEAD + ROW.replace("绒", "\u202e\u2066\ufeff\u200b")).encode(),
    "combined.csv": lambda: (HEAD + ROW.replace("绒", "a" + "\u0301" * 60_000)).encode(),
    "returns.csv": lambda: HEAD.encode() + b"\r" * 900_000,
    "quotes.csv": lambda: HEAD.encode() + b'"a""' * 200_000,
    "page.csv": lambda: b"<!doctype html><script>alert(1)</script>",
    "twice.json": lambda: b'[{"a":1' + b',"a":1' * 200_000 + b"}]",
    "long.json": lambda: b'[{"a":"' + b"a" * 1_900_000 + b'"}]',
    "lines.json": lambda: b'{"a":1}\n' * 200_000,
    "mixed.json": lambda: json.dumps([1, "a", None, [[]], {"a": {"b": []}}, {"": 1}] * 9_000).encode(),
    "digits.json": lambda: b'[{"a": ' + b"9" * 1_000_000 + b"}]",
    "signs16.json": lambda: '[{"商品名称": "a"}]'.encode("utf-16"),
    "nothing.json": lambda: b'[{"a": "b\0c"}]\0',
}


# --- pictures, films, papers -------------------------------------------------------------------------------


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png(*chunks: bytes, size: tuple[int, int] = (9, 9), depth: int = 8, data: bytes = bytes(300)) -> bytes:
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", *size, depth, 2 if depth == 8 else 0, 0, 0, 0))
    body = _chunk(b"IDAT", zlib.compress(data))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + body + _chunk(b"IEND", b"")


def _frames(count: int) -> bytes:
    """An APNG with so many frames of one pixel."""
    pixel, made = zlib.compress(bytes(4)), [_chunk(b"acTL", struct.pack(">II", count, 0))]
    for at in range(count):
        made.append(_chunk(b"fcTL", struct.pack(">5I2H2B", 2 * at, 1, 1, 0, 0, 1, 100, 0, 0)))
        made.append(_chunk(b"fdAT", struct.pack(">I", 2 * at + 1) + pixel))
    return _png(*made)


def _animated(count: int) -> bytes:
    """A WebP with so many frames of one pixel."""
    still = io.BytesIO()
    Image.new("RGB", (1, 1)).save(still, "WEBP", lossless=True)
    one = still.getvalue()[12:]
    frame = bytes(6) + bytes(6) + struct.pack("<I", 1)[:3] + b"\0" + one
    frames = (b"ANMF" + struct.pack("<I", len(frame)) + frame + b"\0" * (len(frame) % 2)) * count
    head = (
        b"VP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + bytes(6) + b"ANIM" + struct.pack("<I", 6) + bytes(6)
    )
    return b"RIFF" + struct.pack("<I", 4 + len(head + frames)) + b"WEBP" + head + frames


def _saved(kind: str, size: tuple[int, int] = (9, 9), **more: object) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "white").save(made, kind, **more)
    return made.getvalue()


def _scans() -> bytes:
    """A progressive JPEG that has its scans over and over: each is decoded across the whole picture."""
    whole = _saved("JPEG", (3_000, 3_000), progressive=True)
    begin = whole.index(b"\xff\xda")
    end = (
        whole.index(b"\xff\xc4", begin)
        if b"\xff\xc4" in whole[begin:]
        else whole.index(b"\xff\xda", begin + 2)
    )
    return whole[:begin] + whole[begin:end] * 300 + whole[end:]


def _flashing() -> bytes:
    frames = b"!\xf9\x04\0\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0" * 100_000
    return b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff" + frames + b";"


def _box(kind: bytes, inside: bytes = b"", length: int | None = None) -> bytes:
    return struct.pack(">I4s", len(inside) + 8 if length is None else length, kind) + inside


def _inside(depth: int) -> bytes:
    made = b""
    for _each in range(depth):
        made = _box(b"moov", made)
    return made


FILM = _box(b"ftyp", b"isom\0\0\2\0isommp42")


def paper(more: bytes = b"", behind: bytes = b"") -> bytes:
    """A PDF of one empty page, with this in its catalogue and behind it."""
    catalogue = b"%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R" + more + b">> endobj\n"
    pages = b"2 0 obj <</Type/Pages/Kids[4 0 R]/Count 1>> endobj\n"
    page = b"4 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>> endobj\n"
    return catalogue + pages + page + behind + b"\ntrailer <</Root 1 0 R/Size 5>>\nstartxref\n0\n%%EOF"


def _packed() -> bytes:
    """What unpacks to a hundred megabytes, as a stream of a PDF."""
    zeros = zlib.compress(bytes(10**8))
    head = b"3 0 obj <</Filter/FlateDecode/Length %d>> stream\n" % len(zeros)
    return head + zeros + b"\nendstream endobj"


ENCLOSED = (
    b"3 0 obj <</Names[(a) <</Type/Filespec/F(a.docm)/EF<</F 5 0 R>>>>]>> endobj\n"
    b"5 0 obj <</Length 2>> stream\nMZ\nendstream endobj"
)
SEEN: Made = {
    "wide.png": lambda: _png(size=(50_000, 50_000), depth=1, data=bytes(6_251 * 5_000)),
    "wide.jpg": lambda: _saved("JPEG").replace(
        struct.pack(">HH", 9, 9), struct.pack(">HH", 65_000, 65_000), 1
    ),
    "texts.png": lambda: _png(*[_chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(900_000)))] * 900),
    "frames.png": lambda: _frames(100_000),
    "frames.webp": lambda: _animated(100_000),
    "flashing.png": lambda: _flashing(),
    "scans_again.jpg": lambda: _scans(),
    "long_exif.jpg": lambda: _saved("JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0" + b"\xff\xff" * 32_000),
    "segments.jpg": lambda: _segments(),
    "wrong_sums.png": lambda: _png().replace(b"IDAT", b"IDAX"),
    "no_end.png": lambda: _png()[:-20],
    "no_size.png": lambda: _png(size=(0, 0)),
    "tiff.jpg": lambda: _saved("TIFF"),
    "heic.jpg": lambda: _box(b"ftyp", b"heic\0\0\0\0mif1heic") + bytes(900),
    "gif.webp": lambda: _saved("GIF"),
    "icon.png": lambda: _saved("ICO"),
    "page.jpg": lambda: b"\xff\xd8\xff\xe0<html><script>alert(1)</script>",
    "script.png": lambda: b"#!/bin/sh\necho\n",
    "program.png": lambda: b"MZ" + bytes(900),
    "packed.pdf": lambda: paper(b"", _packed()),
    "script.pdf": lambda: paper(b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"),
    "start.pdf": lambda: paper(b"/OpenAction<</S/Launch/F(cmd.exe)>>"),
    "enclosed.pdf": lambda: paper(b"/Names<</EmbeddedFiles 3 0 R>>", ENCLOSED),
    "hidden.pdf": lambda: paper(
        b"/AA<</O 3 0 R>>", b"3 0 obj <</#53 5 0 R>> endobj\n5 0 obj /La#75nch endobj"
    ),
    "no_end.pdf": lambda: paper(b"")[:-5],
    "page.pdf": lambda: b"<html>%PDF-1.7 %%EOF",
    "archive.pdf": lambda: paper(b"", _archive({"a.class": b"x"})),
    "nested.mp4": lambda: FILM + _inside(20_000),
    "empty_boxes.mp4": lambda: FILM + _box(b"moov", _box(b"mvhd", b"", 0)),
    "short_head.mp4": lambda: FILM + _box(b"moov", _box(b"mvhd", b"\1\0")),
    "backwards.mp4": lambda: FILM + struct.pack(">I4sQ", 1, b"moov", 1),
    "page.mp4": lambda: b"\0\0\0\x18ftyp<html><script>alert(1)</script>",
}
# Two kinds at once, or with a program in it that nobody here carries out: taken, and never opened here, but
# handed out as what its name says.
TAKEN = frozenset(
    {"frames.webp", "long_exif.jpg"}
    | {"packed.pdf", "archive.pdf"}
    | {"nested.mp4", "empty_boxes.mp4", "short_head.mp4", "backwards.mp4"}
)


def _segments() -> bytes:
    whole = _saved("JPEG")
    return whole[:2] + (b"\xff\xe1\xff\xff" + b"Exif\0\0" + bytes(65_527)) * 150 + whole[2:]


def _archive(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return made.getvalue()


# --- archives ----------------------------------------------------------------------------------------------


def linked(book: bytes) -> bytes:
    """The workbook with a link to another file of the machine in the place of its sheet."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.infolist():
            if part.filename.startswith("xl/worksheets/"):
                part.external_attr, content = (stat.S_IFLNK | 0o777) << 16, b"/etc/passwd"
            else:
                content = old.read(part)
            new.writestr(part, content)
    return made.getvalue()


def vast(book: bytes) -> bytes:
    """The workbook whose last part says, in the fields of ZIP64, that it is of four exabytes."""
    begin = book.rindex(b"PK\x01\x02")
    name, extra, _comment = struct.unpack("<HHH", book[begin + 28 : begin + 34])
    entry = bytearray(book[begin : begin + 46 + name + extra])
    entry[20:28] = b"\xff" * 8
    entry[30:32] = struct.pack("<H", 20)
    more = bytes(entry) + struct.pack("<HHQQ", 1, 16, 2**62, 2**62)
    end = book.index(b"PK\x05\x06")
    tail = bytearray(book[end:])
    first = struct.unpack("<I", tail[16:20])[0]
    tail[12:16] = struct.pack("<I", begin - first + len(more))
    return book[:begin] + more + bytes(tail)


def within(depth: int) -> bytes:
    """Archives in archives, ten in each."""
    inside = _archive({"a": bytes(10**6)})
    for _each in range(depth):
        inside = _archive({f"{n}.zip": inside for n in range(10)})
    return inside
