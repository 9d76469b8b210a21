"""How does a large file come, in chunks, so that nothing acknowledged is lost and nothing is held in memory?

Its parts lie on a disk that all web processes share, settings.UPLOAD_ROOT, whatever storage keeps files. The
row says how many bytes are safe. A chunk is written behind them, synced to the disk, and only then counted: a
process that dies in between leaves bytes that the next chunk overwrites. A row is locked while a chunk is
written, so that two senders of one file come one after the other.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_hex
from typing import Protocol

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.http import UnreadablePostError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation, User, Viewer
from casework.flow import Forbidden, Refused
from documents import quotas
from documents.filetypes import TYPES, VIDEOS, clean_name, limit_of
from documents.models import Upload
from documents.quarantine import is_full
from trail import verbs
from trail.models import write

verbs.register("give up a film", gettext_lazy("Give up a film"))

PIECE = 256 * 1024
# How many people of one organisation may have as much on its way as one may.
PEOPLE = 4


class Stream(Protocol):
    """What a chunk is read from."""

    def read(self, size: int, /) -> bytes: ...


@quotas.counted
def on_their_way(organisation: Organisation, since: datetime) -> QuerySet[Upload]:
    """Films that are not used yet; a used one is the record's."""
    return Upload.objects.waiting().filter(organisation=organisation, touched_at__gte=since)


def place(upload: Upload) -> Path:
    """Where its bytes lie."""
    return Path(settings.UPLOAD_ROOT) / upload.path


@transaction.atomic
def begin(*, name: str, size: int, by: Viewer, now: datetime) -> Upload:
    """Begin to take in a film. Raises Refused where it is too large, of another type, or one too many."""
    called = clean_name(File(None, name=name))
    ending = Path(called).suffix.lower()
    if ending not in VIDEOS or ending not in TYPES:
        raise Refused(_("Only films are sent in parts: send this file with the form."))
    if not 0 < size <= limit_of(ending):
        said = {"name": called, "limit": filesizeformat(limit_of(ending))}
        raise Refused(_("The film %(name)s is empty or larger than %(limit)s: send a shorter one.") % said)
    # Not their keys, which whatever else these people do at the same time looks at when it is done.
    list(User.objects.select_for_update(no_key=True).filter(pk=by.user.pk).values_list("pk"))
    list(Organisation.objects.select_for_update(no_key=True).filter(pk=by.organisation.pk).values_list("pk"))
    waiting = Upload.objects.waiting()
    own, all_theirs = (
        of.aggregate(all=Sum("size"))["all"] or 0
        for of in (waiting.filter(owner=by.user), waiting.filter(organisation=by.organisation))
    )
    if own + size > settings.UPLOAD_QUOTA or all_theirs + size > PEOPLE * settings.UPLOAD_QUOTA:
        raise Refused(_("Too much is on its way already: finish or use what you began to send."))
    quotas.make_room(size, by=by, now=now)
    upload = Upload.objects.create(
        owner=by.user,
        organisation=by.organisation,
        name=called,
        size=size,
        path=token_hex(16),
        touched_at=now,
    )
    place(upload).parent.mkdir(parents=True, exist_ok=True)
    place(upload).touch(mode=0o640)
    return upload


class Elsewhere(Refused):
    """A chunk that does not begin where the last one ended."""


@transaction.atomic
def take_chunk(upload: Upload, *, offset: int, length: int, stream: Stream, now: datetime) -> int:
    """Write a chunk behind what is there; returns how many bytes of the file are safe now.

    What came of a chunk whose connection was cut counts. Raises Elsewhere, and Refused for one too long.
    """
    row = Upload.objects.select_for_update().get(pk=upload.pk)
    if offset != row.offset:
        raise Elsewhere(_("This part does not go on where the last one ended: ask how much has come."))
    if length > settings.UPLOAD_CHUNK or offset + length > row.size:
        raise Refused(_("This part is longer than what is taken at once: send a shorter one."))
    try:
        row.offset = _write(place(row), offset, length, stream)
    except OSError:
        os.truncate(place(row), offset)  # a full disk is left as it was
        raise
    row.touched_at = now
    row.save(update_fields=["offset", "touched_at"])
    upload.offset = row.offset
    return row.offset


def _write(path: Path, offset: int, length: int, stream: Stream) -> int:
    """Write a chunk behind what is there; returns where it ends, once it is on the disk."""
    with path.open("r+b") as file:
        file.seek(offset)
        for piece in _pieces(stream, length):
            file.write(piece)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())
        return file.tell()


def _pieces(stream: Stream, length: int) -> Iterator[bytes]:
    """The bytes of a chunk a piece at a time, as far as they come."""
    while length > 0:
        try:
            piece = stream.read(min(PIECE, length))
        except UnreadablePostError:
            return
        if not piece:
            return
        length -= len(piece)
        yield piece


@transaction.atomic
def give_up(upload: Upload, *, by: Viewer, now: datetime) -> None:
    """Its owner does not want it any more. Raises Refused where it was used meanwhile."""
    row = Upload.objects.select_for_update().waiting().filter(pk=upload.pk).first()
    if row is None:
        raise Refused(_("This film was used already: send it again."))
    detail = {"size": row.size, "come": row.offset}
    write("give up a film", ("organisation", by.organisation.pk), actor=by.actor(), at=now, detail=detail)
    drop(row)


def drop(upload: Upload) -> None:
    """Remove what was sent, and that it was."""
    place(upload).unlink(missing_ok=True)
    upload.delete()


def sweep(now: datetime) -> int:
    """Remove what nobody has gone on with for settings.UPLOAD_HOURS; returns how many."""
    old = Upload.objects.filter(touched_at__lt=now - timedelta(hours=settings.UPLOAD_HOURS))
    gone = list(old)
    for upload in gone:
        drop(upload)
    return len(gone)


class Arrived(File):  # type: ignore[type-arg]
    """A film that has come whole, in place of a file of a form."""

    def __init__(self, upload: Upload) -> None:
        self.upload = upload
        super().__init__(place(upload).open("rb"), name=upload.name)
        self.size = upload.size
        self.linked = place(upload).with_suffix(f".{token_hex(8)}")

    def claim(self, by: object, now: datetime) -> None:
        """Put it to use for its owner. Raises Forbidden for anybody else's, Refused if it was used."""
        own = isinstance(by, Viewer) and by.user.pk == self.upload.owner_id
        if not own:
            raise Forbidden(_("Somebody else sent this film."))
        if not Upload.objects.waiting().filter(pk=self.upload.pk).update(used_at=now, touched_at=now):
            raise Refused(_("This film was used already: send it again."))

    def temporary_file_path(self) -> str:
        """A second name of the same bytes, which a storage on this disk moves to their place: an action that
        is undone leaves the first. Where the disk has no second names, a copy of them."""
        if not self.linked.exists():
            try:
                os.link(place(self.upload), self.linked)
            except OSError as error:
                if is_full(error):
                    raise
                shutil.copyfile(place(self.upload), self.linked)
        return str(self.linked)

    def discard(self) -> None:
        """Take what came from the disk, where it was not moved to its place."""
        self.close()
        place(self.upload).unlink(missing_ok=True)


def claim(file: File[bytes], by: object, now: datetime) -> None:
    """Put a film that came in parts to use, once, and for its owner alone."""
    if isinstance(file, Arrived):
        file.claim(by, now)
