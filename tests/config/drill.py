"""How is a restore rehearsed? An installation with a story in it, on a server of its own, and the runbook."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

import psycopg2
import pytest

from config.binaries import postgresql_binaries
from config.embedded import DATABASE, OWNER, Servers
from tests.services import ROOT, copy, digest, make_tables

# What they set for a browser, and `check --deploy` would have nobody set.
OF_THE_TESTS = "DJANGO_ALLOW_ASYNC_UNSAFE"
# A purchase with its sealed screenshots, a film of which half is acknowledged, and a file that no row names.
STORY = """
from datetime import datetime
from pathlib import Path
import django
django.setup()
from django.conf import settings
from django.test import Client
from django.utils import timezone
from documents.models import Upload
from documents.uploads import place
from tests.cast import build
from tests.sampling.evidence.test_sealed import ordered

cast, now = build(), timezone.localtime()
logged_in = Client(SERVER_NAME="localhost")
logged_in.force_login(cast.buyer.user)
ordered(cast, now)
film = Upload.objects.create(
    owner=cast.buyer.user, organisation=cast.center, name="a.mp4", path="half", size=9, offset=4,
    touched_at=now,
)
place(film).parent.mkdir(parents=True)
place(film).write_bytes(b"safeNOT")
(Path(settings.MEDIA_ROOT) / "being-written").write_bytes(b"a part")
"""


D = TypeVar("D", bound="Drill")


class Drill:
    """said: what the commands of the runbook printed."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.servers = folder, Servers(folder / "servers", durable=False)
        self.backups, self.elsewhere = folder / "backups", folder / "elsewhere"
        self.monday, self.said = self.backups / "monday", ""

    def begin(self) -> None:
        kept = ROOT / "var/tests" / digest()
        if not kept.exists():
            make_tables(kept)
        copy(kept, self.servers.data)
        self.servers.start()
        self.run([sys.executable, "-c", STORY])
        self.carry_out("drill", "restored")

    def carry_out(self, mark: str, database: str) -> None:
        """The blocks of the runbook that are marked so. database: into which is restored."""
        for each in (self.backups, self.elsewhere):
            each.mkdir()
        new = self.environment(database)
        names = ("DATABASE_URL", "DATABASE_OWNER_URL", "MEDIA_ROOT")
        (self.elsewhere / f"{database}.env").write_text("".join(f"{name}='{new[name]}'\n" for name in names))
        block = re.compile(rf"^```sh {mark}\n(.*?)^```$", re.MULTILINE | re.DOTALL)
        script = "".join(block.findall((ROOT / "docs/runbook.md").read_text()))
        self.said = self.run(["sh", "-e", "-c", script]).stdout

    def environment(self, database: str = DATABASE) -> dict[str, str]:
        """Of an installation that keeps its files in a folder called like its database."""
        said = {
            name: value.replace(f"/{DATABASE}?", f"/{database}?")
            for name, value in self.servers.as_owner.items()
        }
        path = f"{postgresql_binaries()}:{os.environ['PATH']}"
        said |= {"BACKUPS": str(self.backups), "ELSEWHERE": str(self.elsewhere), "PATH": path}
        venv = str(Path(sys.executable).parent.parent)
        said |= {"MEDIA_ROOT": str(self.media(database)), "VENV": venv}
        return {name: value for name, value in os.environ.items() if name != OF_THE_TESTS} | said

    def media(self, database: str) -> Path:
        return self.folder / "media" / database

    def run(self, command: list[str], database: str = DATABASE, **environment: str) -> Any:
        done = self.tried(command, database, **environment)
        assert done.returncode == 0, done.stdout + done.stderr
        return done

    def tried(self, command: list[str], database: str = DATABASE, **environment: str) -> Any:
        given = self.environment(database) | environment
        return subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, check=False)

    def empty(self, database: str) -> None:
        with self.cursor("postgres") as cursor:
            cursor.execute(f"CREATE DATABASE {database}")

    def restored(self, backup: Path, database: str) -> Any:
        """What becomes of an empty database."""
        self.empty(database)
        return self.tried([sys.executable, "manage.py", "restore", str(backup)], database)

    @contextlib.contextmanager
    def cursor(self, database: str) -> Iterator[Any]:
        connection = psycopg2.connect(host=str(self.servers.sockets), user=OWNER, dbname=database)
        with contextlib.closing(connection):
            connection.autocommit = True
            with connection.cursor() as cursor:
                yield cursor

    def rows(self, database: str) -> dict[str, list[bytes]]:
        """Every row of every table."""
        found = {}
        with self.cursor(database) as cursor:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            for (table,) in cursor.fetchall():
                copied = BytesIO()
                cursor.copy_expert(f'COPY "{table}" TO STDOUT', copied)
                found[table] = sorted(copied.getvalue().splitlines())
        return found


def lying(folder: Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@contextlib.contextmanager
def begun(kind: type[D]) -> Iterator[D]:
    """A drill that was carried out, on servers of its own."""
    folder = Path(tempfile.mkdtemp(prefix="wangjian-drill-"))
    folder.chmod(0o755)  # as root the servers run under another account
    it = kind(folder)
    try:
        it.begin()
        yield it
    finally:
        it.servers.close()
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def drill() -> Iterator[Drill]:
    """The runbook was carried out from its first command to its last."""
    with begun(Drill) as it:
        yield it


@pytest.fixture
def monday(drill: Drill, tmp_path: Path) -> Path:
    """A copy of the backup that a test may spoil."""
    return shutil.copytree(drill.monday, tmp_path / "monday")
