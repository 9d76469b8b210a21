"""When was a picture or film taken, by what it says of itself?"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import IO

from django.core.files import File
from django.utils import timezone
from PIL import ExifTags, Image

from trail.days import in_range

EPOCH = datetime(1904, 1, 1, tzinfo=UTC)  # of the times in an MP4
HEADER = 8


def captured(file: File[bytes], content_type: str) -> datetime | None:
    """The instant of the capture, None where the file says none or nonsense. The file is rewound.

    A picture without its offset from UTC was taken by a clock of the installation's time zone.
    """
    file.seek(0)
    try:
        found = None
        if content_type.startswith("image/"):
            found = _of_picture(file)
        if content_type == "video/mp4":
            found = _of_film(file, file.size)
        return found if found and in_range(found) else None
    except (OSError, ValueError, OverflowError, SyntaxError, struct.error, KeyError, TypeError):
        return None
    finally:
        file.seek(0)


def _of_picture(file: File[bytes]) -> datetime | None:
    with Image.open(file) as picture:
        said = picture.getexif().get_ifd(ExifTags.IFD.Exif)
    at, offset = said.get(ExifTags.Base.DateTimeOriginal), said.get(ExifTags.Base.OffsetTimeOriginal)
    if not at:
        return None
    if offset:
        return datetime.strptime(f"{at} {offset}", "%Y:%m:%d %H:%M:%S %z")
    return timezone.make_aware(datetime.strptime(str(at), "%Y:%m:%d %H:%M:%S"))  # noqa: DTZ007


def _of_film(file: IO[bytes], size: int) -> datetime | None:
    """The creation time of the movie header (ISO/IEC 14496-12, 8.2.2)."""
    for name, begin, end in _boxes(file, 0, size):
        if name != b"moov":
            continue
        for inner, at, _end in _boxes(file, begin, end):
            if inner == b"mvhd":
                file.seek(at)
                version = file.read(4)[0]
                (seconds,) = struct.unpack(">Q" if version else ">I", file.read(8 if version else 4))
                return EPOCH + timedelta(seconds=seconds) if seconds else None
    return None


def _boxes(file: IO[bytes], begin: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """The boxes between two places: name, where the content begins, where it ends."""
    while begin + HEADER <= end:
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
