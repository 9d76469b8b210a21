"""What do people do with backups who mean ill: forge one, or bring an old one back so that events vanish?"""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from config.backup import manifest
from tests.config.drill import Drill
from tests.config.drill import drill as drill
from tests.config.drill import monday as monday


def forge(folder: Path, dump: bytes | None = None, **changed: object) -> None:
    """Another dump or other words, with all digests counted anew."""
    if dump is not None:
        (folder / manifest.DUMP).write_bytes(dump)
    said = json.loads((folder / manifest.MANIFEST).read_text()) | changed
    said["files"][manifest.DUMP] = manifest.described(folder / manifest.DUMP)
    (folder / manifest.MANIFEST).write_bytes(manifest.Manifest(**said).written())
    digest = sha256((folder / manifest.MANIFEST).read_bytes()).hexdigest()
    (folder / manifest.DIGEST).write_bytes(manifest.digest_line(digest))


def test_whoever_forges_a_dump_and_counts_its_digests_anew_is_found_by_the_digest_kept_elsewhere(
    drill: Drill, monday: Path
) -> None:
    kept_elsewhere = manifest.read(monday).digest
    forge(monday, dump=b"DROP TABLE trail_event")
    call_command("restore", str(monday), check=True)
    with pytest.raises(CommandError, match="not the backup that is expected"):
        call_command("restore", str(monday), check=True, expect=kept_elsewhere)


def test_a_forged_count_of_rows_gives_the_application_nothing_to_work_on(drill: Drill, monday: Path) -> None:
    tables = manifest.read(monday).tables
    forge(monday, tables=tables | {"catalogue_finding": tables["catalogue_finding"] + 1})
    done = drill.restored(monday, "forged")
    assert done.returncode and "(catalogue_finding)" in done.stderr
    assert not [path for path in drill.media("forged").rglob("*") if path.is_file()]
    with drill.cursor("forged") as cursor:
        cursor.execute("SELECT has_table_privilege('wangjian_app', 'accounts_user', 'SELECT')")
        assert cursor.fetchone() == (False,)
        cursor.execute("SELECT count(*) FROM trail_event WHERE verb = 'restore the installation'")
        assert cursor.fetchone() == (0,)


def test_whoever_brings_an_old_backup_back_leaves_a_line_from_which_the_gap_is_seen(drill: Drill) -> None:
    with drill.cursor("wangjian") as cursor:
        cursor.execute("SELECT max(at), max(id) FROM trail_event")
        (last_at, last_line) = cursor.fetchone()
    drill.run([sys.executable, "-c", LATER])
    done = drill.restored(drill.monday, "old")
    assert done.returncode == 0, done.stderr
    with drill.cursor("old") as cursor:
        cursor.execute("SELECT detail, at, id FROM trail_event ORDER BY id DESC LIMIT 1")
        (detail, at, line) = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM trail_event WHERE verb = 'end the membership'")
        assert cursor.fetchone() == (0,)
    assert (detail["last_event"], detail["backup"]) == (last_line, manifest.read(drill.monday).digest)
    assert last_at.isoformat() < detail["made_at"] < at.isoformat() and line > last_line


# What somebody wants nobody to see.
LATER = """
import django
django.setup()
from django.utils import timezone
import accounts.actions
from trail.models import SYSTEM, write
write("end the membership", ("organisation", 1), actor=SYSTEM, at=timezone.now())
"""
