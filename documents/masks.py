"""How is a part of a picture made unreadable for good, and nothing else taken along?

The masks are painted into a new picture, which has nothing of the old file but what could be seen: no EXIF
with the place of the phone, no comment, no colour profile, no second frame, nothing that was transparent.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from casework.flow import Refused
from documents.filetypes import LOOKERS
from documents.quarantine import Harmful, Objection, lines

# Its longer side, in pixels: enough to read a label by; and enough for half the width of a page.
LONGEST, PRINTED = 4000, 1000
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


def masked(content: bytes, masks: Iterable[Mask]) -> bytes:
    """The picture as a JPEG with its masks painted over in black. Raises Refused where it does not open."""
    return _painted(content, masks, LONGEST)


def to_print(content: bytes) -> bytes:
    """The picture as a JPEG that is small enough for a paper. Raises Refused where it does not open."""
    return _painted(content, (), PRINTED)


def _painted(content: bytes, masks: Iterable[Mask], longest: int) -> bytes:
    sides = [[str(side) for side in mask] for mask in masks]
    try:
        return b"".join(map(b64decode, lines(f"{LOOKERS}:masked", content, sides, longest)))
    except (Objection, Harmful) as harm:
        raise Refused(_("This picture cannot be opened: withhold it, or ask for another one.")) from harm
