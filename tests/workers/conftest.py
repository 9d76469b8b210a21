"""What is a real worker? A Celery process on the test's database and broker, under the application's role."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.db import connection

from config.celery import app

ROOT = Path(__file__).resolve().parents[2]
LEASE_SECONDS = 0.3


def database_url(*, owner: bool = False) -> str:
    """The address of the test's own database, as DATABASE_URL writes it for the application, or its owner."""
    given = connection.settings_dict
    own = given if owner else settings.APPLICATION_LOGIN
    where = {
        "host": given["HOST"] or given["OPTIONS"].get("host", ""),
        "port": given["PORT"] or given["OPTIONS"].get("port", ""),
    }
    login = ":".join(quote(part) for part in (own["USER"], own["PASSWORD"]) if part)
    return f"postgres://{login}@/{given['NAME']}?{urlencode({k: v for k, v in where.items() if v})}"


class Worker:
    """A worker with two processes, all in one process group of their own."""

    def __init__(self, log: Path) -> None:
        command = [sys.executable, "-m", "celery", "-A", "config", "worker", "-I", "tests.workers.effects"]
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [*command, "-c", "2", "--without-gossip", "--without-mingle", "--without-heartbeat"],
                cwd=ROOT,
                stdout=output,
                stderr=output,
                start_new_session=True,
                env={
                    **os.environ,
                    "DATABASE_URL": database_url(),
                    "DATABASE_OWNER_URL": "",
                    "REDIS_URL": settings.REDIS_URL,
                    "MEDIA_ROOT": str(settings.MEDIA_ROOT),
                    "OUTBOX_LEASE_SECONDS": str(LEASE_SECONDS),
                    # Celery's own: config/celery.py has the installation looked at.
                    "SKIP_CHECKS": "1",
                },
            )

    def kill(self) -> None:
        """kill -9, the whole group: nobody gets to say good-bye."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def start_worker(tmp_path: Path) -> Iterator[Callable[[], Worker]]:
    """Starts workers; those that still run at the end are killed."""
    app.control.purge()
    log, started = tmp_path / "worker.log", []

    def start() -> Worker:
        started.append(Worker(log))
        return started[-1]

    yield start
    for worker in started:
        if worker.process.poll() is None:
            worker.kill()
    app.control.purge()
    sys.stdout.write(log.read_text(errors="replace")[-4000:])  # shown by pytest when the test fails


def until(done: Callable[[], bool], *, seconds: float, every: float = 0.02) -> None:
    """Asks again and again, and has the outbox drained meanwhile, as beat does."""
    end, next_drain = time.monotonic() + seconds, 0.0
    while not done():
        moment = time.monotonic()
        assert moment < end, "the workers did not get there in time"
        if moment > next_drain:
            app.send_task("casework.drain", expires=1)
            next_drain = moment + 0.3
        time.sleep(every)
