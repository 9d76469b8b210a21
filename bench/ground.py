"""On which data is measured? A country on servers of its own, made once and kept in var/bench."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from secrets import token_urlsafe
from typing import IO

import psycopg2

from config.embedded import Servers

FOLDER = Path("var/bench")
TUNED = (
    *("shared_buffers=4GB", "effective_cache_size=12GB", "work_mem=32MB", "max_wal_size=16GB"),
    *("random_page_cost=1.1", "jit=off", "max_parallel_workers_per_gather=0"),
)
MADE = "SELECT to_regclass('trail_event') IS NOT NULL"
# Who may do everything in the admin; no page makes such a user, and the application's role may not.
ADMINISTRATOR = "bench-administrator"
THEIRS = ("--no-input", "--username", ADMINISTRATOR, "--email", "bench@example.com", "--verbosity", "0")
POPULATED = "SELECT EXISTS (SELECT 1 FROM trail_event WHERE subject_kind = 'populate')"


@contextlib.contextmanager
def ground(samples: int) -> Iterator[dict[str, str]]:
    """The environment in which the application works on a country with so many samples; 0: on none."""
    folder = FOLDER / str(samples)
    servers = Servers(folder, durable=False, tuned=TUNED)
    with servers:
        environment = {
            **servers.environment,
            "WANGJIAN_TRIAL": "1",
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "MEDIA_ROOT": str(folder.resolve() / "media"),
            "STATIC_ROOT": str(folder.resolve() / "static"),
        }
        owner = environment | servers.as_owner | {"DJANGO_SETTINGS_MODULE": "config.settings"}
        if samples and (not _asked(servers, MADE) or not _asked(servers, POPULATED)):
            manage("migrate", "--verbosity", "0", environment=owner)
            populate = ("populate", "--scale", "nation", "--samples", str(samples))
            manage(*populate, environment=owner, out=sys.stderr)
            password = {"DJANGO_SUPERUSER_PASSWORD": token_urlsafe()}
            manage("createsuperuser", *THEIRS, environment=owner | password)
        manage("migrate", "--verbosity", "0", environment=owner)
        manage("collectstatic", "--no-input", "--verbosity", "0", environment=environment)
        yield environment


def manage(*command: str, environment: dict[str, str], out: IO[str] | None = None) -> None:
    """A command; out: where it says what it says, in place of where this process does."""
    asked = [sys.executable, "manage.py", *command]
    subprocess.run(asked, env=os.environ | environment, check=True, stdout=out)  # noqa: S603


def _asked(servers: Servers, question: str) -> bool:
    connection = psycopg2.connect(servers.as_owner["DATABASE_OWNER_URL"])
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            (answer,) = cursor.fetchone() or (False,)
            return bool(answer)
    finally:
        connection.close()
