"""How does one management command run? On the servers of the demo, or on those that the environment names."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys

import psycopg2

from config import trial
from config.binaries import Unavailable
from config.embedded import Busy, Servers, dies_with_parent

# These need no database, so none is started for them.
SERVERLESS = {
    "check",
    "collectstatic",
    "diagrams",
    "diffsettings",
    "findstatic",
    "help",
    "judge",
    "makemigrations",
    "settings",
    "spectacular",
    "trace",
    "version",
    "--version",
}
# These change tables (populate takes their indexes off meanwhile) or read all of them, so they log in as the
# owner, all others as the application.
OWNERS = {"backup", "flush", "migrate", "populate", "range_of_days", "restore"}
# These make the tables of an empty database; before all others it is migrated.
MAKERS = {"migrate", "restore"}
# makemigrations would rather see a database, but all it would do with it is look at the history.
QUIET = "ignore:Got an error checking a consistent migration history:RuntimeWarning"


def main(arguments: list[str]) -> int:
    """The exit code of the command."""
    command = arguments[0] if arguments else "help"
    if command not in OWNERS:
        os.environ.pop(trial.OF_THE_OWNER, None)
    try:
        if command in SERVERLESS or {"-h", "--help"} & set(arguments) or trial.named_in_environment():
            return manage(arguments, {})
        return on_embedded(arguments)
    except Unavailable as reason:
        print(reason, file=sys.stderr)
    except PermissionError as error:
        print(trial.not_ours(error), file=sys.stderr)
    return 1


def on_embedded(arguments: list[str]) -> int:
    """The command on the demo's data: on its servers if they run, else on servers for this command alone."""
    servers = Servers(trial.FOLDER)
    trial.prepare(fresh=False)
    environment = trial.own_environment() | servers.environment
    as_owner = trial.own_environment() | servers.as_owner
    whose = as_owner if arguments[0] in OWNERS else environment
    try:
        servers.start()
    except Busy:
        with servers.used():
            return manage(arguments, whose)
    with contextlib.closing(servers):
        if arguments[0] not in MAKERS and is_empty(servers):
            manage(["migrate", "--verbosity", "0"], as_owner)
        code = manage(arguments, whose)
        servers.await_users()
        return code


def is_empty(servers: Servers) -> bool:
    """Whether the database was never migrated: the application could not log in either."""
    connection = psycopg2.connect(servers.as_owner[trial.OF_THE_OWNER])
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('django_migrations') IS NULL")
        (empty,) = cursor.fetchone() or (True,)
    connection.close()
    return bool(empty)


def manage(arguments: list[str], environment: dict[str, str]) -> int:
    """Runs manage.py at this terminal and returns its exit code."""
    signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C is for the command, which may be a shell
    return subprocess.run(
        [sys.executable, "-W", QUIET, "manage.py", *arguments],
        env=os.environ | environment,
        check=False,
        preexec_fn=dies_with_parent(signal.SIGTERM),
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
