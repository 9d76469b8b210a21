"""Is all that was sent in read where a storage has no path on this disk, and is no copy left behind?"""

from __future__ import annotations

import tempfile
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from documents import orphans, uploads
from documents.actions import attach
from documents.disk import on_disk
from documents.models import random_name
from documents.views import sent
from monitoring.origins.models.intakes import Intake
from monitoring.risks.models.signals import RiskSignal
from registers.entries.models import RegisterFile
from tests.documents import test_uploads as films
from tests.documents.conftest import picture
from tests.monitoring.imports import test_columns as columns
from tests.registers import test_files as entries
from tests.registers.test_files import desk as desk
from tests.remote import REMOTE
from tests.sampling import given
from tests.sampling.listings import test_offers as offers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def elsewhere(settings, tmp_path, monkeypatch):
    """Files are kept elsewhere; of what is copied here to be read nothing stays."""
    settings.STORAGES = {**settings.STORAGES, "default": REMOTE}
    settings.UPLOAD_CHUNK, settings.UPLOAD_ROOT = films.PART, tmp_path / "uploads"
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "copies"))
    (tmp_path / "copies").mkdir()
    yield
    with pytest.raises(NotImplementedError):
        default_storage.path("anything")
    assert not list((tmp_path / "copies").glob("wangjian-*"))


def test_a_reader_gets_a_path_whose_file_is_gone_afterwards(cast, now, matter):
    kept = attach(matter, picture("a.png"), "photo", by=cast.organiser, now=now)
    with on_disk(kept.file) as path:
        assert sha256(path.read_bytes()).hexdigest() == kept.sha256
    assert not path.exists()


def test_the_columns_of_a_list_are_asked_about_and_it_is_taken_in(cast, at_desk):
    columns.said(at_desk, cast.collector)
    assert set(RiskSignal.objects.values_list("product", flat=True)) == {"电热水壶", "充电宝"}


def test_a_file_of_a_register_is_tried_and_taken_in(cast, desk):
    file = entries.taken_in(desk, f"{entries.HEADER}\nGB 1-2020,One,2020-01-01,\n,Nameless,,\n")
    assert entries.counted(file) == (1, 0, 0, 1)
    assert "Nameless" in entries.refused(desk, file)[-1]
    assert RegisterFile.objects.get().file.storage.exists(str(file.file.name))


def test_offers_come_in_from_a_file(cast, now):
    scheme = given.empty_scheme(cast, now)
    kept = offers.sent(scheme, cast, now, offers.FILES["xlsx"](), "offers.xlsx")
    assert (kept.good, kept.refused, scheme.listings.count()) == (3, 1, 3)


def test_a_film_in_parts_comes_whole_and_is_handed_out(cast, now, at_desk, matter):
    film = films.brought(at_desk(cast.organiser))
    kept = attach(matter, uploads.Arrived(film), "unpacking", by=cast.organiser, now=now)
    assert kept.sha256 == sha256(films.FILM).hexdigest()
    answer = sent(kept.file, kept.content_type, kept.name)
    assert b"".join(answer.streaming_content) == films.FILM  # type: ignore[attr-defined]


def test_what_no_row_names_is_swept_up_and_the_rest_stays(cast, now, matter):
    attach(matter, picture("a.png"), "photo", by=cast.organiser, now=now)
    default_storage.save(random_name(Intake(), "x"), ContentFile(b"left"))
    assert orphans.sweep(timezone.now() + timedelta(hours=49)) == 1
    assert orphans.sweep(timezone.now() + timedelta(days=4000)) == 0


def test_a_disk_without_second_names_of_files_keeps_a_copy(cast, now, at_desk, matter, monkeypatch, settings):
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "documents.whole.Whole"}}
    monkeypatch.setattr("os.link", lambda *_paths: (_ for _ in ()).throw(PermissionError("no links")))
    film = films.brought(at_desk(cast.organiser))
    kept = attach(matter, uploads.Arrived(film), "unpacking", by=cast.organiser, now=now)
    assert Path(kept.file.path).read_bytes() == films.FILM == uploads.place(film).read_bytes()
    settings.STORAGES = {**settings.STORAGES, "default": REMOTE}
