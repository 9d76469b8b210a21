"""On which servers do the tests run? On an embedded pair of their own, or as the environment says.

The tables are made once for these migrations and kept in var/tests; each run begins with a copy.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from config.binaries import Unavailable, postgresql_binaries
from config.embedded import DATABASE, Servers

ROOT = Path(__file__).resolve().parent.parent


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    """Before Django reads its settings; the workers of xdist inherit the environment of the first process."""
    os.environ.setdefault("LANGUAGE_CODE", "en")
    os.environ["WANGJIAN_TESTING"] = "1"
    os.environ["SESSION_IDLE_MINUTES"] = "0"  # tests travel in time
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs an event loop in the test thread
    if not {"DATABASE_URL", "REDIS_URL"} <= os.environ.keys():
        start(early_config)
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        number = int(worker.removeprefix("gw")) + 1
        os.environ["REDIS_URL"] = with_database(os.environ["REDIS_URL"], number)
    return (yield)


def start(config: pytest.Config) -> None:
    kept = ROOT / "var/tests" / digest()
    try:
        if not kept.exists():
            make_tables(kept)
        folder = temporary()
        config.add_cleanup(lambda: shutil.rmtree(folder))
        servers = Servers(folder, durable=False)
        copy(kept, servers.data)
        servers.start()
    except Unavailable as reason:
        raise pytest.UsageError(str(reason)) from reason
    config.add_cleanup(servers.close)
    os.environ.update(servers.as_owner)
    os.environ["WANGJIAN_TEMPLATE"] = DATABASE
    if getattr(config.known_args_namespace, "numprocesses", None):
        album = folder / "album"  # of photos that the processes lend each other (tests/photos.py)
        album.mkdir()
        os.environ["WANGJIAN_ALBUM"] = str(album)


def digest() -> str:
    """Of all that says which tables there are, and which PostgreSQL wrote them."""
    said = sha256(str(postgresql_binaries()).encode())
    for path in (
        ROOT / "requirements/dev.lock",
        ROOT / "config/tables.py",
        ROOT / "config/rights.py",
        *sorted(ROOT.glob("*/migrations/*.py")),
    ):
        said.update(f"{path.name}\n{path.read_text()}".encode())
    return said.hexdigest()[:16]


def make_tables(kept: Path) -> None:
    """A cluster whose database has all tables (config/tables.py); those of older migrations are removed."""
    sys.stderr.write("The tables are made once for these migrations.\n")
    folder = temporary()
    servers = Servers(folder, durable=False)
    with servers:
        command = (sys.executable, "-W", "ignore", "-m", "config.tables", "make")
        subprocess.run(command, env=os.environ | servers.as_owner, cwd=ROOT, check=True)
    shutil.rmtree(kept.parent, ignore_errors=True)
    kept.parent.mkdir(parents=True)
    copy(servers.data, fresh := kept.with_suffix(f".{os.getpid()}"))
    fresh.rename(kept)
    shutil.rmtree(folder)


def copy(cluster: Path, to: Path) -> None:
    """With its owners: as root the servers run under another account."""
    subprocess.run(("cp", "-a", cluster, to), check=True)


def temporary() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="wangjian-tests-"))
    folder.chmod(0o755)  # as root the servers run under another account
    return folder


def with_database(url: str, number: int) -> str:
    """The address of another of the 64 databases: "redis://…/3", or "unix://…?db=3" for a socket."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return f"unix://{parts.path}?db={number}"  # urlunsplit would write one slash
    return parts._replace(path=f"/{number}").geturl()
