"""What is sent in as evidence in the demo? Small pictures and papers that say that they are placeholders, and
pages that say that all they tell is invented."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from functools import cache
from io import BytesIO

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

SIZE = (480, 300)
INK, PAPER, FRAME = "#33415c", "#f4f6fa", "#b9c3d6"
# A page of A4 at 120 dots an inch, its margin, and the height of a line.
PAGE, MARGIN, LINE = (992, 1403), 110, 46
FONT = settings.BASE_DIR / "documents" / "fonts" / "WangjianSans-Regular.ttf"


def photo(label: str) -> SimpleUploadedFile:
    """A picture with a label, as PNG."""
    return SimpleUploadedFile(f"{label}.png", _drawn(label, "PNG"), "image/png")


def film(label: str) -> SimpleUploadedFile:
    """A film of nothing, as MP4: a heading and an empty movie."""
    moov = struct.pack(">I4s", 108, b"mvhd") + bytes(100)
    begin = struct.pack(">I", 24) + b"ftypisom\0\0\2\0isommp42"
    content = begin + struct.pack(">I4s", 8 + len(moov), b"moov") + moov
    return SimpleUploadedFile(f"{label}.mp4", content, "video/mp4")


def paper(label: str) -> SimpleUploadedFile:
    """The same as a PDF of one page."""
    return SimpleUploadedFile(f"{label}.pdf", _drawn(label, "PDF"), "application/pdf")


def page(title: str, facts: Iterable[tuple[str, str]], account: str) -> SimpleUploadedFile:
    """A page as an office writes one, as PDF: a title, facts line by line, and what was found."""
    drawn = Image.new("RGB", PAGE, "white")
    draw, (wide, high) = ImageDraw.Draw(drawn), PAGE
    draw.text((wide / 2, MARGIN), title, "black", _font(40), anchor="mm")
    y = MARGIN + 2 * LINE
    for line in (*(f"{label}：{value}" for label, value in facts), "", *account.splitlines()):
        for part in _wrapped(line, wide - 2 * MARGIN):
            draw.text((MARGIN, y), part, "black", _font(24))
            y += LINE
    draw.text((wide / 2, high - MARGIN), "演示文书：单位、人员和内容均为虚构", FRAME, _font(22), anchor="mm")
    content = BytesIO()
    drawn.save(content, "PDF", resolution=120)
    return SimpleUploadedFile(f"{title}.pdf", content.getvalue(), "application/pdf")


def _wrapped(line: str, width: int) -> Iterator[str]:
    """A line in pieces that fit, broken after any character but before none that ends a phrase."""
    piece = ""
    for letter in line:
        if _font(24).getlength(piece + letter) > width and letter not in "，。、；：）":
            yield piece
            piece = ""
        piece += letter
    yield piece


@cache
def _drawn(label: str, form: str) -> bytes:
    picture = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((8, 8, SIZE[0] - 9, SIZE[1] - 9), outline=FRAME, width=2)
    draw.text((SIZE[0] / 2, 130), label, INK, _font(34), anchor="mm")
    draw.text((SIZE[0] / 2, 190), "演示占位图，非真实证据", FRAME, _font(22), anchor="mm")
    content = BytesIO()
    picture.save(content, form)
    return content.getvalue()


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size)
