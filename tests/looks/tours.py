"""Which pictures do the guided tours show? Each is named by its page: `center-home-buyer.zh.390.webp`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from tests.looks.eyes import DESK, PHONE

FOLDER: Path = settings.BASE_DIR / "docs" / "tours"
PICTURES = FOLDER / "pictures"
LIMIT = 60_000  # bytes of a picture
ALL = 4_000_000  # … and of all of them
LINK = re.compile(r"\]\(\.\./pictures/(([\w-]+)\.(zh|en)(\.390)?\.webp)\)")


class Picture(NamedTuple):
    """sight: portal and name of the page, as str(Sight) with a hyphen; width: of the window, in pixels."""

    file: str
    sight: str
    language: str
    width: int


def texts() -> list[Path]:
    return sorted(FOLDER.glob("*/*.md"))


def pictures() -> list[Picture]:
    """What the tours name, each once."""
    found = {match.groups() for text in texts() for match in LINK.finditer(text.read_text(encoding="utf-8"))}
    return [
        Picture(file, sight, language, PHONE if narrow else DESK) for file, sight, language, narrow in found
    ]
