"""Where on this disk does a kept file lie, for a reader that needs a path? Storages may keep it elsewhere."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.storage import Storage
from django.db.models.fields.files import FieldFile


@contextmanager
def on_disk(file: FieldFile) -> Iterator[Path]:
    """A path of its content: the file itself where the storage has one on this disk, else a copy of which
    nothing is left afterwards. Only read: what is kept is never written again."""
    if (own := path_of(file.storage, str(file.name))) is not None:
        yield own
        return
    with tempfile.NamedTemporaryFile(prefix="wangjian-") as copy:
        with file.storage.open(str(file.name), "rb") as content:
            shutil.copyfileobj(content, copy)
        copy.flush()
        yield Path(copy.name)


def path_of(storage: Storage, name: str) -> Path | None:
    """Where a storage keeps a file on this disk; None for one that keeps it elsewhere."""
    try:
        return Path(storage.path(name))
    except NotImplementedError:
        return None
