"""How does an empty installation become the one of a backup? Verified first, and then whole or not at all.

The files come first; the database in one transaction, without any rights, so that the application can read
nothing of it before its rows have been counted and `migrate` has given it its rights. Last, a line of the
trail says which backup it was and from when: whoever restores an old one leaves a gap that everybody can see.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.cached_db import KEY_PREFIX
from django.contrib.sessions.models import Session
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from redis.exceptions import RedisError

from casework.flow import Refused
from config.backup import postgresql
from config.backup.manifest import DUMP, MEDIA, UPLOADS, Manifest, Say, last_line, measured, rows, verified
from config.backup.taking import copy
from config.operation.probes import broker
from config.rights import APPLICATION
from documents.disk import path_of
from trail import verbs
from trail.models import SYSTEM, Event, write

RESTORED = "restore the installation"
verbs.register(RESTORED, gettext_lazy("Installation restored from a backup"))

ROLE = f"""
DO $$ BEGIN
    CREATE ROLE {APPLICATION} NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""
HOLDS = """
SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'm', 'p')
"""


@dataclass(frozen=True)
class Restored:
    """What was restored. event: the line of the trail. migrated: what it had not been through yet."""

    manifest: Manifest
    event: Event
    migrated: list[str]


def restore(folder: Path, *, expected: str, now: datetime, say: Say) -> Restored:
    """Make the installation of a backup out of an empty one. Raises Refused."""
    is_empty()
    manifest = verified(folder, expected=expected, say=say)
    program, _major = postgresql.fitting("pg_restore", max(postgresql.server(), manifest.dumped_by))
    with ExitStack() as undone:
        put_files(folder, manifest, undone)
        say(_("The database is being restored."))
        with connection.cursor() as cursor:
            cursor.execute(ROLE)
        postgresql.run(
            *(str(program), "--single-transaction", "--exit-on-error", "--no-password"),
            *("--no-owner", "--no-privileges", "--no-comments"),
            *(f"--dbname={connection.settings_dict['NAME']}", str(folder / DUMP)),
        )
        is_what_was_counted(manifest)
        undone.pop_all()
    migrated = unapplied()
    call_command("migrate", verbosity=0, interactive=False)
    end_sessions(say)
    return Restored(manifest, told(manifest, migrated, now), migrated)


def is_empty() -> None:
    """Neither the database nor the folders hold anything. Raises Refused."""
    with connection.cursor() as cursor:
        cursor.execute(HOLDS)
        if cursor.fetchone() != (0,):
            raise Refused(
                _("The database is not empty: restore into a new one, as the runbook says. Nothing was done.")
            )
    if any(not path.is_dir() for path in Path(settings.UPLOAD_ROOT).rglob("*")):
        raise _holds_files(settings.UPLOAD_ROOT)
    if _holds_any(""):
        raise _holds_files(path_of(default_storage, "") or settings.FILE_STORAGE)


def _holds_files(place: object) -> Refused:
    return Refused(
        _("The folder %(folder)s is not empty: move what it holds elsewhere. Nothing was done.")
        % {"folder": place}
    )


def _holds_any(folder: str) -> bool:
    """Whether a file lies in a folder of the storage, at whatever depth."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return False
    return bool(files) or any(_holds_any(f"{folder}/{name}" if folder else name) for name in folders)


def put_files(folder: Path, manifest: Manifest, undone: ExitStack) -> None:
    """Copy the files to where the installation keeps them. undone: what is done where it ends early."""
    for name, said in manifest.files.items():
        top, _slash, rest = name.partition("/")
        if top not in (MEDIA, UPLOADS):
            continue
        place = Path(settings.UPLOAD_ROOT) / rest if top == UPLOADS else path_of(default_storage, rest)
        if place is None:
            undone.callback(default_storage.delete, rest)
            found = _given(folder / name, rest)
        else:
            undone.callback(place.unlink, missing_ok=True)
            opening = partial((folder / name).open, "rb")
            found = copy(opening, place, mode=settings.FILE_UPLOAD_PERMISSIONS)
        if found != said:
            raise Refused(_("%(name)s was altered since the backup was made.") % {"name": name})


def _given(path: Path, name: str) -> dict[str, Any]:
    """Give a file to a storage that is not a disk; what lies there then."""
    with path.open("rb") as content:
        kept = default_storage.save(name, File(content))
    if kept != name:
        default_storage.delete(kept)
        raise _holds_files(settings.FILE_STORAGE)
    with default_storage.open(name, "rb") as content:
        return measured(content)


def is_what_was_counted(manifest: Manifest) -> None:
    """Each table has as many rows as it had, and the trail ends where it ended. Raises Refused."""
    there = rows()
    other = sorted(
        name for name in there.keys() | manifest.tables if there.get(name) != manifest.tables.get(name)
    )
    if last_line() != manifest.trail:
        other.append("trail_event")
    if other:
        raise Refused(
            _(
                "The database is not what the manifest says (%(tables)s). The application was given no rights"
                " on it: drop it, and take another backup."
            )
            % {"tables": ", ".join(other)}
        )


def unapplied() -> list[str]:
    """The migrations that this software has and the database has not been through."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def end_sessions(say: Say) -> None:
    """Whoever was logged in logs in anew: since then somebody may have ended it, or the person have left."""
    Session.objects.all().delete()
    try:
        with broker() as server:
            for key in server.scan_iter(match=f"*{KEY_PREFIX}*"):
                server.delete(key)
    except RedisError:
        say(
            _(
                "The cache (REDIS_URL) does not answer: empty it before web and workers start, or people who"
                " were logged in still are."
            )
        )


@transaction.atomic
def told(manifest: Manifest, migrated: list[str], now: datetime) -> Event:
    """Write down from which backup it was restored; what came after its time is not there any more."""
    detail = {
        "backup": manifest.digest,
        "made_at": manifest.made_at,
        "last_event": manifest.trail.get("id"),
        "migrated": migrated,
    }
    return write(RESTORED, ("installation", 1), actor=SYSTEM, at=now, detail=detail)
