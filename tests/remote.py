"""What if files are kept elsewhere? A storage without paths, as in a network; a folder stands for it."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage

REMOTE = {"BACKEND": "tests.remote.Remote"}


class Remote(Storage):
    """What it gives out is a copy, and what it is given it reads to the end, as it came."""

    def __init__(self, place: str = "") -> None:
        self.place = place

    def at(self, name: str) -> Path:
        return Path(self.place or settings.MEDIA_ROOT) / name

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        return File(BytesIO(self.at(name).read_bytes()), name)

    def _save(self, name: str, content: Any) -> str:
        self.at(name).parent.mkdir(parents=True, exist_ok=True)
        with self.at(name).open("xb") as kept:
            kept.write(b"".join(content.chunks()))
        return name

    def delete(self, name: str) -> None:
        self.at(name).unlink(missing_ok=True)

    def exists(self, name: str) -> bool:
        return self.at(name).exists()

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        lying = list(self.at(path).iterdir())
        return [p.name for p in lying if p.is_dir()], [p.name for p in lying if not p.is_dir()]

    def size(self, name: str) -> int:
        return self.at(name).stat().st_size

    def get_modified_time(self, name: str) -> datetime:
        return datetime.fromtimestamp(self.at(name).stat().st_mtime, UTC)
