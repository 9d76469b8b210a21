"""What would Compose start? docker-compose.yml, .env.example and Dockerfile, carried out without an engine.

Each service has an address of its own, 127.x.y.n, in place of its name; paths of the container lie in a
folder. What an engine alone can do, to build the image and to draw others, is not done here.
"""

from __future__ import annotations

import contextlib
import json
import os
import pwd
import re
import secrets
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg2
import yaml

from config.binaries import reachable, valkey_binary
from config.embedded import DATABASE, OWNER, Servers, dies_with_parent
from tests.services import copy, digest, make_tables

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
# Of the tests alone, and of no use to who looks for a fault of the image.
LEFT_OUT = ("tests", "docs")
# As the image does it, but that nothing is packed: that takes ten seconds and changes no page.
COLLECTED = """
import django
from django.conf import settings
settings.WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [""]
django.setup()
from django.core.management import call_command
call_command("collectstatic", interactive=False, verbosity=0)
"""
# The entry point of PostgreSQL's image: whoever comes from another container shows a password.
WHO_MAY = "local all all trust\nhost all all all scram-sha-256\n"


def filled() -> dict[str, str]:
    """.env.example, with the keys that it leaves to be drawn."""
    lines = [line for line in (ROOT / ".env.example").read_text().splitlines() if re.match(r"[A-Z_]+=", line)]
    drawn = {
        "POSTGRES_PASSWORD": secrets.token_hex(16),
        "APPLICATION_PASSWORD": secrets.token_hex(16),
        "SECRET_KEY": secrets.token_urlsafe(48),
        "NUMBER_KEY": secrets.token_hex(32),
        "FIELD_KEYS": f"1:{secrets.token_hex(32)}",
    }
    return {
        name: value or drawn.get(name, "") for name, _is, value in (line.partition("=") for line in lines)
    }


def interpolated(text: str, values: dict[str, str]) -> str:
    """A value with ${NAME} and ${NAME:?why} filled in; KeyError where one is asked for that there is not."""
    return re.sub(r"\$\{(\w+)(?::\?[^}]*)?\}", lambda found: values[found[1]], text)


class Installation:
    """The services of docker-compose.yml on this machine. env: what stands in .env."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.app, self.env = folder, folder / "app", filled()
        network = f"127.{os.getpid() >> 8 & 127 | 64}.{os.getpid() & 255}"
        self.address = {name: f"{network}.{place}" for place, name in enumerate(COMPOSE["services"], 2)}
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.servers = Servers(
            folder / "servers",
            durable=False,
            tuned=(f"listen_addresses={self.address['postgres']}",),
        )
        # The image's user, who owns nothing but what is uploaded.
        apart = os.geteuid() == 0 and all(
            map(reachable, (folder, Path(sys.prefix).resolve(), Path(sys.executable).resolve()))
        )
        self.user = pwd.getpwnam("nobody") if apart else pwd.getpwuid(os.geteuid())

    def __enter__(self) -> Installation:
        try:
            self.build()
            self.start_postgresql()
            self.start_redis()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        for name in [*self.running]:
            self.kill(name)
        self.servers.close()

    # --- the image ---------------------------------------------------------------------------------------

    def build(self) -> None:
        """What the Dockerfile makes beside packages: files, translations, static files, the volume."""
        ignored = (ROOT / ".dockerignore").read_text().splitlines()[1:]
        names = [line.removeprefix("**/") for line in ignored if line != "**/__pycache__"]
        shutil.copytree(ROOT, self.app, ignore=shutil.ignore_patterns(*names, *LEFT_OUT))
        for command in (["-m", "config.translations", "compile"], ["-c", COLLECTED]):
            environment = {"PATH": self.path, "DJANGO_SETTINGS_MODULE": "config.settings"}
            subprocess.run([sys.executable, *command], cwd=self.app, env=environment, check=True)
        (self.app / "var/media").mkdir()
        (self.folder / "tmp").mkdir()
        for path in (self.app / "var/media", self.folder / "tmp"):
            os.chown(path, self.user.pw_uid, self.user.pw_gid)

    @property
    def path(self) -> str:
        return f"{Path(sys.executable).parent}:/usr/bin:/bin"

    # --- what others make --------------------------------------------------------------------------------

    def start_postgresql(self) -> None:
        """A cluster whose superuser owns the database, with the tables that are kept for the tests."""
        kept = ROOT / "var/tests" / digest()
        if not kept.exists():
            make_tables(kept)
        copy(kept, self.servers.data)
        (self.servers.data / "pg_hba.conf").write_text(WHO_MAY)
        self.servers.hold()
        self.servers.make_private(self.servers.sockets)
        self.servers.start_postgresql()
        service = COMPOSE["services"]["postgres"]["environment"]
        assert service["POSTGRES_USER"] == OWNER == DATABASE
        password = interpolated(service["POSTGRES_PASSWORD"], self.env)
        with self.database() as cursor:
            cursor.execute(f"ALTER ROLE {OWNER} PASSWORD %s", [password])

    @contextlib.contextmanager
    def database(self) -> Iterator[Any]:
        """A cursor of the superuser, inside the container of PostgreSQL."""
        with contextlib.closing(
            psycopg2.connect(host=str(self.servers.sockets), user=OWNER, dbname=DATABASE)
        ) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                yield cursor

    def start_redis(self) -> None:
        _program, *arguments = shlex.split(COMPOSE["services"]["redis"]["command"])
        where = ["--bind", self.address["redis"], "--port", "6379", "--dir", str(self.folder)]
        self._begin("redis", [str(valkey_binary()), *arguments, *where], {}, user=os.geteuid())

    # --- our own services --------------------------------------------------------------------------------

    def environment(self, name: str) -> dict[str, str]:
        """What a service is given: by the image, by its env_file, and by `environment`, which overrules."""
        service = COMPOSE["services"][name]
        image = dict(re.findall(r"(\w+)=(\S+)", " ".join(re.findall(r"^ENV (.*)$", DOCKERFILE, re.M))))
        given = {"PATH": self.path, "HOME": str(self.folder), "LANG": "C.UTF-8", **image}
        given |= self.env if service.get("env_file") == ".env" else {}
        given |= {key: interpolated(value, self.env) for key, value in service["environment"].items()}
        for other, address in self.address.items():
            given = {key: re.sub(rf"(@|//){other}/", rf"\g<1>{address}/", v) for key, v in given.items()}
        return given

    def command(self, name: str) -> list[str]:
        said = COMPOSE["services"][name].get("command")
        words = shlex.split(said) if said else json.loads(re.findall(r"^CMD (.*)$", DOCKERFILE, re.M)[-1])
        return self.here(name, words)

    def here(self, name: str, words: list[str]) -> list[str]:
        """A command of a container with the addresses and folders that it has here."""
        own = f"{self.address[name]}:"
        places = {"0.0.0.0:": own, "127.0.0.1:": own, "/tmp/": f"{self.folder}/tmp/"}
        for theirs, ours in places.items():
            words = [word.replace(theirs, ours) for word in words]
        return [str(word) for word in words]

    def start(self, *names: str) -> None:
        for name in names:
            self._begin(name, self.command(name), self.environment(name), user=self.user.pw_uid)

    def run(self, name: str, *command: str) -> subprocess.Popen[str]:
        """One command in the environment of a service, as `docker compose run` gives it."""
        return subprocess.Popen(
            command or self.command(name),
            cwd=self.app,
            env=self.environment(name),
            user=self.user.pw_uid,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def processes(self, name: str) -> list[int]:
        """All processes of a container, the first first: each service is a session of its own."""
        first = self.running[name].pid
        found = []
        for path in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                session = path.read_text().rpartition(")")[2].split()[3]
                found += [int(path.parent.name)] if int(session) == first else []
        return sorted(found, key=lambda number: (number != first, number))

    def kill(self, name: str) -> None:
        """All processes of a container, at once."""
        for number in self.processes(name):
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        self.running.pop(name).wait()

    def said(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def _begin(self, name: str, command: list[str], environment: dict[str, str], user: int) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                command,
                cwd=self.app,
                env=environment,
                user=user,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=dies_with_parent(signal.SIGTERM),
            )


def until(done: Callable[[], Any], seconds: float = 60) -> Any:
    """What it answers as soon as that is something."""
    end = time.monotonic() + seconds
    while not (found := done()):
        assert time.monotonic() < end, "it did not come in time"
        time.sleep(0.05)
    return found
