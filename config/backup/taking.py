"""How is a backup taken while people work? The database first, then each file that it names.

A file is written before the row that names it is committed, is never written again, and goes only where
somebody erases it on purpose. So whatever the database names at one instant lies there afterwards, unless it
was erased meanwhile, and then it is not to come back. The other way round the files of the last minutes would
be missing. What no row names (a file that is just being written) is left out.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from casework.flow import Refused
from config.backup import postgresql
from config.backup.manifest import (
    DIGEST,
    DUMP,
    FORMAT,
    MANIFEST,
    MEDIA,
    UPLOADS,
    Manifest,
    Say,
    described,
    digest_line,
    fingerprints,
    last_line,
    piecewise,
    rows,
)
from documents.models import Upload
from documents.orphans import named_in

# Name in the backup, what opens it, and how many of its bytes; None for all.
Named = tuple[str, Callable[[], Any], int | None]


def back_up(folder: Path, *, now: datetime, say: Say) -> Manifest:
    """Write a backup whole, or leave nothing. Raises Refused."""
    with whole(folder) as part:
        program, major = postgresql.fitting("pg_dump", postgresql.server())
        with one_instant() as snapshot:
            say(_("The database is being written."))
            postgresql.run(
                *(str(program), "--format=custom", f"--snapshot={snapshot}", "--no-password"),
                f"--file={part / DUMP}",
            )
            migrations = sorted(".".join(node) for node in MigrationRecorder(connection).applied_migrations())
            tables, trail, named = rows(), last_line(), list(named_files())
        files, missing = copied(named, part, say)
        manifest = Manifest(
            format=FORMAT,
            made_at=now.isoformat(),
            software=software(),
            postgresql=version_of_server(),
            dumped_by=major,
            migrations=migrations,
            tables=tables,
            trail=trail,
            keys=fingerprints(),
            files={DUMP: described(part / DUMP), **files},
            missing=missing,
        )
        (part / MANIFEST).write_bytes(manifest.written())
        (part / DIGEST).write_bytes(digest_line(manifest.digest))
        for name in (DUMP, MANIFEST, DIGEST):
            sync(part / name)
    return manifest


@contextmanager
def whole(folder: Path) -> Iterator[Path]:
    """A folder beside, which becomes this one at the end; whatever breaks it off, it is removed."""
    part = folder.with_name(f"{folder.name}.part")
    if folder.exists():
        raise Refused(_("%(folder)s is there already: name a folder that is not.") % {"folder": folder})
    try:
        part.mkdir(mode=0o700)
    except FileExistsError as error:
        raise Refused(
            _("%(folder)s is there: another backup is being taken, or one was killed. Then remove it.")
            % {"folder": part}
        ) from error
    except OSError as error:
        said = {"folder": part, "why": error.strerror}
        raise Refused(_("%(folder)s cannot be made: %(why)s.") % said) from error
    try:
        yield part
        for path in (*(each for each in part.rglob("*") if each.is_dir()), part):
            sync(path)
        part.rename(folder)
        sync(folder.parent)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


@contextmanager
def one_instant() -> Iterator[str]:
    """Everything that is read within it, here or by whoever knows the name, is of one instant."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone() or ("",)
        yield snapshot


def named_files() -> Iterator[Named]:
    """The files that rows name, and of films on their way what has come.

    Before an upgrade the database lacks what its new software has more: no row names a file there yet.
    """
    there = columns()
    for each in named_in():
        if (each.model._meta.db_table, each.column) not in there:
            continue
        names = each.model._base_manager.exclude(**{each.name: ""}).values_list(each.name, flat=True)
        for name in names.iterator():
            yield f"{MEDIA}/{name}", partial(default_storage.open, name, "rb"), None
    for path, offset in Upload.objects.filter(used_at=None).values_list("path", "offset").iterator():
        yield f"{UPLOADS}/{path}", partial((Path(settings.UPLOAD_ROOT) / path).open, "rb"), offset


def columns() -> set[tuple[str, str]]:
    """Each column of each table of the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        )
        return set(cursor.fetchall())


def copied(named: Sequence[Named], to: Path, say: Say) -> tuple[dict[str, Any], list[str]]:
    """Copy files: size and digest of each, and the names of those that are not there."""
    files, missing, told = {}, [], 0
    every = {name: (opening, most) for name, opening, most in named}
    for done, (name, (opening, most)) in enumerate(every.items(), 1):
        try:
            files[name] = copy(opening, to / name, most)
        except FileNotFoundError:
            missing.append(name)
        if done * 10 // len(every) > told:
            told = done * 10 // len(every)
            say(_("%(done)s of %(all)s files") % {"done": done, "all": len(every)})
    return files, missing


def copy(opening: Callable[[], Any], to: Path, most: int | None = None, mode: int = 0o600) -> dict[str, Any]:
    """Copy what is opened onto the disk; returns its size and digest."""
    said, size = sha256(), 0
    with opening() as content:
        to.parent.mkdir(parents=True, exist_ok=True)
        with to.open("xb") as kept:
            os.fchmod(kept.fileno(), mode)
            for piece in piecewise(content, most):
                kept.write(piece)
                said.update(piece)
                size += len(piece)
            kept.flush()
            os.fsync(kept.fileno())
    return {"size": size, "sha256": said.hexdigest()}


def sync(path: Path) -> None:
    """What was written to a file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def software() -> dict[str, str]:
    """Version and commit of what runs here; "" for a commit that nobody can tell."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]
    try:
        command = ["git", "-C", str(settings.BASE_DIR), "rev-parse", "HEAD"]
        commit = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        commit = ""
    return {"version": project["version"], "commit": commit}


def version_of_server() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (said,) = cursor.fetchone() or ("",)
    return str(said)
