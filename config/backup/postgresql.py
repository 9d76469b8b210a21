"""Which pg_dump and pg_restore fit a server, and how do they log in to it as we do?"""

from __future__ import annotations

import os
import re
import subprocess
from operator import itemgetter
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from casework.flow import Refused
from config.binaries import client_programs

# How libpq is told by the environment what Django's settings say: a password stands in no list of processes.
NAMES = {
    "dbname": "PGDATABASE",
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}


def server() -> int:
    """The major version of the server of the connection."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        (said,) = cursor.fetchone() or ("0",)
    return int(said) // 10_000


def fitting(name: str, least: int) -> tuple[Path, int]:
    """A program of PostgreSQL and its major version: the oldest that is not older than `least`, as a newer
    one writes what an older server does not know. Raises Refused."""
    found = sorted(((version(path), path) for path in client_programs(name)), key=itemgetter(0))
    for major, path in found:
        if major >= least:
            return path, major
    said = {"name": name, "version": least}
    raise Refused(
        _(
            "No %(name)s of PostgreSQL %(version)s or newer was found: install it (Debian: apt-get install"
            " postgresql-client), or name its folder in PG_BIN."
        )
        % said
    )


def version(path: Path) -> int:
    """The major version of a program; 0 where it does not run."""
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = re.search(r"\) (\d+)", said)
    return int(number[1]) if number else 0


def run(*command: str) -> None:
    """Run one of them on the connection's database. Raises Refused with what it says; Ctrl-C ends it too."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    parameters = connection.get_connection_params()
    environment |= {NAMES[name]: str(value) for name, value in parameters.items() if name in NAMES and value}
    done = subprocess.run(  # noqa: S603
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = {"program": Path(command[0]).name, "words": done.stderr.strip()[-2_000:]}
        raise Refused(_("%(program)s failed. It says: %(words)s") % said)
