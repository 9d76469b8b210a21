"""What is sent in as evidence in the demo? Small pictures and papers that say that they are placeholders."""

from __future__ import annotations

import struct
from functools import cache
from io import BytesIO

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

SIZE = (480, 300)
INK, PAPER, FRAME = "#33415c", "#f4f6fa", "#b9c3d6"
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
