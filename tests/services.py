"""On which servers do the tests run? On an embedded pair of their own, or as the environment says."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from config.binaries import Unavailable
from config.embedded import Servers


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    """Before Django reads its settings; the workers of xdist inherit the environment of the first process."""
    os.environ.setdefault("LANGUAGE_CODE", "en")
    os.environ["WANGJIAN_TESTING"] = "1"
    os.environ["DATABASE_ROLE"] = ""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs an event loop in the test thread
    if not {"DATABASE_URL", "REDIS_URL"} <= os.environ.keys():
        start(early_config)
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        number = int(worker.removeprefix("gw")) + 1
        os.environ["REDIS_URL"] = with_database(os.environ["REDIS_URL"], number)
    return (yield)


def start(config: pytest.Config) -> None:
    folder = Path(tempfile.mkdtemp(prefix="wangjian-tests-"))
    folder.chmod(0o755)  # as root the servers run under another account
    config.add_cleanup(lambda: shutil.rmtree(folder))
    try:
        servers = Servers(folder, durable=False).start()
    except Unavailable as reason:
        raise pytest.UsageError(str(reason)) from reason
    config.add_cleanup(servers.close)
    os.environ.update(servers.environment)


def with_database(url: str, number: int) -> str:
    """The address of another of the 64 databases: "redis://…/3", or "unix://…?db=3" for a socket."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return f"unix://{parts.path}?db={number}"  # urlunsplit would write one slash
    return parts._replace(path=f"/{number}").geturl()
