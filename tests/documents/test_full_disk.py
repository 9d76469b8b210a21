"""Is nothing left behind of what does not fit on the disk, and does a sentence say so?"""

from __future__ import annotations

import errno
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.db import OperationalError
from django.urls import reverse
from psycopg2.errors import DiskFull

from casework.api.problems import answer
from casework.flow import Refused
from documents import uploads
from monitoring.risks.models.signals import RiskSignal
from tests.documents.conftest import picture
from tests.monitoring.risks.test_outcomes import SIGNAL

pytestmark = pytest.mark.django_db


def full(*_args: object, **_more: object):
    """A disk that takes one piece and no more."""
    yield b"x" * 9_000
    raise OSError(errno.ENOSPC, "No space left on device")


def test_what_was_written_of_a_file_that_does_not_fit_is_gone(monkeypatch):
    monkeypatch.setattr(ContentFile, "chunks", full)
    with pytest.raises(OSError, match="No space"):
        default_storage.save("half", ContentFile(b"x"))
    assert not Path(default_storage.path("half")).exists()


def test_a_part_of_a_film_that_does_not_fit_leaves_what_had_come(cast, now, monkeypatch, settings, tmp_path):
    settings.UPLOAD_ROOT = tmp_path
    film = uploads.begin(name="a.mp4", size=90_000, by=cast.receiver, now=now)
    monkeypatch.setattr(uploads, "_pieces", full)
    with pytest.raises(OSError, match="No space"):
        uploads.take_chunk(film, offset=0, length=9_000, stream=ContentFile(b"x"), now=now)
    film.refresh_from_db()
    assert film.offset == 0 and uploads.place(film).stat().st_size == 0


def test_a_full_disk_is_a_page_that_says_so_and_nothing_is_kept(cast, at_desk, monkeypatch):
    monkeypatch.setattr(InMemoryUploadedFile, "chunks", full)
    client = at_desk(cast.collector)
    client.raise_request_exception = False
    form = {**SIGNAL, "category": cast.category, "evidence": [picture("a.png")]}
    told = client.post(reverse("signal-new"), form)
    assert told.status_code == 507 and "disk of this installation is full" in told.content.decode()
    assert not RiskSignal.objects.exists()


def of_the_database() -> OperationalError:
    error = OperationalError("could not extend file")
    error.__cause__ = DiskFull()
    return error


def test_a_full_disk_of_the_database_is_a_page_that_says_so(cast, at_desk):
    client = at_desk(cast.collector)
    client.raise_request_exception = False
    with patch.object(RiskSignal, "save", side_effect=of_the_database()):
        told = client.post(reverse("signal-new"), {**SIGNAL, "category": cast.category})
    assert told.status_code == 507 and "disk of this installation is full" in told.content.decode()


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), of_the_database()])
def test_a_full_disk_is_a_problem_document_to_a_program(error):
    said = answer(error, {})
    assert said is not None and said.status_code == 507 and "full" in said.data["detail"]  # type: ignore[attr-defined]
    away = answer(OperationalError("gone"), {})
    assert away is not None and away.status_code == 503
    assert answer(OSError(errno.EIO, "Broken"), {}) is None


def test_an_organisation_has_no_more_on_its_way_than_four_of_its_people_may(cast, now, settings, monkeypatch):
    settings.UPLOAD_QUOTA = 1_000
    monkeypatch.setattr(uploads, "PEOPLE", 1)
    uploads.begin(name="a.mp4", size=900, by=cast.receiver, now=now)
    with pytest.raises(Refused, match="Too much"):
        uploads.begin(name="b.mp4", size=900, by=cast.tester, now=now)
    uploads.begin(name="c.mp4", size=900, by=cast.buyer, now=now)
