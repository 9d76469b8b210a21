"""Is a file kept as it was sent, on record for good, and shown to nobody whom it does not concern?"""

from __future__ import annotations

import hashlib
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from accounts.models import System, Viewer
from accounts.roles import Kind
from casework.flow import Refused
from casework.models import Record
from documents.actions import attach
from documents.models import Attachment, Reach
from tests.cast import Cast
from tests.documents.conftest import let_in, picture
from trail.models import Event

pytestmark = pytest.mark.django_db


def seen(matter: Record, *viewers: Viewer) -> list[bool]:
    return [Attachment.objects.of(matter, viewer).exists() for viewer in viewers]


def test_a_file_is_kept_with_its_digest_under_a_name_that_tells_nothing(
    cast: Cast, matter: Record, now: datetime
) -> None:
    content = picture().read()
    kept = attach(matter, picture("屏幕截图.png"), "shot_shop", by=cast.buyer, now=now)
    assert (kept.name, kept.size, kept.content_type) == ("屏幕截图.png", len(content), "image/png")
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert (kept.uploaded_by, kept.organisation) == (cast.buyer.user, cast.center)
    assert "屏幕" not in str(kept.file.name) and "." not in str(kept.file.name)
    with kept.file.open() as file:
        assert file.read() == content


def test_the_trail_tells_of_a_file_but_not_what_it_was_called(
    cast: Cast, matter: Record, now: datetime
) -> None:
    kept = attach(matter, picture("Li Lei, 7 Lake Road.png"), "shot_order", by=cast.buyer, now=now)
    event = Event.objects.of("record", matter.pk)[0]
    assert (event.verb, event.actor_id, event.at) == ("attach a file", cast.buyer.user.pk, now)
    assert event.detail == {"kind": "shot_order", "sha256": kept.sha256, "size": kept.size}


def test_the_system_can_keep_a_file(matter: Record, now: datetime) -> None:
    kept = attach(matter, picture(), "import", by=System(), now=now)
    assert (str(kept), kept.uploaded_by, kept.organisation) == ("photo.png", None, None)


def test_a_refused_file_leaves_nothing_behind(
    cast: Cast, matter: Record, now: datetime, settings, tmp_path
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    with pytest.raises(Refused):
        attach(matter, SimpleUploadedFile("a.png", b"<svg/>"), "photo", by=cast.buyer, now=now)
    assert not Attachment.objects.exists()
    assert not Event.objects.filter(verb="attach a file").exists()
    assert not list(tmp_path.iterdir())


def test_regulators_and_the_center_see_the_files_of_records_in_their_scope(
    cast: Cast, matter: Record, now: datetime
) -> None:
    attach(matter, picture(), "photo", by=cast.buyer, now=now)
    assert seen(matter, cast.buyer, cast.organiser, cast.planner, cast.nation_officer) == [True] * 4
    assert seen(matter, cast.other_buyer, cast.other_planner, cast.county_officer) == [False] * 3


def test_a_platform_sees_only_its_own_files_and_those_shared(
    cast: Cast, matter: Record, now: datetime
) -> None:
    attach(matter, picture(), "photo", by=cast.buyer, now=now)
    let_in(matter, Kind.PLATFORM, now)
    assert seen(matter, cast.quality_officer) == [False]
    own = attach(matter, picture(), "measure", by=cast.quality_officer, now=now)
    shared = attach(matter, picture(), "photo", by=cast.buyer, now=now, shared=True)
    assert list(Attachment.objects.of(matter, cast.quality_officer)) == [own, shared]
    assert Attachment.objects.of(matter, cast.compiler).count() == 3


def test_a_shared_file_is_not_seen_by_a_platform_that_was_not_admitted(
    cast: Cast, matter: Record, now: datetime
) -> None:
    attach(matter, picture(), "photo", by=cast.buyer, now=now, shared=True)
    assert seen(matter, cast.quality_officer, cast.other_quality_officer, cast.tester) == [False] * 3


def test_a_private_file_is_seen_by_the_senders_organisation_alone(
    cast: Cast, matter: Record, now: datetime
) -> None:
    attach(matter, picture(), "shot_order", by=cast.buyer, now=now, private=True)
    let_in(matter, Kind.PLATFORM, now)
    assert seen(matter, cast.buyer, cast.organiser) == [True] * 2
    assert seen(matter, cast.planner, cast.nation_officer, cast.quality_officer) == [False] * 3


@pytest.mark.guarded
def test_a_file_on_record_can_be_shared_later_but_not_changed_or_deleted(
    cast: Cast, matter: Record, now: datetime
) -> None:
    kept = attach(matter, picture(), "photo", by=cast.buyer, now=now)
    found = Attachment.objects.filter(pk=kept.pk)
    assert found.update(reach=Reach.PARTIES) == 1
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        found.update(sha256="0" * 64)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        kept.delete()
