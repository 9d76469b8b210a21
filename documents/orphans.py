"""Which files are kept though no row names them, as a transaction never ended? They are removed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models

logger = logging.getLogger(__name__)
# So many files are looked for in the tables at a time.
TOGETHER = 500


def sweep(now: datetime) -> int:
    """Remove the files that no row names and that have lain for settings.ORPHAN_HOURS; returns how many."""
    since = now - timedelta(hours=settings.ORPHAN_HOURS)
    fields, gone = named_in(), 0
    found = old({field.model._meta.model_name or "" for field in fields}, since)
    while part := list(islice(found, TOGETHER)):
        for name in sorted(set(part) - named(part, fields)):
            size = default_storage.size(name)
            default_storage.delete(name)
            logger.warning("removed a file that no row names: %s, %d bytes", name, size)
            gone += 1
    return gone


def named_in() -> list[models.FileField]:
    """The fields that name files, of all tables."""
    every = (field for model in apps.get_models() for field in model._meta.local_fields)
    return [field for field in every if isinstance(field, models.FileField)]


def old(folders: set[str], before: datetime) -> Iterator[str]:
    """The names of files in the folders of tables that have lain there since before an instant."""
    for folder in sorted(folders):
        for part in sorted(_listed(folder)[0]):
            for name in sorted(_listed(f"{folder}/{part}")[1]):
                if _kept_since(path := f"{folder}/{part}/{name}") < before:
                    yield path


def _listed(folder: str) -> tuple[list[str], list[str]]:
    """The folders and files in a folder of the storage; none where it is not there."""
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []


def _kept_since(name: str) -> datetime:
    """A film that came in parts is moved to its place: when, says on a disk the change of its entry, not of
    its content. Other storages know only when they were given it."""
    try:
        return default_storage.get_created_time(name)
    except NotImplementedError:
        return default_storage.get_modified_time(name)


def named(names: list[str], fields: list[models.FileField]) -> set[str]:
    """Those of the names that a row has."""
    found: set[str] = set()
    for field in fields:
        rows = field.model._base_manager.filter(**{f"{field.name}__in": names})
        found |= set(rows.values_list(field.name, flat=True))
    return found
