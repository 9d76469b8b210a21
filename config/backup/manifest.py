"""What does a backup say of itself, and is it so? The manifest, and whether a folder is what it says.

The digest of a backup is the SHA-256 of its manifest, which holds the digests of all else. It shows that
nothing was altered by accident, and to whoever kept it elsewhere that nobody altered anything.
"""

from __future__ import annotations

import hmac
import json
import stat
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, fields
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from casework.flow import Refused
from sampling.recipients.personal import keys

FORMAT = 1
MANIFEST, DIGEST, DUMP, MEDIA, UPLOADS = (
    *("manifest.json", "manifest.sha256", "database.dump"),
    *("media", "uploads"),
)
PIECE = 1024 * 1024
Say = Callable[[str], None]


@dataclass(frozen=True)
class Manifest:
    """format: of the folder. made_at: when the database was looked at. software: version and commit.
    postgresql: version of the server. dumped_by: major version of pg_dump. migrations: those applied. tables:
    how many rows each has. trail: id, time and digest of its last line, {} where it is empty. keys: a
    fingerprint of each. files: size and SHA-256 by path. missing: what rows name and was not there.
    """

    format: int
    made_at: str
    software: dict[str, str]
    postgresql: str
    dumped_by: int
    migrations: list[str]
    tables: dict[str, int]
    trail: dict[str, Any]
    keys: dict[str, str]
    files: dict[str, dict[str, Any]]
    missing: list[str] = field(default_factory=list)

    def written(self) -> bytes:
        """As it stands in the folder: there is one way to write it."""
        return (json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()

    @property
    def digest(self) -> str:
        return sha256(self.written()).hexdigest()


def digest_line(digest: str) -> bytes:
    """As `sha256sum --check` reads it."""
    return f"{digest}  {MANIFEST}\n".encode()


def fingerprints() -> dict[str, str]:
    """By which a key is told from another one, and from which it cannot be found."""
    of = {"SECRET_KEY": settings.SECRET_KEY.encode(), "NUMBER_KEY": settings.NUMBER_KEY}
    of |= {f"FIELD_KEYS {name}": key for name, key in keys().items()}
    return {
        name: hmac.new(key, f"wangjian:backup:{name}".encode(), "sha256").hexdigest()
        for name, key in of.items()
    }


def rows() -> dict[str, int]:
    """How many rows each table has."""
    with connection.cursor() as cursor:
        counted = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            (counted[table],) = cursor.fetchone() or (0,)
    return counted


def last_line() -> dict[str, Any]:
    """The head of the trail: id, time and digest of its last line; {} where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, at::text, encode(sha256(convert_to(e::text, 'UTF8')), 'hex')"
            " FROM trail_event e ORDER BY id DESC LIMIT 1"
        )
        found = cursor.fetchone()
    return dict(zip(("id", "at", "sha256"), found, strict=True)) if found else {}


def piecewise(content: IO[bytes], most: int | None = None) -> Iterator[bytes]:
    """The bytes of a file, a piece at a time. most: of how many."""
    left = most
    while piece := content.read(PIECE if left is None else min(PIECE, left)):
        yield piece
        left = None if left is None else left - len(piece)


def described(path: Path) -> dict[str, Any]:
    """Size and digest of a file."""
    with path.open("rb") as content:
        return measured(content)


def measured(content: IO[bytes]) -> dict[str, Any]:
    """Size and digest of what is open."""
    said, size = sha256(), 0
    for piece in piecewise(content):
        said.update(piece)
        size += len(piece)
    return {"size": size, "sha256": said.hexdigest()}


# --- is it so? --------------------------------------------------------------------------------------------


def verified(folder: Path, *, expected: str, say: Say) -> Manifest:
    """What a folder says of itself, once all of it is found to be so and this software can use it.

    expected: the digest that somebody kept elsewhere, "" for none. Raises Refused.
    """
    manifest = read(folder)
    if expected and expected.lower() != manifest.digest:
        raise Refused(
            _("This is not the backup that is expected: its digest is %(digest)s.")
            % {"digest": manifest.digest}
        )
    fits_the_keys(manifest)
    fits_the_software(manifest)
    is_complete(folder, manifest)
    for done, (name, said) in enumerate(manifest.files.items(), 1):
        if described(folder / name) != said:
            raise Refused(_("%(name)s was altered since the backup was made.") % {"name": name})
        if done % 500 == 0:
            say(_("%(done)s of %(all)s files verified") % {"done": done, "all": len(manifest.files)})
    return manifest


def read(folder: Path) -> Manifest:
    """The manifest of a folder, unaltered."""
    try:
        written, digest = (folder / MANIFEST).read_bytes(), (folder / DIGEST).read_bytes()
    except OSError as error:
        raise Refused(_("%(folder)s is no backup: it has no manifest.") % {"folder": folder}) from error
    altered = Refused(_("The manifest was altered since the backup was made."))
    if digest != digest_line(sha256(written).hexdigest()):
        raise altered
    try:
        said = json.loads(written)
        if int(said["format"]) > FORMAT:
            raise Refused(
                _("This backup was made by newer software: install at least version %(version)s.")
                % {"version": said["software"]["version"]}
            )
        manifest = Manifest(**{each.name: said[each.name] for each in fields(Manifest)})
    except (ValueError, TypeError, KeyError) as error:
        raise altered from error
    if manifest.written() != written:
        raise altered
    return manifest


def fits_the_keys(manifest: Manifest) -> None:
    """Each key that it needs is here; others may be too."""
    ours = fingerprints()
    for name, fingerprint in manifest.keys.items():
        if name not in ours:
            raise Refused(
                _("The key %(name)s of this backup is missing: add it to the environment.") % {"name": name}
            )
        if not hmac.compare_digest(ours[name], fingerprint):
            raise Refused(
                _("%(name)s is another key than that of this backup: set the one that was in use then.")
                % {"name": name}
            )


def fits_the_software(manifest: Manifest) -> None:
    """Each migration that it has been through is known here."""
    known = {".".join(node) for node in MigrationLoader(None).disk_migrations}
    if newer := sorted(set(manifest.migrations) - known):
        raise Refused(
            _(
                "This software is older than the backup, as it does not know %(migration)s: install at least"
                " version %(version)s."
            )
            % {"migration": newer[0], "version": manifest.software.get("version", "?")}
        )


def is_complete(folder: Path, manifest: Manifest) -> None:
    """All that is named lies there, and nothing else."""
    there = set()
    for path in folder.rglob("*"):
        mode = path.lstat().st_mode
        if not stat.S_ISDIR(mode):
            there.add(str(path.relative_to(folder)))
        if not stat.S_ISDIR(mode) and not stat.S_ISREG(mode):
            raise Refused(_("%(name)s is no file: a backup holds files alone.") % {"name": path})
    named = {*manifest.files, MANIFEST, DIGEST}
    if gone := sorted(named - there):
        raise Refused(_("%(name)s is missing from the backup.") % {"name": gone[0]})
    if extra := sorted(there - named):
        raise Refused(_("%(name)s does not belong to the backup.") % {"name": extra[0]})
    if DUMP not in manifest.files:
        raise Refused(_("%(name)s is missing from the backup.") % {"name": DUMP})
