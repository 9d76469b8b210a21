"""What do a picture, a film, a workbook and a table of text say of themselves? Asked in quarantine only."""

from __future__ import annotations

import base64
import stat
import struct
import zlib
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from math import ceil, floor
from typing import IO, Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from PIL import ExifTags, Image, ImageDraw, ImageOps

from documents.quarantine import Objection

FORMATS = ("JPEG", "PNG", "WEBP")
Image.init()  # once, here: else the reader of each picture loads what knows the formats
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
BROKEN = (*BOMBS, OSError, ValueError, SyntaxError, struct.error, KeyError, TypeError, IndexError)
CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r"))
MACROS = ("vbaproject", "macrosheet", "activex", "embeddings/")
# How much of a part is unpacked at a time, and how many bytes of a made picture are said at a time.
PIECE, SAID = 2**20, 48_000
HEADER, MOST_BOXES = 8, 10_000
# How often a JPEG tells of its camera: with each Pillow copies all that came before. How many pixels it has
# in all its scans, each of which is decoded across the whole picture: a dozen of the largest picture.
MOST_NOTES, MOST_DECODED = 16, 640_000_000
# What may stand in a part of a workbook: nothing that brings other files into it, or itself again and again.
DECLARED = b"<!DOCTYPE"


# --- pictures ----------------------------------------------------------------------------------------------


def picture(file: IO[bytes], most: int) -> Iterator[Any]:
    """Says nothing of a sound one of so many pixels at most. Objections: "pixels"; "broken" where it does
    not open, or not to its end."""
    content = file.read()
    if content.count(b"Exif\0\0") > MOST_NOTES:
        raise Objection("broken")
    try:
        with Image.open(file, formats=FORMATS) as found:
            pixels = found.width * found.height
            if pixels > most:
                raise Objection("pixels")
            if found.format == "JPEG":
                if pixels * content.count(b"\xff\xda") > MOST_DECODED:
                    raise Objection("broken")
                # Reads to the end at an eighth of the size; verify() looks at a JPEG's head only.
                found.draft("L", (1, 1))
                found.load()
            else:
                found.verify()
    except Objection:
        raise
    except BOMBS as error:
        raise Objection("pixels") from error
    except BROKEN as error:
        raise Objection("broken") from error
    yield from ()


def taken(file: IO[bytes]) -> Iterator[list[str]]:
    """When and how far from UTC a picture was taken, as it says itself, "" for not."""
    try:
        with Image.open(file, formats=FORMATS) as found:
            said = found.getexif().get_ifd(ExifTags.IFD.Exif)
    except BROKEN as error:
        raise Objection("broken") from error
    tags = (ExifTags.Base.DateTimeOriginal, ExifTags.Base.OffsetTimeOriginal)
    yield [str(said.get(tag) or "")[:40] for tag in tags]


def masked(file: IO[bytes], masks: list[list[str]], longest: int) -> Iterator[str]:
    """The picture as a JPEG with its masks painted over in black, in pieces of base64.

    masks: left, top, width and height in per cent, as decimal numbers. longest: the longer side, in
    pixels. Objection: "broken".
    """
    try:
        with Image.open(file, formats=FORMATS) as found:
            found.draft("RGB", (longest, longest))
            seen = ImageOps.exif_transpose(found)
    except BROKEN as error:
        raise Objection("broken") from error
    seen.thumbnail((longest, longest))
    clean = Image.new("RGB", seen.size, "white")
    if seen.has_transparency_data:
        seen = seen.convert("RGBA")
        clean.paste(seen, mask=seen.getchannel("A"))
    else:
        clean.paste(seen.convert("RGB"))
    paint = ImageDraw.Draw(clean)
    for mask in masks:
        paint.rectangle(_pixels(mask, clean.size), fill="black")
    made = BytesIO()
    clean.save(made, "JPEG", quality=90)
    content = made.getvalue()
    for at in range(0, len(content), SAID):
        yield base64.b64encode(content[at : at + SAID]).decode()


def _pixels(mask: list[str], size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The corners of a mask, each pixel that it touches included."""
    (x, y, width, height), (across, down) = map(Decimal, mask), size
    return (
        floor(x * across / 100),
        floor(y * down / 100),
        ceil((x + width) * across / 100) - 1,
        ceil((y + height) * down / 100) - 1,
    )


# --- films -------------------------------------------------------------------------------------------------


def film(file: IO[bytes]) -> Iterator[int]:
    """When it was made, by its movie header, in seconds since 1904; nothing where it does not say.
    (ISO/IEC 14496-12, 8.2.2)"""
    size = file.seek(0, 2)
    try:
        for name, begin, end in _boxes(file, 0, size):
            if name != b"moov":
                continue
            for inner, at, _end in _boxes(file, begin, end):
                if inner == b"mvhd":
                    file.seek(at)
                    version = file.read(4)[0]
                    yield from struct.unpack(">Q" if version else ">I", file.read(8 if version else 4))
                    return
    except BROKEN:
        return


def _boxes(file: IO[bytes], begin: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """The boxes between two places: name, where the content begins, where it ends. No film has very many."""
    for _box in range(MOST_BOXES):
        if begin + HEADER > end:
            return
        file.seek(begin)
        length, name = struct.unpack(">I4s", file.read(HEADER))
        inside = begin + HEADER
        if length == 1:
            (length,) = struct.unpack(">Q", file.read(8))
            inside += 8
        stop = end if length == 0 else begin + length
        if stop < inside or stop > end:
            return
        yield name, inside, stop
        begin = stop


# --- workbooks and tables ----------------------------------------------------------------------------------


def workbook(file: IO[bytes], most_parts: int, most_unpacked: int) -> Iterator[Any]:
    """Says nothing of a sound one. Objections: "unpacks", "macros", "no workbook" for another archive,
    "broken"."""
    try:
        with ZipFile(file) as archive:
            parts = archive.infolist()
            if len(parts) > most_parts or sum(part.file_size for part in parts) > most_unpacked:
                raise Objection("unpacks")
            if any(_astray(part) or _declares(archive, part) for part in parts):
                raise Objection("broken")
            names = {part.filename.lower() for part in parts}
            if "xl/workbook.xml" not in names:
                raise Objection("no workbook")
            if "[content_types].xml" not in names:
                raise Objection("broken")
            kinds = archive.read("[Content_Types].xml").lower()
    except Objection:
        raise
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error, *BROKEN) as error:
        raise Objection("broken") from error
    if b"macroenabled" in kinds or any(word in part for part in names for word in MACROS):
        raise Objection("macros")
    yield from ()


def _astray(part: ZipInfo) -> bool:
    """Whether it would lie, or lead, outside of the archive."""
    steps = part.filename.replace("\\", "/").split("/")
    return not steps[0] or ".." in steps or stat.S_ISLNK(part.external_attr >> 16)


def _declares(archive: ZipFile, part: ZipInfo) -> bool:
    """Whether it declares entities, in signs of one byte or two. Unpacks it in pieces, to its end: a part
    that is larger than the archive says, or another one, fails here."""
    tail = b""
    with archive.open(part) as stream:
        while piece := stream.read(PIECE):
            tail += piece.replace(b"\0", b"")
            if DECLARED in tail:
                return True
            tail = tail[-len(DECLARED) :]
    return False


def table(file: IO[bytes]) -> Iterator[Any]:
    """Says nothing of text in UTF-8 or GB 18030, throughout. Objection: "broken"."""
    content = file.read()
    if content.translate(None, CONTROLS) == content:
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                content.decode(encoding)
            except UnicodeDecodeError:
                continue
            return
    raise Objection("broken")
    yield
