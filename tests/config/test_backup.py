"""Does a backup bring everything back, and is one that was spoilt refused before anything is done?"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from casework.flow import Refused
from config.backup import manifest, postgresql, taking
from config.binaries import postgresql_binaries
from tests.config.drill import Drill, lying
from tests.config.drill import drill as drill
from tests.config.drill import monday as monday
from tests.services import ROOT
from trail.verbs import VERBS


def check(folder: Path, **options: str) -> None:
    call_command("restore", str(folder), check=True, **options)


def rewrite(folder: Path, **changed: object) -> None:
    """The manifest with other words, and its digest counted anew."""
    path = folder / manifest.MANIFEST
    said = json.loads(path.read_text()) | changed
    path.write_bytes(manifest.Manifest(**said).written())
    (folder / manifest.DIGEST).write_bytes(manifest.digest_line(sha256(path.read_bytes()).hexdigest()))


# Where somebody who has this cookie comes out.
HOME = """
import django
django.setup()
from django.conf import settings
from django.test import Client
asking = Client(SERVER_NAME="localhost")
asking.cookies[settings.SESSION_COOKIE_NAME] = "{key}"
answer = asking.get("/", follow=True)
print(answer.status_code, answer.request["PATH_INFO"])
"""
# Read back, an expression has casts and brackets that it was not written with.
DESCRIBE = (sys.executable, "-m", "config.tables", "describe")
LOOSE = re.compile(r"::(character varying|text)(\[\])?|[()\s]")


# --- the runbook ------------------------------------------------------------------------------------------


def test_the_runbook_brings_back_every_row(drill: Drill) -> None:
    before, after = drill.rows("wangjian"), drill.rows("restored")
    told = [line for line in after["trail_event"] if line not in before["trail_event"]]
    assert before.pop("trail_event") == [line for line in after.pop("trail_event") if line not in told]
    assert before.pop("django_session") and not after.pop("django_session")
    assert after == before and len(told) == 1
    assert all(before[table] for table in ("sampling_purchase", "sampling_sealed", "documents_attachment"))


def test_tables_guards_and_rights_are_the_same(drill: Drill) -> None:
    before, after = (
        {
            LOOSE.sub("", line)
            for line in drill.run([*DESCRIBE], database).stdout.splitlines()
            if not line.startswith(("rows of trail_event:", "rows of django_session:"))
        }
        for database in ("wangjian", "restored")
    )
    assert len(before) > 1_000
    assert before ^ after == set()


def test_files_are_the_same_and_what_no_row_names_is_left_out(drill: Drill) -> None:
    before, after = lying(drill.media("wangjian")), lying(drill.media("restored"))
    assert before.pop("being-written") and before.pop("uploads/half") == b"safeNOT"
    assert after.pop("uploads/half") == b"safe"
    assert after == before and len(before) > 2


def test_who_was_logged_in_logs_in_anew(drill: Drill) -> None:
    """Neither the database nor the cache knows them, though the backup has their session."""
    with drill.cursor("wangjian") as cursor:
        cursor.execute("SELECT session_key FROM django_session")
        ((key,),) = cursor.fetchall()
    asking = HOME.format(key=key)
    after, before = (
        drill.run([sys.executable, "-c", asking], name).stdout for name in ("restored", "wangjian")
    )
    assert (after, before) == ("200 /login/\n", "200 /\n")


def test_the_trail_says_from_which_backup_and_when(drill: Drill) -> None:
    made = manifest.read(drill.monday)
    with drill.cursor("restored") as cursor:
        cursor.execute("SELECT detail, id FROM trail_event WHERE verb = 'restore the installation'")
        ((detail, line),) = cursor.fetchall()
    assert detail["backup"] == made.digest == (drill.elsewhere / "monday.txt").read_text().split()[-1]
    assert (detail["made_at"], detail["last_event"]) == (made.made_at, made.trail["id"])
    assert line > made.trail["id"] and detail["migrated"] == []
    with override("zh-hans"):
        assert str(VERBS["restore the installation"].label) == "系统由备份恢复"


def test_no_key_stands_in_the_backup(drill: Drill, settings) -> None:
    everything = b"".join(lying(drill.monday).values())
    keys = [
        settings.SECRET_KEY,
        settings.NUMBER_KEY.hex(),
        *(k.partition(":")[2] for k in settings.FIELD_KEYS),
    ]
    assert not [key for key in keys if key.encode() in everything]
    assert oct(drill.monday.stat().st_mode & 0o777) == "0o700"


# --- spoilt backups ---------------------------------------------------------------------------------------


def test_one_flipped_byte_is_found_in_whatever_file(drill: Drill, monday: Path) -> None:
    check(monday)
    for path in [path for path in monday.rglob("*") if path.is_file()]:
        whole = path.read_bytes()
        for place in (0, len(whole) // 2, len(whole) - 1):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            with pytest.raises(CommandError, match="altered"):
                check(monday)
        path.write_bytes(whole)
    check(monday)


@pytest.mark.parametrize("where", ["media", "uploads", "database.dump", "manifest.json", "manifest.sha256"])
def test_a_file_that_is_missing_is_named(where: str, monday: Path) -> None:
    path = monday / where
    (next(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else path).unlink()
    with pytest.raises(CommandError, match=r"is missing from the backup|has no manifest"):
        check(monday)


@pytest.mark.parametrize("where", ["more", "media/more"])
def test_a_file_too_many_is_named(where: str, monday: Path) -> None:
    (monday / where).write_bytes(b"")
    with pytest.raises(CommandError, match=f"{where} does not belong"):
        check(monday)


def test_a_link_is_no_file(monday: Path) -> None:
    (monday / "media/link").symlink_to("/etc/passwd")
    with pytest.raises(CommandError, match="holds files alone"):
        check(monday)


def test_a_backup_of_newer_software_is_refused(monday: Path) -> None:
    known = manifest.read(monday)
    rewrite(monday, migrations=[*known.migrations, "trail.0999_later"])
    with pytest.raises(CommandError, match=r"does not know trail\.0999_later"):
        check(monday)
    rewrite(monday, format=known.format + 1)
    with pytest.raises(CommandError, match="made by newer software"):
        check(monday)


# --- keys -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", "another", "SECRET_KEY is another key"),
        ("NUMBER_KEY", bytes(31) + b"1", "NUMBER_KEY is another key"),
        ("FIELD_KEYS", ["1:" + "22" * 32], "FIELD_KEYS 1 is another key"),
        ("FIELD_KEYS", ["2:" + "11" * 32], "The key FIELD_KEYS 1 of this backup is missing"),
    ],
)
def test_a_key_that_is_missing_or_wrong_is_named(name, value, sentence, monday, settings) -> None:
    setattr(settings, name, value)
    with pytest.raises(CommandError, match=sentence):
        check(monday)


def test_a_newer_key_beside_the_old_one_does_no_harm(monday: Path, settings) -> None:
    settings.FIELD_KEYS = ["2:" + "22" * 32, *settings.FIELD_KEYS]
    check(monday)


# --- where to, and by whom --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_database_that_holds_anything_is_refused(monday: Path) -> None:
    with pytest.raises(CommandError, match="The database is not empty"):
        call_command("restore", str(monday))


def test_a_folder_that_holds_anything_is_refused_and_nothing_is_done(drill: Drill) -> None:
    drill.media("occupied").mkdir()
    (drill.media("occupied") / "theirs").write_bytes(b"theirs")
    done = drill.restored(drill.monday, "occupied")
    assert done.returncode and "occupied is not empty" in done.stderr
    assert drill.rows("occupied") == {} and lying(drill.media("occupied")) == {"theirs": b"theirs"}


def test_a_spoilt_backup_leaves_an_empty_place_empty(drill: Drill, monday: Path) -> None:
    (monday / "more").write_bytes(b"")
    assert drill.restored(monday, "untouched").returncode
    assert drill.rows("untouched") == {} and not drill.media("untouched").exists()


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_whoever_serves_can_do_neither(command: str, monday: Path, settings) -> None:
    settings.AS_OWNER = False
    with pytest.raises(CommandError, match="Only the owner"):
        call_command(command, str(monday))


# --- whole or not at all ----------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_a_backup_that_is_broken_off_leaves_nothing(ending, drill: Drill, tmp_path: Path) -> None:
    program, begun = tmp_path / "pg_dump", tmp_path / "begun"
    real = postgresql_binaries() / "pg_dump"
    asked = f'[ "$1" = --version ] && exec {real} --version'
    program.write_text(f"#!/bin/sh\n{asked}\ntouch {begun}\nexec sleep 600\n")
    program.chmod(0o755)
    command = [sys.executable, "manage.py", "backup", str(tmp_path / "tuesday")]
    environment = drill.environment() | {"PG_BIN": str(tmp_path)}
    running = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
    while not begun.exists():
        assert running.poll() is None
        os.sched_yield()
    assert (tmp_path / "tuesday.part").is_dir()
    running.send_signal(ending)
    assert "nothing is left of it" in running.communicate()[1] and running.returncode == 130
    assert sorted(path.name for path in tmp_path.iterdir()) == ["begun", "pg_dump"]


def test_a_folder_that_is_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "half.part").mkdir()
    for name, sentence in (
        ("here", "is there already"),
        ("half", "another backup"),
        ("no/where", "cannot be made"),
    ):
        with pytest.raises(Refused, match=sentence), taking.whole(tmp_path / name):
            raise AssertionError
    assert sorted(path.name for path in tmp_path.iterdir()) == ["half.part", "here"]


def test_what_is_gone_is_listed(tmp_path: Path) -> None:
    (tmp_path / "kept").write_bytes(b"kept")
    named = [(f"media/{name}", partial((tmp_path / name).open, "rb"), None) for name in ("kept", "gone")]
    files, missing = taking.copied(named, tmp_path / "part", print)
    assert (list(files), missing) == (["media/kept"], ["media/gone"])


def test_a_program_that_is_older_than_the_server_is_not_used(tmp_path: Path, monkeypatch) -> None:
    old, same, new = (tmp_path / name for name in ("old", "same", "new"))
    for path, major in ((old, 16), (new, 18), (same, 17)):
        path.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {major}.1 (Debian 3)'\n")
        path.chmod(0o755)
    monkeypatch.setattr(postgresql, "client_programs", lambda _name: [old, new, same])
    assert postgresql.fitting("pg_dump", 17) == (same, 17)
    with pytest.raises(Refused, match="PostgreSQL 19 or newer"):
        postgresql.fitting("pg_dump", 19)


# --- files that lie elsewhere -----------------------------------------------------------------------------


def test_files_of_a_storage_without_paths_are_backed_up_and_brought_back(
    drill: Drill, tmp_path: Path
) -> None:
    """From one storage into another, which has to be empty."""
    shelf, other = tmp_path / "shelf", tmp_path / "other"
    shutil.copytree(drill.media("wangjian"), shelf)
    remote = {"FILE_STORAGE": "tests.remote.Remote"}
    here, there = (
        remote | {"FILE_STORAGE_OPTIONS": json.dumps({"place": str(place)})} for place in (shelf, other)
    )
    backup = tmp_path / "wednesday"
    drill.run([sys.executable, "manage.py", "backup", str(backup)], **here)
    assert (backup / "media").exists() and manifest.read(backup).missing == []
    drill.empty("elsewhere")
    restoring = [sys.executable, "manage.py", "restore", str(backup)]
    refused = drill.tried(restoring, "elsewhere", **here)
    assert refused.returncode and "is not empty" in refused.stderr
    drill.run(restoring, "elsewhere", **there)
    left_out = {"being-written", "uploads/half"}
    assert lying(other) == {name: held for name, held in lying(shelf).items() if name not in left_out}
    assert lying(drill.media("elsewhere")) == {"uploads/half": b"safe"}
