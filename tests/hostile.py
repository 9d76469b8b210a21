"""Which files would somebody send to stop the site? Small to send, large or long to read; by their kinds.

Each is made when it is asked for: name → a function that makes its bytes.
"""

from __future__ import annotations

import gzip
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable

from PIL import Image

from tests import odd_files

Made = dict[str, Callable[[], bytes]]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = "商品名称,检验结论,不合格项目,生产企业,抽检日期,标准值,实测值\n"
BOOK = f"""<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets>
</workbook>"""
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
LINKS = f"""<Relationships xmlns="{PACKAGE}">
<Relationship Id="r1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="r2" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>
<Relationship Id="r3" Type="{REL}/styles" Target="styles.xml"/></Relationships>"""
# Without it no reader of workbooks looks any further.
BEGIN = f"""<Relationships xmlns="{PACKAGE}">
<Relationship Id="r1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
KINDS = '<Types><Override PartName="/xl/workbook.xml" ContentType="x.sheet.main+xml"/></Types>'


def book(rows: bytes | str = b"", /, **parts: bytes | str) -> bytes:
    """A workbook of these rows; parts: others, by name with __ for a slash and _xml for .xml."""
    rows = rows.encode() if isinstance(rows, str) else rows
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>'.encode() + rows + b"</sheetData></worksheet>"
    written: dict[str, bytes | str] = {
        "[Content_Types].xml": KINDS,
        "_rels/.rels": BEGIN,
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": LINKS,
        "xl/worksheets/sheet1.xml": sheet,
    }
    written |= {name.replace("__", "/").replace("_xml", ".xml"): part for name, part in parts.items()}
    return archive(written)


def archive(parts: dict[str, bytes | str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return made.getvalue()


def strings(inside: bytes | str) -> bytes:
    inside = inside.encode() if isinstance(inside, str) else inside
    return f'<sst xmlns="{MAIN}">'.encode() + inside + b"</sst>"


def entities(how: str, inside: str = BOOK.replace('name="a"', 'name="&z;"')) -> str:
    return f"<?xml version='1.0'?><!DOCTYPE x [{how}]>" + inside


def laughs(inside: str) -> str:
    """A part that says ten to the ninth times "ha" where it has &z;."""
    steps = zip("abcdefghi", "bcdefghiz", strict=True)
    return entities(
        "<!ENTITY a 'ha'>" + "".join(f"<!ENTITY {y} '{f'&{x};' * 10}'>" for x, y in steps), inside
    )


def cells(text: str) -> bytes:
    """A table whose every column holds this."""
    return (HEAD + ",".join([f'"{text}"'] * 7) + "\n").encode()


PATTERNS: Made = {
    "cells.xlsx": lambda: book(b'<row r="1">' + b"<c " * 15_000 + b"</row>"),
    "columns.xlsx": lambda: book(b'<row r="1">' + b'<c r="A" ' * 60_000 + b"</row>"),
    "inline.xlsx": lambda: book(b'<row r="1">' + b'<c r="A1" t="inlineStr"><is>' * 30_000 + b"</row>"),
    "rows.xlsx": lambda: book(b"<row " * 100_000 + b"</row>"),
    "runs.xlsx": lambda: book(b'<row r="1">' + b'<c r="A1"><is><t ' * 30_000 + b"</row>"),
    "sounds.xlsx": lambda: book(
        '<row r="1"/>', xl__sharedStrings_xml=strings("<si><t>a</t>" + "<rPh" * 90_000)
    ),
    "digits.csv": lambda: cells("1" * 90_000),
    "spaces.csv": lambda: cells("a" + " " * 90_000 + "b"),
    "found.csv": lambda: cells("检出" * 40_000),
    "signs.csv": lambda: cells("<" * 90_000),
    "figures.csv": lambda: cells("1.1±" * 20_000),
    "powers.csv": lambda: cells("10^" * 30_000),
    "recalls.csv": lambda: cells("Recall Recalled Due to " * 3_000),
    "places.csv": lambda: cells("(北京)" * 20_000),
    "nominal.csv": lambda: cells("标称:" * 30_000),
    "days.csv": lambda: cells("2026 - 1" * 10_000),
    "lists.csv": lambda: cells("['" + "\\'" * 40_000),
    "dashes.csv": lambda: cells("-" * 90_000),
}
TEXTS: Made = {
    "deep.json": lambda: b"[" * 200_000,
    "deep_objects.json": lambda: b'{"a":' * 200_000,
    "keys.json": lambda: json.dumps([{f"k{n}": 1} for n in range(20_000)]).encode(),
    "nested.json": lambda: (b'{"a":{"b":[' * 400) + b"1" + (b"]}}" * 400),
    "signs.json": lambda: b'[{"\\u5546\\u54c1": "a\\ud800\\u0000b", "x\\u0000": "\\udfff"}]',
    "numbers.json": lambda: b'[{"a": ' + b"9" * 9_000 + b"}]",
    "infinite.json": lambda: b'[{"a": 1e999999, "b": NaN, "c": -Infinity}]',
    "commas.csv": lambda: b"," * 1_900_000,
    "lines.csv": lambda: b"a\n" * 900_000,
    "long_cell.csv": lambda: cells("字" * 140_000),
    "unclosed.csv": lambda: HEAD.encode() + b'"' * 1_000_001,
    "nothing.csv": lambda: HEAD.encode() + b"a\0b\n" * 1_000,
    "packed.csv": lambda: gzip.compress(bytes(10**7)),
    "half.csv": lambda: b"\xff\xfe" + b"\x00\xd8" * 10_000,
    "page.xls": lambda: b"<html><table>" + b"<tr><td>" * 100_000,
}
ARCHIVES: Made = {
    "zeros.xlsx": lambda: book(bytes(210 * 2**20)),
    "lying.xlsx": lambda: _lying(),
    "many.xlsx": lambda: book(**{f"xl__media__{n}_xml": b"" for n in range(6_000)}),
    "inside.xlsx": lambda: archive({"xl/workbook.xml": archive({"a": bytes(10**7)}), "a.xlsx": book()}),
    "same.xlsx": lambda: _same(),
    "climbing.xlsx": lambda: book(**{"..__..__..__etc__passwd": "x", "__etc__cron": "x"}),
    "climbing_sheet.xlsx": lambda: book(
        **{"xl/_rels/workbook.xml.rels": LINKS.replace("worksheets/", "../../../etc/worksheets/")}
    ),
    "linked.xlsx": lambda: odd_files.linked(book('<row r="1"/>')),
    "vast.xlsx": lambda: odd_files.vast(book()),
    "within.xlsx": lambda: odd_files.within(5),
    "enabled.xlsx": lambda: book(
        **{"[Content_Types]_xml": KINDS.replace("x.sheet.main", "x.sheet.macroEnabled.main")}
    ),
    "formulae.xlsx": lambda: book(
        "".join(
            f'<row r="{n}"><c r="A{n}"><f>{f[1:].replace("<", "")}</f><v>0</v></c></row>'.replace(
                "&", "&amp;"
            )
            for n, f in enumerate(odd_files.FORMULAE, 1)
        )
    ),
    "cut.xlsx": lambda: book(b"<row/>" * 10_000)[:-900],
    "locked.xlsx": lambda: book().replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
    ),
    "other.xlsx": lambda: archive({"word/document.xml": "<x/>", "[Content_Types].xml": KINDS}),
    "macros.xlsx": lambda: book(xl__vbaProject_bin=b"x", **{"xl__vbaProject.bin": b"x"}),
    "objects.xlsx": lambda: book(**{"xl__embeddings__oleObject1.bin": OLE}),
    "ole.xls": lambda: OLE + b"\xff" * 4_000,
    "ole_round.xls": lambda: OLE + bytes(16) + b"\x3e\0\x03\0\xfe\xff\x09\0\x06\0" + bytes(10) + bytes(4_000),
    "ole_locked.xls": lambda: OLE + "EncryptedPackage".encode("utf-16-le") + bytes(600),
}
SHEETS: Made = {
    "text.xlsx": lambda: book(_shared(0), xl__sharedStrings_xml=strings(b"<si><t>" + b"a" * (150 * 2**20))),
    "texts.xlsx": lambda: book(_shared(10**6), xl__sharedStrings_xml=strings(b"<si><t/></si>" * 1_000_000)),
    "again.xlsx": lambda: book(
        _shared(*[0] * 9_000), xl__sharedStrings_xml=strings("<si><t>" + "字" * 90_000 + "</t></si>")
    ),
    "nowhere.xlsx": lambda: book(_shared(10**15), xl__sharedStrings_xml=strings("<si><t>a</t></si>")),
    "corner.xlsx": lambda: book('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "gaps.xlsx": lambda: book('<row r="1048575"></row><row r="1"></row>' * 2_000),
    "merged.xlsx": lambda: _merged(),
    "figure.xlsx": lambda: book('<row r="1"><c r="A1"><v>' + "9" * 10**6 + "</v></c></row>"),
    "huge_day.xlsx": lambda: book(
        '<row r="1"><c r="A1" s="0"><v>1e300</v></c></row>',
        xl__styles_xml=f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>',
    ),
}
XML: Made = {
    "laughs.xlsx": lambda: book(xl__workbook_xml=laughs(BOOK.replace('name="a"', 'name="&z;"'))),
    "laughs_texts.xlsx": lambda: book(
        _shared(0), xl__sharedStrings_xml=laughs(strings("<si><t>&z;</t></si>").decode())
    ),
    "laughs_styles.xlsx": lambda: book(
        '<row r="1"><c r="A1" s="0"><v>1</v></c></row>',
        xl__styles_xml=laughs(
            f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt formatCode="&z;"/></numFmts></styleSheet>'
        ),
    ),
    "laughs_links.xlsx": lambda: book(
        **{"xl/_rels/workbook.xml.rels": laughs(LINKS.replace("worksheets", "&z;"))}
    ),
    "laughs_sheet.xlsx": lambda: book(
        xl__worksheets__sheet1_xml=laughs(
            '<worksheet><sheetData><row><c t="str"><v>&z;</v></c></row></sheetData></worksheet>'
        )
    ),
    "drawing.xlsx": lambda: book(
        '<row r="1"/>',
        **{
            "xl/drawings/_rels/drawing1.xml.rels": entities(
                "<!ENTITY z SYSTEM 'http://127.0.0.1:9/x'>", LINKS
            )
        },
    ),
    "included.xlsx": lambda: book(
        xl__workbook_xml=BOOK.replace(
            "<sheets>",
            '<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/><sheets>',
        )
    ),
    "deep.xlsx": lambda: book(xl__workbook_xml="<a>" * 200_000 + "</a>" * 200_000),
    "deep_styles.xlsx": lambda: book(
        '<row r="1"><c r="A1" s="0"><v>1</v></c></row>', xl__styles_xml="<a>" * 200_000
    ),
    "long_attribute.xlsx": lambda: book(xl__workbook_xml=BOOK.replace('name="a"', f'name="{"a" * 10**7}"')),
    "remark.xlsx": lambda: book(xl__workbook_xml="<!--" + " " * 10**7 + "-->" + BOOK),
    "blowup.xlsx": lambda: book(
        xl__workbook_xml=entities(f"<!ENTITY z '{'a' * 50_000}'>").replace("&z;", "&z;" * 9_000)
    ),
    "foreign.xlsx": lambda: book(xl__workbook_xml=entities("<!ENTITY z SYSTEM 'file:///etc/passwd'>")),
    "remote.xlsx": lambda: book(xl__workbook_xml=entities("<!ENTITY % p SYSTEM 'http://127.0.0.1:9/x'> %p;")),
    "wide_signs.xlsx": lambda: book(
        xl__workbook_xml=entities("<!ENTITY z 'a'>")
        .replace("'1.0'", "'1.0' encoding='utf-16'")
        .encode("utf-16")
    ),
    "nest.xlsx": lambda: book("<row>" + "<c>" * 200_000),
    "attributes.xlsx": lambda: book("<row " + " ".join(f'a{n}="1"' for n in range(200_000)) + "></row>"),
    "open.xlsx": lambda: book(xl__workbook_xml=BOOK[:-30]),
}
PICTURES: Made = {
    "vast.png": lambda: _png(60_000, 60_000),
    "negative.png": lambda: _png(2**31 - 1, 2**31 - 1),
    "solid.png": lambda: _picture("PNG", (7_000, 7_000)),
    "scans.jpg": lambda: _picture("JPEG", (6_000, 6_000), progressive=True),
    "words.png": lambda: _png(9, 9, b"zTXt" + b"a\0\0" + zlib.compress(bytes(10**8))),
    "profile.png": lambda: _png(9, 9, b"iCCP" + b"a\0\0" + zlib.compress(bytes(10**8))),
    "tags.jpg": lambda: _picture(
        "JPEG", (9, 9), exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\x87i\0\x04\0\0\0\x01\0\0\0\x08" * 5_000
    ),
    "cut.webp": lambda: _picture("WEBP", (900, 900))[:-90],
    "page.png": lambda: _picture("PNG", (9, 9)) + b"<html><script>alert(1)</script>",
    "archive.jpg": lambda: _picture("JPEG", (9, 9)) + archive({"a.class": "x"}),
    "drawing.png": lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "paper.pdf": lambda: b"%PDF-1.7\n<html>" + b"1 0 obj <</JS (app.alert(1))>>\n" * 9_000 + b"%%EOF",
    "boxes.mp4": lambda: _film() + struct.pack(">I4s", 8, b"free") * 2_000_000,
    "round.mp4": lambda: _film() + struct.pack(">I4sQ", 1, b"moov", 2**63),
    "book.png": lambda: book(),
}
# Where each kind is sent: as a list of risk information, as listings of a scheme, as evidence of a signal.
LISTS = {
    "patterns": PATTERNS,
    "texts": TEXTS | odd_files.ENCODED,
    "archives": ARCHIVES,
    "sheets": SHEETS,
    "xml": XML,
    "old": odd_files.OLD,
}
PICTURES |= odd_files.SEEN
# Sound as far as anybody opens them here, with something in them or behind: taken, and handed out as what
# their names say. Workbooks among them are odd, and nothing that a spreadsheet carries out by itself.
TAKEN = odd_files.TAKEN | {
    *("solid.png", "scans.jpg", "tags.jpg", "page.png", "archive.jpg", "boxes.mp4", "round.mp4"),
    *("climbing_sheet.xlsx", "formulae.xlsx", "included.xlsx", "deep.xlsx", "deep_styles.xlsx", "open.xlsx"),
    *("long_attribute.xlsx", "remark.xlsx", "nest.xlsx", "attributes.xlsx"),
}
ALL = {**{f"{kind}/{name}": make for kind, made in LISTS.items() for name, make in made.items()}, **PICTURES}


def harms(named: str) -> bool:
    """Whether a file of ALL must never be kept: it would harm whoever opens it, or is not what it says."""
    kind, _slash, name = named.rpartition("/")
    return kind in ("", "archives", "xml", "old") and name not in TAKEN


def _shared(*places: int) -> str:
    rows = (f'<row r="{n}"><c r="A{n}" t="s"><v>{at}</v></c></row>' for n, at in enumerate(places, 1))
    return "".join(rows)


def _merged() -> bytes:
    ranges = '<mergeCell ref="A1:Z900"/>' * 20_000
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>' + "".join(
        f'<row r="{n}"><c r="Z{n}"><v>1</v></c></row>' for n in range(1, 901)
    )
    return book(
        xl__worksheets__sheet1_xml=f"{sheet}</sheetData><mergeCells>{ranges}</mergeCells></worksheet>"
    )


def _lying() -> bytes:
    """A workbook whose sheet says that it unpacks to ten bytes."""
    made = book(bytes(10**6))
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        true = file.getinfo("xl/worksheets/sheet1.xml").file_size
    return made.replace(struct.pack("<I", true), struct.pack("<I", 10))


def _same() -> bytes:
    """An archive whose four thousand entries are one and the same megabyte."""
    one = archive({"xl/workbook.xml": bytes(10**6)})
    begin = one.index(b"PK\x01\x02")
    end = one.index(b"PK\x05\x06")
    entries = one[begin:end] * 4_000
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 4_000, 4_000, len(entries), begin, 0)
    return one[:begin] + entries + tail


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png(width: int, height: int, more: bytes = b"") -> bytes:
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    extra = _chunk(more[:4], more[4:]) if more else b""
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + extra
        + _chunk(b"IDAT", zlib.compress(bytes(300)))
        + _chunk(b"IEND", b"")
    )


def _picture(kind: str, size: tuple[int, int], **more: object) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "white").save(made, kind, **more)
    return made.getvalue()


def _film() -> bytes:
    return struct.pack(">I", 24) + b"ftypisom\x00\x00\x02\x00isommp42"


def _header(name: str, value: str) -> Callable[[], bytes]:
    return lambda: f"{name}: {value}\r\nSubject: x\r\n\r\nx".encode()


# What a letter may hold that anybody can write to a mailbox.
LETTERS: Made = {
    "a sender of 30,000 people": _header("From", "a@b," * 30_000),
    "a sender of 100,000 words": _header("From", "a " * 100_000),
    "a subject of encoded words": _header("Subject", "=?utf-8?q?a?= " * 30_000),
    "20,000 parameters": _header("Content-Type", "text/plain; " + "a=b; " * 20_000),
    "100,000 parts": lambda: (
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
        + b"--x\r\nContent-Type: text/plain\r\n\r\na\r\n" * 100_000
    ),
}
