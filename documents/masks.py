"""How is a part of a picture made unreadable for good, and nothing else taken along?

The masks are painted into a new picture, which has nothing of the old file but what could be seen: no EXIF
with the place of the phone, no comment, no colour profile, no second frame, nothing that was transparent.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from io import BytesIO
from math import ceil, floor
from typing import IO, NamedTuple

from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageOps

from casework.flow import Refused

# Its longer side, in pixels: enough to read a label by.
LONGEST = 4000
# A mask of less than this on a side, in per cent, covers nothing that anybody reads.
LEAST, WHOLE = Decimal(1), Decimal(100)
CONTENT_TYPE, SUFFIX = "image/jpeg", ".jpg"


class Mask(NamedTuple):
    """A rectangle to be covered, in per cent of the picture as it is seen: left, top, width, height."""

    x: Decimal
    y: Decimal
    width: Decimal
    height: Decimal


def check_masks(masks: Iterable[Mask]) -> None:
    """Refused for a mask that covers nothing, or lies outside the picture, even in part."""
    for place, mask in enumerate(masks, start=1):
        if min(mask.width, mask.height) < LEAST:
            raise Refused(
                _("Mask %(n)d covers nothing: give it at least one per cent of each side.") % {"n": place}
            )
        if min(mask.x, mask.y) < 0 or max(mask.x + mask.width, mask.y + mask.height) > WHOLE:
            raise Refused(
                _("Mask %(n)d lies outside the picture: left + width and top + height are at most 100.")
                % {"n": place}
            )


def masked(content: IO[bytes], masks: Iterable[Mask]) -> BytesIO:
    """The picture as a JPEG with its masks painted over in black. Raises OSError where it does not open."""
    with Image.open(content, formats=("JPEG", "PNG", "WEBP")) as picture:
        picture.draft("RGB", (LONGEST, LONGEST))
        seen = ImageOps.exif_transpose(picture)
    seen.thumbnail((LONGEST, LONGEST))
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
    made.seek(0)
    return made


def _pixels(mask: Mask, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The corners of a mask, each pixel that it touches included."""
    (x, y, width, height), (across, down) = mask, size
    return (
        floor(x * across / 100),
        floor(y * down / 100),
        ceil((x + width) * across / 100) - 1,
        ceil((y + height) * down / 100) - 1,
    )
