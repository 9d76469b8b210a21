"""When was a picture or film taken, by what it says of itself?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.core.files import File
from django.utils import timezone

from documents.filetypes import LOOKERS
from documents.quarantine import lines
from trail.days import in_range

EPOCH = datetime(1904, 1, 1, tzinfo=UTC)  # of the times in an MP4


def captured(file: File[bytes], content_type: str) -> datetime | None:
    """The instant of the capture, None where the file says none or nonsense. The file is rewound.

    A picture without its offset from UTC was taken by a clock of the installation's time zone.
    """
    try:
        found = None
        if content_type.startswith("image/"):
            found = _of_picture(*next(lines(f"{LOOKERS}:taken", file)))
        if content_type == "video/mp4":
            seconds = next(lines(f"{LOOKERS}:film", file), 0)
            found = EPOCH + timedelta(seconds=seconds) if seconds else None
        return found if found and in_range(found) else None
    except (ValueError, OverflowError):
        return None
    finally:
        file.seek(0)


def _of_picture(at: str, offset: str) -> datetime | None:
    if not at:
        return None
    if offset:
        return datetime.strptime(f"{at} {offset}", "%Y:%m:%d %H:%M:%S %z")
    return timezone.make_aware(datetime.strptime(at, "%Y:%m:%d %H:%M:%S"))  # noqa: DTZ007
