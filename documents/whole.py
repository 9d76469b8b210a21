"""Where do files lie, and what is left of one that did not fit?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class Whole(FileSystemStorage):
    """The disk: a file is kept whole or not at all, so that a full one is not kept full by what broke off."""

    def _save(self, name: str, content: Any) -> str:
        place = Path(self.path(name))
        if place.exists():  # somebody else's: another name is found for ours
            return str(super()._save(name, content))  # type: ignore[misc]
        try:
            return str(super()._save(name, content))  # type: ignore[misc]
        except OSError:
            place.unlink(missing_ok=True)
            raise
