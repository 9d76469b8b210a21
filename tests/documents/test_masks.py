"""Is what a mask covers gone for good, and is nothing taken along that could not be seen?"""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

from casework.flow import Refused
from documents.masks import LONGEST, Mask, check_masks, masked

CANARY = "zqcanary 30.2741N 120.1551E"


def mask(*sides: str) -> Mask:
    return Mask(*(Decimal(side) for side in sides))


def photographed_by_a_phone(size: tuple[int, int] = (100, 50), turned: int = 1) -> bytes:
    """A JPEG with the place of the phone, a comment and its orientation."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = turned
    exif[ExifTags.Base.ImageDescription] = CANARY
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (30.0, 16.0, 26.0)
    made = io.BytesIO()
    Image.new("RGB", size, "white").save(made, "JPEG", exif=exif, comment=CANARY.encode())
    return made.getvalue()


def opened(made: bytes) -> Image.Image:
    return Image.open(io.BytesIO(made))


def shade(picture: Image.Image, x: int, y: int) -> int:
    """How light a picture is at a place: 0 is black, 255 white."""
    return picture.convert("L").tobytes()[y * picture.width + x]


def test_nothing_of_the_file_is_taken_along_but_what_is_seen():
    source = photographed_by_a_phone()
    assert CANARY.encode() in source and opened(source).getexif()
    copy = masked(source, [])
    assert CANARY.encode() not in copy
    assert not opened(copy).getexif() and not opened(copy).info.get("comment")


def test_a_mask_covers_its_rectangle_and_nothing_else():
    copy = opened(masked(photographed_by_a_phone(), [mask("10", "20", "30", "40")]))
    dark = [shade(copy, *at) < 60 for at in ((12, 12), (38, 28), (25, 20))]
    light = [shade(copy, *at) > 200 for at in ((2, 2), (60, 20), (25, 45))]
    assert all(dark) and all(light)


def test_a_mask_lies_where_it_was_seen_when_the_phone_was_turned():
    copy = opened(masked(photographed_by_a_phone(turned=6), [mask("0", "0", "50", "50")]))
    assert copy.size == (50, 100)
    assert shade(copy, 5, 5) < 60 and shade(copy, 45, 95) > 200


def test_what_was_transparent_does_not_come_to_light():
    hidden = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    source, said = io.BytesIO(), PngInfo()
    said.add_text("Comment", CANARY)
    hidden.save(source, "PNG", pnginfo=said)
    copy = masked(source.getvalue(), [])
    assert shade(opened(copy), 10, 10) == 255 and CANARY.encode() not in copy


def test_a_huge_picture_comes_out_in_a_size_that_is_enough():
    source = io.BytesIO()
    Image.new("L", (LONGEST * 2, 10), "white").save(source, "PNG")
    assert opened(masked(source.getvalue(), [])).size == (LONGEST, 5)


@pytest.mark.parametrize(
    ("sides", "why"),
    [
        (("10", "10", "0", "20"), "covers nothing"),
        (("10", "10", "20", "0.5"), "covers nothing"),
        (("10", "10", "-5", "20"), "covers nothing"),
        (("-1", "10", "20", "20"), "outside the picture"),
        (("10", "100", "20", "20"), "outside the picture"),
        (("90", "10", "10.01", "20"), "outside the picture"),
    ],
)
def test_a_mask_that_covers_nothing_or_lies_outside_is_refused(sides, why):
    with pytest.raises(Refused, match=f"Mask 2.*{why}"):
        check_masks([mask("0", "0", "100", "100"), mask(*sides)])
