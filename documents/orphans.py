"""Which files lie on the disk though no row names them, as a transaction never ended? They are removed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models

logger = logging.getLogger(__name__)
# So many files are looked for in the tables at a time.
TOGETHER = 500


def sweep(now: datetime) -> int:
    """Remove the files that no row names and that have lain for settings.ORPHAN_HOURS; returns how many."""
    root, since = Path(settings.MEDIA_ROOT), now - timedelta(hours=settings.ORPHAN_HOURS)
    fields, gone = named_in(), 0
    found = old(root, {field.model._meta.model_name or "" for field in fields}, since.timestamp())
    while part := list(islice(found, TOGETHER)):
        for name in sorted(set(part) - named(part, fields)):
            size = (root / name).stat().st_size
            (root / name).unlink()
            logger.warning("removed a file that no row names: %s, %d bytes", name, size)
            gone += 1
    return gone


def named_in() -> list[models.FileField]:
    """The fields that name files, of all tables."""
    every = (field for model in apps.get_models() for field in model._meta.local_fields)
    return [field for field in every if isinstance(field, models.FileField)]


def old(root: Path, folders: set[str], before: float) -> Iterator[str]:
    """The names of files in the folders of tables that have lain there since before an instant.

    A film that came in parts is moved here: when, says the change of its entry, not of its content.
    """
    for folder in sorted(folders):
        for path in sorted((root / folder).glob("*/*")):
            if path.is_file() and path.stat().st_ctime < before:
                yield str(path.relative_to(root))


def named(names: list[str], fields: list[models.FileField]) -> set[str]:
    """Those of the names that a row has."""
    found: set[str] = set()
    for field in fields:
        rows = field.model._base_manager.filter(**{f"{field.name}__in": names})
        found |= set(rows.values_list(field.name, flat=True))
    return found
