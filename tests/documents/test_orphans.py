"""Is a file that no row names removed, and never one that a row names?"""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from documents import orphans
from documents.models import random_name
from monitoring.origins.models.intakes import Intake
from tests.monitoring import walls
from tests.sampling import given

LATER = timedelta(hours=49)


def left_behind() -> str:
    """A file whose transaction did not end."""
    return default_storage.save(random_name(Intake(), "x"), ContentFile(b"left"))


def kept() -> set[str]:
    """The files that lie on the disk."""
    root = Path(default_storage.path(""))
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def test_a_file_that_no_row_names_is_removed_and_the_log_says_so(db, caplog):
    name = left_behind()
    with caplog.at_level(logging.WARNING):
        assert orphans.sweep(timezone.now() + LATER) == 1
    assert name not in kept() and name in caplog.text


def test_one_that_may_still_be_named_is_left_alone(db):
    name = left_behind()
    assert orphans.sweep(timezone.now() + timedelta(hours=47)) == 0 and name in kept()


def test_what_a_row_names_stays_however_old(cast, now):
    walls.intake(cast, now)
    given.delivered_purchase(cast, now)
    before = kept()
    assert len(before) > 3 and orphans.sweep(timezone.now() + timedelta(days=4000)) == 0
    assert kept() == before


def test_what_lies_beside_the_folders_of_tables_is_nobodys_to_remove(db):
    default_storage.save("uploads/ab/film", ContentFile(b"x"))
    default_storage.save("readme.txt", ContentFile(b"x"))
    assert orphans.sweep(timezone.now() + LATER) == 0 and len(kept()) == 2


@pytest.mark.parametrize("together", [1, 2])
def test_all_of_them_are_found_however_many_at_a_time(db, monkeypatch, together):
    monkeypatch.setattr(orphans, "TOGETHER", together)
    for _each in range(3):
        left_behind()
    assert orphans.sweep(timezone.now() + LATER) == 3 and not kept()
