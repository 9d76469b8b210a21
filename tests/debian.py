"""Does a server with Debian's packages become a province at work? `python -m tests.debian`, as root.

It is meant for a machine that is thrown away: deploy/install-debian is carried out on it, then the command
lines of its systemd units are run as their accounts, and nginx before them. From an empty database and a
founding file people come in at browsers over https until a plan is approved and its paper is drawn.
"""

from __future__ import annotations

import os
import re
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests import units
from tests.units import end

HOST = "wangjian.test"
MAIL = "smtp://127.0.0.1:25"
ROOT = Path(__file__).resolve().parent.parent
WALK = "from tests.debian_walk import walk; walk()"


def unit(name: str) -> units.Unit:
    """As it was installed."""
    return units.Unit(name, Path("/etc/systemd/system"))


def main() -> int:
    """Everything in its order; what was started is ended."""
    folder = Path(tempfile.mkdtemp(prefix="wangjian-try-"))
    folder.chmod(0o777)
    say(f"Logs and pictures: {folder}")
    subprocess.run([str(ROOT / "deploy/install-debian"), HOST, MAIL], check=True)
    with started(folder):
        strangers_are_kept_out()
        found = manage("found", "docs/founding.toml")
        password = re.findall(r"\b[a-z0-9]{14}\b", found)[-1]
        say("Founded")
        as_web(folder, password)
        say(manage("check", "--deploy", "--database", "default"))
        backup = unit("backup").start(folder / "backup.log")
        assert backup.wait() == 0, (folder / "backup.log").read_text()
        say((folder / "backup.log").read_text())
    return 0


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def manage(*command: str) -> str:
    done = subprocess.run(["wangjian-manage", *command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def started(folder: Path) -> Iterator[None]:
    """Redis, the tables, web, worker and timetable, and nginx; what was started is ended."""
    running: list[subprocess.Popen[bytes]] = []
    try:
        running.append(unit("redis").start(folder / "redis.log"))
        until(Path("/run/wangjian/redis").exists)
        migrated = unit("migrate").start(folder / "migrate.log")
        assert migrated.wait() == 0, (folder / "migrate.log").read_text()
        running += [unit(name).start(folder / f"{name}.log") for name in ("web", "worker", "beat")]
        with (folder / "nginx.log").open("ab") as log:
            running.append(subprocess.Popen(["nginx", "-g", "daemon off;"], stdout=log, stderr=log))
        until(lambda: ask("/readyz")[0] == 200)
        say(f"/readyz: {ask('/readyz')[1]}")
        yield
    finally:
        end(running)


def strangers_are_kept_out() -> None:
    """What they write into headers counts for nothing, and what is measured is not theirs to see."""
    forged = {"X-Forwarded-Proto": "http", "X-Forwarded-For": "203.0.113.9"}
    answers = [ask("/login/", **forged), ask("/metrics"), ask("/login/", Host="elsewhere.example")]
    assert [status for status, _said in answers] == [200, 403, 400], answers


def until(done: Any, seconds: float = 180) -> None:
    last = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < last, "it did not come in time"
        time.sleep(0.5)


def ask(path: str, **headers: str) -> tuple[int, str]:
    """What nginx answers over https; 0 where nobody does. Its certificate is one that it made itself."""
    trusting = ssl.create_default_context(cafile="/etc/wangjian/tls.pem")
    trusting.check_hostname = False
    asked = urllib.request.Request(f"https://127.0.0.1{path}", headers={"Host": HOST, **headers})
    try:
        with urllib.request.urlopen(asked, context=trusting, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError as error:
        return 0, str(error)


def as_web(folder: Path, password: str) -> None:
    """The people, in a process of the web's account: what they did is looked up in the database."""
    environment = unit("web").environment() | {"FIRST_PASSWORD": password, "TRY_FOLDER": str(folder)}
    environment |= {name: str(folder) for name in ("HOME", "TMPDIR")}
    environment |= {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings"}
    environment["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser runs an event loop in their thread
    subprocess.run(
        ["runuser", "-u", "wangjian-web", "--", sys.executable, "manage.py", "shell", "-c", WALK],
        cwd=ROOT,
        env=environment,
        check=True,
    )


if __name__ == "__main__":
    sys.exit(main())
