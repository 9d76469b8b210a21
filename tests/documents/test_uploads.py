"""Does a film come in parts, with nothing acknowledged lost, for its owner alone, and within limits?"""

from __future__ import annotations

import io
from base64 import b64encode
from contextlib import closing
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.http import UnreadablePostError
from django.urls import reverse

from casework.flow import Forbidden, Refused
from documents import uploads
from documents.actions import attach
from documents.models import Attachment, Upload
from tests.documents.test_checks import MP4
from tests.sampling import given

FILM = MP4 + bytes(range(256)) * 400
PART = 40_000


@pytest.fixture(autouse=True)
def _small(settings, tmp_path):
    settings.UPLOAD_CHUNK, settings.UPLOAD_ROOT = PART, tmp_path / "uploads"


def begun(client, name="film.mp4", size=0):
    said = f"filename {b64encode(name.encode()).decode()}"
    headers = {"Upload-Length": str(size or len(FILM)), "Upload-Metadata": said}
    return client.post(reverse("uploads"), headers=headers)


def part(client, address, at, content=None):
    return client.patch(
        address,
        FILM[at : at + PART] if content is None else content,
        content_type="application/offset+octet-stream",
        headers={"Upload-Offset": str(at)},
    )


def brought(client):
    """A film sent whole; its row."""
    address, at = begun(client)["Location"], 0
    while at < len(FILM):
        at = int(part(client, address, at)["Upload-Offset"])
    return Upload.objects.latest("pk")


def test_a_film_comes_in_parts_and_says_how_much_has_come(cast, at_desk):
    client = at_desk(cast.verifier)
    address = begun(client)["Location"]
    assert client.head(address)["Upload-Offset"] == "0"
    assert part(client, address, 0).status_code == 204
    answer = client.head(address)
    assert (answer["Upload-Offset"], answer["Upload-Length"]) == (str(PART), str(len(FILM)))
    assert answer["Tus-Resumable"] == "1.0.0"


def test_a_part_that_does_not_go_on_is_refused_and_changes_nothing(cast, at_desk):
    client = at_desk(cast.verifier)
    address = begun(client)["Location"]
    part(client, address, 0)
    for at in (0, PART - 1, PART + 1):
        answer = part(client, address, at)
        assert answer.status_code == 409 and answer["Upload-Offset"] == str(PART)
    assert part(client, address, PART, bytes(PART + 1)).status_code == 413
    assert client.patch(address, b"x", content_type="text/plain").status_code == 415
    assert client.head(address)["Upload-Offset"] == str(PART)


def test_what_came_of_a_part_before_the_connection_was_cut_counts(cast, now):
    upload = uploads.begin(name="film.mp4", size=len(FILM), by=cast.verifier, now=now)

    class Cut(io.BytesIO):
        def read(self, size=-1):
            piece = super().read(10_000)
            if self.tell() > 20_000:
                raise UnreadablePostError("cut")
            return piece

    come = uploads.take_chunk(upload, offset=0, length=PART, stream=Cut(FILM), now=now)
    assert come == 20_000 == Upload.objects.get().offset
    rest = io.BytesIO(FILM[come:])
    uploads.take_chunk(upload, offset=come, length=PART, stream=rest, now=now)
    assert uploads.place(upload).read_bytes() == FILM[: come + PART]


def test_a_process_that_dies_within_a_part_loses_nothing_that_was_acknowledged(cast, now):
    upload = uploads.begin(name="film.mp4", size=len(FILM), by=cast.verifier, now=now)
    uploads.take_chunk(upload, offset=0, length=PART, stream=io.BytesIO(FILM), now=now)
    with uploads.place(upload).open("ab") as file:
        file.write(b"bytes that nobody acknowledged")
    while upload.offset < len(FILM):
        at = upload.offset
        length = min(PART, len(FILM) - at)
        uploads.take_chunk(upload, offset=at, length=length, stream=io.BytesIO(FILM[at:]), now=now)
    assert uploads.place(upload).read_bytes() == FILM


def test_a_film_that_came_whole_takes_the_place_of_a_file_and_is_not_copied(cast, now, at_desk, matter):
    upload = brought(at_desk(cast.organiser))
    node = uploads.place(upload).stat().st_ino
    kept = attach(matter, uploads.Arrived(upload), "unpacking", by=cast.organiser, now=now)
    assert (kept.sha256, kept.size, kept.name) == (sha256(FILM).hexdigest(), len(FILM), "film.mp4")
    assert Path(kept.file.path).stat().st_ino == node
    with pytest.raises(Refused, match="used already"):
        attach(matter, uploads.Arrived(upload), "unpacking", by=cast.organiser, now=now)


def test_only_its_owner_goes_on_with_a_film_and_uses_it(cast, now, at_desk, matter):
    upload = brought(at_desk(cast.verifier))
    address = reverse("upload", args=[upload.token])
    assert at_desk(cast.buyer).head(address).status_code == 404
    assert at_desk(cast.buyer).delete(address).status_code == 404
    with pytest.raises(Forbidden):
        attach(matter, uploads.Arrived(upload), "unpacking", by=cast.organiser, now=now)
    assert not Attachment.objects.exists()
    assert at_desk(cast.verifier).delete(address).status_code == 204
    assert not uploads.place(upload).exists() and not Upload.objects.exists()


@pytest.mark.parametrize(
    ("name", "size"), [("a.exe", 10), ("a.png", 10), ("a.mp4", 10**12), ("a.mp4", 10**20), ("", 10)]
)
def test_what_is_no_film_or_too_large_is_not_begun(cast, at_desk, name, size):
    answer = begun(at_desk(cast.verifier), name, size)
    assert answer.status_code == 413 and answer.text.endswith(".")
    assert not Upload.objects.exists()


def test_a_person_has_so_much_on_its_way_and_no_more(cast, at_desk, settings):
    settings.UPLOAD_QUOTA = 2 * len(FILM)
    client = at_desk(cast.verifier)
    assert [begun(client).status_code for _time in range(3)] == [201, 201, 413]
    assert begun(at_desk(cast.buyer)).status_code == 201


def test_what_nobody_goes_on_with_is_swept_up_after_a_day(cast, now):
    old = uploads.begin(name="a.mp4", size=10, by=cast.verifier, now=now - timedelta(hours=25))
    new = uploads.begin(name="b.mp4", size=10, by=cast.verifier, now=now - timedelta(hours=23))
    assert uploads.sweep(now) == 1
    assert list(Upload.objects.all()) == [new]
    assert not uploads.place(old).exists() and uploads.place(new).exists()


@pytest.mark.parametrize("metadata", ["", "filename", "filename ***", "other x"])
def test_a_name_that_cannot_be_read_is_refused(cast, at_desk, metadata):
    headers = {"Upload-Length": "10", "Upload-Metadata": metadata}
    assert at_desk(cast.verifier).post(reverse("uploads"), headers=headers).status_code == 413


def test_the_form_names_a_film_that_came_by_its_token(cast, now, at_desk):
    from_here = at_desk(cast.verifier)
    upload = brought(from_here)
    purchase = given.delivered_purchase(cast, now)
    url = reverse("purchase-step", args=[purchase.number, "check"])
    assert from_here.post(url, {"unpacking_upload": "unknown"}).status_code == 422
    assert from_here.post(url, {"unpacking_upload": upload.token}).status_code == 302
    kept = purchase.attachments.get(kind="unpacking")
    assert (kept.sha256, kept.content_type) == (sha256(FILM).hexdigest(), "video/mp4")


@pytest.mark.django_db(transaction=True)
def test_a_film_is_begun_while_what_the_same_person_sent_is_being_kept(cast, now):
    """What is kept names its sender: the row of the person is looked at until then, and not to be changed."""
    beside = connection.copy()
    with closing(beside), transaction.atomic():
        beside.set_autocommit(False)
        with beside.cursor() as cursor:
            cursor.execute("SELECT 1 FROM accounts_user WHERE id = %s FOR KEY SHARE", [cast.verifier.user.pk])
        connection.cursor().execute("SET LOCAL lock_timeout = '2s'")
        assert uploads.begin(name="a.mp4", size=9, by=cast.verifier, now=now)
