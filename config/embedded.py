"""Which PostgreSQL and Valkey serve the demo and the tests? A private pair, gone with its supervisor."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, Self
from urllib.parse import quote

import psycopg2

from config.binaries import Unavailable, major, postgresql_binaries, reachable, valkey_binary, within_reach

OWNER = DATABASE = "wangjian"
APPLICATION = "wangjian_app"  # who logs in to work: config/rights.py
PORT = 5432  # only names the socket: nothing listens on the network
LONGEST_SOCKET = 103  # bytes that every system takes in the path of a unix socket
START_SECONDS = 60
STOP_SECONDS = 30
LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1
ELSEWHERE = "set WANGJIAN_DATA to a folder of yours."
IN_A_HURRY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Busy(Unavailable):
    """Another supervisor runs the servers of this folder."""


class Servers:
    """PostgreSQL and Valkey with their data in one folder, on unix sockets that only this user may open.

    The children end with the process that started them, even with `kill -9`, and the data stay whole.
    `durable=False` trades the safety of the data for speed; tuned: settings of PostgreSQL beside ours.
    Everything raises Unavailable.
    """

    def __init__(self, folder: Path, *, durable: bool = True, tuned: tuple[str, ...] = ()) -> None:
        self.folder = make_folder(folder.resolve())
        self.durable, self.tuned = durable, tuned
        rooted = os.geteuid() == 0
        self.place = refuge(self.folder) if rooted and not reachable(self.folder) else self.folder
        self.data = self.place / "postgresql"
        self.account = unprivileged_account(self.data) if rooted else None
        self.sockets = self.place / "sockets"
        if len(os.fsencode(self.sockets / f".s.PGSQL.{PORT}")) > LONGEST_SOCKET:
            self.sockets = refuge(self.folder) / "sockets"
        self.children: dict[str, tuple[subprocess.Popen[bytes], signal.Signals]] = {}
        self.held: IO[str] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """DATABASE_URL as django-environ reads it, REDIS_URL as redis-py reads it: for the application."""
        valkey = quote(str(self.sockets / "valkey"))
        return {"DATABASE_URL": self.address(APPLICATION), "REDIS_URL": f"unix://{valkey}?db=0"}

    @property
    def as_owner(self) -> dict[str, str]:
        """The same for whoever changes tables."""
        return self.environment | {"DATABASE_OWNER_URL": self.address(OWNER)}

    def address(self, role: str) -> str:
        host = quote(str(self.sockets), safe="")
        return f"postgres://{role}@/{DATABASE}?host={host}&port={PORT}"

    def running(self) -> bool:
        """Whether both answer, whoever started them."""
        return answers(self.sockets / f".s.PGSQL.{PORT}") and answers(self.sockets / "valkey")

    def start(self) -> Self:
        """Starts both, at the first time with an empty database; Busy if they run already."""
        self.hold()
        try:
            for folder in (self.sockets, self.data):
                self.make_private(folder)
            for name in ("PostgreSQL", "Valkey"):
                self.log(name).unlink(missing_ok=True)
            self.start_postgresql()
            self.start_valkey()
        except BaseException:
            self.close()
            raise
        return self

    def look(self) -> list[str]:
        """Starts again what has ended by itself: its names."""
        again = {"PostgreSQL": self.start_postgresql, "Valkey": self.start_valkey}
        ended = [name for name, (child, _ending) in self.children.items() if child.poll() is not None]
        for name in ended:
            self.start_again(again[name])
        return ended

    def start_again(self, start: Callable[[], None]) -> None:
        """As soon as it begins: what a killed PostgreSQL leaves behind takes a moment to end."""
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                return start()
            except Unavailable:
                if time.monotonic() > until:
                    raise
            time.sleep(0.5)

    def close(self) -> None:
        """Ends both, PostgreSQL with a checkpoint; whoever uses them is cut off."""
        for child, ending in self.children.values():
            child.send_signal(ending)
        for child, _ending in self.children.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(STOP_SECONDS)
            child.kill()
            child.wait()
        self.children.clear()
        if self.held:
            self.held.close()
            self.held = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_error: object) -> None:
        self.close()

    def erase(self) -> None:
        """Deletes the database and what Valkey keeps; Busy if they run."""
        self.hold()
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.rmtree(self.sockets, ignore_errors=True)
        self.close()

    @contextlib.contextmanager
    def used(self) -> Iterator[None]:
        """Uses the servers that somebody else runs, and says so for its time (see `await_users`)."""
        with (self.place / "users").open("a") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            until = time.monotonic() + START_SECONDS
            while not self.running():
                if time.monotonic() > until:
                    raise Unavailable(f"The servers of {self.folder} have ended. Try again.")
                time.sleep(0.1)
            yield

    def await_users(self) -> None:
        """Returns when nobody uses the servers any more."""
        with (self.place / "users").open("a") as users:
            fcntl.flock(users, fcntl.LOCK_EX)

    def hold(self) -> None:
        """One supervisor a folder: the lock goes with the process, so none is ever stale."""
        self.held = (self.place / "lock").open("a")
        try:
            fcntl.flock(self.held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.held.close()
            self.held = None
            raise Busy(f"The servers of {self.folder} are running already. End that run first.") from None

    def make_private(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        if self.account:
            os.chown(folder, self.account.pw_uid, self.account.pw_gid)

    def start_postgresql(self) -> None:
        await_predecessor(self.data / "postmaster.pid", self.data)
        binaries = self.allowed(postgresql_binaries())
        if not (self.data / "PG_VERSION").exists():
            self.create_cluster(binaries)
        settings = [
            "shared_buffers=128MB",
            "max_connections=100",
            *([] if self.durable else IN_A_HURRY),
            *self.tuned,
        ]
        self.spawn(
            "PostgreSQL",
            [
                *(str(binaries / "postgres"), "-D", str(self.data)),
                *("-k", str(self.sockets), "-h", "", "-p", str(PORT)),
                *(part for setting in settings for part in ("-c", setting)),
            ],
            ending=signal.SIGINT,  # PostgreSQL's fast shutdown: sessions are cut off, nothing is lost
        )
        self.create_database()

    def create_cluster(self, binaries: Path) -> None:
        """An empty cluster, put in its place only when it is whole."""
        fresh = self.place / "postgresql.new"
        shutil.rmtree(fresh, ignore_errors=True)
        self.make_private(fresh)
        version = major(self.run(str(binaries / "postgres"), "--version"))
        # Under the plain C locale pg_trgm finds no trigram in Chinese.
        builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if version >= 17 else []
        self.run(
            *(str(binaries / "initdb"), "-D", str(fresh), "-U", OWNER, "--auth=trust", "-E", "UTF8"),
            *("--locale=C.UTF-8", *builtin),
            *([] if self.durable else ["--no-sync"]),
        )
        self.data.rmdir()
        fresh.rename(self.data)

    def create_database(self) -> None:
        connection = self.connect_as_owner()
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not cursor.fetchone():
                cursor.execute(f"CREATE DATABASE {DATABASE}")
        connection.close()

    def connect_as_owner(self) -> Any:
        """A connection as soon as PostgreSQL takes one; it may first have to recover."""
        server = self.children["PostgreSQL"][0]
        while True:
            try:
                return psycopg2.connect(host=str(self.sockets), port=PORT, user=OWNER, dbname="postgres")
            except psycopg2.OperationalError as error:
                if server.poll() is not None:
                    raise Unavailable(self.complaint("PostgreSQL")) from error
            time.sleep(0.02)

    def start_valkey(self) -> None:
        await_predecessor(self.sockets / "valkey.pid", self.sockets)
        path = self.sockets / "valkey"
        self.spawn(
            "Valkey",
            [
                *(str(self.allowed(valkey_binary())), "--port", "0"),
                *("--unixsocket", str(path), "--unixsocketperm", "700", "--databases", "64"),
                *("--save", "", "--appendonly", "no", "--dir", str(self.sockets)),
                *("--pidfile", str(self.sockets / "valkey.pid"), "--loglevel", "warning"),
            ],
            ending=signal.SIGTERM,
        )
        while not answers(path):
            if self.children["Valkey"][0].poll() is not None:
                raise Unavailable(self.complaint("Valkey"))
            time.sleep(0.01)

    def spawn(self, name: str, command: list[str], ending: signal.Signals) -> None:
        with self.log(name).open("ab") as output:
            child = subprocess.Popen(
                command,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                process_group=0,  # else Ctrl-C in the terminal ends it before its clients
                preexec_fn=dies_with_parent(ending),
                **self.identity(),
            )
        self.children[name] = (child, ending)

    def log(self, name: str) -> Path:
        return self.place / f"{name.lower()}.log"

    def run(self, *command: str) -> str:
        done: subprocess.CompletedProcess[str] = subprocess.run(
            command, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True, **self.identity()
        )
        if done.returncode:
            raise Unavailable(f"{command[0]} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def identity(self) -> dict[str, Any]:
        """PostgreSQL refuses to run as root."""
        if self.account is None:
            return {}
        return {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}

    def allowed(self, program: Path) -> Path:
        return within_reach(program, self.place / "programs") if self.account else program

    def complaint(self, name: str) -> str:
        last = self.log(name).read_text(errors="replace").splitlines()[-12:]
        return "\n".join([f"{name} did not start. It says:", *last])


def make_folder(folder: Path) -> Path:
    """The folder, made if need be; Unavailable where it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable(
            f"The folder {folder} cannot be made: {error.strerror}. To go on, {ELSEWHERE}"
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Unavailable(f"The folder {folder} cannot be written. To go on, {ELSEWHERE}")
    return folder


def refuge(folder: Path) -> Path:
    """A folder in /var/tmp for one that cannot serve: closed to the account, or its path too long."""
    path = Path("/var/tmp") / f"wangjian-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]}"
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=0o755)
    found = path.lstat()
    # Anybody can make a folder of this name first, and would then own our sockets.
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise Unavailable(f"{path} belongs to somebody else. Remove it, or {ELSEWHERE}")
    path.chmod(0o755)
    return path


def unprivileged_account(data: Path) -> pwd.struct_passwd:
    """The account that the servers run under when we are root: the one that has the data already."""
    if data.exists() and data.stat().st_uid != 0:
        return pwd.getpwuid(data.stat().st_uid)
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise Unavailable("Run this as an ordinary user: PostgreSQL refuses to be root, and no other was found.")


def answers(path: Path) -> bool:
    """Whether somebody listens on the unix socket."""
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(str(path))
        except OSError:
            return False
        return True


def await_predecessor(pid_file: Path, place: Path) -> None:
    """Lets the server of a supervisor that was killed finish, and clears the file of a server killed too.

    By now the number may be another process's, which must neither be waited for nor stop PostgreSQL.
    """
    if sys.platform != "linux":
        return
    until = time.monotonic() + STOP_SECONDS
    while os.fsencode(place) in command_of(pid_file):
        if time.monotonic() > until:
            raise Unavailable(f"A server of an earlier run does not end; its number is in {pid_file}.")
        time.sleep(0.02)
    pid_file.unlink(missing_ok=True)


def command_of(pid_file: Path) -> bytes:
    """The command line of the process that the file names; empty if there is none."""
    try:
        number = int(pid_file.read_text().split()[0])
        return Path(f"/proc/{number}/cmdline").read_bytes()
    except (OSError, ValueError, IndexError):
        return b""


def dies_with_parent(ending: signal.Signals) -> Any:
    """What a child does before it runs: it asks for a signal at its parent's death (only Linux has that)."""
    if sys.platform != "linux":
        return None
    parent = os.getpid()

    def ask() -> None:
        LIBC.prctl(PR_SET_PDEATHSIG, int(ending))
        if os.getppid() != parent:  # it died in between
            os.kill(os.getpid(), ending)

    return ask
