"""How does one try it? The servers, the web, a worker and the timetable, with an invented province."""

from __future__ import annotations

import argparse
import contextlib
import errno
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from config.binaries import Unavailable
from config.embedded import ELSEWHERE, Servers, dies_with_parent, make_folder
from config.restarting import Ended, Kept

FOLDER = Path(os.environ.get("WANGJIAN_DATA", "var/demo")).resolve()
HOST = "127.0.0.1"
PAGE_SECONDS = 60  # that one answer may take; it is asked for again
# Secrets are drawn once for each folder of data: an installation shares none with another.
SECRETS: dict[str, Callable[[], str]] = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(48),
    "NUMBER_KEY": lambda: secrets.token_hex(32),
    "FIELD_KEYS": lambda: f"1:{secrets.token_hex(32)}",
}
OF_THE_OWNER = "DATABASE_OWNER_URL"  # nobody else works by it
# What of an installation must never be practised with.
OF_THE_WORK = (
    *("DATABASE_URL", OF_THE_OWNER, "REDIS_URL", *SECRETS, "MEDIA_ROOT", "STATIC_ROOT"),
    *("FILE_STORAGE", "FILE_STORAGE_OPTIONS", "EMAIL_URL", "SMS_GATEWAY_URL", "SENTRY_DSN"),
    *("FEED_MAILBOXES", "FEED_PROXY", "FEED_PRIVATE_NETWORKS"),
)
OF_THE_DEMO = ("env", "log", "media", "static", "timetable")


def main(arguments: list[str]) -> int:
    """Runs the demo until Ctrl-C; 1 and a sentence if something is in the way."""
    options = parser().parse_args(arguments)
    if options.practice:
        leave_the_work_alone()
    # SIGINT too: what a script starts in its background begins by ignoring it.
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, signal.default_int_handler)
    try:
        with contextlib.ExitStack() as stack:
            run(options.port, fresh=options.fresh, stack=stack, founding=options.found)
    except KeyboardInterrupt:
        print("\nThe demo has ended. Its data stay for the next ./run demo.")
        return 0
    except subprocess.CalledProcessError as failed:
        print(f"The demo stops, because `{' '.join(failed.cmd[1:])}` failed.", file=sys.stderr)
    except (Ended, Unavailable) as reason:
        print(reason, file=sys.stderr)
    except PermissionError as error:
        print(not_ours(error), file=sys.stderr)
    return 1


def leave_the_work_alone() -> None:
    """Forget whatever the environment says of the installation beside which one practises."""
    for name in OF_THE_WORK:
        os.environ.pop(name, None)
    os.environ["WANGJIAN_PRACTICE"] = "1"


def not_ours(error: PermissionError) -> str:
    """What to do where another account (root, say) has run the demo before."""
    return f"{error.filename} belongs to another account. Run this as that one, or {ELSEWHERE}"


def parser() -> argparse.ArgumentParser:
    it = argparse.ArgumentParser(prog="./run demo", description=__doc__)
    it.add_argument("--fresh", action="store_true", help="delete the data of earlier demos first")
    it.add_argument("--port", type=int, default=8000, help="the port of the web server (8000)")
    it.add_argument(
        "--practice",
        action="store_true",
        help="as a place to practise beside an installation: marked everywhere, and reaching nobody",
    )
    it.add_argument(
        "--found",
        metavar="FILE",
        help="begin with the province of this founding file, not with the invented one",
    )
    return it


def run(port: int, *, fresh: bool, stack: contextlib.ExitStack, founding: str | None = None) -> None:
    """Everything in its order; what was started is ended by the stack.

    founding: the file of the province that is tried, None for the invented one.
    """
    began = time.monotonic()
    require_port(port)
    # Papers say where they can be verified; a feed is read from among the demo's own static files.
    site = {"SITE_URL": f"http://{HOST}:{port}", "FEED_PRIVATE_NETWORKS": f"{HOST}/32"}
    servers = stack.enter_context(services(fresh=fresh))
    as_owner = {**site, **os.environ, **own_environment(), **(servers.as_owner if servers else {})}
    environment = {name: value for name, value in as_owner.items() if name != OF_THE_OWNER}
    with phase("Tables and static files"), collected(environment):
        manage("migrate", "--verbosity", "0", environment=as_owner)
    starting = commands(port)
    # It begins while the province is told; the others would work on what is half told.
    processes = [stack.enter_context(process("web", starting.pop("web"), environment))]
    with phase("The invented province" if founding is None else "The province of the file"):
        begins = ("demo", "people") if founding is None else ("found", founding)
        people = manage(*begins, environment=environment)
        await_page(f"http://{HOST}:{port}/", processes)
    print(
        f"\nThe first page after {time.monotonic() - began:.0f} s:\n\n    http://{HOST}:{port}/\n\n{people}"
    )
    if founding is None:
        with phase("What has happened there"):
            told = manage("demo", "stories", environment=environment)
        print(told)
    with phase("Workers"):
        for name, command in starting.items():
            processes.append(stack.enter_context(process(name, command, environment)))
    print(f"\nReady in {time.monotonic() - began:.0f} s. Ctrl-C ends it.", flush=True)
    while True:
        look_after(processes, servers)
        time.sleep(0.5)


def look_after(processes: list[Kept], servers: Servers | None) -> None:
    """What has ended by itself is started again, and a line says so."""
    again = servers.look() if servers else []
    again += [each.name for each in processes if each.look()]
    for name in again:
        print(
            f"The process `{name}` had ended by itself and was started again. See {FOLDER / 'log'}.",
            flush=True,
        )


def commands(port: int) -> dict[str, list[str]]:
    """What runs beside the servers, by the name of its log."""
    return {
        "web": ["config.webserver", "--bind", f"{HOST}:{port}"],
        "worker": ["celery", "--app", "config", "worker", "--concurrency", "2", "--loglevel", "warning"],
        "timetable": [
            *("celery", "--app", "config", "beat", "--loglevel", "warning", "--pidfile="),
            *("--schedule", str(FOLDER / "timetable" / "schedule")),
        ],
    }


@contextlib.contextmanager
def services(*, fresh: bool) -> Iterator[Servers | None]:
    """Embedded servers for the time of the block; None where the environment names others."""
    if named_in_environment():
        prepare(fresh=fresh)
        yield None
        return
    servers = Servers(FOLDER)
    if fresh:
        servers.erase()
    prepare(fresh=fresh)
    with phase("PostgreSQL and Valkey"):
        servers.start()
    with contextlib.closing(servers):
        yield servers


def named_in_environment() -> bool:
    """Whether the environment names the servers; Unavailable if it names one of the two only."""
    named = [name for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)]
    if len(named) == 1:
        raise Unavailable(f"Only {named[0]} is set. Set DATABASE_URL and REDIS_URL, or neither.")
    return bool(named)


def prepare(*, fresh: bool) -> None:
    """The demo's own folder, emptied of what the demo made if it is to be fresh."""
    make_folder(FOLDER)
    for name in OF_THE_DEMO if fresh else ():
        path = FOLDER / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    for name in ("log", "timetable"):
        (FOLDER / name).mkdir(exist_ok=True)


def own_environment() -> dict[str, str]:
    """The folders and the secrets of the demo; what our environment sets has the last word."""
    defaults = {
        "MEDIA_ROOT": str(FOLDER / "media"),
        "STATIC_ROOT": str(FOLDER / "static"),
        "WANGJIAN_TRIAL": "1",
        **kept_secrets(FOLDER / "env"),
    }
    return {name: os.environ.get(name, value) for name, value in defaults.items()}


def kept_secrets(path: Path) -> dict[str, str]:
    """The secrets in the file, which only its owner may read; those it lacks are drawn and added."""
    lines = path.read_text().splitlines() if path.exists() else []
    kept = dict(line.split("=", 1) for line in lines if "=" in line)
    missing = {name: draw() for name, draw in SECRETS.items() if name not in kept}
    if missing:
        half = path.with_suffix(".new")
        half.unlink(missing_ok=True)
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.writelines(f"{name}={value}\n" for name, value in (kept | missing).items())
        half.rename(path)
    return kept | missing


def require_port(port: int) -> None:
    """Unavailable, with what to do, unless the port can be had."""
    if not 0 < port < 65536:
        raise Unavailable("A port is a number from 1 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            reason = "is taken" if error.errno == errno.EADDRINUSE else "cannot be had"
            raise Unavailable(
                f"Port {port} {reason}. Choose another: ./run demo --port {port + 1}"
            ) from error


@contextlib.contextmanager
def collected(environment: dict[str, str]) -> Iterator[None]:
    """The static files are collected during the block, unless they have been."""
    if static_files_are_current(Path(environment["STATIC_ROOT"])):
        yield
        return
    collecting = begin("collectstatic", "--no-input", "--verbosity", "0", environment=environment)
    yield
    finish(collecting)


def static_files_are_current(collected: Path) -> bool:
    """Whether the collected files are younger than what they come from (compressing takes seconds)."""
    manifest = collected / "staticfiles.json"
    sources = [Path("requirements/run.lock"), Path("config/settings.py"), *Path("static").rglob("*")]
    return manifest.exists() and all(source.stat().st_mtime < manifest.stat().st_mtime for source in sources)


@contextlib.contextmanager
def phase(name: str) -> Iterator[None]:
    """Prints what is being done, and then how long it took."""
    began = time.monotonic()
    print(f"{name:<24}", end="", flush=True)
    try:
        yield
    except BaseException:
        print()
        raise
    print(f"{time.monotonic() - began:5.1f} s", flush=True)


def manage(*arguments: str, environment: dict[str, str]) -> str:
    """What a management command prints."""
    return finish(begin(*arguments, environment=environment))


def begin(*arguments: str, environment: dict[str, str]) -> subprocess.Popen[str]:
    """A management command, at work."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=dies_with_parent(signal.SIGTERM),
    )


def finish(command: subprocess.Popen[str]) -> str:
    """What it printed, once it has ended; CalledProcessError if it failed."""
    said, _errors = command.communicate()
    if command.returncode:
        raise subprocess.CalledProcessError(command.returncode, command.args)
    return said


@contextlib.contextmanager
def process(name: str, command: list[str], environment: dict[str, str]) -> Iterator[Kept]:
    """A module of Python as a process for the time of the block, writing to its log."""
    path = FOLDER / "log" / f"{name}.log"
    path.unlink(missing_ok=True)

    def start() -> subprocess.Popen[bytes]:
        with path.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", *command],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                process_group=0,
                preexec_fn=dies_with_parent(signal.SIGTERM),
            )

    def last_words() -> str:
        return "\n".join([f"From {path}:", *path.read_text(errors="replace").splitlines()[-12:]])

    running = Kept(name, start, last_words)
    try:
        yield running
    finally:
        running.end()


def await_page(address: str, processes: list[Kept]) -> None:
    """Returns when the first page is served, however long that takes, as long as all processes live."""
    while True:
        try:
            with urllib.request.urlopen(address, timeout=PAGE_SECONDS):
                return
        except urllib.error.HTTPError as error:
            raise Ended(f"The first page fails ({error}). See {FOLDER / 'log' / 'web.log'}.") from error
        except OSError:
            look_after(processes, None)
        time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
